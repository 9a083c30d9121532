"""To whom an edition goes: all who may be mailed, or those in some territories or a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from matinee.editions import segments
from matinee.mailings.models import Plan
from matinee.newsletters.models import Newsletter
from matinee.publication.models import Territory
from matinee.readers.models import Segment, Subscription


class NoSuchReaders(ValueError):
    """A territory or segment that is not there; the text says which, and what to do."""


@dataclass(frozen=True)
class Whom:
    """Which of a newsletter's mailable readers. Nothing named narrows nothing."""

    territories: tuple[str, ...] = ()
    segment: int | None = None

    @classmethod
    def of(cls, plan: Plan) -> Whom:
        """Return whom a plan is for."""
        return cls(tuple(plan.territories), plan.segment_number)

    @property
    def key(self) -> str:
        """The choice as one word, so that a form can tell which one it showed a number for."""
        return f"{'.'.join(sorted(self.territories))}/{self.segment or ''}"

    def subscriptions(self, newsletter: Newsletter) -> QuerySet[Subscription]:
        """Return the subscriptions of those who may be mailed now; raises NoSuchReaders."""
        found = Subscription.objects.mailable(newsletter)
        if self.territories:
            found = found.filter(reader__territory__in=self.territories)
        if self.segment:
            found = found.filter(reader_id__in=segments.members(self._segment()).values("pk"))
        return found

    def _segment(self) -> Segment:
        found = Segment.objects.filter(pk=self.segment or 0).first()
        if found is None:
            raise NoSuchReaders("The segment that it was to go to is gone. Choose anew to whom.")
        return found

    @property
    def words(self) -> str:
        """Where it is narrowed, in words such as "in France, of the segment “Critics”"."""
        names = dict(Territory.objects.values_list("code", "name"))
        said = []
        if self.territories:
            said.append(f"in {_listed([names.get(code, code) for code in self.territories])}")
        if self.segment:
            said.append(f"of the segment “{self._segment().name}”")
        return ", ".join(said)


EVERYBODY = Whom()


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def read(territories: Sequence[str], segment: str = "") -> Whom:
    """Return whom these codes, and a segment's number or name, mean; raises NoSuchReaders."""
    known = dict(Territory.objects.values_list("code", "name"))
    codes = list(dict.fromkeys(code.strip().upper() for code in territories if code.strip()))
    if strange := [code for code in codes if code not in known]:
        there = ", ".join(sorted(known)) or "none yet"
        raise NoSuchReaders(f"No territory is called {', '.join(strange)}. There are: {there}.")
    if not segment:
        return Whom(tuple(codes))
    of_name = Segment.objects.filter(name__iexact=segment).first()
    found = of_name or (Segment.objects.filter(pk=segment).first() if segment.isdecimal() else None)
    if found is None:
        names = ", ".join(Segment.objects.values_list("name", flat=True)) or "none yet"
        raise NoSuchReaders(f"No segment is called {segment!r}. There are: {names}.")
    return Whom(tuple(codes), found.pk)
