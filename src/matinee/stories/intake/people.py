"""Names of people in a story, with their ages, and what the story calls them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from matinee.stories.intake.text import APOS, LOW, UP

_PARTICLES = (
    "de", "da", "di", "del", "della", "der", "den", "van", "von", "la", "le", "du", "dos", "el",
    "al", "bin", "ibn", "ap", "Ní", "Ó", "Mac", "Nic", "St",
)  # fmt: skip
_PARTICLE = rf"(?:{'|'.join(_PARTICLES)})"
_PART = (
    rf"(?:O[{APOS}][{UP}][{LOW}]+|[{UP}][{LOW}]+(?:[-{APOS}][{UP}][{LOW}]+)*(?:[{UP}][{LOW}]+)?|"
    rf"[{UP}]\.(?:[{UP}]\.)*)"
)
NAME = re.compile(rf"\b{_PART}(?:\s+(?:{_PARTICLE}\s+)*{_PART}){{1,3}}(?![{LOW}])")
_STOP_FIRST = frozenset(
    [
        "A",
        "About",
        "After",
        "All",
        "Although",
        "An",
        "And",
        "Another",
        "Any",
        "As",
        "Asked",
        "At",
        "Back",
        "Based",
        "Because",
        "Before",
        "Behind",
        "Best",
        "Both",
        "Bringing",
        "But",
        "By",
        "Can",
        "Casting",
        "Co",
        "Coming",
        "Dear",
        "Despite",
        "Did",
        "Do",
        "Does",
        "During",
        "Each",
        "Early",
        "Even",
        "Every",
        "Exclusive",
        "Film",
        "First",
        "Following",
        "For",
        "From",
        "Get",
        "Getting",
        "Given",
        "Hailing",
        "Has",
        "Have",
        "He",
        "Her",
        "Here",
        "His",
        "How",
        "However",
        "I",
        "If",
        "In",
        "Into",
        "Is",
        "It",
        "Its",
        "Join",
        "Just",
        "Last",
        "Late",
        "Later",
        "Like",
        "Make",
        "Making",
        "Would",
        "Could",
        "Should",
        "Was",
        "Were",
        "Are",
        "Had",
        "Might",
        "Must",
        "Marketing",
        "Visit",
        "Creative",
        "Many",
        "Meanwhile",
        "Meet",
        "More",
        "Most",
        "Much",
        "My",
        "New",
        "Next",
        "No",
        "Nor",
        "Not",
        "Now",
        "Of",
        "Off",
        "On",
        "Once",
        "One",
        "Only",
        "Opening",
        "Or",
        "Other",
        "Our",
        "Out",
        "Over",
        "Perhaps",
        "Playing",
        "Praise",
        "Read",
        "Recent",
        "Reporting",
        "Review",
        "Reviewed",
        "Said",
        "Same",
        "See",
        "She",
        "Since",
        "So",
        "Some",
        "Speaking",
        "Starring",
        "Still",
        "Such",
        "Than",
        "That",
        "The",
        "Their",
        "Then",
        "There",
        "These",
        "They",
        "This",
        "Those",
        "Though",
        "Three",
        "Through",
        "To",
        "Today",
        "Told",
        "Too",
        "Two",
        "Under",
        "Until",
        "Up",
        "Upon",
        "Watch",
        "We",
        "Well",
        "Were",
        "What",
        "When",
        "Where",
        "Whether",
        "Which",
        "While",
        "Who",
        "Why",
        "Will",
        "With",
        "Without",
        "Yes",
        "Yet",
        "You",
        "Your",
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Sir",
        "Dame",
        "Lord",
        "Lady",
        "Dr",
        "Professor",
        "President",
        "Prime",
        "Queen",
        "King",
        "Prince",
        "Princess",
        "Saint",
        "Actor",
        "Actress",
        "Director",
        "Writer",
        "Producer",
        "Star",
        "Critic",
        "Oscar",
        "Bafta",
        "Emmy",
        "Golden",
        "Academy",
        "Best",
        "Happy",
        "Christmas",
        "Easter",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "North",
        "South",
        "East",
        "West",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "Great",
        "Grand",
        "United",
        "Old",
        "Royal",
        "National",
        "International",
        "British",
        "American",
        "Irish",
        "Australian",
        "Canadian",
        "French",
        "German",
        "Italian",
        "Spanish",
        "Japanese",
        "Chinese",
        "Korean",
        "Indian",
        "Scottish",
        "Welsh",
        "English",
        "European",
        "African",
    ]
)
_ORG = re.compile(
    r"\b(?:Festival|Films?|Pictures?|Studios?|University|Cinemas?|Awards?|Theatres?|Theater|Street|"
    r"Road|City|News|Post|Times|Gazette|Telegraph|Ledger|Chronicle|Examiner|Inquirer|Advertiser|"
    r"Argus|Observer|Dispatch|Guardian|Independent|Company|Ltd|Inc|House|"
    r"Council|Entertainment|Productions?|Media|Network|Channel|Radio|Television|Magazine|Review|"
    r"Museum|Gallery|Institute|Academy|College|School|Church|Park|Square|Hall|Centre|Center|"
    r"Island|Islands|States|Kingdom|York|Angeles|Francisco|Zealand|Wales|Africa|Korea|England|"
    r"Britain|Ireland|Scotland|London|Dublin|Sydney|Toronto|Hollywood|Bridge|Coast|Valley|"
    r"County|Beach|River|Bay|Street|Avenue|Lane|Club|Society|Association|Foundation|Trust|Fund|"
    r"Union|Party|Government|Department|Ministry|Court|War|Day|Week|Night|Year|Prize|Globe|"
    r"Oscars?|Baftas?|Emmys?|Series|Season|Episode|Podcast|Show|Hour|Street|Journal|Herald|"
    r"Tribune|Courant|"
    r"Images|Press|Reporter|Variety|Deadline|Screen|Empire|Netflix|Disney|Plus|Prime|Video|Apple|"
    r"Warner|Bros|Universal|Paramount|Columbia|Searchlight|Lionsgate|Curzon|Palme|Lion|Bear|"
    r"Community|"
    r"Wire|Fair|Market|Hotel|Palace|Castle|Library|Bookshop|Group|Team|Office|Line|Notes?|"
    r"Newsletter|Weekly|Daily|Policy|Notice|"
    r"Statement|Terms|Email|Sign|Orchestra|Ballet|Opera|Corporation|Broadcasting|Commission|"
    r"Agency|Records|Music|Parade|Harbour)\b"
)
_TITLES = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mx|Sir|Dame|Lord|Lady|Dr|Professor|Prof)\.?\s+")
_AGE = re.compile(
    r"^(?:,|\s*\()\s*(?:who (?:is|turned) |aged |now )?(?P<age>\d{1,2}|"
    r"1[01]\d)(?=[,)\s.;:])(?!\s*(?:per cent|%|years? (?:ago|later)|minutes|days|weeks))"
    r"|^,? (?:who is |is |aged |turned |turns )(?P<age2>\d{2})(?=[,.\s])(?! (?:per cent|minutes|"
    r"years? (?:ago|later)|films|days|weeks|feet))"
)
_OLD_BEFORE = re.compile(r"\b(?P<age>\d{2})-year-old (?:[\w-]+ ){0,3}$")
_WRITER_DIRECTOR = re.compile(
    r"\b(?:writer[-/ ](?:and[- ])?director|director[-/ ](?:and[- ])?writer)\b", re.IGNORECASE
)
_WORD = re.compile(rf"[{UP}][{LOW}{UP}’'-]*[{LOW}{UP}]")
_ROLE_WORDS = frozenset(
    [
        "Academic",
        "Actor",
        "Actors",
        "Actress",
        "Admiral",
        "Agent",
        "Ambassador",
        "Analyst",
        "Animator",
        "Archivist",
        "Artist",
        "Astronaut",
        "Attorney",
        "Author",
        "Baker",
        "Biographer",
        "Biologist",
        "Boss",
        "Boxer",
        "Broadcaster",
        "Brother",
        "Brothers",
        "Captain",
        "Cashier",
        "Chair",
        "Chairman",
        "Chairwoman",
        "Chef",
        "Chief",
        "Choreographer",
        "Cinematographer",
        "Co-creator",
        "Co-director",
        "Co-founder",
        "Co-host",
        "Co-producer",
        "Co-star",
        "Co-stars",
        "Co-writer",
        "Coach",
        "Colonel",
        "Columnist",
        "Comedian",
        "Comic",
        "Commander",
        "Commissioner",
        "Composer",
        "Conductor",
        "Constable",
        "Correspondent",
        "Councillor",
        "Creator",
        "Critic",
        "Curator",
        "Dancer",
        "Designer",
        "Detective",
        "Director",
        "Directors",
        "Distributor",
        "Documentarian",
        "Drummer",
        "Economist",
        "Editor",
        "Engineer",
        "Executive",
        "Exhibitor",
        "Extras",
        "Farmer",
        "Father",
        "Festival",
        "Festivals",
        "Film-maker",
        "Filmmaker",
        "Firefighter",
        "Fireman",
        "Fisherman",
        "Footballer",
        "Former",
        "Founder",
        "Governor",
        "Grandfather",
        "Grandmother",
        "Guitarist",
        "Historian",
        "Host",
        "Imam",
        "Impressionist",
        "Influencer",
        "Inspector",
        "Jockey",
        "Journalist",
        "Judge",
        "Landlord",
        "Lawyer",
        "Lecturer",
        "Librarian",
        "Local",
        "Locals",
        "Manager",
        "Master",
        "Mayor",
        "Mayoress",
        "Minister",
        "Model",
        "Musician",
        "Neighbors",
        "Neighbours",
        "Newcomer",
        "Newsreader",
        "Novelist",
        "Nurse",
        "Olympian",
        "Organiser",
        "Owner",
        "Paramedic",
        "Pensioner",
        "Photographer",
        "Pianist",
        "Playwright",
        "Podcaster",
        "Poet",
        "Premier",
        "Presenter",
        "President",
        "Producer",
        "Producers",
        "Professor",
        "Programmer",
        "Projectionist",
        "Provost",
        "Publicist",
        "Puppeteer",
        "Rabbi",
        "Rapper",
        "Reporter",
        "Resident",
        "Residents",
        "Reverend",
        "Scientist",
        "Screenwriter",
        "Sculptor",
        "Senator",
        "Sergeant",
        "Sheriff",
        "Showman",
        "Showrunner",
        "Singer",
        "Sister",
        "Sisters",
        "Skipper",
        "Solicitor",
        "Spokesman",
        "Spokesperson",
        "Spokeswoman",
        "Standup",
        "Star",
        "Stars",
        "Student",
        "Stuntman",
        "Stuntwoman",
        "Surgeon",
        "Teacher",
        "Theater",
        "Theatre",
        "Undertaker",
        "Usher",
        "Veteran",
        "Vicar",
        "Villagers",
        "Volunteer",
        "Volunteers",
        "Winner",
        "Wrestler",
        "Writer",
        "Writers",
        "YouTuber",
    ]
)
_ROLES = {
    "director": r"directors?|film-?makers?|auteur|helmer|writer-director|director-writer",
    "actor": r"actors?|actress|actresses|stars?|co-stars?|performer|newcomer|leading (?:man|lady)|"
    r"comedian|lead",
    "writer": r"writers?|screenwriters?|novelists?|authors?|playwrights?|memoirist|poet",
    "producer": r"producers?",
    "critic": r"critics?|reviewers?",
    "programmer": r"programmers?|festival director|artistic director|curators?",
    "manager": r"managers?|owners?|projectionists?|bosses|boss",
}
ROLE = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in _ROLES.items())})\b",
    re.IGNORECASE,
)
_SPEAKS = (
    r"said|says|told|tells|added|adds|recalled|recalls|explained|explains|admitted|admits|"
    r"revealed|reveals|"
    r"joked|jokes|laughed|laughs|wrote|writes|replied|responded|insisted|insists|remembered|"
    r"remembers|argued|"
    r"described|describes|praised|starred|plays|played|directs|directed|co-stars?|voices|portrays|"
    r"leads|appears|appeared|stared|grew up|was born|thinks|hopes|smiles|shrugs|poses|attends|"
    r"arrives"
)
ROLE_NOUN = (
    r"actors?|actress|director|film-?maker|writer|author|novelist|playwright|producer|critic|star|"
    r"co-star|comedian|"
    r"cinematographer|composer|editor|screenwriter|programmer|manager|founder|president|secretary|"
    r"plasterer|"
    r"newcomer|volunteer|widow|widower|wife|husband|brother|sister|son|daughter|historian|"
    r"trawlerman|organiser|organizer|owner|"
    r"projectionist|singer|musician|presenter|host|curator|head|chief|chair|chairman|chairwoman|"
    r"chairperson|minister|"
    r"councillor|mayor|professor|teacher|farmer|nurse|fisherman|farmer|artist|photographer|"
    r"designer|mother|father|"
    r"mum|mom|dad|grandmother|grandfather|nan|friend|neighbour|neighbor|cousin|partner|student|"
    r"officer|spokes\w+|"
    r"executive|distributor|winner|nominee|veteran|legend|icon|model|dancer|choreographer|poet|"
    r"journalist|reporter"
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


@dataclass
class Known:
    """Somebody the story names in full, and what it tells of them."""

    name: str
    start: int
    end: int
    age: int | None = None
    roles: set[str] = field(default_factory=set)
    sex: str | None = None
    evidence: int = 0
    mentions: int = 1

    @property
    def surname(self) -> str:
        """The part that later mentions use: with its particles, Ní Bhriain or van Houten."""
        words = self.name.split()
        for i, word in enumerate(words[1:], 1):
            if word in _PARTICLES:
                return " ".join(words[i:])
        return words[-1] if words[-1].rstrip(".") not in {"Jr", "Sr"} else words[-2]


@cache
def first_names() -> dict[str, str]:
    """Return {folded first name: "m" or "f"} for names that nearly always tell."""
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return dict.fromkeys(data["male"].split(), "m") | dict.fromkeys(data["female"].split(), "f")


@cache
def _either() -> frozenset[str]:
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return frozenset(data["either"].split())


def sex_of_first_name(name: str) -> str | None:
    """Return "m" or "f" where a full name's first part tells, else None."""
    decomposed = unicodedata.normalize("NFKD", name.split()[0].lower())
    folded = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")
    return first_names().get(folded) or first_names().get(folded.split("-")[0])


