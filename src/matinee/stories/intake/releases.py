"""Release dates by territory, out of sentences that speak of a release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matinee.stories.intake.dates import FoundDate, find_dates
from matinee.stories.intake.found import ReleaseDate
from matinee.stories.intake.near_dates import later_dates, loose_dates, told_year
from matinee.stories.intake.text import sentences

_TERRITORIES = {
    "GB": "UK|U.K.|United Kingdom|Britain|Great Britain|British|UK-wide|UK-only",
    "IE": "Ireland|Irish|Republic of Ireland",
    "US": "US|U.S.|USA|U.S.A.|United States|America|American|Stateside|North America|"
          "North American|domestic|domestically",
    "CA": "Canada|Canadian|Quebec|Québec", "AU": "Australia|Australian", "NZ": "New Zealand",
    "FR": "France|French", "DE": "Germany|German", "IT": "Italy|Italian", "ES": "Spain|Spanish",
    "JP": "Japan|Japanese", "IN": "India|Indian", "SE": "Sweden|Swedish", "NO": "Norway|Norwegian",
    "DK": "Denmark|Danish", "NL": "Netherlands|Dutch", "BE": "Belgium|Belgian",
    "KR": "South Korea|South Korean", "CN": "China|Chinese", "MX": "Mexico|Mexican",
    "BR": "Brazil|Brazilian", "ZA": "South Africa|South African", "IS": "Iceland|Icelandic",
    "PT": "Portugal|Portuguese", "PL": "Poland|Polish", "FI": "Finland|Finnish",
    "AT": "Austria|Austrian", "CH": "Switzerland|Swiss",
}  # fmt: skip
_CODES = {name: code for code, names in _TERRITORIES.items() for name in names.split("|")}
# "Irish" alone may speak of a film's makers: an adjective counts only before a place to see it.
_ADJECTIVE = re.compile(r"(?:ish|ian|can|ese|ean|ench|erman|utch|wiss|ons)$")
_PLACE_TO_SEE = re.compile(
    r"\s*(?:and [\w.]+ )?(?:cinemas?|theat(?:er|re)s?|screens?|release|audiences?|premiere|viewers|"
    r"rollout|opening|fans|filmgoers|cinemagoers|picturehouses|multiplexes|bow|debut|date|"
    r"theatrical|box office|streaming|cities|markets|provinces)",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"(?<![\w.])(?:" + "|".join(map(re.escape, sorted(_CODES, key=len, reverse=True))) + r")(?!\w)"
)
# For a sentence in small letters, which is far quicker than ignoring the case.
_SPEAKS = re.compile(
    r"\breleas(?:e[sd]?|ing)\b|\bopen(?:s|ing|ed)?\b|\bin (?:[\w.]+[ ,]+(?:and [\w.]+ )?)"
    r"{0,3}(?:cinemas|theat(?:er|re)s)\b|\barriv(?:es?|ing)\b|"
    r"\bhits?\b|\blands?\b|\bcomes? (?:to|out)\b|\bcoming (?:to|out)\b|\bout (?:on|now|in)\b|"
    r"\bpremieres?d?\b|\bstream(?:s|ing)?\b|"
    r"\brollout\b|\broll(?:s|ed)? out\b|\bdebuts?\b|\bexpand(?:s|ing)?\b|\bavailable\b|\bairs?\b|"
    r"\bbroadcast\b|\bwill follow\b|"
    r"\bfollows? (?:on|in)\b|\bbows?\b|\bin select\b|\bon (?:dvd|blu-ray|demand|digital|netflix|prime video|"
    r"disney\+|apple tv|mubi|hulu|stan|max|peacock|paramount\+|britbox|shudder|crave|binge|sky "
    r"cinema|now|curzon home|bfi player|amazon)\b|"
    r"\bgo(?:es|ing)? wide\b|\bset for\b|"
    r"\bslated\b|\bdue (?:out|in|for)\b|\bdate\b|\bcinemas (?:from|on|in)\b|\btheat(?:er|"
    r"re)s (?:from|on|in)\b|\bshowing\b|\bscreens? (?:from|on|at)\b|\breach(?:es|ed|ing)?\b|"
    r"\bmove[sd]?\b|\bpushed\b|\bbrought forward\b|"
    r"\bdelayed\b|\bgo(?:es|ing)? straight\b|\bdated for\b|\bon (?:digital|streaming)\b|"
    r"\breturns? to\b|\bheads? (?:to|for|into)\b|\bin new york and los angeles\b|\beverywhere\b|\bgets? (?:it|the film)\b|\bshown (?:on|in)\b|\bcan (?:see|watch|catch) it\b|\bwait until\b|"
    r"\b(?:cinemas|theat(?:er|re)s),? (?:this |next |nationwide )?(?:\d|mon|tue|wed|thu|fri|sat|"
    r"sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\bcame (?:out|to)\b|\brolls into\b|"
    r"\bgets? (?:its|an?) [\w ]{0,30}(?:release|bow|debut|run)\b|\bthere(?:’s|'s|"
    r" is) (?:an? )?[\w ]{0,20}release\b",
)
_NOT_A_RELEASE = re.compile(
    r"\b(?:shooting|filming|filmed|shot|production (?:begins?|began|starts?)|tickets?|on sale|"
    r"born|died|anniversary|"
    r"tour|festival runs|programme will|announced on|ceremony|nominations?|voting|deadline|"
    r"entries|retrospective|season of|"
    r"signed up|published|figures|estimates|box office numbers|(?:book|novel|album|single|memoir|soundtrack) (?:is |was |"
    r"will be )?(?:released|out)|wrapped|originally (?:due|set|slated|scheduled)|had been (?:due|"
    r"set|scheduled)|was (?:due|meant|supposed|set|scheduled|to have)|first released|set in|"
    r"takes place|took place|runs? (?:from|until))\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:opened|was released|were released|been released|reached|arrived|premiered|landed|"
    r"came out|came to|debuted|"
    r"has had|have had|(?:has been|have been) (?:out|in)|had its|bowed)\b"
)
_MOVED_FROM = re.compile(
    r"\b(?:mov(?:es|ed|ing)|push(?:es|ed)|shift(?:s|ed)|delayed|brought forward|switch(?:es|ed)|"
    r"put back|slips|slipped|bumped)\b[^.;]{0,40}\bfrom (?:its (?:original |previous )?(?:date|"
    r"slot|release)(?: of)? )?$"
)
# A festival that everyone knows says where a film's premiere was.
_FESTIVALS = {
    "FR": r"Cannes", "IT": r"Venice|Mostra", "DE": r"Berlin|Berlinale", "CA": r"Toronto|TIFF",
    "US": r"Sundance|Telluride|Tribeca|SXSW|South by Southwest", "CH": r"Locarno",
    "ES": r"San Sebasti[aá]n", "KR": r"Busan", "CZ": r"Karlovy Vary", "NL": r"Rotterdam|IFFR",
}  # fmt: skip
# Festivals named by their city, which says so only with the word behind it.
_OF_CITIES = {
    "GB": r"London|Edinburgh|Glasgow|Sheffield|Leeds|Raindance|Cambridge|Belfast",
    "IE": r"Galway|Dublin|Cork|Kerry", "AU": r"Sydney|Melbourne|Adelaide|Brisbane|Perth",
    "NZ": r"New Zealand|Auckland", "SE": r"G[öo]teborg|Gothenburg|Stockholm", "JP": r"Tokyo",
    "CA": r"Calgary|Vancouver|Montreal|Whistler|Atlantic|Edmonton|Halifax",
    "US": r"New York|Chicago|Austin|Seattle|San Francisco|Palm Springs|Santa Barbara|Hamptons|"
          r"Los Angeles|Mill Valley|Denver|Philadelphia|Nashville|Woodstock",
    "AT": r"Vienna", "PL": r"Warsaw|Gdynia", "IN": r"Mumbai|Goa|Kolkata", "MX": r"Morelia|Guadalajara",
    "BR": r"S[ãa]o Paulo|Rio", "CN": r"Shanghai|Beijing", "NO": r"Haugesund|Troms[øo]",
}  # fmt: skip
_FESTIVAL_PLACES = re.compile(
    "|".join(
        [
            rf"(?P<{code}>\b(?:{names})\b(?= (?:[Ii]nternational )?(?:[Ff]ilm )?[Ff]estival|[ ,.]|$))"
            for code, names in _FESTIVALS.items()
        ]
        + [
            rf"(?P<{code}_>\b(?:{names})\b(?= (?:International )?(?:Film (?:Festival|Fleadh)|DocFest|"
            r"Documentary Festival)))"
            for code, names in _OF_CITIES.items()
        ]
    )
)
_PREMIERE = re.compile(
    r"\bpremi[eè]re[sd]?\b|\bpremiering\b|\bfirst screen|\bunveiled\b|\bdebuted\b", re.I
)
_AMERICAN_CITIES = re.compile(
    r"\b(?:New York(?: City)? and (?:Los Angeles|L\.?A\.?)|Los Angeles and New York|"
    r"N\.?Y\.? and L\.?A\.?)(?!\w)"
)
_KINDS = [
    (4, re.compile(r"\bstream(?:s|ing|er)?\b|\bon demand\b|\bVOD\b|\bdigital(?:ly)?\b|\bNetflix\b|"
                   r"\bPrime Video\b|\bDisney\+|\bApple TV\+|\bMUBI\b|\bMubi\b|\bBFI Player\b|"
                   r"\bStan\b|\bBritbox\b|\bHulu\b|\bPeacock\b|\bNow TV\b|\bto rent\b|\brental\b|"
                   r"\bCurzon Home\b|\bShudder\b|\bCrave\b|\bBinge\b|\bdownload\b", re.IGNORECASE)),
    (5, re.compile(r"\bDVD\b|\bBlu-?ray\b|\b4K UHD\b|\bphysical\b", re.IGNORECASE)),
    (6, re.compile(r"\bBBC (?:One|Two|Four|Three)\b|\bITV\d?\b|\bChannel [45]\b|\bRTÉ\b|\bSBS\b|"
                   r"\bABC TV\b|\bSky Atlantic\b|\bon television\b|\bairs?\b|\bbroadcast\b|"
                   r"\bPBS\b|\bCBC\b|\bTG4\b")),
    (1, re.compile(r"\bpremieres?d?\b|\bpremiering\b|\bfestival\b|"
                   r"\bopening[- ]night\b", re.IGNORECASE)),
    (2, re.compile(r"\blimited\b|\bselect(?:ed)? (?:[\w.]+ )?(?:cinemas|theat\w+|cities|screens|markets)\b|"
                   r"\bNew York and Los Angeles\b|\bNY and LA\b|\bone week\b|"
                   r"\bqualifying\b", re.IGNORECASE)),
]  # fmt: skip
_CLAUSE = re.compile(
    r"[,;:–—]\s+|\s+(?:and|but|before|followed by|while|with|then|after which|ahead of)\s+"
)


@dataclass(frozen=True)
class _Mention:
    code: str
    start: int
    end: int


# "Americans will have to wait until the autumn."
_AUDIENCES = re.compile(
    r"\b(?:(?P<US>Americans)|(?P<GB>Brits|Britons)|(?P<AU>Australians)|(?P<CA>Canadians)|"
    r"(?P<NZ>New Zealanders|Kiwis))(?= (?:will|can|must|have|get|should)\b)"
)


def territories(text: str, start: int = 0) -> list[_Mention]:
    """Return the territories a text names as places to see a film, in order."""
    found = []
    for match in _PLACES.finditer(text):
        adjective = _ADJECTIVE.search(match[0]) is not None
        if adjective and not _PLACE_TO_SEE.match(text, match.end()):
            continue
        found.append(_Mention(_CODES[match[0]], start + match.start(), start + match.end()))
    for match in _AUDIENCES.finditer(text):
        found.append(_Mention(str(match.lastgroup), start + match.start(), start + match.end()))
    return sorted(found, key=lambda p: p.start)


def _kind(clause: str, sentence: str) -> int:
    for wide, context in enumerate((clause, sentence)):
        for kind, pattern in _KINDS:
            if pattern.search(context):
                if kind in {1, 2} and wide:
                    continue
                if kind == 1 and re.search(r"\bin (?:\w+ )?(?:cinemas|theat)", context):
                    continue
                return kind
        if re.search(
            r"\b(?:cinemas?|theat(?:er|re)s?|theatrical|theatrically|wide|nationwide|big screen)\b",
            context,
            re.IGNORECASE,
        ):
            return 3
    return 3


def _clauses(sentence: str, start: int) -> list[tuple[int, int]]:
    cuts, begin = [], 0
    for match in _CLAUSE.finditer(sentence):
        cuts.append((start + begin, start + match.start()))
        begin = match.end()
    cuts.append((start + begin, start + len(sentence)))
    return cuts


def _pick_territories(
    sentence: str, start: int, day: FoundDate, days: Sequence[FoundDate], places: Sequence[_Mention]
) -> list[str]:
    """Return whose date this is: the territories that stand between it and its neighbours."""
    index = days.index(day)
    left = days[index - 1].end if index else start
    right = days[index + 1].start if index + 1 < len(days) else start + len(sentence)
    before = [p for p in places if left <= p.start < day.start]
    after = [p for p in places if day.end <= p.start < right]
    text_after = sentence[day.end - start : (after[0].start - start) if after else 0]
    tied = bool(after) and re.fullmatch(
        r"\s*\(?(?:in|across|throughout|for|at)?\s*(?:all |select |selected )?(?:the\s+)?",
        text_after,
    )
    comma = (
        bool(before)
        and re.search(
            r"[,;]\s*(?:and\s+|with\s+|but\s+)?$|,\s+(?:followed|before|and then)",
            sentence[left - start : before[0].start - start],
        )
        is not None
    )
    if index and before and not comma and index + 1 <= len(days):
        # "on 12 April in the US and 3 May in the UK": what stands before is the earlier date's.
        first_gap = sentence[left - start : before[0].start - start]
        if re.fullmatch(r"\s*\(?(?:in|across|throughout|for)\s+(?:the\s+)?(?:all\s+)?", first_gap):
            group = _group(sentence, start, before)
            before = before[len(group) :]
    if tied and (not before or index or len(days) > 1):
        return [p.code for p in _group(sentence, start, after)]
    if before:
        chosen = _group_back(sentence, start, before)
        return [p.code for p in chosen]
    if after:
        gap = sentence[day.end - start : after[0].start - start]
        if len(gap) < 60 and not re.search(r"[,;]", gap):
            return [p.code for p in _group(sentence, start, after)]
    return []


def _joined(text: str) -> bool:
    return (
        re.fullmatch(
            r"\s*(?:,|and|&|,\s*and|/|[-–]|and the|and in the|, the|and in)\s*(?:the\s+)?", text
        )
        is not None
    )


def _group(sentence: str, start: int, places: Sequence[_Mention]) -> list[_Mention]:
    group = list(places[:1])
    for place in places[1:]:
        if not _joined(sentence[group[-1].end - start : place.start - start]):
            break
        group.append(place)
    return group


def _group_back(sentence: str, start: int, places: Sequence[_Mention]) -> list[_Mention]:
    group = [places[-1]]
    for place in reversed(places[:-1]):
        if not _joined(sentence[place.end - start : group[0].start - start]):
            break
        group.insert(0, place)
    return group


def read_releases(
    paragraphs: Sequence[tuple[str, int]], reference: date | None
) -> list[ReleaseDate]:
    """Return the releases that the story's sentences tell, quotes blanked out with NUL.

    A date whose territory is not said in its own sentence is left out: never another's.
    """
    found: list[ReleaseDate] = []
    year: date | None = None
    home = _home(paragraphs)
    for text, start in paragraphs:
        told: date | None = None  # what "a week later" counts from stands in the same paragraph
        if not _HAS_DATE.search(text):
            continue
        for sentence, begin, _ in sentences(text, start):
            if _HAS_DATE.search(sentence) and _SPEAKS.search(sentence.lower()):
                here = _in_sentence(sentence, begin, reference, told, home)
                found += [_in_year(r, year) for r in here]
                full = [d.day for d in find_dates(sentence) if d.precision == "day"]
                year = full[-1] if full else year
                days = [date.fromisoformat(r.date) for r in here if r.precision == "day"]
                told = days[-1] if days else told
    unique: dict[tuple[str, str, int, int], ReleaseDate] = {}
    for release in found:
        unique.setdefault((release.territory, release.date, release.kind, release.start), release)
    return list(unique.values())


# "All dates are for the U.S.": whose the dates are that name no place.
_ALL_DATES = re.compile(
    r"\b(?:[Aa]ll (?:release )?|[Rr]elease |[Tt]hese )?[Dd]ates (?:here |below |given |listed )?(?:are|refer to|"
    r"apply to)(?: all)?(?: given)?(?: for| in| to| those of)? (?:the )?(?P<where>[^;:]{2,30})"
)


def _home(paragraphs: Sequence[tuple[str, int]]) -> str | None:
    """Return the territory that a page says its dates are for, where it is one alone."""
    for text, _ in paragraphs:
        if "ates " in text and (said := _ALL_DATES.search(text)):
            named = {_CODES[m[0]] for m in _PLACES.finditer(said["where"])}
            return named.pop() if len(named) == 1 else None
    return None


def _in_year(release: ReleaseDate, told: date | None) -> ReleaseDate:
    """Return a release in the year that the date told before it is in, where it has none itself.

    "on June 20, 2025. … in the UK on July 4": that is July of 2025 too.
    """
    if told is None or release.precision != "day" or release.inferred != ("year",):
        return release
    day = date.fromisoformat(release.date)
    if day.year >= told.year or (day.month, day.day) == (2, 29):
        return release
    moved = day.replace(year=told.year)
    return replace(release, date=moved.isoformat()) if abs((moved - told).days) < 200 else release


# What every date has something of; most sentences have nothing of it.
_HAS_DATE = re.compile(
    r"[0-9]|spring|summer|autumn|fall|winter|year|month|week|[Dd]ay|tomorrow|tonight|same|later|"
    r"Halloween|Christmas|Fourth|January|February|March|April|May|June|July|"
    r"August|September|October|November|December"
)


def _places(sentence: str, start: int) -> list[_Mention]:
    """Return the territories a sentence names, festivals and American openings among them."""
    found = territories(sentence, start)
    found += [
        _Mention("US", start + m.start(), start + m.end())
        for m in _AMERICAN_CITIES.finditer(sentence)
    ]
    if _PREMIERE.search(sentence):
        found += [
            _Mention(str(m.lastgroup)[:2], start + m.start(), start + m.end())
            for m in _FESTIVAL_PLACES.finditer(sentence)
            if not found or _PREMIERE.search(sentence[max(0, m.start() - 40) : m.start()])
        ]
    return sorted(found, key=lambda p: p.start)


def _days(sentence: str, start: int, reference: date | None, told: date | None) -> list[FoundDate]:
    """Return a sentence's dates in order; `told` is the last day that the story told before."""
    days = find_dates(sentence, reference=reference or told or _first_day(sentence), start=start)
    if reference:
        days += _apart(loose_dates(sentence, reference=reference, start=start), days)
    days = told_year(sorted(days, key=lambda d: d.start))
    days += _apart(later_dates(sentence, days, anchor=told, start=start), days)
    return sorted(days, key=lambda d: d.start)


