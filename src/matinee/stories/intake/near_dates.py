"""Dates told from another day: this Friday, tomorrow, next month, Boxing Day, a week later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from matinee.stories.intake.dates import MONTH, MONTHS, WEEKDAYS, FoundDate, nearest_year
from matinee.stories.intake.gates import Gated

_BARE_MONTH = re.compile(
    r"\b(?:in|from|until|this|next|for|during)\s+(?:early\s+|mid-?\s?|late\s+)?"
    + MONTH.format(n=5),
)
_NEXT_YEAR = re.compile(r"\b(?:early |late |later )?(?P<rel>next|this) year\b", re.IGNORECASE)
_ONLY_YEAR = re.compile(
    r"\b(?:in|during|until|for) (?:early |mid[- ]|late |(?:the )?(?:first|second) half of )?"
    r"(?P<y>20\d\d)\b"
)
_RELATIVE = re.compile(
    r"\b(?:(?P<which>this|next|on|from|last|this past)\s+)?(?<!Good )(?<!Black )(?<!Ash )(?<!Easter )(?<!Shrove )(?P<wd>Monday|Tuesday|Wednesday|Thursday|"
    r"Friday|Saturday|Sunday)\b"
)
_SOON = re.compile(r"\b(?P<soon>tomorrow|today|tonight)\b(?![’'])", re.IGNORECASE)
_NEAR_MONTH = re.compile(r"\b(?P<which>last|next|(?:later |earlier )?this) month\b", re.IGNORECASE)
# Days that have a name, as (month, day). Those that move with the year are left out.
_NAMED_DAYS = {
    "new year’s day": (1, 1), "australia day": (1, 26), "valentine’s day": (2, 14),
    "st patrick’s day": (3, 17), "st. patrick’s day": (3, 17), "anzac day": (4, 25),
    "canada day": (7, 1), "independence day": (7, 4), "fourth of july": (7, 4),
    "july fourth": (7, 4), "halloween": (10, 31), "bonfire night": (11, 5),
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "st stephen’s day": (12, 26), "st. stephen’s day": (12, 26), "new year’s eve": (12, 31),
}  # fmt: skip
_NAMED = re.compile(
    rf"\b(?P<name>{'|'.join(map(re.escape, _NAMED_DAYS))})(?:,? (?P<year>20\d\d))?(?!\w| (?:week|season))".replace(
        "’", "[’']"
    ),
    re.IGNORECASE,
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_LATER = Gated(
    rf"\b(?:(?P<n>{'|'.join(_COUNTS)}|\d{{1,2}}) (?P<unit>day|week|fortnight)s? "
    r"(?P<way>later|earlier|afterwards?|beforehand)\b(?! than)|(?:on )?(?P<same>(?:the|that) same "
    r"(?:day|date|(?P<month>month)))|the (?:following|next) (?P<next>day|week)\b(?! of)|the following "
    rf"(?P<wd>{'|'.join(day.capitalize() for day in WEEKDAYS)}))\b",
    needs="later|earlier|afterward|beforehand| same |following|next",
    flags=re.IGNORECASE,
)


def loose_dates(text: str, *, reference: date, start: int = 0) -> list[FoundDate]:
    """Return dates said loosely: "this Friday", "in May", "next year", "in 2025"."""
    found = []
    for match in _BARE_MONTH.finditer(text):
        month = MONTHS[match["month5"].lower().rstrip(".")]
        year = nearest_year(month, 1, reference)
        span = (start + match.start("month5"), start + match.end("month5"))
        found.append(FoundDate(date(year, month, 1), "month", ("year",), *span))
    for match in _RELATIVE.finditer(text):
        if (match["which"] or "").lower() in {"last", "this past"}:
            back = (reference.weekday() - WEEKDAYS[match["wd"].lower()]) % 7 or 7
            span = (start + match.start(), start + match.end())
            day = reference - timedelta(days=back)
            found.append(FoundDate(day, "day", ("year", "month", "day"), *span))
            continue
        ahead = (WEEKDAYS[match["wd"].lower()] - reference.weekday()) % 7 or 7
        if (match["which"] or "").lower() == "next" and ahead < 5:
            ahead += 7
        day = reference + timedelta(days=ahead)
        span = (start + match.start("wd"), start + match.end("wd"))
        found.append(FoundDate(day, "day", ("year", "month", "day"), *span))
    for match in _NEXT_YEAR.finditer(text):
        year = reference.year + (match["rel"].lower() == "next")
        span = (start + match.start(), start + match.end())
        found.append(FoundDate(date(year, 1, 1), "year", ("year",), *span))
    for match in _ONLY_YEAR.finditer(text):
        span = (start + match.start("y"), start + match.end("y"))
        found.append(FoundDate(date(int(match["y"]), 1, 1), "year", (), *span))
    found += _soon(text, reference, start)
    found += _named_days(text, reference, start)
    found += _days_of_easter(text, reference, start)
    return found


def _soon(text: str, reference: date, start: int) -> Iterator[FoundDate]:
    inferred = ("year", "month", "day")
    for match in _SOON.finditer(text):
        day = reference + timedelta(days=match["soon"].lower() == "tomorrow")
        yield FoundDate(day, "day", inferred, start + match.start(), start + match.end())
    for match in _NEAR_MONTH.finditer(text):
        which = match["which"].lower()
        months = reference.year * 12 + reference.month - 1 + {"last": -1, "next": 1}.get(which, 0)
        first = date(months // 12, months % 12 + 1, 1)
        yield FoundDate(first, "month", inferred[:2], start + match.start(), start + match.end())


_EASTER = re.compile(
    r"\b(?P<day>Good Friday|Easter (?:Saturday|Sunday|Monday))(?:,? (?P<year>20\d\d))?\b"
)
_AFTER_EASTER = {"Good Friday": -2, "Easter Saturday": -1, "Easter Sunday": 0, "Easter Monday": 1}


def easter(year: int) -> date:
    """Return Easter Sunday of a year (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _days_of_easter(text: str, reference: date, start: int) -> Iterator[FoundDate]:
    for match in _EASTER.finditer(text) if "Easter" in text or "Good F" in text else ():
        year = int(match["year"] or 0) or reference.year
        if not match["year"] and easter(year) < reference - timedelta(days=92):
            year += 1
        day = easter(year) + timedelta(days=_AFTER_EASTER[match["day"]])
        marks = () if match["year"] else ("year",)
        yield FoundDate(day, "day", marks, start + match.start(), start + match.end())


def _named_days(text: str, reference: date, start: int) -> Iterator[FoundDate]:
    for match in _NAMED.finditer(text):
        month, day = _NAMED_DAYS[match["name"].lower().replace("'", "’")]
        year = int(match["year"] or 0) or nearest_year(month, day, reference)
        marks = () if match["year"] else ("year",)
        span = (start + match.start(), start + match.end())
        yield FoundDate(date(year, month, day), "day", marks, *span)


def later_dates(
    text: str, days: Sequence[FoundDate], *, anchor: date | None = None, start: int = 0
) -> list[FoundDate]:
    """Return dates counted from the one before them: "on 12 June … and a week later".

    `days` are those that the text states, `anchor` the last one told before it.
    """
    found: list[FoundDate] = []
    for match in _LATER.finditer(text):
        at = start + match.start()
        before = [d for d in (*days, *found) if d.end <= at and d.precision == "day"]
        since = max(before, key=lambda d: d.end).day if before else anchor
        if since is not None:
            day = since + timedelta(days=_days_on(match, since))
            span = (at, start + match.end())
            if match["month"]:
                found.append(FoundDate(day.replace(day=1), "month", ("year", "month"), *span))
                continue
            found.append(FoundDate(day, "day", ("year", "month", "day"), *span))
    return found


def _days_on(match: re.Match[str], since: date) -> int:
    if match["same"]:
        return 0
    if match["wd"]:
        return (WEEKDAYS[match["wd"].lower()] - since.weekday()) % 7 or 7
    if match["next"]:
        return 7 if match["next"].lower() == "week" else 1
    count = _COUNTS.get(match["n"].lower()) or int(match["n"])
    days = count * {"day": 1, "week": 7, "fortnight": 14}[match["unit"].lower()]
    return -days if match["way"].lower() in {"earlier", "beforehand"} else days


_YEAR_SAID = re.compile(r",? (?:of )?(?P<rel>next|this) year\b(?![’'])", re.IGNORECASE)


def year_said(
    text: str, days: Sequence[FoundDate], *, reference: date, start: int = 0
) -> list[FoundDate]:
    """Return dates with the year said behind them: "on 5 March next year", "Boxing Day this year".

    The bare year that was found there is part of the date then.
    """
    settled: list[FoundDate] = []
    for day in days:
        said = _YEAR_SAID.match(text, day.end - start) if "year" in day.inferred else None
        if said and day.precision != "year" and (day.day.month, day.day.day) != (2, 29):
            year = reference.year + (said["rel"].lower() == "next")
            inferred = tuple(part for part in day.inferred if part != "year")
            moved = day.day.replace(year=year)
            day = replace(day, day=moved, inferred=inferred, end=start + said.end())
        settled.append(day)
    full = [d for d in settled if d.precision != "year"]
    return [d for d in settled if d in full or not any(f.start < d.end <= f.end for f in full)]


def told_year(days: Sequence[FoundDate]) -> list[FoundDate]:
    """Return dates with the year of the one told before them: "14 February 2025 … 21 February"."""
    settled: list[FoundDate] = []
    told: date | None = None
    for day in days:
        if day.inferred == ("year",) and day.precision == "day" and told is not None:
            try:
                moved = day.day.replace(year=told.year)
            except ValueError:  # 29 February
                moved = day.day
            if abs((moved - told).days) < 200:
                day = replace(day, day=moved)
        elif not day.inferred and day.precision == "day":
            told = day.day
        settled.append(day)
    return settled