@lru_cache(maxsize=2048)
def known_first(name: str) -> bool:
    """Whether a name begins with a usual first name."""
    folded = unicodedata.normalize("NFKD", name.split()[0].lower())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return folded in first_names() or folded in _either()


# Words of institutions and places that people bear too: Daniel Day-Lewis, Greg Park.
_SURNAMES = frozenset(
    ["Day", "Post", "Street", "Park", "Lane",
        "Church", "House", "Hall", "Bridge", "Bay", "Castle", "Line",
     "Court", "Beach", "London", "England",
         "Ireland", "Wales", "York", "Fair", "Lion", "Bear", "Post",
     "Rivers", "Hotel", "Wire", "Sign", "Night",
         "Show", "Square", "Parade", "Young", "Scotland", "Empire"]
)  # fmt: skip
_LED_BY_PARTICLE = re.compile(r"(?i:de|da|di|del|della|der|den|von|la|le|du|dos|el|ní|ó|ap)\s")


@lru_cache(maxsize=2048)
def plausible(name: str) -> bool:
    """Whether a run of capitalised words could be a person's name."""
    words = name.split()
    org = _ORG.search(name)
    if org and org[0] in _SURNAMES and org.start() > 0 and known_first(name):
        org = None
    if (words[0] in _STOP_FIRST and words[0] != "Will") or org or _LED_BY_PARTICLE.match(name):
        return False
    return not any(w.lower() in {"the", "of", "and"} for w in words)


