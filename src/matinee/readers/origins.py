"""Where a sign-up may be posted from: this site, and origins that the desk allows."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from matinee.readers.models import AllowedOrigin


def origin_of(request: HttpRequest) -> str:
    """Return the request's Origin in lower case, or "" where it has none to show."""
    return str(request.headers.get("Origin", "")).strip().lower()


def is_own(request: HttpRequest) -> bool:
    """Whether a POST comes from a page of this site.

    Every browser of today sends Origin with a form's POST; "null" comes from sandboxes and is not
    ours. Where neither header is sent it is no browser of a victim, and nothing is to be guarded.
    """
    origin = origin_of(request)
    if origin:
        site = urlsplit(settings.SITE_URL)
        here = {
            f"{site.scheme}://{site.netloc}".lower(),
            f"{request.scheme}://{request.get_host()}",
        }
        return origin in here
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def is_allowed(request: HttpRequest) -> bool:
    """Whether a POST comes from another site that the desk allows."""
    origin = origin_of(request)
    return bool(origin) and AllowedOrigin.objects.filter(origin=origin).exists()
