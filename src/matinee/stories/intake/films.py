"""Films: titles, makers, cast, sources and the facts of a review's box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from matinee.stories.intake.found import CastMember, Film, ReleaseDate, Source
from matinee.stories.intake.people import NAME, Known, plausible, trim
from matinee.stories.intake.quotes import title_case
from matinee.stories.intake.text import APOS, LOW, UP

_SMALL = r"(?:of|the|and|a|an|in|to|on|for|with|at|from|by|or|de|la|le|is|as|&)"
_CAP = rf"(?:[{UP}][\w{APOS}.-]*|\d+)"
TITLE_RUN = rf"{_CAP}(?:(?:\s+{_SMALL}){{0,3}}\s+{_CAP}|:\s+{_CAP}|\s+{_CAP}){{0,9}}"
_GENRE = (
    r"(?:film|movie|drama|comedy|thriller|feature|romance|documentary|biopic|western|sequel|prequel|"
    r"adaptation|picture|debut|short|horror|musical|epic|blockbuster|flick|tale|remake|romcom|"
    r"rom-com|noir|chiller|weepie|fantasy|melodrama|mystery|satire|animation|tragicomedy|dramedy|doc|love story)"
)
_MARKED = (
    r"(?:[‘“\"'*_]+(?P<marked>[^‘’“”\"*_\n]{2,80}(?:[’'][a-z][^‘’“”\"*_\n]{0,60})?)[’”\"'*_,]+)"
)
_NAMED_BY_GENRE = re.compile(
    rf"\b{_GENRE}s?,?\s+(?:called\s+|titled\s+|entitled\s+)?(?:{_MARKED}|(?P<run>{TITLE_RUN}))"
)
_NAMED_BEFORE = re.compile(
    rf"(?:^|[.“”\x00]\s+|\bof\s+|\bin\s+|\bthat\s+|\bas\s+|\bfor\s+)(?:{_MARKED}|(?P<run>{TITLE_RUN}))(?:\s+\(\d{{4}}\))?,?\s+(?:will be released|is released|opens|opened|stars|follows|tells the story|"
    rf"centres on|centers on|is (?:adapted|based|directed|out|in cinemas|set in|an?\b(?:\s[\w-]+){{0,3}}\s{_GENRE})|was (?:adapted|based|directed|shot|filmed)|arrives in|had its|has its|premiered|premieres|hits|lands|will open|"
    r"will premiere|comes to|also stars|is due|will be in|reaches)"
)
_BY_REVIEW = re.compile(
    rf"^(?:{_MARKED}|(?P<run>[^‘“\"–—:|]{{2,70}}?))\s+(?:film |movie )?(?i:review)\b|^(?i:(?:film |movie )?review):\s*(?:{_MARKED.replace('marked', 'marked2')}|(?P<run2>[^‘“\"–—:|]{{2,70}}?))\s*(?:[–—:|,-]|$)"
)
_YEAR_AFTER = re.compile(r"^[’”\"*]*\s*\((?:\w+,? )?(?P<y>(?:19|20)\d\d)\)")
_WORK = r"(?P<form>novella|novel|memoir|memoirs|autobiography|play|stage play|short story|book|comic|comic book|graphic novel|story|poem|musical|article|podcast|video game|film|series|bestseller)"
_FORMS = {"novella": "novel", "memoirs": "memoir", "autobiography": "memoir", "stage play": "play",
          "comic book": "comic", "graphic novel": "comic", "bestseller": "novel", "story": "short story"}  # fmt: skip
_BASED = re.compile(
    r"\b(?:based (?:up)?on|adapted (?:by [^.“”\x00]{2,60} )?from|adaptation of|adapts|inspired by|drawn from|adapting|a version of|takes? its story from|taken from)\s+"
    r"(?:the |a |his |her |their |an )?(?P<rest>[^.;\x00]{4,170})"
)
_MATERIAL = re.compile(
    rf"^(?:(?:bestselling|best-selling|acclaimed|celebrated|prize-winning|award-winning|same|classic|cult|hit|debut|own|\d{{4}}|Booker-winning|(?:[\w-]+))\s+){{0,4}}?"
    rf"(?:(?P<year>(?:18|19|20)\d\d)\s+)?(?:[\w-]+\s+){{0,2}}?{_WORK}\b(?: of the same (?:name|title)(?P<same>)| also called)?,?\s*(?P<tail>.*)$"
)
_OWNED = re.compile(
    rf"^(?:(?:Mr|Ms|Mrs|Sir|Dame) )?(?P<owner>(?:[{UP}][\w.-]*[ ]?){{1,4}})[’'](?:s\b)?\s+(?P<more>.*)$"
)
_PLAYS = [
    # X plays Y / X stars as Y / X as Y
    re.compile(
        rf"(?P<who>{NAME.pattern}|[{UP}][{LOW}]+)(?:, (?:who is )?\d\d,?)?,? (?:who )?(?:also )?(?:plays|stars as|co-stars as|appears as|is cast as|portrays|will play|played|leads as|takes on|is)\s+(?P<role>[^.,;:()\x00]{{2,90}})"
    ),
    re.compile(
        rf"(?P<role>[{UP}][\w{APOS}-]+(?: [{UP}][\w{APOS}-]+){{0,2}}) (?:is|was|,)?\s*(?:\()?played by (?:an? |the )?(?:[a-z-]+ ){{0,3}}(?P<who>{NAME.pattern})"
    ),
    re.compile(rf"(?P<who>{NAME.pattern}) as (?P<role>[^.,;:()\x00]{{2,60}})"),
]
_PAREN = re.compile(
    rf"(?P<role>[{UP}][\w{APOS}-]+(?:\s+[{UP}][\w{APOS}-]+){{0,2}})(?:,[^,.()]{{2,40}},)? \((?:(?:played by |an? [\w\s-]{{3,40}}? |the [\w\s-]{{3,40}}? ))?(?P<who>[{UP}][\w{APOS}-]+(?:\s+(?:[{UP}][\w{APOS}.-]*|Ní|de|van|von)){{0,3}})(?:, (?:left|right|centre|\d+))?\)"
)
_STARRING = re.compile(
    rf"\b(?:[Ss]tarring|[Ss]tars?|cast includes|cast also includes|cast features|alongside|opposite|featuring|co-starring|led by|leads? (?:a|the) cast|rounded out by|joined by|with (?=[{UP}][{LOW}]+ [{UP}][{LOW}]+ and [{UP}]))\s+(?P<list>[^.;:\x00]{{4,160}})"
)
_STAR_TOGETHER = re.compile(
    rf"(?P<list>(?:{NAME.pattern})(?:[^.;:\x00]{{0,40}}?(?:,|and)\s+(?:[\w-]+\s){{0,3}}?[^.;:\x00]{{0,24}}?(?:{NAME.pattern})[^.;:\x00]{{0,12}}?){{0,4}}),?\s(?:star|co-star|co-stars|stars|round out|rounds out|lead|head|heads|also star|also stars|make up|complete|join)\b"
)
_CHARACTER = re.compile(
    rf"(?:^|\s)(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Captain|Sister|Father|Inspector|Detective)\.?\s)?[{UP}][{LOW}]+[\w-]*(?:\s[{UP}][{LOW}]+[\w-]*){{0,2}})(?=$|[\s,])(?![’'])"
)
_DIRECTED = [
    re.compile(
        rf"\b(?:directed|helmed|written and directed|co-written and directed|directed and co-written|made) by (?P<who>(?:{NAME.pattern})(?:(?:,| and) (?:{NAME.pattern}))*)"
    ),
    re.compile(
        rf"\b(?:[Dd]irectors?|[Ff]ilm-?makers?|writer[-/ ]directors?|dir\.|Dir:?|Director:)\s+(?P<who>(?:{NAME.pattern})(?:\s+and\s+(?:{NAME.pattern}))?)"
    ),
    re.compile(
        rf"(?P<who>{NAME.pattern})[’']s?\s+(?:\w+[- ]|\d+[- ]){{0,4}}(?:{_GENRE}s?|directorial)\b"
    ),
    re.compile(
        rf"(?P<who>{NAME.pattern})(?:,[^,.]{{0,40}},)? (?:who )?(?:wrote and directed|directs|directed|wrote, directed|co-wrote and directed|writes and directs)\b"
    ),
    re.compile(
        rf"\b(?:film|movie|drama|picture)[’']s (?:[\w-]+ )?director,? (?P<who>{NAME.pattern})"
    ),
    re.compile(
        rf"(?P<who>{NAME.pattern}),? (?:the|its|who is the) (?:[\w-]+ ){{0,2}}(?:film[’']s )?director\b"
    ),
]
_MINUTES = re.compile(
    r"\b(?:(?:[Rr]unning|[Rr]un) ?[Tt]ime:?|Duration:?)\s*(?:(?P<h>\d)\s?h(?:ou)?rs?\.?,?\s?)?(?P<m>\d{1,3})\s?(?:min|m\b|mins|minutes)|\b(?P<m2>\d{2,3})\s?min(?:ute)?s?\b(?!\s(?:walk|drive|read|later|into|before|after|in\b))|\b(?P<h3>[1-4])\s?(?:h|hrs?|hours?)\.?,?\s?(?:and )?(?P<m3>\d{1,2})\s?(?:m|mins?|minutes)\b",
)
_CERTIFICATE = re.compile(
    r"\b(?:[Cc]ert(?:ificate|\.)?|[Rr]ated|[Rr]ating|[Cc]lassification):?\s+(?P<c>U\b|PG-13|PG|12A|12|15A|15|16|18|R18|R\b|NC-17|G\b|M\b|MA ?15\+|14A|18A)|(?<=[,;|·(/(] )(?P<c2>12A|15A|PG-13|NC-17|MA15\+)(?=[,;|·)/.]|\s)|\((?P<c3>U|PG|12A|15|18|PG-13|R|15A|14A)[,;)]|[,|·] (?P<c4>U|PG|15|18)(?:[,|·]| cert)"
)
_STARS = re.compile(
    r"(?P<full>★{1,5})(?P<half>½)?(?P<empty>☆{0,5})|(?P<n>[0-5](?:\.5)?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)(?:\s+stars?)?\s*(?:out of|/)\s*(?P<of>5|five|four|4|10)(?:\s+stars)?\b|^(?:Rating|Verdict|Stars):?\s*(?P<n2>[0-5](?:\.5)?)\b|\b(?P<n3>[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive) stars\b",
    re.MULTILINE,
)
_NUMBERS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
_NOT_TITLES = re.compile(
    r"^(?:The Guardian|Variety|Deadline|Oscars?|Bafta|Netflix|BBC|Instagram|Twitter|Hollywood|I|He|She|They|It|We|But|And|In|At|On|When|Last|This|That|There|For|Film|Films?|Movies?|New|Critics?|UK|US|By|You|Mr|Ms|Mrs|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|London|Dublin|Sydney|Toronto|Cannes|Venice|Berlin|Sundance|Speaking|Asked|Meanwhile|Now|Then|His|Her|Festival.*|.* Festival|.* Award[s]?)$"
)


def _clean_title(text: str) -> str:
    text = text.strip(" ,.;:‘’“”\"'*_")
    return re.sub(rf"\s+(?:{_SMALL})$", "", text)


def find_titles(
    paragraphs: Sequence[tuple[str, int]],
    marked: Sequence[str],
    headline: str | None,
    people: frozenset[str],
) -> list[str]:
    """Return titles of films in the story, the likeliest main film first.

    `marked` are titles in quote marks or italics; `people` are names that are no titles.
    """
    votes: Counter[str] = Counter()
    whole = "\n".join(text for text, _ in paragraphs)
    for text, _ in paragraphs:
        for pattern, weight in ((_NAMED_BY_GENRE, 3), (_NAMED_BEFORE, 3)):
            for match in pattern.finditer(text):
                groups = match.groupdict()
                title = _clean_title(groups.get("marked") or groups.get("run") or "")
                if groups.get("marked") and not title_case(title):
                    continue
                if _could_be(title, people):
                    votes[title] += weight
        for match in _DIRECTED_TITLE.finditer(text):
            title = _clean_title(match["marked"] or match["run"] or "")
            if _could_be(title, people) and (not match["marked"] or title_case(title)):
                votes[title] += 3
    if headline and (match := _BY_REVIEW.match(headline)):
        g = match.groupdict()
        title = _clean_title(
            next((g[k] for k in ("marked", "run", "marked2", "run2") if g.get(k)), "")
        )
        if _could_be(title, people):
            votes[title] += 6
    for title in marked:
        title = _clean_title(title)
        if _could_be(title, people):
            votes[title] += 1 + (1 if votes[title] else 0)
    head = (headline or "").lower()
    for title in list(votes):
        count = len(re.findall(re.escape(title), whole))
        votes[title] += min(count, 5) + (3 if title.lower() in head else 0)
    return _without_pieces([t for t, n in votes.most_common() if n >= 4])


_DIRECTED_TITLE = re.compile(
    rf"{NAME.pattern}[’']s?\s+(?:\w+[- ]|\d+[- ]){{0,4}}{_GENRE}s?,?\s+(?:{_MARKED}|(?P<run>{TITLE_RUN}))"
)


def _could_be(title: str, people: frozenset[str]) -> bool:
    return (
        2 < len(title) <= 80
        and title not in people
        and not _NOT_TITLES.match(title)
        and not (len(title.split()) == 1 and any(title in name.split() for name in people))
    )


def _without_pieces(titles: list[str]) -> list[str]:
    kept: list[str] = []
    for title in titles:
        if any(title in other or other in title for other in kept):
            continue
        kept.append(title)
    return kept


def _names(text: str, by_surname: dict[str, str]) -> list[str]:
    found = []
    for match in NAME.finditer(text):
        name = trim(match[0])
        if len(name.split()) > 1 and plausible(name):
            found.append(name)
    if not found:
        for word in re.findall(rf"[{UP}][{LOW}]+", text):
            if word in by_surname:
                found.append(by_surname[word])
    return found


def _character(text: str, people: frozenset[str], titles: Sequence[str]) -> str | None:
    """Return the character's name in "a trawlerman’s wife Jean", None in "a lighthouse keeper"."""
    for title in titles:
        text = text.replace(title, "")
    text = re.split(
        r"\s+(?:in|who|whose|that|from|at|opposite|alongside|and|with|on|for|as)\s", text + " "
    )[0].strip()
    matches = [m for m in _CHARACTER.finditer(text) if m["name"] not in people]
    if not matches:
        return None
    name = matches[-1]["name"]
    owner = text[matches[-1].end() : matches[-1].end() + 1]
    if owner in {"’", "'"} or name in {"The", "Mr", "Mrs"}:
        return None
    return str(name)


