"""Caption lines: told from paragraphs by their credit, and read for who is where."""

from __future__ import annotations

import re

from matinee.stories.intake.found import Picture, Placed
from matinee.stories.intake.people import NAME
from matinee.stories.intake.text import UP, Block

AGENCIES = {
    "Getty Images": r"\bGetty\b|\bAFP via Getty\b",
    "AP": r"\bAP\b|\bAssociated Press\b|\bINVISION\b|\bInvision\b",
    "PA": r"\bPA\b(?: Wire| Media| Images| Archive)?|\bPress Association\b",
    "Reuters": r"\bReuters\b|\bREUTERS\b",
    "AFP": r"\bAFP\b",
    "Shutterstock": r"\bShutterstock\b",
    "Rex": r"\bR(?:ex|EX)\b",
    "Alamy": r"\bAlamy\b",
    "EPA": r"\bEPA\b",
    "AAP": r"\bAAP\b",
    "The Canadian Press": r"\bCanadian Press\b|\bTHE CANADIAN PRESS\b",
    "Everett Collection": r"\bEverett\b",
    "WireImage": r"\bWireImage\b",
    "Allstar": r"\bAllstar\b",
    "Landmark Media": r"\bLandmark Media\b",
    "Bridgeman": r"\bBridgeman\b",
    "Splash News": r"\bSplash News\b",
    "Inpho": r"\bINPHO\b|\bInpho\b",
}
_AGENCY_WORD = re.compile("|".join(AGENCIES.values()))
_LABEL = (
    r"(?:Photographs?|Photos?|Pictures?|Pics?|Images?|Illustrations?|Stills?|Composite|Supplied|"
    r"(?:Photo|Picture|Image)? ?[Cc]redits?|Image source|Photograph(?:ed)? by|Photos? by|"
    r"Picture by|Courtesy(?: of)?|Handout|Supplied by|Source|Artwork)"
)
_LABELLED = re.compile(
    rf"^(?P<caption>.*?[\s.,)’”'\"]|)\(?\[?(?P<label>{_LABEL})\s*(?P<mark>[:,©–—-]|(?<=Courtesy of)|(?<=by)|(?<=Courtesy))"
    rf"\s*(?P<credit>[^()\[\]]{{2,140}}?)[)\].]*$",
    re.IGNORECASE,
)
_PAREN = re.compile(r"^(?P<caption>.{8,}?)\s*[(\[](?P<credit>[^()\[\]]{2,120})[)\]]\.?$")
_COPYRIGHT = re.compile(r"^(?P<caption>.{8,}?)\s*(?:©|\(c\)|Copyright)\s*(?P<credit>[^©]{2,100})$")
_COURTESY = re.compile(r"^(?P<caption>.{8,}?[^.,]?)[.,]?\s+(?P<credit>Courtesy (?:of )?.{2,80})$")
_SLASHED = re.compile(
    rf"^(?P<caption>.{{12,}}?[.!?’”'\"]|.{{12,}}?\d{{4}}\.)\s+(?P<credit>(?:[{UP}][\w.’'-]*\s?){{1,6}}/\s?[^.]{{2,80}})$"
)
_TRAILING_AGENCY = re.compile(
    rf"^(?P<caption>.{{12,}}?[.’”'\"])\s+(?P<credit>(?:[{UP}][\w.’'/&-]*\s?){{0,6}}"
    r"(?:Getty Images|AP|PA(?: Wire| Media)?|Reuters|REUTERS|AFP|Shutterstock|Alamy|EPA|AAP|Netflix|"
    r"Searchlight(?: Pictures)?|Universal(?: Pictures)?|Warner Bros\.?|A24|Disney|Sony Pictures|"
    r"Paramount(?: Pictures)?|Lionsgate|Mubi|MUBI|Focus Features))$"
)
# "… in Nobody's Cousin. Signature Row": the house that lent the picture, after a full stop.
_TRAILING_HOUSE = re.compile(
    rf"^(?P<caption>(?:{NAME.pattern})(?:,| and|\s\().{{4,120}}?[.’”'\"])\s+(?P<credit>[{UP}][\w&’'-]+(?: [{UP}&][\w&’'-]*){{0,3}})$"
    rf"|^(?P<caption2>(?:{NAME.pattern}) (?:in|as|on|at|with) .{{4,120}}?[.’”'\"])\s+(?P<credit2>[{UP}][\w&’'-]+(?: [{UP}&][\w&’'-]*){{0,3}})$"
)
# No mark before it, but no sentence ends in "… for the cameras PA" either.
_BARE_AGENCY = re.compile(
    r"^(?P<caption>.{20,}?[\w’'”\")])\s+(?P<credit>(?:PA|AP|Getty|Getty Images|Reuters|AFP|Shutterstock|Rex|Alamy|"
    r"Rex/Shutterstock|PA Wire|WireImage|EPA|AAP))$"
)
_CREDITISH = re.compile(
    r"\b(?:via|AP|PA|AFP|Getty|Reuters|Shutterstock|Alamy|Rex|Pictures?|Films?|Studios?|Images?|"
    r"Photo(?:s|graphy)?|Entertainment|Netflix|Disney|Warner|Universal|Sony|Paramount|A24|Mubi|"
    r"Features|Productions?|Media|BBC|ITV|Channel 4|HBO|Apple|Amazon|Prime|Searchlight|Lionsgate|"
    r"Neon|Curzon|BFI|StudioCanal|Handout|Supplied|Courtesy|Credit|Distribution|Archive|Collection|"
    r"Press|Agency|PR|Wire)\b|/"
)
_POSITION = re.compile(
    r"(?:^|[\s,(])(?P<pos>(?:second|third|fourth|far|centre|center|top|bottom|middle)?[ -]?"
    r"(?:from )?(?:the )?(?:left|right|centre|center|middle)|[LRC])(?=[\s,.):;]|$)",
    re.IGNORECASE,
)
_FROM_LEFT = re.compile(
    r"(?:\(|^|[,:;] |\b)(?:from|clockwise from(?: top)?|L-?R|left to right|\(?l-?r\)?|l to r)[ :]*(?P<side>left|right)?"
    r"(?: to (?:left|right))?[,:)]*\s",
    re.IGNORECASE,
)
_SIDES = {"l": "left", "r": "right", "c": "centre", "center": "centre", "middle": "centre"}
_SPEECH = re.compile(
    r"[“\"][^”\"]{25,}[”\"]\s*,?\s*(?:\w+\s){0,4}?(?:said|says|told|added|recalled)\b|\b(?:said|says|told)\b.*[“\"]"
)


