"""What stands above a story: bylines, section names, the way through the site."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from matinee.stories.intake.dates import read_stamp_line as read_plain_stamp
from matinee.stories.intake.people import NAME, known_first, plausible, trim
from matinee.stories.intake.text import UP

_SECTIONS = frozenset(
    [
        "news",
        "film",
        "films",
        "movie",
        "movies",
        "culture",
        "entertainment",
        "review",
        "reviews",
        "interview",
        "interviews",
        "feature",
        "features",
        "arts",
        "tv",
        "television",
        "books",
        "stage",
        "music",
        "opinion",
        "analysis",
        "exclusive",
        "lifestyle",
        "life",
        "local",
        "world",
        "uk",
        "us",
        "sport",
        "business",
        "celebrity",
        "showbiz",
        "screen",
        "cinema",
        "home",
        "guides",
        "trailers",
        "festivals",
        "awards",
        "politics",
        "travel",
        "food",
        "weather",
        "sports",
        "contests",
        "podcasts",
        "video",
        "live",
        "people",
        "obituaries",
        "arts&culture",
        "entertainment&arts",
    ]
)
# Words that stand in a site's menus beside the names of its sections.
_OF_MENUS = frozenset(
    ["&", "and", "|", "/", "·", "•", "▼", "more", "comedy", "theatre", "theater", "radio", "art", "design",
     "games", "classical", "dance", "comics", "subscribe", "sections", "to", "watch", "what",
     "opera", "photography", "recipes", "style", "health", "science", "tech", "technology", "money",
     "environment", "education", "jobs", "shop", "puzzles", "newsletters", "crosswords", "football",
     "celebs", "streaming", "box", "office", "theatre", "fashion", "wellness", "podcasts", "events"]
)  # fmt: skip
# And what else stands in them, once the words that a scraper ran together are parted.
_OF_HEADS = frozenset(
    "menu log in sign up out search home just for you account my offers customer service "
    "newsletter newsletters subscribe comment comments index site navigation skip content main "
    "section sections show hide world business sport sports news today's paper plus icon epaper e-paper "
    "edition contact about us terms of sale use conditions privacy policy choices ad ads your ads "
    "accessibility information company help jobs shop got a tip newsroom masthead careers advertise "
    "advertising cookies cookie settings sitemap map back top page to the latest video videos audio "
    "podcast podcasts photos pictures galleries gallery live tv guide listings what's on events "
    "magazine archive archives archived subscribers subscription renew gift profile sign-in login "
    "register free trial follow facebook twitter x instagram tiktok youtube linkedin threads rss "
    "reviews review interviews features lists longreads opinion letters columnists cartoons "
    "crosswords puzzles games weather traffic obituaries notices property homes motors cars money "
    "politics national local regional international europe asia africa americas america australia "
    "uk us canada ireland scotland wales england food drink travel health science environment "
    "climate education tech technology lifestyle style fashion beauty family royals showbiz "
    "celebrity celebs film films movie movies tv television radio music books art arts design stage "
    "theatre theater culture dance opera classical entertainment awards festivals box office "
    "streaming trailers trending popular more all see view close open toggle search... go".split()
)
_RUN_TOGETHER = re.compile(r"(?<=[a-z.!?’'])(?=[A-Z][A-Za-z])|(?<=[a-z])(?=©)")
_LABEL = re.compile(
    r"^(?:By:?|BY:?|by:?|Words:?|Words by|Written by|Review by|Reviewed by|Interview by|Posted by|"
    r"Author:?|Text:?|"
    r"Report by|Story by|From)\s+(?P<rest>\S.{1,150})$"
)
_LINK = re.compile(r"\[([^\]\n]{1,80})\]\([^)\s]{0,300}\)")
_JOB = re.compile(
    r"\b(?:critic|editor|correspondent|reporter|writer|contributor|staff|journalist|columnist|"
    r"bureau chief|producer|team|press|times|news|herald|gazette|post|lantern|daily|agency|"
    r"media)\b",
    re.IGNORECASE,
)
_JOB_LINE = re.compile(
    r"^(?:[\w&'’-]+ ){0,4}(?:critic|editor|correspondent|reporter|writer|journalist|columnist|"
    r"contributor)$",
    re.IGNORECASE,
)
# "Petra Lund Culture Reporter", but no "Senior Film Critic"
_NAME_AND_POST = re.compile(
    rf"(?!(?:Senior|Chief|Deputy|Staff|Special|Film|Arts?|Culture|Entertainment|News|Features?|National|"
    rf"Digital|Online|Showbiz|TV|Music|Media|Regional|Political|Our|The)\b)(?P<who>[{UP}][\w’'-]+ [{UP}][\w’'-]+)"
    r"(?: (?:[A-Z][\w&’'-]*|and|of|&)){0,4} (?:[Cc]ritic|[Ee]ditor|[Cc]orrespondent|[Rr]eporter|[Ww]riter|[Jj]ournalist)$"
)
_ALL_CAPS = re.compile(rf"^(?P<who>[{UP}][{UP}’'.-]+(?: [{UP}][{UP}’'.-]+){{1,3}})(?P<rest>.*)$")
_AFTER_NAME = re.compile(
    r"\s+(?:for|at|in|published|updated|posted|arts|features?|film|movie|entertainment|culture|"
    r"news|senior|staff|chief|"
    r"writer|editor|correspondent|reporter|critic|AP|PA|showbiz|contributor|special|digital|"
    r"jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)|may|june?|july?|aug(?:ust|\.)|"
    r"sept(?:ember|\.)?|oct(?:ober|\.)|nov(?:ember|\.)|dec(?:ember|\.)|mon(?:day)?|tues(?:day)?|"
    r"wed(?:nesday)?|thur(?:sday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?!\w).*$",
    re.IGNORECASE,
)
_JOB_FIRST = re.compile(
    r"^(?:[\w&’'-]+ ){0,3}(?:critic|editor|correspondent|reporter|writer|journalist)\s+(?=[A-Z])"
)
_PUBLISHED = re.compile(
    r"\b(?:published|updated|posted|on|at|\d{1,2}(?:st|nd|rd|th)?|20\d\d|january|february|march|"
    r"april|may|june|july|august|"
    r"september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|"
    r"wed|thu|fri|sat|sun|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|gmt|bst|est|am|pm|and|for|the|of|"
    r"in|with)\b|[\d:.,|·•@()–—-]+",
    re.IGNORECASE,
)


def of_a_post(text: str) -> bool:
    """Whether a line is a post with its holder: "Culture correspondent Ailsa Moy"."""
    post = _JOB_FIRST.match(text)
    return post is not None and NAME.fullmatch(text, post.end()) is not None


@lru_cache(maxsize=512)
def read_byline(text: str) -> list[str] | None:
    """Return the names of a byline, [] for one that names nobody, None for any other line."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    text = " ".join(text.strip("*_ ·•|").split())
    if len(text) > 160 or not text:
        return None
    if match := _LABEL.match(text):
        return _labelled(match["rest"])
    if text.isupper():
        text = title_of_capitals(text)
    if _JOB_LINE.match(text):
        named = _NAME_AND_POST.match(text)
        return [named["who"]] if named and plausible(named["who"]) else []
    return _bare_names(text)


