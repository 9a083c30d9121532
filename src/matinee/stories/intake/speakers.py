"""Whom the words beside a quote mean: names, roles and pronouns resolved over the story."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from matinee.stories.intake.cues import GOES_ON, Cue
from matinee.stories.intake.people import (
    NAME,
    ROLE,
    ROLE_NOUN,
    Known,
    known_first,
    plausible,
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
_KIN = {
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
    r"favorite|talent)$"
)
_THING = re.compile(
    r"\b(?:letter|paper|newspaper|trailer|poster|chapter|number|theater|theatre|distributor|"
    r"broadcaster|streamer|"
    r"thriller|publisher|computer|character|regulator|sponsor|newsletter|exhibitor|operator|order|"
    r"answer|offer|"
    r"tour|career|power|humor|humour|colour|color|error|horror|year|dinner|summer|winter|weather|"
    r"water|server)$"
)
_STRANGER = re.compile(
    r"\b(?:source|insider|spokes\w+|representative|official|fan|viewer|critic|reviewer|friend|"
    r"colleague|witness|reader|user|member|reporter|journalist|interviewer|host|"
    r"somebody|someone|neighbour|neighbor|minister|judge|officer|lawyer|publicist|doctor)s?\b|^(?:[Oo]ne|[Aa]nother)\b"
)
_AGE_NEXT = re.compile(r",\s(\d\d)(?=[,.])")
_AGE_IN = re.compile(r"\b(\d\d)-year-old\b")
_MAN_BEFORE = re.compile(r"\b(?:Mr|Sir|Lord|actor and father)\.? $")
_WOMAN_BEFORE = re.compile(r"\b(?:Mrs|Ms|Miss|Dame|Lady|[Aa]ctress)\.? $")
_HIM = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
_HER = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_LEAD_NAME = re.compile(
    rf"^(?:But |And |So |Then |Now )?(?P<name>[{UP}][{LOW}]+)(?=, (?:\d|who|the|a|his|her)|"
    rf"\s(?:has|had|is|was|will|said|says|"
    r"told|tells|plays|played|did|does|also|never|always|went|took|came|[a-z]+ed|[a-z]+s)\b)"
)
_LEAD_TITLED = re.compile(
    rf"^(?:But |And |So |Then |Now )?(?P<title>Mrs?|Ms|Miss|Dr|Sir|Dame)\.? (?P<name>[{UP}][\w’'-]+)"
    rf"(?! [{UP}])"
)
_LEAD_NP = re.compile(
    r"^(?:But |And |So |Yet |Later,? |Now,? |Still,? |Meanwhile,? )?(?P<np>(?:[Tt]he|[Hh]is|"
    r"[Hh]er|[Tt]heir|An?|One)\s(?:[\w’'-]+\s){0,5}?[\w’'-]+)"
    r"(?=\s(?:said|says|told|tells|added|adds|recalled|recalls|explained|explains|disagreed|"
    r"disagrees|agreed|agrees|laughed|laughs|"
    r"has|had|is|was|will|who|never|also|then|hopes|shrugs|smiles|looks|admits|admitted|insists|"
    r"thinks|thought|now|made|makes|played|"
    r"plays|stars|starred|grew|went|took|wrote|began|joined|joked|described|describes|went|goes|"
    r"came|comes|replied|revealed|continued)\b|,)"
)


# "a source close to Cullinane", "the lawyer for Rory Tennick": not the one who is named.
_OF_ANOTHER = re.compile(
    rf"(?P<head>(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er) (?:[\w’'-]+ ){{0,4}}?[{LOW}-]+) "
    rf"(?:close to|who (?:works|worked) (?:with|for)|on behalf of|representing|of|for|to|at|near) "
    rf"(?:the |actor |director )?[{UP}]"
)
# "A Southland ferry skipper who …", "The star of a new film about …"
_OPENING = re.compile(
    rf"^(?:[Aa]n?|[Tt]he|[Oo]ne)\s(?:[\w’'-]+,?\s){{0,6}}?"
    rf"(?P<who>(?:{ROLE_NOUN})|[a-z-]+(?:man|woman|maker|er|or|ist|ian|ess))(?!\w)(?! of the (?:film|book))"
)
_FELLOW = re.compile(r"\bco-(?:star|director|writer|producer|lead|creator|author)$")


@dataclass(frozen=True)
class Mention:
    """Somebody meant at a place: 3 as the subject, 2 elsewhere, 1 as an owner. None: a stranger."""

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


class Cast:
    """The people of a story, and whom a name, a role or a pronoun means at a place in it."""

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

    # --- who is named where -------------------------------------------------------------------

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

    def reach(self, place: int) -> None:
        """Put in those whom sentences' first words describe, in order, as far as `place`."""
        while self._reached < len(self.sentences) and self._starts[self._reached] <= place:
            self._reached += 1
            self._add_described(self._reached - 1)

    def _add_described(self, i: int) -> None:
        """Put in whom a sentence's first words describe: "The director …", "Her brother …"."""
        text, start, _ = self.sentences[i]
        match = _LEAD_NP.match(text)
        if match is None:
            self._add_first_name(i)
            return
        at, until = start + match.start("np"), start + match.end("np")
        if any(m.place <= until + 2 for m in self._mentions[i]):
            return
        phrase = match["np"]
        person, sure = self.by_role(phrase, at)
        if person and sure >= SURE:
            self._mentions[i].insert(0, Mention(at, person, 3))
            self._learn(person, phrase, text[match.end("np") :])
        elif (kin := _kin(phrase)) is not None:
            self._mentions[i].insert(0, Mention(at, None, 3, kin))
        elif _STRANGER.search(phrase) or phrase.split()[0] in {"A", "An", "One"}:
            self._mentions[i].insert(0, Mention(at, None, 3))

    def _add_first_name(self, i: int) -> None:
        """Put in a stranger for a subject of whom the story tells the first name alone."""
        text, start, _ = self.sentences[i]
        if titled := _LEAD_TITLED.match(text):
            if titled["name"] not in self._keys:  # never told in full: nobody known, but for a slip
                sex = _title_sex(titled["title"]) or ""
                meant = self._nearly(titled["name"])
                self._mentions[i].insert(0, Mention(start + titled.start("name"), meant, 3, sex))
            return
        match = _LEAD_NAME.match(text)
        if match is None or match["name"] in self._keys or not known_first(match["name"]):
            return
        if not any(m.place <= start + match.end() for m in self._mentions[i]):
            sex = sex_of_first_name(match["name"]) or ""
            self._mentions[i].insert(0, Mention(start + match.start("name"), None, 3, sex))

    def _learn(self, person: Known, phrase: str, after: str) -> None:
        """Take what a description says of whom it describes: role and age."""
        if roles := list(ROLE.finditer(phrase)):
            person.roles.add(str(roles[-1].lastgroup))
        if age := _AGE_NEXT.match(after) or _AGE_IN.search(phrase):
            person.age = person.age or int(age[1])

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

    def alone_in(self, begin: int, end: int) -> Known | None:
        """Return the subject of a paragraph's last sentence, where it tells of nobody else."""
        subject = self.subject_of(end - 1)
        i = max(0, bisect_right(self._starts, begin) - 1)
        while subject is not None and i < len(self.sentences) and self._starts[i] < end:
            here = [m for m in self._mentions[i] if begin <= m.place < end]
            if any(m.person is not subject and m.weight > 1 for m in here):
                return None
            i += 1
        return subject

    def subject_of(self, place: int) -> Known | None:
        """Return the subject of the sentence at `place`, named or meant by its first word."""
        self.reach(place)
        i = max(0, bisect_right(self._starts, place) - 1)
        if i >= len(self.sentences):
            return None
        text, start, _ = self.sentences[i]
        named = [m for m in self._mentions[i] if m.place < place and m.weight == 3]
        pronoun = re.match(r"(?:(?:But|And|So|Then|Later),? )?([Hh]e|[Ss]he)\b", text)
        if pronoun:
            return self.by_pronoun(pronoun[1], start + pronoun.start(1), None)[0]
        return named[0].person if named else None

    def introduced(self, cue: Cue) -> Known | None:
        """Return whom the paragraph below names, where the story opens with a description.

        "A ferry skipper says acting is “just shouting”. ¶ Anahera Ngata, 37, …"
        """
        at = bisect_left(self._starts, cue.place + 1) - 1
        first = self.sentences[0][0] if self.sentences else ""
        opening = _OPENING.match(first) or _OPENING.match(cue.subject)
        if opening is None or _STRANGER.search(opening["who"]) or _THING.search(opening["who"]):
            return None
        if any(m.person for here in self._mentions[: at + 1] for m in here):
            return None
        for i in range(at + 1, min(at + 4, len(self.sentences))):
            named = [m for m in self._mentions[i] if m.person]
            if named:
                person, start = named[0].person, self.sentences[i][1]
                opens = start in self._paragraphs and named[0].place - start < 30
                sex = {"he": "m", "she": "f"}.get(cue.subject.lower())
                fits = person is not None and (not sex or person.sex in {sex, None})
                return person if opens and fits and named[0].weight == 3 else None
        return None

    # --- names --------------------------------------------------------------------------------

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
        if wanted := _title_sex(name):
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

    # --- roles --------------------------------------------------------------------------------

    def by_role(
        self, phrase: str, place: int, last: Known | None = None
    ) -> tuple[Known | None, float]:
        """Return whom "the director" means: the one so described, nearest before."""
        if re.match(r"(?:[Aa]n?|[Oo]ne|[Ss]ome|[Aa]nother)\s", phrase):
            return None, 0.0
        if (kin := _kin(phrase)) is not None:
            return self._by_kin(phrase, kin, place)
        if _FELLOW.search(phrase):
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
            if _HUMAN.search(phrase) and not _STRANGER.search(phrase) and not _THING.search(phrase):
                return self._subject_lately(place, last)
            return None, 0.0
        role = str(roles[-1].lastgroup)
        female = re.search(r"\b(?:actress|comedienne|heroine)\b", phrase)
        near, sure = self._subject_lately(place, None)
        if near is not None and self._fits(near, role, female is not None):
            return near, max(sure, 0.8 if role in near.roles else 0.65)
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
        return (last, 0.65) if last and loose and not last.roles - {role} else (None, 0.0)

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

    # --- pronouns -----------------------------------------------------------------------------

    def by_pronoun(self, word: str, place: int, last: Known | None) -> tuple[Known | None, float]:
        """Return whom he or she means: the nearest sentence's subject that fits."""
        sex = {"he": "m", "his": "m", "she": "f", "her": "f"}.get(word.lower())
        if sex is None:
            return None, 0.0
        index = bisect_left(self._starts, place + 1) - 1
        for i in range(index, max(-1, index - 9), -1):
            here = [m for m in self._mentions[i] if m.place < place]
            stranger = next((m for m in here if m.person is None and m.sex in {sex, ""}), None)
            fitting = [m for m in here if m.person and m.person.sex in {sex, None}]
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
        if last and last.sex in {sex, None}:
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

    # --- the whole ----------------------------------------------------------------------------

    def resolve(self, cue: Cue, last: Known | None) -> tuple[str | None, float, Known | None]:
        """Return the full name of a cue's subject, how sure that is, and the person if known."""
        self.reach(cue.place)
        subject = cue.subject.strip()
        low = subject.lower()
        if not subject:
            person = self.subject_of(cue.place) or last
            return (person.name, 0.8 * cue.sure, person) if person else (None, 0.0, None)
        if low in {"he", "she"}:
            return self._settled(*self._spoken_by(low, cue, last), cue)
        if low in {"they", "i", "we", "it", "you"}:
            return None, 0.0, None
        if (
            re.match(r"(?:the|his|her|their|an?|its|our|my|another|one|some)\s", low)
            or subject[:1].islower()
        ):
            if other := _OF_ANOTHER.match(subject):
                return self._settled(*self.by_role(other["head"], cue.place, last), cue)
            names = [m for m in NAME.finditer(subject) if self._is_name(trim(m[0]))]
            if names:
                return self._named(trim(names[-1][0]), cue)
            tail = subject.split()[-1]
            if tail[:1].isupper() and tail in self._keys and not re.search(r"[’']s ", subject):
                return self._named(tail, cue)
            return self._settled(*self.by_role(subject, cue.place, last), cue)
        if re.search(r"[’']s?\s+[a-z]", subject):
            return None, 0.0, None
        return self._named(subject, cue)

    def _is_name(self, name: str) -> bool:
        return name in self._by_name or (
            len(name.split()) > 1 and plausible(name) and known_first(name)
        )

    def _spoken_by(self, word: str, cue: Cue, last: Known | None) -> tuple[Known | None, float]:
        sex = "m" if word == "he" else "f"
        goes_on = last is not None and cue.verb in GOES_ON and last.sex in {sex, None}
        if last is not None and goes_on and not self._another_since(cue.place, last, sex):
            return last, 0.9
        return self.by_pronoun(word, cue.place, last)

    def _another_since(self, place: int, last: Known, sex: str) -> bool:
        """Whether the paragraph's latest subject before `place` is somebody else who fits."""
        opened = self._paragraphs[max(0, bisect_right(self._paragraphs, place) - 1)]
        for i in range(bisect_left(self._starts, place) - 1, -1, -1):
            if self._starts[i] < opened:
                return False
            for mention in reversed(self._mentions[i]):
                if mention.weight != 3 or mention.place >= place:
                    continue
                if mention.person is None:
                    return mention.sex in {sex, ""}
                if mention.person.sex in {sex, None}:
                    return mention.person is not last
        return False

    def _settled(
        self, person: Known | None, sure: float, cue: Cue
    ) -> tuple[str | None, float, Known | None]:
        return (person.name, sure * cue.sure, person) if person else (None, 0.0, None)

    def _named(self, name: str, cue: Cue) -> tuple[str | None, float, Known | None]:
        person, sure = self.by_name(name, cue.place)
        if person:
            return person.name, sure * cue.sure, person
        full = trim(name)
        holders = self._keys.get(full.split()[-1], []) if full else []
        if len(holders) == 1 and not known_first(full):
            return holders[0].name, 0.8 * cue.sure, holders[0]  # "Oscar-winner Prado"
        if len(full.split()) >= 2 and plausible(full):
            return full, 0.75 * cue.sure, None
        return None, 0.0, None


def _kin(phrase: str) -> str | None:
    """Return the sex of a kinsman ("" where untold), or None where the phrase names no kin."""
    words = phrase.lower().split()
    return _KIN.get(words[-1]) if words else None


def _title_sex(name: str) -> str | None:
    if re.match(r"(?:Mr|Sir|Lord)\b", name):
        return "m"
    return "f" if re.match(r"(?:Mrs|Ms|Miss|Dame|Lady)\b", name) else None
