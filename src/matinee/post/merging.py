"""One template and each letter's own words, found again in letters that came from one.

For relays whose batch form is a template with fields: the letters are whole when they get here,
and put together again they are the same to the byte.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence

# Where a text may be cut to look for what differs: a slot's words hold none of these, since a
# header or line of text has no line end in it and words in HTML are escaped.
_CUTS = re.compile(r'(?<=[\n>"])')


class Fields:
    """The fields of one batch of letters, and what each letter has in them.

    `name(n)` is field n's name, `mark(name)` what stands for it in a template. Names carry a
    random part that occurs in none of `letters`, so that no words of a letter are taken for one.
    """

    def __init__(self, letters: Sequence[Sequence[str]], mark: Callable[[str], str]) -> None:
        """Read `letters`: each the same few texts (subject, text, HTML), in one order."""
        self._mark = mark
        self._of: dict[tuple[str, ...], str] = {}
        self.stem = secrets.token_hex(4)
        while any(self.stem in text for letter in letters for text in letter):
            self.stem = secrets.token_hex(4)
        self.templates = [self._template(texts) for texts in zip(*letters, strict=True)]

    def values(self, letter: int) -> dict[str, str]:
        """Return what the letter (counted from 0) has in each field."""
        return {name: values[letter] for values, name in self._of.items()}

    def _field(self, values: tuple[str, ...]) -> str:
        name = self._of.setdefault(values, f"m{self.stem}-{len(self._of)}")
        return self._mark(name)

    def _template(self, texts: Sequence[str]) -> str:
        """Return what the texts share, with a field wherever they differ."""
        if len(set(texts)) == 1:
            return texts[0]
        cut = [_CUTS.split(text) for text in texts]
        if len({len(pieces) for pieces in cut}) > 1:
            return self._field(tuple(texts))
        return "".join(self._piece(column) for column in zip(*cut, strict=True))

    def _piece(self, column: Sequence[str]) -> str:
        if len(set(column)) == 1:
            return column[0]
        before = _shared(column)
        rest = [piece[before:] for piece in column]
        after = _shared([piece[::-1] for piece in rest])
        own = tuple(piece[: len(piece) - after] for piece in rest)
        return column[0][:before] + self._field(own) + rest[0][len(own[0]) :]


def _shared(texts: Sequence[str]) -> int:
    """Return how many characters all begin with."""
    low, high = min(texts), max(texts)  # all others lie between the two
    return next((n for n, c in enumerate(low) if c != high[n]), len(low))
