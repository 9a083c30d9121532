"""Titles of films: every run of capitals or marked words weighed by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from matinee.stories.intake.entries import Entry
from matinee.stories.intake.people import Known, known_first
from matinee.stories.intake.quotes import title_case
from matinee.stories.intake.spotting import places_of
from matinee.stories.intake.text import APOS, LOW, UP

GENRE = (
    r"(?:film|movie|drama|comedy|thriller|feature|romance|documentary|biopic|western|sequel|"
    r"prequel|"
    r"adaptation|picture|debut|short|horror|epic|blockbuster|flick|tale|remake|romcom|rom-com|noir|"
    r"chiller|weepie|fantasy|melodrama|mystery|satire|animation|tragicomedy|dramedy|doc|two-hander|"
    r"love story|ghost story|slasher|whodunnit|whodunit|caper|tear-?jerker|indie|musical|spin-off|"
    r"reboot|anime|"
    r"psychodrama|rockumentary|mockumentary|swansong|heist|spoof|farce|fable|parable|saga|character study|essay film|creature feature|actioner|yarn)"
)
_CAP = rf"(?:(?:St|Mr|Mrs|Dr|Ms)\. [{UP}][\w{APOS}-]*|[{UP}][\w{APOS}&/-]*[!?]?|\d+(?!\d*[,.]\d))"
_SMALL = (
    r"(?:of|the|and|a|an|in|to|on|for|with|at|from|by|or|de|la|le|du|is|as|&|y|und|et|der|"
    r"das|des|del)"
)
_RUN = re.compile(rf"(?<![\w{APOS}]){_CAP}(?:(?: {_SMALL}){{0,3}} {_CAP}|: {_CAP})*")
_CUT = re.compile(r" (?:in|on|at|from|for|with|by|as|to|and|is) ")
_OWNER = re.compile(rf"(?P<who>(?:[{UP}][\w.-]+ )*?[{UP}][\w.-]+)[{APOS}]s? ")
_INNER_OWNER = re.compile(rf"(?<=[{LOW}])[{APOS}]s (?=[{UP}])")
_LEAD = re.compile(
    r"^(?:In|On|At|For|With|After|Before|When|But|And|As|While|Now|His|Her|Their|Its|This|That|"
    r"From|Of|By|"
    r"To|So|If|Since|Like|Then|Meanwhile|Also|Yet|Though|Both|Not|Is|It|Enter|Finally|Starring|"
    r"Directed|"
    r"Director|Actor|Actress|Star|Film|Review|News|Watch|See|New|Related|Trailer|Producer|Writer|"
    r"Speaking)[ ]"
)
_PRIZE = re.compile(
    r"(?:Oscars?|Baftas?|BAFTAs?|Emmys?|Golden Globes?|Ifta|IFTA|Palme d[’']Or) for (?=[A-Z])"
)
_NO_TITLE = re.compile(
    rf"^(?:(?:The )?(?:Guardian|Variety|Deadline|Oscars?|Baftas?|Netflix|BBC|ITV|Instagram|"
    rf"Twitter|Hollywood|Bollywood|"
    r"Film|Films?|Movies?|Critics?|UK|US|USA|EU|Picture|TV|DVD|Blu-ray|IMAX|PG|Cert|Academy|"
    r"Directors?|Producers?|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Jan|"
    r"Feb|Mar|Apr|Jun|Jul|"
    r"Aug|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|London|"
    r"Dublin|Sydney|Toronto|"
    r"Melbourne|Belfast|Cork|Galway|Glasgow|Edinburgh|Cardiff|Manchester|Liverpool|Bristol|Leeds|"
    r"Paris|Rome|Montreal|"
    r"Vancouver|Chicago|Boston|Texas|California|New York|Los Angeles|Cannes|Venice|Berlin|"
    r"Sundance|Locarno|Tribeca|"
    r"Telluride|Australia|Canada|Ireland|Britain|England|Scotland|Wales|France|Germany|Italy|"
    r"Spain|Poland|Europe|"
    r"America|I|He|She|They|It|We|You|A|An|The|My|What|Who|Why|How|There|Here|Mr|Ms|Mrs|Mum|Dad|"
    r"God|Christmas|Easter|"
    r"Irish|British|American|Australian|Canadian|French|German|Italian|Scottish|Welsh|English|"
    r"European)|"
    r".*\b(?:Film Festival|Festival (?:on|in|of|at))\b.*|.*\b(?:Festival|Awards?|Pictures|Films|Cinemas?|Studios?|University|Entertainment|Institute|"
    r"Council|Academy|"
    r"Productions?|Picturehouse|Prize|Guild|Magazine|Gazette|Courant|Releasing|Distribution|"
    r"Foundation|Association|Ltd|Inc|Media|Oscar|Bafta|Emmys?|Globes?)"
    r"|.* (?:on|in|at) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: .*)?"
    rf"|\d+|[{UP}]|.*[’']s?)$"
)
_WORK_BEFORE = re.compile(
    r"\b(?:novels?|novella|memoirs?|autobiography|plays?|book|bestseller|poem|album|single|song|"
    r"podcast|comic|"
    r"short stor(?:y|ies)|graphic novel|magazine|newspaper|newsletter|band|group)[,:]? (?:called |"
    r"titled |entitled )?$"
    r"|\b(?:series|sitcom|soap|show|drama series|game show|programme|ITV (?:\w+ )?drama|"
    r"BBC (?:\w+ )?drama|TV (?:drama|series|film|show)|television (?:drama|series|film|show)|"
    r"mini-?series),? $",
    re.IGNORECASE,
)
_BEFORE = [
    (4, re.compile(rf"\b{GENRE}s?(?:,| is(?= (?:called|titled|entitled)))? (?:called |titled |entitled )?$", re.IGNORECASE)),
    (3, re.compile(r"\b(?:premi[eè]re|screening|release|trailer|adaptation|making|remake|version|"
                   r"set|scenes?|screenings|preview|reviews?|sequel|follow-up|success|cast|shoot|"
                   r"filming|star|stars) (?:of|for|to) $", re.IGNORECASE)),
    (4, re.compile(r"\b(?:to|will|will also|would) (?:co-)?star in $")),
    (3, re.compile(r"\b(?:star(?:red|ring|s)?|act|appear(?:ed|s|ing)?|roles?|cast|opposite|seen|acting|"
                   r"performance|debut|played by [^.,]{3,40}|plays [^.,]{2,40}|"
                   r"directing [\w ]{2,25}|worked|turn|part|brother|sister|son|daughter|"
                   r"lead) in $", re.IGNORECASE)),
    (3, re.compile(r"\b(?:directs?|directed|directing|helmed|made|making|make|shoot(?:ing)?|shot|"
                   r"filming|rehearsing|finished|wrote and directed|promoting|followed by|"
                   r"(?:co-)?stars? in|distributes|handles|"
                   r"(?<!man )(?<!boy )(?<!girl )(?<!dog )(?<!cat )(?<!one )called|entitled|"
                   r"titled) $", re.IGNORECASE)),
    (2, re.compile(r"\b(?:director|writer|producer|film-?maker|editor|"
                   r"composer) of $", re.IGNORECASE)),
    (1, re.compile(r"\b(?:(?:new|latest|upcoming|forthcoming|first|second|third|next|last|"
                   r"previous|own) )$", re.IGNORECASE)),
]  # fmt: skip
_AFTER = [
    (4, re.compile(rf"^,? \((?:[\w ’'-]{{2,40}}, )?(?:19|20)\d\d\)|^ \((?:12A|15A?|18|PG|U\b|R\b|"
                   rf"cert|\d+ min|\d+m\b|dir)|^,? (?:written and |co-)?dir(?:\.|ected by) |"
                   rf"^,? (?:[{UP}][\w’'-]+ ){{2,3}}?\((?:19|20)\d\d\)")),
    (4, re.compile(rf"^, (?:[{UP}][\w’'.-]+ ){{1,4}}?[{UP}][\w’'.-]+[’']s? (?:[\w-]+ )"
                   rf"{{0,4}}{GENRE}\b|^, (?:the|a|an|his|her|their|"
                   rf"its) (?:[\w-]+ ){{0,4}}{GENRE}\b|^ is (?:[{UP}][\w’'.-]+ ){{1,3}}(?:[\w-]+ )"
                   rf"{{0,3}}{GENRE}\b")),
    (3, re.compile(rf"^,? (?:will (?:be )?(?:released|open|premiere|arrive|hit|screen|stream)|"
                   rf"is (?:being )?released|(?:is|are|has been) (?:out|now|"
                   rf"in (?:[\w.]+ )?(?:and [\w.]+ )?(?:cinemas|theat)|due for|showing|streaming|"
                   rf"available|dated|on (?:general|limited|wide) release|in select)|opens?\b(?! it\b)|"
                   rf"opened|reach(?:es|ed)|hits\b|lands|arriv(?:es|ed)|premiere[sd]|(?:has|"
                   rf"had) its|follows|stars (?!in\b|as\b|opposite|alongside|with\b)|starring|"
                   rf"tells|is (?:adapted|based|directed|released|loosely|"
                   rf"an? (?:[\w’',-]+ ){{0,5}}{GENRE})|"
                   r"was (?:adapted|directed|shot|filmed|released|first released|made)|"
                   r"will be (?:in|out|shown|released|available)|comes (?:to|out)|is due|"
                   r"returns to|moves (?:to|from)|goes (?:straight|wide|on)|has been (?:dated|"
                   r"released|sold)|streams|is produced|was (?:produced|written)|centres on|"
                   r"centers on|also stars|won |received its|marks|sees\b|screens|plays at|"
                   r"took home|tops|topped|rolls out|expands|bows|heads (?:to|for|into)|"
                   r"is (?:headed|heading|coming|set|slated|scheduled|expected)|are (?:set|"
                   r"slated)|gets (?:its|an?|released)|launches|drops|debuts|"
                   r"has (?:been )?(?:given|pushed|moved|delayed|set|confirmed|landed|opened|"
                   r"arrived|found a)|(?:can|may) be seen|had been|runs (?:from|until|for)|hit |"
                   r"which (?:opens|is|was|stars|starred|follows|will|tells|had|has|premiered))")),
    (3, re.compile(r"^:? ?[–—-]? ?(?:film |movie )?review\b", re.IGNORECASE)),
    (2, re.compile(rf"^ (?:star|actor|actress|director|film-?maker|producer|writer|creator|"
                   rf"breakout|co-star|alum)s? (?:[{UP}]|and)|^ (?:trailer|premi[eè]re|cast|"
                   rf"sequel|remake|screening|script)\b")),
]  # fmt: skip


_THEN_PLAYS = re.compile(
    rf"^,? (?:(?:[{UP}][\w’'-]+ ){{1,3}}|[Hh]e |[Ss]he )(?:plays|stars|is|gives|takes)\b"
)


@dataclass
class Title:
    """A film's title, how sure we are of it, and where it stands."""

    name: str
    votes: int = 0
    places: list[int] = field(default_factory=list)
    as_work: int = 0
    told: int = 0
    after: int = 0
    marked: bool = False


