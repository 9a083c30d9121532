"""Release dates by territory, out of sentences that speak of a release."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matinee.stories.intake.dates import FoundDate, find_dates
from matinee.stories.intake.found import ReleaseDate
from matinee.stories.intake.homes import is_nationwide, says_what_is_listed, told_home
from matinee.stories.intake.near_dates import later_dates, loose_dates, told_year, year_said
from matinee.stories.intake.territories import AMERICAN_CITIES, PLACES, Place, channels, places
from matinee.stories.intake.text import LOW, UP, sentences

# For a sentence in small letters, which is far quicker than ignoring the case.
_SPEAKS = re.compile(
    r"\breleas(?:e[sd]?|ing)\b|\bopen(?:s|ing|ed)?\b|\bin (?:[\w.]+[ ,]+(?:and [\w.]+ )?)"
    r"{0,3}(?:cinemas|theat(?:er|re)s)\b|\barriv(?:es?|ing)\b|"
    r"\bhits?\b|\blands?\b|\bcomes? (?:to|out)\b|\bcoming (?:to|out)\b|\bout (?:on|now|in|nationwide|nationally|across|everywhere|from|this|next)\b|"
    r"\bpremieres?d?\b|\bstream(?:s|ing)?\b|"
    r"\brollout\b|\broll(?:s|ed)? out\b|\bdebuts?\b|\bexpand(?:s|ing)?\b|\bavailable\b|\bairs?\b|"
    r"\bbroadcast\b|\bwill follow\b|"
    r"\bfollows? (?:on|in)\b|\bbows?\b|\bin select\b|\bon (?:dvd|blu-ray|demand|digital|netflix|prime video|"
    r"disney\+|apple tv|mubi|hulu|stan|max|peacock|paramount\+|britbox|shudder|crave|binge|sky "
    r"cinema|now|curzon home|bfi player|amazon)\b|"
    r"\bgo(?:es|ing)? wide\b|\bset for\b|\b(?:keep|stick|hold)(?:s|ing)? to\b|\bgo(?:es)? out\b|\bwiden(?:s|ing)?\b|"
    r"\bgive(?:s|n)? it an? [\w ]{0,20}(?:run|release)\b|\bplay(?:s|ing)? (?:exclusively|only|first) in\b|"
    r"\bslated\b|\bdue (?:out|in|for)\b|\bdate\b|\bcinemas (?:from|on|in)\b|\btheat(?:er|"
    r"re)s (?:from|on|in)\b|\bshowing\b|\bscreens? (?:from|on|at)\b|\breach(?:es|ed|ing)?\b|"
    r"\bmove[sd]?\b|\bpushed\b|\bbrought forward\b|"
    r"\bdelayed\b|\bgo(?:es|ing)? straight\b|\bdated for\b|\bon (?:digital|streaming)\b|"
    r"\breturns? to\b|\bheads? (?:to|for|into)\b|\bin new york and los angeles\b|\beverywhere\b|\bgets? (?:it|the film)\b|\bshown (?:on|in)\b|\bcan (?:see|watch|catch) it\b|\bwait until\b|"
    r"\b(?:cinemas|theat(?:er|re)s),? (?:this |next |nationwide )?(?:\d|mon|tue|wed|thu|fri|sat|"
    r"sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\bcame (?:out|to)\b|\brolls into\b|"
    r"\b(?:audiences|viewers|fans|(?:film|cinema|movie)goers) (?:will |can |get to |won[’']t )?(?:see|watch|get|catch)\b|"
    r"\btheatrical (?:run|release)\b|"
    r"\bgets? (?:its|an?) [\w ]{0,30}(?:release|bow|debut|run)\b|\bthere(?:’s|'s|"
    r" is) (?:an? )?[\w ]{0,20}release\b",
)
_NOT_A_RELEASE = re.compile(
    r"\b(?:with previews|preview screenings?|previews from|shooting|filming|filmed|(?<!-)shot|production (?:begins?|began|starts?)|tickets?|on sale|"
    r"born|died|anniversary|"
    r"tour|festival runs|programme will|announced on|ceremony|nominations?|voting|deadline|"
    r"entries|retrospective|season of|"
    r"signed up|published|figures|estimates|box office numbers|(?:book|novel|album|single|memoir|soundtrack) (?:is |was |"
    r"will be )?(?:released|out)|wrapped|originally (?:due|set|slated|scheduled)|had been (?:due|"
    r"set|scheduled)|was (?:due|meant|supposed|set|scheduled|to have)|first released|set in|"
    r"takes place|took place|runs (?:from|until)|(?:will|to|would) run (?:from|until))\b",
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
    r"slot|release)(?: of)? )?$|\((?:was|formerly|previously|originally) (?:on )?$"
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


_IN_CINEMAS = re.compile(
    r"\b(?:cinemas?|theat(?:er|re)s?|theatrical|theatrically|wide|nationwide|big screen|opens?|"
    r"opening|releas(?:e|es|ed|ing))\b",
    re.IGNORECASE,
)


def _kind(clause: str, lead: str) -> int:
    """Return the kind of a release by its clause, else by what stands nearest before its date."""
    for kind, pattern in _KINDS:
        if pattern.search(clause):
            if kind == 1 and re.search(r"\bin (?:\w+ )?(?:cinemas|theat)", clause):
                continue
            return kind
    if _IN_CINEMAS.search(clause):
        return 3
    best, at = 3, _last(_IN_CINEMAS, lead)
    for kind, pattern in _KINDS:
        if kind not in {1, 2} and (place := _last(pattern, lead)) > at:
            best, at = kind, place
    return best


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where a pattern is found last, -1 where it is not."""
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _clauses(sentence: str, start: int) -> list[tuple[int, int]]:
    cuts, begin = [], 0
    for match in _CLAUSE.finditer(sentence):
        cuts.append((start + begin, start + match.start()))
        begin = match.end()
    cuts.append((start + begin, start + len(sentence)))
    return cuts


