"""The web version of an edition: the same blocks as a page, dates for whichever territory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

from matinee.editions import openings
from matinee.editions.items import (
    FilmOfTheWeekItem,
    FilmRef,
    Item,
    OnlyForItem,
    ReleasesItem,
    Sheet,
)

if TYPE_CHECKING:
    from matinee.editions import polls
    from matinee.editions.models import EditionPage


@dataclass(frozen=True)
class FilmDates:
    """A film with every country's date, by the country's name."""

    film: FilmRef
    dates: list[tuple[str, openings.Row]]


@dataclass
class Shown:
    """An item as a page shows it."""

    item: Item
    template: str
    rows: list[openings.Row] = field(default_factory=list)
    films: list[FilmDates] = field(default_factory=list)
    only_for: str = ""
    results: polls.Results | None = None


def _dates(film: FilmRef, sheet: Sheet) -> FilmDates:
    by_name = sorted(film.openings.values(), key=lambda opening: opening.territory_name)
    rows = [(o.territory_name, openings.row(film, o.territory, sheet.day)) for o in by_name]
    return FilmDates(film, rows)


def _show(item: Item, sheet: Sheet, territory: str, only_for: str = "") -> Shown:
    shown = Shown(item, f"editions/blocks/{item.kind}.html", only_for=only_for)
    films: Iterable[FilmRef] = ()
    if isinstance(item, ReleasesItem):
        films = item.films
    elif isinstance(item, FilmOfTheWeekItem):
        films = (item.film,)
    if territory:
        shown.rows = openings.rows(films, territory, sheet.day)
    else:
        shown.films = [_dates(film, sheet) for film in films]
    return shown


def shown(sheet: Sheet, territory: str) -> Iterator[Shown]:
    """Yield what the page shows: for one territory, or for all with each named."""
    for item in sheet.items:
        if not isinstance(item, OnlyForItem):
            yield _show(item, sheet, territory)
        elif item.segment or not item.territory:
            continue  # everybody reads this page
        elif territory in ("", item.territory):
            for inner in item.items:
                yield _show(inner, sheet, territory, item.territory_name)


def countries(sheet: Sheet) -> list[tuple[str, str]]:
    """Return (code, name) of the territories that the edition has anything of its own for."""
    named = {o.territory: o.territory_name for f in sheet.films() for o in f.openings.values()}
    named |= {i.territory: i.territory_name for i in sheet.items if isinstance(i, OnlyForItem)}
    named.pop("", None)
    return sorted(named.items(), key=lambda pair: pair[1])


def local(url: str) -> str:
    """Return an address of this site without its host, so that it holds on any of its names."""
    return url.removeprefix(settings.SITE_URL) if url.startswith(settings.SITE_URL + "/") else url


def context(edition: EditionPage, request: HttpRequest) -> dict[str, Any]:
    """Return what the web page of an edition shows."""
    from matinee.editions import polls
    from matinee.editions import sheet as reading

    sheet = reading.read(edition)
    ended = {
        p.id: polls.results(p) for p in polls.of(edition) if edition.sent_at and not p.is_open()
    }
    choices = countries(sheet)
    asked = request.GET.get("territory", "").upper()
    territory = asked if asked in dict(choices) else ""
    items = list(shown(sheet, territory))
    for one in items:
        one.results = ended.get(one.item.id)
    siblings = type(edition).objects.filter(newsletter=edition.newsletter).public_ones()
    return {
        "edition": edition,
        "newsletter": edition.newsletter,
        "sheet": sheet,
        "items": items,
        "countries": choices,
        "territory": territory,
        "territory_name": dict(choices).get(territory, ""),
        "earlier": siblings.filter(number__lt=edition.number or 0).order_by("-number").first(),
        "later": siblings.filter(number__gt=edition.number or 0).order_by("number").first(),
    }
