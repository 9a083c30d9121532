"""Films that open together: "Four films in Irish cinemas from Friday 11 October", above a round-up.

And films under a day: a calendar whose crossheads are dates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from matinee.stories.intake.dates import find_dates
from matinee.stories.intake.entries import Entry
from matinee.stories.intake.found import ReleaseDate
from matinee.stories.intake.near_dates import loose_dates
from matinee.stories.intake.territories import territories

_NUMBERS = {
    word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), 2)
}
_TOGETHER = re.compile(
    rf"\b(?P<n>{'|'.join(_NUMBERS)}|\d{{1,2}}) (?:new )?(?:films?|movies|releases|titles|pictures)\b(?P<rest>[^.?!]{{0,90}})",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"\b(?:cinemas|theat(?:er|re)s|screens|open(?:s|ing)?|released)\b")


def opening_together(
    above: Sequence[tuple[str, int]], entries: Sequence[Entry], reference: date | None
) -> list[tuple[str, ReleaseDate]]:
    """Return (title, release) of as many of a round-up's first films as its head counts.

    `above` are its headline, standfirst and first paragraph with their places; the territory and
    the day must be said there, one of each kind.
    """
    titles = list(dict.fromkeys(entry.title for entry in entries))
    for text, start in above if titles else ():
        said = _TOGETHER.search(text)
        if said is None or not _SHOWN.search(said["rest"]):
            continue
        begin = start + said.start("rest")
        days = find_dates(said["rest"], reference=reference, start=begin)
        if not days and reference:
            days = loose_dates(said["rest"], reference=reference, start=begin)
        named = territories(said["rest"], begin)
        codes = list(dict.fromkeys(p.code for p in named))
        number = _NUMBERS.get(said["n"].lower()) or int(said["n"])
        if len(days) != 1 or days[0].precision != "day" or not codes or number > len(titles):
            continue
        day = days[0]
        if (
            ","
            in text[min(day.start, named[0].start) - start : max(day.start, named[-1].end) - start]
        ):
            continue  # the day of something else
        return [
            (
                title,
                ReleaseDate(code, day.day.isoformat(), "day", 3, day.inferred, day.start, day.end),
            )
            for title in titles[:number]
            for code in codes
        ]
    return []


_NO_WORD = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|opening|out|from|in cinemas|[\W\d_]", re.IGNORECASE
)


def opening_under(
    lines: Sequence[tuple[str, int]], entries: Sequence[Entry], home: str | None,
    reference: date | None,
) -> list[tuple[str, ReleaseDate]]:  # fmt: skip
    """Return (title, release) of the films that stand under lines which are days, each its own.

    `home` is the territory that the page says its dates are for. Two days at least make a calendar,
    they go forward, and none of them is long past.
    """
    if home is None or reference is None or not entries:
        return []
    days = []
    for text, start in sorted(lines, key=lambda line: line[1]):
        for day in find_dates(text, reference=reference, start=start) if len(text) < 40 else ():
            rest = text[: day.start - start] + text[day.end - start :]
            if day.precision == "day" and not _NO_WORD.sub("", rest):
                days.append(day)
    days = [d for d in days if d.day > reference - timedelta(days=14) and d.day != reference]
    if len(days) < 2 or any(a.day >= b.day for a, b in pairwise(days)):
        return []
    found = []
    for entry in entries:
        over = [d for d in days if d.end <= entry.place]
        if over and not entry.told:
            day = over[-1]
            release = ReleaseDate(
                home, day.day.isoformat(), "day", 3, day.inferred, day.start, day.end
            )
            found.append((entry.title, release))
    return found