def _first_day(sentence: str) -> date | None:
    return next((d.day for d in find_dates(sentence) if d.precision == "day"), None)


def _apart(more: Sequence[FoundDate], days: Sequence[FoundDate]) -> list[FoundDate]:
    """Return those of more dates that share no word with one found before."""
    return [d for d in more if not any(d.start < e.end and e.start < d.end for e in days)]


def _in_sentence(
    sentence: str, start: int, reference: date | None, told: date | None, home: str | None
) -> list[ReleaseDate]:
    places = _places(sentence, start)
    if not places and home is None:
        return []
    days = [
        d for d in _days(sentence, start, reference, told)
        if not _MOVED_FROM.search(sentence[: d.start - start])
    ]  # fmt: skip
    clauses = _clauses(sentence, start)
    found: list[ReleaseDate] = []
    for i, day in enumerate(days):
        clause = next(
            (sentence[a - start : b - start] for a, b in clauses if a <= day.start < b), sentence
        )
        lead = sentence[: day.start - start]
        if _NOT_A_RELEASE.search(clause):
            continue
        said = _in_the_past(day, lead, reference)
        long_past = reference is not None and (reference - said.day).days > 400
        if long_past and said.precision == "day" and "year" in said.inferred:
            continue
        kind = _kind(clause, sentence)
        if kind == 3 and _AMERICAN_CITIES.search(lead[-60:]):
            kind = 2
        codes = _pick_territories(sentence, start, day, days, places)
        if not codes and home and not places:
            codes = [home]
        since = sentence[days[i - 1].end - start : day.start - start] if i else ""
        if not codes and found and i and (kind in {4, 5} or _WIDER.search(since)):
            # "in UK cinemas from … and on digital from …": the same place, another kind.
            codes = [r.territory for r in found if r.start == days[i - 1].start]
        for code in codes:
            found.append(
                ReleaseDate(
                    code, said.day.isoformat(), said.precision, kind, said.inferred,
                    day.start, day.end,
                )
            )  # fmt: skip
    return found


