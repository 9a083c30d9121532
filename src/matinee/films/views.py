"""The release calendar of each territory, and a film for machines."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from matinee.films import calendar, exports
from matinee.films.models import Film
from matinee.publication.models import Publication, Territory

AHEAD_DAYS = 550


def _territory(code: str) -> Territory:
    territory = Territory.objects.filter(code=code.upper()).first()
    if territory is None:
        raise Http404(f"No releases are kept for {code}.")
    return territory


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send the reader to the calendar of the publication's own territory."""
    code = Publication.load(request_or_site=request).default_territory
    if Territory.objects.filter(code=code).exists():
        return HttpResponseRedirect(reverse("films:releases", args=[code]))
    context = {"territory": None, "territories": Territory.objects.all()}
    return render(request, "films/releases.html", context)


@require_safe
def releases(request: HttpRequest, code: str) -> HttpResponse:
    """What opens in one territory: this week, then month by month, then what has no date."""
    territory = _territory(code)
    if code != territory.code:
        return HttpResponseRedirect(reverse("films:releases", args=[territory.code]))
    today = timezone.localdate()
    first, last = calendar.week_of(territory.code, today)
    coming = calendar.coming(territory.code, today, AHEAD_DAYS)
    context = {
        "territory": territory,
        "territories": Territory.objects.all(),
        "first": first,
        "last": last,
        "week": calendar.out_this_week(territory.code, today),
        "months": calendar.by_month(coming),
        "past": _past(territory.code, first),
        "undated": calendar.undated(territory.code)[:40],
    }
    return render(request, "films/releases.html", context)


def _past(code: str, first: date) -> list[calendar.Month]:
    gone = calendar.releases(code).filter(date__lt=first).order_by("-date", "film__title")[:40]
    return calendar.by_month(r for r in gone if calendar.span(r)[1] < first)


@require_safe
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """One territory's releases for a calendar program (iCalendar, RFC 5545)."""
    territory = _territory(code)
    publication = Publication.load(request_or_site=request)
    body = exports.icalendar(
        calendar.releases(territory.code).select_related("territory"),
        name=f"{publication.name}: films in {territory.name}",
        host=request.get_host().split(":")[0],
        stamp=timezone.now(),
    )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="releases-{territory.code}.ics"'
    return response


@require_safe
def movie(request: HttpRequest, slug: str) -> HttpResponse:
    """A film as a schema.org Movie."""
    film = get_object_or_404(Film, slug=slug)
    address = request.build_absolute_uri(film.get_absolute_url())
    return JsonResponse(
        exports.movie(film, address),
        content_type="application/ld+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
