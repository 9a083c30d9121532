"""What its neighbours tell of a line: lists of links, blurbs, and all below a page's end."""

from __future__ import annotations

import re
from collections import Counter

from matinee.stories.intake.furniture import kind_of, rule_for, title_like, weigh
from matinee.stories.intake.sheet import (
    FACTS,
    MARKDOWN_HEAD,
    NARRATIVE,
    TABLE_ROW,
    TAIL_MARK,
    Sheet,
    asked,
    ended,
    is_told,
)
from matinee.stories.intake.text import Block

_OF_A_WRITER = re.compile(r" (?:is|was|has|writes|covers|joined|can be|works)\b")
_LENGTH = re.compile(r"(?:Duration:? )?\d{1,2}:\d\d(?::\d\d)?", re.IGNORECASE)
_CLIP = re.compile(r"(?:watch|listen|video|audio)\b(?: ?[|:].*)?", re.IGNORECASE)
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")


_READ_MORE = re.compile(
    r"(?:read|see) more|read (?:now|the story|next)|continue reading", re.IGNORECASE
)


def teasers(sheet: Sheet) -> None:
    """Give the title of another story, right above a bare "Read more", to it."""
    for i in range(1, len(sheet.lines)):
        above = sheet.lines[i - 1]
        if (
            _READ_MORE.fullmatch(sheet.lines[i].text.strip(" .:…→>»"))
            and sheet.kinds[i - 1] is None
            and not above.hint
            and len(above.text.split()) > 3
            and title_like(above.text)
            and not ended(above.text)
        ):
            sheet.kinds[i - 1] = "related"


def players(sheet: Sheet) -> None:
    """Give what stands around a clip's length, its title above and a line below, to furniture."""
    for i, block in enumerate(sheet.lines):
        if not _LENGTH.fullmatch(block.text):
            continue
        for n in range(i - 1, max(-1, i - 5), -1):
            if _CLIP.match(sheet.lines[n].text):
                for m in range(n, i + 1):
                    sheet.kinds[m] = sheet.kinds[m] or "related"
                below = sheet.lines[i + 1] if i + 1 < len(sheet.lines) else None
                if below and sheet.kinds[i + 1] is None and len(below.text) < 220:
                    sheet.kinds[i + 1] = (
                        None if "“" in below.text or '"' in below.text else "related"
                    )
                break


def lists(sheet: Sheet) -> None:
    """Give the titles under "Related stories" to it, up to six of them."""
    left = 0
    for i, block in enumerate(sheet.lines):
        if (
            sheet.kinds[i] == "related"
            and not block.kind
            and (rule := rule_for(block.text))
            and rule.lists
        ):
            left = 6
        elif left and _listed(sheet, i, block):
            sheet.kinds[i], left = "related", left - 1
        elif sheet.kinds[i] not in {"related", "share"} and not (
            sheet.kinds[i] == "other" and len(block.text) < 25
        ):
            left = 0


def _listed(sheet: Sheet, i: int, block: Block) -> bool:
    if sheet.kinds[i] == "stamp":
        return True
    return (
        sheet.kinds[i] is None
        and not asked(sheet, i)
        and not _over_stars(sheet, i)
        and (title_like(block.text) or (block.text.endswith(",") and len(block.text) < 60))
        and not (ended(block.text) and ("“" in block.text or '"' in block.text))
        and not MARKDOWN_HEAD.match(block.text)
        and not (ended(block.text) and len(block.text) > NARRATIVE)
    )


def _over_stars(sheet: Sheet, i: int) -> bool:
    """Whether a row of stars stands right below a line: then that is what they are given to."""
    return "stars" in sheet.kinds[i + 1 : i + 2]


def strangers(sheet: Sheet) -> None:
    """Take lines that speak a little of furniture and share no word with the story for it."""
    open_lines = [i for i, kind in enumerate(sheet.kinds) if kind is None]
    speaking = {i: said for i in open_lines if (said := _speaks_a_little(sheet, i))}
    if not speaking:
        return
    words = {i: set(_LONG_WORD.findall(sheet.lines[i].text.lower())) for i in open_lines}
    seen = Counter(word for i in open_lines for word in words[i])
    for i, (kind, score) in speaking.items():
        shared = sum(seen[word] > 1 for word in words[i])
        if shared == 0 or (shared == 1 and score >= 0.7):
            sheet.kinds[i] = kind


