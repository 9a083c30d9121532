"""Where words were said, as the sentence around them tells."""

from __future__ import annotations

import re

from matinee.stories.intake.people import trim
from matinee.stories.intake.text import APOS, UP

_CAPS = rf"[{UP}\d][\w{APOS}.&-]*"
_PLACES = [
    re.compile(r"\bas part of (?P<w>[^,.:;“”\x00]{4,80})"),
    re.compile(
        r"\b(?:told|tells|telling) (?!(?:him|her|us|me|them|reporters|you|people|everyone|an?|"
        r"his)\b)"
        rf"(?P<w>(?:[Tt]he )?{_CAPS}(?:(?: (?:the|of|and|in|on|for|with))? {_CAPS}){{0,6}})"
    ),
    re.compile(
        rf"\b(?:told|tells) an? (?:packed |sold-out )?(?P<w>(?:[a-z]+ ){{0,3}}(?:in|"
        rf"at) {_CAPS}(?: {_CAPS}){{0,3}})"
    ),
    re.compile(
        r"\b(?P<w>(?:at|during|following|after) (?:an?|the|its|his|her) (?:[\w’'-]+ "
        r"){0,6}?(?:screening|"
        r"premiere|première|Q&A|press conference|event|panel|festival|ceremony|talk|masterclass|"
        rf"conversation|launch)(?: (?:in|at|of) (?:the )?{_CAPS}(?: {_CAPS}){{0,3}})?)"
    ),
    re.compile(
        r"\b(?P<w>[Ii]n (?:an?|the) (?:[\w’'-]+ ){0,3}(?:interview|statement|podcast|conversation|"
        r"post|"
        rf"video|essay|speech|letter|tweet)(?: (?:with|for|to|on|in) (?:the )?{_CAPS}(?: (?:&|"
        rf"{_CAPS})){{0,4}})?)"
    ),
    re.compile(
        r"\b(?P<w>(?:on|over) (?:the phone|Zoom|Instagram|Twitter|X|TikTok|Facebook|stage|the red "
        r"carpet|"
        rf"(?:the )?(?:{_CAPS} ){{1,6}}(?:podcast|show|Show|programme|Podcast)))"
    ),
    re.compile(
        r"\b[Ss]peaking (?P<w>(?:to|at|on|in|during|with|from|after|before|ahead of) "
        r"[^,.:;“”\x00]{3,70})"
    ),
    re.compile(r"\b[Ww]riting (?P<w>(?:in|on|for) [^,.:;“”\x00]{3,60})"),
]
_TIMES = re.compile(
    r"\s+(?:on|last|this|in) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|week|month|year|recent)\w*.*$"
)


def where_said(context: str, names: frozenset[str]) -> str | None:
    """Return where words were said, or None; `names` are people, who are no places."""
    if not re.search(
        r"\b(?:told|tells|telling|part|at|during|following|after|[Ii]n|on|over|peaking|riting)\b",
        context,
    ):
        return None
    for pattern in _PLACES:
        for match in pattern.finditer(context):
            where = _TIMES.sub("", match["w"].strip())
            person = trim(re.sub(r"^(?:to|with)\s+", "", where))
            if person in names or any(person in n.split() for n in names):
                continue
            return where.removeprefix("to ").rstrip(".,; ")
    return None
