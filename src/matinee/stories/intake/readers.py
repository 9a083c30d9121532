"""The doors that copy comes in by: text, HTML, Markdown, Word and feeds, from bytes of any kind."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date

from matinee.stories.intake.found import Found
from matinee.stories.intake.page import read_page
from matinee.stories.intake.text import blocks

MAX_CHARACTERS = 2_000_000


class UnreadableCopy(ValueError):
    """Copy that cannot be read; the message says why, and what to do about it."""


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed: its own identity, address, times, and what was found in its content."""

    id: str
    url: str
    title: str
    updated: str | None
    found: Found


def decode(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, or Windows-1252 as the web means it.

    Raises UnreadableCopy for nothing at all and for what is no text.
    """
    if not data.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise UnreadableCopy("There is nothing in this copy. Paste or choose the page again.")
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
    ):
        if data.startswith(mark):
            return _clean(data.decode(encoding, "replace"))
    try:
        return _clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    begin = data[:4096]
    if sum(b < 9 or 13 < b < 27 for b in begin) > len(begin) // 100:
        raise UnreadableCopy(
            "This is no text that Matinee reads. Send plain text, HTML, Markdown, Word or a feed."
        )
    return _clean(data.decode("cp1252", "replace"))


def _clean(text: str) -> str:
    text = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableCopy("This copy is longer than two million characters. Send it in parts.")
    return text


def read_text(text: str, *, source: str = "", today: date | None = None) -> Found:
    """Read plain text as scraped or pasted."""
    text = _clean(text)
    return read_page(text, blocks(text), source=source, today=today)


def read_markdown(text: str, *, source: str = "", today: date | None = None) -> Found:
    """Read Markdown: headings, pictures and emphasis are understood, the marks kept in the copy."""
    from matinee.stories.intake.markdown import markdown_blocks

    text = _clean(text)
    lines, page = markdown_blocks(text)
    return read_page(text, lines, source=source, today=today, markdown=True, page=page)


def read_html(html: str | bytes, *, source: str = "", today: date | None = None) -> Found:
    """Read an HTML page. The copy that spans point into is its text, block by block."""
    from matinee.stories.intake.html import html_page

    text = decode(html) if isinstance(html, bytes) else _clean(html)
    made = html_page(text)
    return read_page(
        made.copy, made.lines, source=source, today=today, page=made.page, italics=made.italics,
        canonical=made.canonical,
    )  # fmt: skip


def read_docx(data: bytes, *, source: str = "", today: date | None = None) -> Found:
    """Read a Word document: its paragraphs in order, headings as headings.

    Raises UnreadableCopy for what is no Word document.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        paragraphs = [
            (p.text.strip(), (p.style.name or "") if p.style else "") for p in document.paragraphs
        ]
    except Exception as error:  # a damaged file fails in a hundred ways inside the library
        raise UnreadableCopy(
            "This Word document cannot be opened. Save it again as .docx, or paste its text."
        ) from error
    lines = []
    for text, style in paragraphs:
        if text:
            level = re.match(r"(?:Heading (\d)|(Title))", style)
            mark = "#" * int(level[1] or 1) + " " if level and level[1] else "# " if level else ""
            lines.append(mark + " ".join(text.split()))
    if not lines:
        raise UnreadableCopy("There are no words in this document.")
    return read_markdown("\n\n".join(lines), source=source, today=today)


def read_feed(data: bytes, *, source: str = "", today: date | None = None) -> list[FeedEntry]:
    """Read an RSS or Atom feed; each entry's content is read as a page of its own.

    Raises UnreadableCopy where there is no feed in it.
    """
    from matinee.stories.intake.feed import feed_entries

    entries = feed_entries(data, source=source, today=today)
    if not entries:
        raise UnreadableCopy("There are no entries in this feed.")
    return entries


_HTML = re.compile(
    r"<!doctype html|<html\b|<body\b|<article\b|<head\b|<(?:p|div|h1)\b[^>]*>", re.IGNORECASE
)
_FEED = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_feed(data: bytes) -> bool:
    """Whether bytes begin as a feed does."""
    return _FEED.match(data[:4000].decode("utf-8", "replace")) is not None


def read_bytes(
    data: bytes, *, source: str = "", content_type: str | None = None, today: date | None = None
) -> Found:
    """Read bytes of a kind told by `content_type`, by the name in `source`, or by their look.

    Raises UnreadableCopy with what to do; a feed has many stories: use `read_feed`.
    """
    kind = (content_type or "").partition(";")[0].strip().lower()
    name = source.lower()
    if data[:4] == b"PK\x03\x04":
        if "word" in kind or name.endswith(".docx") or _holds_word(data):
            return read_docx(data, source=source, today=today)
        raise UnreadableCopy("This is an archive. Unpack it, and send the pages in it.")
    if data.startswith(b"%PDF"):
        raise UnreadableCopy("PDFs are not read. Copy the text out of it and paste that.")
    text = decode(data)
    if kind == "text/markdown" or name.endswith((".md", ".markdown")):
        return read_markdown(text, source=source, today=today)
    if kind in {"text/html", "application/xhtml+xml"} or name.endswith((".html", ".htm")):
        return read_html(text, source=source, today=today)
    if kind != "text/plain" and not name.endswith(".txt") and _HTML.search(text[:4000]):
        return read_html(text, source=source, today=today)
    return read_text(text, source=source, today=today)


def _holds_word(data: bytes) -> bool:
    try:
        return "word/document.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return False
