"""Who directed and who plays whom, by the words around each mention of a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matinee.stories.intake.people import Known
from matinee.stories.intake.spotting import Spotter
from matinee.stories.intake.text import APOS, LOW, UP
from matinee.stories.intake.titles import GENRE

_LOWER = (
    rf"(?:[{LOW}\d][\w{APOS}-]*|[{UP}][{LOW}]+(?= (?:actor|actress|musician|singer|comedian|star|newcomer|"
    rf"documentarian|auteur|veteran|writer|writer-director|rapper|dancer|model|stage|screen|film-?maker|director)\b)|(?:Oscar|Emmy|Bafta|BAFTA|Tony|Grammy|Olivier|Academy Award|Golden Globe|"
    rf"Palme d[{APOS}]Or|Ifta|IFTA|Aacta|AACTA)s?|[{UP}][\w-]*[{APOS}]s?|[{UP}][{LOW}]+-(?:born|based|winning|"
    rf"nominated))"
)


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
        self.spotter = Spotter(self.keys, _GOES_ON)

    def find(self, text: str, start: int) -> list[Mention]:
        """Return the mentions in a text that stands at `start`."""
        return [
            Mention(self.keys[name], start + at, start + at + len(name))
            for name, at in self.spotter.find(text)
        ]


_GOES_ON = re.compile(rf"\w|-[{UP}]")


_DIRECTOR_BEFORE = re.compile(
    rf"\b(?:(?:[Cc]o-)?[Dd]irected|[Hh]elmed|[Ww]ritten and directed|"
    rf"[Dd]irected and (?:co-)?written|made) by (?:the )?(?:{_LOWER},? ){{0,4}}$"
    r"|\b(?:[Ss]hot|[Ff]ilmed) (?:in|over|on|entirely) [\w -]{3,30} by $"
    r"|(?<![\w-])(?:[Cc]o-)?(?:[Dd]irectors?|[Ff]ilm-?makers?|[Ww]riter(?:[-/ ]|"
    r" and )[Dd]irectors?|[Aa]uteur|[Hh]elmer|[Dd]ir(?:\.|:)|DIRECTOR)(?:[-/ ](?:writer|"
    r"star))?[:,]? $"
    rf"|\b(?:{GENRE}) (?:by|from) (?:the )?(?:{_LOWER} ){{0,3}}$"
)
_OTHER_DIRECTORS = re.compile(
    r"\b(?:festival|artistic|managing|marketing|casting|creative|musical|music|art|photography|"
    r"programme|"
    r"executive|deputy|theatre|stage|assistant|news|technical|medical|funeral|medical|"
    r"company)[ -]directors?,? $",
    re.IGNORECASE,
)
_DIRECTOR_AFTER = re.compile(
    r"^(?:,[^,.;]{2,50},)?(?: who|, who)? (?:also |first )?(?:(?:co-)?wrote and |"
    r"(?:co-)?writes and |wrote, |writes, )?(?:(?:co-)?directs|(?:co-)?directed|helms|"
    r"helmed)\b(?! by)"
    r"|^,? (?:the|its|who is the|also the) (?:(?:film|movie|picture|"
    r"drama)[’']s )?(?:[\w-]+ ){0,2}director\b(?! of (?:programming|the (?:festival|BFI)))"
    r"|^,? (?:who )?(?:also )?(?:wrote (?:it )?and )?is (?:also )?directing\b"
    r"|^(?:, \d\d,)? (?:will make|makes|is making|made) (?:his|her|"
    r"their) (?:[\w-]+ ){0,3}debut with the (?:film|movie)"
    rf"|^[^.;:\x00]{{0,60}},? whose (?:new |latest |first |debut )?{GENRE} (?:tells|follows|is|"
    rf"was|opens|stars|won|has)\b"
    r"|^(?:,? \d\d,?)?(?: has| had)? (?:said|says) that directing\b|^,? (?:centre|left|"
    r"right),? directs\b"
    r"|^ (?:turns|adapts|reworks|transposes|has adapted) (?:[^.;]{2,60}?)\b(?:novel|play|memoir|"
    r"book|story|comic)\b",
)
_OWNS = re.compile(
    rf"^[{APOS}]s? (?:(?!(?:star|actor|performance|character|role|turn|"
    rf"career)\b)[\w’'-]+,? ){{0,5}}?(?:{GENRE}s?|directorial)\b"
)
_AUTHOR = re.compile(
    r"\b(?:novel|novella|play|book|memoir|story|stories|comic|poem|screenplay|script|score|"
    r"photographs?|written|composed|shot|edited|produced|"
    r"adapted)\b[^.;:]{0,40}\bby (?:the )?(?:[\w’'-]+ ){0,3}$"
)
_NOT_OWNER = re.compile(
    r"\b(?:starring|stars?|star|actor|actress|actors?|played by|novelist|author|critic|producer|"
    r"writer|playwright|on|from|version of|adaptation of|remake of|inspired by|like|with)[:,]? $",
    re.IGNORECASE,
)
_CAST_LIST = re.compile(
    rf"\b(?:[Ss]tarring|[Ss]tars|[Ss]tarred|[Cc]o-starring|featuring|[Ff]eatures|directs|"
    rf"alongside|opposite|(?:[Cc]ast|ensemble|line-up)[^.;]{{0,24}} (?:also )?(?:includes|"
    rf"features|boasts|led by|headed by)|"
    rf"joined by|rounded out by|played by|portrayed by|voiced by|co-stars?|newcomers?|cast-mates?|"
    rf"(?:film|movie) with)(?: (?:respectively )?by)?:? (?:(?:the|an?|fellow|stage|actors?|"
    rf"actress|{_LOWER}) ){{0,5}}(?:Sir |Dame )?$"
)
_CAST_AFTER = re.compile(
    r"^[’']s? (?:[\w-]+ ){0,2}(?:performance|turn|role|character|part) in (?=[‘“\"'*_A-Z])"
    r"|^[^.;:\x00]{2,70}?\b(?:his|her) (?:[\w-]+ ){0,2}(?:performance|turn|role|character|"
    r"part) in (?=[‘“\"'*_A-Z])"
    r"|^,? (?:the )?(?:co-)?(?:stars?|lead) of (?=[‘“\"'*_A-Z])"
    r"|^(?:, (?:who is |aged )?\d\d,?| \(\d\d\))?(?:,? who)?,? (?:also |both |all |is to |are to |"
    r"will |to |recently |memorably |has been cast |is cast |stars and )?"
    r"(?:plays?|played|stars?|starred|co-stars?|co-starred|portrays?|portrayed|leads (?!the)|"
    r"leads (?:the )?(?:a |cast)|appears? (?:as|in|opposite)|cast as|voices|steals|(?:heads?|"
    r"leads?|rounds? out|lead|make up|complete|complet\w+) the cast|"
    r"take(?:s)? (?:on )?the (?:lead|title))\b"
)
_CHAIN = re.compile(
    rf"^(?:,? (?:aged )?\d\d,?| \([^()\x00]{{2,40}}\))?(?: as [^.;:\x00]{{2,70}}?)?(?:,| and| &|"
    rf", and|, with| with)+ (?:(?:{_LOWER}) ){{0,5}}(?:Sir |Dame )?$"
)
_BREAKS = re.compile(
    r"\b(?:directed|director|written|produced|from|based|said|says|told|by|stars?|starring|plays?|"
    r"opposite|alongside)\b"
)
_ROLE_AFTER = re.compile(
    r"^(?:, (?:who is |aged )?\d\d,?| \(\d\d\))?(?:,? who)?,? (?:also |will |is to |recently |"
    r"is cast |cast |is )?(?:plays?|played|portrays?|stars? as|starred as|co-stars? as|"
    r"appears? as|cast as|as|voices|takes on) (?P<role>[^.,;:()\x00“”\"]{2,90})"
)
_IS = re.compile(
    rf"^ is (?P<role>(?:(?:Mr|Mrs|Ms|Dr|Captain|Father|Sister|Aunt|"
    rf"Uncle)\.? )?[{UP}][{LOW}][\w-]*(?: [{UP}][{LOW}][\w-]*){{0,2}})(?=[,.;]| (?:in|who|and|"
    rf"with|whose|–|—|the)\b)"
)
_IN_BRACKETS = re.compile(
    rf"(?P<role>(?:[{UP}][\w{APOS}-]+(?: [{UP}][\w{APOS}-]+){{0,2}})|"
    rf"[{LOW}][\w-]+)(?:,[^,.()]{{2,50}},)? \((?:played by (?:the )?(?:{_LOWER} ){{0,4}}|"
    rf"an? (?:[\w’'-]+ ){{1,5}}|the (?:[\w’'-]+ ){{1,5}}|newcomer )?$"
)
_CLOSES = re.compile(
    r"^(?:, (?:left|right|centre|center|above|below|pictured|\d\d|of [\w ]+|who [^()]{2,40}|"
    r"[\w ]{2,30}))?\)|^(?:,| and| &)"
)
_CHARACTER = re.compile(
    rf"(?:^|\s)(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Captain|Sister|Father|Inspector|Detective|Aunt|Uncle|"
    rf"Lady|Lord|Sir|King|Queen)\.?\s)?[{UP}][{LOW}]+[\w-]*(?:\s[{UP}][{LOW}]+[\w-]*){{0,2}})(?=$|"
    rf"[\s,])(?![’'])"
)


def character(text: str, people: frozenset[str], titles: Sequence[str]) -> str | None:
    """Return the character's name in "a trawlerman’s wife Jean", None in "a lighthouse keeper"."""
    for title in titles:
        text = text.replace(title, "")
    text = re.split(
        r"\s+(?:in|who|whose|that|from|at|opposite|alongside|and|with|on|for|as|to)\s", text + " "
    )[0].strip()
    found = [m for m in _CHARACTER.finditer(text) if m["name"] not in people]
    if not found:
        return None
    name = str(found[-1]["name"])
    owner = text[found[-1].end() : found[-1].end() + 1]
    return (
        None if owner in {"’", "'"} or name in {"The", "Mr", "Mrs", "British", "American"} else name
    )