@dataclass(frozen=True)
class Marked:
    """Words in quote marks or italics that read as a title, with their place (of the words)."""

    name: str
    paragraph: int
    start: int


# Words that begin sentences and are no titles alone: most runs of capitals are such.
_NO_RUN = frozenset(
    [
        "A",
        "An",
        "And",
        "As",
        "At",
        "But",
        "By",
        "For",
        "From",
        "He",
        "Her",
        "Here",
        "His",
        "How",
        "I",
        "If",
        "In",
        "Is",
        "It",
        "Its",
        "My",
        "No",
        "Not",
        "Now",
        "Of",
        "On",
        "Or",
        "Our",
        "She",
        "So",
        "The",
        "Their",
        "There",
        "They",
        "This",
        "That",
        "To",
        "We",
        "What",
        "When",
        "Where",
        "Which",
        "While",
        "Who",
        "With",
        "You",
        "Your",
        "Mr",
        "Mrs",
        "Ms",
        "Last",
        "After",
        "Before",
        "Although",
        "Asked",
        "Speaking",
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
        "London",
        "Dublin",
        "UK",
        "US",
        "British",
        "American",
        "Irish",
        "Oscar",
        "Bafta",
        "I’m",
        "I’ve",
        "I’d",
        "It’s",
        "I'm",
        "I've",
        "It's",
    ]
)


