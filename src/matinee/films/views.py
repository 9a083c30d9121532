"""The release calendar of each territory, and a film for machines."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from matinee.films import calendar, exports, feeds
from matinee.films.models import Film
from matinee.films.templatetags.films_tags import the
from matinee.publication.models import Publication, Territory

AHEAD_DAYS = 3650
BEHIND_DAYS = 365
IN_THE_FEED = 100
UNDATED = 40


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
    today = calendar.today(territory)
    undated = calendar.undated(territory.code)
    week = calendar.outlook(territory.code, today, AHEAD_DAYS)
    context = {
        "territory": territory,
        "territories": Territory.objects.all(),
        "week": week,
        "months": calendar.by_month(week.coming),
        "past": calendar.by_month(calendar.gone(territory.code, today), latest_first=True),
        "undated": undated[:UNDATED],
        "more_undated": max(0, undated.count() - UNDATED),
    }
    return render(request, "films/releases.html", context)


@require_safe
@conditional_page
def calendar_feed(request: HttpRequest, code: str) -> HttpResponse:
    """One territory's releases for a calendar program (iCalendar, RFC 5545)."""
    territory = _territory(code)
    publication = Publication.load(request_or_site=request)
    since = calendar.today(territory) - timedelta(days=BEHIND_DAYS)
    found = calendar.releases(territory.code).select_related("territory")
    body = feeds.icalendar(
        found.filter(date__gte=since),
        name=f"{publication.name}: films in {the(territory)}",
        root=request.build_absolute_uri("/").rstrip("/"),
    )
    response = _feed(body, "text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="releases-{territory.code}.ics"'
    return response


@require_safe
@conditional_page
def atom_feed(request: HttpRequest, code: str) -> HttpResponse:
    """One territory's releases for a feed reader (Atom, RFC 4287), the last changed first."""
    territory = _territory(code)
    publication = Publication.load(request_or_site=request)
    found = calendar.releases(territory.code).select_related("territory")
    body = feeds.atom(
        found.order_by("-changed_at", "-pk")[:IN_THE_FEED],
        title=f"{publication.name}: films opening in {the(territory)}",
        author=publication.name,
        root=request.build_absolute_uri("/").rstrip("/"),
        path=reverse("films:atom", args=[territory.code]),
        language=publication.language,
    )
    return _feed(body, "application/atom+xml; charset=utf-8")


def _feed(body: str | bytes, kind: str) -> HttpResponse:
    """Return a feed, to be asked for again by its ETag.

    It has no Last-Modified: a release that was taken away would not move it.
    """
    response = HttpResponse(body, content_type=kind)
    patch_cache_control(response, public=True, max_age=900)
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
