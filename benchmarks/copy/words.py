"""How two texts are compared when answers are scored: by their words, not by their marks."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LABEL = re.compile(
    r"^(?:(?:photographs?|photos?|pictures?|pics?|images?|credits?|stills?|illustration)\s*"
    r"(?:by\b|from\b|credits?\b|courtesy of\b)?\s*[:–—-]?\s*|courtesy(?: of)?\s*:?\s*|©\s*|\(c\)\s*"
    r"|provided by\s+|by\s+)+",
    re.IGNORECASE,
)
_SEASON = {12: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2, 9: 3, 10: 3, 11: 3}


def words(text: str | None) -> tuple[str, ...]:
    """The words of a text, case folded, with every mark and space dropped."""
    if not text:
        return ()
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    return tuple(word.casefold() for word in _WORD.findall(plain))


def name(text: str | None) -> tuple[str, ...]:
    """A person's name for comparison: accents folded away, titles of honour dropped."""
    if not text:
        return ()
    bare = unicodedata.normalize("NFKD", text)
    found = words("".join(mark for mark in bare if not unicodedata.combining(mark)))
    while len(found) > 2 and found[0] in {"sir", "dame", "dr", "lord", "lady", "mr", "mrs", "ms"}:
        found = found[1:]
    return found


def credit(text: str | None) -> tuple[str, ...]:
    """A picture credit for comparison: "Photograph:", "Courtesy of" and "©" in front dropped."""
    if not text:
        return ()
    return words(_LABEL.sub("", text.strip(" ()[]")))


def day(release: dict[str, Any]) -> tuple[str, str]:
    """A release's date as far as its precision goes: ("day", "2024-03-05"), ("month", "2024-03").

    A season is named by its year and quarter, whichever of its months the answer gives; the
    December of a winter belongs to the year that the winter begins in, January and February to
    the year before them.
    """
    precision, date = str(release.get("precision")), str(release.get("date") or "")
    if precision == "day":
        return precision, date[:10]
    if precision == "month":
        return precision, date[:7]
    if precision == "season" and re.match(r"\d{4}-\d\d", date):
        year, month = int(date[:4]), int(date[5:7])
        return precision, f"{year - (month < 3)}/{_SEASON.get(month, '?')}"
    return precision, date[:4]


def flexible(text: str) -> re.Pattern[str]:
    """A pattern that finds a text whatever white space stands between its words."""
    return re.compile(r"\s+".join(re.escape(part) for part in text.split()))