# "With A, B and C." as a listing has it.
_ONLY_WITH = re.compile(rf"^With (?:(?:and |& )?[{UP}][\w’'.-]*(?:, | |\.?$))+$")
_ALL_OF = re.compile(
    r"^(?:Sisters|Brothers|Twins|Friends|Lovers|Cousins|Siblings|Teenagers|Spouses|Newlyweds) "
)
_CREW = re.compile(
    r"\b(?:[Dd]irectors?|[Ww]riters?|[Pp]roducers?|[Cc]omposer|[Aa]uthor|[Ee]ditor|[Cc]ritic|"
    r"[Pp]hotographer|screenwriter|novelist|playwright|"
    r"cinematographer|designer|wife|husband|partner|colleague|friend|Chief|Head|Professor|"
    r"President|Minister|Chair|Founder|"
    r"Manager|Officer|Executive|Curator|Programmer|spokes\w+|festival|company|studio|film|movie|"
    r"drama|comedy|novel|book|play)\b"
)
_NO_CHARACTER = frozenset(
    [
        "British",
        "American",
        "Irish",
        "Australian",
        "Canadian",
        "French",
        "German",
        "Italian",
        "Polish",
        "English",
        "Scottish",
        "Welsh",
        "Jewish",
        "Catholic",
        "Muslim",
        "Black",
        "Asian",
    ]
)


