"""Whom "the director", "her brother" or "his co-star" means."""

from __future__ import annotations

import re
from bisect import bisect_left

from matinee.stories.intake.mentions import SURE
from matinee.stories.intake.people import (
    ROLE,
    Known,
)
from matinee.stories.intake.pronouns import Pronouns
from matinee.stories.intake.text import UP

KIN = {
    "brother": "m", "sister": "f", "mother": "f", "father": "m", "son": "m", "daughter": "f",
    "husband": "m", "wife": "f", "mum": "f", "mom": "f", "dad": "m", "grandmother": "f",
    "grandfather": "m", "nan": "f", "widow": "f", "widower": "m", "uncle": "m", "aunt": "f",
    "niece": "f", "nephew": "m", "cousin": "", "partner": "", "ex-husband": "m", "ex-wife": "f",
    "grandson": "m", "granddaughter": "f",
}  # fmt: skip
_HUMAN = re.compile(
    r"\b(?:man|woman|student|winner|nominee|star|veteran|native|graduate|alum|lead|legend|icon|"
    r"singer|musician|"
    r"host|presenter|newcomer|performer|teenager|pensioner|father|mother|dad|mum|mom|local|former "
    r"\w+|"
    r"\w+(?:man|woman|maker|er|or|ist|ian|ess)|auteur|\d+-year-old|breakout|guest|favourite|"
    r"favorite|talent|agent|boss|publicist|tutor|heir)$"
)
THING = re.compile(
    r"\b(?:letter|paper|newspaper|trailer|poster|chapter|number|theater|theatre|distributor|"
    r"broadcaster|streamer|"
    r"thriller|publisher|computer|character|regulator|sponsor|newsletter|exhibitor|operator|order|"
    r"answer|offer|"
    r"tour|career|power|humor|humour|colour|color|error|horror|year|dinner|summer|winter|weather|"
    r"water|server)$"
)
STRANGER = re.compile(
    r"\b(?:source|insider|spokes\w+|representative|official|fan|viewer|critic|reviewer|friend|"
    r"colleague|witness|reader|user|member|reporter|journalist|interviewer|host|"
    r"somebody|someone|neighbour|neighbor|minister|judge|officer|lawyer|publicist|doctor)s?\b|^(?:[Oo]ne|[Aa]nother)\b"
)
FELLOW = re.compile(r"\bco-(?:star|director|writer|producer|lead|creator|author)$")


def kinship(phrase: str) -> str | None:
    """Return the sex of a kinsman ("" where untold), or None where the phrase names no kin."""
    words = phrase.lower().split()
    return KIN.get(words[-1]) if words else None


def is_human(phrase: str) -> bool:
    """Whether a description is somebody's, by its last word: "her successor", "his agent"."""
    return _HUMAN.search(phrase) is not None and THING.search(phrase) is None


