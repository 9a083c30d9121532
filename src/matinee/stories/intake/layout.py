"""The page's lines sorted: stamps, head, byline, captions, furniture; what is left is the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matinee.stories.intake.dates import find_dates, stamp
from matinee.stories.intake.found import Furniture, Headline, Paragraph, Picture, Span
from matinee.stories.intake.furniture import (
    between,
    forget_lines,
    kind_of,
    prefix_length,
    rule_for,
    title_like,
    weigh,
)
from matinee.stories.intake.headline import propose_headline
from matinee.stories.intake.heads import (
    breadcrumb,
    forget_heads,
    read_byline,
    read_stamp_line,
    section_of,
)
from matinee.stories.intake.people import NAME, forget_names, plausible
from matinee.stories.intake.pictures import (
    BOX_LINE,
    credit_only,
    looks_like_caption,
    markdown_image,
    read_caption,
    read_weak_caption,
    with_credit,
)
from matinee.stories.intake.text import UP, Block

__all__ = ["Page", "propose_headline", "sort_lines"]
_FIRST_STAMP = re.compile(
    r"^\s*(?:date\s+)?(?P<d>(?:19|20)\d\d-\d\d-\d\d)(?:[T ]\d\d:\d\d\S{0,20})?\s*", re.IGNORECASE
)
_STARS_LINE = re.compile(
    r"^(?:(?:Rating|Verdict|Stars|Our rating)\s*:?\s*)?(?:[★☆⭐✩✭½ ]+|[0-5](?:\.5)?\s*(?:/|out "
    r"of)\s*5(?: stars)?|"
    r"(?:one|two|three|four|five) stars)(?: ?\([\w. ]{1,20}stars?\))?[.!]?$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…][”’\"')\]*_]*$")
_OF_A_WRITER = re.compile(r" (?:is|was|has|writes|covers|joined|can be|works)\b")
_MARKDOWN_HEAD = re.compile(r"^(#{1,4})\s+(.*?)\s*#*$")
_FACTS = re.compile(
    r"\b(?:in (?:\w+ )?cinemas|in (?:select )?theat(?:er|re)s|out (?:now|on)|running time|"
    r"\d{2,3} ?min(?:ute)?s|"
    r"cert(?:ificate)?\b|rated \w|directed by|director:|starring|cast:|stars:|released|streaming|"
    r"on (?:digital|DVD|Netflix)|opens)\b|★",
    re.IGNORECASE,
)
_TAIL_MARK = re.compile(
    r"^(?:\d* ?comments?\b|most (?:read|viewed|popular)|more (?:stories|to read|from)|related|"
    r"recommended|"
    r"top stories|you may|topics|tags|explore more|trending|join the conversation|\d+ thoughts? "
    r"on)",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(r"^Image source,?\s.{2,100}$", re.IGNORECASE)
_CAPTION_LINE = re.compile(r"^(?:Image|Media) caption,?\s+(?=\S)", re.IGNORECASE)
_WORD = re.compile(r"\w")
_BY_LABEL = re.compile(r"(?:by|words|written by|review by|text)\b", re.IGNORECASE)
# What a picture's alt text begins with: what is seen, never a name.
_ALT = re.compile(
    r"(?:An?|Two|Three|Four|Five|Six|Several|Man|Woman|Men|Women|People|Actors?|Close[- ]up|Portrait|"
    r"Black and white|Film still|Composite|Head ?shot|Poster|Aerial|Wide shot)"
    r" (?!film\b|new\b|year\b)(?:[a-z’'-]+,? ){2,}[^“”\"]*$"
)
_POST_LINE = re.compile(
    r"(?:Special to\b.{2,40}|(?:[\w&’'-]+ ){0,4}(?:reporter|critic|writer|editor|correspondent|journalist))$",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_BY_WITHIN = re.compile(rf"(?<![\w’'])(?:By|BY) [{UP}][\w’'-]+ [{UP}][\w’'-]+(?: [{UP}][\w’'-]+)?")
_UPDATED = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
_PROPER = re.compile(r"(?<=[\w,’] )[A-Z][\w’'-]{2,}")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]{2,}")
NARRATIVE = 80  # characters from which a line that ends as a sentence is told as story


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

    def peopled(self) -> list[tuple[str, int]]:
        """Return all lines that may name people, in order: head, paragraphs and captions."""
        lines = [(p.text, p.start) for p in self.body]
        told = " ".join(text for text, _ in lines)
        for picture in self.pictures:
            at = picture.text.find(picture.caption)
            if picture.caption and at >= 0:
                lines.append((picture.caption, picture.start + at))
        for part in (self.headline, self.standfirst):
            if part is not None and part.start is not None and not _every_word_big(part.text, told):
                lines.append((part.text, part.start))
        return sorted(lines, key=lambda line: line[1])

    def dated(self, stamps: dict[str, str]) -> None:
        """Take what a date line says, where the page has not said it before."""
        if self.published is None and "published" in stamps:
            self.published = stamps["published"]
            self.reference = date.fromisoformat(stamps["published"][:10])
        if "updated" in stamps and stamps["updated"][:16] == (self.published or "")[:16]:
            return
        if self.updated is None and "updated" in stamps:
            self.updated = stamps["updated"]
            self.reference = self.reference or date.fromisoformat(stamps["updated"][:10])


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
    _Sorter(work, page, markdown).sort()
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


class _Sorter:
    """Sorts lines in passes: what speaks for itself first, then what its neighbours tell."""

    def __init__(self, work: list[Block], page: Page, markdown: bool) -> None:
        self.page, self.markdown = page, markdown
        self.lines = self._join_credits(work)
        self.kinds: list[str | None] = [None] * len(self.lines)
        self.pictures: dict[int, Picture] = {}

    def sort(self) -> None:
        """Put each line where it belongs in the page."""
        self._by_rules()
        self._lists()
        self._weak_captions()
        self._ends()
        between(self.lines, self.kinds)
        self._strangers()
        begin, end = self._story()
        self._head(begin)
        if self.page.byline:
            self._ends()
            end = self._story()[1]
        self._tail(end)
        self._left_in_furniture(begin)
        for block, kind, i in zip(self.lines, self.kinds, range(len(self.lines)), strict=True):
            self._put(block, kind, i)

    # --- first pass ---------------------------------------------------------------------------

    def _join_credits(self, work: list[Block]) -> list[Block]:
        """Join a credit on a line of its own to the caption above it, or below it at the BBC."""
        joined: list[Block] = []
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
            elif self._is_credit_of(above, block):
                joined[-1] = Block(
                    f"{above.text}\n{block.text}", above.start, block.end, "caption+"
                )
            else:
                joined.append(block)
        return joined

    def _is_credit_of(self, above: Block, block: Block) -> bool:
        if above.hint not in {"", "caption", block.hint} or not credit_only(
            block.text.strip("*_ ")
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
                and not _STARS_LINE.match(above.text)
            )
        )

    def _by_rules(self) -> None:
        for i, block in enumerate(self.lines):
            if block.kind:
                self.kinds[i] = block.kind
            elif self.markdown and (picture := markdown_image(block)):
                self.kinds[i], self.pictures[i] = "picture", picture
            elif block.hint in {"caption", "caption+"}:
                self._caption(i, block, sure=True)
            elif _STARS_LINE.match(block.text):
                self.kinds[i] = "stars"
            elif block.hint == "h1" or self._is_markdown_title(i, block):
                self.kinds[i] = "headline"
            elif i == 0 and self._is_first_headline(block):
                continue
            elif not _WORD.search(block.text):
                self.kinds[i] = "other"
            elif (stamps := read_stamp_line(block.text, self.page.reference)) is not None:
                self.kinds[i] = "stamp"
                self.page.dated(stamps)
            elif (kind := kind_of(block.text)) is not None and not self._is_named_head(i, block):
                self.kinds[i] = kind
            else:
                self._caption(i, block, sure=False)

    def _caption(self, i: int, block: Block, *, sure: bool) -> None:
        if block.hint == "p" and not sure and len(block.text) > 160:
            return
        picture = with_credit(block) if block.hint == "caption+" else read_caption(block, sure=sure)
        if picture is not None:
            self.kinds[i], self.pictures[i] = "picture", picture

    def _weak_captions(self) -> None:
        """Read captions whose credit only their last words can be: "… in Kelp. Row Pictures".

        A line above a caption that tells what is seen, and names nobody, is its alt text.
        """
        for i, block in enumerate(self.lines):
            below = self.kinds[i + 1] if i + 1 < len(self.lines) else None
            if (
                self.kinds[i] is None
                and below == "picture"
                and len(block.text) < 200
                and _ALT.match(block.text)
            ):
                self.kinds[i] = "other"
                continue
            if self.kinds[i] is None and block.hint != "p" and (made := read_weak_caption(block)):
                self.kinds[i], self.pictures[i] = "picture", made

    def _strangers(self) -> None:
        """Take lines that speak a little of furniture and share no word with the story for it."""
        open_lines = [i for i, kind in enumerate(self.kinds) if kind is None]
        words = {i: set(_LONG_WORD.findall(self.lines[i].text.lower())) for i in open_lines}
        seen = Counter(word for i in open_lines for word in words[i])
        for i in open_lines:
            text = self.lines[i].text
            if self.lines[i].hint == "h1" or "“" in text or '"' in text:
                continue
            kind, score = weigh(text)
            if kind is None or score < (0.5 if self._told(i) and not self.lines[i].hint else 0.35):
                continue
            shared = sum(seen[word] > 1 for word in words[i])
            if shared == 0 or (shared == 1 and score >= 0.7):
                self.kinds[i] = kind

    def _left_in_furniture(self, begin: int) -> None:
        """Read date and byline out of lines above the story that hold them among other things."""
        above = [b.text for b in self.lines[: min(begin, 30)] if len(b.text) < 400]
        above += [f.text for f in self.page.furniture]
        for text in above:
            if self.page.published is None:
                for found in find_dates(text):
                    if _UPDATED.search(text[: found.start]):
                        continue
                    if found.precision == "day" and not found.inferred:
                        self.page.dated(
                            {"published": stamp(found, text[found.end : found.end + 24])}
                        )
                        break
            if not self.page.byline and (match := _BY_WITHIN.search(text)):
                names = read_byline(match[0].strip())
                self.page.byline += names or []

    def _ends(self) -> None:
        """Take all below a line that ends pages (a copyright, an author's blurb) for furniture."""
        told = [i for i in range(len(self.lines)) if self._told(i)]
        for i, block in enumerate(self.lines):
            if self._ends_page(block, i) and sum(n > i for n in told) <= min(2, len(told) // 3):
                for n in range(i, len(self.lines)):
                    if self.kinds[n] is None or self.kinds[n] == "stamp":
                        self.kinds[n] = kind_of(self.lines[n].text) or "other"
                return

    def _ends_page(self, block: Block, i: int) -> bool:
        if self.kinds[i] is None:
            return self._is_blurb(block, i)
        rule = rule_for(block.text) if not block.kind else None
        return rule is not None and rule.ends and i > len(self.lines) // 3

    def _is_blurb(self, block: Block, i: int) -> bool:
        """Whether a paragraph tells of the story's own author."""
        return i > 2 and any(
            block.text.startswith(name) and _OF_A_WRITER.match(block.text, len(name))
            for name in self.page.byline
        )

    def _is_markdown_title(self, i: int, block: Block) -> bool:
        head = _MARKDOWN_HEAD.match(block.text) if self.markdown else None
        return head is not None and len(head[1]) == 1 and "headline" not in self.kinds[:i]

    def _is_first_headline(self, block: Block, words: int = 4) -> bool:
        """Whether the page's first line is a headline that a rule might take for furniture."""
        if block.hint or len(block.text) > 160 or len(block.text.split()) < words:
            return False
        if read_stamp_line(block.text, self.page.reference) is not None:
            return False
        place = next(i for i, b in enumerate(self.lines) if b is block)
        following = [b.text for b in self.lines[place + 1 : place + 4]]
        if (rule := rule_for(block.text)) is not None and rule.form == "whole":
            return False
        if kind_of(block.text) in {"signup", "cookie", "share", "advert", "subscribe"}:
            return False
        return any(
            read_byline(t) is not None or read_stamp_line(t, self.page.reference) for t in following
        )

    def _is_named_head(self, i: int, block: Block) -> bool:
        """Whether a line that a rule took is really a section's name or byline at the top."""
        if i < 5 and section_of(block.text):
            self.page.section = self.page.section or section_of(block.text)
        return i < 8 and read_byline(block.text) is not None and rule_for(block.text) is None

    def _lists(self) -> None:
        """Give the titles under "Related stories" to it, up to six of them."""
        left = 0
        for i, block in enumerate(self.lines):
            if (
                self.kinds[i] == "related"
                and not block.kind
                and (rule := rule_for(block.text))
                and rule.lists
            ):
                left = 6
            elif left and self._listed(i, block):
                self.kinds[i], left = "related", left - 1
            elif self.kinds[i] not in {"related", "share"} and not (
                self.kinds[i] == "other" and len(block.text) < 25
            ):
                left = 0

    def _listed(self, i: int, block: Block) -> bool:
        if self.kinds[i] == "stamp":
            return True
        return (
            self.kinds[i] is None
            and not self._asked(i)
            and (title_like(block.text) or (block.text.endswith(",") and len(block.text) < 60))
            and not (_ENDS.search(block.text) and ("“" in block.text or '"' in block.text))
            and not _MARKDOWN_HEAD.match(block.text)
            and not (_ENDS.search(block.text) and len(block.text) > NARRATIVE)
        )

    def _asked(self, i: int) -> bool:
        """Whether a line is an interviewer's question: a question, and an answer below it."""
        if not self.lines[i].text.endswith("?") or i + 1 >= len(self.lines):
            return False
        answer = self.lines[i + 1].text
        return _ENDS.search(answer) is not None and not title_like(answer)

    # --- where the story is -------------------------------------------------------------------

    def _told(self, i: int) -> bool:
        """Whether a line is story beyond doubt: sentences of some length, or speech."""
        block = self.lines[i]
        if self.kinds[i] is not None or not _ENDS.search(block.text) or block.hint == "standfirst":
            return False
        if len(block.text) >= NARRATIVE or (block.hint == "p" and len(block.text) > 50):
            return True
        return len(block.text) >= 45 and len(block.text.split()) >= 8

    def _story(self) -> tuple[int, int]:
        """Return the numbers of the first line that is story beyond doubt, and of the last."""
        told = [i for i in range(len(self.lines)) if self._told(i)]
        while len(told) > 3 and self._strays(told):
            told.pop()
        if told and told[0] == 0 and self._is_first_headline(self.lines[0]):
            told = told[1:]
        if len(told) > 1 and self._before_byline(told[0]):
            told = told[1:]
        head = self._head_end(told)
        told = [i for i in told if i > head]
        if not told:
            return len(self.lines), len(self.lines) - 1
        last = told[-1]
        for i in range(last + 1, len(self.lines)):
            if self.kinds[i] is None and _ENDS.search(self.lines[i].text) and self._still(i):
                last = i
        return told[0], last

    def _head_end(self, told: Sequence[int]) -> int:
        """Return the number of the byline or date line that closes the page's head, or -1.

        A standfirst may be a sentence and stand above boxes and labels: what follows the byline
        is story, as long as most of it does.
        """
        head = -1
        for i in range(min(len(self.lines), told[-1] if told else 0, 30)):
            above = [n for n in told if n < i]
            if len(above) > 2 or any(len(self.lines[n].text) > 280 for n in above):
                break
            if len(above) and len(told) - len(above) < 3:
                break
            if self.kinds[i] == "stamp" or self._labelled_byline(i):
                head = i
        return head

    def _labelled_byline(self, i: int) -> bool:
        text = self.lines[i].text
        return (
            self.kinds[i] is None
            and len(text) < 100
            and _BY_LABEL.match(text) is not None
            and bool(read_byline(text))
        )

    def _strays(self, told: list[int]) -> bool:
        """Whether the last line told stands below lists and links and names none of the story."""
        last = told[-1]
        if self._asked(last - 1):
            return False
        above = range(max(told[-2] + 1, last - 5), last)
        if not any(_TAIL_MARK.match(self.lines[n].text) for n in above):
            return False
        text = self.lines[last].text
        if "“" in text or '"' in text:
            return False
        names = {w for n in told[:-1] for w in _PROPER.findall(self.lines[n].text)}
        return names.isdisjoint(_CAPITAL.findall(text))

    def _still(self, i: int) -> bool:
        """Whether a short sentence behind the last long one still belongs to the story."""
        return not any(_TAIL_MARK.match(self.lines[n].text) for n in range(max(0, i - 4), i))

    def _before_byline(self, i: int) -> bool:
        """Whether a line that reads as story is a standfirst: byline or date follow, and story."""
        if len(self.lines[i].text) > 280 or self.lines[i].hint == "p":
            return False
        following = [b.text for b in self.lines[i + 1 : i + 4]]
        return any(
            read_byline(t) is not None or read_stamp_line(t, self.page.reference) for t in following
        )

    def _head(self, begin: int) -> None:
        """Sort the lines above the story: headline, standfirst, byline, captions, the rest."""
        for i in range(min(begin, len(self.lines), 80)):
            block = self.lines[i]
            if self.kinds[i] is not None:
                continue
            if (names := read_byline(block.text)) is not None and self._may_be_byline(i, begin):
                self.kinds[i] = "byline"
                self._byline(names, block)
            elif self._name_by_date(i):
                self.kinds[i] = "byline"
                self.page.byline.append(block.text.strip())
            elif breadcrumb(block.text):
                self.kinds[i] = "other"
            elif self._standfirst_in_html(i, block):
                self.kinds[i] = "standfirst"
                self.page.standfirst = Span(block.text, block.start, block.end)
            elif block.hint in {"p", "h2", "h3", "h4"} and "headline" in self.kinds:
                continue
            elif "headline" not in self.kinds[:i] and self._is_headline(i, block, begin):
                self.kinds[i] = "headline"
            elif "headline" in self.kinds and looks_like_caption(block.text):
                self.kinds[i], self.pictures[i] = "picture", _bare(block)
            elif (
                "headline" in self.kinds
                and self.page.standfirst is None
                and self._is_standfirst(i, block, begin)
            ):
                self.kinds[i] = "standfirst"
                self.page.standfirst = Span(block.text, block.start, block.end)
            elif self._opens_story(i, begin):
                continue
            elif not _ENDS.search(block.text) and not block.hint and not _FACTS.search(block.text):
                self.kinds[i] = "other"

    def _standfirst_in_html(self, i: int, block: Block) -> bool:
        """Whether the line right below the mark-up's headline stands above the byline or date."""
        head = self.page.headline
        if (
            head is None
            or head.end is None
            or self.page.standfirst is not None
            or block.hint not in {"p", "h2", "h3", "h4"}
            or not (head.end <= block.start and 4 <= len(block.text.split()) <= 60)
            or any(self.lines[n].start > head.end and not self.kinds[n] for n in range(i))
        ):
            return False
        until = i + 9
        below = zip(self.lines[i + 1 : until], self.kinds[i + 1 : until], strict=False)
        for line, kind in below:
            if kind is None and line.hint == "p" and not read_byline(line.text):
                return False
            if kind in {"stamp", "byline"} or read_byline(line.text):
                return True
            if any(s.start > block.end and s.end <= line.start for s in self.page.meta):
                return True
        return False

    def _opens_story(self, i: int, begin: int) -> bool:
        """Whether a short line right above the story is its first crosshead: the page names it."""
        text = self.lines[i].text
        if any(self.kinds[n] for n in range(i, begin)) or len(text.split()) > 8:
            return False
        return any(
            text in b.text for n, b in enumerate(self.lines) if n != i and len(b.text) > len(text)
        )

    def _name_by_date(self, i: int) -> bool:
        """Whether a bare name stands right above the date, below the headline: whoever wrote."""
        text = self.lines[i].text
        return (
            "headline" in self.kinds[:i]
            and not self.page.byline
            and i + 1 < len(self.lines)
            and (
                self.kinds[i + 1] == "stamp" or _POST_LINE.match(self.lines[i + 1].text) is not None
            )
            and NAME.fullmatch(text) is not None
            and plausible(text)
        )

    def _may_be_byline(self, i: int, begin: int) -> bool:
        if re.match(
            r"(?:by|words|written|review|posted|author|text)\b", self.lines[i].text, re.IGNORECASE
        ):
            return True
        return "headline" in self.kinds[:i] and not self.page.byline and begin < len(self.lines)

    def _byline(self, names: list[str], block: Block) -> None:
        self.page.byline += [n for n in names if n not in self.page.byline]
        for found in find_dates(block.text, reference=self.page.reference):
            self.page.dated({"published": stamp(found, block.text[found.end - 0 :])})

    def _is_headline(self, i: int, block: Block, begin: int) -> bool:
        text = block.text
        if len(text) > 200 or len(text.split()) < 2 or begin >= len(self.lines):
            return False
        if len(text.split()) == 2 and self._longer_below(i, begin):
            return False
        following = self.kinds[i + 1] if i + 1 < len(self.kinds) else None
        if following in {"subscribe", "signup"} and len(text.split()) < 5:
            return False  # the name of the paper, and below it what it sells
        if (
            _ENDS.search(text)
            and not text.endswith(("?", "!", "…"))
            and not self._is_first_headline(block)
        ):
            return False
        return not looks_like_caption(text) or i == 0 or self._is_first_headline(block)

    def _longer_below(self, i: int, begin: int) -> bool:
        """Whether a line of two words is a menu's: a better headline stands below it."""
        following = [
            b for n, b in enumerate(self.lines[i + 1 : begin], i + 1) if self.kinds[n] is None
        ]
        return bool(following) and any(len(b.text.split()) > 4 for b in following[:3])

    def _is_standfirst(self, i: int, block: Block, begin: int) -> bool:
        if len(block.text.split()) < 4 or len(block.text) > 300 or BOX_LINE.match(block.text):
            return False
        return (i < begin and not block.text.startswith(("“", '"'))) or self._before_byline(i)

    def _tail(self, end: int) -> None:
        """Take what stands below the story and is no sentence of it for furniture."""
        if (
            end >= len(self.lines) - 1
            and end >= 0
            and not any(self._told(i) for i in range(len(self.lines)))
        ):
            return
        for i in range(end + 1, len(self.lines)):
            block = self.lines[i]
            if (
                self.kinds[i] == "picture"
                and not self.pictures[i].credit
                and block.hint != "caption"
            ):
                self.kinds[i] = None
            if self.kinds[i] == "stamp":
                self.kinds[i] = "other"
            if self.kinds[i] is not None:
                continue
            if _FACTS.search(block.text) and not _TAIL_MARK.match(block.text):
                continue
            above = [k for k in self.kinds[end + 1 : i] if k]
            self.kinds[i] = "related" if "related" in above[-2:] else "other"

    # --- last pass ----------------------------------------------------------------------------

    def _put(self, block: Block, kind: str | None, i: int) -> None:
        page = self.page
        span = Span(block.text, block.start, block.end)
        if kind == "picture":
            whole = page.copy[block.start : block.end] or block.text
            page.pictures.append(replace(self.pictures[i], text=whole))
        elif kind == "headline":
            self._headline(block)
        elif kind in {"standfirst"} or kind in {"stamp", "byline", "stars"}:
            page.meta.append(span)
        elif kind is not None:
            page.furniture.append(Furniture(block.text, block.start, block.end, kind))
        else:
            head = _MARKDOWN_HEAD.match(block.text) if self.markdown else None
            heading = bool(head) or block.hint in {"h2", "h3", "h4"} or self._crosshead(i, block)
            page.body.append(Paragraph(block.text, block.start, block.end, heading=heading))

    def _crosshead(self, i: int, block: Block) -> bool:
        """Whether a short line of plain text between paragraphs is a heading."""
        return (
            not block.hint
            and not self.markdown
            and len(block.text) < 70
            and not _ENDS.search(block.text)
            and block.text[-1] not in ",;:"
            and "(" not in block.text
            and i + 1 < len(self.lines)
        )

    def _headline(self, block: Block) -> None:
        page = self.page
        page.meta.append(Span(block.text, block.start, block.end))
        if page.headline is None or page.headline.start is None:
            head = _MARKDOWN_HEAD.match(block.text) if self.markdown else None
            text = head[2] if head else block.text
            page.headline = Headline(text.strip(), False, block.start, block.end)


def _every_word_big(text: str, told: str) -> bool:
    """Whether a headline has capitals all through, as American ones do: a name has no end there."""
    words = [w for w in text.split() if w[:1].isalpha() and len(w) > 3]
    if not told or len(words) < 4:
        return False
    return sum(w[0].isupper() for w in words) >= 0.85 * len(words)


def _bare(block: Block) -> Picture:
    picture = read_caption(replace(block, hint="caption"), sure=True)
    assert picture is not None
    return picture
