"""Whose dates a page gives where a sentence names no place: said by the page, or by all it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matinee.stories.intake.territories import CODES, PLACES, territories

# "All dates are for the U.S.": whose the dates are that name no place.
_ALL_DATES = re.compile(
    r"\b(?:[Aa]ll (?:release )?|[Rr]elease |[Tt]hese )?[Dd]ates (?:here |below |given |listed )?(?:are|refer to|"
    r"apply to)(?: all)?(?: given)?(?: for| in| to| those of)? (?:the )?(?P<where>[^;:]{2,30})"
)
# "… has set U.S. release dates for three titles": a story about one country's dates.
_ITS_DATES = re.compile(
    r"\b(?:set|sets|setting|dates?|announce[sd]?|reveal(?:s|ed)|confirm(?:s|ed)|unveil(?:s|ed)) "
    r"(?:(?:its|the|new|its new|their) )?(?P<where>[\w.]+(?: Zealand)?)(?: theatrical)? release dates\b"
)
# "Every film coming to Australian cinemas this winter": a list for one country.
_ITS_LIST = re.compile(
    r"\b(?:films?|movies?|releases?|titles?|pictures?|everything|openings?|what[’']s)\b[^.?!]{0,30}?\b"
    r"(?:in|into|to|reaching|hitting|for)(?: all)? (?P<where>[\w.]+(?: Zealand)?) (?:cinemas|theat(?:er|re)s|screens)\b",
    re.IGNORECASE,
)


def told_home(
    paragraphs: Sequence[tuple[str, int]], above: Sequence[str], *, listing: bool
) -> str | None:
    """Return the territory that a page says its dates are for, where it is one alone.

    `above` are its headline and standfirst; `listing`: it is a round-up or a calendar.
    """
    for text, _ in paragraphs:
        if "ates " in text and (said := _ALL_DATES.search(text)):
            named = {CODES[m[0]] for m in PLACES.finditer(said["where"])}
            return named.pop() if len(named) == 1 else None
    head = [*above, *(text for text, _ in paragraphs[:2])]
    for text in head:
        said = _ITS_DATES.search(text) if "dates" in text else None
        said = said or (_ITS_LIST.search(text) if listing else None)
        if said:
            named = {p.code for p in territories(said[0])} | {
                CODES[m[0]] for m in PLACES.finditer(said["where"])
            }
            return named.pop() if len(named) == 1 else None
    return None


def says_what_is_listed(sentence: str) -> bool:
    """Whether a sentence says what a list holds: its dates are those of no film of its own."""
    return _ITS_LIST.search(sentence) is not None


# "in theaters nationwide": the page's own country, which a page shows in more ways than one.
_NATIONWIDE = re.compile(
    r"\b(?:nation-?wide|country-?wide|nationally|across the (?:country|nation|land)|"
    r"(?:around|throughout) the (?:country|nation)|all over the country|up and down the country|"
    r"the rest of the country|from coast to coast|coast-to-coast)\b",
    re.IGNORECASE,
)
_OF_A_NATION = ("nation", "country", "coast")


def is_nationwide(sentence: str) -> bool:
    """Whether a sentence speaks of a whole country that it does not name."""
    if not any(word in sentence for word in _OF_A_NATION):
        return False
    return _NATIONWIDE.search(sentence) is not None


# (weight, words): the first of each country are of the page's own making (its spelling, clock,
# money, small print), the others may only be what the story is about.
_SIGNS = {
    "US": [
        (3, r"\b(?:NYSE|Fandango|MPAA?)\b|\bLLC\b"),
        (2, r"\b\d ?(?:[ap]\.?m\.?|[AP]M) (?:P[SD]?T|C[SD]T|M[SD]T)\b|\bmovie theaters?\b|\btheaters\b|\bmoviegoers\b"),
        (1, r"\b(?:Calif|Fla|Ill|Mass|Tex|Pa|Ore|Wash|Mich|Minn|Ariz|Conn|Colo|Tenn|Wis|Ind|Okla)\.|"
            r"\b(?:colors?|favorites?|neighbors?|honored|Mom)\b|\bE[SD]?T\b"),
        (2, r"\b(?:California|Texas|Florida|Illinois|Ohio|Michigan|Pennsylvania|Arizona|Oregon|Colorado|"
            r"Minnesota|Wisconsin|New Jersey|Massachusetts|Brooklyn|Manhattan|Chicago|Hollywood|"
            r"Los Angeles|San Francisco|Seattle|Philadelphia|Houston|Dallas|Atlanta)\b"),
    ],
    "CA": [
        (3, r"(?i:The Canadian Press)\b|\.ca\b|\bB\.C\.|\bOnt\.|\b(?:Sask|Alta)\."),
        (2, r"\b(?:Ontario|Quebec|Québec|Alberta|Saskatchewan|Manitoba|Nova Scotia|New Brunswick|"
            r"Newfoundland|British Columbia|Toronto|Vancouver|Montr[eé]al|Calgary|Winnipeg|Ottawa)\b"),
        (2, r"\bCanad(?:a|ian|ians)\b|\bTelefilm\b"),
    ],
    "AU": [
        (3, r"\bA[EWC]S?[SD]T\b|\.com\.au\b|\bPty\.? (?:Ltd|Limited)\b|Traditional (?:Custodians|Owners)"),
        (2, r"\bAustralians?\b|\bScreen (?:NSW|Queensland|Australia)\b|\bVicScreen\b|\bAussies?\b|\bAACTA"),
        (2, r"\b(?:Sydney|Melbourne|Brisbane|Adelaide|Fremantle|Hobart|Canberra|Queensland|Tasmania|"
            r"NSW|New South Wales|Victoria|Northern Territory|Broken Hill|Gold Coast|Geelong)\b"),
    ],
    "NZ": [
        (3, r"\bNZ[SD]T\b|\.co\.nz\b"),
        (2, r"\bNew Zealand(?:ers?)?\b|\bAotearoa\b|\bKiwis?\b"),
        (2, r"\b(?:Auckland|Wellington|Christchurch|Dunedin|Otago|Waikato|Rotorua)\b"),
    ],
    "IE": [
        (3, r"\.ie\b|\bDAC\b"),
        (2, r"€ ?\d|\bRT[ÉE]\b"),
        (2, r"\b(?:Garda(?:í)?|Taoiseach|Gaeltacht|Screen Ireland|Fís Éireann|GAA)\b|\bCo\.? (?:Cork|Kerry|Galway|Mayo|Clare|Donegal|Sligo|Wexford|Meath)\b"),
        (2, r"\b(?:Ireland|Irish|Dublin|Cork|Galway|Limerick|Kerry|Mayo|Donegal|Sligo|Waterford|Kilkenny|"
            r"Wexford|Tipperary|Munster|Connacht|Leinster|Connemara)\b"),
    ],
    "GB": [
        (3, r"\bBST\b|\.co\.uk\b|\b[Rr]egistered in England\b|\b(?:Bafta|BAFTA) Cymru\b"),
        (2, r"£ ?\d|\bBBC\b|\bBFI\b|\bNHS\b"),
        (2, r"\b(?:Britain|British|UK|England|Scotland|Wales|London|Manchester|Glasgow|Edinburgh|Cardiff|"
            r"Leeds|Liverpool|Sheffield|Yorkshire|Lancashire|Cornwall|Lincolnshire|Norfolk|Hull)\b"),
    ],
}  # fmt: skip
_READ = {
    code: [(weight, re.compile(pattern)) for weight, pattern in signs]
    for code, signs in _SIGNS.items()
}
_SURE = 4
_OF_THE_PAGE = {"US": 3, "CA": 1, "AU": 1, "NZ": 1, "IE": 2, "GB": 2}  # so many of the first


def own_country(copy: str) -> str | None:
    """Return the country that a page is of, by its spelling, places and small print; None: unsure.

    It must show in more ways than one, and in twice as many as any other country's.
    """
    copy = copy if len(copy) < 12_000 else copy[:9_000] + copy[-3_000:]
    votes = sorted(
        ((sum(_weight(w, p, copy) for w, p in signs), code) for code, signs in _READ.items()),
        reverse=True,
    )
    (best, code), (second, _) = votes[:2]
    if best < _SURE or best < 2 * second:
        return None
    return code if any(p.search(copy) for _, p in _READ[code][: _OF_THE_PAGE[code]]) else None


def _weight(weight: int, sign: re.Pattern[str], copy: str) -> int:
    """Return a sign's weight, and one more for each other word that it is shown by."""
    shown = {m[0] for m in sign.finditer(copy)}
    return weight + min(len(shown), 4) - 1 if shown else 0
