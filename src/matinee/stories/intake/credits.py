"""Who directed and who plays whom, by the words around each mention of a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matinee.stories.intake.credit_words import (
    ALL_OF,
    AND_ONE,
    AS_PART,
    AS_SOMEBODY,
    AUTHOR,
    BREAKS,
    CAST_AFTER,
    CAST_LIST,
    CHAIN,
    CHARACTER,
    CLOSES,
    CREW,
    DIRECTOR_AFTER,
    DIRECTOR_BEFORE,
    FIRST_FILM,
    GOES_ON,
    IN_BRACKETS,
    IS,
    LABEL,
    NO_CHARACTER,
    NOT_OWNER,
    OF_TITLE,
    ONLY_WITH,
    OTHER_DIRECTORS,
    OWN_FILM,
    OWNS,
    POSSESSIVE,
    PRONOUNS,
    ROLE_AFTER,
    SHOWN,
    STARS,
    STARS_OF,
    SUBJECT_PLAYS,
    THE_GENRE,
    TO_TITLE,
    WITH_ONE,
    YEAR_CLOSES,
)
from matinee.stories.intake.people import Known
from matinee.stories.intake.spotting import Spotter
from matinee.stories.intake.territories import CODES


@dataclass(frozen=True)
class Mention:
    """A person named at a place: `start` and `end` are of the words there, in the copy."""

    person: Known
    start: int
    end: int


@dataclass(frozen=True)
class Credit:
    """Somebody's part in a film: `place` tells which film, by the sentence that it stands in."""

    job: str
    person: Known
    character: str | None
    place: int
    sure: int = 2


class Roll:
    """Finds people by full name, surname or first name in a stretch of text."""

    def __init__(self, people: Sequence[Known]) -> None:
        """A name that two people share finds the one named first in full, and no one twice."""
        self.keys: dict[str, Known] = {}
        shared: set[str] = set()
        for person in people:
            words = person.name.split()
            for key in dict.fromkeys((person.name, person.surname, words[-1], words[0])):
                if key in self.keys and key != person.name:
                    shared.add(key)
                self.keys.setdefault(key, person)
        for key in shared:
            if key != self.keys[key].name:
                del self.keys[key]
        self.spotter = Spotter(self.keys, GOES_ON)

    def find(self, text: str, start: int) -> list[Mention]:
        """Return the mentions in a text that stands at `start`."""
        return [
            Mention(self.keys[name], start + at, start + at + len(name))
            for name, at in self.spotter.find(text)
        ]


_OF_A_KIND = re.compile(r"(?:an?|the|another|one) ")


def character(text: str, people: frozenset[str], titles: Sequence[str]) -> str | None:
    """Return the character's name in "a trawlerman’s wife Jean", None in "a lighthouse keeper"."""
    for title in titles:
        text = text.replace(title, "")
    text = re.split(
        r"\s+(?:in|who|whose|that|from|at|opposite|alongside|and|with|on|for|as|to)\s", text + " "
    )[0].strip()
    found = [m for m in CHARACTER.finditer(text) if m["name"] not in people]
    if not found:
        return None
    name = str(found[-1]["name"])
    if _OF_A_KIND.match(text) and re.match(r" [a-z]", text[found[-1].end() :]):
        return None  # "an English aunt"
    owner = text[found[-1].end() : found[-1].end() + 1]
    return (
        None if owner in {"’", "'"} or name in {"The", "Mr", "Mrs", "British", "American"} else name
    )


