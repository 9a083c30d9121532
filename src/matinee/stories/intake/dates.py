"""Dates as newspapers write them, and the lines that hold nothing else."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

MONTHS = {
    name.lower(): number
    for number in range(1, 13)
    for name in (calendar.month_name[number], calendar.month_abbr[number])
} | {"sept": 9}
WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
MONTH = (
    r"(?P<month{n}>January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_YEAR = r"(?P<year{n}>(?:19|20)\d\d)"
_DAY = r"(?P<day{n}>[0-3]?\d)(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"

_SMALL_MONTH = MONTH.lower().replace("(?p<", "(?P<")
# For a text in small letters, which is far quicker than ignoring the case.
_DATE = re.compile(
    r"\b(?:"
    + r"(?P<iso>(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d))"
    + "|" + r"(?P<sd>[0-3]?\d)[/.](?P<sm>[0-1]?\d)[/.](?P<sy>(?:19|20)\d\d)"
    + "|" + _WEEKDAY.lower() + _DAY.format(n=1) + r"\s+(?:of\s+)?" + _SMALL_MONTH.format(n=1)
    + r"(?:,?\s+" + _YEAR.format(n=1) + r")?"
    + "|" + _WEEKDAY.lower() + _SMALL_MONTH.format(n=2) + r"\s+" + _DAY.format(n=2) + r"(?!\d|:)"
    + r"(?:,?\s+" + _YEAR.format(n=2) + r")?"
    + "|" + _SMALL_MONTH.format(n=3) + r",?\s+(?:of\s+)?" + _YEAR.format(n=3)
    + "|" + r"(?:(?P<part>early|mid|late)[- ])?(?:the\s+)?\b(?P<season>spring|summer|autumn|fall|"
    r"winter)\b(?:\s+(?:of\s+)?" + _YEAR.format(n=4) + r")?"
    + ")"
)  # fmt: skip
_TIME = re.compile(
    r"\b(?P<h>[0-2]?\d)(?:[:.](?P<m>[0-5]\d))?(?:[:.]\d\d)?\s*(?P<ap>[ap]\.?m\.?)?(?=\W|$)"
    r"(?:\s*\(?(?P<z>GMT|BST|UTC|IST|E[SD]?T|P[SD]?T|C[SD]?T|M[SD]?T|AE[SD]T|ACST|AWST|Z|"
    r"[+-]\d\d:?\d\d)\)?(?=\W|$))?",
    re.IGNORECASE,
)
ZONES = {"GMT": 0, "UTC": 0, "Z": 0, "BST": 1, "IST": 1, "EST": -5, "EDT": -4, "ET": -5, "CST": -6,
         "CDT": -5, "CT": -6, "MST": -7, "MDT": -6, "MT": -7, "PST": -8, "PDT": -7, "PT": -8,
         "AEST": 10, "AEDT": 11, "ACST": 9.5, "AWST": 8}  # fmt: skip
_LABELS = re.compile(
    r"\b(?:first|published|updated?|posted|modified|last|on|at|date|added|created|issued|online|"
    r"time|ago|read|from|the|edited|released|article|min(?:ute)?s?|edt|est|gmt|bst|pt|et|am|pm)\b"
    r"|[-–—|:;,.•·/()\s]",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:updated?|modified|edited|amended)\b", re.IGNORECASE)


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: its first day, how precise it is, and what had to be worked out."""

    day: date
    precision: str
    inferred: tuple[str, ...]
    start: int
    end: int


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_year(month: int, day: int, reference: date) -> int:
    """Return the year in which this day lies nearest ahead: up to three months back is past."""
    candidate = _safe(reference.year, month, min(day, 28))
    assert candidate is not None
    if candidate < reference - timedelta(days=92):
        return reference.year + 1
    if candidate > reference + timedelta(days=310):
        return reference.year - 1
    return reference.year


def _full(match: re.Match[str], n: int, reference: date | None) -> tuple[date | None, bool]:
    day, month = int(match[f"day{n}"]), _month(match[f"month{n}"])
    if match[f"year{n}"]:
        return _safe(int(match[f"year{n}"]), month, day), False
    if reference is None or not 1 <= day <= 31:
        return None, True
    return _safe(nearest_year(month, day, reference), month, day), True


def _read(match: re.Match[str], reference: date | None) -> tuple[date | None, str, bool]:
    """Return (first day, precision, whether the year was worked out)."""
    if match["iso"]:
        return _safe(int(match["iy"]), int(match["im"]), int(match["id"])), "day", False
    if match["sd"]:
        return _safe(int(match["sy"]), int(match["sm"]), int(match["sd"])), "day", False
    for n in (1, 2):
        if match[f"day{n}"]:
            day, inferred = _full(match, n, reference)
            return day, "day", inferred
    if match["month3"]:
        return _safe(int(match["year3"]), _month(match["month3"]), 1), "month", False
    month = SEASONS[match["season"].lower()]
    if match["year4"]:
        return _safe(int(match["year4"]), month, 1), "season", False
    if reference is None:
        return None, "season", True
    if match.string[max(0, match.start() - 5) : match.start()].lower() == "next ":
        year = reference.year + (month <= reference.month)
    else:
        year = reference.year + (month < reference.month - 2)
    return _safe(year, month, 1), "season", True


