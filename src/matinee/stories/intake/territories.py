"""Territories: the words by which a sentence names where a film can be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TERRITORIES = {
    "GB": "UK|U.K.|United Kingdom|Britain|Great Britain|British|UK-wide|UK-only|Scotland|Scottish|"
          "Northern Ireland|England|Wales",
    "IE": "Ireland|Irish|Republic of Ireland",
    "US": "US|U.S.|USA|U.S.A.|United States|the States|America|American|Stateside|stateside|North America|"
          "North American|domestic|domestically",
    "CA": "Canada|Canadian|Quebec|Québec", "AU": "Australia|Australian|Down Under", "NZ": "New Zealand",
    "FR": "France|French", "DE": "Germany|German", "IT": "Italy|Italian", "ES": "Spain|Spanish",
    "JP": "Japan|Japanese", "IN": "India|Indian", "SE": "Sweden|Swedish", "NO": "Norway|Norwegian",
    "DK": "Denmark|Danish", "NL": "Netherlands|Dutch", "BE": "Belgium|Belgian",
    "KR": "South Korea|South Korean", "CN": "China|Chinese", "MX": "Mexico|Mexican",
    "BR": "Brazil|Brazilian", "ZA": "South Africa|South African", "IS": "Iceland|Icelandic",
    "PT": "Portugal|Portuguese", "PL": "Poland|Polish", "FI": "Finland|Finnish",
    "AT": "Austria|Austrian", "CH": "Switzerland|Swiss",
}  # fmt: skip
CODES = {name: code for code, names in _TERRITORIES.items() for name in names.split("|")}
# A release in North America is one in the two countries that the trade books as one market.
_BOTH = dict.fromkeys(("North America", "North American"), ("US", "CA"))
# "Irish" alone may speak of a film's makers: an adjective counts only before a place to see it.
_ADJECTIVE = re.compile(r"(?:ish|ian|can|ese|ean|ench|erman|utch|wiss|ons)$")
_PLACE_TO_SEE = re.compile(
    r"\s*(?:and [\w.]+ )?(?:cinemas?|theat(?:er|re)s?|screens?|release|audiences?|premiere|viewers|"
    r"rollout|opening|fans|filmgoers|cinemagoers|picturehouses|multiplexes|bow|debut|date|"
    r"theatrical|box office|streaming|cities|markets|provinces)",
    re.IGNORECASE,
)
PLACES = re.compile(
    r"(?<![\w.])(?<!Latin )(?<!South )(?<!Central )(?<!New )(?:"
    + "|".join(map(re.escape, sorted(CODES, key=len, reverse=True)))
    + r")(?!\w)"
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
AMERICAN_CITIES = re.compile(
    r"\b(?:New York(?: City)? and (?:Los Angeles|L\.?A\.?)|Los Angeles and New York|"
    r"N\.?Y\.? and L\.?A\.?)(?!\w)"
)


@dataclass(frozen=True)
class Place:
    """A territory named at a place in the copy, by its ISO 3166 code."""

    code: str
    start: int
    end: int


# "Americans will have to wait until the autumn."
_AUDIENCES = re.compile(
    r"\b(?:(?P<US>Americans|Yanks)|(?P<GB>Brits|Britons)|(?P<AU>Australians|Aussies)|"
    r"(?P<CA>Canadians)|(?P<NZ>New Zealanders|Kiwis))(?= (?:will|can|must|have|get|should)\b)"
)


# "everywhere but France", "the world excluding the UK and Ireland"
_BUT = re.compile(
    r"\b(?:but|except(?: for| in)?|excluding|outside(?: of)?|apart from|aside from|other than|minus|bar|beyond|"
    r"not(?: yet)? in)(?: in)?(?: the)? $",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:,|,? and|,? or| ?&| ?/|,? nor)(?: in)?(?: the)? ?")


def territories(text: str, start: int = 0) -> list[Place]:
    """Return the territories a text names as places to see a film, in order."""
    found = []
    left_out = -1
    for match in PLACES.finditer(text):
        if left_out >= 0 and _AND.fullmatch(text, left_out, match.start()):
            left_out = match.end()
            continue
        left_out = -1
        if _BUT.search(text, max(0, match.start() - 24), match.start()):
            left_out = match.end()
            continue
        adjective = _ADJECTIVE.search(match[0]) is not None
        if adjective and not _PLACE_TO_SEE.match(text, match.end()):
            continue
        for code in _BOTH.get(match[0]) or (CODES[match[0]],):
            found.append(Place(code, start + match.start(), start + match.end()))
    for match in _AUDIENCES.finditer(text):
        found.append(Place(str(match.lastgroup), start + match.start(), start + match.end()))
    return sorted(found, key=lambda p: p.start)


# Where a film opens in cities, the country is theirs. Names that several countries have are out.
_CITIES = {
    "US": r"New York(?: City)?|N\.?Y\.?C\.?|Los Angeles|L\.A\.|Chicago|San Francisco|Seattle|Houston|"
          r"Dallas|Philadelphia|Atlanta|Brooklyn|Manhattan|Boston|Austin|Denver|Minneapolis",
    "CA": r"Toronto|Montr[eé]al|Vancouver|Calgary|Edmonton|Ottawa|Winnipeg|Quebec City",
    "AU": r"Sydney|Melbourne|Brisbane|Adelaide|Hobart|Canberra",
    "NZ": r"Auckland|Dunedin", "IE": r"Dublin|Cork|Galway|Limerick",
    "GB": r"London|Glasgow|Edinburgh|Cardiff|Liverpool|Leeds|Sheffield|Belfast",
}  # fmt: skip
_CITY = "|".join(rf"(?P<{code}>{names})" for code, names in _CITIES.items())
_IN_CITY = re.compile(
    r"\b(?:open(?:s|ed|ing)?|releas(?:e|es|ed|ing)|play(?:s|ing)?|expand(?:s|ing)?|showing|bow(?:s|ing)?|"
    r"cinemas|theat(?:er|re)s|arriv(?:es|ing)|run|out)"
    r"(?: [‘“\"*_]+[^’”\"*_]{2,60}[’”\"*_]+)?(?: (?:only|exclusively|first|initially|now|today|tomorrow|"
    r"(?:(?:this|next|on) )?[A-Z][a-z]+day|theatrically))*,? "
    rf"(?:in|to|into|across) (?:(?:cinemas|theat(?:er|re)s) in )?(?:{_CITY})(?![\w’'-])"
    r"(?! (?:[\w-]+ ){0,2}(?:[Ff]estival|[Ff]leadh))"
)
_NO_OPENING = re.compile(
    r"\b(?:festival|premi[eè]re[sd]?|preview|stage|exhibition)\b", re.IGNORECASE
)
# Channels and services of one country: what is shown there is shown in it.
_CHANNELS = re.compile(
    r"\b(?:(?P<GB>BBC (?:One|Two|Three|Four|iPlayer)|iPlayer|ITVX|ITV[1-4]|Channel [45]|BFI Player|Film4)|"
    r"(?P<IE>RT[EÉ] (?:One|Player)|RT[EÉ]2|TG4)|(?P<US>Hulu|Peacock|PBS)|"
    r"(?P<CA>CBC Gem|CBC Television|Crave)|(?P<AU>Binge|(?<=on )Stan|[A-Z]{2,3} iview|SBS On Demand)|"
    r"(?P<NZ>TVNZ\+|TVNZ (?:1|2)))(?!\w)"
)


# Each channel has one of these in its name.
_CHANNEL_SIGNS = ("BBC", "layer", "ITV", "Channel", "Film4", "RT", "TG4", "Hulu", "Peac", "PBS", "CBC", "Crave", "Binge", "Stan",
                  "iview", "SBS", "TVNZ")  # fmt: skip


def _named(pattern: re.Pattern[str], sentence: str, start: int) -> list[Place]:
    """Return what the groups of a pattern, named by their territories, find in a sentence."""
    return [
        Place(str(m.lastgroup)[:2], start + m.start(str(m.lastgroup)), start + m.end())
        for m in pattern.finditer(sentence)
    ]


def channels(text: str, start: int = 0) -> list[Place]:
    """Return the territories whose own channels and streaming services a text names."""
    return _named(_CHANNELS, text, start) if any(c in text for c in _CHANNEL_SIGNS) else []


def places(sentence: str, start: int) -> list[Place]:
    """Return the territories a sentence names, festivals and openings in cities among them."""
    found = territories(sentence, start)
    found += [
        Place("US", start + m.start(), start + m.end()) for m in AMERICAN_CITIES.finditer(sentence)
    ]
    if _PREMIERE.search(sentence):
        found += [
            Place(str(m.lastgroup)[:2], start + m.start(), start + m.end())
            for m in _FESTIVAL_PLACES.finditer(sentence)
            if not found or _PREMIERE.search(sentence[max(0, m.start() - 40) : m.start()])
        ]
    elif not found and not _NO_OPENING.search(sentence):
        found = _named(_IN_CITY, sentence, start)
    return sorted(found, key=lambda p: p.start)
