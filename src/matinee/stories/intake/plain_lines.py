"""The first pass over a page: each line that speaks for itself gets its kind."""

from __future__ import annotations

import re

from matinee.stories.intake.furniture import kind_of, rule_for
from matinee.stories.intake.heads import menu, read_byline, read_stamp_line, section_of
from matinee.stories.intake.pictured import caption
from matinee.stories.intake.pictures import markdown_image
from matinee.stories.intake.sheet import MARKDOWN_HEAD, STARS_LINE, Sheet, is_first_headline
from matinee.stories.intake.text import Block

_WORD = re.compile(r"[^\W_]")
# Two links or more and nothing else, but for marks between them.
_LINKS_ONLY = re.compile(
    r"(?:[\s|·•,/*_>-]{0,6}\[[^\]\n]{1,60}\]\([^)\s]{0,300}\)){2,}[\s|·•,/*_.-]{0,6}"
)


def by_rules(sheet: Sheet) -> None:
    """Give each line its kind that needs no neighbour to be told."""
    for i, block in enumerate(sheet.lines):
        if block.kind:
            sheet.kinds[i] = block.kind
        elif sheet.markdown and (picture := markdown_image(block)):
            sheet.kinds[i], sheet.pictures[i] = "picture", picture
        elif block.hint == "caption" and (rule := rule_for(block.text)) and rule.form == "whole":
            sheet.kinds[i] = rule.kind
        elif block.hint in {"caption", "caption+"}:
            caption(sheet, i, block, sure=True)
        elif STARS_LINE.match(block.text):
            sheet.kinds[i] = "stars"
        elif block.hint == "h1" or _is_markdown_title(sheet, i, block):
            sheet.kinds[i] = "headline"
        elif i == 0 and is_first_headline(sheet, block):
            continue
        elif not _WORD.search(block.text):
            sheet.kinds[i] = "other"
        elif (stamps := read_stamp_line(block.text, sheet.page.reference)) is not None:
            sheet.kinds[i] = "stamp"
            sheet.page.dated(stamps)
        elif (kind := kind_of(block.text)) is not None and not _is_named_head(sheet, i, block):
            sheet.kinds[i] = kind
        elif menu(block.text) or (sheet.markdown and _LINKS_ONLY.fullmatch(block.text)):
            sheet.kinds[i] = "other"
        else:
            caption(sheet, i, block, sure=False)


def _is_markdown_title(sheet: Sheet, i: int, block: Block) -> bool:
    head = MARKDOWN_HEAD.match(block.text) if sheet.markdown else None
    return head is not None and len(head[1]) == 1 and "headline" not in sheet.kinds[:i]


def _is_named_head(sheet: Sheet, i: int, block: Block) -> bool:
    """Whether a line that a rule took is really a section's name or byline at the top."""
    if i < 5 and section_of(block.text):
        sheet.page.section = sheet.page.section or section_of(block.text)
    return i < 8 and read_byline(block.text) is not None and rule_for(block.text) is None
