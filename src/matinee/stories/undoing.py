"""Decisions written down as they are made, and undone, the newest first.

Undo brings back the draft, the proposals, the quotes and what was known of films as they were. It
is refused, in words, where somebody has changed the story since: nothing of theirs is lost by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Revision

from matinee.stories import catalogue, pictures
from matinee.stories.copies import Proposal, Quote
from matinee.stories.deciding import ACCEPT, REJECT, CannotDecide
from matinee.stories.decisions import Decision
from matinee.stories.pages import StoryPage

CHANGED_SINCE = (
    "The story was changed after this decision, and undoing it would lose that. "
    "Take single proposals back instead."
)
KINDS = {
    "headline": ("headline", "headlines"),
    "picture": ("picture", "pictures"),
    "quote": ("quote", "quotes"),
    "film": ("film", "films"),
    "release": ("release", "releases"),
    "person": ("person", "people"),
    "newsletter": ("newsletter", "newsletters"),
    "note": ("note", "notes"),
    "update": ("update", "updates"),
}
_DONE = {
    ("note", "accepted"): "seen",
    ("note", "rejected"): "dismissed",
    ("update", "accepted"): "taken",
    ("update", "rejected"): "not taken",
}
_NAMES = ("text", "caption", "title", "film", "name")


def counted(number: int, kind: str) -> str:
    """Return so many of a kind in words: "7 people"; "" for the kind is proposals of any."""
    one, many = KINDS.get(kind, ("proposal", "proposals"))
    return f"{number} {one if number == 1 else many}"


def done(kind: str, state: str) -> str:
    """Return what came of a proposal of this kind in a word: a note is seen, not accepted."""
    return _DONE.get((kind, state)) or str(Proposal.State(state).label).lower()


def told(proposal: Proposal) -> str:
    """Return a proposal in a few words: "Quote “I slept in the van…”"."""
    data = proposal.data
    words = next((str(data[key]) for key in _NAMES if data.get(key)), "")
    short = words if len(words) <= 48 else f"{words[:47].rstrip()}…"
    kind = KINDS[proposal.kind][0].capitalize()
    return f"{kind} “{short}”" if short else kind


def _as_was(proposal: Proposal) -> dict[str, Any]:
    return {
        "id": proposal.pk,
        "state": proposal.state,
        "data": proposal.data,
        "as_found": proposal.as_found,
        "block": proposal.block,
        "decided_by": proposal.decided_by_id,
        "decided_at": proposal.decided_at.isoformat() if proposal.decided_at else None,
        "quote": Quote.objects.filter(proposal=proposal).exists(),
    }


def _newest(story: StoryPage) -> Revision:
    """The story's newest revision; one is made of a story that has none."""
    story.refresh_from_db()
    return story.get_latest_revision() or story.save_revision(clean=False)


@contextmanager
def recording(
    story: StoryPage | None,
    chosen: Sequence[Proposal],
    said: str,
    user: Any,
    changes: dict[str, Any] | None = None,
) -> Iterator[None]:
    """Write down what is decided inside, so that it can be undone. Call it in a transaction.

    `changes` is the data that an edit brings, since it may name another film. A story that is
    gone is left for the deed inside to refuse.
    """
    if story is None:
        yield
        return
    subjects = [(p.kind, p.data) for p in chosen] + [(p.kind, changes or {}) for p in chosen]
    were = [_as_was(proposal) for proposal in chosen]
    kinds = {proposal.kind for proposal in chosen}
    before, revision = catalogue.look(subjects), _newest(story)
    yield
    Decision.objects.create(
        story=story,
        user=user,
        said=said[:200],
        kind=kinds.pop() if len(kinds) == 1 else "",
        proposals=were,
        catalogue={"before": before, "after": catalogue.look(subjects)},
        before=revision,
        after=_newest(story),
    )


def last(story: StoryPage) -> Decision | None:
    """Return the decision that undo would take back; None where there is none to undo."""
    return Decision.objects.filter(story=story, undone_at=None).select_related("user").first()


def just_undone(story: StoryPage) -> Decision | None:
    """Return the decision that was undone last, while nothing has been decided after it."""
    undone = (
        Decision.objects.filter(story=story, undone_at__isnull=False).order_by("-undone_at").first()
    )
    newest = last(story)
    if undone is None or undone.undone_at is None:
        return None
    return undone if newest is None or newest.made_at <= undone.undone_at else None


def can_undo(decision: Decision) -> bool:
    """Whether the story is still as the decision left it."""
    story = decision.story
    return bool(decision.before_id and decision.after_id == story.latest_revision_id)


@transaction.atomic
def undo(story: StoryPage, user: Any = None, *, number: int | None = None) -> Decision:
    """Undo the story's last decision; return it. `number` is the one that the editor saw as last.

    Raises CannotDecide where nothing is left to undo, another decision came meanwhile, or the
    story was changed since.
    """
    StoryPage.objects.select_for_update().get(pk=story.pk)
    story.refresh_from_db()
    decision = last(story)
    if decision is None:
        raise CannotDecide("There is nothing to undo.")
    if number is not None and decision.pk != number:
        raise CannotDecide("Somebody decided about this story meanwhile. Look again, then undo.")
    decision.story = story
    if decision.before is None or not can_undo(decision):
        raise CannotDecide(CHANGED_SINCE)
    draft: StoryPage = decision.before.as_object()
    draft.raw_copy = story.raw_copy  # a newer copy may have come since
    _proposals_back(decision)
    pictures.put_all(draft)
    if not draft.live:
        draft.save()
    made = draft.save_revision(user=user, clean=False, changed=True)
    seen = decision.catalogue
    catalogue.restore(seen.get("before", {}), seen.get("after", {}), story)
    # The decision before this one may be undone next: its story is as it was.
    Decision.objects.filter(story=story, after=decision.before).update(after=made)
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    return decision


def _proposals_back(decision: Decision) -> None:
    proposals = Proposal.objects.in_bulk([was["id"] for was in decision.proposals])
    for was in decision.proposals:
        proposal = proposals.get(was["id"])
        if proposal is None:
            continue  # a newer copy of the story took its place
        for name in ("state", "data", "as_found", "block"):
            setattr(proposal, name, was[name])
        proposal.decided_by_id = was["decided_by"]
        proposal.decided_at = parse_datetime(was["decided_at"]) if was["decided_at"] else None
        proposal.save()
        pictures.forget(proposal)
        if proposal.kind == Proposal.Kind.QUOTE:
            _quote_back(proposal, stood=was["quote"])


def _quote_back(proposal: Proposal, *, stood: bool) -> None:
    deeds = ACCEPT if stood else REJECT
    if proposal.story is not None:
        deeds[Proposal.Kind.QUOTE](proposal.story, proposal)


def moved_on(story: StoryPage, old: int | None) -> None:
    """Let decisions be undone past the newest revision: it only brought what they asked for."""
    if old is not None:
        Decision.objects.filter(story=story, after_id=old).update(after=_newest(story))
