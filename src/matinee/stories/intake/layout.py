"""The page's lines sorted: stamps, head, byline, captions, furniture; what is left is the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matinee.stories.intake.dates import find_dates, stamp
from matinee.stories.intake.extent import story
from matinee.stories.intake.foot import ends, lists, players, strangers, tail
from matinee.stories.intake.found import Furniture, Headline, Paragraph, Span
from matinee.stories.intake.furniture import between, forget_lines, kind_of, prefix_length
from matinee.stories.intake.heads import forget_heads
from matinee.stories.intake.people import forget_names
from matinee.stories.intake.pictured import join_credits, weak_captions
from matinee.stories.intake.plain_lines import by_rules
from matinee.stories.intake.sheet import ENDS, MARKDOWN_HEAD, Page, Sheet
from matinee.stories.intake.text import Block
from matinee.stories.intake.top import head, left_in_furniture

_FIRST_STAMP = re.compile(
    r"^\s*(?:date\s+)?(?P<d>(?:19|20)\d\d-\d\d-\d\d)(?:[T ]\d\d:\d\d\S{0,20})?\s*", re.IGNORECASE
)


def sort_lines(lines: Sequence[Block], page: Page, *, markdown: bool = False) -> Page:
    """Sort a page's lines into `page`, which may hold what HTML's head told already."""
    forget_lines()
    forget_names()
    forget_heads()
    work: list[Block] = []
    for i, block in enumerate(lines):
        if block.kind:
            work.append(block)
        elif i == 0 and not block.hint:
            work += _cut_first_line(block, page)
        elif i < 4 and len(block.text) > 200 and not block.hint:
            work += _cut_front(block, page)
        else:
            work.append(block)
    work = join_credits(work)
    _sort(Sheet(page, work, [None] * len(work), markdown=markdown))
    page.furniture.sort(key=lambda f: f.start)
    page.meta.sort(key=lambda s: s.start)
    return page


def _cut_first_line(block: Block, page: Page) -> list[Block]:
    """Return the first line without its date and run-together furniture, which go to the page."""
    rest, start = block.text, block.start
    if (match := _FIRST_STAMP.match(rest)) and (found := find_dates(match["d"])):
        after = match[0][match.end("d") - match.start() :]
        page.dated({"published": stamp(found[0], after)})
        page.meta.append(Span(match[0].strip(), start, start + len(match[0].rstrip())))
        rest, start = rest[match.end() :], start + match.end()
    return _cut_front(Block(rest, start, start + len(rest), block.hint), page) if rest else []


def _cut_front(block: Block, page: Page) -> list[Block]:
    length = prefix_length(block.text)
    if not length:
        return [block]
    front, rest = block.text[:length].rstrip(), block.text[length:]
    page.furniture.append(
        Furniture(front, block.start, block.start + len(front), kind_of(front) or "signup")
    )
    if not rest.strip():
        return []
    start = block.start + length + len(rest) - len(rest.lstrip())
    return [Block(rest.strip(), start, block.end, block.hint)]


def _sort(sheet: Sheet) -> None:
    """Put each line where it belongs: what speaks for itself first, then what its neighbours tell."""
    by_rules(sheet)
    lists(sheet)
    players(sheet)
    weak_captions(sheet)
    ends(sheet)
    between(sheet.lines, sheet.kinds)
    strangers(sheet)
    begin, end = story(sheet)
    head(sheet, begin)
    if sheet.page.byline:
        ends(sheet)
        end = story(sheet)[1]
    tail(sheet, end)
    left_in_furniture(sheet, begin)
    for i, (block, kind) in enumerate(zip(sheet.lines, sheet.kinds, strict=True)):
        _put(sheet, block, kind, i)


def _put(sheet: Sheet, block: Block, kind: str | None, i: int) -> None:
    page = sheet.page
    span = Span(block.text, block.start, block.end)
    if kind == "picture":
        whole = page.copy[block.start : block.end] or block.text
        page.pictures.append(replace(sheet.pictures[i], text=whole))
    elif kind == "headline":
        _headline(sheet, block)
    elif kind in {"standfirst"} or kind in {"stamp", "byline", "stars"}:
        page.meta.append(span)
    elif kind is not None:
        page.furniture.append(Furniture(block.text, block.start, block.end, kind))
    else:
        head = MARKDOWN_HEAD.match(block.text) if sheet.markdown else None
        heading = bool(head) or block.hint in {"h2", "h3", "h4"} or _crosshead(sheet, i, block)
        page.body.append(Paragraph(block.text, block.start, block.end, heading=heading))


def _crosshead(sheet: Sheet, i: int, block: Block) -> bool:
    """Whether a short line of plain text between paragraphs is a heading."""
    return (
        not block.hint
        and not sheet.markdown
        and len(block.text) < 70
        and not ENDS.search(block.text)
        and block.text[-1] not in ",;:"
        and "(" not in block.text
        and i + 1 < len(sheet.lines)
    )


def _headline(sheet: Sheet, block: Block) -> None:
    page = sheet.page
    page.meta.append(Span(block.text, block.start, block.end))
    if page.headline is None or page.headline.start is None:
        head = MARKDOWN_HEAD.match(block.text) if sheet.markdown else None
        text = head[2] if head else block.text
        page.headline = Headline(text.strip(), False, block.start, block.end)
