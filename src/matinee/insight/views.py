"""Opens and clicks taken in, and the report of a mailing in the desk."""

from __future__ import annotations

import base64

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matinee.editions.models import EditionPage
from matinee.insight import counting, reports
from matinee.insight.machines import gives_itself_away

# One transparent pixel: the smallest GIF that every mail program takes.
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class Redirect(HttpResponseRedirect):
    """A redirect that may also lead to a mail program."""

    allowed_schemes = ["http", "https", "mailto"]


def _by_machine(request: HttpRequest) -> bool:
    return gives_itself_away(request.method or "", request.headers)


@never_cache
@require_safe
def pixel(request: HttpRequest, token: str) -> HttpResponse:
    """Count an open and give the pixel: the same to a token that is not ours."""
    counting.opened(token, machine=_by_machine(request))
    return HttpResponse(PIXEL, content_type="image/gif")


@never_cache
@require_safe
def link(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Count a click and go on to the address; a page that says so where the link is not ours."""
    address = counting.followed(token, number, machine=_by_machine(request))
    if address is None:
        return render(request, "insight/no_link.html", status=404)
    response = Redirect(address)
    response["Referrer-Policy"] = "no-referrer"  # the token stays between the reader and us
    return response


@permission_required("wagtailadmin.access_admin", login_url="wagtailadmin_login")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what was sent, newest first, with how it did."""
    return render(request, "insight/index.html", {"reports": reports.latest()})


@permission_required("wagtailadmin.access_admin", login_url="wagtailadmin_login")
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one edition's report."""
    edition = get_object_or_404(EditionPage, pk=pk, mailing__isnull=False)
    return render(request, "insight/report.html", {"report": reports.of(edition)})
