"""At each reader's own hour: an edition goes in waves, one for each moment that the hour comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Sum

from matinee.mailings import clock
from matinee.mailings.models import Mailing, Plan, Wave
from matinee.newsletters.models import Newsletter
from matinee.publication.models import Territory
from matinee.readers.models import Subscription


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return when a zone's clocks show this hour on this day (UTC).

    Where they show it twice (clocks go back) it is the first time. Where they leave it out
    (clocks go forward) it is as much later as they leave out (PEP 495, fold=0).
    """
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def lived_in(newsletter: Newsletter) -> set[str]:
    """Return the codes of the territories that its mailable readers live in ("": not known)."""
    found = Subscription.objects.mailable(newsletter).order_by()
    return set(found.values_list("reader__territory", flat=True).distinct())


def timetable(
    newsletter: Newsletter, day: date, hour: time, codes: Iterable[str]
) -> dict[datetime, list[str]]:
    """Return, for each moment at which the hour comes, the territories whose hour it is.

    Readers whose territory is not known, or has no time zone here, go by the newsletter's own.
    """
    zones = dict(Territory.objects.values_list("code", "time_zone"))
    found: dict[datetime, list[str]] = defaultdict(list)
    for code in sorted(set(codes)):
        zone = ZoneInfo(zones[code]) if code in zones else newsletter.zone
        found[moment(day, hour, zone)].append(code)
    return dict(sorted(found.items()))


def first_moment(plan: Plan, newsletter: Newsletter) -> datetime | None:
    """Return when the first readers' hour comes (UTC); None where nobody would get it."""
    if plan.local_time is None or plan.local_day is None:
        return None
    return min(
        timetable(newsletter, plan.local_day, plan.local_time, lived_in(newsletter)), default=None
    )


def make(mailing: Mailing, day: date, hour: time) -> list[Wave]:
    """Write down the mailing's waves; those whose hour has gone by are one, and go at once."""
    newsletter = mailing.newsletter
    due: dict[datetime, list[str]] = defaultdict(list)
    for at, codes in timetable(newsletter, day, hour, lived_in(newsletter)).items():
        due[max(at, mailing.started_at)].extend(codes)
    rows = [
        Wave(mailing=mailing, number=number, due_at=at, territories=codes)
        for number, (at, codes) in enumerate(sorted(due.items()))
    ]
    return Wave.objects.bulk_create(rows)


@dataclass(frozen=True)
class Told:
    """One wave for the screen: whose it is, when it goes, and how many of it are left."""

    names: str
    due_at: datetime  # in the newsletter's zone
    size: int
    left: int
    begun: bool

    @property
    def sentence(self) -> str:
        """The wave in words."""
        at = f"{self.due_at:%H:%M}"
        if not self.left:
            return f"{self.names}: went at {at}, {self.size:,} readers."
        if self.begun:
            return f"{self.names}: going since {at}, {self.left:,} of {self.size:,} left."
        return f"{self.names}: at {self.due_at:%H:%M on %-d %B}, your time; {self.left:,} waiting."


def told(mailing: Mailing) -> Sequence[Told]:
    """Return the mailing's waves, the first to go first; none where all go at once."""
    names = dict(Territory.objects.values_list("code", "name"))
    now, zone = clock.database_now(), mailing.newsletter.zone
    rows = mailing.waves.annotate(
        settled=Sum("batches__sent")
        + Sum("batches__refused")
        + Sum("batches__skipped")
        + Sum("batches__unknown")
    )
    return [
        Told(
            ", ".join(names.get(code, code) or "not known where" for code in wave.territories),
            wave.due_at.astimezone(zone),
            wave.size,
            wave.size - (wave.settled or 0),
            wave.due_at <= now,
        )
        for wave in rows
        if wave.size
    ]
