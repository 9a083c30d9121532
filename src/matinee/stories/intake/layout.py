"""The page's lines sorted: stamps, head, byline, captions, furniture; what is left is the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matinee.stories.intake.extent import story
from matinee.stories.intake.foot import ends, lists, players, strangers, tail, teasers
from matinee.stories.intake.found import Furniture, Headline, Paragraph, Span
from matinee.stories.intake.furniture import between, forget_lines
from matinee.stories.intake.heads import forget_heads
from matinee.stories.intake.people import forget_names
from matinee.stories.intake.pictured import join_credits, weak_captions
from matinee.stories.intake.plain_lines import by_rules
from matinee.stories.intake.run_together import parted
from matinee.stories.intake.sheet import MARKDOWN_HEAD, Page, Sheet, ended
from matinee.stories.intake.text import Block
from matinee.stories.intake.top import head, left_in_furniture


def sort_lines(lines: Sequence[Block], page: Page, *, markdown: bool = False) -> Page:
    """Sort a page's lines into `page`, which may hold what HTML's head told already."""
    forget_lines()
    forget_names()
    forget_heads()
    work = join_credits(parted(lines, page))
    _sort(Sheet(page, work, [None] * len(work), markdown=markdown))
    page.furniture.sort(key=lambda f: f.start)
    page.meta.sort(key=lambda s: s.start)
    return page


def _sort(sheet: Sheet) -> None:
    """Put each line where it belongs: what speaks for itself first, then what its neighbours tell."""
    by_rules(sheet)
    lists(sheet)
    teasers(sheet)
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
        and not ended(block.text)
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
