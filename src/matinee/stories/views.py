"""Pages that join films and stories, and the feed of stories."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from matinee.films.exports import movie
from matinee.films.models import Film
from matinee.stories import shelves, structured
from matinee.stories.pages import FrontPage


@require_safe
def film(request: HttpRequest, slug: str) -> HttpResponse:
    """A film: its facts, its dates, its stories and what was said in them."""
    found = get_object_or_404(Film, slug=slug)
    address = request.build_absolute_uri(found.get_absolute_url())
    data = structured.data_block(movie(found, address))
    context = {**shelves.of_film(found), "canonical": address, "data_block": data}
    return render(request, "stories/film.html", context)


@require_safe
def films(request: HttpRequest) -> HttpResponse:
    """Every film, by title."""
    return render(request, "stories/films.html", {"films": shelves.films_index()})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest stories as an Atom feed (RFC 4287)."""
    front = FrontPage.objects.live().first()
    if front is None:
        raise Http404
    stories = list(shelves.newest()[:30])
    response = render(
        request,
        "stories/feed.xml",
        {"stories": stories, "front": front, "address": request.build_absolute_uri()},
        content_type="application/atom+xml; charset=utf-8",
    )
    if stories and stories[0].last_published_at:
        response["Last-Modified"] = http_date(
            max(s.last_published_at for s in stories if s.last_published_at).timestamp()
        )
    return response
