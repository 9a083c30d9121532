"""Whom the words beside a quote mean: names, roles and pronouns resolved over the story."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from matinee.stories.intake.cues import GOES_ON, Cue
from matinee.stories.intake.descriptions import (
    FELLOW,
    KIN,
    STRANGER,
    THING,
    Descriptions,
    is_human,
    kinship,
)
from matinee.stories.intake.mentions import SURE, Mention, title_sex
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
from matinee.stories.intake.pronouns import SEX, may_be
from matinee.stories.intake.subjects import TOGETHER
from matinee.stories.intake.text import LOW, UP

__all__ = ["SURE", "Cast"]

_AGE_NEXT = re.compile(r",\s(\d\d)(?=[,.])")
_AGE_IN = re.compile(r"\b(\d\d)-year-old\b")
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
    r"came|comes|replied|revealed|continued|denies|denied|nods|nodded|sighs|sighed|grins|grinned|remembers|remembered|believes|feels|felt|knows|wants|wanted|loves|loved|points|pauses|paused|groans|interrupts)\b|,)"
)
_FOR_ANOTHER = re.compile(
    r"(?:But |And )?(?:An?|The|One|Another) (?:[\w-]+ )?(?:spokes\w+|source|insider|representative|lawyer|agent|aide|"
    r"friend|publicist) (?:for|close to|of|at|with)\b"
)
# "Their daughter survives him; she …": kin are meant whatever they do.
_LEAD_KIN = re.compile(
    rf"^(?P<np>(?:His|Her|Their) (?:[a-z-]+ ){{0,2}}?(?:{'|'.join(KIN)}))(?=[ ,](?![{UP}]))"
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


class Cast(Descriptions):
    """The people of a story, and whom a name, a role or a pronoun means at a place in it."""

    def reach(self, place: int) -> None:
        """Put in those whom sentences' first words describe, in order, as far as `place`."""
        while self._reached < len(self.sentences) and self._starts[self._reached] <= place:
            self._reached += 1
            self._add_described(self._reached - 1)

    def _add_described(self, i: int) -> None:
        """Put in whom a sentence's first words describe: "The director …", "Her brother …"."""
        text, start, _ = self.sentences[i]
        if _FOR_ANOTHER.match(text):
            # "A spokesman for Declan Roe said": no other is this sentence's subject.
            others = [replace(m, weight=min(m.weight, 2)) for m in self._mentions[i]]
            self._mentions[i] = [Mention(start, None, 3), *others]
            return
        match = _LEAD_NP.match(text) or _LEAD_KIN.match(text)
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
        elif (kin := kinship(phrase)) is not None:
            self._mentions[i].insert(0, Mention(at, None, 3, kin))
        elif (
            STRANGER.search(phrase)
            or FELLOW.search(phrase)
            or phrase.split()[0] in {"A", "An", "One"}
            or (phrase.split()[0] in {"His", "Her", "Their"} and is_human(phrase))
        ):
            self._mentions[i].insert(0, Mention(at, None, 3))

    def _add_first_name(self, i: int) -> None:
        """Put in a stranger for a subject of whom the story tells the first name alone."""
        text, start, _ = self.sentences[i]
        if titled := _LEAD_TITLED.match(text):
            if titled["name"] not in self._keys:  # never told in full: nobody known, but for a slip
                sex = title_sex(titled["title"]) or ""
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
        if opening is None or STRANGER.search(opening["who"]) or THING.search(opening["who"]):
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

    def resolve(self, cue: Cue, last: Known | None) -> tuple[str | None, float, Known | None]:
        """Return the full name of a cue's subject, how sure that is, and the person if known."""
        self.reach(cue.place)
        subject = cue.subject.strip()
        low = subject.lower()
        if not subject:
            person = self.subject_of(cue.place) or last
            return (person.name, 0.8 * cue.sure, person) if person else (None, 0.0, None)
        if low in {"he", "she", "they"}:
            return self._settled(*self._spoken_by(low, cue, last), cue)
        if low in {TOGETHER, "i", "we", "it", "you"}:
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
        sex = SEX[word]
        goes_on = last is not None and cue.verb in GOES_ON and may_be(last, sex)
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
