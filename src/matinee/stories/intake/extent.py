"""Where the story of a page begins, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matinee.stories.intake.heads import read_byline, read_stamp_line
from matinee.stories.intake.sheet import TAIL_MARK, Sheet, asked, ended, is_first_headline, is_told

_BY_LABEL = re.compile(r"(?:by|words|written by|review by|text)\b", re.IGNORECASE)
# A sentence that begins so goes on from one before it; a teaser of another story does not.
_REFERS = re.compile(r"(?:It|He|She|They|His|Her|Their|Its|But|And|That|This|These|Those)\b")
_PROPER = re.compile(r"(?<=[\w,’] )[A-Z][\w’'-]{2,}")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]{2,}")


def story(sheet: Sheet) -> tuple[int, int]:
    """Return the numbers of the first line that is story beyond doubt, and of the last."""
    told = [i for i in range(len(sheet.lines)) if is_told(sheet, i)]
    while len(told) > 3 and _strays(sheet, told):
        told.pop()
    if told and told[0] == 0 and is_first_headline(sheet, sheet.lines[0]):
        told = told[1:]
    if len(told) > 1 and before_byline(sheet, told[0]):
        told = told[1:]
    head = _head_end(sheet, told)
    told = [i for i in told if i > head]
    if not told:
        return len(sheet.lines), len(sheet.lines) - 1
    last = told[-1]
    for i in range(last + 1, len(sheet.lines)):
        if sheet.kinds[i] is None and ended(sheet.lines[i].text) and _still(sheet, i):
            last = i
    return told[0], last


def _head_end(sheet: Sheet, told: Sequence[int]) -> int:
    """Return the number of the byline or date line that closes the page's head, or -1.

    A standfirst may be a sentence and stand above boxes and labels: what follows the byline
    is story, as long as most of it does.
    """
    head = -1
    for i in range(min(len(sheet.lines), told[-1] if told else 0, 30)):
        above = [n for n in told if n < i]
        if len(above) > 2 or any(len(sheet.lines[n].text) > 280 for n in above):
            break
        if len(above) and len(told) - len(above) < 3:
            break
        if sheet.kinds[i] == "stamp" or _labelled_byline(sheet, i):
            head = i
    return head


def _strays(sheet: Sheet, told: list[int]) -> bool:
    """Whether the last line told stands below lists and links and names none of the story."""
    last = told[-1]
    if asked(sheet, last - 1):
        return False
    above = range(max(told[-2] + 1, last - 5), last)
    if not any(TAIL_MARK.match(sheet.lines[n].text) for n in above):
        return False
    text = sheet.lines[last].text
    if "“" in text or '"' in text or _REFERS.match(text):
        return False
    names = {w for n in told[:-1] for w in _PROPER.findall(sheet.lines[n].text)}
    return names.isdisjoint(_CAPITAL.findall(text))


def _still(sheet: Sheet, i: int) -> bool:
    """Whether a short sentence behind the last long one still belongs to the story."""
    return not any(TAIL_MARK.match(sheet.lines[n].text) for n in range(max(0, i - 4), i))


def before_byline(sheet: Sheet, i: int) -> bool:
    """Whether a line that reads as story is a standfirst: byline or date follow, and story."""
    if len(sheet.lines[i].text) > 280 or sheet.lines[i].hint == "p":
        return False
    following = [b.text for b in sheet.lines[i + 1 : i + 4]]
    return any(
        read_byline(t) is not None or read_stamp_line(t, sheet.page.reference) for t in following
    )


def _labelled_byline(sheet: Sheet, i: int) -> bool:
    text = sheet.lines[i].text
    return (
        sheet.kinds[i] is None
        and len(text) < 100
        and _BY_LABEL.match(text) is not None
        and bool(read_byline(text))
    )
