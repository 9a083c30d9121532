"""Blocks for a segment: pressed into every letter between two marks, and cut out where not meant.

A variant is pressed once, segments and all. Who is in which is asked a window at a time, and a
letter without the blocks that a reader is not meant to get is cut out of the pressed one once for
each combination that really occurs. Filling stays joining of bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import QueryDict

from matinee.post.letter import Letter, slot
from matinee.readers.models import Reader, Segment
from matinee.readers.searching import Search

_BEGIN, _END = "only_", "end_"
_MARKED = re.compile(
    slot(f"{_BEGIN}0").replace("0", r"(\d+)") + "(.*?)" + slot(f"{_END}0").replace("0", r"\1"),
    re.DOTALL,
)


def begins(segment: int) -> str:
    """Return the mark before a block for readers of a segment."""
    return slot(f"{_BEGIN}{segment}")


def ends(segment: int) -> str:
    """Return the mark behind it."""
    return slot(f"{_END}{segment}")


def choices() -> list[tuple[str, str]]:
    """Return the saved segments as (number, name), for a form."""
    return [(str(pk), name) for pk, name in Segment.objects.values_list("pk", "name")]


def named(body: Iterable[dict[str, object]]) -> list[int]:
    """Return the numbers of the segments that a raw body has blocks for."""
    values = [b["value"] for b in body if b["type"] == "only_for"]
    found = [str(v.get("segment") or "") for v in values if isinstance(v, dict)]
    return sorted({int(one) for one in found if one.isdecimal()})


def members(segment: Segment) -> QuerySet[Reader]:
    """Return the readers who are in a segment now."""
    return Search.read(QueryDict(segment.query)).readers().order_by()


def matched(segments: Iterable[int], readers: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return for each of these readers which of these segments they are in: a query a segment.

    A segment that was deleted has nobody in it.
    """
    ids = list(readers)
    found: dict[int, set[int]] = {pk: set() for pk in ids}
    for segment in Segment.objects.filter(pk__in=list(segments)):
        for pk in members(segment).filter(pk__in=ids).values_list("pk", flat=True):
            found[pk].add(segment.pk)
    return {pk: frozenset(those) for pk, those in found.items()}


def in_letter(letter: Letter) -> frozenset[int]:
    """Return the segments that a pressed letter has blocks for."""
    found = [name.removeprefix(_BEGIN) for name in letter.slots if name.startswith(_BEGIN)]
    return frozenset(int(number) for number in found)


def cut(letter: Letter, meant: Iterable[int] | None = None) -> Letter:
    """Return a pressed letter with the blocks for these segments (None: for all), marks gone."""
    own = in_letter(letter)
    if not own:
        return letter
    kept = {f"{_BEGIN}{n}" for n in (own if meant is None else own.intersection(meant))}
    begin, end = {f"{_BEGIN}{n}" for n in own}, {f"{_END}{n}" for n in own}
    out, showing = [], True
    for segment in letter.segments:
        name = segment[1] if isinstance(segment, tuple) and segment[0] != "header" else ""
        if name in begin:
            showing = name in kept
        elif name in end:
            showing = True
        elif showing:
            out.append(segment)
    return Letter.of_segments(out)


def cut_text(text: str, meant: Iterable[int] | None = None) -> str:
    """Return a letter's HTML or text with the blocks for these segments alone, for looking at."""
    wanted = None if meant is None else set(meant)

    def shown(found: re.Match[str]) -> str:
        return found[2] if wanted is None or int(found[1]) in wanted else ""

    return _MARKED.sub(shown, text)
