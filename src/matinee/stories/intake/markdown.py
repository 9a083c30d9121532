"""Markdown as copy: front matter read, paragraphs of several lines kept as one block."""

from __future__ import annotations

import re

from matinee.stories.intake.dates import find_dates, stamp
from matinee.stories.intake.found import Headline, Span
from matinee.stories.intake.heads import read_stamp_line
from matinee.stories.intake.sheet import Page
from matinee.stories.intake.text import Block

_FRONT = re.compile(r"\A---\s*\n(?P<front>.*?)\n---\s*\n", re.DOTALL)
_ENTRY = re.compile(r"^(?P<key>\w+):\s*[\"']?(?P<value>.*?)[\"']?\s*$", re.MULTILINE)
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")


# An image, itself a link or not, is a block of its own; a line in italics below is its caption.
_BLOCK = re.compile(
    r"\[?!\[[^\n]+(?:\n\n?[*_](?![*_ ])[^\n*_]{3,400}[*_](?=\n|$))?"
    r"|[^\n]+(?:\n(?!\s*\n|#|\[?!\[|[-*>] |\s*$)[^\n]+)*"
)


def markdown_blocks(copy: str) -> tuple[list[Block], Page]:
    """Return the blocks of a Markdown text, and a page that holds its front matter."""
    page = Page()
    body_start = 0
    if front := _FRONT.match(copy):
        _front_matter(front["front"], front.start("front"), page)
        page.meta.append(Span(front[0].strip(), 0, len(front[0].rstrip())))
        body_start = front.end()
    found: list[Block] = []
    for match in _BLOCK.finditer(copy[body_start:]):
        text = match[0].strip()
        lead = len(match[0]) - len(match[0].lstrip())
        start = body_start + match.start() + lead
        if not text:
            continue
        if _RULE.match(text):
            page.meta.append(Span(text, start, start + len(text)))
            continue
        if text.startswith("> "):
            page.meta.append(Span(">", start, start + 1))
            text, start = text[2:], start + 2
        found += _lines_of_head(text, start) if len(found) < 8 else [_block(text, start)]
    return found, page


def _block(text: str, start: int) -> Block:
    return Block(text, start, start + len(text))


def _lines_of_head(text: str, start: int) -> list[Block]:
    """Return a block line by line where one of its lines is a date: who wrote it stands above."""
    lines = text.split("\n")
    if not 1 < len(lines) <= 4 or not any(read_stamp_line(line) is not None for line in lines):
        return [_block(text, start)]
    found = []
    for line in lines:
        lead = len(line) - len(line.lstrip())
        if line.strip():
            found.append(_block(line.strip(), start + lead))
        start += len(line) + 1
    return found


def _front_matter(text: str, start: int, page: Page) -> None:
    for match in _ENTRY.finditer(text):
        key, value = match["key"].lower(), match["value"]
        span = (start + match.start("value"), start + match.end("value"))
        if key == "title" and value:
            page.headline = Headline(value, False, *span)
        elif key in {"author", "authors", "byline", "creator", "writer", "by"} and value:
            page.byline += [n.strip() for n in re.split(r",| and ", value.strip("[]")) if n.strip()]
        elif key in {
            "date",
            "published",
            "pubdate",
            "published_at",
            "publish_date",
            "datepublished",
        }:
            dates = find_dates(value)
            if dates:
                page.published = stamp(dates[0], value[dates[0].end :])
                page.reference = dates[0].day
        elif (
            key in {"standfirst", "description", "summary", "excerpt", "dek", "subtitle", "deck"}
            and value
        ):
            page.standfirst = Span(value, *span)
        elif key in {"section", "category"} and value:
            page.section = value
