"""HTML pages: their text in blocks, with what the mark-up and the head say of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from matinee.stories.intake.dates import find_dates, stamps_in
from matinee.stories.intake.found import Headline, Span
from matinee.stories.intake.heads import read_byline, read_stamp_line
from matinee.stories.intake.html_head import read_head
from matinee.stories.intake.quotes import title_case
from matinee.stories.intake.sheet import Page
from matinee.stories.intake.text import Block

_SKIP = {"script", "style", "noscript", "template", "svg", "iframe", "head",
    "select", "option", "canvas", "object", "math", "audio"}  # fmt: skip
_BLOCK = {"p", "div", "h1", "h2", "h3", "h4",
    "h5", "h6", "li", "figcaption", "blockquote", "section", "article",
          "header", "footer", "nav", "aside", "ul", "ol", "main",
              "form", "figure", "table", "tr", "td", "th", "dl", "dt",
          "dd", "address", "button", "label", "details", "summary", "pre", "body",
              "hr", "fieldset", "legend", "time", "video"}  # fmt: skip
_FURNITURE_PLACE = [
    ("signup", re.compile(
        r"newsletter|sign-?up|subscribe-?form|mailing|email-?(?:form|capture|"
        r"box)", re.IGNORECASE)),
    ("cookie", re.compile(r"cookie|consent|gdpr|onetrust|cmp\b", re.IGNORECASE)),
    ("advert", re.compile(
        r"(?:^|[\s_-])(?:ad|ads|advert\w*|sponsor\w*|promo\w*|outbrain|taboola|"
        r"dfp)(?:$|[\s_-])", re.IGNORECASE)),
    ("share", re.compile(
        r"(?:^|[\s_-])(?:share|sharing|sharedaddy|social|comments?|disqus)(?:$|"
        r"[\s_-])", re.IGNORECASE)),
    ("subscribe", re.compile(r"paywall|subscri|membership|piano", re.IGNORECASE)),
    ("related", re.compile(
        r"related|recommend|read-?more|more-?(?:on|from|stories)|most-?(?:read|"
        r"viewed|popular)|trending|latest|also-?like|teaser|carousel|recirc", re.IGNORECASE)),
    ("other", re.compile(
        r"breadcrumb|(?:^|[\s_-])(?:nav|menu|footer|skip|toolbar|tags?|topics?|"
        r"bio|author-?(?:bio|box|info|card)|alert-?bar|breaking-?bar)(?:$|"
        r"[\s_-])|site-?header|masthead|copyright|disclaimer", re.IGNORECASE)),
]  # fmt: skip
_BYLINE_PLACE = re.compile(
    r"byline|author|dateline|article-?meta|post-?meta|entry-?meta|published|timestamp",
    re.IGNORECASE,
)
_CREDIT_PLACE = re.compile(
    r"credit|\bcred\b|copyright|photographer|(?:image|figure|photo|media|picture|caption)[-_]{0,2}source|attribution",
    re.IGNORECASE,
)
_STANDFIRST_PLACE = re.compile(
    r"standfirst|stand-first|subtitle|sub-?head(?:ing|line)?|deck|dek\b|(?:article|story|post|page)-?(?:intro|"
    r"summary)|excerpt|lede|lead-?text|kicker-sub",
    re.IGNORECASE,
)

# A box beside the story that belongs to it.
_OF_STORY = re.compile(
    r"pull|key-?points?|in-?short|summary|takeaways?|at-?a-?glance|tl-?dr|fact-?(?:box|file)|info-?box",
    re.IGNORECASE,
)

_OWNERS = re.compile(r"\w/\w|\bGetty\b|\bCourtesy\b|©|\bPhoto")  # no film is called so
_BARS = re.compile(r"\s*[·•|]\s*")
_TOLD_APART = re.compile(r"\s*(?:Image|Media) caption\b")  # whose owner's line tells itself
_OWNER_LABEL = re.compile(
    r"^(?:(?:Image|Photo|Picture) (?:source|credit)|Credit|Photographs?|Photos?|Pictures?|Images?)\b"
    r"\s*(?:by\b)?\s*[:,]?\s*",
    re.IGNORECASE,
)


@dataclass
class HtmlPage:
    """A page's text and what its mark-up told."""

    copy: str
    lines: list[Block]
    page: Page
    italics: list[str] = field(default_factory=list)
    canonical: str | None = None


