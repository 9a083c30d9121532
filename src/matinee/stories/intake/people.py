"""Names of people in a story, with their ages, and what the story calls them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from matinee.stories.intake.evidence import told
from matinee.stories.intake.names import (
    NAME,
    PARTICLES,
    TITLES,
    first_names,
    known_first,
    plausible,
    sex_of_first_name,
    trim,
)
from matinee.stories.intake.roles import ROLE, ROLE_NOUN
from matinee.stories.intake.text import LOW, UP

__all__ = [
    "MOST_WORKS",
    "NAME",
    "ROLE",
    "ROLE_NOUN",
    "Known",
    "find_people",
    "first_names",
    "forget_names",
    "known_first",
    "plausible",
    "sex_of_first_name",
    "trim",
]

_WORD = re.compile(rf"[{UP}][{LOW}{UP}’'-]*[{LOW}{UP}]")


@dataclass
class Known:
    """Somebody the story names in full, and what it tells of them."""

    name: str
    start: int
    end: int
    age: int | None = None
    roles: set[str] = field(default_factory=set)
    sex: str | None = None
    evidence: int = 0
    mentions: int = 1

    @property
    def surname(self) -> str:
        """The part that later mentions use: with its particles, Ní Bhriain or van Houten."""
        words = self.name.split()
        for i, word in enumerate(words[1:], 1):
            if word in PARTICLES:
                return " ".join(words[i:])
        return words[-1] if words[-1].rstrip(".") not in {"Jr", "Sr"} else words[-2]


def forget_names() -> None:
    """Forget the names looked at: a page is asked about its own several times, no other's."""
    for remembered in (told, plausible, known_first, trim):
        remembered.cache_clear()


MOST_WORKS = 120  # titles that names are kept apart from: no real story quotes more


def find_people(paragraphs: Iterable[tuple[str, int]], titles: Iterable[str] = ()) -> list[Known]:
    """Return the people named in full, in order of first mention, with ages and roles.

    `paragraphs` are (text, start); `titles` are names of works, which are nobody's names.
    """
    known: dict[str, Known] = {}
    works = list(dict.fromkeys(t for t in titles if len(t) > 3))[:MOST_WORKS]
    texts = list(paragraphs)
    for text, start in texts:
        taken = _places_of(works, text)
        before: tuple[Known, int] | None = None
        for match in NAME.finditer(text):
            name = trim(match[0])
            at = match.end() - len(name)
            if len(name.split()) < 2 or not plausible(name):
                continue
            if any(a <= at and match.end() <= b for a, b in taken):
                continue
            person = known.get(name)
            if person is None:
                person = known[name] = Known(name, start + at, start + match.end())
                person.evidence += 2 * known_first(name)
            else:
                person.mentions += 1
            _learn(person, text[max(0, at - 60) : at], text[match.end() : match.end() + 60])
            person.evidence += name != match[0] and TITLES.match(match[0]) is not None
            if (
                before is not None
                and before[0].evidence > 1
                and _LISTED.fullmatch(text[before[1] : at])
            ):
                person.evidence += 2
            before = person, match.end()
    alone = Counter(w for text, _ in texts for w in _WORD.findall(text))
    for person in known.values():
        person.evidence += alone[person.surname.split()[-1]] > person.mentions
    return _outermost(known.values())


_LISTED = re.compile(
    r"(?:,? \(?(?:(?:far |second (?:from )?|from )?(?:left|right)|centre|center)\)?)?"
    r"\s*(?:,|and|&|,\s*and|or)\s*"
)


def _places_of(works: Iterable[str], text: str) -> list[tuple[int, int]]:
    found = []
    for work in works:
        at = text.find(work)
        while at >= 0:
            found.append((at, at + len(work)))
            at = text.find(work, at + len(work))
    return found


def _outermost(people: Iterable[Known]) -> list[Known]:
    """Return those whose name is no piece of a longer one that stands at the same place."""
    kept: list[Known] = []
    for person in sorted(people, key=lambda p: (p.start, -p.end)):
        if kept and person.start < kept[-1].end and person.name in kept[-1].name:
            continue
        kept.append(person)
    # "Pat Joe" is Pat Joe Feerick where the story names one in full.
    return [p for p in kept if not any(other.name.startswith(p.name + " ") for other in kept)]


def _learn(person: Known, before: str, after: str) -> None:
    said = told(before, after)
    person.age = person.age or said.age
    person.evidence += said.evidence
    person.roles |= said.roles
