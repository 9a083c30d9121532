"""What a newsroom does with copy: take it in, decide about what was found, publish."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify

from matinee.stories import addresses, bodies, links, pictures, proposing, sketch, undoing, written
from matinee.stories.copies import Copy, Proposal
from matinee.stories.deciding import (
    ACCEPT,
    REJECT,
    CannotDecide,
    blocks_of,
    find_newsletter,
    give_headline,
    set_blocks,
)
from matinee.stories.intake.found import Found
from matinee.stories.pages import SectionPage, StoryPage, today
from matinee.stories.site import find_section, section_page
from matinee.stories.undoing import undo

State = Proposal.State

__all__ = [
    "CannotDecide",
    "accept",
    "accept_all",
    "digest",
    "draft_of",
    "edit",
    "headline",
    "keep",
    "keep_unreadable",
    "picture_again",
    "publish",
    "pull_out",
    "reject",
    "save",
    "take_in",
    "undo",
]


def digest(raw: bytes) -> str:
    """Return the SHA-256 (hex) by which the same copy is recognised."""
    return hashlib.sha256(raw).hexdigest()


@transaction.atomic
def take_in(
    found: Found,
    *,
    source: str,
    user: Any = None,
    raw: bytes | None = None,
    content_type: str = "text/plain",
    section: str = "",
) -> StoryPage:
    """Keep the copy, and return an unpublished draft of its story with a proposal for each find.

    `raw` is the copy's bytes (its text's own in UTF-8 by default). The same copy again gives
    the story made before, unchanged.
    `section` is a slug that overrides what the page says; it is made if new.
    """
    raw = found.copy.encode() if raw is None else raw
    known = Copy.objects.filter(sha256=digest(raw)).first()
    if known and (before := StoryPage.objects.filter(raw_copy=known).first()):
        return before  # type: ignore[no-any-return]
    seen = addresses.seen(found, raw, content_type=content_type, source=source)
    copy = keep(known, raw, found.copy, seen, source=source, content_type=content_type, user=user)
    return _draft(seen, copy, section=section, user=user)


def keep(known: Copy | None, raw: bytes, text: str, seen: dict[str, Any], **about: Any) -> Copy:
    """Keep the copy's bytes with what was found in them; the same bytes only once."""
    copy = known or Copy(raw=raw, sha256=digest(raw))
    copy.text, copy.found = text, seen
    copy.source, copy.content_type = about["source"][:2000], about["content_type"][:120]
    copy.received_by, copy.state, copy.problem = about["user"], Copy.State.READ, ""
    copy.save()
    copy.sketch.all().delete()
    sketch.keep(copy, "\n".join(item["text"] for item in seen["story"]["body"]))
    return copy


def _draft(seen: dict[str, Any], copy: Copy, *, section: str, user: Any) -> StoryPage:
    parent, missed = _section(seen, section)
    told = seen["story"]
    headline = told.get("headline") or {}
    newsletter = seen.get("newsletter") or {}
    match = find_newsletter(newsletter["name"]) if newsletter.get("name") else None
    box = bool(newsletter.get("name")) or parent.own_newsletter() is not None
    blocks, pictures = bodies.build(seen, box=box)
    own = written.values(seen)
    story = StoryPage(
        title=own["title"] or "Untitled story",
        headline_accepted=bool(headline.get("text")) and not headline.get("proposed"),
        standfirst=own["standfirst"],
        byline=own["byline"],
        published_on=written.day(told.get("published")) or today(),
        updated_on=written.day(told.get("updated")),
        canonical_url=(told.get("canonical") or "")[:2000],
        newsletter=match,
        raw_copy=copy,
        owner=user,
        live=False,
    )
    set_blocks(story, blocks)
    if not slugify(story.title, allow_unicode=True):
        story.slug = f"copy-{copy.pk}"  # a title of mere signs makes no address
    # Fresh from the tree: add_child counts on the parent's numbers being up to date.
    SectionPage.objects.get(pk=parent.pk).add_child(instance=story)
    rows = proposing.proposals(seen, copy, story, pictures)
    if missed:
        rows.append(Proposal(story=story, copy=copy, kind=Proposal.Kind.NOTE, data=missed))
    Proposal.objects.bulk_create(rows)
    story.save_revision(user=user, clean=False)
    links.note_down(story, seen)
    return story


def _section(seen: dict[str, Any], asked: str) -> tuple[SectionPage, dict[str, Any] | None]:
    """Return the section to stand in, and a note where the page's own is not one of ours."""
    if asked:
        return section_page(asked), None
    said = written.text(seen["story"].get("section"))
    if said and (ours := find_section(said)):
        return ours, None
    default = section_page()
    if not said:
        return default, None
    return default, {
        "kind": "section",
        "text": f"The page says it is of the section “{said}”, which is not one of ours. "
        f"The story stands in {default.title}.",
    }


@transaction.atomic
def keep_unreadable(raw: bytes, problem: str, *, source: str, user: Any = None) -> Copy:
    """Keep copy that could not be read, with why in plain words; the same bytes only once."""
    copy, _ = Copy.objects.get_or_create(
        sha256=digest(raw),
        defaults={
            "raw": raw,
            "source": source[:2000],
            "problem": problem,
            "state": Copy.State.UNREADABLE,
            "received_by": user,
        },
    )
    return copy


@transaction.atomic
def accept(proposal: Proposal, user: Any = None) -> None:
    """Let the proposal stand as found. Raises CannotDecide, in words for the editor."""
    with _recording(proposal, State.ACCEPTED, user):
        _carry_out([proposal], user)


