"""Copy-desk notes: what somebody should look at. Never a change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from operator import eq

from matinee.stories.intake.ages import Age
from matinee.stories.intake.found import Note, Picture
from matinee.stories.intake.people import Known
from matinee.stories.intake.quotes import Stretch
from matinee.stories.intake.text import LOW, UP

_DOUBLED = re.compile(r"\b(?P<w>[A-Za-zÀ-ÿ]+)\s+(?P=w)\b(?![-’'])", re.IGNORECASE)
_WORD = re.compile(r"[a-zà-ÿ]+")
_OWNING = re.compile(r"[’']s?$")
# These stand twice in good English now and then: "that that", "had had", "very very".
_MAY_DOUBLE = frozenset(
    [
        "that",
        "had",
        "very",
        "really",
        "so",
        "bye",
        "no",
        "yeah",
        "ha",
        "is",
        "knock",
        "long",
        "far",
        "much",
        "many",
    ]
)


def doubled_words(text: str, start: int) -> list[Note]:
    """Return a note for each word that stands twice in a row."""
    notes = []
    words = _WORD.findall(text.lower())
    for match in _DOUBLED.finditer(text) if any(map(eq, words, words[1:])) else ():
        word = match["w"]
        second = match[0].split()[-1]
        if word.lower() in _MAY_DOUBLE or (
            word[0].isupper() and second[0].isupper() and word != word.upper()
        ):
            continue
        notes.append(Note(match[0], start + match.start(), start + match.end(), "doubled-word"))
    return notes


def unmatched_quotes(
    stretches: Sequence[Stretch], carried: frozenset[int], copy: str
) -> list[Note]:
    """Return a note for each quote mark that opens and never closes; `carried` run on rightly."""
    return [
        Note(
            copy[s.start : min(s.end, s.start + 80)],
            s.start,
            min(s.end, s.start + 80),
            "unmatched-quote",
        )
        for s in stretches
        if not s.closed and s.start not in carried
    ]


_CAPITALISED = re.compile(rf"\b[{UP}][{LOW}’'][{LOW}’'-]{{2,}}\b")


def spelt_two_ways(people: Sequence[Known], paragraphs: Sequence[tuple[str, int]]) -> list[Note]:
    """Return a note for each capitalised word that is nearly, but not quite, a known surname."""
    surnames = {p.surname for p in people if len(p.surname) >= 5 and " " not in p.surname}
    firsts = {w for p in people for w in p.name.split()}
    notes: list[Note] = []
    seen: set[str] = set()
    if not surnames:
        return notes
    begins = {s[:2] for s in surnames}
    for text, start in paragraphs:
        for match in _CAPITALISED.finditer(text):
            if match[0][:2] not in begins:
                continue
            word = _OWNING.sub("", match[0])
            if word in firsts or word in surnames or word in seen or len(word) < 5:
                continue
            for surname in surnames:
                close = abs(len(word) - len(surname)) <= 2 and word[:2] == surname[:2]
                if (
                    close
                    and word.rstrip("s") != surname.rstrip("s")
                    and (SequenceMatcher(None, word, surname).ratio() >= 0.8)
                ):
                    seen.add(word)
                    notes.append(
                        Note(
                            word,
                            start + match.start(),
                            start + match.start() + len(word),
                            "name-spelling",
                        )
                    )
                    break
    return notes


def ages_disagree(ages: Sequence[Age], copy: str) -> list[Note]:
    """Return a note at each place where a person's age differs from one given elsewhere."""
    given: dict[str, set[int]] = {}
    for age in ages:
        given.setdefault(age.person.name, set()).add(age.years)
    return [
        Note(copy[a.start : a.end], a.start, a.end, "age-disagrees")
        for a in ages
        if len(given[a.person.name]) > 1
    ]


def missing_credits(pictures: Sequence[Picture]) -> list[Note]:
    """Return a note for each picture that credits nobody."""
    return [
        Note(p.caption or p.text, p.start, p.end, "missing-credit")
        for p in pictures
        if not p.credit
    ]