class Descriptions(Pronouns):
    """The people of a story, and whom a description means at a place in it."""

    def by_role(
        self, phrase: str, place: int, last: Known | None = None
    ) -> tuple[Known | None, float]:
        """Return whom "the director" means: the one so described, nearest before."""
        if re.match(r"(?:[Aa]n?|[Oo]ne|[Ss]ome|[Aa]nother)\s", phrase):
            return None, 0.0
        if (kin := kinship(phrase)) is not None:
            return self._by_kin(phrase, kin, place)
        if FELLOW.search(phrase):
            return self._by_fellow(phrase, place)
        if age := re.search(r"\b(\d\d)-year-old", phrase):
            aged = [p for p in self.people if p.age == int(age[1])]
            if len(aged) == 1:
                return aged[0], 0.95
            if aged:
                return None, 0.0
            if not ROLE.search(phrase):
                person, sure = self._subject_lately(place, last)
                return (person, sure) if person and person.age is None else (None, 0.0)
        roles = list(ROLE.finditer(phrase))
        if not roles or roles[-1].end() < len(phrase.rstrip()):
            if _HUMAN.search(phrase) and not STRANGER.search(phrase) and not THING.search(phrase):
                return self._subject_lately(place, last)
            return None, 0.0
        role = str(roles[-1].lastgroup)
        female = re.search(r"\b(?:actress|comedienne|heroine)\b", phrase)
        near, sure = self._subject_lately(place, None)
        if near is not None and self._fits(near, role, female is not None):
            return near, max(sure, 0.8 if role in near.roles else 0.65)
        if near is not None and role == "director" and near.roles and role not in near.roles:
            subject = self._subject_above(place)
            if subject is not None and self._fits(subject, role, female is not None):
                return subject, 0.65
        fitting = [
            p for p in self.people if self._fits(p, role, female is not None) and role in p.roles
        ]
        names = {p.name for p in fitting}
        if last and last.name in names:
            return last, 0.85
        if len(fitting) == 1:
            return fitting[0], 0.85
        owner = self._owner_above(place)
        if owner is not None and (role in owner.roles or not owner.roles) and not fitting:
            return owner, 0.66
        person = self._recent(place, names) if names else None
        if person:
            return person, 0.7
        loose = role in {"director", "actor"} or (last is not None and role in last.roles)
        above = self._subject_above(place)
        if last is None or not loose or last.roles - {role} or above not in {None, last}:
            return None, 0.0
        return last, 0.65

    def _owner_above(self, place: int) -> Known | None:
        """Return whom the sentence above begins by owning something: "Teifi’s credits include"."""
        index = bisect_left(self._starts, place + 1) - 1
        for i in range(index, max(-1, index - 2), -1):
            here = [m for m in self._mentions[i] if m.place < place]
            if here and here[0].weight == 1 and here[0].place - self._starts[i] < 2:
                return here[0].person
        return None

    def _fits(self, person: Known, role: str, female: bool) -> bool:
        """Whether a role could be this person's: it is, or the story knows of none."""
        if female and person.sex == "m":
            return False
        others = [p for p in self.people if role in p.roles]
        return role in person.roles or (not person.roles and (not others or role == "actor"))

    def _subject_above(self, place: int) -> Known | None:
        """Return the nearest sentence's subject, one of three above; None where it has none."""
        index = bisect_left(self._starts, place + 1) - 1
        for i in range(index, max(-1, index - 4), -1):
            told = [m for m in self._mentions[i] if m.place < place and m.weight == 3]
            if told:
                return told[-1].person
        return None

    def _subject_lately(self, place: int, last: Known | None) -> tuple[Known | None, float]:
        """Return the subject of the sentence before, for descriptions that fit nobody's role."""
        index = bisect_left(self._starts, place + 1) - 1
        for i in range(index, max(-1, index - 3), -1):
            here = [m for m in self._mentions[i] if m.place < place and m.weight >= 2]
            if here:
                subject = max(here, key=lambda m: m.weight)
                return subject.person, 0.65 if subject.weight == 3 else 0.5
        return (last, 0.65) if last is not None else (None, 0.0)

    def _by_fellow(self, phrase: str, place: int) -> tuple[Known | None, float]:
        """Return who "her co-star" is: the one other actor, where there is but one."""
        owner: Known | None = None
        sure = 0.0
        if match := re.match(r"(?:[Hh]is|[Hh]er)\b", phrase):
            owner, sure = self.by_pronoun("he" if match[0].lower() == "his" else "she", place, None)
        elif match := re.match(rf"(?P<who>[{UP}][\w ’'-]*)[’']s? ", phrase):
            owner, sure = self.by_name(match["who"], place)
        if owner is None or sure < SURE:
            return None, 0.0
        roles = list(ROLE.finditer(phrase))
        role = str(roles[-1].lastgroup) if roles else "actor"
        others = {p.name: p for p in self.people if p is not owner and role in p.roles}
        return (next(iter(others.values())), 0.75) if len(others) == 1 else (None, 0.0)

    def _by_kin(self, phrase: str, sex: str, place: int) -> tuple[Known | None, float]:
        """Return who "her brother" is, where one person alone can be: by the shared surname."""
        match = re.match(r"(?:[Hh]is|[Hh]er)\b", phrase)
        if match is None:
            return None, 0.0
        owner, sure = self.by_pronoun("he" if match[0].lower() == "his" else "she", place, None)
        if owner is None or sure < SURE:
            return None, 0.0
        family = [
            p for p in self.people
            if p is not owner and p.surname == owner.surname and (not sex or p.sex in {sex, None})
        ]  # fmt: skip
        return (family[0], 0.75) if len(family) == 1 else (None, 0.0)
