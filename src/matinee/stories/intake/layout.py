"""The page's lines sorted: stamps, head, byline, captions, furniture; what is left is the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matinee.stories.intake.dates import find_dates, read_stamp_line, stamp
from matinee.stories.intake.found import Furniture, Headline, Paragraph, Picture, Span
from matinee.stories.intake.furniture import (
    Rule,
    kind_of,
    leaning,
    leans,
    neighbours,
    prefix_length,
    rule_for,
    title_like,
)
from matinee.stories.intake.people import NAME
from matinee.stories.intake.pictures import is_credit, looks_like_caption, read_caption
from matinee.stories.intake.text import LOW, UP, Block

_FIRST_STAMP = re.compile(
    r"^\s*(?:date\s+)?(?P<d>(?:19|20)\d\d-\d\d-\d\d)(?:[T ]\d\d:\d\d\S*)?\s*", re.IGNORECASE
)
_BYLINE = re.compile(
    rf"^(?:By|BY|by|Words:?|Words by|Written by|Review by|Reviewed by|Interview by|Posted by|Author:?|Text:?|From)\s+(?:[Oo]ur (?:\w+ ){{1,4}})?(?P<who>{NAME.pattern}|[{UP}][{UP}’'. -]{{4,50}})"
    rf"(?P<more>(?:(?:,| and| &|,? with)\s+(?:{NAME.pattern}))*)(?P<rest>.{{0,90}})$"
)
_NAME_LINE = re.compile(
    rf"^(?P<who>{NAME.pattern})(?:\s+(?:and|&)\s+(?P<two>{NAME.pattern}))?(?:,? (?:in|at) [{UP}][\w ]+|[,|·–-]\s*(?:[\w ]{{3,40}}(?:critic|editor|correspondent|reporter|writer)))?(?P<handle>\s+@\w+)?$"
)
_NO_WRITER = re.compile(
    r"^The\b|\b(?:critic|editor|correspondent|reporter|writer|contributor|staff|journalist|news|"
    r"entertainment|films?|culture|press|media|reviews?|home|cinema|arts|features?|movies?)\b",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"^[Bb]y (?:our |the )?[\w’' -]{2,40}\b(?:staff|reporters?|team|desk|agencies|newsroom|writers?)$"
)
_JOB_LINE = re.compile(
    r"^(?:[\w&-]+ ){0,4}(?:critic|editor|correspondent|reporter|writer|contributor|journalist)$",
    re.IGNORECASE,
)
_FACT_LINE = re.compile(
    r"\b(?:is|are|will be|was|opens?|arrives?) (?:\w+ )?(?:released?|out|in|on|streaming|showing|available|"
    r"cinemas)\b|\bin (?:\w+ )?(?:cinemas|theat(?:er|re)s)\b|\breleased? (?:in|on)\b",
    re.IGNORECASE,
)
_CREDIT_BELOW = re.compile(r"^\([^()]{3,110}\)$")
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
    copy: str = ""

    def slice(self, start: int, end: int, fallback: str) -> str:
        """Return the copy between two places, or `fallback` where the copy is not known."""
        return self.copy[start:end] or fallback

    def drop(self, block: Block, kind: str) -> None:
        """Call a line furniture."""
        self.furniture.append(Furniture(block.text, block.start, block.end, kind))

    def told(self, block: Block) -> None:
        """Keep a line as one that tells about the story and is no part of it."""
        self.meta.append(Span(block.text, block.start, block.end))


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
    if not rest:
        return []
    return _cut_front(replace(block, text=rest, start=start, end=start + len(rest)), page)


def _cut_front(block: Block, page: Page) -> list[Block]:
    length = prefix_length(block.text)
    if not length:
        return [block]
    front, rest = block.text[:length].rstrip(), block.text[length:]
    kind = kind_of(front) or leaning(front)[0] or "signup"
    page.furniture.append(Furniture(front, block.start, block.start + len(front), kind))
    lead = len(rest) - len(rest.lstrip())
    if not rest.strip():
        return []
    if len(rest.strip()) < 3:
        page.drop(Block(rest.strip(), block.start + length + lead, block.end), kind)
        return []
    return [replace(block, text=rest.strip(), start=block.start + length + lead)]


def _stamp(block: Block, page: Page) -> bool:
    stamps = read_stamp_line(block.text, page.reference)
    if stamps is None:
        return False
    if page.published is None and "published" in stamps:
        page.published = stamps["published"]
        page.reference = date.fromisoformat(stamps["published"][:10])
    if page.updated is None and "updated" in stamps:
        page.updated = stamps["updated"]
    page.told(block)
    return True


def read_byline(block: Block, page: Page) -> bool:
    """Take a line that says who wrote the story; False where the line says something else."""
    text = block.text.strip("*_ ")
    if len(text) > 160:
        return False
    if _STAFF.match(text) or text in page.byline:
        pass
    elif match := _BYLINE.match(text):
        rest = match["rest"]
        if re.search(r"[.!?]$", rest) and len(rest) > 40:
            return False
        names = [match["who"], *(m[0] for m in NAME.finditer(match["more"]))]
        names = [re.split(r"\s+(?:FOR|IN|AT|For|for)\s", n)[0] for n in names]
        page.byline += [n.title() if n.isupper() else n for n in names if not _NO_WRITER.search(n)]
    elif (match := _NAME_LINE.match(text)) and not page.byline and not _NO_WRITER.search(text):
        page.byline += [n for n in (match["who"], match["two"]) if n]
    else:
        return False
    for found in find_dates(text, reference=page.reference):
        if page.published is None:
            page.published = stamp(found, text[found.end :])
            page.reference = found.day
    page.told(block)
    return True


def sort_lines(lines: Sequence[Block], page: Page, *, markdown: bool = False) -> Page:
    """Sort a page's lines into `page`, which may hold what HTML's head told already."""
    work: list[Block] = []
    for i, block in enumerate(lines):
        if i == 0 and not block.hint and not block.kind:
            work += _cut_first_line(block, page)
        elif len(block.text) > 90 and not block.hint and not block.kind:
            work += _cut_front(block, page)
        else:
            work.append(block)
    work = _take_head(work, page, markdown)
    rest = _off_furniture(work, page, markdown)
    _read_rest(_trim(rest, page), page, markdown)
    if page.updated and page.published and page.updated[:16] == page.published[:16]:
        page.updated = None
    return page


# --- the head: headline, standfirst, byline and date lines -------------------------------------


def _take_head(work: list[Block], page: Page, markdown: bool) -> list[Block]:
    """Take date lines and bylines out of the top, and the headline above them."""
    top = next((i for i, b in enumerate(work[:16]) if _opens_story(b)), min(len(work), 16))
    marks: list[int] = []
    for i, block in enumerate(work[: top + 3]):
        if block.hint.startswith("h") or block.kind or rule_for(block.text):
            continue
        is_stamp = _stamp(block, page)
        if is_stamp or (i < top and not block.hint and _byline_here(i, work, block, page)):
            marks.append(i)
    taken = set(marks)
    for i in range(max(top + 3, len(work) - 6), len(work)):
        if not work[i].kind and _stamp_below(work[i], page):
            taken.add(i)
    if marks and not markdown:
        above = [i for i in range(marks[0]) if _head_line(work[i])]
        taken |= _headline_above(above, work, page)
    return [b for i, b in enumerate(work) if i not in taken]


def _stamp_below(block: Block, page: Page) -> bool:
    """Read a date line at the foot; where the top told the date already, it is furniture."""
    if page.published is None:
        return _stamp(block, page)
    if read_stamp_line(block.text, page.reference) is None:
        return False
    page.drop(block, "other")
    return True


def _byline_here(i: int, work: list[Block], block: Block, page: Page) -> bool:
    """Take a byline near the top. A bare name between two paragraphs is a crosshead."""
    if not _BYLINE.match(block.text) and not _STAFF.match(block.text):
        between = 0 < i < len(work) - 1 and _prose(work[i - 1]) and _prose(work[i + 1])
        if i == 0 or between or (i + 1 < len(work) and _BYLINE.match(work[i + 1].text)):
            return False
    return read_byline(block, page)


def _opens_story(block: Block) -> bool:
    """Whether a line is so long that the story must have begun."""
    return not block.kind and len(block.text) > 170 and block.hint != "caption"


def _head_line(block: Block) -> bool:
    text = block.text
    words = text.split()
    if len(words) <= 5 and all(w[:1].isupper() for w in words) and any(map(_SECTION.match, words)):
        return False
    return (
        not block.kind
        and not block.hint
        and 3 <= len(text.split())
        and len(text) <= 260
        and rule_for(text) is None
        and leans(text) is None
        and not _STARS_LINE.match(text)
        and read_caption(block) is None
    )


def _headline_above(above: list[int], work: list[Block], page: Page) -> set[int]:
    """Take the headline and standfirst that stand above the byline or the date."""
    taken: set[int] = set()
    if not above:
        return taken
    if page.headline is None and len(work[above[0]].text) <= 170:
        _headline(work[above[0]], work[above[0]].text, page)
        taken.add(above.pop(0))
    elif page.headline and work[above[0]].text == page.headline.text:
        taken.add(above.pop(0))
        page.told(work[min(taken)])
    if above and page.headline and page.standfirst is None and taken:
        block = work[above[0]]
        if not looks_like_caption(block.text):
            page.standfirst = Span(block.text, block.start, block.end)
            page.meta.append(page.standfirst)
            taken.add(above[0])
    return taken


# --- furniture ---------------------------------------------------------------------------------


def _off_furniture(work: list[Block], page: Page, markdown: bool) -> list[Block]:
    kinds: list[str | None] = []
    listing = 0
    for i, block in enumerate(work):
        kind, lists = _kind(i, work, kinds, page)
        if lists:
            listing = 8
        elif kind is None and listing and _listed(block, work, i):
            kind, listing = "related", listing - 1
        elif kind is None:
            listing = 0
        kinds.append(kind)
    neighbours(work, kinds)
    _after_the_end(work, kinds)
    rest = []
    for block, kind in zip(work, kinds, strict=True):
        if kind is None:
            rest.append(block)
        else:
            page.drop(block, kind)
    return rest


def _kind(
    i: int, work: list[Block], kinds: list[str | None], page: Page
) -> tuple[str | None, bool]:
    """Return the kind of furniture that a line is, and whether a list follows it."""
    block = work[i]
    if block.kind:
        return block.kind, False
    if block.hint in {"caption", "h1"} or _STARS_LINE.match(block.text):
        return None, False
    rule = rule_for(block.text)
    if rule and page.headline is None and _is_headline(i, block, rule):
        rule = None
    if rule:
        if rule.form == "whole" and _SECTION.match(block.text) and i < 4:
            page.section = page.section or block.text
        lists = rule.lists or (rule.kind == "related" and block.text.endswith(":"))
        return rule.kind, lists
    beside = bool(kinds) and kinds[-1] in {"signup", "share", "subscribe", "cookie"}
    kind = leans(block.text, beside=beside)
    if kind and leaning(block.text)[1] < 0.4:
        if read_caption(block) is not None or (i == 0 and title_like(block.text)):
            return None, False
    return kind, False


def _listed(block: Block, work: list[Block], i: int) -> bool:
    """Whether a line is one of a list of other stories."""
    if _MARKDOWN_HEAD.match(block.text) or block.hint in {"p", "h2"}:
        return False
    return title_like(block.text) and not _FACT_LINE.search(block.text)


def _after_the_end(work: list[Block], kinds: list[str | None]) -> None:
    """Where a list of other stories ends the page, what follows it is furniture too. In place."""
    lengths = [len(b.text) if k is None else 0 for b, k in zip(work, kinds, strict=True)]
    total = sum(lengths)
    for i in range(len(work) - 1, -1, -1):
        after = sum(lengths[i + 1 :]) if i + 12 > len(work) else total
        if after > 260:
            break
        ends = kinds[i] == "related" and work[i].hint != "p" and len(work[i].text) < 60
        if ends and total - after > 900 and after:
            for j in range(i + 1, len(work)):
                quoted = work[j].text[:1] in '“"‘' or _FACT_LINE.search(work[j].text)
                if kinds[j] is None and not quoted and work[j].hint != "caption":
                    kinds[j] = "related" if title_like(work[j].text) else "other"
            break


def _is_headline(i: int, block: Block, rule: Rule) -> bool:
    """Whether a line that a rule took is really the headline: first on the page, title-like."""
    return (
        i == 0
        and rule.form != "whole"
        and rule.kind not in {"share", "cookie"}
        and len(block.text) < 120
        and title_like(block.text)
        and not re.search(r"sign up|newsletter|subscribe|cookie", block.text, re.IGNORECASE)
        and leans(block.text) is None
    )


def _prose(block: Block) -> bool:
    """Whether a line reads as a paragraph: a sentence or more, or somebody's words."""
    if block.hint in {"p", "h1", "h2", "h3", "h4", "caption"}:
        return True
    text = block.text.rstrip("*_ ")
    long_enough = len(text.split()) >= 5 or text[:1] in "“\"‘'"
    return bool(_SENTENCE_LIKE.search(text)) and long_enough