@dataclass
class _Context:
    hint: str = ""
    kind: str = ""
    in_article: bool = False


def html_page(text: str) -> HtmlPage:
    """Return a page's blocks. Never raises: what is no HTML becomes its text."""
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text) or "<p></p>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        root = lxml_html.document_fromstring("<html><body></body></html>")
    walker = _Walker()
    body = root.find("body")
    article = root.xpath("//article|//main|//*[@role='main']")
    walker.scoped = bool(article)
    for element in root.iter("article", "main"):
        walker.articles.add(element)
    walker.forms = _signup_forms(root)
    walker.walk(body if body is not None else root, _Context())
    walker.flush()
    lines = walker.lines
    page, canonical = read_head(root)
    lines = _merge_head(lines, page)
    return HtmlPage("".join(walker.out), lines, page, walker.italics, canonical)


class _Walker:
    """Walks the tree once, writing the copy and its blocks side by side."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.length = 0
        self.lines: list[Block] = []
        self.buffer: list[str] = []
        self.context = _Context()
        self.italics: list[str] = []
        self.articles: set[Any] = set()
        self.scoped = False
        self.forms: set[Any] = set()
        self.owned: dict[Any, str] = {}  # captions, with the owner that their figure names
        self.told: set[Any] = set()  # what has been said with the caption

    def flush(self) -> None:
        text = " ".join("".join(self.buffer).split())
        self.buffer = []
        if not text:
            return
        start = self.length
        self.out.append(text + "\n\n")
        self.length += len(text) + 2
        self.lines.append(
            Block(text, start, start + len(text), self.context.hint, self.context.kind)
        )

    def walk(self, element: Any, context: _Context, depth: int = 0) -> None:
        tag = element.tag if isinstance(element.tag, str) else None
        if tag is None or tag in _SKIP or depth > 180 or element in self.told:
            return
        if tag == "figure":
            self._owner_beside(element)
        if element.get("hidden") is not None or "display:none" in (
            element.get("style") or ""
        ).replace(" ", ""):
            return
        block = tag in _BLOCK
        inner = self._inside(element, tag, context)
        if block:
            self.flush()
            self.context = inner
        if tag == "br" and self.buffer and inner.hint != "caption":
            self.buffer.append(" ")
        if element.text:
            self.buffer.append(element.text)
        for child in element:
            self._child(child, inner, depth)
        if tag in {"em", "i", "cite"}:
            words = " ".join("".join(element.itertext()).split())
            if title_case(words):
                self.italics.append(words)
        if owner := self.owned.get(element):
            self.buffer.append(f" (Image source, {owner})")
        if block:
            self.flush()
            self.context = context

    def _owner_beside(self, figure: Any) -> None:
        """Note the owner whom a figure names outside its caption, where that names none."""
        caption = figure.find(".//figcaption")
        if caption is None or _TOLD_APART.match(caption.text_content()):
            return
        if any(_CREDIT_PLACE.search(_marks(e)) for e in caption.iter("*")):
            return
        for element in figure.iter("span", "p", "small", "cite", "div"):
            owner = " ".join(element.text_content().split())
            beside = caption not in element.iterancestors() and element is not caption
            if beside and _CREDIT_PLACE.search(_marks(element)) and 0 < len(owner) < 80:
                self.owned[caption] = _OWNER_LABEL.sub("", owner).strip("() ")
                self.told.add(element)
                return

    def _child(self, child: Any, inner: _Context, depth: int) -> None:
        if (
            isinstance(child.tag, str)
            and inner.hint == "caption"
            and (_CREDIT_PLACE.search(_marks(child)) or self._cites_owner(child))
        ):
            credit = " ".join("".join(child.itertext()).split())
            if credit:
                credit = _OWNER_LABEL.sub("", credit).strip("() ")
                self.buffer.append(f" (Image source, {credit})")
        else:
            self.walk(child, inner, depth + 1)
        if child.tail:
            self.buffer.append(child.tail)
        elif child.tag == "a" and (after := child.getnext()) is not None and after.tag == "a":
            self.buffer.append(" ")  # links of a menu, which the page sets apart
        elif inner.hint == "caption" and child.tag == "span" and child.getnext() is not None:
            self.buffer.append(" ")  # caption and credit, side by side

    def _cites_owner(self, element: Any) -> bool:
        """Whether `cite` ends a caption with its owner, and is no title in the caption's words."""
        said = "".join(self.buffer).rstrip()
        return (
            element.tag == "cite"
            and element.getnext() is None
            and not (element.tail or "").strip()
            and (
                said[-1:] in {".", "!", "?", "”", "’", '"'}
                or _OWNERS.search("".join(element.itertext())) is not None
            )
        )

    def _inside(self, element: Any, tag: str, context: _Context) -> _Context:
        marks = _marks(element)
        inner = _Context(context.hint, context.kind, context.in_article or element in self.articles)
        if tag in {"nav", "footer", "form"} or element.get("role") in {
            "navigation",
            "contentinfo",
            "search",
            "dialog",
        }:
            inner.kind = inner.kind or _place(marks) or "other"
        if tag == "header" and not inner.in_article and self.scoped:
            inner.kind = inner.kind or "other"
        if tag == "aside" and not _OF_STORY.search(marks) and not _STANDFIRST_PLACE.search(marks):
            inner.kind = inner.kind or _place(marks) or "related"
        if (
            (
                tag not in {"body", "html", "article", "main"}
                and not inner.kind
                and (kind := _place(marks))
            )
            and tag
            in {
                "div",
                "section",
                "ul",
                "aside",
                "p",
                "li",
                "span",
                "a",
                "ol",
                "header",
                "button",
            }
            and (not _BYLINE_PLACE.search(marks) or re.search(r"bio|box|card|comment|share", marks))
        ):
            inner.kind = kind
        if tag in {"ul", "ol"} and not inner.kind and _only_links(element):
            inner.kind = "related"
        if element in self.forms:
            inner.kind = inner.kind or "signup"
        if tag in {"button", "label", "fieldset", "legend"}:
            inner.kind = inner.kind or "other"
        if tag == "figcaption" or (
            tag in {"p", "div", "span"}
            and re.search(r"(?:^|[\s_-])caption(?:$|[\s_-])|wp-caption-text", marks)
        ):
            inner.hint, inner.kind = "caption", ""
        elif tag == "figure" and not element.xpath(
            "boolean(.//figcaption|.//blockquote|.//table|.//pre|.//li|.//*[contains(@class, 'caption-')])"
        ):
            inner.hint = "caption"  # a figure's text is its caption, whatever it stands in
        elif _STANDFIRST_PLACE.search(marks) and tag in {"p", "div", "h2", "h3", "span", "header"}:
            inner.hint = "standfirst"
        elif tag in {"h1", "h2", "h3", "h4"}:
            inner.hint = tag
        elif (_BYLINE_PLACE.search(marks) or tag == "address") and tag not in {
            "body",
            "article",
            "main",
            "html",
        }:
            inner.hint = "byline"
        elif tag in {"p", "blockquote"} and inner.hint not in {"caption", "byline", "standfirst"}:
            inner.hint = "p"
        if (
            self.scoped
            and not inner.in_article
            and inner.hint in {"p", "", "h2", "h3"}
            and not inner.kind
            and tag not in {"body", "html", "main", "article"}
            and not len(element.xpath(".//article|.//main|.//h1"))
        ):
            inner.kind = "other"
        return inner