@lru_cache(maxsize=2048)
def trim(text: str) -> str:
    """Return a name without a title (Mr, Dame) or a first word that only begins a sentence."""
    text = _TITLES.sub("", text)
    words = text.split()
    while len(words) > 2 and (words[0] in _STOP_FIRST or words[0] in _ROLE_WORDS):
        words = words[1:]
    return " ".join(words)


def forget_names() -> None:
    """Forget the names looked at: a page is asked about its own several times, no other's."""
    for remembered in (_told, plausible, known_first, trim):
        remembered.cache_clear()


MOST_WORKS = 120  # titles that names are kept apart from: no real story quotes more


def find_people(paragraphs: Iterable[tuple[str, int]], titles: Iterable[str] = ()) -> list[Known]:
    """Return the people named in full, in order of first mention, with ages and roles.

    `paragraphs` are (text, start); `titles` are names of works, which are nobody's names.
    """
    known: dict[str, Known] = {}
    works = list(dict.fromkeys(t for t in titles if len(t) > 3))[:MOST_WORKS]
    texts = list(paragraphs)
    for text, start in texts:
        taken = _places_of(works, text)
        before: tuple[Known, int] | None = None
        for match in NAME.finditer(text):
            name = trim(match[0])
            at = match.end() - len(name)
            if len(name.split()) < 2 or not plausible(name):
                continue
            if any(a <= at and match.end() <= b for a, b in taken):
                continue
            person = known.get(name)
            if person is None:
                person = known[name] = Known(name, start + at, start + match.end())
                person.evidence += 2 * known_first(name)
            else:
                person.mentions += 1
            _learn(person, text[max(0, at - 60) : at], text[match.end() : match.end() + 60])
            person.evidence += name != match[0] and _TITLES.match(match[0]) is not None
            if (
                before is not None
                and before[0].evidence > 1
                and _LISTED.fullmatch(text[before[1] : at])
            ):
                person.evidence += 2
            before = person, match.end()
    alone = Counter(w for text, _ in texts for w in _WORD.findall(text))
    for person in known.values():
        person.evidence += alone[person.surname.split()[-1]] > person.mentions
    return _outermost(known.values())


