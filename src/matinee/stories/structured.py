"""A story as machines read it: schema.org NewsArticle."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import SourceImageIOError
from wagtail.models import Site

from matinee.films.exports import movie
from matinee.films.models import Film
from matinee.publication.models import Publication
from matinee.stories.pages import StoryPage

# What may not stand in a script element (the same as Django's json_script).
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def _picture_of(page: StoryPage) -> str:
    """Return the lead picture's address, "" where there is none or its file cannot be read."""
    if not page.lead_picture:
        return ""
    try:
        return str(page.lead_picture.get_rendition("width-1200").url)
    except SourceImageIOError:
        return ""


def article(page: StoryPage, address: str, site: Site | None) -> dict[str, Any]:
    """Return the story as https://schema.org/NewsArticle; absent facts are left out."""
    root = site.root_url if site else ""
    picture = _picture_of(page)
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.standfirst,
        "url": address,
        "datePublished": page.published_on.isoformat(),
        "dateModified": page.updated_on.isoformat() if page.updated_on else None,
        "author": [{"@type": "Person", "name": name} for name in page.bylines],
        "publisher": {"@type": "Organization", "name": Publication.load().name},
        "articleSection": page.section,
        "image": [root + picture if picture.startswith("/") else picture] if picture else None,
        "about": [
            {
                k: v
                for k, v in movie(film, root + film.get_absolute_url()).items()
                if k != "@context"
            }
            for film in page.films.all()
        ],
        "hasPart": [
            {
                "@type": "Quotation",
                "text": quote.text,
                "creator": {"@type": "Person", "name": quote.speaker},
            }
            for quote in (page.quotes.all() if page.pk else [])
            if quote.speaker
        ],
    }
    return {key: value for key, value in found.items() if value}


def _about(film: Film, root: str) -> dict[str, Any]:
    told = movie(film, root + film.get_absolute_url())
    told.pop("@context")
    return told


def data_block(found: dict[str, Any]) -> SafeString:
    """Return the JSON as it may stand in a script element."""
    text = json.dumps(found, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - just escaped
