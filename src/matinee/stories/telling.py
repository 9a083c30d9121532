"""What was found in a page of copy, told in a few lines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from matinee.stories import sketch
from matinee.stories.copies import Proposal
from matinee.stories.pages import StoryPage


def tell(story: StoryPage, *, seen_before: bool = False) -> str:
    """Return the lines: the story, then each find with where in the copy it stands."""
    copy = story.raw_copy
    if copy is None:
        return _title(story, seen_before)
    found: dict[str, Any] = copy.found
    lines = [_title(story, seen_before)]
    lines.append(f"  {_state(story)}")
    furniture = [_at(piece) for piece in found.get("furniture") or []]
    lines.append(
        f"  {len(found['story']['body'])} paragraphs; "
        f"{len(furniture)} pieces of furniture off{_places(furniture)}"
    )
    proposals = list(story.proposals.select_related("copy"))
    for proposal in proposals:
        if proposal.kind not in (Proposal.Kind.HEADLINE, Proposal.Kind.PERSON):
            lines.append(f"  {proposal.kind}{_span(proposal)}: {_words(proposal)}")
    people = [p for p in proposals if p.kind == Proposal.Kind.PERSON]
    if people:
        lines.append("  people: " + "; ".join(f"{_words(p)}{_span(p)}" for p in people))
    for near in sketch.near(copy):
        lines.append(f"  much the same as {near.copy} ({near.share:.0%}); not merged")
    if waiting := story.proposals.filter(state=Proposal.State.PROPOSED).count():
        address = settings.SITE_URL + reverse("copy_desk:story", args=[story.pk])
        lines.append(f"  {waiting} proposals to decide: {address}")
    return "\n".join(lines)


def _title(story: StoryPage, seen_before: bool) -> str:
    draft = story.get_latest_revision_as_object()
    mark = "" if draft.headline_accepted else " (proposed headline)"
    again = ", which this very copy made before" if seen_before else ""
    return f"Story {story.pk}{again}: {draft.title}{mark}"


def _state(story: StoryPage) -> str:
    day = story.published_on
    where = f"{story.section}, dated {day.day} {day:%B %Y}"
    if story.live:
        return f"published in {where}: {story.full_url}"
    return f"draft in {where}"


def _at(piece: dict[str, Any]) -> str:
    return f"{piece['start']}–{piece['end']}" if piece.get("end") else ""


def _places(spans: list[str]) -> str:
    told = ", ".join(span for span in spans[:6] if span)
    more = ", …" if len(spans) > 6 else ""
    return f" ({told}{more})" if told else ""


def _span(proposal: Proposal) -> str:
    return f" {proposal.start}–{proposal.end}" if proposal.end else ""


def _words(proposal: Proposal) -> str:
    data = proposal.data
    if proposal.kind == Proposal.Kind.QUOTE:
        where = f", {data['where_said']}" if data.get("where_said") else ""
        return f"{_short(data['text'])} ({data.get('speaker') or 'speaker not sure'}{where})"
    if proposal.kind == Proposal.Kind.PICTURE:
        return f"{_short(data.get('caption') or '')} (credit: {data.get('credit') or 'none'})"
    if proposal.kind == Proposal.Kind.FILM:
        by = ", ".join(data.get("directors") or [])
        return f"{data['title']}{f', directed by {by}' if by else ''}"
    if proposal.kind == Proposal.Kind.RELEASE:
        inferred = " and ".join(data.get("inferred") or [])
        mark = f" ({inferred} worked out)" if inferred else ""
        return f"{data['film']}, {data['territory']} {data['date']}{mark}"
    if proposal.kind == Proposal.Kind.PERSON:
        return ", ".join(str(part) for part in (data["name"], data.get("age")) if part)
    if proposal.kind == Proposal.Kind.NEWSLETTER:
        facts = [data.get("cadence"), "free" if data.get("free") else None, data.get("author")]
        return f"{data['name']} ({', '.join(fact for fact in facts if fact)})"
    return f"{data.get('kind') or ''}: {_short(data.get('text') or '')}"


def _short(text: str) -> str:
    return text if len(text) <= 72 else text[:71].rstrip() + "…"
