"""What the words around a name tell of its bearer: an age, a part, that it is a person at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from matinee.stories.intake.roles import ROLE_NOUN, role_after, role_before
from matinee.stories.intake.territories import CODES
from matinee.stories.intake.text import APOS, LOW, UP

_AGE = re.compile(
    r"^(?:,|\s*\()\s*(?:who (?:is|turned) |aged |now )?(?P<age>\d{1,2}|"
    r"1[01]\d)(?=[,)\s.;:])(?!\s*(?:per cent|%|years? (?:ago|later)|minutes|days|weeks))"
    r"|^,? (?:who is |is |aged |turned |turns )(?P<age2>\d{2})(?=[,.\s])(?! (?:per cent|minutes|"
    r"years? (?:ago|later)|films|days|weeks|feet))"
)
_OLD_BEFORE = re.compile(r"\b(?P<age>\d{2})-year-old (?:[\w-]+ ){0,3}$")
_SPEAKS = (
    r"said|says|told|tells|added|adds|recalled|recalls|explained|explains|admitted|admits|"
    r"revealed|reveals|"
    r"joked|jokes|laughed|laughs|wrote|writes|replied|responded|insisted|insists|remembered|"
    r"remembers|argued|"
    r"described|describes|praised|starred|plays|played|directs|directed|co-stars?|voices|portrays|"
    r"leads|appears|appeared|stared|grew up|was born|thinks|hopes|smiles|shrugs|poses|attends|"
    r"arrives"
)
_EVIDENCE_AFTER = re.compile(
    rf"^(?:,? (?:(?:who|also|recently|has|had) )?(?:{_SPEAKS})\b|, \d\d\b|\s\(\d\d\)|,? who\b|,? "
    rf"whose\b|"
    rf", (?:the |a |an |his |her |their |its |our |\w+’s )?(?:[\w’'-]+ ){{0,4}}(?:{ROLE_NOUN})\b|"
    rf"[{APOS}]s? (?:new|latest|second|third|first|debut|novel|play|memoir|directorial|own|role|"
    rf"character|"
    r"performance|book|fourth|fifth|wife|husband|mother|father|widow|daughter|son|script|"
    r"screenplay|film|feature)\b|"
    rf" as [{UP}]|\s\((?:left|right|centre|center|pictured)|, (?:left|right|centre|center)\b)"
)
_EVIDENCE_BEFORE = re.compile(
    rf"(?:\b(?:{ROLE_NOUN}|starring|stars|said|says|played by|opposite|alongside|directed by|"
    rf"written by|adapted by|"
    r"composed by|shot by|produced by|dir\.|cast includes|co-stars?|joined by|photographed by|"
    r"hosted by|led by|"
    rf"novel by|play by|memoir by|book by|story by|screenplay by)|[{UP}][{LOW}]+ \()\s*$"
    r"|\b(?:his|her|their) (?:wife|husband|partner|brother|sister|daughter|son|mother|father|friend),\s*$",
    re.IGNORECASE,
)
# "Minister for Culture Eoin Hand"
_RUN = re.compile(r"\w+")


def _last_words(nouns: str) -> frozenset[str]:
    """Return the words that alternatives such as "film-?maker|documentary maker|actors?" end with."""
    spelt = [form for noun in nouns.split("|") for form in (noun, noun.replace("s?", ""))]
    plain = [re.sub(r"(.)\?", r"\1", form) for form in spelt]
    return frozenset(_RUN.findall(form)[-1] for form in [*plain, "filmmaker"])


_LAST_WORDS = _last_words(ROLE_NOUN) | frozenset(
    "starring stars said says by opposite alongside dir includes star".split()
)


def _evidence_before(before: str) -> bool:
    """Whether the words before a name are those before a person's."""
    if not before.rstrip().endswith("("):
        words = _RUN.findall(before)
        last = words[-1].lower() if words else ""
        if last not in _LAST_WORDS and not last.startswith("spokes"):
            return False
    return _EVIDENCE_BEFORE.search(before) is not None


