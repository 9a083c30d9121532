"""The publication's own pages: its colours as a stylesheet, and its privacy notice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from matinee.publication import theme
from matinee.publication.models import PrivacyNotice, Publication

YEAR = 31_536_000


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    """The colours. An address with the present version in it may be kept for a year."""
    publication = Publication.load(request_or_site=request)
    response = HttpResponse(theme.stylesheet(publication), content_type="text/css; charset=utf-8")
    fresh = request.GET.get("v") == theme.version(publication)
    patch_cache_control(response, public=True, max_age=YEAR if fresh else 60)
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice as it stands today, with its version."""
    return render(request, "publication/privacy.html", {"notice": PrivacyNotice.current()})
