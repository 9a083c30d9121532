"""What the copy desk shows of one story: the marked copy, and proposals with their forms."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms

from matinee.films.known import find_film
from matinee.films.models import Film
from matinee.stories import sketch, undoing
from matinee.stories.copies import Copy, Proposal
from matinee.stories.deciding import find_newsletter
from matinee.stories.forms import form_for
from matinee.stories.marking import Mark, Stretch, stretches
from matinee.stories.pages import StoryPage
from matinee.stories.wanted import PictureFetch

Kind = Proposal.Kind
HEADINGS = {
    Kind.UPDATE: "Changed at its home",
    Kind.NOTE: "Notes from the copy desk",
    Kind.NEWSLETTER: "Newsletter",
    Kind.FILM: "Films",
    Kind.RELEASE: "Releases",
    Kind.QUOTE: "Quotes",
    Kind.PICTURE: "Pictures",
    Kind.PERSON: "People",
}


class Item(NamedTuple):
    """One proposal as it is shown."""

    proposal: Proposal
    form: forms.Form | None
    match: Any
    told: str
    done: str
    fetch: PictureFetch | None


class Group(NamedTuple):
    """Proposals of one kind."""

    kind: str
    heading: str
    items: list[Item]
    waiting: int
    all_of_it: str
    """What the button says that accepts all that wait of this kind; empty for no button."""


def of(story: StoryPage) -> dict[str, Any]:
    """Return everything the result page shows; the story's newest draft gives its headline."""
    copy: Copy | None = story.raw_copy
    proposals = list(story.proposals.select_related("copy", "decided_by", "fetch__picture"))
    decided = sum(not p.is_open for p in proposals)
    draft = story.get_latest_revision_as_object()
    return {
        "story": draft,
        "copy": copy,
        "found": len(proposals),
        "stretches": marked(copy, proposals) if copy else [],
        "groups": groups(proposals),
        "headline": next((p for p in proposals if p.kind == Kind.HEADLINE), None),
        "waiting": sum(p.is_open for p in proposals),
        "acceptable": sum(p.is_open and p.kind != Kind.UPDATE for p in proposals),
        "decided": decided,
        "progress": progress(decided, len(proposals)),
        "last": undoing.last(story),
        "undone": undoing.just_undone(story),
        "asking": story.copy_links.filter(next_at__isnull=False).count(),
        "near": [(near, _story_of(near.copy)) for near in sketch.near(copy)] if copy else [],
    }


def _story_of(copy: Copy) -> StoryPage | None:
    story: StoryPage | None = StoryPage.objects.filter(raw_copy=copy).first()
    return story


def groups(proposals: list[Proposal]) -> list[Group]:
    """Return the proposals by kind, in the order that an editor looks at them."""
    made = []
    for kind, heading in HEADINGS.items():
        items = [_item(p) for p in proposals if p.kind == kind]
        if items:
            waiting = sum(item.proposal.is_open for item in items)
            made.append(Group(str(kind), heading, items, waiting, _all(kind, waiting)))
    return made


def _item(proposal: Proposal) -> Item:
    return Item(
        proposal,
        form_for(proposal),
        _match(proposal),
        undoing.told(proposal),
        undoing.done(proposal.kind, proposal.state),
        getattr(proposal, "fetch", None),
    )


def _all(kind: str, waiting: int) -> str:
    """The words of the button for all of a kind; each update is for an editor to read alone."""
    if waiting < 2 or kind == Kind.UPDATE:
        return ""
    counted = undoing.counted(waiting, kind)
    return f"Mark all {counted} as seen" if kind == Kind.NOTE else f"Accept all {counted}"


def progress(decided: int, found: int) -> str:
    """Return how far the deciding is, in words."""
    if not found:
        return "Nothing to decide"
    return f"All {found} decided" if decided == found else f"{decided} of {found} decided"


def _match(proposal: Proposal) -> Film | Any | None:
    """What is known already that the proposal seems to be."""
    if proposal.kind == Kind.FILM:
        return find_film(proposal.data["title"], proposal.data.get("year"))
    if proposal.kind == Kind.NEWSLETTER:
        return find_newsletter(proposal.data["name"])
    if proposal.kind == Kind.RELEASE:
        film = find_film(proposal.data["film"], proposal.data.get("year"))
        return film.release_for(proposal.data["territory"]) if film else None
    return None


def marked(copy: Copy, proposals: list[Proposal]) -> list[Stretch]:
    """Return the copy in stretches, with furniture and every proposal that has a place."""
    marks = [
        Mark(piece["start"], piece["end"], "furniture")
        for piece in copy.found.get("furniture") or []
        if piece.get("start") is not None
    ]
    marks += [
        Mark(p.start, p.end, p.kind, p.pk)
        for p in proposals
        if p.start is not None and p.end is not None and p.copy_id == copy.pk
    ]
    return stretches(copy.text, marks)
