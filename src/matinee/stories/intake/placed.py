"""Who stands where in a picture, by its caption: "left", "second from right"."""

from __future__ import annotations

import re

from matinee.stories.intake.found import Placed
from matinee.stories.intake.people import NAME, plausible, trim

_POSITION = re.compile(
    r"(?:^|[\s,(])(?P<pos>(?:second|third|fourth|far|centre|center|top|bottom|middle)?[ -]?"
    r"(?:from )?(?:the )?(?:left|right|centre|center|middle)|[LRC])(?=[\s,.):;]|$)",
    re.IGNORECASE,
)
_FROM_LEFT = re.compile(
    r"(?:\(|^|[,:;] |\b)(?:from|clockwise from(?: top)?|L-?R|left to right|\(?l-?r\)?|l to r)[ "
    r":]*(?P<side>left|right)?"
    r"(?: to (?:left|right))?[,:)]*\s",
    re.IGNORECASE,
)
_SIDES = {"l": "left", "r": "right", "c": "centre", "center": "centre", "middle": "centre"}


def placed(caption: str) -> tuple[Placed, ...]:
    """Return the people in a caption with where they stand ("left", "second from right")."""
    people: list[Placed] = []
    row = _FROM_LEFT.search(caption)
    in_row = _in_row(caption, row) if row else {}
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
        else:
            position = in_row.get(match.start())
        people.append(Placed(trim(match[0]), position))
    return tuple(people)


_ROWS = {
    1: ["left"],
    2: ["left", "right"],
    3: ["left", "centre", "right"],
    4: ["left", "second left", "second right", "right"],
}
_BESIDE = re.compile(r"\s*(?:,|and|&|,\s*and)\s*(?:[a-z-]+ ){0,2}")


def _in_row(caption: str, row: re.Match[str]) -> dict[int, str]:
    """Return where each of those listed behind "from left:" stands, by the place of the name."""
    places: list[int] = []
    end = row.end()
    for match in NAME.finditer(caption, row.end()):
        if places and not _BESIDE.fullmatch(caption[end : match.start()]):
            break
        places.append(match.start())
        end = match.end()
    sides = _ROWS.get(len(places), ["left"])
    if (row["side"] or "left").lower() == "right":
        sides = sides[::-1] if len(places) in _ROWS else ["right"]
    return dict(zip(places, sides, strict=False))


def _side(text: str) -> str:
    text = text.lower().strip()
    return _SIDES.get(text, text.replace("center", "centre"))


def _is_person(name: str) -> bool:
    return plausible(name)


def _inside_title(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if text.count('"', 0, start) % 2:
        return True
    opened = max(before.rfind("‘"), before.rfind("“"), before.rfind("*"))
    closed = max(before.rfind("’"), before.rfind("”"))
    return opened > closed and ("’" in after or "”" in after or "*" in after or '"' in after)
