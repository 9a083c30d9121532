"""What stands above a story: bylines, section names, the way through the site."""

from __future__ import annotations

import re

from matinee.stories.intake.people import NAME, known_first, plausible, trim
from matinee.stories.intake.text import UP

_SECTIONS = frozenset(
    "news film films movie movies culture entertainment review reviews interview interviews feature "
    "features arts tv television books stage music opinion analysis exclusive lifestyle life local "
    "world uk us sport business celebrity showbiz screen cinema home guides trailers festivals "
    "awards politics travel food weather sports contests podcasts video live people obituaries "
    "arts&culture entertainment&arts".split()
)
_LABEL = re.compile(
    r"^(?:By|BY|by|Words:?|Words by|Written by|Review by|Reviewed by|Interview by|Posted by|Author:?|Text:?|"
    r"Report by|Story by|From)\s+(?P<rest>\S.{1,150})$"
)
_JOB = re.compile(
    r"\b(?:critic|editor|correspondent|reporter|writer|contributor|staff|journalist|columnist|"
    r"bureau chief|producer|team|press|times|news|herald|gazette|post|lantern|daily|agency|media)\b",
    re.IGNORECASE,
)
_JOB_LINE = re.compile(
    r"^(?:[\w&'’-]+ ){0,4}(?:critic|editor|correspondent|reporter|writer|journalist|columnist|contributor)$",
    re.IGNORECASE,
)
_ALL_CAPS = re.compile(rf"^(?P<who>[{UP}][{UP}’'.-]+(?: [{UP}][{UP}’'.-]+){{1,3}})(?P<rest>.*)$")
_PUBLISHED = re.compile(
    r"\b(?:published|updated|posted|on|at|\d{1,2}(?:st|nd|rd|th)?|20\d\d|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|gmt|bst|est|am|pm|and|for|the|of|in|with)\b|[\d:.,|·•@()–—-]+",
    re.IGNORECASE,
)


def read_byline(text: str) -> list[str] | None:
    """Return the names of a byline, [] for one that names nobody, None for any other line."""
    text = " ".join(text.strip("*_ ").split())
    if len(text) > 160 or not text:
        return None
    if match := _LABEL.match(text):
        return _labelled(match["rest"])
    if _JOB_LINE.match(text):
        return []
    return _bare_names(text)


def _labelled(rest: str) -> list[str] | None:
    if re.search(r"[.!?]$", rest) and len(rest.split()) > 6:
        return None
    rest = re.sub(r"^[Oo]ur\s+", "", rest)
    if caps := _ALL_CAPS.match(rest):
        if (
            rest.isupper()
            or caps["rest"].strip().isupper()
            or not caps["rest"].strip()
            or caps["rest"][:1] in " ,|"
        ):
            who = re.sub(r"\s+(?:FOR|AT|IN)\b.*$", "", caps["who"])
            return [_title(who)]
    names = []
    at = 0
    for match in NAME.finditer(rest):
        between = rest[at : match.start()]
        if names and not re.fullmatch(r"\s*(?:,|and|&|,\s*and|with)\s*", between):
            break
        name = trim(match[0])
        if not plausible(name):
            break
        names.append(name)
        at = match.end()
    if names:
        return names
    return [] if _JOB.search(rest) and len(rest.split()) < 8 else None


def _title(name: str) -> str:
    return re.sub(rf"[{UP}]+", lambda m: m[0].capitalize(), name)


def _bare_names(text: str) -> list[str] | None:
    """Read "Rowan Tull", "Áine Mulrooney and Pat Roe" or "Rowan Tull, film critic"."""
    match = NAME.match(text)
    if match is None or not plausible(trim(match[0])) or len(text) > 90:
        return None
    names, rest = [trim(match[0])], text[match.end() :]
    if not known_first(names[0]) and not _JOB.search(rest):
        return None
    while second := re.match(r"\s*(?:,|and|&)\s+", rest):
        more = NAME.match(rest[second.end() :])
        if more is None or not plausible(more[0]):
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
    capital = all(w[:1].isupper() or w in {"&", "and"} for w in words)
    return capital and len(words) <= 5 and words[0].lower() in _SECTIONS
