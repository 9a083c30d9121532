"""What an HTML page's head and linked data tell: headline, dates, byline, section, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from matinee.stories.intake.found import Headline
from matinee.stories.intake.heads import read_byline
from matinee.stories.intake.people import NAME
from matinee.stories.intake.sheet import Page


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except ValueError:
            continue
        queue = data if isinstance(data, list) else [data]
        for item in queue:
            if isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                if isinstance(graph, list):
                    yield from (g for g in graph if isinstance(g, dict))


def _meta(root: Any, *names: str) -> str | None:
    for name in names:
        for found in root.xpath(
            "//meta[@property=$n or @name=$n or @itemprop=$n]/@content", n=name
        ):
            if str(found).strip():
                return " ".join(str(found).split())
    return None


def _iso(value: object) -> str | None:
    match = re.match(
        r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", str(value or "")
    )
    said = match[0].replace("Z", "+00:00") if match else ""
    try:
        return said if datetime.fromisoformat(said) else None
    except ValueError:
        return None  # 31 February, as some heads have it


def _authors(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    items = [i for i in items if not (isinstance(i, dict) and "Organiz" in str(i.get("@type")))]
    names = [item.get("name") if isinstance(item, dict) else item for item in items]
    flat = [n for name in names for n in (name if isinstance(name, list) else [name])]
    return [" ".join(str(n).split()) for n in flat if n and not str(n).startswith("http")]


def _said_updated(root: Any) -> str | None:
    """Return the time (HTML 4.5.14, `datetime`) that words like "Updated:" stand before."""
    for element in root.xpath("(//main|//article|//body)//time[@datetime]")[:12]:
        before = element.getprevious()
        words = element.getparent().text if before is None else before.tail or before.text_content()
        if re.search(r"\b(?:updated|modified)\b[^.]{0,12}$", words or "", re.IGNORECASE):
            return _iso(element.get("datetime"))
    return None


def _linked_authors(root: Any) -> list[str]:
    """Return the names that links to their authors' pages bear (`rel="author"`, HTML 4.6.7.3)."""
    names: list[str] = []
    for link in root.xpath("(//main|//article)//a[contains(@rel, 'author')]"):
        text = " ".join("".join(link.itertext()).split())
        found = read_byline(text) or ([text] if NAME.fullmatch(text) else [])
        names += [name for name in found if name not in names]
    return names[:4]


def read_head(root: Any) -> tuple[Page, str | None]:
    """Return what JSON-LD, Open Graph and the rest of the head tell."""
    page = Page()
    headline = None
    for item in _linked_data(root):
        kind = str(item.get("@type"))
        if not re.search(r"Article|Posting|Review|Report", kind):
            continue
        headline = headline or item.get("headline")
        page.published = page.published or _iso(item.get("datePublished"))
        page.updated = page.updated or _iso(item.get("dateModified"))
        page.byline = page.byline or _authors(item.get("author"))
        section = item.get("articleSection")
        page.section = page.section or (
            str(section[0] if isinstance(section, list) else section) if section else None
        )
    page.published = page.published or _iso(
        _meta(
            root,
            "article:published_time",
            "datePublished",
            "date",
            "pubdate",
            "DC.date.issued",
            "parsely-pub-date",
        )
    )
    page.updated = page.updated or _iso(
        _meta(root, "article:modified_time", "dateModified", "og:updated_time", "lastmod")
    )
    page.updated = page.updated or _said_updated(root)
    if page.published is None:
        for value in root.xpath(
            "(//article//time/@datetime|//main//time/@datetime|//time/@datetime)"
        ):
            page.published = _iso(value) if _iso(value) != page.updated else None
            if page.published:
                break
    if page.updated and page.published and page.updated[:16] == page.published[:16]:
        page.updated = None
    if page.published:
        page.reference = date.fromisoformat(page.published[:10])
    author = _meta(root, "author", "article:author", "byl", "parsely-author")
    if not page.byline and author and not author.startswith("http"):
        page.byline = [
            a.strip() for a in re.split(r",| and ", re.sub(r"^By ", "", author)) if a.strip()
        ]
    if not page.byline:
        page.byline = _linked_authors(root)
    page.section = page.section or _meta(root, "article:section", "section", "parsely-section")
    title = headline or _meta(root, "og:title", "twitter:title")
    if title:
        page.headline = Headline(" ".join(str(title).split()), False)
    links = root.xpath("//link[@rel='canonical']/@href")
    return page, str(links[0]) if links else _meta(root, "og:url")