def _variants(run: str, owners: frozenset[str], *, inside: bool) -> Iterator[tuple[str, int]]:
    """Yield (reading, offset) of a run: without a lead word, an owner, or what a cut leaves.

    `inside` a sentence a lead word may be the title's own: "won best director for Of Salt …".
    """
    prize = _PRIZE.match(run) if " for " in run else None
    at = prize.end() if prize else 0
    if inside and _LEAD.match(run) and not prize:
        yield run, 0
    while lead := _LEAD.match(run[at:]):
        at += lead.end()
    if "’" in run or "'" in run:
        owned = _OWNER.match(run, at)
        if owned and owned["who"] in owners:
            at = owned.end()
    whole = run[at:]
    if not whole:
        return
    yield whole, at
    if "’s " in whole or "'s " in whole:
        for inner in _INNER_OWNER.finditer(whole):
            if any(whole[: inner.start()].endswith(owner) for owner in owners):
                yield whole[inner.end() :], at + inner.end()
    for cut in _CUT.finditer(whole):
        yield whole[: cut.start()], at
        if whole[: cut.start()] in owners:
            yield whole[cut.end() :], at + cut.end()


_MOST = 80
_LONGEST = 160  # a longer run of capitals is no title, and would cost its square to weigh


def _runs(text: str, whole: str) -> Iterator[tuple[str, int]]:
    """Yield (run, place); two with a comma between are one where the page has them so twice."""
    before: re.Match[str] | None = None
    for match in _RUN.finditer(text):
        if match.end() - match.start() > _LONGEST:
            continue
        if before and text[before.end() : match.start()] == ", ":
            joined = text[before.start() : match.end()]
            if len(joined) < 50 and whole.count(joined) > 1:
                yield joined, before.start()
        yield match[0], match.start()
        before = match