def find_cast(
    paragraphs: Sequence[tuple[str, int]],
    people: Sequence[Known],
    titles: Sequence[str],
    directors: Sequence[str],
) -> list[CastMember]:
    """Return who plays in the story's film, with characters where the copy tells them."""
    by_surname = {p.surname: p.name for p in people}
    names = frozenset(p.name for p in people)
    cast: dict[str, str | None] = {}

    def add(who: str, role: str | None) -> None:
        who = trim(who)
        who = who if who in names or len(who.split()) > 1 else by_surname.get(who, "")
        if not who or not plausible(who) or who in titles:
            return
        if who in directors and role is None:
            return
        if cast.get(who) is None:
            cast[who] = role

    for text, _ in paragraphs:
        for match in _STARRING.finditer(text):
            part = re.split(
                r"\s(?:as|in|who|directed|written|which|that|from|before|after|is|was|are|were|has)\s",
                match["list"],
            )[0]
            for name in _names(part, by_surname if "star" in match[0][:8].lower() else {}):
                add(name, None)
        for match in _STAR_TOGETHER.finditer(text):
            for name in _names(match["list"], {}):
                add(name, None)
        for match in _PAREN.finditer(text):
            who, role = match["who"], match["role"]
            if (who in names or who in by_surname) and role not in names and role not in titles:
                add(who, role)
            elif (
                (role in names or role in by_surname)
                and who not in names
                and re.search(r"[a-z]$", role)
                and not re.fullmatch(r"[A-Z]+", who)
            ):
                if who.split()[0] not in {"Getty", "AP", "PA"} and not any(
                    who in t for t in titles
                ):
                    add(role, who)
        for pattern in _PLAYS:
            for match in pattern.finditer(text):
                if match[0].split()[-1] == "is" or (
                    " is " in match[0][: match.start("role") - match.start()]
                    and not re.match(r"(?:[\w’'-]+ ){0,4}[A-Z]", match["role"])
                ):
                    continue
                if (
                    " is " in match[0][: match.start("role") - match.start() + 1]
                    and "cast as" not in match[0]
                ):
                    continue
                who = match["who"]
                role = _character(match["role"], names, titles)
                if pattern is _PLAYS[2] and role is None:
                    continue
                if pattern is _PLAYS[1] and match["role"] in names:
                    continue
                add(who, role if pattern is not _PLAYS[1] else match["role"])
    return [CastMember(name, role) for name, role in cast.items()]


