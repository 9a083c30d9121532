"""Who said it: the cue beside a quote, and the person that its subject means."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matinee.stories.intake.people import NAME, ROLE, Known, plausible, trim
from matinee.stories.intake.quotes import VERBS
from matinee.stories.intake.text import APOS, LOW, UP, sentences

_WORD = rf"[{UP}][{LOW}{UP}{APOS}-]*[{LOW}{UP}]|[{UP}]\."
_PARTICLES = r"(?:Ní|Ó|de|De|van|Van|von|der|la|le|du|Mac|O’|di|Del|del|al|el|Al|El|bin)"
_NAMELIKE = rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Dame|Sir|Prof|Professor|Lord|Lady)\.?\s+)?(?:(?:{_WORD})|{_PARTICLES})(?:\s+(?:{_WORD}|{_PARTICLES})){{0,4}}"
_ROLE_PHRASE = r"(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?) (?:[\w’'-]+[ ,]+){0,5}?(?:director|film-?maker|actor|actress|star|co-star|writer|author|novelist|screenwriter|playwright|producer|critic|comedian|programmer|curator|manager|projectionist|boss|organiser|founder|performer|writer-director|auteur|singer|musician|composer|cinematographer|newcomer|presenter|host|\d\d-year-old)"
SUBJECT = rf"(?P<subj>{_NAMELIKE}|[Hh]e|[Ss]he|[Tt]hey|{_ROLE_PHRASE}(?:\s+{_NAMELIKE})?)"
_ADVERB = r"(?:(?:also|later|then|once|recently|previously|has|have|had|is|was|\w+ly|even|first|since|would|again|himself|herself|and|just|still|further|quickly|now|who|once|can)\s+){0,3}"
_APPOSITIVE = r"(?:,[^,“”\"\x00]{1,90},|\s\([^)]{1,40}\)|,? who (?:plays|wrote|directed|stars|co-wrote|is|was|runs|has)[^,“”\"\x00]{1,80},)?"
_AFTER_SUBJECT_FIRST = re.compile(
    rf"^[,\s—–-]*(?:as\s+)?{SUBJECT}{_APPOSITIVE}\s+{_ADVERB}(?P<verb>{VERBS})\b"
)
_AFTER_VERB_FIRST = re.compile(
    rf"^[,\s—–-]*(?P<verb>{VERBS})\s+(?:the\s+)?(?:(?:\w+[ -]){{0,3}}(?=[{UP}]))?{SUBJECT}"
)
_AFTER_VERB_ROLE = re.compile(rf"^[,\s—–-]*(?P<verb>{VERBS})\s+{SUBJECT}")
_ACCORDING = re.compile(
    rf"\b(?P<verb>according to)\s+(?:(?:[\w’'-]+\s){{0,4}}?)(?={_NAMELIKE}|\w){SUBJECT}"
)
_BEFORE = re.compile(
    rf"(?:^|(?<=[\s,;—–“”\"\x00.:(]))(?:(?:[\w-]+ ){{0,3}}(?:director|actor|actress|film-?maker|writer|producer|star|critic) )?{SUBJECT}{_APPOSITIVE}\s+{_ADVERB}(?P<verb>{VERBS}|praise[sd]?|refer(?:s|red) to|speaks?|spoke|talks?|reacted|took)\b"
)
_COLON = re.compile(rf"^{SUBJECT}\s*:\s*$")
_GO_ON = re.compile(r"[^.!?]*$")


@dataclass(frozen=True)
class Cue:
    """The words beside a quote that say whose it is."""

    subject: str
    verb: str
    place: int
    sure: float


@cache
def first_names() -> dict[str, str]:
    """Return {folded first name: "m" or "f"} for names that nearly always tell."""
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return dict.fromkeys(data["male"].split(), "m") | dict.fromkeys(data["female"].split(), "f")


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def cue_after(after: str, place: int) -> Cue | None:
    """Return the cue that follows a quote: "…," X said; "…," said X."""
    for pattern, sure in (
        (_AFTER_SUBJECT_FIRST, 0.95),
        (_AFTER_VERB_FIRST, 0.95),
        (_AFTER_VERB_ROLE, 0.9),
    ):
        if match := pattern.match(after[:260]):
            return Cue(match["subj"], match["verb"], place + match.start("subj"), sure)
    if match := _ACCORDING.match(after[:200].lstrip(" ,")):
        return Cue(match["subj"], match["verb"], place, 0.85)
    return None


def cue_before(before: str, place: int) -> Cue | None:
    """Return the cue that leads up to a quote: X said: "…"; X called it "…"."""
    clause = before[-420:]
    offset = place + len(before) - len(clause)
    if match := _COLON.match(clause.strip()):
        return Cue(match["subj"], "said", offset, 0.9)
    matches = list(_BEFORE.finditer(clause))
    for match in reversed(matches):
        between = clause[match.end() :]
        if "\x00" in between and len(between) > 160:
            continue
        subject = match["subj"]
        # "After X told him to stop, Y …": a later subject without a verb of speech wins nothing.
        return Cue(subject, match["verb"], offset + match.start("subj"), 0.9)
    if match := _ACCORDING.search(clause):
        return Cue(match["subj"], match["verb"], offset + match.start(), 0.85)
    inverted = re.search(
        rf"\b(?P<verb>said|says|wrote|recalled|added)\s+{SUBJECT}[^.!?]{{0,60}}:\s*$", clause
    )
    if inverted:
        return Cue(inverted["subj"], inverted["verb"], offset + inverted.start("subj"), 0.85)
    return None


class Cast:
    """The people of a story, and whom a name, a role or a pronoun means at a place in it."""

    def __init__(
        self,
        people: Sequence[Known],
        paragraphs: Sequence[tuple[str, int]],
        directors: Sequence[str],
    ) -> None:
        """Note each mention outside quotes; `paragraphs` have quotes blanked out with NUL."""
        self.people = list(people)
        for person in self.people:
            if person.name in directors:
                person.roles.add("director")
            first = _plain(person.name.split()[0])
            person.sex = person.sex or first_names().get(first)
        self.sentences = [s for text, start in paragraphs for s in sentences(text, start)]
        self._starts = [start for _, start, _ in self.sentences]
        self._mentions = [self._mentioned(text, start) for text, start, _ in self.sentences]
        self._learn_sexes()

    def _mentioned(self, text: str, start: int) -> list[tuple[int, Known]]:
        found: dict[int, tuple[int, Known]] = {}
        for person in self.people:
            for key in {person.name, person.surname, person.name.split()[0]}:
                at = text.find(key)
                while at >= 0:
                    end = at + len(key)
                    bounded = (at == 0 or not text[at - 1].isalpha()) and (
                        end >= len(text) or not text[end].isalpha()
                    )
                    if bounded and (start + at not in found or key == person.name):
                        if key != person.name and self._shared(key, person):
                            pass
                        else:
                            found[start + at] = (start + at, person)
                    at = text.find(key, end)
        return sorted(found.values(), key=lambda pair: pair[0])

    def _shared(self, key: str, person: Known) -> bool:
        """Whether a bare name could be another's: then the one named first in full has it."""
        rivals = [p for p in self.people if key in {p.surname, p.name.split()[0]}]
        return len(rivals) > 1 and rivals[0] is not person

    def _learn_sexes(self) -> None:
        for i, (text, _, _) in enumerate(self.sentences[1:], 1):
            match = re.match(r"(He|She)\b", text)
            before = {p.name for _, p in self._mentions[i - 1]}
            if match and len(before) == 1:
                person = self._mentions[i - 1][0][1]
                person.sex = person.sex or ("m" if match[1] == "He" else "f")
        for i, (text, start, _) in enumerate(self.sentences):
            for at, person in self._mentions[i]:
                lead = text[max(0, at - start - 12) : at - start]
                if re.search(r"\b(?:Mr|Sir|Lord)\.? $", lead):
                    person.sex = person.sex or "m"
                elif re.search(r"\b(?:Mrs|Ms|Miss|Dame|Lady|actress)\.? $", lead):
                    person.sex = person.sex or "f"

    def by_name(self, name: str, place: int) -> tuple[Known | None, float]:
        """Return whom a name means, and how sure that is."""
        bare = trim(re.sub(r"[’']s?$", "", name.strip()))
        exact = next((p for p in self.people if p.name == bare), None)
        if exact:
            return exact, 1.0
        for test in (
            lambda p: p.surname == bare or p.name.endswith(" " + bare),
            lambda p: p.name.split()[0] == bare,
            lambda p: (
                p.surname == bare.split()[-1]
                and len(bare.split()) > 1
                and p.name.split()[0] == bare.split()[0]
            ),
        ):
            matching = [p for p in self.people if test(p)]
            if len(matching) == 1:
                return matching[0], 0.95
            if matching:
                male = re.match(r"(?:Mr|Sir|Lord)\b", name)
                female = re.match(r"(?:Mrs|Ms|Miss|Dame|Lady)\b", name)
                wanted = "m" if male else "f" if female else None
                fitting = [p for p in matching if wanted and p.sex in {wanted, None}]
                if len(fitting) == 1:
                    return fitting[0], 0.85
                recent = self._recent(place, {p.name for p in fitting or matching})
                return recent, 0.6 if recent else 0.0
        return None, 0.0

    def _recent(self, place: int, names: set[str]) -> Known | None:
        for i in range(bisect_left(self._starts, place + 1) - 1, -1, -1):
            for at, person in reversed(self._mentions[i]):
                if at < place and person.name in names:
                    return person
        return None

    def by_role(self, phrase: str, place: int) -> tuple[Known | None, float]:
        """Return whom "the director" means: the one so described, nearest before."""
        age = re.search(r"(\d\d)-year-old", phrase)
        if age:
            aged = [p for p in self.people if p.age == int(age[1])]
            return (aged[0], 0.95) if len(aged) == 1 else (None, 0.0)
        match = list(ROLE.finditer(phrase))
        role = str(match[-1].lastgroup) if match else ""
        fitting = {p.name for p in self.people if role in p.roles}
        if "actress" in phrase:
            fitting = {p.name for p in self.people if p.sex == "f" and role in p.roles} or fitting
        if len(fitting) == 1:
            only = next(p for p in self.people if p.name in fitting)
            return only, 0.9
        person = self._recent(place, fitting) if fitting else None
        if person:
            return person, 0.7
        return None, 0.0

    def by_pronoun(self, word: str, place: int, last: Known | None) -> tuple[Known | None, float]:
        """Return whom he, she or they means: the nearest sentence's subject that fits."""
        sex = {"he": "m", "she": "f"}.get(word.lower())
        if sex is None:
            return None, 0.0
        index = bisect_left(self._starts, place + 1) - 1
        for i in range(index, max(-1, index - 7), -1):
            text, start, _ = self.sentences[i]
            fitting = [p for at, p in self._mentions[i] if at < place and p.sex in {sex, None}]
            role = re.match(rf"(?:{_ROLE_PHRASE})", text)
            if role and start < place and not fitting:
                person, sure = self.by_role(role[0], start)
                if person and person.sex in {sex, None}:
                    return person, min(sure, 0.8)
            if fitting:
                chosen = fitting[0]
                others = {p.name for p in fitting} - {chosen.name}
                unsure = bool(others) and chosen.sex is None
                if last and last.name in {p.name for p in fitting} and chosen.sex is None:
                    chosen = last
                return chosen, 0.7 if unsure else 0.85
        if last and last.sex in {sex, None}:
            return last, 0.7
        return None, 0.0

    def resolve(self, cue: Cue, last: Known | None) -> tuple[str | None, float, Known | None]:
        """Return the full name of a cue's subject, how sure that is, and the person if known."""
        subject = cue.subject.strip()
        if subject.lower() in {"he", "she", "they"}:
            person, sure = self.by_pronoun(subject, cue.place, last)
            return (person.name, sure * cue.sure, person) if person else (None, 0.0, None)
        if re.match(r"(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?)\s", subject):
            named = list(NAME.finditer(subject))
            if named:
                return self._named(trim(named[-1][0]), cue)
            tail = re.search(rf"\s({_NAMELIKE})$", subject)
            if tail:
                return self._named(tail[1], cue)
            person, sure = self.by_role(subject, cue.place)
            return (person.name, sure * cue.sure, person) if person else (None, 0.0, None)
        return self._named(subject, cue)

    def _named(self, name: str, cue: Cue) -> tuple[str | None, float, Known | None]:
        person, sure = self.by_name(name, cue.place)
        if person:
            return person.name, sure * cue.sure, person
        full = trim(name)
        if len(full.split()) >= 2 and plausible(full) and not re.match(_PARTICLES + r"\s", full):
            return full, 0.8 * cue.sure, None
        return None, 0.0, None