class Reader:
    """Reads a sentence's credits off its mentions of people."""

    def __init__(self, people: Sequence[Known], titles: Sequence[str]) -> None:
        """`titles` are the films of the page, whose words are nobody's names."""
        self.names = frozenset(p.name for p in people)
        # A real person the story tells more of: no character, even where brackets suggest it.
        self.real = frozenset(
            p.name for p in people
            if (p.age is not None or p.roles) and not ALL_OF.match(p.name)
        )  # fmt: skip
        self.titles = titles
        self._titles = tuple(titles)

    def _stars_of(self, before: str) -> bool:
        """Whether "… Salt Road star" stands before a name, of a film of the page."""
        stars = STARS_OF.search(before)
        if stars is None:
            return False
        return any(before[:end].endswith(self._titles) for end in (stars.start(), stars.start(1)))

    def read(self, text: str, start: int, mentions: Sequence[Mention]) -> list[Credit]:
        """Return the credits in one sentence that stands at `start`, quotes blanked."""
        if ONLY_WITH.match(text):
            return [Credit("cast", m.person, None, m.start) for m in mentions]
        found: list[Credit] = []
        kinds: list[str | None] = []
        role: str | None = None
        for i, mention in enumerate(mentions):
            if kinds and role and mention.person.name == role:
                kinds.append(kinds[-1])  # the character just named, not somebody else
                continue
            before = text[max(0, mention.start - start - 110) : mention.start - start]
            after = text[mention.end - start : mention.end - start + 140]
            gap = text[mentions[i - 1].end - start : mention.start - start] if i else None
            job, sure, role = self._job(before, after, gap, kinds[-1] if kinds else None)
            if job is None and "cast" in kinds and AS_PART.match(after) and WITH_ONE.search(before):
                job, sure, role = "cast", 2, self.role(before, after)
            if role and mention.person.name.endswith(role.split()[-1]):
                job = role = None  # "Gary is Gary Pfeiffer": no character, but who he is
            if (
                job == "director"
                and LABEL.search(before)
                and not any(t in text for t in self.titles)
            ):
                sure = 2  # of some film, which another sentence may tell better
            kinds.append(job)
            if job:
                place = mention.start
                if sure == 1 and (owned := self._owned(after)):
                    place = mention.end + owned
                found.append(Credit(job, mention.person, role, place, sure))
        found += self._backwards(text, start, mentions, kinds)
        return found + self._described(text, start, mentions, kinds)

    def _described(
        self, text: str, start: int, mentions: Sequence[Mention], kinds: list[str | None]
    ) -> list[Credit]:
        """Read "…; B is the manager who …" beside one who plays somebody."""
        if "cast" not in kinds:
            return []
        return [
            Credit("cast", m.person, None, m.start, 1)
            for m, kind in zip(mentions, kinds, strict=True)
            if kind is None
            and re.search(r"(?:^|[;,] (?:and )?|\band )$", text[: m.start - start])
            and (
                said := re.match(
                    r" is (?:an?|the|his|her) [^.;]{3,60}?\b(?:who|whom|whose)\b",
                    text[m.end - start :],
                )
            )
            and not CREW.search(said[0])
        ]

    def _job(
        self, before: str, after: str, gap: str | None, last: str | None
    ) -> tuple[str | None, int, str | None]:
        if (
            (DIRECTOR_BEFORE.search(before)
            and not OTHER_DIRECTORS.search(before))
            or (gap is not None and last == "director" and gap in {" and ", " & ", ", "})
        ):  # fmt: skip
            return "director", 3, None
        if before.endswith(OF_TITLE) and THE_GENRE.match(after):
            return "director", 1, None
        if before.endswith(" (") and YEAR_CLOSES.match(after):
            return "director", 3, None
        if DIRECTOR_AFTER.match(after):
            return "director", 3, None
        if AUTHOR.search(before) and not re.search(r"\b(?:played|voiced) by ", before[-30:]):
            return None, 0, None
        if self._in_cast(before, after, gap, last):
            return "cast", 3 if STARS.search(before) else 2, self.role(before, after)
        is_role = IS.match(after)
        if is_role and not self._no_character(is_role["role"]):
            return "cast", 2, is_role["role"]
        if (OWNS.match(after) or self._owns_title(after)) and not NOT_OWNER.search(before):
            return "director", 1, None
        return None, 0, None

    def _owned(self, after: str) -> int:
        """Return how far behind a name the film stands that it owns: "’s western |The Salt Wedding"."""
        owns = OWNS.match(after)
        begin = owns.end() if owns else 0
        if lead := TO_TITLE.match(after, begin):
            if any(after.startswith(t, lead.end()) for t in self.titles):
                return lead.end()
        return 0

    def _owns_title(self, after: str) -> bool:
        """Whether "’s Saltburn" follows: a film owned by its maker."""
        owned = POSSESSIVE.match(after)
        return owned is not None and any(after.startswith(t, owned.end()) for t in self.titles)

    def _in_cast(self, before: str, after: str, gap: str | None, last: str | None) -> bool:
        if after.startswith(("’s ", "'s ")) and not CAST_AFTER.match(after):
            return False  # "a cameo by Canon Hayes’s car"
        if CAST_LIST.search(before) or self._stars_of(before):
            return True
        if CAST_AFTER.match(after):
            return True
        if (said := AS_SOMEBODY.match(after)) and not CREW.search(said[0]):
            return True
        if after.startswith(" as ") and (
            SHOWN.search(before)
            or (gap is not None and last == "cast" and AND_ONE.search(gap) and AS_PART.match(after))
        ):
            return True
        if gap is not None and last == "cast" and CHAIN.match(gap) and not BREAKS.search(gap):
            return True
        bracket = IN_BRACKETS.search(before) if "(" in before else None
        if bracket and CLOSES.match(after) and bracket["role"].lower() not in PRONOUNS:
            return not self._no_character(ALL_OF.sub("", bracket["role"]))
        return False

    def _no_character(self, role: str) -> bool:
        """Whether a role is really somebody's job, a real person or a film."""
        return (
            role in self.real
            or role in CODES
            or role in NO_CHARACTER
            or CREW.search(role) is not None
            or any(t.endswith(role) for t in self.titles)
        )

    def role(self, before: str, after: str) -> str | None:
        """Return the character that the words around an actor name, or None."""
        if role := ROLE_AFTER.match(after):
            return character(role["role"], self.real, self.titles)
        bracket = IN_BRACKETS.search(before) if "(" in before else None
        if (
            bracket
            and bracket["role"][:1].isupper()
            and ALL_OF.sub("", bracket["role"]) not in self.real
        ):
            return ALL_OF.sub("", bracket["role"])
        return None

    def _backwards(
        self, text: str, start: int, mentions: Sequence[Mention], kinds: list[str | None]
    ) -> list[Credit]:
        """ "A, 27, and B, 47, star": what stands in a row before one who stars does so too."""
        found = []
        for i in range(len(mentions) - 2, -1, -1):
            following = text[mentions[i + 1].end - start :]
            gap = text[mentions[i].end - start : mentions[i + 1].start - start]
            in_row = kinds[i + 1] == "cast" and kinds[i] is None and CHAIN.match(gap)
            plural = CAST_AFTER.match(following) or (i + 2 < len(kinds) and kinds[i + 2] == "cast")
            if in_row and plural and not BREAKS.search(gap):
                kinds[i] = "cast"
                found.append(Credit("cast", mentions[i].person, None, mentions[i].start, 2))
        return found


def spoken_of(text: str) -> re.Match[str] | None:
    """Return the match of "The actor, 34, plays …" or "In it he plays …" in a sentence."""
    return SUBJECT_PLAYS.search(text) if "play" in text or "star" in text else None


def own_film(text: str) -> re.Match[str] | None:
    """Return the match of "… his forthcoming film The Quiet Carriage"."""
    return OWN_FILM.search(text) if "his " in text or "her " in text else None


def first_film(text: str) -> re.Match[str] | None:
    """Return the match of "… is her first film (as a director)"."""
    if not any(owner in text for owner in _OWNERS):
        return None
    return FIRST_FILM.search(text)


_OWNERS = ("s his ", "s her ", "His ", "Her ")