_CLOSES = re.compile(r"^[,.]?[’”\"'*_]+")
_IN_FIRST = re.compile(r"(?:^|[.!?\x00”’] )In $")
# What any of the patterns below can begin with: most runs of capitals fail at this.
_MAY_FOLLOW = re.compile(
    rf"^(?:,? \(|,? (?:written and |co-)?dir|, [{UP}]|, (?:the|an?|his|her|their|its) | is [{UP}]|:|:? ?[–—-]|"
    rf",? [{UP}][^.;]{{0,70}}\("
    r"|,? (?:will|is|are|has|have|had|opens?|opened|reach\w*|hits|lands|arriv\w+|premi\w*|follows|"
    r"stars?|starring|tells|was|comes|"
    r"returns|moves|goes|streams|centres|centers|also|won|received|marks|sees|screens|plays|took|"
    r"tops|topped|rolls|expands|bows|heads|are|gets|launches|drops|debuts|can|may|runs|hit|"
    r"which|review|film|movie|actor|actress|director|film-?maker|producer|writer|creator|breakout|"
    r"co-star|alum|trailer|cast|sequel|"
    r"remake|screening|script|[Rr]eview)\b)"
)


_WORKS = (
    "novel novels novella memoir memoirs autobiography play plays book bestseller poem album single "
    "song podcast comic story stories magazine newspaper newsletter band group called titled "
    "entitled series sitcom soap show drama programme film miniseries mini-series tv"
)
# The last words that each pattern of _BEFORE can end with, but for the genres of the first.
_ENDS = [
    "called titled entitled",
    "of for to",
    "in",
    "in",
    "directs directed directing helmed made making make shooting shoot shot filming rehearsing "
    "finished promoting by in distributes handles called entitled titled",
    "of",
    "new latest upcoming forthcoming first second third next last previous own",
]