def _trim(rest: list[Block], page: Page) -> list[Block]:
    """Take off what stands above and below the story and is no sentence, as menus and lists."""
    prose = [i for i, b in enumerate(rest) if _prose(b)]
    if not prose:
        return rest
    kept = []
    for i, block in enumerate(rest):
        text = block.text
        if i > prose[-1] and not _FACT_LINE.search(text) and read_caption(block) is None:
            if not _STARS_LINE.match(text) and not looks_like_caption(text):
                if _CREDIT_ONLY.match(text) and page.pictures:
                    kept.append(block)
                    continue
                page.drop(block, "related" if len(text.split()) > 4 else "other")
                continue
        kept.append(block)
    return kept


# --- what is left: headline, captions, crossheads, paragraphs -----------------------------------


def _read_rest(rest: list[Block], page: Page, markdown: bool) -> None:
    seen_body = False
    skip = -1
    for i, block in enumerate(rest):
        if i == skip:
            continue
        if _STARS_LINE.match(block.text):
            page.told(block)
            continue
        if (image := _MD_IMAGE.match(block.text)) and markdown:
            _markdown_picture(image, block, page)
            continue
        head = _MARKDOWN_HEAD.match(block.text) if markdown else None
        if block.hint == "h1" or (head and len(head[1]) == 1 and page.headline is None):
            _headline(block, head[2] if head else block.text, page)
            continue
        if block.hint == "byline" and read_byline(block, page):
            continue
        if not seen_body and _JOB_LINE.match(block.text):
            page.told(block)
            continue
        if i + 1 < len(rest) and (picture := _credited_below(block, rest[i + 1], page)):
            page.pictures.append(picture)
            skip = i + 1
            continue
        if _CREDIT_ONLY.match(block.text.strip("*_ ")) and page.pictures and block.hint != "p":
            _lend_credit(block, page)
            continue
        if picture := _caption(block, rest[i + 1] if i + 1 < len(rest) else None, page, markdown):
            page.pictures.append(picture)
            continue
        if not seen_body and _plain_head(i, rest, block, page, markdown):
            continue
        heading = bool(head) or block.hint in {"h2", "h3", "h4"} or _crosshead(i, rest, markdown)
        if not seen_body and not heading and not block.hint and _label(block.text):
            page.drop(block, "other")
            continue
        seen_body = seen_body or not heading
        page.body.append(Paragraph(block.text, block.start, block.end, heading=heading))


