"""What stands above a story: headline, standfirst, byline, date and the first picture."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from matinee.stories.intake.dates import find_dates, stamp, stamps_in
from matinee.stories.intake.extent import before_byline
from matinee.stories.intake.found import Picture, Span
from matinee.stories.intake.heads import (
    breadcrumb,
    of_a_post,
    read_byline,
    section_of,
    title_of_capitals,
)
from matinee.stories.intake.people import NAME, plausible
from matinee.stories.intake.pictures import BOX_LINE, looks_like_caption, read_caption
from matinee.stories.intake.sheet import (
    FACTS,
    MARKDOWN_HEAD,
    TABLE_ROW,
    Sheet,
    ended,
    is_first_headline,
)
from matinee.stories.intake.text import UP, Block

_POST_LINE = re.compile(
    r"(?:Special to\b.{2,40}|(?:[\w&’'-]+ ){0,4}(?:reporter|critic|writer|editor|correspondent|journalist))$",
    re.IGNORECASE,
)
_BELOW_NAME = re.compile(r"@\w+|\d{1,2}[ -]min(?:ute)?s?(?: read)?", re.IGNORECASE)
_BY_WITHIN = re.compile(rf"(?<![\w’'])(?:By|BY) [{UP}][\w’'-]+ [{UP}][\w’'-]+(?: [{UP}][\w’'-]+)?")
_NAMED = re.compile(rf"(?<=[\w,’“‘] )[‘“]?[{UP}][\w-]{{3,}}")  # no sentence begins there
_WORDS = re.compile(r"[^\W\d_]{4,}")
# A sentence of some length about the director, and no line of a film's facts.
_TELLS = re.compile(r"Director (?:[^\s:,;]+ ){9}")
_UPDATED = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)


def head(sheet: Sheet, begin: int) -> None:
    """Sort the lines above the story: headline, standfirst, byline, captions, the rest."""
    menu = _menu_above(sheet, begin)
    titled = sheet.page.headline.end if sheet.page.headline else None
    for i in range(min(begin, len(sheet.lines), 80)):
        block = sheet.lines[i]
        has_title = "headline" in sheet.kinds or (titled is not None and titled <= block.start)
        if sheet.kinds[i] is not None:
            continue
        if (names := read_byline(block.text)) is not None and _may_be_byline(sheet, i, begin):
            sheet.kinds[i] = "byline"
            _byline(sheet, names, block)
        elif name := _name_by_date(sheet, i):
            sheet.kinds[i] = "byline"
            sheet.page.byline.append(name)
        elif sheet.page.standfirst and block.text.strip("*_ ") == sheet.page.standfirst.text:
            sheet.kinds[i] = "standfirst"  # a feed's or front matter's, on the page once more
        elif _of_a_table(sheet, i) or _label(sheet, i) or _heads_first_part(sheet, i, begin):
            continue
        elif i < menu or breadcrumb(block.text):
            sheet.kinds[i] = "other"
        elif _standfirst_in_html(sheet, i, block):
            sheet.kinds[i] = "standfirst"
            sheet.page.standfirst = Span(block.text, block.start, block.end)
        elif block.hint in {"p", "h2", "h3", "h4"} and has_title:
            continue
        elif (
            titled is None
            and "headline" not in sheet.kinds[:i]
            and _is_headline(sheet, i, block, begin)
        ):
            sheet.kinds[i] = "headline"
        elif (
            has_title
            and looks_like_caption(block.text)
            and not (sheet.kinds[i - 1] == "headline" and before_byline(sheet, i))
        ):
            sheet.kinds[i], sheet.pictures[i] = "picture", _uncredited(block)
        elif has_title and sheet.page.standfirst is None and _is_standfirst(sheet, i, block, begin):
            sheet.kinds[i] = "standfirst"
            sheet.page.standfirst = _span(sheet, block)
        elif _opens_story(sheet, i, begin):
            continue
        elif (
            not block.hint
            and (len(block.text) < 8 or not ended(block.text))
            and not FACTS.search(block.text)
        ):
            sheet.kinds[i] = "other"


# What a house puts over a summary in front of its story.
_LABELS = re.compile(
    r"(?:in (?:short|brief)|what[’']?s next|key (?:points|facts|takeaways)|at a glance|the (?:gist|basics|"
    r"essentials)|what (?:we know|you need to know|to know)|need to know|why it matters|summary)[:?]?",
    re.IGNORECASE,
)


def _heads_first_part(sheet: Sheet, i: int, begin: int) -> bool:
    """Whether a heading of Markdown's second level stands right above the story's first lines."""
    head = MARKDOWN_HEAD.match(sheet.lines[i].text) if sheet.markdown else None
    stood = head is not None and len(head[1]) == 2 and "headline" in sheet.kinds[:i]
    return stood and begin - i <= 2 and not any(sheet.kinds[i + 1 : begin])


def _of_a_table(sheet: Sheet, i: int) -> bool:
    """Whether a line is a row of a table, or a note right below the last one."""
    rows = [TABLE_ROW.match(b.text) is not None for b in sheet.lines[max(0, i - 1) : i + 1]]
    return rows[-1] or (rows[0] and len(sheet.lines[i].text.split()) < 12)


def _label(sheet: Sheet, i: int) -> bool:
    """Whether a line is the heading of a summary, and a sentence of it stands below."""
    below = sheet.lines[i + 1 : i + 2]
    return _LABELS.fullmatch(sheet.lines[i].text.strip("*# ")) is not None and any(
        ended(b.text) for b in below
    )


def _menu_above(sheet: Sheet, begin: int) -> int:
    """Return the number of the first line that is no menu's, where a headline must be looked for.

    A line that shares no word with the story, with other short lines between it and one that has
    a name in common with it, is a menu's. A headline right above its standfirst is not.
    """
    if sheet.page.headline or sheet.markdown or "headline" in sheet.kinds:
        return 0
    may = [
        i
        for i in range(min(begin, len(sheet.lines), 80))
        if sheet.kinds[i] is None and _is_headline(sheet, i, sheet.lines[i], begin)
    ]
    if len(may) < 2:
        return 0
    below = zip(sheet.lines[begin : begin + 40], sheet.kinds[begin : begin + 40], strict=False)
    story = " ".join(block.text for block, kind in below if kind is None)[:20_000]
    for first, second in pairwise(may):
        if _of_another_page(sheet, first, second):
            return second
        if set(sheet.kinds[:second]) & {"picture", "stamp", "byline", "stars"} or _shares_a_word(
            sheet.lines[first].text, story
        ):
            return 0
        if second - first > 1 and _shares_a_name(sheet.lines[second].text, story):
            return second
    return 0


def _shares_a_word(text: str, story: str) -> bool:
    """Whether a word of some length is both in a line and in the story."""
    low = story.lower()
    likely = {word for word in _WORDS.findall(text.lower()) if word in low}
    return bool(likely) and any(match[0] in likely for match in _WORDS.finditer(low))


def _shares_a_name(text: str, story: str) -> bool:
    """Whether a line has a name that the story has too."""
    likely = {name for name in _NAMED.findall("a " + text) if name in story}
    return bool(likely) and any(match[0] in likely for match in _NAMED.finditer(story))


def _of_another_page(sheet: Sheet, first: int, second: int) -> bool:
    """Whether an advert or a section's name parts a line from the headline below it.

    What a headline is known by (its standfirst, picture, byline, date) then stands below that.
    """
    between = range(first + 1, second)
    parted = any(
        sheet.kinds[n] in {"advert", "subscribe", "signup"} or section_of(sheet.lines[n].text)
        for n in between
    )
    own = {"picture", "stamp", "byline", "stars"}
    return (
        parted
        and not own & set(sheet.kinds[first + 1 : second])
        and not any(ended(sheet.lines[n].text) and sheet.kinds[n] is None for n in between)
        and bool(own & set(sheet.kinds[second + 1 : second + 4]) or before_byline(sheet, second))
    )


def _span(sheet: Sheet, block: Block) -> Span:
    """Return a line as it is shown: of Markdown's headings without their marks."""
    head = MARKDOWN_HEAD.match(block.text) if sheet.markdown else None
    if head is None:
        return Span(block.text, block.start, block.end)
    return Span(head[2], block.start + head.start(2), block.start + head.end(2))