# "… on April 12 before expanding nationwide on April 26": in the same country.
_WIDER = re.compile(
    r"\b(?:expand(?:s|ing)?|everywhere|wide|nationwide|nationally|roll(?:s|ing) out)\b"
)


_AHEAD = re.compile(r"\b(?:will|opens|arrives|hits|lands|reaches|is (?:due|set|released|out))\b")


def _year_on(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day


def _in_the_past(day: FoundDate, lead: str, reference: date | None) -> FoundDate:
    """Return the date in the year that its verb asks for: "opened in January" is behind us."""
    verbs = list(_PAST.finditer(lead))
    ahead = re.search(
        r"\b(?:will|is|are|opens|arrives)\b", lead[verbs[-1].end() :] if verbs else ""
    )
    if "year" not in day.inferred or reference is None:
        return day
    if not verbs and day.inferred == ("year",) and _AHEAD.search(lead):
        late = day.precision == "day" and (reference - day.day).days > 14
        return replace(day, day=_year_on(day.day)) if late else day
    if not verbs or ahead:
        return day
    if day.day <= reference:
        return day
    if "day" in day.inferred:  # "opened on Thursday"
        return replace(day, day=day.day - timedelta(days=7))
    try:
        return replace(day, day=day.day.replace(year=day.day.year - 1))
    except ValueError:  # 29 February
        return day
