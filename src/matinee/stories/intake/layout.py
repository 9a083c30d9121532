"""The page's lines sorted: stamps, head, byline, captions, furniture; what is left is the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matinee.stories.intake.dates import find_dates, read_stamp_line, stamp
from matinee.stories.intake.found import Furniture, Headline, Paragraph, Picture, Span
from matinee.stories.intake.furniture import (
    kind_of,
    neighbours,
    prefix_length,
    rule_for,
    title_like,
)
from matinee.stories.intake.people import NAME
from matinee.stories.intake.pictures import looks_like_caption, read_caption
from matinee.stories.intake.text import LOW, UP, Block

_FIRST_STAMP = re.compile(
    r"^\s*(?:date\s+)?(?P<d>(?:19|20)\d\d-\d\d-\d\d)(?:[T ]\d\d:\d\d\S*)?\s*", re.IGNORECASE
)
_BYLINE = re.compile(
    rf"^(?:By|BY|Words:?|Words by|Written by|Review by|Reviewed by|Interview by|Posted by|Author:?|Text:?|From)\s+(?:[Oo]ur (?:\w+ ){{1,4}})?(?P<who>{NAME.pattern}|[{UP}][{UP}’'. -]{{4,50}})"
    rf"(?P<more>(?:(?:,| and| &|,? with)\s+(?:{NAME.pattern}))*)(?P<rest>.{{0,90}})$"
)
_NAME_LINE = re.compile(
    rf"^(?P<who>{NAME.pattern})(?:\s+(?:and|&)\s+(?P<two>{NAME.pattern}))?(?:,? (?:in|at) [{UP}][\w ]+|[,|·–-]\s*(?:[\w ]{{3,40}}(?:critic|editor|correspondent|reporter|writer)))?(?P<handle>\s+@\w+)?$"
)
_JOBS = re.compile(
    r"\b(?:critic|editor|correspondent|reporter|writer|contributor|staff)\b", re.IGNORECASE
)
_STARS_LINE = re.compile(
    r"^(?:(?:Rating|Verdict|Stars)\s*:?\s*)?(?:[★☆⭐✩✭½]+|[0-5](?:\.5)?\s*(?:/|out of)\s*5(?: stars)?|(?:one|two|three|four|five) stars)[.!]?$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:News|Film|Films|Movies?|Culture|Entertainment|Reviews?|Interviews?|Features?|Arts|TV|Television|Books|Stage|Music|Opinion|Analysis|Exclusive)$",
    re.IGNORECASE,
)
_SENTENCE_LIKE = re.compile(r"[.!?…][”’\"')\]]*$")
_MARKDOWN_HEAD = re.compile(r"^(#{1,4})\s+(.*?)\s*#*$")
_CREDIT_ONLY = re.compile(
    r"^(?:Photographs?|Photos?|Pictures?|Images?|Credits?|Photo credit|Image credit|Picture credit)\s*[:©]\s*\S.{1,90}$|^©\s.{2,80}$|^(?:Getty Images|PA Wire|PA Media|AP Photo|Shutterstock|Reuters|Alamy)(?:/.{2,40})?$",
    re.IGNORECASE,
)
_MD_IMAGE = re.compile(r"^!\[(?P<alt>[^\]]*)\]\((?P<src>[^)\s]+)(?:\s+\"(?P<title>[^\"]*)\")?\)$")


@dataclass
class Page:
    """What the lines of a page turned out to be."""

    furniture: list[Furniture] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    meta: list[Span] = field(default_factory=list)
    byline: list[str] = field(default_factory=list)
    headline: Headline | None = None
    standfirst: Span | None = None
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    reference: date | None = None


def _cut_first_line(block: Block, page: Page) -> list[Block]:
    """Return the first line without its date and run-together furniture, which go to the page."""
    rest, start = block.text, block.start
    if match := _FIRST_STAMP.match(rest):
        found = find_dates(match["d"])
        if found:
            page.published = stamp(found[0], match[0][match.end("d") - match.start() :])
            page.reference = found[0].day
            page.meta.append(Span(match[0].strip(), start, start + len(match[0].rstrip())))
            rest, start = rest[match.end() :], start + match.end()
    return _cut_front(Block(rest, start, start + len(rest), block.hint), page) if rest else []


def _cut_front(block: Block, page: Page) -> list[Block]:
    length = prefix_length(block.text)
    if not length:
        return [block]
    front, rest = block.text[:length], block.text[length:]
    kind = kind_of(front) or "signup"
    page.furniture.append(
        Furniture(front.rstrip(), block.start, block.start + len(front.rstrip()), kind)
    )
    lead = len(rest) - len(rest.lstrip())
    if not rest.strip():
        return []
    start = block.start + length + lead
    return [Block(rest.strip(), start, block.end, block.hint)]


def _stamp(block: Block, page: Page) -> bool:
    stamps = read_stamp_line(block.text, page.reference)
    if stamps is None:
        return False
    if page.published is None and "published" in stamps:
        page.published = stamps["published"]
        page.reference = date.fromisoformat(stamps["published"][:10])
    elif page.updated is None and "updated" in stamps and page.published:
        page.updated = stamps["updated"]
    if page.updated is None and "updated" in stamps:
        page.updated = stamps["updated"]
    page.meta.append(Span(block.text, block.start, block.end))
    return True


def _byline(block: Block, page: Page, *, early: bool) -> bool:
    if len(block.text) > 160 or not early:
        return False
    text = block.text.strip("*_ ")
    if match := _BYLINE.match(text):
        rest = match["rest"]
        if re.search(r"[.!?]$", rest) and len(rest) > 40:
            return False
        names = [match["who"], *(m[0] for m in NAME.finditer(match["more"]))]
        page.byline += [n.title() if n.isupper() else n for n in names]
    elif (match := _NAME_LINE.match(text)) and not page.byline:
        page.byline += [n for n in (match["who"], match["two"]) if n]
    else:
        return False
    for found in find_dates(text, reference=page.reference):
        if page.published is None:
            page.published = stamp(found, text[found.end :])
            page.reference = found.day
    page.meta.append(Span(block.text, block.start, block.end))
    return True


def sort_lines(lines: Sequence[Block], page: Page, *, markdown: bool = False) -> Page:
    """Sort a page's lines into `page`, which may hold what HTML's head told already."""
    work: list[Block] = []
    for i, block in enumerate(lines):
        if i == 0 and not block.hint:
            work += _cut_first_line(block, page)
        elif len(block.text) > 160 and not block.hint:
            work += _cut_front(block, page)
        else:
            work.append(block)
    _read_stamps_first(work, page)
    rest = _off_furniture(work, page, markdown)
    _read_head(rest, page, markdown)
    return page


def _read_stamps_first(work: list[Block], page: Page) -> None:
    """Take the date lines near the top: bylines, dates and releases below lean on them."""
    for block in list(work[:14]) + list(work[-6:]):
        if block in work and not block.hint.startswith("h") and _stamp(block, page):
            work.remove(block)


def _off_furniture(work: list[Block], page: Page, markdown: bool) -> list[Block]:
    kinds: list[str | None] = []
    listing = 0
    for i, block in enumerate(work):
        rule = None
        kind = block.kind or None
        if block.hint == "caption" or _STARS_LINE.match(block.text):
            listing = 0
        elif kind is None and block.hint not in {"h1"}:
            rule = rule_for(block.text)
            kind = rule.kind if rule else None
            if rule and _is_head_line(i, work, block, rule.form):
                kind, rule = None, None
            if rule and rule.form == "whole" and _SECTION.match(block.text) and i < 4:
                page.section = page.section or block.text
        if rule and rule.lists:
            listing = 6
        elif (
            kind is None
            and listing
            and title_like(block.text)
            and i + 1 < len(work)
            and not _MARKDOWN_HEAD.match(block.text)
        ):
            kind, listing = "related", listing - 1
        elif kind is None:
            listing = 0
        kinds.append(kind)
    neighbours(work, kinds)
    rest = []
    for block, kind in zip(work, kinds, strict=True):
        if kind is None:
            rest.append(block)
        else:
            page.furniture.append(Furniture(block.text, block.start, block.end, kind))
    return rest


def _is_head_line(i: int, work: list[Block], block: Block, form: str) -> bool:
    """Whether a line that a rule took is really the headline: first on the page, title-like."""
    return (
        i == 0
        and form != "whole"
        and len(block.text) < 120
        and title_like(block.text)
        and not re.search(r"sign up|newsletter|subscribe|cookie", block.text, re.IGNORECASE)
    )


def _read_head(rest: list[Block], page: Page, markdown: bool) -> None:
    seen_body = False
    for i, block in enumerate(rest):
        head = _MARKDOWN_HEAD.match(block.text) if markdown else None
        if _STARS_LINE.match(block.text):
            page.meta.append(Span(block.text, block.start, block.end))
            continue
        if image := _MD_IMAGE.match(block.text):
            caption = image["title"] or image["alt"]
            following = Block(caption, block.start, block.end, "caption")
            picture = read_caption(following, sure=True)
            if picture:
                page.pictures.append(
                    replace(picture, text=block.text, src=image["src"], alt=image["alt"])
                )
            continue
        if block.hint == "h1" or (head and len(head[1]) == 1 and page.headline is None):
            _headline(block, head[2] if head else block.text, page)
            continue
        if _byline(block, page, early=not seen_body or block.hint == "byline"):
            continue
        if _CREDIT_ONLY.match(block.text) and page.pictures and not block.hint == "p":
            _lend_credit(block, page)
            continue
        picture = read_caption(block, sure=block.hint == "caption")
        if picture:
            page.pictures.append(picture)
            continue
        if not seen_body and _head_line(i, rest, block, page, markdown):
            continue
        if not block.hint and not seen_body and looks_like_caption(block.text) and page.headline:
            page.pictures.append(_bare_picture(block))
            continue
        if not block.hint and seen_body and not markdown and looks_like_caption(block.text):
            page.pictures.append(_bare_picture(block))
            continue
        heading = bool(head) or block.hint in {"h2", "h3", "h4"}
        if (
            not seen_body
            and not heading
            and not _SENTENCE_LIKE.search(block.text)
            and len(block.text) < 60
            and not block.hint
        ):
            page.meta.append(Span(block.text, block.start, block.end))
            continue
        seen_body = seen_body or not heading
        page.body.append(Paragraph(block.text, block.start, block.end, heading=heading))


def _bare_picture(block: Block) -> Picture:
    picture = read_caption(block, sure=True)
    assert picture is not None
    return picture


def _lend_credit(block: Block, page: Page) -> None:
    """Give a credit that stands on a line of its own to the caption above it."""
    last = page.pictures[-1]
    if last.credit is None and block.start - last.end < 40:
        made = read_caption(
            Block(f"{last.caption} ({block.text})", last.start, block.end, "caption"), sure=True
        )
        if made:
            page.pictures[-1] = replace(last, credit=made.credit, agency=made.agency, end=block.end)
            return
    page.meta.append(Span(block.text, block.start, block.end))


def _headline(block: Block, text: str, page: Page) -> None:
    if page.headline is None:
        page.headline = Headline(text.strip(), False, block.start, block.end)
    page.meta.append(Span(block.text, block.start, block.end))


def _head_line(i: int, rest: list[Block], block: Block, page: Page, markdown: bool) -> bool:
    """Take a headline or standfirst of plain text: short lines above the first paragraph."""
    if block.hint in {"p", "h2", "h3", "h4"}:
        return False
    text = block.text
    following = rest[i + 1 : i + 8]
    if not any(len(b.text) > 120 and _SENTENCE_LIKE.search(b.text) for b in following):
        return False
    ends = _SENTENCE_LIKE.search(text) is not None and not text.endswith(("?", "!"))
    if (
        page.headline is None
        and not page.body
        and len(text) <= 150
        and not ends
        and len(text.split()) >= 3
    ):
        if re.match(r"(?:EXCLUSIVE|UPDATED?)\b", text):
            return False
        page.headline = Headline(text, False, block.start, block.end)
        page.meta.append(Span(text, block.start, block.end))
        return True
    if page.headline and page.standfirst is None and not page.body and len(text) <= 260:
        sure = not ends or (markdown and text.startswith(("*", "_")) and text.endswith(("*", "_")))
        if sure and len(text.split()) >= 4:
            page.standfirst = Span(text, block.start, block.end)
            page.meta.append(Span(text, block.start, block.end))
            return True
    return False


def propose_headline(
    paragraphs: Sequence[str], film: str | None, speaker: str | None
) -> str | None:
    """Return a headline made of the story's first sentence, for an editor to accept or mend.

    It is at most about 90 characters, cut at a clause, without its full stop.
    """
    if not paragraphs:
        return None
    from matinee.stories.intake.text import sentences

    first = next((s for s, _, _ in sentences(" ".join(paragraphs[0].split()))), paragraphs[0])
    first = re.sub(
        rf"^[{UP}]{{2,}}(?:\s[{UP}]{{2,}})*(?:,? [{UP}][{LOW}]+\.?)? [—–-]+ ", "", first
    ).rstrip(".")
    if len(first) <= 95:
        return first
    cut = [
        m.start()
        for m in re.finditer(
            r"(?:,|;|:| [–—-]) ?|\s(?:as|which|who|when|while|after|before|because|that)\s", first
        )
    ]
    good = [c for c in cut if 35 <= c <= 95 and first[:c].count("“") == first[:c].count("”")]
    if good:
        return first[: good[-1]].rstrip(" ,;:–—-")
    return first[:92].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