_LISTED = re.compile(
    r"(?:,? \(?(?:(?:far |second (?:from )?|from )?(?:left|right)|centre|center)\)?)?"
    r"\s*(?:,|and|&|,\s*and|or)\s*"
)


def _places_of(works: Iterable[str], text: str) -> list[tuple[int, int]]:
    found = []
    for work in works:
        at = text.find(work)
        while at >= 0:
            found.append((at, at + len(work)))
            at = text.find(work, at + len(work))
    return found


def _outermost(people: Iterable[Known]) -> list[Known]:
    """Return those whose name is no piece of a longer one that stands at the same place."""
    kept: list[Known] = []
    for person in sorted(people, key=lambda p: (p.start, -p.end)):
        if kept and person.start < kept[-1].end and person.name in kept[-1].name:
            continue
        kept.append(person)
    # "Pat Joe" is Pat Joe Feerick where the story names one in full.
    return [p for p in kept if not any(other.name.startswith(p.name + " ") for other in kept)]


_LEAD = re.compile(r"((?:[\w’'-]+ ){0,3}[\w’'-]+,?)\s*$")
_TRAIL = re.compile(r"(?:,\s+|\s+(?:is|was)\s+)(?:who (?:is|was) )?((?:[\w’'-]+\s?){1,7})")
_OWNS_FILM = re.compile(
    r"[’']s? (?:[\w-]+[ -]){0,3}(?:mystery|romance|epic|western|horror|biopic|satire|musical|film|drama|feature|movie|comedy|thriller|documentary|debut|"
    r"directorial)\b"
)


