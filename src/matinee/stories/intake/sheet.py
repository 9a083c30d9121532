"""A page while its lines are sorted: the lines, what each is held for, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from matinee.stories.intake.found import Furniture, Headline, Paragraph, Picture, Span
from matinee.stories.intake.furniture import kind_of, rule_for, title_like
from matinee.stories.intake.heads import read_byline, read_stamp_line
from matinee.stories.intake.text import Block

STARS_LINE = re.compile(
    r"^(?:(?:Rating|Verdict|Stars|Our rating)\s*:?\s*)?(?:[★☆⭐✩✭½ ]+(?:(?:out of|/) ?(?:five|four|[45]))?|[0-5](?:\.5)?\s*(?:/|out "
    r"of)\s*5(?: stars)?|"
    r"(?:one|two|three|four|five) stars)(?: ?\([\w. ]{1,20}stars?\))?[.!]?$",
    re.IGNORECASE,
)
# A last sentence, and behind a dash whose reporting it was: "… to be named. – PA".
_SIGNED_OFF = re.compile(r"[.!?…][”’\"')\]]*\s+[–—-]\s?[^.!?]{2,60}$")
MARKDOWN_HEAD = re.compile(r"^(#{1,4})\s+(.*?)\s*#*$")
FACTS = re.compile(
    r"\b(?:in (?:\w+ )?cinemas|in (?:select )?theat(?:er|re)s|out (?:now|on)|running time|"
    r"\d{2,3} ?min(?:ute)?s?\b|"
    r"cert(?:ificate)?\b|rated \w|directed by|director:|starring|cast:|stars:|released|streaming|"
    r"on (?:digital|DVD|Netflix)|opens|release details|cast and crew|conversion rate)\b|★|"
    r"^(?:rated|release date|duration|screenwriters?|writers?|genre|language|country|certificate|"
    r"classification|distributor|studio|dir|cast|playing|where|when|now playing|in theaters|"
    r"in cinemas|mpaa rating|rating|runtime|length|age rating|format) ?:|"
    r"^\d ?h(?:(?:ou)?rs?)?[ ,]{0,2}(?:\d{1,2} ?m(?:in(?:ute)?s?)?)?$|\bwith (?:English )?subtitles\b|"
    r"^(?:R|PG|PG-13|NC-17|12A|MA ?15\+|NR|unrated|not rated|TV-(?:MA|14|PG))$|"
    r"^(?:(?:action|adventure|animation|biography|biopic|comedy|crime|documentary|drama|family|"
    r"fantasy|history|horror|musical|music|mystery|romance|rom-?com|sci-?fi|science fiction|sport|"
    r"thriller|war|western)(?:, ?| ?/ ?| and |$)){1,6}$",
    re.IGNORECASE,
)
TAIL_MARK = re.compile(
    r"^(?:\d* ?comments?\b|most (?:read|viewed|popular)|more (?:stories|to read|from)|related|"
    r"recommended|"
    r"top stories|you may|topics|tags|explore more|trending|join the conversation|\d+ thoughts? "
    r"on)",
    re.IGNORECASE,
)
# A row of a table, or of a chart of films and what they took.
TABLE_ROW = re.compile(
    r"^\|(?:[^|]{0,80}\|){2,}$|^\d{1,2}[.)]{0,2} .{2,90}?[£$€]\d[\d.,]*(?:[mMkK]|bn)?\b.{0,60}$"
)
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
        told = stamps.get("published", "")
        known = self.published or "none"
        if len(told) > len(known) in {10, 19} and told.startswith(known):
            self.published = told  # the same day with its hour, the same hour with its zone
        if self.published is None and "published" in stamps:
            self.published = stamps["published"]
            self.reference = date.fromisoformat(stamps["published"][:10])
        if "updated" in stamps and stamps["updated"][:16] == (self.published or "")[:16]:
            return
        if self.updated is None and "updated" in stamps:
            self.updated = stamps["updated"]
            self.reference = self.reference or date.fromisoformat(stamps["updated"][:10])


def _every_word_big(text: str, told: str) -> bool:
    """Whether a headline has capitals all through, as American ones do: a name has no end there."""
    words = [w for w in text.split() if w[:1].isalpha() and len(w) > 3]
    if not told or len(words) < 4:
        return False
    return sum(w[0].isupper() for w in words) >= 0.85 * len(words)


@dataclass
class Sheet:
    """The lines of a page with the kind that each is held for (None: nothing but story yet)."""

    page: Page
    lines: Sequence[Block]
    kinds: list[str | None]
    pictures: dict[int, Picture] = field(default_factory=dict)
    markdown: bool = False


def is_told(sheet: Sheet, i: int) -> bool:
    """Whether a line is story beyond doubt: sentences of some length, or speech."""
    block = sheet.lines[i]
    if sheet.kinds[i] is not None or len(block.text) < 45 or block.hint == "standfirst":
        return False
    if sheet.markdown and block.text[:1] == "#":
        return False
    if not ended(block.text) and _SIGNED_OFF.search(block.text) is None:
        return False
    if len(block.text) >= NARRATIVE or (block.hint == "p" and len(block.text) > 50):
        return True
    return len(block.text.split()) >= 8


_CLOSERS = "”’\"')]*_"


def ended(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return text.rstrip(_CLOSERS)[-1:] in {".", "!", "?", "…"}


def asked(sheet: Sheet, i: int) -> bool:
    """Whether a line is an interviewer's question: a question, and an answer below it."""
    if not sheet.lines[i].text.endswith("?") or i + 1 >= len(sheet.lines):
        return False
    answer = sheet.lines[i + 1].text
    return ended(answer) and not title_like(answer)


def is_first_headline(sheet: Sheet, block: Block, words: int = 4) -> bool:
    """Whether the page's first line is a headline that a rule might take for furniture."""
    if block.hint or len(block.text) > 160 or len(block.text.split()) < words:
        return False
    if read_stamp_line(block.text, sheet.page.reference) is not None:
        return False
    place = next(i for i, b in enumerate(sheet.lines) if b is block)
    following = [b.text for b in sheet.lines[place + 1 : place + 4]]
    if (rule := rule_for(block.text)) is not None and rule.form == "whole":
        return False
    if kind_of(block.text) in {"signup", "cookie", "share", "advert", "subscribe"}:
        return False
    return any(
        read_byline(t) is not None or read_stamp_line(t, sheet.page.reference) for t in following
    )
