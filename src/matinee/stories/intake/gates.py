"""Patterns tried only where a word stands that they cannot do without: most lines have none.

Looking for a word costs a tenth of running a pattern over the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = " \t\n\xa0,:;.!?|·•"


class Gated:
    """A compiled pattern, and the words of which every match has one inside it or around it.

    It finds what the pattern finds; tests hold each against its pattern on all copy of the project.
    """

    __slots__ = ("_ends", "_needs", "_small", "pattern")

    def __init__(self, pattern: str, *, needs: str = "", ends: str = "", flags: int = 0) -> None:
        """`needs` may stand anywhere in the text that is searched, `ends` only at its end.

        Both hold words with "|" between them, in small letters where `flags` have the case
        ignored; "||" is the one word "|". Marks behind an end count for nothing.
        """
        self.pattern = re.compile(pattern, flags)
        self._needs = ("|",) if needs == "||" else tuple(filter(None, needs.split("|")))
        self._ends = tuple(filter(None, ends.split("|")))
        self._small = bool(flags & re.IGNORECASE)

    def may(self, text: str) -> bool:
        """Whether a match is possible."""
        if self._small:
            text = text.lower()
        for need in self._needs:  # a loop: `any` with a generator takes three times as long
            if need in text:
                return True
        return bool(self._ends) and text.rstrip(_MARKS).endswith(self._ends)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text."""
        return self.pattern.search(text) if self.may(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the beginning of a text."""
        return self.pattern.match(text) if self.may(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole text."""
        return self.pattern.fullmatch(text) if self.may(text) else None

    def finditer(self, text: str, begin: int = 0) -> Iterator[re.Match[str]]:
        """Yield all matches in a text from a place on, in order."""
        return self.pattern.finditer(text, begin) if self.may(text) else iter(())