_NO_FILM_DIRECTOR = re.compile(
    r"\b(?:casting|art|music|musical|artistic|managing|festival|marketing|executive|theatre|stage|"
    r"creative|funeral|company|programme)[- ]directors?,? ?$",
    re.IGNORECASE,
)


_LAST_OF_ROLE = re.compile(rf"(?:.*\W)?(?:{'|'.join(_ROLES.values())}|man|lady)", re.IGNORECASE)


def _role_before(before: str) -> set[str]:
    last = before.rstrip(", \n").rpartition(" ")[2]
    if not _LAST_OF_ROLE.fullmatch(last):
        return set()
    lead = _LEAD.search(before[-44:])
    roles = list(ROLE.finditer(lead[1])) if lead else []
    if not lead or not roles or roles[-1].end() < len(lead[1].rstrip(", ")):
        return set()
    if _NO_FILM_DIRECTOR.search(lead[1]):
        return set()
    both = {"writer", "director"} if _WRITER_DIRECTOR.search(lead[1]) else set()
    return both | {str(roles[-1].lastgroup)}


def _role_after(after: str) -> set[str]:
    trail = _TRAIL.match(after)
    found = ROLE.search(trail[1]) if trail else None
    if not trail or not found or re.match(r"[’']s\b", trail[1][found.end() :]):
        return set()
    of_another = re.search(r"\b(?:of|by|with|to|from) (?:the )?$", trail[1][: found.start()])
    return set() if of_another else {str(found.lastgroup)}


_WRITTEN_BY = re.compile(r"\b(?:novel|memoir|play|book|story|screenplay)\b[^.]{0,40}\bby $")


_DIRECTED = re.compile(r",? (?:who )?(?:has )?(?:wrote and |co-)?(?:directed|directs)\b")
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


def _learn(person: Known, before: str, after: str) -> None:
    told = _told(before, after)
    person.age = person.age or told.age
    person.evidence += told.evidence
    person.roles |= told.roles


@lru_cache(maxsize=2048)
def _told(before: str, after: str) -> _Told:
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
    person.evidence += 2 * (_EVIDENCE_BEFORE.search(before[-22:]) is not None)
    if person.age is None and "-year-old" in before and (old := _OLD_BEFORE.search(before)):
        person.age = int(old["age"])
        person.evidence += 2
    # "director Sorcha Ní Bhriain" and "Mari Tegid, the film's director": what they are.
    person.roles |= _role_before(before) | _role_after(after)
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
