"""What a film is based on: novel, play, memoir, with its author and year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matinee.stories.intake.found import Source
from matinee.stories.intake.people import NAME
from matinee.stories.intake.text import LOW, UP, sentences

_WORK = (
    r"(?P<form>novella|novel|memoirs?|autobiography|stage play|play|short stor(?:y|ies)|"
    r"comic book|graphic novel|"
    r"comic|bestseller|thriller|crime novel|book|true story|story|poem|musical|article|podcast|"
    r"video game|series|manga)"
)
_FORMS = {
    "novella": "novel",
    "bestseller": "novel",
    "thriller": "novel",
    "crime novel": "novel",
    "memoirs": "memoir",
    "autobiography": "memoir",
    "stage play": "play",
    "comic book": "comic",
    "graphic novel": "comic",
    "story": "short story",
    "short stories": "short story",
}
_BASED = re.compile(
    r"\b(?:(?:[Bb]ased|[Dd]rawn|drawing) (?:up)?(?:on|from)|"
    r"[Aa]dapted,? (?:(?:loosely|freely|closely|faithfully),? )?(?:by [^.“”\x00]{2,60} )?(?:(?:the (?:film|script|screenplay|story)|it) )?"
    r"(?:with [^.“”\x00]{2,40} )?from|[Bb]ased (?:the|his|her|their) (?:script|film|screenplay|movie|story) (?:up)?on|adapt(?:ation|ed version|ing|s)(?: of)?|"
    r"[Ii]nspired by|(?:has|have|had) adapted|"
    r"a version of|takes? its story from|taken from|a film of|film version of|movie of|"
    r"screen version of|turns?|from(?= (?:a|the|his|her|their|an) [^.;\x00]{0,30}?(?:novel|"
    rf"novella|play|memoir|book|short story)\b)|from(?= [{UP}][\w-]+(?: [{UP}][\w-]+)?[’']s [\w -]{{0,30}}?(?:novella?|play|memoir|book|"
    r"short story)\b))\s+"
    r"(?=(?P<rest>[^.;\x00]{4,190}))"
)
# "Max Porter’s novel Rain has been adapted …"
_ADAPTED = re.compile(
    rf"(?P<rest>(?:[{UP}][\w.-]* ){{0,3}}[{UP}][\w.-]*[’']s? (?:[\w-]+ ){{0,4}}?(?:novella?|"
    rf"memoir|play|book|short story|graphic novel)[^.;\x00]{{0,80}}?) (?:has been|is being|was|"
    rf"is) (?:adapted|turned into|brought to|made into)\b"
)
_STAGE = re.compile(
    rf"\b[Tt]he original (?P<form>stage version|play|novel|book|"
    rf"short story),? (?:written )?by (?P<author>{NAME.pattern})(?P<tail>[^.\x00]{{0,60}})"
)
_MATERIAL = re.compile(
    rf"^(?:the |an? |his |her |their |its )?(?P<lead>(?:[\w{LOW}-]+,? ){{0,6}}?)"
    rf"{_WORK}\b(?P<same>,? (?:of the same (?:name|title)|also called [^,]+))?,?\s*(?P<tail>.*)$"
)
_OWNED = re.compile(
    rf"^(?:(?:the )?(?:novelist|author|playwright|writer|poet) )?(?:(?:Mr|Ms|Mrs|Sir|"
    rf"Dame) )?(?P<owner>(?:[{UP}][\w.-]*[ ]?){{1,4}})[’'](?:s\b)?\s+(?P<more>.*)$"
)
# "The Flotsam Ledger, a 2011 short story by Ishbel Corrigall": the title stands first.
_TITLE_FIRST = re.compile(
    rf"[‘“\"'*_]{{0,2}}(?P<t>[{UP}\d][^,‘“”\"*_]{{1,60}}?),?[’”\"'*_]{{0,2}},? (?P<what>(?:the|an?|his|her) (?:[\w-]+ ){{0,4}}?(?:novella?|"
    rf"memoir|play|book|short story|story|poem|comic|podcast|article)) by (?P<by>{NAME.pattern})"
)
_MARKED = re.compile(r"[‘“\"'*_]+([^’”\"*_]{2,80}(?:[’'][a-z][^’”\"*_]{0,60})?)(?:[,.’”\"*_]|$)")
_TITLE = re.compile(
    rf"(?P<t>[{UP}0-9][\w’'&-]*(?: (?:of|the|and|a|an|in|to|on|for|with|at|from|de|la|le|"
    rf"&){{0,1}} ?[{UP}0-9][\w’'&-]*|: [{UP}][\w’'&-]*| (?:of|in|to|on|and|"
    rf"for) the [{UP}][\w’'-]*){{0,7}})"
)
_BY = re.compile(
    rf",?\s*\bby (?:the )?(?:(?:[{UP}][{LOW}]+(?:ish|an|ese|"
    rf"ch) )?[{LOW}-]+ ){{0,4}}(?P<name>{NAME.pattern}|[{UP}]\.? ?[{UP}]?\.? ?[{UP}][{LOW}]+)"
)
_YEAR = re.compile(r"\b((?:18|19|20)\d\d)\b")


_SIGNS = ("ased on", "ased the", "ased his", "ased her", "ased upon", "dapt", "nspired by", "rawn fro"
                                                        "m",
                                                            "rawn o"
                                                            "n",
                                                                "rawing o"
                                                                "n",
                                                                    "version",
                                                                        "film of", "movie of",
          "turn", "novel", "play ", "memoir", "story by", "book")  # fmt: skip


def find_sources(paragraphs: Sequence[tuple[str, int]]) -> list[tuple[Source, int, bool]]:
    """Return (source, place, has the film's own name) for each that the story tells of."""
    found = []
    for text, start in paragraphs:
        if not any(sign in text for sign in _SIGNS):
            continue
        for sentence, begin, _ in sentences(text, start):
            for match in _BASED.finditer(sentence):
                maker = _maker(sentence[: match.start()], match[0], match["rest"])
                if made := _source(match["rest"], maker):
                    found.append((made[0], begin + match.start(), made[1]))
            turned = _ADAPTED.search(sentence)
            if turned and (made := _source(turned["rest"])):
                found.append((made[0], begin + turned.start(), made[1]))
            if staged := _STAGE.search(sentence):
                form = "play" if staged["form"] == "stage version" else staged["form"]
                year = _YEAR.search(staged["tail"])
                source = Source(None, staged["author"], int(year[1]) if year else None, form)
                found.append((source, begin + staged.start(), True))
    return found


_WITH = re.compile(rf"\bwith (?P<who>{NAME.pattern}) from\s*$")
_BEFORE = re.compile(
    rf"(?P<who>[{UP}][\w’'-]+(?: [{UP}][\w’'-]+)*)(?: (?:has|had))?(?: (?:wrote|made|directed) (?:it|the film))? $"
)


def _maker(before: str, how: str, rest: str) -> str | None:
    """Return whose "his own play" or, with another named, "her novel" is."""
    own = rest.startswith(("his own ", "her own "))
    if (named := _WITH.search(how)) and rest.startswith(("his ", "her ")):
        return str(named["who"])
    found = _BEFORE.search(before) if own else None
    return str(found["who"]) if found else None


def _source(rest: str, maker: str | None = None) -> tuple[Source, bool] | None:
    """Return the source that "the 1994 novel Low Water by …" names; True: named as the film."""
    owner = maker
    if owned := _OWNED.match(rest):
        owner, rest = owned["owner"].strip(), owned["more"]
    if titled := _TITLE_FIRST.match(rest):
        rest = f"{titled['what']} {titled['t']} by {titled['by']}"
    material = _MATERIAL.match(rest)
    if material is None or material["form"] in {"true story", "series"}:
        return None
    tail = material["tail"]
    author = owner
    by = _BY.search(tail)
    if by and (material["same"] or by.start() < 70):
        author = by["name"]
    name = None
    if marked := _MARKED.match(tail):
        name = marked[1].strip(" ,")
    elif run := _TITLE.match(tail):
        name = re.split(r"[’']s (?![A-Z])|,", run["t"])[0].strip()
        if (by and tail[: by.start()].strip() == "") or name.isdigit():
            name = None
    year = _year(material["lead"], tail)
    same = material["same"] is not None
    if name is None and author is None:
        return None
    form = material["form"].lower()
    return Source(name, author, year, _FORMS.get(form, form)), same


def _year(lead: str, tail: str) -> int | None:
    if early := _YEAR.search(lead):
        return int(early[1])
    late = re.search(
        r"\((?:[^()]*?)((?:18|19|20)\d\d)\)|(?:published in|from) ((?:18|19|20)\d\d)", tail
    )
    return int(late[1] or late[2]) if late else None