@cache
def _by_last_word() -> dict[str, tuple[bool, tuple[tuple[int, re.Pattern[str]], ...]]]:
    """Return {last word before a title: (may be another work's, the patterns that can fit)}."""
    genres = [
        g.strip().rpartition(" ")[2]
        for g in re.sub(r"[()?:]", "", GENRE.replace("-?", "")).split("|")
    ]
    genres += [
        *(g + "s" for g in genres),
        "tear-jerker",
        "tearjerker",
        "tear-jerkers",
        "tearjerkers",
    ]
    ends = [ends.split() for ends in _ENDS]
    ends[0] += genres
    works = frozenset(_WORKS.split())
    return {
        word: (
            word in works,
            tuple(b for b, last in zip(_BEFORE, ends, strict=True) if word in last),
        )
        for word in {*works, *(w for last in ends for w in last)}
    }


_OF_A_YEAR = re.compile(r"(?:19|20)\d\d[’']s$")


def _weigh(text: str, start: int, end: int) -> tuple[int, int, int]:
    """Return votes by the words around: for a film, for some other work, those of what follows."""
    before, after = text[max(0, start - 64) : start].rstrip("‘“\"'*_"), text[end : end + 110]
    if after[:1] in "’”\"'*_,.":
        closed = _CLOSES.match(after)  # American: the comma stands within the marks
        if closed:
            after = ("," if "," in closed[0] else "") + after[closed.end() :]
    votes = work = 0
    last = before[before.rfind(" ", 0, -1) + 1 : -1].rstrip(",:").lower()
    if _OF_A_YEAR.match(last):  # "after 2021’s Grid Road"
        votes = 4
    elif fitting := _by_last_word().get(last):
        work = 4 if fitting[0] and _WORK_BEFORE.search(before) else 0
        if not work:
            votes = next((w for w, p in fitting[1] if p.search(before)), 0)
    follows = 0
    if _MAY_FOLLOW.match(after):
        follows = next((w for w, p in _AFTER if p.match(after)), 0)
    if last == "in" and _IN_FIRST.search(before) and _THEN_PLAYS.match(after):
        follows = 4
    return votes + follows, work, follows


_PERSON_AFTER = re.compile(
    r"^(?:, (?:who\b|\d\d[,.)])| (?:said|says|told|tells|recalled|added|wrote|directs|directed|"
    r"plays|played|recalls|insists|admits|"
    r"laughs|grew up|was born|(?:co-)?stars? (?:in|as|opposite|alongside|with)|leads|turns|"
    r"won (?:an?|the) (?:Oscar|Bafta|Emmy)|is an? (?:[\w-]+ ){0,3}(?:actor|director|writer))\b|"
    r"[’']s? (?:new|latest|first|second|debut|film|character|performance|career|role)\b"
    r"|, (?:the )?(?:co-)?(?:stars?|director|writer|producer|screenwriter|actor|actress|"
    r"novelist) (?:of|behind|who|and)\b)"
)
_PERSON_BEFORE = re.compile(
    r"\b(?:director|actor|actress|star|writer|producer|critic|novelist|author|playwright|newcomer|"
    r"comedian|features?|with|played by|Mr|Ms|Mrs|Sir|Dame|"
    r"film-?maker|co-star|by|starring|stars|alongside|opposite|said|says)\.? $"
    r"|\b(?:wife|husband|partner|brother|sister|daughter|son|mother|father|friend),? $",
    re.IGNORECASE,
)


