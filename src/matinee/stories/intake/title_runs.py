"""Runs of capitalised words that may be titles, and the readings that each allows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matinee.stories.intake.text import APOS, LOW, UP

_CAP = rf"(?:(?:St|Mr|Mrs|Dr|Ms)\. [{UP}][\w{APOS}-]*|[{UP}][\w{APOS}&/-]*[!?]?|\d+(?!\d*[,.]\d))"
_SMALL = (
    r"(?:of|the|and|a|an|in|to|on|for|with|at|from|by|or|de|la|le|du|is|as|&|y|und|et|der|"
    r"das|des|del)"
)
RUN = re.compile(rf"(?<![\w{APOS}]){_CAP}(?:(?: {_SMALL}){{0,3}} {_CAP}|: {_CAP})*")
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
    rf"^(?:(?:Written|Directed|Adapted|Produced|Narrated|Edited) (?:and|by)\b.*|(?:The )?(?:Guardian|Variety|Deadline|Oscars?|Baftas?|Netflix|BBC|ITV|Instagram|"
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
    r"|.* (?:on|in|from|until|by) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?: \d+)?"
    r"|.* (?:in|since|from|until) (?:19|20)\d\d"
    r"|.* (?:on|in|at) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: .*)?"
    r"|Winners? of .*|(?:UK|US|USA) (?:and|by|in|on|for|from|with|through|via) .*"
    rf"|\d+|[{UP}]|.*[’']s?)$"
)
# "Space Cousins 4", "Harbour Street 2: The Frost Fair": a film's number.
SEQUEL = re.compile(rf"[{UP}][\w{APOS}-]*(?: [\w{APOS}&-]+){{0,6}} (?:[2-9]|1\d)(?:: .+)?$")
NO_SEQUEL = re.compile(
    r"(?:.* )?(?:Channel|Radio|BBC|RT[ÉE]|ITV|TV|War|Page|Top|Part|Chapter|Vol(?:ume|\.)?|Season|Series|Episode|Grade|"
    r"Section|Level|Group|Studio|Theatre|Theater|Screen|Room|Gate|Route|Highway|Row|Day|Week|Year|Round|Act|"
    r"Scene|Stage|Phase|Article|Class|Tier|Zone|Number|No|Car|Covid|Film|Apollo|January|February|March|"
    r"April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|"
    r"Dec|The|At|In|On|Under|Over|Aged?) (?:\d+|I+V?)(?:: .*)?$"
)
# Words that begin sentences and are no titles alone: most runs of capitals are such.
NO_RUN = frozenset(
    (
        "A An And As At But By For From He Her Here His How I If In Is It Its My No Not Now Of On Or "
        "Our She So The Their There They This That To We What When Where Which While Who With You "
        "Your Mr Mrs Ms Last After Before Although Asked Speaking Monday Tuesday Wednesday Thursday "
        "Friday Saturday Sunday January February March April May June July August September October "
        "November December London Dublin UK US British American Irish Oscar Bafta I’m I’ve I’d It’s "
        "I'm I've It's"
    ).split()
)


def variants(run: str, owners: frozenset[str], *, inside: bool) -> Iterator[tuple[str, int]]:
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
        words = whole[: cut.start()].split()
        if any(" ".join(words[-n:]) in owners for n in (len(words), 2, 3)):
            yield whole[cut.end() :], at + cut.end()


_LONGEST = 160  # a longer run of capitals is no title, and would cost its square to weigh


def runs(text: str, whole: str) -> Iterator[tuple[str, int]]:
    """Yield (run, place); two with a comma between are one where the page has them so twice."""
    before: re.Match[str] | None = None
    for match in RUN.finditer(text):
        if match.end() - match.start() > _LONGEST:
            continue
        if before and text[before.end() : match.start()] == ", ":
            joined = text[before.start() : match.end()]
            if len(joined) < 50 and whole.count(joined) > 1:
                yield joined, before.start()
        yield match[0], match.start()
        before = match


def good(name: str, people: frozenset[str]) -> bool:
    """Return whether words can be a title: `people` are names, which are none."""
    if not 2 < len(name) <= 70 or name[:1].islower() or _NO_TITLE.match(name) or name in people:
        return False
    words = name.split()
    if any(f"{p}’s " in name or f"{p}'s " in name for p in people):
        return False
    if len(words) == 1:
        return not any(name in p.split() for p in people) and not name.isupper()
    if any(set(words) <= set(p.split()) for p in people):
        return False
    return not any(
        p in name
        for p in people
        if len(p) + 2 > len(name) or f"{p} and " in name or name.startswith(f"{p} in ")
    )