def _labelled(rest: str) -> list[str] | None:
    if re.search(r"[.!?]$", rest) and len(rest.split()) > 6:
        return None
    rest = re.sub(r"^[Oo]ur\s+", "", rest)
    if (caps := _ALL_CAPS.match(rest)) and (
        rest.isupper()
        or caps["rest"].strip().isupper()
        or not caps["rest"].strip()
        or caps["rest"][:1] in " ,|"
    ):
        who = _AFTER_NAME.sub("", caps["who"])
        return [title_of_capitals(who)]
    names: list[str] = []
    at = 0
    for match in NAME.finditer(rest):
        between = rest[at : match.start()]
        if names and not re.fullmatch(r"\s*(?:,|and|&|,\s*and|with)\s*", between):
            break
        name = _AFTER_NAME.sub("", trim(match[0]))
        if len(name.split()) < 2 or not plausible(name):
            break
        names.append(name)
        at = match.end()
    if names:
        return names
    return [] if _JOB.search(rest) and len(rest.split()) < 8 else None


def title_of_capitals(name: str) -> str:
    """Return a name in capitals as names are written."""
    return re.sub(rf"[{UP}]+", lambda m: m[0].capitalize(), name)


def _bare_names(text: str) -> list[str] | None:
    """Read "Rowan Tull", "Áine Mulrooney and Pat Roe" or "Rowan Tull, film critic"."""
    text = _JOB_FIRST.sub("", text)
    if text.isupper() and _ALL_CAPS.fullmatch(text):
        text = title_of_capitals(text)
    match = NAME.match(text)
    if match is None or not plausible(trim(match[0])) or len(text) > 90:
        return None
    names, rest = [trim(match[0])], text[match.end() :]
    if rest.startswith(":"):
        return None
    if not known_first(names[0]) and not _JOB.search(rest):
        return None
    while second := re.match(r"\s*(?:,|and|&)\s+", rest):
        more = NAME.match(rest[second.end() :])
        if more is None or not plausible(more[0]) or _JOB.search(more[0]):
            break
        names.append(more[0])
        rest = rest[second.end() + more.end() :]
    rest = re.sub(r"@\w+", "", rest).strip(" ,|–—-·")
    if not rest:
        return names
    if len(rest.split()) <= 6 and _JOB.search(rest) and not re.search(r"[.!?]$", rest):
        return names
    if re.match(r"(?:in|at) [A-Z]\w+(?: [A-Z]\w+)?$", rest):
        return names
    if (
        re.fullmatch(rf"(?:[{UP}][\w’'&.-]*\s?){{1,3}}", rest)
        and text[match.end() : match.end() + 1] == ","
    ):
        return names
    return names if not _PUBLISHED.sub("", rest).strip() else None