def agency_of(credit: str | None) -> str | None:
    """Return the agency that a credit names, by its usual name."""
    if not credit:
        return None
    via = re.search(r"\bvia (.+)$", credit)
    for text in filter(None, (via[1] if via else None, credit)):
        for agency, pattern in AGENCIES.items():
            if re.search(pattern, text):
                return agency
    upper = re.match(rf"^((?:THE )?[{UP}]{{2,}}(?: [{UP}]{{2,}})*)/", credit)
    return upper[1] if upper else None


def placed(caption: str) -> tuple[Placed, ...]:
    """Return the people in a caption with where they stand ("left", "second from right")."""
    people: list[Placed] = []
    row = _FROM_LEFT.search(caption)
    side = (row["side"] or "left").lower() if row else None
    names = [
        m for m in NAME.finditer(caption)
        if _is_person(m[0]) and not _inside_title(caption, m.start(), m.end())
    ]  # fmt: skip
    for i, match in enumerate(names):
        until = names[i + 1].start() if i + 1 < len(names) else len(caption)
        after = caption[match.end() : until]
        near = re.match(r"[’']?s?\s*[,(]?\s*([^,)]{0,24})[,)]", after + ")")
        spot = _POSITION.fullmatch(" " + near[1].strip()) if near and near[1].strip() else None
        before = caption[max(0, match.start() - 8) : match.start()]
        position: str | None = None
        if spot:
            position = _side(spot["pos"])
        elif re.search(r"\b(?:left|right|centre|center),\s*$", before, re.IGNORECASE):
            position = _side(re.findall(r"left|right|centre|center", before, re.IGNORECASE)[-1])
        elif row and match.start() >= row.start():
            position = _in_row(i, len(names), side)
        people.append(Placed(match[0], position))
    return tuple(people)


