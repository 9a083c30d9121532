"""Which lines of a page are captions, and which credits and alt texts belong to them."""

from __future__ import annotations

import re

from matinee.stories.intake.extent import before_byline
from matinee.stories.intake.furniture import kind_of
from matinee.stories.intake.heads import breadcrumb, read_byline, read_stamp_line
from matinee.stories.intake.pictures import (
    credit_only,
    looks_like_caption,
    read_caption,
    read_weak_caption,
    with_credit,
)
from matinee.stories.intake.sheet import STARS_LINE, Sheet, ended
from matinee.stories.intake.text import Block

_SOURCE_LINE = re.compile(r"^Image source,?\s.{2,100}$", re.IGNORECASE)
_CAPTION_LINE = re.compile(r"^(?:Image|Media) caption,?\s+(?=\S)", re.IGNORECASE)
_NAMES_ONLY = re.compile(r"[^\W\d_][\w&’'./ -]*")
_TOGGLE = re.compile(r"^(?:hide|toggle) caption$", re.IGNORECASE)
# What a picture's alt text begins with: what is seen, never a name.
_ALT = re.compile(
    r"(?!.*\b(?:ha(?:s|ve) been|will|was|were)\b)(?:An?|Two|Three|Four|Five|Six|Several|Man|Woman|Men|Women|People|Actors?|Close[- ]up|Portrait|"
    r"Black and white|Film still|Composite|Head ?shot|Poster|Aerial|Wide shot)"
    r" (?!film\b|new\b|year\b)(?:[a-z’'-]+,? ){2,}[^“”\"]*$"
)


def join_credits(work: list[Block]) -> list[Block]:
    """Join a credit on a line of its own to the caption above it, or below it at the BBC."""
    joined: list[Block] = []
    work = _toggled(work)
    for n, block in enumerate(work):
        above = joined[-1] if joined else None
        below = work[n + 1].text if n + 1 < len(work) else ""
        if _SOURCE_LINE.match(block.text) and _CAPTION_LINE.match(below):
            joined.append(block)
            continue
        if above is None or block.kind or above.kind or block.start - above.end > 40:
            joined.append(block)
        elif _SOURCE_LINE.match(above.text) and _CAPTION_LINE.match(block.text):
            text = f"{_CAPTION_LINE.sub('', block.text)}\n{above.text}"
            joined[-1] = Block(text, above.start, block.end, "caption+")
        elif _is_credit_of(above, block):
            joined[-1] = Block(f"{above.text}\n{block.text}", above.start, block.end, "caption+")
        else:
            joined.append(block)
    return joined


def _toggled(work: list[Block]) -> list[Block]:
    """Join caption and credit that stand above "hide caption"; the credit may stand below again."""
    made: list[Block] = []
    shown = ""
    for block in work:
        known = not (block.hint or block.kind)
        if known and _TOGGLE.match(block.text) and len(made) > 1 and made[-1].hint == "":
            credit, words = made[-1], made[-2]
            if len(credit.text) < 80 and not credit.text.endswith(".") and _between(words, credit):
                text = f"{words.text}\n{credit.text}"
                made[-2:] = [Block(text, words.start, credit.end, "caption+")]
                shown = credit.text
        elif known and shown and block.text == shown:
            block = Block(block.text, block.start, block.end, "", "other")
        made.append(block)
    return made


def _between(words: Block, credit: Block) -> bool:
    """Whether a line above a credit may be its caption: a line of some words, close by."""
    return (
        12 <= len(words.text) < 300
        and not (words.hint or words.kind)
        and credit.start - words.end < 40
        and kind_of(words.text) is None
    )


def _is_credit_of(above: Block, block: Block) -> bool:
    if above.hint not in {"", "caption", block.hint} or not (
        credit_only(block.text.strip("*_ ")) or _in_capitals(above, block)
    ):
        return False
    if len(above.text) > 260 or (not above.hint and above.text.endswith(":")):
        return False
    return (
        above.hint == "caption"
        or above.text[:2] == "!["
        or (
            kind_of(above.text) is None
            and read_stamp_line(above.text) is None
            and read_byline(above.text) is None
            and not STARS_LINE.match(above.text)
        )
    )


def _in_capitals(above: Block, block: Block) -> bool:
    """Whether a line is an owner's name in capitals under a line that reads as a caption."""
    words = block.text.split()
    return (
        2 <= len(words) <= 6
        and len(block.text) < 60
        and block.text.isupper()
        and _NAMES_ONLY.fullmatch(block.text) is not None
        and not block.hint
        and not breadcrumb(block.text)
        and looks_like_caption(above.text)
    )


def caption(sheet: Sheet, i: int, block: Block, *, sure: bool) -> None:
    """Hold a line for a caption if it reads as one; `sure` where the mark-up calls it so."""
    if block.hint == "p" and not sure and len(block.text) > 160:
        return
    picture = with_credit(block) if block.hint == "caption+" else read_caption(block, sure=sure)
    if picture is not None:
        sheet.kinds[i], sheet.pictures[i] = "picture", picture


def weak_captions(sheet: Sheet) -> None:
    """Read captions whose credit only their last words can be: "… in Kelp. Row Pictures".

    A line above a caption that tells what is seen, and names nobody, is its alt text.
    """
    for i, block in enumerate(sheet.lines):
        below = sheet.kinds[i + 1] if i + 1 < len(sheet.lines) else None
        if (
            sheet.kinds[i] is None
            and below == "picture"
            and len(block.text) < 200
            and _ALT.match(block.text)
        ):
            sheet.kinds[i] = "other"
            continue
        if sheet.kinds[i] is None and block.hint != "p" and (made := read_weak_caption(block)):
            if not ended(made.caption) and _may_be_headline(sheet, i):
                continue  # one in capitals ends like a caption with its owner
            sheet.kinds[i], sheet.pictures[i] = "picture", made


def _may_be_headline(sheet: Sheet, i: int) -> bool:
    """Whether no headline has been found above a line that stands over byline or date."""
    none_yet = "headline" not in sheet.kinds[:i] and not sheet.page.headline
    return none_yet and before_byline(sheet, i)