def likely_people(known: Sequence[Known], texts: Sequence[tuple[str, int]]) -> list[str]:
    """Return the names that are people's whatever else they look like.

    A usual first name, an age, or words beside it that only people have.
    """
    whole = "\n".join(text for text, _ in texts)
    found = []
    for person in known:
        if person.age is not None or known_first(person.name):
            found.append(person.name)
            continue
        at = whole.find(person.name)
        while at >= 0:
            end = at + len(person.name)
            before = whole[max(0, at - 24) : at]
            if _PERSON_AFTER.match(whole[end : end + 60]) or _PERSON_BEFORE.search(before):
                found.append(person.name)
                break
            at = whole.find(person.name, end)
    return found


def _good(name: str, people: frozenset[str]) -> bool:
    if not 2 < len(name) <= 70 or name[:1].islower() or _NO_TITLE.match(name) or name in people:
        return False
    words = name.split()
    if any(f"{p}’s " in name or f"{p}'s " in name for p in people):
        return False
    if len(words) == 1:
        return not any(name in p.split() for p in people) and not name.isupper()
    if any(set(words) <= set(p.split()) for p in people):
        return False
    return not any(p in name for p in people if len(p) + 2 > len(name) or f"{p} and " in name)


_REVIEWED = re.compile(
    r"^[‘“\"']?(?P<t>[^–—:|(]{2,70}?)[,:]?[’”\"']?(?: \([^()]{1,20}\))?,?(?: [–—-])?:? (?:film |"
    r"movie )?review\b|^(?:film |movie )?review:? [‘“\"']?(?P<t2>[^–—:|"
    r"‘“”’\"]{2,70}?)[’”\"']?(?= ?[–—:|,]| - | is\b|$)",
    re.IGNORECASE,
)


def find_titles(
    paragraphs: Sequence[tuple[str, int]], entries: Sequence[Entry], marked: Sequence[Marked],
    captions: Sequence[tuple[str, int]], headline: str | None, people: Iterable[str],
    everybody: Iterable[str] = (),
) -> list[Title]:  # fmt: skip
    """Return the films that the story names, the likeliest main film first.

    `entries` are those that open parts of a round-up; `people` are names, which are
    no titles; `everybody` are runs that may be, of which no two joined by "and" are one.
    """
    names = frozenset(people)
    everyone = frozenset(everybody)
    found: dict[str, Title] = {}

    def vote(
        name: str, votes: int, work: int = 0, after: int = 0, *, is_marked: bool = False
    ) -> None:
        name = name.strip(" ,.;:‘“”\"'*_")
        parts = re.split(r",? and |, | & ", name)
        if len(parts) > 1 and all(part in everyone for part in parts):
            return
        if _good(name, names):
            title = found.setdefault(name, Title(name))
            title.votes += votes
            title.as_work += work
            title.told = max(title.told, votes)
            title.after = max(title.after, after)
            title.marked |= is_marked

    whole = "\n".join([headline or "", *(t for t, _ in paragraphs), *(t for t, _ in captions)])
    for text, _ in [*paragraphs, *captions]:
        for run, begin in _runs(text, whole):
            if run in names or run in _NO_RUN:
                continue
            inside = begin > 1 and (text[begin - 1] == " " and text[begin - 2].isalnum())
            for name, at in _variants(run, names, inside=inside):
                weighed = _weigh(text, begin + at, begin + at + len(name))
                if any(weighed):
                    vote(name, *weighed)
    for mark in marked:
        text, start = paragraphs[mark.paragraph]
        votes, work, after = _weigh(text, mark.start - start, mark.start - start + len(mark.name))
        seen = _SEEN.search(text[max(0, mark.start - start - 24) : mark.start - start])
        vote(mark.name, 2 + votes + 2 * bool(seen), work, after, is_marked=True)
    for text, _ in captions:
        if seen := re.search(
            rf" in [‘“\"'*_]?(?P<t>{_RUN.pattern})(?=[’”\"'*_.,;]|$)|^(?P<t2>{_RUN.pattern}), dir",
            text,
        ):
            name = seen["t"] or seen["t2"]
            vote(name, 3 if " " in name or seen["t2"] else 1)
    _read_headline(headline, found, vote)
    for entry in entries:
        vote(entry.title, 6)
    for name in _openers(paragraphs, names):
        vote(name, 3)
    return _settled(found, paragraphs, captions, headline)