def find_directors(paragraphs: Sequence[tuple[str, int]], people: Sequence[Known]) -> list[str]:
    """Return the directors the story names, the most often named first."""
    votes: Counter[str] = Counter()
    for text, _ in paragraphs:
        for number, pattern in enumerate(_DIRECTED):
            for match in pattern.finditer(text):
                before = text[max(0, match.start() - 22) : match.start()]
                if number == 2 and re.search(
                    r"\b(?:starring|stars|star|actor|actress|by)\s$", before
                ):
                    continue
                if re.search(
                    r"\b(?:[Ff]estival|artistic|managing|marketing|casting|creative|musical|photography)[ -]$",
                    before,
                ):
                    continue
                for name in _names(match["who"], {}):
                    votes[name] += 2
    for person in people:
        if "director" in person.roles:
            votes[person.name] += 1
    return [name for name, _ in votes.most_common()]


def find_source(paragraphs: Sequence[tuple[str, int]], title: str) -> Source | None:
    """Return what the film is based on, as the first sentence that says so tells it."""
    for text, _ in paragraphs:
        for match in _BASED.finditer(text):
            source = _source(match["rest"], title)
            if source:
                return source
    return None


def _source(rest: str, title: str) -> Source | None:
    owner = None
    if owned := _OWNED.match(rest):
        owner, rest = owned["owner"].strip(), owned["more"]
    material = _MATERIAL.match(rest)
    if material is None:
        return None
    form = material["form"].lower()
    tail = material["tail"]
    year = int(material["year"]) if material["year"] else None
    if year is None and (
        early := re.search(r"\b((?:18|19|20)\d\d)\b", rest[: material.start("form")])
    ):
        year = int(early[1])
    author = owner
    if (
        by := re.search(
            rf"\bby (?P<who>(?:the )?(?:[a-z-]+ ){{0,3}}(?P<name>{NAME.pattern}))", tail
        )
    ) or (by := re.search(rf"\bby (?P<name>[{UP}]\.? ?[{UP}]?\.? ?[{UP}][{LOW}]+)", tail)):
        author = by["name"]
    if year is None and (
        late := re.search(
            r"\((?:[^()]*?)((?:18|19|20)\d\d)\)|(?:published in|from) ((?:18|19|20)\d\d)", tail
        )
    ):
        year = int(late[1] or late[2])
    name = None
    same = material["same"] is not None
    if same:
        name = title
    elif marked := re.match(
        r"[‘“\"'*_]+([^’”\"*_]{2,80}(?:[’'][a-z][^’”\"*_]{0,60})?)[,’”\"*_]", tail
    ):
        name = marked[1]
    elif run := re.match(rf"({TITLE_RUN})(?=,|\s+by\b|\s+\(|$|\.|\s+[a-z])", tail):
        name = _clean_title(run[1])
    if name is None and author is None:
        return None
    return Source(
        name.strip(" ,") if name else None,
        author,
        year,
        _FORMS.get(form, form if form != "book" else "book"),
    )


