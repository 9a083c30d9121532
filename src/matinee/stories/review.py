"""What the copy desk shows of one story: the marked copy, and proposals with their forms."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms

from matinee.films.known import find_film
from matinee.films.models import Film
from matinee.stories import sketch
from matinee.stories.copies import Copy, Proposal
from matinee.stories.deciding import find_newsletter
from matinee.stories.forms import form_for
from matinee.stories.marking import Mark, Stretch, stretches
from matinee.stories.pages import StoryPage

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


class Group(NamedTuple):
    """Proposals of one kind."""

    kind: str
    heading: str
    items: list[Item]
    waiting: int


def of(story: StoryPage) -> dict[str, Any]:
    """Return everything the result page shows; the story's newest draft gives its headline."""
    copy: Copy | None = story.raw_copy
    proposals = list(story.proposals.select_related("copy", "decided_by"))
    draft = story.get_latest_revision_as_object()
    return {
        "story": draft,
        "copy": copy,
        "stretches": marked(copy, proposals) if copy else [],
        "groups": groups(proposals),
        "headline": next((p for p in proposals if p.kind == Kind.HEADLINE), None),
        "waiting": sum(p.is_open for p in proposals),
        "acceptable": any(p.is_open and p.kind != Kind.UPDATE for p in proposals),
        "decided": sum(not p.is_open for p in proposals),
        "near": [(near, _story_of(near.copy)) for near in sketch.near(copy)] if copy else [],
    }


def _story_of(copy: Copy) -> StoryPage | None:
    story: StoryPage | None = StoryPage.objects.filter(raw_copy=copy).first()
    return story


def groups(proposals: list[Proposal]) -> list[Group]:
    """Return the proposals by kind, in the order that an editor looks at them."""
    made = []
    for kind, heading in HEADINGS.items():
        items = [Item(p, form_for(p), _match(p)) for p in proposals if p.kind == kind]
        if items:
            waiting = sum(item.proposal.is_open for item in items)
            made.append(Group(str(kind), heading, items, waiting))
    return made


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