_ASKS_ADDRESS = re.compile(r"sign (?:me )?up|subscribe|count me in", re.IGNORECASE)
_LARGEST_FORM = 90  # words; what holds more around a button is the page


def _signup_forms(root: Any) -> set[Any]:
    """Return the elements around a field or button of a sign-up that hold it and its words alone."""
    found: set[Any] = set()
    for element in root.iter("input", "button"):
        button = element.tag == "button" and _ASKS_ADDRESS.fullmatch(
            " ".join(element.text_content().split())
        )
        if not (button or element.get("type") == "email"):
            continue
        box = element.getparent()
        while box is not None and box.tag in {"div", "section", "aside", "form", "fieldset"}:
            words = len(box.text_content().split())
            if words > _LARGEST_FORM or box.find(".//h1") is not None:
                break
            if words > 3:
                found.add(box)
            box = box.getparent()
    return found


def _only_links(element: Any) -> bool:
    """Whether a list is nothing but links, as those to other stories and topics are."""
    items = element.findall("li")
    if not items:
        return False
    for item in items:
        whole = "".join("".join(item.itertext()).split())
        linked = "".join("".join("".join(a.itertext()).split()) for a in item.iter("a"))
        if not whole or len(linked) < 0.9 * len(whole):
            return False
    return True