def section_of(text: str) -> str | None:
    """Return the section that a line names, where it is just that."""
    bare = text.strip(" |>»/")
    return bare if len(bare) < 24 and bare.replace(" ", "").lower() in _SECTIONS else None


def breadcrumb(text: str) -> bool:
    """Whether a line is the way through the site, or names of sections and places."""
    if len(text) > 90:
        return False
    parts = [p.strip() for p in re.split(r"\s[>/»›|·]\s", text)]
    if len(parts) > 1 and (parts[0].lower() in _SECTIONS or all(len(p.split()) < 4 for p in parts)):
        return True
    words = text.split()
    known = sum(w.lower().strip("▼▾") in _SECTIONS or w.lower() in _OF_MENUS for w in words)
    if len(words) > 2 and known >= 0.6 * len(words) and not re.search(r"[:,;.?!‘“'\"]", text):
        return True
    capital = all(w[:1].isupper() or w in {"&", "and"} for w in words)
    return capital and len(words) <= 5 and words[0].lower() in _SECTIONS


def menu(text: str) -> bool:
    """Whether a line is a site's menu, head or foot: nearly all its words are such a one's.

    Its entries stand beside each other, or run together: "IndexSite NavigationContact Us".
    """
    if len(text) > 900 or "“" in text or '"' in text:
        return False
    entries = text.split()
    if sum(w[:1].isupper() or not w[:1].isalpha() for w in entries) < 0.6 * len(entries):
        return False
    words = [w.strip("|·•,/&-–▼▾+×>").lower() for w in _RUN_TOGETHER.sub(" ", text).split()]
    words = [w.replace("’", "'").rstrip("?!.") for w in words if w]
    if len(words) < 6:
        return False
    known = sum(w in _OF_HEADS or w in _OF_MENUS or w in _SECTIONS for w in words)
    return known >= 0.75 * len(words)


