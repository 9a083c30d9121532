"""Ages: each statement of one, and of whom, by name, role or pronoun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matinee.stories.intake.cues import Cue
from matinee.stories.intake.people import NAME, Known
from matinee.stories.intake.speakers import Cast
from matinee.stories.intake.text import LOW, UP, sentences

_NUMBER = r"(?P<age>1[01]\d|[4-9]|[1-9]\d)"
_NO_AGE = (
    r"(?! ?(?:per cent|percent|%|years? (?:ago|later|in|of|on|after|before|since)|min|days|weeks|"
    r"months|films|feet|"
    r"metres|miles|points|million|per|of|at the time|when|and a half|when))"
)
_AFTER_NAME = re.compile(
    rf"(?P<who>(?:(?:Mr|Mrs|Ms|Sir|Dame) )?(?:{NAME.pattern}|"
    rf"[{UP}][{LOW}]+(?:[-’'][{UP}][{LOW}]+)*))"
    rf"(?:, | \(|, who (?:is|was) |, who (?:has |recently )?turned |, aged |, now |,? aged |"
    rf" (?:is|was) | turns | turned )"
    rf"(?:aged |now |only )?{_NUMBER}(?=[,.;:)\s]|$){_NO_AGE}(?=[,.;:)]|$| (?:and|years old|this|"
    rf"on|next))"
)
_SUBJECT = re.compile(
    rf"(?:^|(?<=[.,;] )|(?<=\band ))(?P<who>[Hh]e|[Ss]he|[Tt]he (?:[\w’'-]+ ){{0,3}}(?:actor|"
    rf"actress|director|film-?maker|star|writer|producer|comedian|novelist|author|singer))"
    rf"(?:, | \(| is | was |, who is |, aged )(?:aged |now |only )?{_NUMBER}{_NO_AGE}(?=[,.;:)]|$|"
    rf" (?:and|years old))"
)
_AGED = re.compile(rf"\b(?P<who>[Hh]e|[Ss]he)\b[^.;:\x00]{{2,60}}, aged {_NUMBER}(?=[,.;)]|$)")
_YEAR_OLD = re.compile(r"^(?:But |And )?[Tt]he (?P<age>\d\d)-year-old(?= (?:[a-z-]+ ){0,4}[a-z]|,)")


_DIGITS = re.compile(r"\d")
# What every age said in another way than "28-year-old" is followed by; years of four digits are none.
_ENDS_CLAUSE = re.compile(r"\d(?<!\d{4})(?:[,.;:)]|$| (?:and|years old|this|on|next))")


@dataclass(frozen=True)
class Age:
    """One statement of somebody's age, with the place of the number."""

    person: Known
    years: int
    start: int
    end: int


def find_ages(paragraphs: Sequence[tuple[str, int]], cast: Cast) -> list[Age]:
    """Return all ages stated outside speech, and give each person the first one said of them.

    A person who was an age "at the time" is not that age now, and is left out.
    """
    found: list[Age] = []
    for text, start in paragraphs:
        if not _DIGITS.search(text):
            continue
        for sentence, begin, _ in sentences(text, start):
            for pattern in _likely_forms(sentence):
                for match in pattern.finditer(sentence):
                    _add(found, match, begin, cast)
    found.sort(key=lambda a: a.start)
    for age in found:
        if age.person.age is None:
            age.person.age = age.years
            age.person.evidence += 2
    return found


def _likely_forms(sentence: str) -> tuple[re.Pattern[str], ...]:
    """Return the forms that a sentence can hold: most numbers are no ages."""
    if _ENDS_CLAUSE.search(sentence):
        return (_AFTER_NAME, _SUBJECT, _AGED, _YEAR_OLD)
    return (_YEAR_OLD,) if "-year-old" in sentence else ()


def _add(found: list[Age], match: re.Match[str], begin: int, cast: Cast) -> None:
    span = (begin + match.start("age"), begin + match.end("age"))
    if any(a.start == span[0] for a in found):
        return
    who = match.groupdict().get("who") or match[0].strip()
    at = begin + (match.start("who") if "who" in match.groupdict() else match.start())
    _, sure, person = cast.resolve(Cue(who, "is", at, 1.0), None)
    if person is not None and sure >= 0.6:
        found.append(Age(person, int(match["age"]), *span))
