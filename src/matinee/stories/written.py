"""A story's own words as the intake writes them, so that an editor's can be told from them."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from matinee.stories import bodies

Block = dict[str, Any]
FIELDS = {"title": "headline", "standfirst": "standfirst", "byline": "byline"}
WORDS = ("paragraph", "heading")
_KEY = re.compile(r'\s+data-block-key="[^"]*"')


def values(seen: dict[str, Any]) -> dict[str, str]:
    """Return the fields that the intake gives a story, from what it found (contracts.md)."""
    told = seen.get("story") or {}
    return {
        "title": text(told.get("headline"))[:255],
        "standfirst": text(told.get("standfirst")),
        "byline": ", ".join(told.get("byline") or [])[:250],
    }


def text(value: Any) -> str:
    """A finding that is either words or an object with words."""
    return str((value.get("text") if isinstance(value, dict) else value) or "")


def day(value: Any) -> date | None:
    """The day in the publication's own zone; a time without a zone is taken as local.

    None for what is no date, as pages' heads sometimes have it.
    """
    if not value:
        return None
    try:
        if len(str(value)) <= 10:
            return date.fromisoformat(str(value))
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return timezone.localtime(moment).date() if moment.tzinfo else moment.date()


def same_words(blocks: list[Block], others: list[Block]) -> bool:
    """Whether two bodies have the same paragraphs and crossheads, formatting included."""
    return _plain(blocks) == _plain(others)


def _plain(blocks: list[Block]) -> list[tuple[str, str]]:
    # The desk's editor writes the same words with keys of its own, and fewer entities.
    return [
        (made["type"], html.unescape(_KEY.sub("", made["value"])).replace("<br>", "<br/>").strip())
        for made in blocks
        if made["type"] in WORDS
    ]


def body(seen: dict[str, Any]) -> list[Block]:
    """Return the body that the intake makes of what it found."""
    return bodies.build(seen, box=False)[0] if seen.get("story") else []


def merge(blocks: list[Block], seen: dict[str, Any], known: set[tuple[str, str]]) -> list[Block]:
    """Return the body with its words taken from `seen`; all else in it stays at its place.

    `known` are (caption, credit) of pictures that came before: they are in `blocks`, or somebody
    took them out.
    """
    kept: dict[int, list[Block]] = {}
    count = 0
    for made in blocks:
        if made["type"] in WORDS:
            count += 1
        else:
            kept.setdefault(count, []).append(made)
    result = kept.pop(0, [])
    count = 0
    for made in body(seen):
        if made["type"] in WORDS:
            count += 1
            result = [*result, made, *kept.pop(count, [])]
        elif (made["value"]["caption"], made["value"]["credit"]) not in known:
            result = [*result, made]
    return result + [made for number in sorted(kept) for made in kept[number]]


def pictures(seen: dict[str, Any]) -> set[tuple[str, str]]:
    """Return (caption, credit) of each picture found."""
    return {(p.get("caption") or "", p.get("credit") or "") for p in seen.get("pictures") or []}