_MONTHS_HAVE = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_SEASONS_HAVE = tuple(SEASONS)
_DIGIT = re.compile(r"[0-9]")
_BY_NUMBERS = re.compile(r"\d[/.]\d|\d\d-\d")


def _may_date(text: str) -> bool:
    """Whether a date may be in a text: each has a season's name, or a digit beside a month's."""
    low = text.lower()
    if any(season in low for season in _SEASONS_HAVE):
        return True
    if not _DIGIT.search(text):
        return False
    return any(month in low for month in _MONTHS_HAVE) or _BY_NUMBERS.search(text) is not None


@lru_cache(maxsize=64)
def _written(text: str) -> tuple[re.Match[str], ...]:
    """Return where dates are written in a text: a sentence is asked for them two or three times."""
    if not _may_date(text):
        return ()
    low = text.lower()
    return tuple(_DATE.finditer(low if len(low) == len(text) else _lowered(text)))


def _lowered(text: str) -> str:
    """Return a text in small letters, place for place: there are letters that become two."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def find_dates(text: str, *, reference: date | None = None, start: int = 0) -> list[FoundDate]:
    """Return the dates in `text`, in order; `reference` (when it was written) supplies years."""
    found: list[FoundDate] = []
    for match in _written(text):
        day, precision, inferred = _read(match, reference)
        if day is not None:
            marks = ("year",) if inferred else ()
            end = match.end() - (match[0][-1] == ".")
            found.append(FoundDate(day, precision, marks, start + match.start(), start + end))
    return found


def _clock(text: str) -> tuple[int, int, float | None] | None:
    for match in _TIME.finditer(text):
        if not match["m"] and not match["ap"]:
            continue
        hour = int(match["h"])
        if match["ap"]:
            hour = hour % 12 + (12 if match["ap"].lower().startswith("p") else 0)
        if hour > 23:
            continue
        zone = (match["z"] or "").upper()
        offset: float | None = ZONES.get(zone)
        if zone[:1] in {"+", "-"}:
            offset = int(zone[:3]) + int(zone[-2:]) / 60
        return hour, int(match["m"] or 0), offset
    return None


_TIME_BEFORE = re.compile(
    r"(?:^|(?<=[\s:|]))\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?,?\s*(?:on )?$", re.I
)
_AMERICAN = re.compile(r"\b[ECMP]T\b")


def _summer_in_america(day: date) -> bool:
    """Whether "ET" or "PT" means daylight time: second Sunday of March to first of November."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begin = march + timedelta(days=(6 - march.weekday()) % 7)
    return begin <= day < november + timedelta(days=(6 - november.weekday()) % 7)


def stamp(found: FoundDate, after: str) -> str:
    """Return ISO 8601 of a date with the time that follows it in `after`, where there is one."""
    if (clock := _clock(after)) is None:
        return found.day.isoformat()
    hour, minute, offset = clock
    if offset is not None and _AMERICAN.search(after) and _summer_in_america(found.day):
        offset += 1
    zone = None if offset is None else timezone(timedelta(hours=offset))
    moment = datetime(found.day.year, found.day.month, found.day.day, hour, minute, tzinfo=zone)
    return moment.isoformat()


def read_stamp_line(text: str, reference: date | None = None) -> dict[str, str] | None:
    """Return {"published": …, "updated": …} of a line that holds dates and nothing else."""
    if len(text) > 160:
        return None
    dates = find_dates(text, reference=reference)
    if not dates:
        return None
    rest = text
    for found in reversed(dates):
        rest = rest[: found.start] + rest[found.end :]
    rest = _LABELS.sub("", _TIME.sub("", rest))
    rest = re.sub(r"(?i)mon|tues?|wed|thu(rs)?|fri|sat|sun|day", "", rest)
    return stamps_in(text, dates) if not rest.strip() else None


def stamps_in(text: str, dates: Sequence[FoundDate]) -> dict[str, str]:
    """Return {"published": …, "updated": …} of a text's dates, each with the clock beside it."""
    stamps: dict[str, str] = {}
    for i, found in enumerate(dates):
        begin = dates[i - 1].end if i else 0
        until = dates[i + 1].start if i + 1 < len(dates) else len(text)
        key = "updated" if _UPDATED.search(text[begin : found.start]) else "published"
        before = _TIME_BEFORE.search(text[begin : found.start])
        clock = before[0] if before else text[found.end : until]
        stamps.setdefault(key, stamp(found, clock))
    return stamps