def _label(text: str) -> bool:
    return not _SENTENCE_LIKE.search(text) and len(text) < 60


def _crosshead(i: int, rest: list[Block], markdown: bool) -> bool:
    """Whether a plain line is a crosshead: short, no sentence, with a paragraph below."""
    text = rest[i].text
    if markdown or rest[i].hint or len(text.split()) > 8 or i + 1 >= len(rest):
        return False
    below = any(len(b.text) > 70 for b in rest[i + 1 : i + 3])
    return below and not re.search(r"[.!,;:”\"]$", text) and text[:1] not in '“"('


def _caption(block: Block, below: Block | None, page: Page, markdown: bool) -> Picture | None:
    picture = read_caption(block, sure=block.hint == "caption")
    if picture is None and not block.hint and not markdown and looks_like_caption(block.text):
        # A sentence that only looks like one has its fellows: a caption stands alone.
        return read_caption(block, sure=True)
    return picture


def _credited_below(block: Block, below: Block, page: Page) -> Picture | None:
    """Return the picture of a line whose credit stands in brackets on the line below."""
    if block.hint or below.hint or len(block.text) > 300 or below.start - block.end > 3:
        return None
    if not _CREDIT_BELOW.match(below.text) or not is_credit(below.text.strip("() ")):
        return None
    text = page.slice(block.start, below.end, f"{block.text} {below.text}")
    joined = Block(f"{block.text} {below.text}", block.start, below.end, "caption")
    picture = read_caption(joined, sure=True)
    return replace(picture, text=text) if picture else None