def box_facts(text: str) -> tuple[int | None, str | None, float | None]:
    """Return (running time in minutes, certificate, stars of five) where a page states them."""
    minutes = certificate = stars = None
    if match := _MINUTES.search(text):
        if match["m2"]:
            minutes = int(match["m2"])
        elif match["h3"]:
            minutes = int(match["h3"]) * 60 + int(match["m3"])
        elif match["m"]:
            minutes = int(match["h"] or 0) * 60 + int(match["m"])
        if minutes is not None and not 3 <= minutes <= 400:
            minutes = None
    if match := _CERTIFICATE.search(text):
        certificate = next(v for k in ("c", "c2", "c3", "c4") if (v := match[k]))
    if match := _STARS.search(text):
        if match["full"]:
            stars = len(match["full"]) + (0.5 if match["half"] else 0)
        else:
            said = next(v for k in ("n", "n2", "n3") if (v := match[k])).lower()
            stars = _NUMBERS.get(said) or float(said if said.replace(".", "").isdigit() else 0)
    return minutes, certificate, stars


def year_of(title: str, whole: str) -> int | None:
    """Return the year that stands in brackets behind a title, or None."""
    for match in re.finditer(re.escape(title), whole):
        if found := _YEAR_AFTER.match(whole[match.end() : match.end() + 16]):
            return int(found["y"])
    return None


def make_film(
    title: str, *, year: int | None, directors: Sequence[str], cast: Sequence[CastMember],
    source: Source | None, releases: Sequence[ReleaseDate], facts: tuple[int | None, str | None, float | None],
    start: int | None, end: int | None,
) -> Film:  # fmt: skip
    """Return the film with everything that the page told of it."""
    return Film(
        title, year, tuple(directors), tuple(cast), source, tuple(releases), *facts,
        start=start, end=end,
    )  # fmt: skip