_ENTRY = re.compile(r"\s*(?P<word>[^\s|·•>]+)[\s|·•>]*")
# What stands last in a site's menu, as a rule: the door.
_DOOR = re.compile(
    r"(?:.*\b(?:Log|Sign)[ -]?[Ii]n|.*\b(?:Register|Search|Subscribe|Menu))\b", re.DOTALL
)


def menu_length(text: str) -> int:
    """Return how much of a line's front is a site's menu, run together with what follows it."""
    end = count = 0
    while entry := _ENTRY.match(text, end):
        word = entry["word"].lower().replace("’", "'")
        if not (word in _OF_HEADS or word in _OF_MENUS or word in _SECTIONS):
            break
        end, count = entry.end(), count + 1
    if count < 4:
        return 0
    door = _DOOR.match(text[:end])
    return door.end() if door else end


_FIGURE = re.compile(r"\d")
# Ways to write a date that are dates only where nothing else is on the line.
_FORMS = [
    (re.compile(r"\b((?:19|20)\d\d)[/.](\d\d)[/.](\d\d)\b"), r"\1-\2-\3"),
    (re.compile(r"\b((?:19|20)\d\d-\d\d-\d\d)T(\d\d:\d\d)"), r"\1 \2"),
    (re.compile(r"\b(\d{1,2})-(\d{1,2})-((?:19|20)\d\d)\b"), r"\1/\2/\3"),
    (re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d\d)\b(?![/.\d])"), r"\1/\2/20\3"),
    (re.compile(r"\b(0?\d|1[0-2])/(1[3-9]|2\d|3[01])/((?:19|20)\d\d)\b"), r"\2/\1/\3"),
    (re.compile(r"\b(\d{1,2}) (0\d|1[0-2]) ((?:19|20)\d\d)\b"), r"\1/\2/\3"),
    (re.compile(r"\b(\d{1,2})-([A-Z][a-z]{2,8})-((?:19|20)\d\d)\b"), r"\1 \2 \3"),
    (re.compile(r"([A-Za-z]{3,9}) [’'](\d\d)\b"), r"\1 20\2"),
    (re.compile(r"(?<=\d[ap]m), The [A-Z]\w+(?: [A-Z]\w+)?$"), ""),
    (re.compile(r"\b(?:UK|US|local|Irish) [Tt]ime\b|\bNZ[DS]T\b|\bhrs\b"), ""),
]
_ODD = re.compile(r"\d[/.-]|\d [01]\d \d|\dT\d|m, The |[’']\d\d|[Tt]ime\b|NZ|hrs")
_CLOCK = re.compile(r"[0-2]?\d[:.][0-5]\d ?(?:[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,4})?")
_AGO = re.compile(
    r"(?:(?:posted|published|updated|last updated):? )?(?:\d+|an?) (?:second|minute|min|hour|hr|"
    r"day|week|month)s? ago|yesterday|today|just now",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def read_stamp_line(text: str, reference: date | None = None) -> dict[str, str] | None:
    """Return {"published": …, "updated": …} of a line of dates alone, {} for "2 hours ago".

    None for any other line.
    """
    if len(text) > 160 or len(text.split()) > 26:
        return None
    if _AGO.fullmatch(text.strip(" .|·•")) or _CLOCK.fullmatch(text):
        return {}
    if _FIGURE.search(text) is None:
        return None
    if _ODD.search(text):
        for pattern, form in _FORMS:
            text = pattern.sub(form, text)
    return read_plain_stamp(text, reference)


def forget_heads() -> None:
    """Forget the lines looked at: a page is asked about its own several times, no other's."""
    read_stamp_line.cache_clear()
    read_byline.cache_clear()
