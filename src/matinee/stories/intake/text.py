"""Letters and lines: the alphabet that names are written in, and the copy cut into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĘĚĞĢĪĶŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
LOW = "a-zß-öø-ÿāăąćĉċčďđēęěğģīıķłńňōőœřśşšťūůűźżž"
APOS = "’'"
BLANK = "\ufffc"  # stands for what no pattern shall run over

_LINE = re.compile(r"[^\n\r\x0b\x0c\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*(?=\s+[“‘\"'(\[]?[" + UP + r"0-9])")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Jr|Sr|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[Dd]ir|feat|approx|"
    r"[" + UP + r"])\.$"
)


Line = tuple[str, int]  # a paragraph's text and where it stands in the copy


@dataclass(frozen=True)
class Block:
    """A line of the copy without the white space around it. `hint` says what HTML called it."""

    text: str
    start: int
    end: int
    hint: str = ""
    kind: str = ""


def blocks(copy: str) -> list[Block]:
    """Return the copy's lines that hold more than white space, in order."""
    found = []
    for match in _LINE.finditer(copy):
        text = match[0].strip()
        if text:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found.append(Block(text, start, start + len(text)))
    return found


def sentences(text: str, start: int = 0) -> Iterator[tuple[str, int, int]]:
    """Yield (sentence, start, end) of a paragraph that stands at `start` in the copy."""
    for begin, end in _cut(text):
        yield text[begin:end], start + begin, start + end


@lru_cache(maxsize=1024)
def _cut(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the sentences of a text begin and end: most texts are asked for five times."""
    begin, cuts = 0, []
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(0, match.start() - 5) : match.start() + 1]):
            continue
        cuts.append((begin, match.end()))
        begin = match.end()
        while begin < len(text) and text[begin].isspace():
            begin += 1
    if begin < len(text):
        cuts.append((begin, len(text)))
    return tuple(cuts)


def forget_sentences() -> None:
    """Forget the sentences cut: a page's own are asked for several times, no other's."""
    _cut.cache_clear()


LONGEST = 4000  # characters that patterns may run over at once: more is read in pieces
_RUN = re.compile(r"[^\W_]{90,}|(\W)\1{39,}|\s{40,}|(?:\S{200,})")


def lines_to_read(paragraphs: Iterable[tuple[str, int, bool]]) -> tuple[list[Line], frozenset[int]]:
    """Return paragraphs of (text, start, heading) as lines to look for things in, and the headings.

    A paragraph longer than any writer's is cut at the ends of sentences, and endless words, marks
    and white space are blanked, place for place: so that time grows with the length alone.
    """
    lines: list[Line] = []
    headings = set()
    for text, start, heading in paragraphs:
        if heading:
            headings.add(len(lines))
        lines += _pieces(text if _ordinary(text) else _blanked(text), start)
    return lines, frozenset(headings)


def _ordinary(text: str) -> bool:
    """Whether a text has neither long words nor long white space: then there is no run in it."""
    words = text.split(" ")
    return max(map(len, words)) < 40 and words.count("") < 39 and text.isprintable()


def _blanked(text: str) -> str:
    return _RUN.sub(lambda m: BLANK * len(m[0]), text)


def _pieces(text: str, start: int) -> Iterator[Line]:
    begin = 0
    while len(text) - begin > LONGEST:
        window = text[begin : begin + LONGEST]
        cut = max(window.rfind(mark) + len(mark) for mark in ("” ", ". ", '" ', "? ", "! "))
        cut = cut if cut > LONGEST // 2 else max(window.rfind(" ") + 1, LONGEST // 2)
        yield window[:cut], start + begin
        begin += cut
    yield text[begin:], start + begin


def fold(text: str) -> str:
    """Return text with straight quotes and single spaces, for comparing."""
    for curly, straight in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\xa0", " ")):
        text = text.replace(curly, straight)
    return " ".join(text.split())