def _in_row(i: int, count: int, side: str | None) -> str | None:
    """Return where the i-th of a row stands: its ends, and the middle of three."""
    row = {0: side, count - 1: "left" if side == "right" else "right"}
    if count == 3:
        row[1] = "centre"
    return row.get(i) if count > 1 else side


def _side(text: str) -> str:
    text = text.lower().strip()
    return _SIDES.get(text, text.replace("center", "centre"))


def _is_person(name: str) -> bool:
    from matinee.stories.intake.people import plausible

    return plausible(name)


def _inside_title(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(), text[end:].lstrip()
    opened = max(before.rfind("‘"), before.rfind("“"), before.rfind("*"))
    closed = max(before.rfind("’"), before.rfind("”"))
    return opened > closed and ("’" in after or "”" in after or "*" in after or '"' in after)


def _split(text: str) -> tuple[str, str] | None:
    """Return (caption, credit) where the line carries a credit in one of the usual forms."""
    patterns = (_LABELLED, _COURTESY, _COPYRIGHT, _PAREN, _SLASHED, _TRAILING_AGENCY,
                _TRAILING_HOUSE, _BARE_AGENCY)  # fmt: skip
    for pattern in patterns:
        match = pattern.match(text)
        if match is None:
            continue
        if pattern is _TRAILING_HOUSE:
            caption = match["caption"] or match["caption2"]
            return caption, match["credit"] or match["credit2"]
        caption, credit = match["caption"].strip(" ([|–—-"), match["credit"].strip(" .,")
        if pattern is _PAREN and not _CREDITISH.search(credit):
            continue
        if pattern is _PAREN and (len(credit.split()) > 14 or re.match(r"[a-z]", credit)):
            continue
        if pattern is _LABELLED:
            label = match["label"]
            if label.lower() == "supplied" and match["mark"] == ":":
                credit = f"Supplied: {credit}"
            elif label.lower().startswith("courtesy"):
                credit = f"{label} {credit}"
            elif match["mark"] in "–—-," and label.lower() != "image source":
                continue
        return caption, credit
    return None


def read_caption(block: Block, *, sure: bool = False) -> Picture | None:
    """Return the picture that a line speaks of, or None where the line is a paragraph.

    `sure` says that HTML called it a caption.
    """
    text = block.text.strip("*_ ") if block.hint != "caption" else block.text
    if not sure and (len(text) > 420 or _SPEECH.search(text)):
        return None
    parts = _split(text)
    if parts is None:
        if not sure:
            return None
        caption, credit = text, None
    else:
        caption, credit = parts
        if not sure and len(re.findall(r"[.!?] [A-Z“]", caption)) > 2:
            return None
    return Picture(
        text=block.text,
        start=block.start,
        end=block.end,
        caption=caption,
        credit=credit,
        agency=agency_of(credit),
        people=placed(caption),
    )


_POSED = rf"{NAME.pattern}(?:,? \(?(?:left|right|centre|center)\)?,?)?"
_UNCREDITED = re.compile(
    rf"^{_POSED}(?:(?:,| and|, and) {_POSED})*,? (?:in|on|at|outside|with|during|as|attends?|arriv(?:es?|ing)|"
    r"pos(?:es?|ing)|pictured|at the) [^.!?“”;]{3,100}\.?$"
)
_FINITE = re.compile(
    r"\b(?:said|says|is|was|are|were|has|had|will|have|stars?|plays?|opens?|reach(?:es|ed)|follows|takes?|"
    r"took|made|makes|won|wins|gave|gives|goes|went|can|could|would|looked|became|becomes|does|did|"
    r"tells?|told|wants?|wanted|joins?|joined|leads?|led|returns?|returned|directs?|directed)\b"
)


def looks_like_caption(text: str) -> bool:
    """Whether a line without a credit reads as a caption: who, in what, and no more."""
    if len(text) > 140 or _FINITE.search(text):
        return False
    return _UNCREDITED.match(text) is not None


def is_credit(text: str) -> bool:
    """Whether words in brackets read as a picture's credit: an agency, a studio, a name."""
    return bool(_CREDITISH.search(text) or NAME.fullmatch(text.strip()))