_WHERE = [
    re.compile(r"\bas part of (?P<w>[^,.:;“”\x00]{4,80})"),
    re.compile(
        rf"\b(?:told|tells|telling) (?!him|her|us\b|me\b|them|reporters|you|people|everyone|[a-z]*self)(?P<w>(?:[Tt]he )?[{UP}][\w{APOS}.&-]*(?:(?: (?:the|of|and|in|on|for|with))? [{UP}\d][\w{APOS}.&-]*){{0,6}})"
    ),
    re.compile(
        r"\b(?P<w>(?:at|during|following|after) (?:an?|the|its|his|her) (?:[\w’'-]+ ){0,6}?(?:screening|premiere|Q&A|press conference|event|panel|festival|ceremony|talk|masterclass|conversation|launch)(?: (?:in|at|of) (?:the )?["
        + UP
        + r"][\w’'-]*(?: ["
        + UP
        + r"][\w’'-]*){0,3})?)"
    ),
    re.compile(
        r"\bin (?P<w>(?:an?|the) (?:[\w’'-]+ ){0,3}(?:interview|statement|podcast|conversation|post|video|essay|speech|letter|tweet)(?: (?:with|for|to|on|in) (?:the )?["
        + UP
        + r"][\w’'-]*(?: ["
        + UP
        + r"&][\w’'-]*){0,4})?)"
    ),
    re.compile(
        r"\b(?P<w>(?:on|over) (?:the phone|Zoom|Instagram|Twitter|X|TikTok|Facebook|stage|the red carpet|(?:the )?(?:["
        + UP
        + r"][\w’'-]*[ ]){1,6}(?:podcast|show|Show|programme|Podcast)))"
    ),
    re.compile(
        r"\b[Ss]peaking (?P<w>(?:to|at|on|in|during|with|from|after|before|ahead of) [^,.:;“”\x00]{3,70})"
    ),
    re.compile(r"\b[Ww]riting (?P<w>(?:in|on|for) [^,.:;“”\x00]{3,60})"),
]
_TIMES = re.compile(
    r"\s+(?:on|last|this|in) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|week|month|year|recent)\w*.*$"
)


def where_said(context: str, names: frozenset[str]) -> str | None:
    """Return where words were said, as the sentence around them tells, or None."""
    for pattern in _WHERE:
        for match in pattern.finditer(context):
            where = _TIMES.sub("", match["w"].strip())
            object_name = trim(re.sub(r"^(?:to|with)\s+", "", where))
            if object_name in names or any(object_name == n.split()[-1] for n in names):
                continue
            if pattern.pattern.startswith(r"\bin "):
                where = "in " + where
            if where.startswith("to "):
                where = where[3:]
            return where
    return None


def sentence_before(masked: str, until: int) -> str:
    """Return what stands in the sentence before `until`, quotes blanked."""
    text = masked[:until]
    begin = 0
    for _, start, _ in sentences(text):
        begin = start
    return text[begin:]