def _standfirst_in_html(sheet: Sheet, i: int, block: Block) -> bool:
    """Whether the line right below the mark-up's headline stands above the byline or date."""
    head = sheet.page.headline
    if (
        head is None
        or head.end is None
        or sheet.page.standfirst is not None
        or block.hint not in {"p", "h2", "h3", "h4"}
        or not (head.end <= block.start and 4 <= len(block.text.split()) <= 60)
        or any(sheet.lines[n].start > head.end and not sheet.kinds[n] for n in range(i))
    ):
        return False
    until = i + 9
    below = zip(sheet.lines[i + 1 : until], sheet.kinds[i + 1 : until], strict=False)
    for line, kind in below:
        if kind is None and line.hint == "p" and not read_byline(line.text):
            return False
        if kind in {"stamp", "byline"} or read_byline(line.text):
            return True
        if any(s.start > block.end and s.end <= line.start for s in sheet.page.meta):
            return True
    return False


def _opens_story(sheet: Sheet, i: int, begin: int) -> bool:
    """Whether a short line right above the story is its first crosshead: the page names it."""
    text = sheet.lines[i].text
    if any(sheet.kinds[n] for n in range(i, begin)) or len(text.split()) > 8:
        return False
    return any(
        text in b.text for n, b in enumerate(sheet.lines) if n != i and len(b.text) > len(text)
    )


