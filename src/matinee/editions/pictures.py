"""Pictures for a letter: cut to size once, known by an absolute address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects

from matinee.editions.items import Shot
from matinee.post.letter import strip_markers
from matinee.publication.models import Picture, PictureRendition


class Size(NamedTuple):
    """A Wagtail filter, and the pixels to show its outcome at (half: sharp on dense screens)."""

    spec: str
    width: int
    height: int | None


# JPEG because Outlook shows neither WebP nor AVIF; Wagtail puts white under what is see-through.
_JPEG = "|format-jpeg|jpegquality-68"
LEAD = Size("fill-1200x720" + _JPEG, 600, 360)
THUMB = Size("fill-288x216" + _JPEG, 144, 108)
WIDE = Size("width-1080" + _JPEG, 536, None)
POSTER = Size("fill-240x360" + _JPEG, 120, 180)
FACE = Size("fill-128x128" + _JPEG, 64, 64)
SIZES = (LEAD, THUMB, WIDE, POSTER, FACE)


def fetch_renditions(pictures: Iterable[Picture]) -> None:
    """Load every rendition that letters use, in one query."""
    own = {picture.pk: picture for picture in pictures}
    renditions = PictureRendition.objects.filter(filter_spec__in=[size.spec for size in SIZES])
    prefetch_related_objects(
        list(own.values()), Prefetch("renditions", renditions, to_attr="prefetched_renditions")
    )


def absolute(path: str) -> str:
    """Return an address with the site before it, unless it has one."""
    return urljoin(f"{settings.SITE_URL}/", path)


def shot(picture: Picture | None, size: Size, **words: str) -> Shot | None:
    """Return a picture at a size; words left empty are the picture's own.

    None where there is no picture or its file cannot be read (preflight speaks of that).
    """
    if picture is None:
        return None
    try:
        rendition: Any = picture.get_rendition(size.spec)
    except (OSError, ValueError):
        return None
    height = size.height or round(rendition.height * size.width / max(rendition.width, 1))
    credit = picture.credit + (f"/{picture.agency}" if picture.agency else "")
    return Shot(
        url=absolute(rendition.url),
        width=size.width,
        height=height,
        alt=strip_markers(words.get("alt") or picture.default_alt_text),
        caption=strip_markers(words.get("caption") or picture.caption),
        credit=strip_markers(words.get("credit") or credit),
    )
