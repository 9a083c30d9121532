"""Our box on other sites: the script that they load, and the page that stands in its frame.

A frame of ours rather than our markup in their page: their style and scripts cannot reach what is
typed, the form posts to its own site (no cross-site request, no CORS), and no cookie is set or
read, so that nothing breaks where browsers refuse those of third parties. Which sites may hold the
frame their browsers enforce (`frame-ancestors`, CSP level 3 §6.4.2), from the desk's list.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from matinee.newsletters.models import Newsletter
from matinee.readers import boxes, limits, origins
from matinee.readers.request_meta import page_of

PAGE = "readers/embed.html"
SCRIPT = Path(__file__).parents[1] / "static" / "readers" / "embed.js"
EVERYBODY = ["*"]


@cache
def source() -> bytes:
    """Return the script that other sites load."""
    return SCRIPT.read_bytes()


def version(request: HttpRequest | None = None) -> str:
    """Return the script's entity tag: it changes when the script does."""
    return f'"{hashlib.sha256(source()).hexdigest()[:16]}"'


@gzip_page
@require_safe
@condition(etag_func=version)
def script(request: HttpRequest) -> HttpResponse:
    """The script, at an address that stays; browsers ask for a newer one after an hour."""
    response = HttpResponse(source(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600, stale-while-revalidate=86400"
    # So that a site may name its hash (subresource integrity), which needs CORS.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def framed(response: HttpResponse, ancestors: list[str] | None = None) -> HttpResponse:
    """Let the allowed sites (and this one), or `ancestors`, hold an answer in a frame."""
    who = [SELF, *origins.allowed()] if ancestors is None else ancestors
    response._csp_replace = {"frame-ancestors": who}  # type: ignore[attr-defined]
    response.xframe_options_exempt = True  # X-Frame-Options knows no list
    return response


@never_cache
@require_safe
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """One newsletter's box, and nothing else, for a frame on another site."""
    where = page_of(request.GET.get("from", "")) or page_of(str(request.headers.get("Referer", "")))
    origin = origins.of_url(where)
    here = f"{request.scheme}://{request.get_host()}"
    newsletter = (
        Newsletter.objects.filter(slug=slug).exclude(state=Newsletter.State.PROPOSED).first()
    )
    if newsletter is None:
        return _message(request, "unknown", 404)
    page = origins.known_page(where)
    if origin and origin != here and not page:
        limits.note_refusal("origin")
        return _message(request, "foreign", 403, newsletter, origin)
    box = boxes.on_page(request, [newsletter], "embed")
    box.page = page or page_of(request.path)
    return framed(render(request, PAGE, {"box": box}))


def _message(
    request: HttpRequest,
    case: str,
    status: int,
    newsletter: Newsletter | None = None,
    origin: str = "",
) -> HttpResponse:
    """Words only, with nothing in them to press by mistake: any site may show them."""
    words = {"case": case, "newsletter": newsletter, "origin": origin}
    return framed(render(request, PAGE, words, status=status), EVERYBODY)
