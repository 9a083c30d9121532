"""Quote marks paired into stretches, over paragraphs, with speech told from titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

_MARKS = re.compile("[“”„\"‘’']")
_OPEN_BEFORE = frozenset("([{—–-“‘\"'/…*_\u201e")
_LATE = re.compile(r"[’'](?:em|til|cause|tis|twas|n|cos|round|bout|\d\ds?)\b", re.IGNORECASE)
_TITLE_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "de",
        "del",
        "der",
        "des",
        "di",
        "du",
        "en",
        "et",
        "for",
        "from",
        "la",
        "le",
        "les",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "upon",
        "v",
        "van",
        "von",
        "vs",
        "with",
        "y",
    ]
)


@dataclass(frozen=True)
class Stretch:
    """One marked stretch in one paragraph; the span holds the marks."""

    paragraph: int
    start: int
    end: int
    inner: str
    mark: str
    closed: bool

    @property
    def words(self) -> int:
        """How many words are between the marks."""
        return len(self.inner.split())


@dataclass(frozen=True)
class Run:
    """One quote: its stretches in order. `start`/`end` from the first mark to the last."""

    parts: tuple[Stretch, ...]

    @property
    def start(self) -> int:
        """Where its first mark stands."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where its last mark ends."""
        return self.parts[-1].end

    @property
    def text(self) -> str:
        """Its words, stretches joined by one space."""
        return " ".join(" ".join(p.inner.split()) for p in self.parts)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(p.words for p in self.parts)

    def plus(self, more: Stretch) -> Run:
        """Return the quote with one stretch more."""
        return replace(self, parts=(*self.parts, more))


def find_stretches(paragraphs: Sequence[tuple[str, int]]) -> list[Stretch]:
    """Return all marked stretches of the body's paragraphs, in order. Linear in their length."""
    marked = [_Marked(text) for text, _ in paragraphs]
    singles = sum(m.single_openers() for m in marked) > sum(m.doubles for m in marked)
    found: list[Stretch] = []
    before: Stretch | None = None
    for number, (one, (_, start)) in enumerate(zip(marked, paragraphs, strict=True)):
        runs_on = before.mark if before is not None and not before.closed else ""
        here = one.stretches(number, start, singles=singles, runs_on=runs_on)
        found += here
        before = here[-1] if here else None
    return found