def _marks(element: Any) -> str:
    names = (
        "class",
        "id",
        "itemprop",
        "data-component",
        "aria-label",
        "data-gu-name",
        "data-testid",
    )
    return " ".join(element.get(name) or "" for name in names)


def _place(marks: str) -> str | None:
    return next((kind for kind, pattern in _FURNITURE_PLACE if pattern.search(marks)), None)


def _merge_head(lines: list[Block], page: Page) -> list[Block]:
    """Tie the head's headline to its place on the page, take standfirst and byline blocks out."""
    kept: list[Block] = []
    first = next((b for b in lines if b.hint == "h1" and not b.kind), None) or next(
        (b for b in lines if b.hint == "h1"), None
    )
    if first is not None:
        page.headline = Headline(first.text, False, first.start, first.end)
    seen_text = False
    for block in lines:
        if first is not None and block is first:
            page.meta.append(Span(block.text, block.start, block.end))
        elif (
            block.hint == "standfirst"
            and page.standfirst is None
            and not block.kind
            and not seen_text
        ):
            page.standfirst = Span(block.text, block.start, block.end)
            page.meta.append(page.standfirst)
        elif block.hint == "byline" and not block.kind and len(block.text) < 200:
            if not _byline(block, page):
                kept.append(replace(block, hint="p"))
        elif page.headline and block.text == page.headline.text and not block.kind:
            page.meta.append(Span(block.text, block.start, block.end))
        else:
            seen_text = seen_text or (block.hint == "p" and not block.kind)
            kept.append(replace(block, kind="") if block.hint == "caption" else block)
    return kept


def _byline(block: Block, page: Page) -> bool:
    """Take a block that the mark-up calls a byline or a date line; say whether it was one."""
    stamps = read_stamp_line(block.text, page.reference)
    names = read_byline(block.text)
    if stamps is not None:
        page.dated(stamps)
    elif names is not None:
        page.byline = page.byline or list(names)
    elif (parts := _BARS.split(block.text)) and len(parts) > 1 and (names := read_byline(parts[0])):
        # "Moira Teasdale · CBN News · Posted: Feb 3, 2026": the name, then what else is told.
        page.byline = page.byline or list(names)
        page.dated(stamps_in(block.text, find_dates(block.text, reference=page.reference)))
    elif len(block.text) > 110 or block.text.endswith("."):
        return False
    page.meta.append(Span(block.text, block.start, block.end))
    return True
