"""Names that a page lists by their part: "Dir: A. With: B, C", and nominees under their category."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matinee.stories.intake.gates import Gated
from matinee.stories.intake.names import NAME, plausible, trim
from matinee.stories.intake.people import Known
from matinee.stories.intake.quotes import title_case
from matinee.stories.intake.text import UP


@dataclass(frozen=True)
class Billed:
    """Somebody listed: "director", "cast" or "" (a nominee for neither); `film` where it is told."""

    job: str
    name: str
    start: int
    end: int
    film: str | None = None
    film_at: int = 0
    paragraph: int = 0


_ROW = rf"{NAME.pattern}(?:(?:, (?:and )?| and | & | / |; ){NAME.pattern})*"
_BILL = Gated(
    r"(?:^|(?<=[.;|·•*_:(] )|(?<=[*_(|]))(?:(?P<director>Dir(?:ector)?s?(?:\.|:|\.:)|DIRECTORS?:|Directed by:?|DIRECTED BY:?)|"
    r"(?P<cast>(?:[Tt]he )?(?:[Cc]ast|[Ss]tarring|[Ss]tars|[Vv]oices|VOICES|CAST|STARRING|[Ww]ith|[Ff]eaturing)(?: of| by)?(?::|(?= include\w*)"
    r"(?: includes?| including)?))|(?P<bare>With))[*_]{0,3} [*_]{0,3}"
    rf"(?P<names>{_ROW})(?: \((?:[\w ]{{2,30}}: )?(?P<also>{_ROW})\))?",
    needs="Dir|DIRECT|With|:|includ",
)
_BARE_ENDS = re.compile(r"[*_]{0,3}(?:\.[*_]{0,3}(?=\s|$)|$)")


def find_billed(paragraphs: Sequence[tuple[str, int]]) -> list[Billed]:
    """Return whom lines of facts and lists of nominees name, in their order."""
    found: list[Billed] = []
    for text, start in paragraphs:
        found += _billed(text, start)
    return found + list(_nominees(paragraphs))


def _billed(text: str, start: int) -> Iterator[Billed]:
    for match in _BILL.finditer(text):
        # "With Ann Lee and Jo Bell." is a line of a box; "With Ann Lee gone, …" is none.
        if match["bare"] and not _BARE_ENDS.match(text, match.end()):
            continue
        job = "director" if match["director"] else "cast"
        for group in ("names", "also"):
            if match[group]:
                for name in NAME.finditer(match[group]):
                    if plausible(name[0]):
                        at = start + match.start(group) + name.start()
                        yield Billed(job, name[0], at, at + len(name[0]))


# "Best Director", "**Best Supporting Performance**": what the names below are up for.
_CATEGORY = re.compile(
    r"^[\W_]{0,6}(?:(?:Best|Outstanding) [\w’', /-]{3,60}|Achievement in \w+|(?:Film|Actor|Actress|Director) of the Year)"
    r"[\W_]{0,5}$"
)
_DIRECTING = re.compile(r"\bDirect(?:or|ing|ion)\b", re.IGNORECASE)
_ACTING = re.compile(r"\b(?:Act(?:or|ress|ing)|Performance|Lead|Supporting)\b", re.IGNORECASE)
_NOMINEE = re.compile(
    rf"^(?:[-•*·] ?)?(?:WINNER:? |Winner:? )?(?P<name>{NAME.pattern}|[{UP}]\w+)(?:,| [–—-]|:) (?:for )?[‘“\"'*_]{{0,3}}"
    rf"(?P<title>[{UP}\d][^‘“”\"*_()\n]{{1,60}}?)[’”\"'*_]{{0,3}}(?: \([^()]{{1,20}}\))?[.*_✓ ]*$"
)
_LONGEST = 110


def _nominees(paragraphs: Sequence[tuple[str, int]]) -> Iterator[Billed]:
    category = None
    for number, (text, start) in enumerate(paragraphs):
        if len(text) > _LONGEST:
            category = None
        elif _CATEGORY.match(text):
            category = text
        elif category and (match := _NOMINEE.match(text)) and title_case(match["title"]):
            job = "director" if _DIRECTING.search(category) else ""
            job = "cast" if not job and _ACTING.search(category) else job
            at = start + match.start("name")
            film_at = start + match.start("title")
            end = at + len(match["name"])
            yield Billed(job, match["name"], at, end, match["title"], film_at, number)


def with_billed(known: list[Known], billed: Sequence[Billed], titles: Sequence[str]) -> list[Known]:
    """Return the people of a story with those that its lists add, in order of their places."""
    names = {p.name for p in known}
    works = set(titles)
    for person in billed:
        name = trim(person.name)
        if name in names or name in works or " " not in name:
            continue
        if any(name in other or other in name for other in names):
            continue
        roles = {"director"} if person.job == "director" else set()
        known.append(Known(name, person.start, person.end, roles=roles, evidence=2))
        names.add(name)
    return sorted(known, key=lambda p: p.start)