_SEEN = re.compile(r"\b(?:saw|seen|watch(?:ed|ing)?|loved|hated|reviewing|of) [‘“\"'*_]+$")


def _read_headline(headline: str | None, found: dict[str, Title], vote: object) -> None:
    assert callable(vote)
    if not headline:
        return
    if match := _REVIEWED.match(headline):
        name = (match["t"] or match["t2"] or "").strip(" ‘“\"'’”")
        if title_case(name):
            vote(name, 5)
    for match in _RUN.finditer(headline[:400]):
        for name, at in _variants(match[0], frozenset(), inside=False):
            weighed = _weigh(headline, match.start() + at, match.start() + at + len(name))
            if any(weighed):
                vote(name, *weighed)
    for quoted in re.finditer(r"[‘“\"']([^‘’“”\"]{2,60})[’”\"'](?!\w)", headline):
        if title_case(quoted[1]):
            vote(quoted[1], 2)


def _openers(paragraphs: Sequence[tuple[str, int]], people: frozenset[str]) -> list[str]:
    """Return titles that open paragraphs as their subjects, where three or more do so."""
    found = []
    for text, _ in paragraphs:
        if match := _RUN.match(text):
            for name, at in _variants(match[0], people, inside=False):
                if _weigh(text, at, at + len(name))[2] >= 3 and _good(name, people):
                    found.append(name)
                    break
    return found if len(found) >= 2 else []


_GOES_ON = re.compile(rf"\w|[{APOS}]s [{LOW}]+ of\b")


def _settled(
    found: dict[str, Title], paragraphs: Sequence[tuple[str, int]],
    captions: Sequence[tuple[str, int]], headline: str | None,
) -> list[Title]:  # fmt: skip
    """Keep what has votes enough; of two readings of one place keep the one that recurs."""
    # A page tells of some films, not of hundreds: more candidates than that are noise.
    likeliest = sorted(found.values(), key=lambda t: -t.votes)[:_MOST]
    for title in likeliest:
        title.places = [
            start + at
            for text, start in paragraphs if title.name in text
            for at in places_of(title.name, text, _GOES_ON)
        ]  # fmt: skip
        around = sum(len(places_of(title.name, text, _GOES_ON)) for text, _ in captions)
        heard = places_of(title.name, headline or "", _GOES_ON)
        title.votes += min(len(title.places) + around - 1, 3) + 2 * bool(heard)
    kept = [
        t for t in likeliest
        if t.votes >= (3 if t.after >= 3 and t.places and " " in t.name else 4)
        and (not t.as_work or t.told >= 3)
        and _solid(t)
    ]  # fmt: skip
    if not kept:  # a page that names its film once: the best that is plainly said
        kept = [
            t for t in likeliest
            if t.told >= 3 and t.places and not t.as_work and (" " in t.name or t.marked)
        ]  # fmt: skip
    kept.sort(key=lambda t: (-t.votes, t.places[0] if t.places else 0))
    chosen: list[Title] = []
    for title in kept:
        if not any(_same_place(title, other) for other in kept if other is not title):
            chosen.append(title)
    return chosen


def _solid(title: Title) -> bool:
    """One plain word needs more: it may be anything."""
    return " " in title.name or title.marked or title.votes >= 5


def _same_place(title: Title, other: Title) -> bool:
    """Whether the other reading of the same words is the better one."""
    if title.name in other.name and title.name != other.name:
        if other.name == f"The {title.name}" and len(title.places) <= len(other.places) > 0:
            return True  # headlines drop the article
        alone = len(title.places) - len(other.places)
        return alone <= 0 and other.votes + 1 >= title.votes
    if title.name == f"The {other.name}" and 0 < len(title.places) >= len(other.places):
        return False
    if other.name in title.name and title.name != other.name:
        return not (len(other.places) - len(title.places) <= 0 and title.votes + 1 >= other.votes)
    return False
