"""Reading other catalogues' JSON without trust: what is not as it should be is as if absent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

# No film is older than the oldest or announced for longer ahead than this.
FIRST_YEAR, LAST_YEAR = 1870, 2150
_CODE = re.compile(r"[A-Z]{2}", re.ASCII)
_DATE = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)(?:T|$)", re.ASCII)


def object_of(value: Any, *path: str) -> dict[str, Any]:
    """Return the object at `path` under `value`, {} where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in a list; nothing of what is no list."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def words(value: Any, most: int) -> str:
    """Return a line of text, no longer than `most` characters; "" for what is no text.

    Line ends become blanks. Control characters, and halves of a pair that no encoding takes, go.
    """
    if not isinstance(value, str):
        return ""
    kept = "".join(" " if c.isspace() else c for c in value if c.isspace() or _stands(c))
    return " ".join(kept.split())[:most].strip()


def _stands(character: str) -> bool:
    # No database or feed takes these: controls, lone surrogates, U+FFFE and U+FFFF.
    return unicodedata.category(character) not in {"Cc", "Cs"} and character not in "\ufffe\uffff"


def whole(value: Any, low: int, high: int) -> int | None:
    """Return a whole number within bounds, given as a number or in digits; else None."""
    if isinstance(value, str) and re.fullmatch(r"\+?\d{1,9}(?:\.\d{1,9})?", value, re.ASCII):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not low <= value <= high:  # also what is no number at all (NaN)
        return None
    return round(value)


def year(value: Any) -> int | None:
    """Return the year that a date begins with."""
    found = re.match(r"\+?(\d{4})(?!\d)", value, re.ASCII) if isinstance(value, str) else None
    return whole(int(found[1]), FIRST_YEAR, LAST_YEAR) if found else None


def day(value: Any, precision: str = "day") -> str | None:
    """Return a date or moment as `YYYY-MM-DD`, the first of its month or year if that is all."""
    found = _DATE.match(value) if isinstance(value, str) else None
    if found is None or year(value) is None:
        return None
    month = "01" if precision == "year" else found[2]
    first = found[3] if precision == "day" else "01"
    try:
        return date.fromisoformat(f"{found[1]}-{month}-{first}").isoformat()
    except ValueError:
        return None


def code(value: Any) -> str | None:
    """Return an ISO 3166-1 alpha-2 code in capitals; None for what cannot be one."""
    if not isinstance(value, str) or not value.isascii():
        return None
    return value.upper() if _CODE.fullmatch(value.upper()) else None
