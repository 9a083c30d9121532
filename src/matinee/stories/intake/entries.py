"""Round-ups: pages where each film opens a part of its own, by a crosshead or its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matinee.stories.intake.quotes import title_case
from matinee.stories.intake.text import LOW, UP

MARKS = "#*_‘’“”\"' "
_NUMBER = r"(?:#+ ?)?(?:\d{1,2}[.)] )?"
_BOX = r"(?: ?[(\[][^()\[\]]{1,60}[)\]])?"
_LINE = re.compile(
    rf"^{_NUMBER}[‘“\"'*_]{{0,3}}(?P<t>[{UP}\d][^()\[\]:–—|"
    rf"]{{1,70}}?)[,]?[’”\"'*_]{{0,3}}{_BOX}(?: ?[,–—|-] [^.]{{2,40}})?:?$"
)
_INLINE = re.compile(
    rf"^{_NUMBER}[‘“\"'*_]{{0,3}}(?P<t>[{UP}\d][^()\[\]:–—|"
    rf".]{{1,60}}?)[,]?[’”\"'*_]{{0,3}}{_BOX}(?: ?:| [–—-]) (?=[“‘\"{UP}])"
)
_BOXED = re.compile(
    rf"^{_NUMBER}[‘“\"'*_]{{0,3}}(?P<t>[{UP}\d][^()\[\]:–—|.]{{1,60}}?)[,]?[’”\"'*_]{{0,3}} "
    r"\((?:(?:U|PG|12A?|15A?|16|18|R|PG-13|NC-17|M|G|MA ?15\+|R18\+?|TBC|[Cc]ert\.?)(?![\w’'-])|"
    r"\d{2,3} ?min|(?:19|20)\d\d|[Dd]ir\b|[Dd]irected by|"
    rf"[{UP}][\w ./&-]{{1,40}}[,/;] ?(?:[{UP}][\w ./&-]{{1,30}}[,/;] ?){{0,2}}(?:(?:19|20)\d\d|\d{{2,3}} ?min))"
)
# "Turbo Cats: The Movie (3 July)": a colon within a title that a bracket closes.
_SUBTITLED = re.compile(
    rf"^{_NUMBER}[‘“\"'*_]{{0,3}}(?P<t>[{UP}\d][^()\[\]:–—|.]{{1,50}}: [{UP}\d][^()\[\]:–—|.]{{1,50}}?)[’”\"'*_]{{0,3}} [(\[]"
)
# "Rewind: Clay Pipes", "Film of the week: Small Hours": the column's name stands before the film's.
_LABELLED = re.compile(
    rf"^{_NUMBER}(?:Rewind|Revival|Re-?issue|Re-?release|Classic|Flashback|Encore|Also (?:out|showing)|Opening|New|"
    r"Streaming|Documentary|Family|Animation|Horror|Rep|Vault|Second look|(?:Film|Movie|Pick|Picture|Classic|Revival) "
    rf"of the (?:week|month)|Our pick|Top pick|Must[- ]see|Don[’']t miss|One to (?:watch|miss|catch)): (?P<t>[{UP}\d][^()\[\]:|]{{1,60}}?){_BOX}$"
)
_DAY = (
    rf"(?:(?:[{UP}][a-z]+day|[MTWFS][a-z]{{2,3}}),? )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|"
    r"Nov|Dec)[a-z]*\.?(?: \d{1,2})?"
)
# "- Small Hours, with Ann Lee – 25 October (Ireland)": a line of a calendar.
_DATED = re.compile(
    rf"^(?:[-•*·] ?)?{_NUMBER}[‘“\"'*_]{{0,3}}(?P<t>[{UP}\d][^()\[\]:–—|,*_]{{1,60}}?)[,]?[’”\"'*_]{{0,3}}(?:,? with [^–—]{{3,50}}?)? ?"
    rf"(?:[–—-] |\| ?|\((?=[^()]{{3,60}}\)))(?:opens |out |from |in cinemas )*(?:in [{UP}]\w+ on )?{_DAY}"
)
_SETS_OFF = frozenset(":–—-(")  # one of these parts a title from what is told of it
_FILMISH = re.compile(
    r"\b(?:films?|direct(?:s|ed|ing)|directors?|dir|stars?|starring|cinemas?|theaters|novel|mins?|"
    r"minutes|drama|comedy|movie|thriller|"
    r"documentary|horror|plays|cast|streaming|netflix|rated|sequel|romance)\b",
    re.IGNORECASE,
)
_NO_ENTRY = re.compile(
    rf"^(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    rf"Competition|Strands?|Family|Galas?|Shorts|Panorama|Sidebars?|Retrospectives?|Holdovers|Previews?|Reissues?)$|"
    rf"Key|Why|How|What|Where|When|Who|The (?:verdict|cast|plot|story|director)|Verdict|Cast|"
    rf"Plot|Also|More|Elsewhere|In|Best|"
    r"Opening|Now|New|This|Next|Coming|Out|Film|Films|DVD|Streaming|Television|Pick|Editor|"
    r"Credits?|Director|Directed|Starring|Stars|"
    r"Rating|Running|Release|Genre|Country|Countries|Language|Certificate|Cert|Duration|Runtime|Writers?|Written|Screenplay|Music|Producers?|Distributor|Year|Classification|Winner|Length|UK|US|Photo|Picture|Image|Review|Dir|With|Released|Rated|Playing|Opens|Not rated|MPAA)\b|"
    rf".* (?:[{LOW}]{{4,}}) .*$"
)


@dataclass(frozen=True)
class Entry:
    """A film that opens a part of the page; `place` is where its title stands."""

    title: str
    place: int
    paragraph: int
    told: bool = False  # by a date or a box behind it: nobody's name


def find_entries(paragraphs: Sequence[tuple[str, int]], headings: frozenset[int]) -> list[Entry]:
    """Return the films that open parts of a round-up; none where fewer than two do."""
    found: list[Entry] = []
    for number, (text, start) in enumerate(paragraphs):
        short = number in headings or len(text) < 90
        if not short and _SETS_OFF.isdisjoint(text[:130]):
            continue
        dated = _DATED.match(text) if short else None
        patterns = (_LABELLED, _SUBTITLED, _LINE, _INLINE, _BOXED) if short else (_INLINE, _BOXED)
        match = dated or next((m for p in patterns if (m := p.match(text))), None)
        if match is None:
            continue
        title = match["t"].strip(MARKS + ",").rstrip("★☆⭐✩½ ").strip(MARKS + ",")
        below = " ".join(t for t, _ in paragraphs[number : number + 3])[: len(text) + 400]
        if _fits(title) and (dated or _FILMISH.search(below[len(title) :])):
            boxed = dated is not None or any(p.match(text) for p in (_BOXED, _LABELLED))
            found.append(Entry(title, start + match.start("t"), number, boxed))
    return found if len(found) >= 2 and _steady(found, len(paragraphs)) else []


_ONLY_A_DAY = re.compile(rf"{_DAY}(?:,? 20\d\d)?$", re.IGNORECASE)


def _fits(title: str) -> bool:
    words = title.split()
    if (
        not words
        or len(words) > 9
        or _ONLY_A_DAY.match(title)
        or _NO_ENTRY.match(title.capitalize() if title.isupper() else title)
    ):
        return False
    return title_case(title) or len(words) == 1


def _steady(found: Sequence[Entry], paragraphs: int) -> bool:
    """Whether the entries make up the page: a part each, not two lines somewhere in it."""
    since = found[0].paragraph
    return (paragraphs - since) / len(found) <= 6