_YEAR_CLOSES = re.compile(r", (?:19|20)\d\d[,)]")
_POSSESSIVE = re.compile(r"[’']s? [‘“\"'*_]?")


_STARS_OF = re.compile(r"[’”\"'*_]?( (?:co-)?stars? (?:Sir |Dame )?)$")


class Reader:
    """Reads a sentence's credits off its mentions of people."""

    def __init__(self, people: Sequence[Known], titles: Sequence[str]) -> None:
        """`titles` are the films of the page, whose words are nobody's names."""
        self.names = frozenset(p.name for p in people)
        # A real person the story tells more of: no character, even where brackets suggest it.
        self.real = frozenset(
            p.name for p in people
            if (p.age is not None or p.roles) and not _ALL_OF.match(p.name)
        )  # fmt: skip
        self.titles = titles
        self._titles = tuple(titles)

    def _stars_of(self, before: str) -> bool:
        """Whether "… Salt Road star" stands before a name, of a film of the page."""
        stars = _STARS_OF.search(before)
        if stars is None:
            return False
        return any(before[:end].endswith(self._titles) for end in (stars.start(), stars.start(1)))

    def read(self, text: str, start: int, mentions: Sequence[Mention]) -> list[Credit]:
        """Return the credits in one sentence that stands at `start`, quotes blanked."""
        if _ONLY_WITH.match(text):
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
            kinds.append(job)
            if job:
                found.append(Credit(job, mention.person, role, mention.start, sure))
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
            and not _CREW.search(said[0])
        ]

    def _job(
        self, before: str, after: str, gap: str | None, last: str | None
    ) -> tuple[str | None, int, str | None]:
        if (
            (_DIRECTOR_BEFORE.search(before)
            and not _OTHER_DIRECTORS.search(before))
            or (gap is not None and last == "director" and gap in {" and ", " & ", ", "})
        ):  # fmt: skip
            return "director", 3, None
        if before.endswith(" (") and _YEAR_CLOSES.match(after):
            return "director", 3, None
        if _DIRECTOR_AFTER.match(after):
            return "director", 3, None
        if _AUTHOR.search(before) and not re.search(r"\b(?:played|voiced) by ", before[-30:]):
            return None, 0, None
        if self._in_cast(before, after, gap, last):
            return "cast", 2, self.role(before, after)
        is_role = _IS.match(after)
        if is_role and not self._no_character(is_role["role"]):
            return "cast", 2, is_role["role"]
        if (_OWNS.match(after) or self._owns_title(after)) and not _NOT_OWNER.search(before):
            return "director", 1, None
        return None, 0, None

    def _owns_title(self, after: str) -> bool:
        """Whether "’s Saltburn" follows: a film owned by its maker."""
        owned = _POSSESSIVE.match(after)
        return owned is not None and any(after.startswith(t, owned.end()) for t in self.titles)

    def _in_cast(self, before: str, after: str, gap: str | None, last: str | None) -> bool:
        if _CAST_LIST.search(before) or self._stars_of(before):
            return True
        if _CAST_AFTER.match(after):
            return True
        if gap is not None and last == "cast" and _CHAIN.match(gap) and not _BREAKS.search(gap):
            return True
        bracket = _IN_BRACKETS.search(before)
        if bracket and _CLOSES.match(after):
            return not self._no_character(_ALL_OF.sub("", bracket["role"]))
        return False

    def _no_character(self, role: str) -> bool:
        """Whether a role is really somebody's job, a real person or a film."""
        return (
            role in self.real
            or role in _NO_CHARACTER
            or _CREW.search(role) is not None
            or any(t.endswith(role) for t in self.titles)
        )

    def role(self, before: str, after: str) -> str | None:
        """Return the character that the words around an actor name, or None."""
        if role := _ROLE_AFTER.match(after):
            return character(role["role"], self.names, self.titles)
        bracket = _IN_BRACKETS.search(before)
        if (
            bracket
            and bracket["role"][:1].isupper()
            and _ALL_OF.sub("", bracket["role"]) not in self.real
        ):
            return _ALL_OF.sub("", bracket["role"])
        return None

    def _backwards(
        self, text: str, start: int, mentions: Sequence[Mention], kinds: list[str | None]
    ) -> list[Credit]:
        """ "A, 27, and B, 47, star": what stands in a row before one who stars does so too."""
        found = []
        for i in range(len(mentions) - 2, -1, -1):
            following = text[mentions[i + 1].end - start :]
            gap = text[mentions[i].end - start : mentions[i + 1].start - start]
            in_row = kinds[i + 1] == "cast" and kinds[i] is None and _CHAIN.match(gap)
            plural = _CAST_AFTER.match(following) or (i + 2 < len(kinds) and kinds[i + 2] == "cast")
            if in_row and plural and not _BREAKS.search(gap):
                kinds[i] = "cast"
                found.append(Credit("cast", mentions[i].person, None, mentions[i].start, 2))
        return found


