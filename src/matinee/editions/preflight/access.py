"""Accessibility of the letter's own HTML, and contrast of its colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matinee.editions.colours import TEXT, contrast, palette
from matinee.editions.markup import Markup, Tag
from matinee.editions.preflight.finding import Finding, Level, Looked, rule

KEEPER = "The letter’s templates have been changed: tell whoever keeps Matinee."
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def faults(markup: Markup) -> Iterator[str]:
    """Yield what a letter's HTML lacks, in words."""
    html, body = markup.all("html")[:1], markup.all("body")[:1]
    if not html or not html[0].get("lang") or html[0].get("dir") not in ("ltr", "rtl"):
        yield "The page does not say its language and direction."
    first = body[0].children[0] if body and body[0].children else None
    if first is None or not first.get("lang") or not first.get("dir"):
        yield (
            "The first element of the body does not say its language and direction, "
            "which web mail keeps when it drops the page’s own."
        )
    if any(table.get("role") != "presentation" for table in markup.all("table")):
        yield "A table that only makes the layout does not say so, and is read out as a table."
    levels = [int(tag.name[1]) for tag in markup.all(*HEADINGS)]
    if not levels or levels[0] != 1 or levels.count(1) != 1:
        yield "It has not just one main heading, first."
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "Its headings skip a level."
    if any("alt" not in img.attrs for img in markup.all("img")):
        yield "A picture has no alt attribute."
    if not markup.all("title") or not markup.all("title")[0].words.strip():
        yield "The page has no title."
    if any(not _says(link) for link in markup.all("a")):
        yield "A link has neither words nor a picture with words."


def _says(link: Tag) -> bool:
    return bool(link.words.strip() or any(img.get("alt").strip() for img in link.children))


@rule("accessibility")
def accessibility(looked: Looked) -> Iterator[Finding]:
    """Each variant's HTML."""
    for name, markup in looked.markup:
        for fault in faults(markup):
            level = Level.WARN if fault.startswith("A link") else Level.STOP
            yield Finding("accessibility", level, f"{name}: {fault[:80]}", fault, KEEPER)


@rule("contrast")
def contrast_of_colours(looked: Looked) -> Iterator[Finding]:
    """Every text colour on its ground, light and dark (WCAG 2.2, 1.4.3)."""
    page = looked.sheet
    for what, colour, ground in palette(page.ink, page.accent, page.paper).pairs():
        ratio = contrast(colour, ground)
        if ratio < TEXT:
            yield Finding(
                "contrast",
                Level.STOP,
                what,
                f"{colour} on {ground} has a contrast of {ratio:.1f}; text needs 4.5.",
                "Choose darker colours for the newsletter, or a lighter paper.",
            )