def _markdown_picture(image: re.Match[str], block: Block, page: Page) -> None:
    caption = image["title"] or image["alt"]
    picture = read_caption(Block(caption, block.start, block.end, "caption"), sure=True)
    if picture:
        page.pictures.append(replace(picture, text=block.text, src=image["src"], alt=image["alt"]))


def _lend_credit(block: Block, page: Page) -> None:
    """Give a credit that stands on a line of its own to the caption above it."""
    last = page.pictures[-1]
    credit = block.text.strip("*_ ")
    if last.credit is None and block.start - last.end < 40:
        joined = Block(f"{last.caption} ({credit})", last.start, block.end, "caption")
        made = read_caption(joined, sure=True)
        if made:
            text = page.slice(last.start, block.end, last.text)
            page.pictures[-1] = replace(
                last, text=text, credit=made.credit, agency=made.agency, end=block.end
            )
            return
    page.told(block)


def _headline(block: Block, text: str, page: Page) -> None:
    if page.headline is None:
        page.headline = Headline(text.strip(), False, block.start, block.end)
    page.told(block)


def _plain_head(i: int, rest: list[Block], block: Block, page: Page, markdown: bool) -> bool:
    """Take a headline or standfirst of plain text: short lines above the first paragraph."""
    if block.hint in {"p", "h2", "h3", "h4"} or page.body:
        return False
    text = block.text
    following = rest[i + 1 : i + 8]
    if not any(len(b.text) > 100 and _SENTENCE_LIKE.search(b.text) for b in following):
        return False
    ends = _SENTENCE_LIKE.search(text) is not None and not text.endswith(("?", "!"))
    if page.headline is None and len(text) <= 170 and not ends and len(text.split()) >= 3:
        if re.match(r"(?:EXCLUSIVE|UPDATED?)\b", text):
            return False
        _headline(block, text, page)
        return True
    if page.headline and page.standfirst is None and len(text) <= 260:
        starred = markdown and text.startswith(("*", "_")) and text.endswith(("*", "_"))
        if (not ends or starred) and len(text.split()) >= 5:
            page.standfirst = Span(text, block.start, block.end)
            page.meta.append(page.standfirst)
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