@transaction.atomic
def edit(proposal: Proposal, data: dict[str, Any], user: Any = None) -> None:
    """Let the proposal stand with changes; what was found is kept. Raises CannotDecide."""
    changed = {**proposal.data, **data}
    with _recording(proposal, State.EDITED, user, changed):
        _carry_out([proposal], user, changed)


@transaction.atomic
def reject(proposal: Proposal, user: Any = None) -> None:
    """Take the proposal off the story, and off again what accepting it had put there."""
    with _recording(proposal, State.REJECTED, user):
        draft = draft_of(proposal.story)
        REJECT[proposal.kind](draft, proposal)
        proposal.decide(State.REJECTED, user)
        pictures.forget(proposal)
        save(draft, user)


def _recording(
    proposal: Proposal, state: str, user: Any, changes: dict[str, Any] | None = None
) -> AbstractContextManager[None]:
    said = f"{undoing.told(proposal)} {undoing.done(proposal.kind, state)}"
    return undoing.recording(proposal.story, [proposal], said, user, changes)


@transaction.atomic
def accept_all(story: StoryPage, user: Any = None, *, kind: str = "") -> list[Proposal]:
    """Accept all that waits, or all of one kind, as found; return what was accepted.

    Updates from a story's home are left: each replaces words that an editor wrote or let stand.
    """
    waiting = list(
        story.proposals.filter(state=State.PROPOSED, **({"kind": kind} if kind else {}))
        .exclude(kind=Proposal.Kind.UPDATE)
        .select_related("copy", "story")
    )
    # Films before their releases, so that a release falls to the film with its year.
    waiting.sort(key=lambda p: p.kind == Proposal.Kind.RELEASE)
    if waiting:
        said = f"{undoing.counted(len(waiting), kind)} {undoing.done(kind, State.ACCEPTED)}"
        with undoing.recording(story, waiting, said, user):
            _carry_out(waiting, user)
    return waiting


def _carry_out(chosen: list[Proposal], user: Any, data: dict[str, Any] | None = None) -> None:
    draft = draft_of(chosen[0].story)
    for proposal in chosen:
        before = proposal.data
        proposal.data = before if data is None else data
        ACCEPT[proposal.kind](draft, proposal)
        changed, proposal.data = proposal.data, before
        if data is None:
            proposal.data = changed
            proposal.decide(State.ACCEPTED, user)
        else:
            proposal.decide(State.EDITED, user, changed)
        pictures.want(proposal)
    pictures.put_all(draft)
    save(draft, user)


def draft_of(story: StoryPage | None) -> StoryPage:
    """Return the newest draft of the story, as an editor sees it."""
    if story is None:
        raise CannotDecide("The story of this proposal is gone; its copy is still kept.")
    story.refresh_from_db()
    return story.get_latest_revision_as_object()  # type: ignore[no-any-return]


def save(draft: StoryPage, user: Any) -> None:
    """Keep the draft as a revision; a story that is live changes for readers on publishing only."""
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, clean=False, changed=True)


@transaction.atomic
def headline(story: StoryPage, text: str, user: Any = None) -> None:
    """Give the story an editor's own headline; the proposed one counts as edited, or accepted.

    Raises CannotDecide for an empty one.
    """
    waiting = story.proposals.filter(kind=Proposal.Kind.HEADLINE).first()
    if waiting is not None:
        if waiting.data["text"] == text.strip():
            accept(waiting, user)
        else:
            edit(waiting, {"text": text.strip()}, user)
        return
    with undoing.recording(story, [], "Headline changed", user):
        draft = draft_of(story)
        give_headline(draft, text)
        save(draft, user)


@transaction.atomic
def pull_out(proposal: Proposal, user: Any = None) -> None:
    """Show a quote large in the story, after the paragraph that it stands in; accepts it too."""
    said = f"{undoing.told(proposal)} pulled out"
    with undoing.recording(proposal.story, [proposal], said, user):
        if not proposal.stands:
            _carry_out([proposal], user)
        draft = draft_of(proposal.story)
        blocks = blocks_of(draft)
        if any(made["id"] == proposal.block for made in blocks):
            return
        value = {key: proposal.data.get(key) or "" for key in ("text", "speaker", "where_said")}
        made = bodies.block("quote", value)
        blocks.insert(_after_words(blocks, proposal), made)
        set_blocks(draft, blocks)
        proposal.block = made["id"]
        proposal.save(update_fields=["block"])
        save(draft, user)


@transaction.atomic
def picture_again(proposal: Proposal, user: Any = None) -> None:
    """Fetch a picture's file anew; put one that is here, and was taken out, into its story again.

    Raises CannotDecide, in words for the editor, where there is nothing to fetch.
    """
    if not proposal.stands or not pictures.address_of(proposal):
        raise CannotDecide("Accept the picture first; its file is fetched then.")
    pictures.want(proposal)
    draft = draft_of(proposal.story)
    if pictures.put_all(draft):
        save(draft, user)


def _after_words(blocks: list[dict[str, Any]], proposal: Proposal) -> int:
    """Where a pulled quote goes: one paragraph on from its words, so that it does not stammer."""
    opening = escape(str(proposal.data["text"]).split("…")[0][:40])
    for number, made in enumerate(blocks):
        if made["type"] == "paragraph" and opening in made["value"]:
            return min(number + 2, len(blocks))
    return len(blocks)


@transaction.atomic
def publish(story: StoryPage, user: Any = None) -> StoryPage:
    """Publish the newest draft; return the live story.

    Raises ValidationError, with a sentence for the editor, while nobody has accepted a headline.
    """
    story.refresh_from_db()
    revision = story.get_latest_revision() or story.save_revision(user=user)
    revision.publish(user=user)
    story.refresh_from_db()
    return story
