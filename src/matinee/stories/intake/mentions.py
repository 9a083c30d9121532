"""Who is named where in a story, and whom a name means at a place in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from matinee.stories.intake.people import (
    Known,
    sex_of_first_name,
    trim,
)
from matinee.stories.intake.spotting import Spotter
from matinee.stories.intake.text import LOW, UP, sentences

SURE = 0.6  # below this a speaker is left open for the editor
# A name ends as a word does: "Day" is nobody in "Day-Lewis".
_GOES_ON = re.compile(rf"[{UP}{LOW}\d-]")
_OWNS = re.compile(r"[’']s?\b|[’'](?=\s)")
_OBLIQUE = re.compile(
    r"\b(?:by|with|of|to|from|for|at|in|on|about|than|like|against|alongside|opposite|between|told|"
    r"tells|asked|asks|directed|into|over)(?:\s+(?:the\s+)?(?:[a-z-]+\s+){0,2})?$",
    re.IGNORECASE,
)
_MAN_BEFORE = re.compile(r"\b(?:Mr|Sir|Lord|actor and father)\.? $")
_WOMAN_BEFORE = re.compile(r"\b(?:Mrs|Ms|Miss|Dame|Lady|[Aa]ctress)\.? $")
_HIM = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
_HER = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """Somebody meant at a place: 3 as the subject, 2 elsewhere, 1 as an owner, 0 in brackets. None: a stranger."""

    place: int
    person: Known | None
    weight: int
    sex: str = ""


# "Writer-director Prado": the post is no part of the name.
_POST = re.compile(
    r"^(?:(?:[Ww]riter|[Dd]irector|[Aa]ctor|[Pp]roducer|[Cc]o-?[a-z]+|[Ss]creenwriter|[Ff]ilm-?maker|"
    r"[Aa]ctress|[Ss]tar|[Cc]omposer|[Nn]ovelist|[Aa]uthor|[Cc]inematographer|[Ee]ditor|[Cc]omedian)"
    r"[-/ ](?:and )?)+(?=[A-Z])"
)


def title_sex(name: str) -> str | None:
    """Return "m" or "f" where a name has a title that tells, else None."""
    if re.match(r"(?:Mr|Sir|Lord)\b", name):
        return "m"
    return "f" if re.match(r"(?:Mrs|Ms|Miss|Dame|Lady)\b", name) else None


# Whose pronouns the story tells: "Robin Feeney, who uses they/them pronouns".
_THEIRS = re.compile(r"[^,(.]{2,60}[,(] ?(?:who (?:uses|goes by|prefers) )?they/them\b")


_PART_NAMED = re.compile(rf"[{UP}][\w’'-]+ \($")  # "Emrys (": whoever is played, and not the player


class Mentions:
    """The people of a story, and where it names each of them."""

    def __init__(
        self,
        people: Sequence[Known],
        paragraphs: Sequence[tuple[str, int]],
        directors: Sequence[str],
    ) -> None:
        """Note each mention outside quotes; `paragraphs` have speech blanked out with NUL."""
        self.people = [p for p in people if p.evidence > 0]
        self._by_name = {p.name: p for p in self.people}
        for person in self.people:
            if person.name in directors:
                person.roles.add("director")
            person.sex = person.sex or sex_of_first_name(person.name)
        self._keys = self._named_by()
        self._familiar: set[str] = set()
        self.sentences = [s for text, start in paragraphs for s in sentences(text, start)]
        self._starts = [start for _, start, _ in self.sentences]
        self._paragraphs = [start for _, start in paragraphs]
        self._mentions = self._all_mentions()
        self._learn_sexes()
        self._reached = 0

    def _named_by(self) -> dict[str, list[Known]]:
        keys: dict[str, list[Known]] = {}
        for person in self.people:
            words = person.name.split()
            surname = person.surname
            opening = surname[:1].upper() + surname[1:]
            for key in dict.fromkeys((person.name, surname, opening, words[-1], words[0])):
                if len(key) > 1 and person not in keys.setdefault(key, []):
                    keys[key].append(person)
        return keys

    def _all_mentions(self) -> list[list[Mention]]:
        if not self._keys:
            return [[] for _ in self.sentences]
        spotter = Spotter(self._keys, _GOES_ON)
        return [self._mentioned(spotter, *sentence[:2]) for sentence in self.sentences]

    def _mentioned(self, spotter: Spotter, text: str, start: int) -> list[Mention]:
        found: list[Mention] = []
        for name, at in spotter.find(text):
            end = at + len(name)
            holders = self._keys[name]
            person = holders[0] if len(holders) == 1 else self._title_or_first(holders, text, at)
            if person is None:
                continue
            if name == person.name.split()[0] != person.surname:
                if not text.startswith(" " + person.name.split()[1], end):
                    self._familiar.add(person.name)
            owner = _OWNS.match(text[end : end + 2])
            oblique = _OBLIQUE.search(text[max(0, at - 40) : at])
            weight = 1 if owner else 2 if oblique or any(m.weight == 3 for m in found) else 3
            if text[at - 1 : at] == "(" and text[end : end + 1] == ")":
                weight = 0  # who plays the part just named: no pronoun means the player
                if _PART_NAMED.search(text[max(0, at - 24) : at]):
                    found.append(Mention(start + at, None, 3, sex=person.sex or ""))
            found.append(Mention(start + at, person, weight))
        return found

    def _title_or_first(self, holders: Sequence[Known], text: str, at: int) -> Known | None:
        """Return whom a shared name means: by Mr or Ms, else the one named first in full."""
        lead = text[max(0, at - 6) : at]
        wanted = (
            "m"
            if re.search(r"\bMr\.? $", lead)
            else "f"
            if re.search(r"\bM(?:r?s|iss)\.? $", lead)
            else ""
        )
        fitting = [p for p in holders if wanted and p.sex in {wanted, None}]
        return fitting[0] if fitting else None if wanted else holders[0]

    def _learn_sexes(self) -> None:
        votes: dict[str, list[int]] = {}
        for (text, start, _), here in zip(self.sentences, self._mentions, strict=True):
            for mention in here if "they/them" in text else ():
                if mention.person and _THEIRS.match(text[mention.place - start :]):
                    mention.person.sex = "x"
        for i, (text, start, _) in enumerate(self.sentences):
            here = self._mentions[i]
            for mention in here:
                lead = text[max(0, mention.place - start - 12) : mention.place - start]
                person = mention.person
                if person and _MAN_BEFORE.search(lead):
                    person.sex = person.sex or "m"
                elif person and _WOMAN_BEFORE.search(lead):
                    person.sex = person.sex or "f"
            before = self._mentions[i - 1] if i else []
            alone = here if len({m.person and m.person.name for m in here}) == 1 else []
            rest = text[alone[0].place - start :] if alone else ""
            if not here and len({m.person and m.person.name for m in before}) == 1:
                alone, rest = before, text
            if alone and alone[0].person and alone[0].person.sex is None:
                tally = votes.setdefault(alone[0].person.name, [0, 0])
                tally[0] += _HIM.search(rest) is not None
                tally[1] += _HER.search(rest) is not None
        for name, (him, her) in votes.items():
            if bool(him) != bool(her):
                self._by_name[name].sex = "m" if him else "f"

    def heard(self, place: int, person: Known) -> None:
        """Remember that a pronoun or role at `place` meant this person."""
        i = max(0, bisect_right(self._starts, place) - 1)
        if i < len(self._mentions):
            mentions = self._mentions[i]
            mentions.append(Mention(place, person, 3))
            mentions.sort(key=lambda m: m.place)

    def named_between(self, begin: int, end: int) -> bool:
        """Whether anybody is mentioned in a stretch of the copy."""
        i = max(0, bisect_right(self._starts, begin) - 1)
        while i < len(self.sentences) and self._starts[i] < end:
            if any(begin <= m.place < end for m in self._mentions[i]):
                return True
            i += 1
        return False

    def by_name(self, name: str, place: int) -> tuple[Known | None, float]:
        """Return whom a name means, and how sure that is."""
        bare = _POST.sub("", trim(re.sub(r"[’']s?$", "", name.strip())))
        if bare in self._by_name:
            return self._by_name[bare], 1.0
        holders = self._keys.get(bare) or [
            p for p in self.people
            if p.name.endswith(" " + bare) or bare.endswith(" " + p.name)
            or (" " in bare and p.name.startswith(bare + " "))
        ]  # fmt: skip
        if not holders and len(bare.split()) > 1:
            holders = [
                p for p in self.people
                if p.surname == bare.split()[-1] and p.name.split()[0] == bare.split()[0]
            ]  # fmt: skip
        if len(holders) == 1:
            return holders[0], 0.97
        if not holders:
            misspelt = self._nearly(bare)
            return (misspelt, 0.72) if misspelt else (None, 0.0)
        if wanted := title_sex(name):
            fitting = [p for p in holders if p.sex in {wanted, None}]
            if len(fitting) == 1:
                return fitting[0], 0.9
        return self._shared(holders, place)

    def _nearly(self, surname: str) -> Known | None:
        """Return the one whose surname this is but for a letter or two, as a slip makes it."""
        near = [
            p for p in self.people
            if len(surname) >= 5 and " " not in surname and p.surname[:2] == surname[:2]
            and abs(len(p.surname) - len(surname)) <= 1
            and SequenceMatcher(None, p.surname, surname).ratio() >= 0.8
        ]  # fmt: skip
        return near[0] if len(near) == 1 else None

    def _shared(self, holders: Sequence[Known], place: int) -> tuple[Known | None, float]:
        """Of those who share a name, the one whom the story mostly calls by it."""
        formal = [p for p in holders if p.name not in self._familiar]
        if len(formal) == 1:
            return formal[0], 0.85  # the others are called by their first names
        first = min(holders, key=lambda p: p.start)
        latest = self._recent(place, {p.name for p in holders})
        if latest is None or latest is first:
            return first, 0.75
        index = bisect_left(self._starts, place + 1) - 1
        lately = [m.person for n in range(max(0, index - 2), index + 1) for m in self._mentions[n]]
        return (first, 0.5) if latest in lately else (first, 0.7)

    def _recent(self, place: int, names: set[str]) -> Known | None:
        for i in range(bisect_left(self._starts, place + 1) - 1, -1, -1):
            for mention in reversed(self._mentions[i]):
                if mention.place < place and mention.person and mention.person.name in names:
                    return mention.person
        return None
