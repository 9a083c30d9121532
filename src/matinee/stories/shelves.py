"""What each page shows: the front page's and sections' stories, a story's surroundings."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from django.core.paginator import Page as PageOfMany
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from matinee.films.calendar import coming, out_this_week
from matinee.films.models import Credit, Film, Release
from matinee.publication.models import Publication, Territory
from matinee.stories import structured
from matinee.stories.copies import Quote
from matinee.stories.pages import FrontPage, SectionPage, StoryPage

ON_A_PAGE = 12
ON_THE_FRONT = 5
IN_A_RAIL = 4
MORE = 3

Stories: TypeAlias = Any  # a Wagtail PageQuerySet, which has no types


class Rail(NamedTuple):
    """One section on the front page with its newest stories."""

    section: SectionPage
    stories: list[StoryPage]


class Opening(NamedTuple):
    """When a film opens in one territory; no release means no date yet."""

    territory: Territory
    release: Release | None


def newest() -> Stories:
    """Live stories, newest first."""
    return (
        StoryPage.objects.live()
        .public()
        .select_related("lead_picture")
        .order_by("-published_on", "-first_published_at", "-pk")
    )


def front(page: FrontPage) -> dict[str, Any]:
    """Return the front page's lead, next stories, rails, and what opens this week."""
    top = list(newest().descendant_of(page)[:ON_THE_FRONT])
    shown = [story.pk for story in top]
    rails = []
    for section in SectionPage.objects.child_of(page).live().in_menu():
        stories = list(newest().child_of(section).exclude(pk__in=shown)[:IN_A_RAIL])
        if stories:
            rails.append(Rail(section, stories))
    publication = Publication.load()
    return {
        "lead": top[0] if top else None,
        "next": top[1:],
        "rails": rails,
        "week": out_this_week(publication.default_territory, timezone.localdate())[:6],
        "soon": coming(publication.default_territory, timezone.localdate(), 60)[:6],
        "territory": Territory.objects.filter(code=publication.default_territory).first(),
        "newsletter": page.newsletter if page.newsletter and page.newsletter.is_open else None,
    }


def section(page: SectionPage, number: str | None) -> dict[str, Any]:
    """Return one page of the section's stories; a number out of range gives the nearest."""
    many: PageOfMany[StoryPage] = Paginator(newest().child_of(page), ON_A_PAGE).get_page(number)
    newsletter = page.own_newsletter()
    return {
        "stories": many,
        "newsletter": newsletter if newsletter and newsletter.is_open else None,
    }


def story(page: StoryPage, request: HttpRequest) -> dict[str, Any]:
    """Return the story's section, film boxes, more stories, canonical address and data block."""
    parent = page.get_parent()
    canonical = page.canonical_url or page.get_full_url(request)
    in_body = {block.value.pk for block in page.body if block.block_type == "film" and block.value}
    site = Site.find_for_request(request)
    more = newest().child_of(parent).exclude(pk=page.pk)[:MORE] if parent else []
    return {
        "section_page": parent,
        "film_boxes": [box(film) for film in page.films.all() if film.pk not in in_body],
        "more": list(more),
        "canonical": canonical,
        "data_block": structured.data_block(structured.article(page, canonical, site)),
    }


def box(film: Film) -> dict[str, Any]:
    """Return what a film box shows."""
    credits = list(film.credits.select_related("person"))
    return {
        "film": film,
        "directors": [c.person.name for c in credits if c.role == Credit.Role.DIRECTOR],
        "cast": [c for c in credits if c.role == Credit.Role.CAST],
        **openings(film),
    }


def openings(film: Film) -> dict[str, Any]:
    """Return the film's opening at home and abroad, and where there is no date yet.

    The publication's own territory comes first, dated or not.
    """
    home = Publication.load().default_territory
    prefetch_related_objects([film], "releases")  # asked for once, not for each territory
    dated: list[Opening] = []
    undated: list[Territory] = []
    for territory in sorted(Territory.objects.all(), key=lambda t: (t.code != home, t.name)):
        release = film.release_for(territory.code)
        if release or territory.code == home:
            dated.append(Opening(territory, release))
        else:
            undated.append(territory)
    return {"openings": dated, "undated": undated}


def of_film(film: Film) -> dict[str, Any]:
    """Return a film's page: its facts, every release, its stories and the quotes in them."""
    stories = newest().filter(films=film)
    quotes = Quote.objects.filter(story__in=stories.values("pk")).select_related("story")
    home = Publication.load().default_territory
    releases = sorted(
        film.releases.select_related("territory"),
        key=lambda r: (r.territory_id != home, r.territory.name, r.date, r.kind),
    )
    return {
        **box(film),
        "releases": releases,
        "stories": list(stories[:20]),
        "quotes": list(quotes[:12]),
    }


def films_index() -> QuerySet[Film]:
    """Every film, by title, with its directors fetched."""
    directors = Credit.objects.filter(role=Credit.Role.DIRECTOR).select_related("person")
    films: QuerySet[Film] = Film.objects.order_by("title")
    return films.prefetch_related(Prefetch("credits", directors))


__all__ = ["box", "films_index", "front", "newest", "of_film", "openings", "section", "story"]
