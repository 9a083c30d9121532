"""Many names looked for at once, by the first letters of each: no pattern is made for a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from matinee.stories.intake.text import APOS, UP

_LETTERS = re.compile(r"[^\W\d_]+")
# A name begins as a word does: "Lewis" is nobody in "Day-Lewis", "Neill" nobody in "O’Neill".
_CAPITALS = re.compile(rf"(?<![^\W_])(?<![{APOS}-])[{UP}][^\W\d_]*")
_WORDS = re.compile(rf"(?<![^\W_])(?<![{APOS}-])[^\W\d_]+")


@lru_cache(maxsize=512)
def _capitals(text: str) -> tuple[tuple[str, int], ...]:
    """Return the words with a capital and where they begin: a sentence is asked for them twice."""
    return tuple((match[0], match.start()) for match in _CAPITALS.finditer(text))


def _words(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((match[0], match.start()) for match in _WORDS.finditer(text))


def forget_words() -> None:
    """Forget the texts looked at: a page's own are looked at several times, no other's."""
    _capitals.cache_clear()


class Spotter:
    """Finds names in texts, the longest where two begin at one place, none inside another."""

    def __init__(self, names: Iterable[str], goes_on: re.Pattern[str]) -> None:
        """Where `goes_on` matches behind a name, it is not that name but a longer word."""
        self._goes_on = goes_on
        self._names: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            if letters := _LETTERS.match(name):
                self._names.setdefault(letters[0], []).append(name)
        self._starts = _words if any(name[0].islower() for name in self._names) else _capitals

    def find(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield (name, place) in order."""
        behind = 0
        for word, at in self._starts(text):
            if word not in self._names or at < behind:
                continue
            for name in self._names[word]:
                if text.startswith(name, at) and not self._goes_on.match(text, at + len(name)):
                    yield name, at
                    behind = at + len(name)
                    break


def places_of(name: str, text: str, goes_on: re.Pattern[str]) -> list[int]:
    """Return where a name stands in a text as words of its own; `goes_on` as for `Spotter`."""
    found = []
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not _in_word(text, at) and not goes_on.match(text, end):
            found.append(at)
            at = text.find(name, end)
        else:
            at = text.find(name, at + 1)
    return found


def _in_word(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")
