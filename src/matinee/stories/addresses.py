"""Where a page's pictures lie and its links lead, read beside what the intake found in its words.

The intake reads words; addresses stand in the mark-up. Each link is placed in the copy by its own
words, and each picture's file is told by its caption, so that furniture's links and icons are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from matinee.stories import intake
from matinee.stories.intake.found import Found

MOST_LINKS = 60
MOST_ANCHORS = 2000  # looked at in a page, menus included
MOST_IMAGES = 300
WIDEST = 2600  # pixels: of a picture's sizes the largest up to this is taken
_TAGS = re.compile(rb"<(?:a|img|meta)\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]{1,300})\]\((?P<url>https?://[^\s()]{1,1900})")
_BARE = re.compile(r"\bhttps?://[^\s<>\"“”‘’()\[\]{}|\\^`]{3,1900}")
_SIZE = re.compile(r"(\S{0,1900}[^\s,])(?:\s+(\d{1,5}(?:\.\d{1,3})?)([wx]))?\s*(?:,|$)")
_BLOCKS = {"p", "li", "blockquote", "h2", "h3", "h4", "dd", "td", "div", "figcaption"}
_PLAIN = ("text/plain", "text/markdown")

Json = dict[str, Any]


def seen(found: Found, raw: bytes, *, content_type: str = "", source: str = "") -> Json:
    """Return what was found, as `matinee intake --json` has it, with addresses added.

    `links` are {url, text, start, end} in the story's own words, each address once; a picture gets
    its `src` (whole), and a page without pictures the one that its head names, with `lead` true.
    """
    told: Json = _keepable(found.as_json())
    root = _tree(raw, content_type)
    base = source if source.startswith(("http://", "https://")) else found.canonical or ""
    if root is not None:
        base = _whole(base, str(root.xpath("string(//base/@href)"))) or base
        _pictures(told, root, base)
        links = list(_html_links(found, root, base))
    else:
        links = list(_text_links(found))
    once = {link["url"]: link for link in reversed(links)}
    told["links"] = sorted(once.values(), key=lambda link: int(link["start"]))[:MOST_LINKS]
    return told


def _keepable(value: Any) -> Any:
    """Return JSON as PostgreSQL and UTF-8 can keep it: no NUL, no half of a surrogate pair."""
    if isinstance(value, str):
        whole = value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
        return whole.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _keepable(inner) for key, inner in value.items()}
    return [_keepable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _tree(raw: bytes, content_type: str) -> Any:
    if content_type.partition(";")[0].strip().lower() in _PLAIN or not _TAGS.search(raw):
        return None
    try:
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", intake.decode(raw))
        return lxml_html.document_fromstring(text)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _whole(base: str, said: str) -> str:
    """Return a whole web address; empty for anything else, and for nothing said."""
    if not said.strip():
        return ""
    try:
        whole = urljoin(base, said.strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in ("http", "https") and parts.netloc else ""


def _words(element: Any) -> str:
    return " ".join(str(element.text_content()).split())


def _html_links(found: Found, root: Any, base: str) -> Iterator[Json]:
    """Yield the links that stand in the story's paragraphs: same words, same block."""
    starts = {p.text: p.start for p in reversed(found.body)}
    blocks: dict[Any, str] = {}
    upto: dict[str, int] = {}
    for anchor in islice(root.iter("a"), MOST_ANCHORS):
        words, url = _words(anchor), _whole(base, anchor.get("href") or "")
        block = next((up for up in anchor.iterancestors() if up.tag in _BLOCKS), None)
        if not words or not url or block is None:
            continue
        if block not in blocks:
            blocks[block] = _words(block)
        paragraph = blocks[block]
        if paragraph not in starts:
            continue
        at = paragraph.find(words, upto.get(paragraph, 0))
        if at < 0:
            continue
        upto[paragraph] = at + len(words)
        start = starts[paragraph] + at
        yield {"url": url, "text": words, "start": start, "end": start + len(words)}


def _text_links(found: Found) -> Iterator[Json]:
    for paragraph in found.body:
        taken: list[tuple[int, int]] = []
        for match in _MARKDOWN.finditer(paragraph.text):
            taken.append(match.span())
            yield _link(found, paragraph.start, match["url"], *match.span("words"))
        for match in _BARE.finditer(paragraph.text):
            url = match[0].rstrip(".,;:!?*_'")
            if not any(start <= match.start() < end for start, end in taken) and _whole("", url):
                yield _link(found, paragraph.start, url, match.start(), match.start() + len(url))


def _link(found: Found, at: int, url: str, start: int, end: int) -> Json:
    start, end = at + start, at + end
    return {"url": url, "text": found.copy[start:end], "start": start, "end": end}


def _pictures(told: Json, root: Any, base: str) -> None:
    """Give each found picture the address of the file beside whose place its caption stands."""
    near: dict[Any, str] = {}
    images = islice(root.iter("img"), MOST_IMAGES)
    files = [(_letters(_beside(image, near)), image) for image in images]
    for picture in told["pictures"]:
        if picture.get("src"):
            picture["src"] = _whole(base, picture["src"]) or None
            continue
        caption = _letters(picture.get("caption") or picture.get("text") or "")
        number = next((n for n, (by, _) in enumerate(files) if caption and caption in by), None)
        if number is not None:
            _, image = files.pop(number)
            picture["src"] = _whole(base, _largest(image)) or None
            picture["alt"] = picture.get("alt") or (image.get("alt") or "").strip() or None
    if not told["pictures"]:
        told["pictures"] = list(_lead(root, base))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _beside(image: Any, known: dict[Any, str]) -> str:
    """Return the words nearest around an image: its figure's caption, as a rule."""
    for up in islice(image.iterancestors(), 5):
        if up.tag in ("body", "article", "main"):
            break
        if up not in known:
            known[up] = _words(up)
        if known[up]:
            return known[up] if len(known[up]) <= 900 else ""
    return ""


def _largest(image: Any) -> str:
    """Return the image's largest file that is no wider than WIDEST (HTML 4.8.4.2, srcset)."""
    sets = [image.get("srcset") or image.get("data-srcset") or ""]
    # The parser takes <source> for an element with content: the image may stand inside it.
    for up in takewhile(lambda up: up.tag in ("source", "picture"), image.iterancestors()):
        sets += [source.get("srcset") or "" for source in up.iter("source")]
    sizes = [
        (float(size), url)
        for said in sets
        for url, size, unit in _SIZE.findall(said[:8000])
        if unit == "w" and float(size) <= WIDEST
    ]
    if sizes:
        return str(max(sizes, key=lambda pair: pair[0])[1])
    names = ("src", "data-src", "data-lazy-src", "data-original")
    given = (str(image.get(name) or "") for name in names)
    return next((src for src in given if src and not src.startswith("data:")), "")


def _lead(root: Any, base: str) -> Iterator[Json]:
    """Yield the picture that the page's head names for itself (Open Graph)."""

    def said(name: str) -> str:
        return " ".join(str(root.xpath("string(//meta[@property=$n]/@content)", n=name)).split())

    url = _whole(base, said("og:image") or said("og:image:url"))
    if url:
        yield {
            "text": "", "start": None, "end": None, "caption": "", "credit": None, "agency": None,
            "people": [], "src": url, "alt": said("og:image:alt") or None, "lead": True,
        }  # fmt: skip