class _Marked:
    """A paragraph's quote marks, each with what it could be; every mark is looked at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = text.replace("‘", "’")
        self.places = [m.start() for m in _MARKS.finditer(text)]
        self.doubles = sum(
            text[i] in "“„" or (text[i] == '"' and self._opens(i)) for i in self.places
        )
        self.closers = [i for i in self.places if text[i] in "’'" and self._closes_single(i)]
        self.openers = [i for i in self.places if text[i] in "‘'" and self._opens(i)]

    def _char(self, i: int) -> str:
        return self.text[i] if 0 <= i < len(self.text) else " "

    def _opens(self, i: int) -> bool:
        before, after = self._char(i - 1), self._char(i + 1)
        if after.isspace():
            return False
        if self.text[i] == "“":
            return True
        if self.text[i] in "‘'" and _LATE.match(self.flat, i):
            return self.text[i] == "‘" and not before.isalnum() and i == 0
        return before.isspace() or before in _OPEN_BEFORE

    def _closes_single(self, i: int) -> bool:
        after, before = self._char(i + 1), self._char(i - 1)
        return not (after.isalnum() or before.isspace())

    def single_openers(self) -> int:
        """How many single marks look like openings with a close behind them."""
        last = self.closers[-1] if self.closers else -1
        return sum(i < last for i in self.openers)

    def stretches(self, number: int, start: int, *, singles: bool, runs_on: str) -> list[Stretch]:
        """Return the outermost stretches; `singles` where the page speaks in single marks."""
        found: list[Stretch] = []
        until, k = 0, 0
        for k, i in enumerate(self.places):
            if i < until or not self._is_opening(i, singles=singles, runs_on=runs_on):
                continue
            end = self._double_end(k) if self.text[i] in '“„"' else self._single_end(i)
            closed = end is not None
            if end is None and self.text[i] in "‘'" and not self._may_run_on(i, singles):
                continue
            stop = self._cut(k) if end is None else end
            inner = self.text[i + 1 : stop].strip()
            if inner:
                last = stop + 1 if closed else i + 1 + len(self.text[i + 1 : stop].rstrip())
                found.append(Stretch(number, start + i, start + last, inner, self.text[i], closed))
            until = stop + 1 if closed else stop
        return found

    def _is_opening(self, i: int, *, singles: bool, runs_on: str) -> bool:
        if self.text[i] in "”’" or not self._opens(i):
            return False
        if self.text[i] == "'" and not singles and runs_on != "'":
            end = self._single_end(i)
            return end is not None and end - i < 200
        return True

    def _may_run_on(self, i: int, singles: bool) -> bool:
        """Whether a single mark that nothing closes can be speech that goes on below."""
        return singles and len(self.text) - i > 30

    def _double_end(self, k: int) -> int | None:
        """Return where the double mark at `places[k]` closes; nested doubles are stepped over."""
        mark = self.text[self.places[k]]
        depth = 0
        for j in range(k + 1, len(self.places)):
            i = self.places[j]
            char = self.text[i]
            if char in "‘’'":
                continue
            opening = char in "“„" or (
                char == '"' and self._opens(i) and not self._closes_double(i)
            )
            if opening:
                if mark == '"' or depth or not self._two_closes(j):
                    return None
                depth += 1
            elif depth:
                depth -= 1
            else:
                return i
        return None

    def _closes_double(self, i: int) -> bool:
        """Whether a straight double mark is a close for certain: nothing but a space behind it."""
        return not self._char(i - 1).isspace() and not self._char(i + 1).isalnum()

    def _two_closes(self, j: int) -> bool:
        found = 0
        for i in self.places[j + 1 : j + 12]:
            if self.text[i] in '”"':
                found += 1
                if found == 2:
                    return True
            elif self.text[i] in "“„":
                return False
        return False

    def _cut(self, k: int) -> int:
        """Return where an unclosed stretch ends: the next opening of its kind, or the end."""
        mark = self.text[self.places[k]]
        for i in self.places[k + 1 :]:
            if self.text[i] == mark and mark in '“„"' and self._opens(i):
                return i
        return len(self.text)

    def _single_end(self, start: int) -> int | None:
        """Return where a single mark closes: an apostrophe is no close, "actors’ " rarely."""
        place = _after(self.closers, start)
        following = _after(self.openers, start)
        border = self.openers[following] if following < len(self.openers) else len(self.text)
        fallback: int | None = None
        for n in range(place, min(len(self.closers), place + 40)):
            i = self.closers[n]
            if fallback is not None and i > border:
                return fallback
            if self._surely_closes(i):
                return i
            fallback = fallback if fallback is not None else i
        return fallback

    def _surely_closes(self, i: int) -> bool:
        before, after = self._char(i - 1), self._char(i + 1)
        if before in '.,!?…—–”";:)' or after in '.,;:!?)”"—–…' or i + 1 >= len(self.text):
            return True
        return before.lower() not in {"s", "n", "o"}


def _after(places: Sequence[int], start: int) -> int:
    """Return the number of the first place behind `start`; places are in order."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if places[middle] <= start:
            low = middle + 1
        else:
            high = middle
    return low


_TITLE_WORDS = re.compile(r"[^\s—–-]+")


@lru_cache(maxsize=1024)
def title_case(inner: str) -> bool:
    """Whether words read as the name of a work: capitals but for small words, and not long."""
    words = _TITLE_WORDS.findall(inner.strip(" ,.;:"))
    if not words or len(words) > 12:
        return False
    if inner.rstrip().endswith((".", "?", "!")) and len(words) > 4:
        return False
    if len(words) == 1 and inner.rstrip()[-1:] in "!?":
        return False
    big = [w for w in words if w.lower().strip("’'.,:!?") not in _TITLE_SMALL]
    first = words[0].lstrip("‘“'\"(")[:1]
    return bool(big) and all(_big(w) for w in big) and (first.isupper() or first.isdigit())


def forget_titles() -> None:
    """Forget the words looked at: a page's own are asked for several times, no other's."""
    title_case.cache_clear()


def _big(word: str) -> bool:
    first = word.lstrip("‘“'\"(&")[:1]
    return first.isupper() or not first.isalpha()
