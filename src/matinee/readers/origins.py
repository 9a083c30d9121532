"""Where a sign-up may be posted from: this site, and origins that the desk allows."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from matinee.readers.models import AllowedOrigin
from matinee.readers.models.asking import check_origin
from matinee.readers.request_meta import page_of

DEFAULT_PORTS = {"https": ":443", "http": ":80"}


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
        own = f"{site.scheme}://{site.netloc}".lower()
        return origin == own or origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def is_allowed(request: HttpRequest) -> bool:
    """Whether a POST comes from another site that the desk allows."""
    origin = origin_of(request)
    return bool(origin) and AllowedOrigin.objects.filter(origin=origin).exists()


def tidy(typed: str) -> str:
    """Return what an editor typed as browsers name that origin: lower case, no slash at the end,
    no port that goes without saying, an international name in its ASCII form (RFC 5891).

    Raises ValidationError with words for the editor.
    """
    text = typed.strip().lower().removesuffix("/")
    scheme, slashes, rest = text.partition("://")
    rest = rest.removesuffix(DEFAULT_PORTS.get(scheme, "\0"))
    host, colon, port = rest.partition(":")
    if not host.isascii() and not set(host) & set("/?#@ "):
        try:
            host = host.encode("idna").decode()
        except UnicodeError as error:
            raise ValidationError("That is no site’s name.") from error
    text = f"{scheme}{slashes}{host}{colon}{port}"
    check_origin(text)
    return text


def of_url(url: str) -> str:
    """Return the origin of an http or https address, "" for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    web = parts.scheme in {"http", "https"} and parts.netloc and "@" not in parts.netloc
    return f"{parts.scheme}://{parts.netloc}".lower() if web else ""


def allowed() -> list[str]:
    """Return every origin that the desk allows."""
    return list(AllowedOrigin.objects.values_list("origin", flat=True))


def known_page(url: str) -> str:
    """Return an address on an allowed site, without its query; "" for any other."""
    url = page_of(url)
    origin = of_url(url)
    fine = bool(origin) and AllowedOrigin.objects.filter(origin=origin).exists()
    return url if fine else ""


def page_from(request: HttpRequest) -> str:
    """Return the page that a request from another site came from, as far as its browser says.

    Browsers name the site, and often no more (Referrer Policy, the default since 2021).
    """
    origin, referer = origin_of(request), page_of(str(request.headers.get("Referer", "")))
    return referer if of_url(referer) == origin else f"{origin}/"
