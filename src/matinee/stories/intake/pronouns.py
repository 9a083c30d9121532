"""Whom he or she means: the nearest sentence’s subject that fits."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from matinee.stories.intake.mentions import Mention, Mentions
from matinee.stories.intake.people import (
    Known,
)

# "They" is one person only where the story tells that it is somebody's: the x of `mentions`.
SEX = {"he": "m", "his": "m", "she": "f", "her": "f", "they": "x", "their": "x"}


def may_be(person: Known, sex: str) -> bool:
    """Whether a pronoun can mean this person; "they" only whose the story says that it is."""
    return person.sex == sex or (person.sex is None and sex != "x")


class Pronouns(Mentions):
    """The people of a story, and whom a pronoun means at a place in it."""

    def by_pronoun(self, word: str, place: int, last: Known | None) -> tuple[Known | None, float]:
        """Return whom he or she means: the nearest sentence's subject that fits."""
        sex = SEX.get(word.lower())
        if sex is None or (sex == "x" and not any(p.sex == "x" for p in self.people)):
            return None, 0.0
        index = bisect_left(self._starts, place + 1) - 1
        for i in range(index, max(-1, index - 9), -1):
            here = [m for m in self._mentions[i] if m.place < place]
            stranger = next((m for m in here if m.person is None and m.sex in {sex, ""}), None)
            fitting = [m for m in here if m.weight and m.person and may_be(m.person, sex)]
            if stranger and not any(m.weight == 3 for m in fitting):
                return None, 0.0
            if fitting:
                person, sure = self._best(fitting, sex, last)
                weight = max(m.weight for m in fitting if m.person is person)
                if weight < 3 and (hero := self._hero(sex, person, place)):
                    return hero, 0.65
                if weight < 3 and self._rival_subject(i, sex, person, last):
                    sure -= 0.25
                return person, sure
        if last and may_be(last, sex):
            return last, 0.65
        return None, 0.0

    def _hero(self, sex: str, person: Known | None, place: int) -> Known | None:
        """Return whom the story is about, where somebody named in passing could be meant as well."""
        told = Counter(
            m.person.name for here in self._mentions for m in here
            if m.person and m.place < place and m.weight == 3
        )  # fmt: skip
        fitting = [(told[p.name], p) for p in self.people if p.sex == sex and p is not person]
        most, hero = max(fitting, key=lambda one: one[0], default=(0, None))
        passing = told[person.name] if person else 0
        second = sorted((n for n, _ in fitting), reverse=True)[1:2]
        return hero if most >= 3 and not passing and most >= 2 * max(second, default=0) else None

    def _rival_subject(self, i: int, sex: str, person: Known | None, last: Known | None) -> bool:
        """Whether the sentence before tells of somebody else of that sex: she may be meant."""
        if person is last or i == 0 or self.sentences[i][1] in self._paragraphs:
            return False
        return any(
            m.weight == 3 and m.person and m.person is not person and m.person.sex == sex
            for m in self._mentions[i - 1]
        )

    def _best(
        self, fitting: Sequence[Mention], sex: str, last: Known | None
    ) -> tuple[Known | None, float]:
        top = max(m.weight for m in fitting)
        strongest = [m for m in fitting if m.weight == top]
        chosen = strongest[-1] if top == 3 else strongest[0]
        person = chosen.person
        assert person is not None
        rivals = [m.person for m in fitting if m.person and m.person.name != person.name]
        sure = 0.92 if person.sex == sex else 0.8
        if any(r.sex == sex for r in rivals) and person.sex is None:
            known = [r for r in rivals if r.sex == sex]
            person, sure = (known[0], 0.65) if len({r.name for r in known}) == 1 else (person, 0.4)
        elif rivals:
            sure -= 0.1 if top == 3 else 0.25
        if top == 1 and not rivals:
            sure -= 0.1
        if last is not None and last is not person and last.name in {r.name for r in rivals}:
            sure -= 0.05
        return person, sure
