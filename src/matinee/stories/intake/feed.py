"""Feeds: RSS and Atom entries read as pages, and news sitemaps as lists of pages."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import feedparser
from lxml import etree

from matinee.stories.intake.found import Found, Headline
from matinee.stories.intake.html import html_page
from matinee.stories.intake.page import read_page
from matinee.stories.intake.readers import FeedEntry, UnreadableCopy, decode

FeedKind = Literal["rss", "atom", "sitemap"]
# RFC 6721: an Atom feed's own word that an entry is no more.
_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_OFFERED = re.compile(
    r"<link\b(?=[^>]*\balternate\b)(?=[^>]*application/(?:rss|atom)\+xml)[^>]*\bhref=[\"']?"
    r"(?P<href>[^\"'\s>]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Item:
    """One entry of a feed or news sitemap, not yet read.

    `key` is its identity in the feed; `mark` changes when anything in the entry does; `html` is
    what the feed gives of the story, empty in a sitemap.
    """

    key: str
    url: str
    title: str
    published: datetime | None
    updated: datetime | None
    author: str
    html: str
    mark: str


@dataclass(frozen=True)
class Listing:
    """A feed or sitemap as it is: its kind, its items in its own order, and what it took back."""

    kind: FeedKind
    items: tuple[Item, ...]
    deleted: frozenset[str] = frozenset()


def _moment(parsed: Any) -> datetime | None:
    return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC) if parsed else None


def _mark(*parts: object) -> str:
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()


def _item(item: Any) -> Item:
    contents = item.get("content") or []
    html = (
        next((c.get("value") for c in contents if c.get("value")), None)
        or item.get("summary")
        or ""
    )
    title = " ".join(str(item.get("title") or "").split())
    # Asked as a plain dictionary: feedparser's own answers "updated" with "published" and warns.
    updated = _moment(dict.get(item, "updated_parsed"))
    published = _moment(dict.get(item, "published_parsed")) or updated
    url, author = str(item.get("link") or ""), str(item.get("author") or "")
    return Item(
        key=str(item.get("id") or url or title), url=url, title=title, published=published,
        updated=updated, author=author, html=html,
        mark=_mark(url, title, published, updated, author, html),
    )  # fmt: skip


def read_item(item: Item, *, source: str = "", today: date | None = None) -> Found:
    """Read what a feed gives of a story as a page of its own, whose home is the item's address."""
    made = html_page(f"<body><article>{item.html}</article></body>")
    if item.title:
        made.page.headline = Headline(item.title, False)
    if item.published:
        made.page.published = item.published.isoformat()
        made.page.reference = item.published.date()
    if item.updated and item.published and item.updated > item.published:
        made.page.updated = item.updated.isoformat()
    if item.author:
        made.page.byline = [item.author]
    return read_page(
        made.copy, made.lines, source=item.url or source, today=today, page=made.page,
        italics=made.italics, canonical=item.url or None,
    )  # fmt: skip


def feed_entries(data: bytes, *, source: str, today: date | None) -> list[FeedEntry]:
    """Return a feed's entries in its own order; an empty list where there is no feed."""
    made = []
    for item in map(_item, feedparser.parse(data).entries):
        last = item.updated or item.published
        made.append(
            FeedEntry(
                id=item.key,
                url=item.url,
                title=item.title,
                updated=last.isoformat() if last else None,
                found=read_item(item, source=source, today=today),
            )
        )
    return made


def listing(data: bytes) -> Listing:
    """Read a feed (RSS, RDF, Atom) or a sitemap (sitemaps.org, with Google's news fields).

    Raises UnreadableCopy, in words for the editor, for anything else; a page that names its own
    feed, and an index of sitemaps, are answered with the addresses to give instead.
    """
    root = _root(data)
    name = etree.QName(root).localname.lower() if root is not None else ""
    if name == "urlset":
        return Listing("sitemap", tuple(_pages(root)))
    if name == "sitemapindex":
        raise UnreadableCopy(_index(root))
    parsed = feedparser.parse(data)
    if name not in ("rss", "feed", "rdf") and not parsed.entries:
        raise UnreadableCopy(_no_feed(data))
    kind: FeedKind = "atom" if name == "feed" else "rss"
    gone = [e.get("ref", "") for e in root.iter(_TOMBSTONE)] if root is not None else []
    return Listing(kind, tuple(map(_item, parsed.entries)), frozenset(gone))


def _root(data: bytes) -> Any:
    # No entities, no network: an XML bomb or a reference to a file stays what it is, text.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        return etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _said(node: Any, name: str) -> str:
    """The words of the first element of this name below, whatever its namespace's version."""
    words = node.xpath(f"string((.//*[local-name()='{name}'])[1])")
    return " ".join(str(words).split())


def _time(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _pages(root: Any) -> list[Item]:
    made = []
    for node in root.xpath("./*[local-name()='url']"):
        url = str(node.xpath("string(./*[local-name()='loc'])")).strip()
        if not url:
            continue
        title, dated = _said(node, "title"), _said(node, "publication_date")
        changed = str(node.xpath("string(./*[local-name()='lastmod'])")).strip()
        made.append(
            Item(url, url, title, _time(dated), _time(changed), "", "",
                 _mark(url, title, dated, changed))
        )  # fmt: skip
    return made


def _index(root: Any) -> str:
    some = [str(loc).strip() for loc in root.xpath(".//*[local-name()='loc']/text()")]
    named = [url for url in some if "news" in url.lower()] or some
    return (
        "This is an index of sitemaps. Give the address of the one with the news"
        f"{': ' + ' or '.join(named[:3]) if named else ''}."
    )


def _no_feed(data: bytes) -> str:
    if offered := _OFFERED.search(decode(data)[:200_000]):
        return f"This is a page, not a feed. It names its own feed: {offered['href']}"
    return "There is no feed or sitemap at this address."
