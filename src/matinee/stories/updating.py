"""A story that changed at its home: changed here where nobody touched it, offered where one did.

What an editor wrote is never overwritten. A story that readers see already is never changed
without an editor either: everything waits as an update to accept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags

from matinee.stories import addresses, links, proposing, use_cases, written
from matinee.stories.copies import Copy, Proposal
from matinee.stories.deciding import blocks_of, set_blocks
from matinee.stories.intake.found import Found
from matinee.stories.pages import StoryPage

Kind = Proposal.Kind
# What of a proposal says where it stands or what became of it, not what was found.
_PLACES = frozenset({"film_id", "image", "paragraph", "parts", "src"})


@dataclass(frozen=True)
class Updated:
    """What was changed in place, and what waits for an editor, by name."""

    changed: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@transaction.atomic
def update(
    story: StoryPage, found: Found, *, source: str, raw: bytes = b"", content_type: str = ""
) -> Updated:
    """Bring the story up to what was found at its home now; return what came of it.

    `raw` is the page as it was fetched; without it, the found copy's own words are kept.
    """
    seen = addresses.seen(found, raw, content_type=content_type, source=source)
    draft = use_cases.draft_of(story)
    before: dict[str, Any] = story.raw_copy.found if story.raw_copy else {}
    copy = _copy(raw or found.copy.encode(), found.copy, seen, (source, content_type))
    changed, waiting = _fields(draft, before, seen)
    told = written.body(seen)
    if not written.same_words(blocks_of(draft), told) and not written.same_words(
        written.body(before), told
    ):
        if draft.live or not written.same_words(blocks_of(draft), written.body(before)):
            waiting.append(_body_offer(blocks_of(draft), told))
        else:
            known = written.pictures(before)
            set_blocks(draft, written.merge(blocks_of(draft), seen, known))
            changed.append("words")
    links.note_down(story, seen)
    _proposals(draft, copy, seen)
    for data in waiting:
        _offer(story, copy, data)
    _keep(draft, copy, written.day(seen["story"].get("updated")), changed)
    return Updated(tuple(changed), tuple(str(data["kind"]) for data in waiting))


def _copy(raw: bytes, text: str, seen: dict[str, Any], about: tuple[str, str]) -> Copy:
    if Copy.objects.filter(sha256=use_cases.digest(raw)).exists():
        # The same words under another headline or date: kept as a copy of its own.
        raw = json.dumps(seen["story"], sort_keys=True, ensure_ascii=False).encode()
    known = Copy.objects.filter(sha256=use_cases.digest(raw)).first()
    source, kind = about
    return use_cases.keep(
        known, raw, text, seen, source=source, content_type=kind or "text/plain", user=None
    )


def _fields(
    draft: StoryPage, before: dict[str, Any], seen: dict[str, Any]
) -> tuple[list[str], list[dict[str, Any]]]:
    changed, waiting = [], []
    old = written.values(before)
    for field, new in written.values(seen).items():
        here = str(getattr(draft, field))
        if not new or new in (here, old[field]):
            continue
        name = written.FIELDS[field]
        if here == old[field] and not draft.live:
            setattr(draft, field, new)
            if field == "title":
                draft.draft_title = new
            changed.append(name)
        else:
            waiting.append({"kind": name, "field": field, "text": new, "was": here})
    return changed, waiting


def _body_offer(here: list[dict[str, Any]], told: list[dict[str, Any]]) -> dict[str, Any]:
    """What an editor reads of a changed body: the paragraphs that would come and go."""
    ours, theirs = (
        [strip_tags(b["value"]) for b in blocks if b["type"] in written.WORDS]
        for blocks in (here, told)
    )
    came = [words for words in theirs if words not in ours]
    went = [words for words in ours if words not in theirs]
    return {"kind": "words", "field": "body", "text": "\n".join(came), "came": came, "went": went}


def _offer(story: StoryPage, copy: Copy, data: dict[str, Any]) -> None:
    """Put one update before the editors, in place of an older one that nobody decided about."""
    for old in story.proposals.filter(kind=Kind.UPDATE, state=Proposal.State.PROPOSED):
        if old.data["field"] == data["field"]:
            old.delete()
    Proposal.objects.create(story=story, copy=copy, kind=Kind.UPDATE, data=data)


def _key(kind: str, data: dict[str, Any]) -> str:
    told = {k: v for k, v in data.items() if k not in _PLACES}
    return kind + json.dumps(told, sort_keys=True)


def _proposals(draft: StoryPage, copy: Copy, seen: dict[str, Any]) -> None:
    """Keep what was decided; bring what waits up to the new copy; add what is new in it."""
    blocks = {
        (b["value"]["caption"], b["value"]["credit"]): b["id"]
        for b in blocks_of(draft)
        if b["type"] == "picture"
    }
    places = {
        number: blocks.get((p.get("caption") or "", p.get("credit") or ""), "")
        for number, p in enumerate(seen.get("pictures") or [])
    }
    found = {_key(p.kind, p.data): p for p in proposing.proposals(seen, copy, draft, places)}
    known = draft.proposals.exclude(kind=Kind.UPDATE)
    linked = {link["url"]: link for link in seen["links"]}
    for old in known:
        if link := linked.get(old.data.get("url", "")):
            _move(old, copy, link)
            continue
        new = found.pop(_key(old.kind, old.as_found or old.data), None)
        if old.is_open and new is None and old.copy_id != copy.pk and not _own(old):
            old.delete()
        elif old.is_open and new is not None:
            old.copy, old.start, old.end = copy, new.start, new.end
            old.confidence = new.confidence
            old.save()
    headline_stands = draft.headline_accepted
    Proposal.objects.bulk_create(
        p for p in found.values() if not (p.kind == Kind.HEADLINE and headline_stands)
    )


def _move(note: Proposal, copy: Copy, link: dict[str, Any]) -> None:
    """Keep a note about a link that stands in the new copy too, at its place there."""
    note.copy, note.start, note.end = copy, link["start"], link["end"]
    note.save(update_fields=["copy", "start", "end"])


def _own(proposal: Proposal) -> bool:
    """Whether a note is about the story here, not about words of the copy."""
    return proposal.kind == Kind.NOTE and proposal.start is None


def _keep(draft: StoryPage, copy: Copy, updated_on: Any, changed: list[str]) -> None:
    draft.raw_copy = copy
    if not draft.live:
        if changed and updated_on:
            draft.updated_on = updated_on
        use_cases.save(draft, None)
        return
    # A live story gets no new draft for this: only which copy it was last compared with.
    StoryPage.objects.filter(pk=draft.pk).update(raw_copy=copy)
    if latest := draft.get_latest_revision():
        latest.content["raw_copy"] = copy.pk
        latest.save(update_fields=["content"])


@transaction.atomic
def gone(story: StoryPage, said: str) -> None:
    """Note, once, that the story was taken down at its home; nothing is taken down here."""
    notes = story.proposals.filter(kind=Kind.NOTE)
    if story.raw_copy is None or any(note.data.get("kind") == "gone" for note in notes):
        return
    Proposal.objects.create(
        story=story, copy=story.raw_copy, kind=Kind.NOTE, data={"kind": "gone", "text": said}
    )