def _speaks_a_little(sheet: Sheet, i: int) -> tuple[str, float] | None:
    """Return the kind of furniture that a line speaks of, and how loudly, where it does at all."""
    text = sheet.lines[i].text
    if sheet.lines[i].hint == "h1" or "“" in text or '"' in text:
        return None
    kind, score = weigh(text)
    if kind is None or score < (0.5 if is_told(sheet, i) and not sheet.lines[i].hint else 0.35):
        return None
    return kind, score


def ends(sheet: Sheet) -> None:
    """Take all below a line that ends pages (a copyright, an author's blurb) for furniture."""
    told = [i for i in range(len(sheet.lines)) if is_told(sheet, i)]
    for i, block in enumerate(sheet.lines):
        if _ends_page(sheet, block, i) and sum(n > i for n in told) <= min(2, len(told) // 3):
            for n in range(i, len(sheet.lines)):
                if sheet.kinds[n] is None or sheet.kinds[n] == "stamp":
                    sheet.kinds[n] = kind_of(sheet.lines[n].text) or "other"
            return


def _ends_page(sheet: Sheet, block: Block, i: int) -> bool:
    if sheet.kinds[i] is None:
        return _is_blurb(sheet, block, i)
    rule = rule_for(block.text) if not block.kind else None
    return rule is not None and rule.ends and i > len(sheet.lines) // 3


def _is_blurb(sheet: Sheet, block: Block, i: int) -> bool:
    """Whether a paragraph tells of the story's own author."""
    bare = block.text.lstrip("*_ ")
    return i > 2 and any(
        bare.startswith(name) and _OF_A_WRITER.match(bare, len(name)) for name in sheet.page.byline
    )


_BULLET = re.compile(r"(?:[-*+•]|\d{1,2}[.)]) +\S|\*\*[^*\n]{2,80}\*\*:?$")


def _listed_in_story(sheet: Sheet, i: int, end: int) -> bool:
    """Whether a line below the last sentence is of a list that the story ends with.

    In Markdown a bullet, a bold heading, or what announces them, with nothing between.
    """
    return (
        sheet.markdown
        and not any(sheet.kinds[end + 1 : i])
        and not TAIL_MARK.match(sheet.lines[i].text.strip("*# "))
        and (_BULLET.match(sheet.lines[i].text) is not None or _over_bullets(sheet, i))
        and "](" not in sheet.lines[i].text
    )


_QUOTED_TITLE = re.compile(
    r"(?:‘[^’]+’|“[^”]+”|'[^']+'|\"[^\"]+\"|[*_]{1,3}[^*_]+[*_]{1,3})(?: \(\d{4}\))?"
)


def _over_facts(sheet: Sheet, i: int) -> bool:
    """Whether a line is a title in quotes or italics over the film's facts."""
    return _QUOTED_TITLE.fullmatch(sheet.lines[i].text) is not None and any(
        FACTS.search(b.text) for b in sheet.lines[i + 1 : i + 3]
    )


def _over_bullets(sheet: Sheet, i: int) -> bool:
    """Whether a line announces a list: it ends with a colon, or is the heading of one."""
    text = sheet.lines[i].text
    below = sheet.lines[i + 1].text if i + 1 < len(sheet.lines) else ""
    headed = MARKDOWN_HEAD.match(text) is not None and "](" not in below
    return text.endswith(":") or (headed and _BULLET.match(below) is not None)


def _of_a_chart(sheet: Sheet, i: int) -> bool:
    """Whether a line is a row of a chart, or announces one."""
    below = sheet.lines[i + 1].text if i + 1 < len(sheet.lines) else ""
    announces = sheet.lines[i].text.endswith(":") and TABLE_ROW.match(below)
    return bool(announces or TABLE_ROW.match(sheet.lines[i].text))


def tail(sheet: Sheet, end: int) -> None:
    """Take what stands below the story and is no sentence of it for furniture."""
    if (
        end >= len(sheet.lines) - 1
        and end >= 0
        and not any(is_told(sheet, i) for i in range(len(sheet.lines)))
    ):
        return
    for i in range(end + 1, len(sheet.lines)):
        block = sheet.lines[i]
        if sheet.kinds[i] == "picture" and not sheet.pictures[i].credit and block.hint != "caption":
            sheet.kinds[i] = None
        if sheet.kinds[i] == "stamp":
            sheet.kinds[i] = "other"
        if sheet.kinds[i] is not None:
            continue
        if FACTS.search(block.text) and not TAIL_MARK.match(block.text):
            continue
        if _listed_in_story(sheet, i, end) or _over_facts(sheet, i) or _of_a_chart(sheet, i):
            continue
        above = [k for k in sheet.kinds[end + 1 : i] if k]
        sheet.kinds[i] = "related" if "related" in above[-2:] else "other"