def _name_by_date(sheet: Sheet, i: int) -> str | None:
    """Return the bare name that stands right above the date, below the headline: whoever wrote.

    Between the two may stand their handle, their post, or how long it takes to read.
    """
    text = sheet.lines[i].text
    name = title_of_capitals(text) if text.isupper() else text
    if (
        "headline" not in sheet.kinds[:i]
        or sheet.page.byline
        or NAME.fullmatch(name) is None
        or not plausible(name)
    ):
        return None
    for line, kind in zip(sheet.lines[i + 1 : i + 4], sheet.kinds[i + 1 : i + 4], strict=True):
        if kind == "stamp" or _POST_LINE.match(line.text) is not None:
            return name
        if not _BELOW_NAME.fullmatch(line.text):
            return None
    return None


def _may_be_byline(sheet: Sheet, i: int, begin: int) -> bool:
    if re.match(
        r"(?:by|words|written|review|posted|author|text)\b", sheet.lines[i].text, re.IGNORECASE
    ):
        return True
    return "headline" in sheet.kinds[:i] and not sheet.page.byline and begin < len(sheet.lines)


def _byline(sheet: Sheet, names: list[str], block: Block) -> None:
    sheet.page.byline += [n for n in names if n not in sheet.page.byline]
    dates = find_dates(block.text, reference=sheet.page.reference)
    sheet.page.dated(stamps_in(block.text, dates))


def _is_headline(sheet: Sheet, i: int, block: Block, begin: int) -> bool:
    text = block.text
    if len(text) > 200 or len(text.split()) < 2 or begin >= len(sheet.lines):
        return False
    if "stars" in sheet.kinds[i + 1 : i + 2]:
        return True
    if len(text.split()) == 2 and _longer_below(sheet, i, begin):
        return False
    if _POST_LINE.match(text) or of_a_post(text):
        return False
    following = sheet.kinds[i + 1] if i + 1 < len(sheet.kinds) else None
    if following in {"subscribe", "signup"} and len(text.split()) < 5:
        return False  # the name of the paper, and below it what it sells
    if ended(text) and not text.endswith(("?", "!", "…")) and not is_first_headline(sheet, block):
        return False
    return not looks_like_caption(text) or i == 0 or before_byline(sheet, i)


def _longer_below(sheet: Sheet, i: int, begin: int) -> bool:
    """Whether a line of two words is a menu's: a better headline stands below it."""
    following = [
        b for n, b in enumerate(sheet.lines[i + 1 : begin], i + 1) if sheet.kinds[n] is None
    ]
    return bool(following) and any(len(b.text.split()) > 4 for b in following[:3])


def _is_standfirst(sheet: Sheet, i: int, block: Block, begin: int) -> bool:
    if (
        len(block.text.split()) < 4
        or len(block.text) > 300
        or (BOX_LINE.match(block.text) and not _TELLS.match(block.text))
    ):
        return False
    if _POST_LINE.match(block.text):
        return False
    return (i < begin and not block.text.startswith(("“", '"'))) or before_byline(sheet, i)


def left_in_furniture(sheet: Sheet, begin: int) -> None:
    """Read date and byline out of lines above the story that hold them among other things."""
    above = [b.text for b in sheet.lines[: min(begin, 30)] if len(b.text) < 400]
    above += [f.text for f in sheet.page.furniture]
    for text in above:
        if sheet.page.published is None:
            for found in find_dates(text):
                if _UPDATED.search(text[: found.start]):
                    continue
                if found.precision == "day" and not found.inferred:
                    sheet.page.dated({"published": stamp(found, text[found.end : found.end + 24])})
                    break
        if not sheet.page.byline and (match := _BY_WITHIN.search(text)):
            names = read_byline(match[0].strip())
            sheet.page.byline += names or []


def _uncredited(block: Block) -> Picture:
    picture = read_caption(replace(block, hint="caption"), sure=True)
    assert picture is not None
    return picture
