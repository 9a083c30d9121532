"""Feeds: RSS and Atom entries read as pages."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime
from typing import Any

import feedparser

from matinee.stories.intake.found import Found, Headline
from matinee.stories.intake.html import html_page
from matinee.stories.intake.page import read_page
from matinee.stories.intake.readers import FeedEntry


def _moment(parsed: Any) -> datetime | None:
    return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC) if parsed else None


def _entry(item: Any, source: str, today: date | None) -> FeedEntry:
    contents = item.get("content") or []
    html = (
        next((c.get("value") for c in contents if c.get("value")), None)
        or item.get("summary")
        or ""
    )
    made = html_page(f"<body><article>{html}</article></body>")
    title = " ".join(str(item.get("title") or "").split())
    # Asked as a plain dictionary: feedparser's own answers "updated" with "published" and warns.
    updated = _moment(dict.get(item, "updated_parsed"))
    published = _moment(dict.get(item, "published_parsed")) or updated
    if title:
        made.page.headline = Headline(title, False)
    if published:
        made.page.published = published.isoformat()
        made.page.reference = published.date()
    if updated and published and updated > published:
        made.page.updated = updated.isoformat()
    author = item.get("author")
    if author:
        made.page.byline = [str(author)]
    link = str(item.get("link") or "")
    found: Found = read_page(
        made.copy, made.lines, source=link or source, today=today, page=made.page,
        italics=made.italics, canonical=link or None,
    )  # fmt: skip
    return FeedEntry(
        id=str(item.get("id") or link or title),
        url=link,
        title=title,
        updated=(updated or published).isoformat() if (updated or published) else None,  # type: ignore[union-attr]
        found=found,
    )


def feed_entries(data: bytes, *, source: str, today: date | None) -> list[FeedEntry]:
    """Return a feed's entries in its own order; an empty list where there is no feed."""
    parsed = feedparser.parse(data)
    return [_entry(item, source, today) for item in parsed.entries]