_SUBJECT_PLAYS = re.compile(
    r"(?:^|(?<=[,;] )|\b[Ii]n (?:it|the film|which),? )(?P<subj>[Hh]e|[Ss]he|"
    r"[Tt]he (?:[\w’'-]+ ){0,3}?(?:actor|actress|star|comedian|performer|newcomer|\d\d-year-old))"
    r"(?:, \d\d,|, who [^,]{3,60},)? (?:also |will |is to |now )?(?P<verb>plays?|stars as|"
    r"co-stars as|portrays|stars) (?P<role>[^.,;:()\x00]{2,90})"
)


def spoken_of(text: str) -> re.Match[str] | None:
    """Return the match of "The actor, 34, plays …" or "In it he plays …" in a sentence."""
    return _SUBJECT_PLAYS.search(text) if "play" in text or "star" in text else None


_OWN_FILM = re.compile(
    rf"\b(?P<subj>his|her) (?:new|latest|forthcoming|upcoming|next|current) (?:[\w-]+ ){{0,3}}?"
    rf"(?:{GENRE}),? (?=[‘“\"'*_{UP}])"
)


def own_film(text: str) -> re.Match[str] | None:
    """Return the match of "… his forthcoming film The Quiet Carriage"."""
    return _OWN_FILM.search(text)


_FIRST_FILM = re.compile(
    rf"\b(?:is|was) (?P<subj>his|her) (?:first|second|third|debut|fourth|latest|new) (?:{GENRE})\b"
    rf"|^(?P<subj2>His|Her) (?:[\w-]+ ){{1,3}}?(?:{GENRE}), (?=[‘“\"'*_{UP}])"
)


def first_film(text: str) -> re.Match[str] | None:
    """Return the match of "… is her first film (as a director)"."""
    return _FIRST_FILM.search(text)