_OFFICE_BEFORE = re.compile(
    r"\b(?:[Mm]inister|[Ss]ecretary|[Cc]ommissioner|[Ss]pokes(?:person|man|woman)|[Pp]rofessor|[Hh]ead) (?:for|of) "
    r"[^.;:]{3,36} $"
)
_NO_PERSON_AFTER = re.compile(
    r"^,? (?:is released|will be released|opens|tells the story|follows|is set|is out|arrives in|"
    r"hits|lands|premiered|"
    r"premieres|centres on|centers on|will open|reaches|is in cinemas|was released|\(\d{4}\)|"
    r"review)\b|^ \(\d{4}\)"
)
_NO_PERSON_BEFORE = re.compile(
    r"(?:\b(?:film|movie|drama|comedy|thriller|documentary|feature|novel|memoir|play|book|short|"
    r"horror|called|titled|"
    r"entitled|in|of|the|watch|series|at|from|distributor|company)|[‘“\"*_])\s*$",
    re.IGNORECASE,
)
_OWNS_FILM = re.compile(
    r"[’']s? (?:[\w-]+[ -]){0,3}(?:mystery|romance|epic|western|horror|biopic|satire|musical|film|drama|feature|movie|comedy|thriller|documentary|debut|"
    r"directorial)\b"
)
_WRITTEN_BY = re.compile(r"\b(?:novel|memoir|play|book|story|screenplay)\b[^.]{0,40}\bby $")
_DIRECTED = re.compile(
    r",? (?:who )?(?:(?:has|will|is|is (?:set )?to) )?(?:wrote and |co-)?(?:directed|directs?|directing)\b"
)
_AS_ACTOR = re.compile(r"\b(?:starring|star|actor|of) $")
_PLAYS = re.compile(
    r",?(?: \d\d,)? (?:who )?(?:also )?(?:co-)?(?:stars?|plays|played|starred)\b| \(?as [A-Z]"
)
_WROTE = re.compile(
    r",? (?:who )?(?:has )?(?:co-)?(?:wrote|written|writes)\b|[’']s? (?:[\w-]+ ){0,3}(?:novel|"
    r"play|memoir|book|script|screenplay|short story)\b"
)


@dataclass
class _Told:
    """What the words on both sides of a name tell of its bearer."""

    age: int | None = None
    evidence: int = 0
    roles: set[str] = field(default_factory=set)


@lru_cache(maxsize=2048)
def told(before: str, after: str) -> _Told:
    """Return what the words on either side of a name tell of its bearer."""
    person = _Told()
    if (age := _AGE.match(after)) and (years := int(age["age"] or age["age2"])) >= 4:
        person.age = person.age or years
        person.evidence += 2
    person.evidence += 2 * (_EVIDENCE_AFTER.match(after) is not None)
    if before.endswith("by "):
        person.evidence += 1
    else:
        person.evidence -= 2 * (_NO_PERSON_AFTER.match(after) is not None)
        person.evidence -= _NO_PERSON_BEFORE.search(before[-14:]) is not None
    if not (
        before.endswith("(") and before[:-2].rpartition(" ")[2] in CODES
    ):  # "France (Row Films)"
        person.evidence += 2 * _evidence_before(before[-22:])
    if _OFFICE_BEFORE.search(before):
        person.evidence += 2
    if person.age is None and "-year-old" in before and (old := _OLD_BEFORE.search(before)):
        person.age = int(old["age"])
        person.evidence += 2
    # "director Sorcha Ní Bhriain" and "Mari Tegid, the film's director": what they are.
    person.roles |= role_before(before) | role_after(after)
    if before.endswith(("directed by ", "helmed by ", "made by ", " dir. ")):
        person.roles.add("director")
    if _DIRECTED.match(after):
        person.roles.add("director")
    if _OWNS_FILM.match(after) and not _AS_ACTOR.search(before):
        person.roles.add("director")
    if before.endswith(
        ("played by ", "tarring ", " stars ", "opposite ", "alongside ")
    ) or _PLAYS.match(after):
        person.roles.add("actor")
    if before.endswith(" by ") and _WRITTEN_BY.search(before):
        person.roles.add("writer")
        person.evidence += 2
    if _WROTE.match(after):
        person.evidence += 2
        person.roles.add("writer")
    return person