def _pick_territories(
    sentence: str, start: int, day: FoundDate, days: Sequence[FoundDate], places: Sequence[Place]
) -> list[str]:
    """Return whose date this is: the territories that stand between it and its neighbours."""
    index = days.index(day)
    left = days[index - 1].end if index else start
    right = days[index + 1].start if index + 1 < len(days) else start + len(sentence)
    before = [p for p in places if left <= p.start < day.start]
    after = [p for p in places if day.end <= p.start < right]
    text_after = sentence[day.end - start : (after[0].start - start) if after else 0]
    tied = bool(after) and re.fullmatch(
        ("" if day.inferred else ",?")
        + r"\s*\(?(?:in|across|throughout|for|at)?\s*(?:all |select |selected )?(?:the\s+)?",
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
    if within := [p.code for p in places if day.start <= p.start < day.end]:
        return within  # "on Australia Day"
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


def _group(sentence: str, start: int, places: Sequence[Place]) -> list[Place]:
    group = list(places[:1])
    for place in places[1:]:
        gap = sentence[group[-1].end - start : place.start - start]
        if place.start != group[-1].start and not _joined(gap):
            break
        group.append(place)
    return group


def _group_back(sentence: str, start: int, places: Sequence[Place]) -> list[Place]:
    group = [places[-1]]
    for place in reversed(places[:-1]):
        gap = sentence[place.end - start : group[0].start - start]
        if place.start != group[0].start and not _joined(gap):
            break
        group.insert(0, place)
    return group


def read_releases(
    paragraphs: Sequence[tuple[str, int]], reference: date | None, *, above: Sequence[str] = (),
    listing: bool = False, own: Callable[[], str | None] = lambda: None,
) -> list[ReleaseDate]:  # fmt: skip
    """Return the releases that the story's sentences tell, quotes blanked out with NUL.

    A date whose territory is not said in its own sentence is left out, never another's; but a
    page may say whose its dates are (`above` are its headline and standfirst, `listing` tells that
    it is a round-up), and "nationwide" means the country that the page is of, which `own` returns.
    """
    found: list[ReleaseDate] = []
    year: date | None = None
    home: str | None = None
    asked = False
    for text, start in paragraphs:
        told: date | None = None  # what "a week later" counts from stands in the same paragraph
        if not _may_date(text):
            continue
        if not asked:
            home, asked = told_home(paragraphs, above, listing=listing), True
        for sentence, begin, _ in sentences(text, start):
            if _may_date(sentence) and (
                _SPEAKS.search(sentence.lower()) or _LISTED.match(sentence)
            ):
                if listing and home and says_what_is_listed(sentence):
                    continue
                page = _Page(reference, told, home, own)
                here = _in_sentence(sentence, begin, page)
                found += [_in_year(r, year, reference, near=told) for r in here]
                full = [d.day for d in find_dates(sentence) if d.precision == "day"]
                year = full[-1] if full else year
                days = [
                    date.fromisoformat(r.date) for r in found[-len(here) :] if r.precision == "day"
                ]
                told = days[-1] if here and days else told
    unique: dict[tuple[str, str, int, int], ReleaseDate] = {}
    for release in found:
        unique.setdefault((release.territory, release.date, release.kind, release.start), release)
    return list(unique.values())


@dataclass(frozen=True)
class _Page:
    """What a sentence's dates are read by: when the page was written, and whose dates it gives."""

    reference: date | None
    told: date | None
    home: str | None
    own: Callable[[], str | None]


# A line of a calendar, "Small Hours (5 June)" or "- Small Hours – 5 June (Ireland)", and a label,
# "New Zealand: 12 June".
_LISTED = re.compile(
    rf"^[-•*_#\s‘“\"']{{0,6}}[{UP}\d][^.;!?()\n]{{0,75}}?[’”\"'*_]{{0,3}} ?(?:\(|[–—-] |\| ?)(?:(?:opens|out|"
    rf"from|in cinemas|due) )*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:\d{{1,2}} |(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b)"
    rf"|^\W{{0,3}}(?:(?:Readers|Viewers|Fans|Release|Released|Opens|Out|In cinemas) )?(?:in )?(?:the )?[{UP}][\w.]*"
    r"(?:,? (?:and |& )?(?:the )?[\w.]+){0,4}: ?(?:[a-z’]+ ){0,3}?(?:\d|[A-Z][a-z]{2}|spring|summer|autumn|fall|winter)"
)


def _in_year(
    release: ReleaseDate, told: date | None, reference: date | None, *, near: date | None
) -> ReleaseDate:
    """Return a release in the year that the date told before it is in, where it has none itself.

    "on June 20, 2025. … in the UK on July 4": that is July of 2025 too. But a day of the months to
    come is no other year's, nor one that another paragraph told of.
    """
    if told is None or release.precision != "day" or release.inferred != ("year",):
        return release
    day = date.fromisoformat(release.date)
    if day.year >= told.year or (day.month, day.day) == (2, 29):
        return release
    moved = day.replace(year=told.year)
    ahead = (day - reference).days if reference else -1
    if 0 <= ahead <= _DAYS_TO_COME and (near is None or moved < told):
        return release
    return replace(release, date=moved.isoformat()) if abs((moved - told).days) < 200 else release


_DAYS_TO_COME = 90
# "Bluebell Summer": a season that is part of a title.
_IN_A_NAME = re.compile(rf"\b(?!This|Next|In|The|Late|Early)[{UP}][\w’'-]+ [{UP}][{LOW}]+$")
# What every date has something of; most sentences have nothing of it.
_OF_DATES = (
    "day", "year", "week", "month", "spring", "summer", "autumn", "fall", "winter", "Day",
    "tomorrow", "tonight", "same", "later", "Halloween", "Christmas", "Fourth", "January",
    "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DIGIT = re.compile("[0-9]")


def _may_date(text: str) -> bool:
    for word in _OF_DATES:
        if word in text:
            return True
    return _DIGIT.search(text) is not None


def _days(sentence: str, start: int, reference: date | None, told: date | None) -> list[FoundDate]:
    """Return a sentence's dates in order; `told` is the last day that the story told before."""
    days = find_dates(sentence, reference=reference or told or _first_day(sentence), start=start)
    if reference:
        days += _apart(loose_dates(sentence, reference=reference, start=start), days)
        days = year_said(sentence, days, reference=reference, start=start)
    days = told_year(sorted(days, key=lambda d: d.start))
    days += _apart(later_dates(sentence, days, anchor=told, start=start), days)
    return sorted(days, key=lambda d: d.start)


def _first_day(sentence: str) -> date | None:
    return next((d.day for d in find_dates(sentence) if d.precision == "day"), None)


def _apart(more: Sequence[FoundDate], days: Sequence[FoundDate]) -> list[FoundDate]:
    """Return those of more dates that share no word with one found before."""
    return [d for d in more if not any(d.start < e.end and e.start < d.end for e in days)]


def _in_sentence(sentence: str, start: int, page: _Page) -> list[ReleaseDate]:
    named = places(sentence, start)
    anyhow = channels(sentence, start)
    nationwide = is_nationwide(sentence)
    if not named and not anyhow and not nationwide and page.home is None:
        return []
    days = [
        d for d in _days(sentence, start, page.reference, page.told)
        if not _MOVED_FROM.search(sentence[: d.start - start])
        and not (d.precision == "season" and _IN_A_NAME.search(sentence[: d.end - start]))
    ]  # fmt: skip
    clauses = _clauses(sentence, start)
    found: list[ReleaseDate] = []
    for i, day in enumerate(days):
        a, b = next(
            ((a, b) for a, b in clauses if a <= day.start < b), (start, start + len(sentence))
        )
        clause = sentence[a - start : b - start]
        lead = sentence[: day.start - start]
        if _NOT_A_RELEASE.search(clause):
            continue
        said = _in_the_past(day, lead, page.reference)
        long_past = page.reference is not None and (page.reference - said.day).days > 400
        if long_past and said.precision == "day" and "year" in said.inferred:
            continue
        kind = _kind(clause, sentence[: b - start])
        if kind == 3 and AMERICAN_CITIES.search(lead[-60:]):
            kind = 2
        codes = _pick_territories(sentence, start, day, days, named)
        left = days[i - 1].end if i else start
        if not codes:  # "on CBC Gem in spring": a channel that one country has
            codes = [p.code for p in anyhow if left <= p.start < day.start][-1:]
        since = sentence[left - start : day.start - start] if i else ""
        if not codes and found and i and (kind in {4, 5} or _WIDER.search(since)):
            # "in UK cinemas from … and on digital from …": the same place, another kind.
            codes = [r.territory for r in found if r.start == days[i - 1].start]
            if {r.territory for r in found} != set(codes) or (";" in since and PLACES.search(lead)):
                # "in Canada on 5 Dec, in the US on 12 Dec, on demand from 20 Jan", "in UK cinemas
                # from 31 October; on digital platforms from 8 December": perhaps everywhere.
                codes = []
        if not codes and nationwide and is_nationwide(sentence[left - start : day.start - start]):
            if not any(left <= p.start < day.start for p in named):
                own = page.own() or page.home
                codes = [own] if own and page.home in {None, own} else []
        elif not codes and not named and page.home:
            codes = [page.home]
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
    r"\b(?:expand(?:s|ing)?|everywhere|wide|nationwide|nationally|roll(?:s|ing) out|"
    r"the rest of the country|around the country|across the country)\b"
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
        r"\b(?:will|is|are|opens?|arrives|gets?|reach(?:es)?|comes|follows|lands|hits|sees|goes)\b",
        lead[verbs[-1].end() :] if verbs else "",
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
