"""The copy with every found thing marked in it: flat stretches, so that overlaps are no trouble."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """Something that stands in the copy from `start` to `end`. `key` is its proposal, or 0."""

    start: int
    end: int
    kind: str
    key: int = 0


class Stretch(NamedTuple):
    """A piece of the copy, what it is part of, and which proposals begin here."""

    text: str
    kinds: tuple[str, ...]
    key: int
    begins: tuple[int, ...]


def stretches(text: str, marks: Sequence[Mark]) -> list[Stretch]:
    """Cut `text` wherever a mark begins or ends; joined, the pieces are the text.

    A piece under several marks belongs to the shortest. Marks outside the text are cut to it.
    Takes time linear in the text and in marks times their overlap.
    """
    size = len(text)
    kept = [
        m._replace(start=max(0, m.start), end=min(size, m.end))
        for m in marks
        if m.start < m.end and m.start < size and m.end > 0
    ]
    cuts = sorted({0, size, *(m.start for m in kept), *(m.end for m in kept)})
    waiting = sorted(kept, key=lambda m: m.start, reverse=True)
    over: list[Mark] = []
    pieces = []
    for start, end in pairwise(cuts):
        begins: list[int] = []
        while waiting and waiting[-1].start <= start:
            mark = waiting.pop()
            over.append(mark)
            if mark.key:
                begins.append(mark.key)
        over = [m for m in over if m.end > start]
        by_length = sorted(over, key=lambda m: m.end - m.start)
        kinds = tuple(dict.fromkeys(m.kind for m in by_length))
        key = next((m.key for m in by_length if m.key), 0)
        pieces.append(Stretch(text[start:end], kinds, key, tuple(begins)))
    return pieces
