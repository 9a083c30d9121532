"""What opens when, in one territory. Never another territory's date (design rule 6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from matinee.films.models import Film, Release

# Cinema weeks begin on the day that films open: Friday in most places, Thursday in some.
OPENING_DAY = {"AU": 3, "NZ": 3, "DE": 3, "NL": 3, "IT": 3, "KR": 2, "FR": 2}
FRIDAY = 4
ON_SCREENS = (Release.Kind.THEATRICAL, Release.Kind.LIMITED)
FOR_HOME = (Release.Kind.DIGITAL, Release.Kind.PHYSICAL, Release.Kind.TELEVISION)


class Month(NamedTuple):
    """One heading of a calendar with its releases, in order."""

    said: str
    releases: list[Release]


def week_of(territory: str, on: date) -> tuple[date, date]:
    """Return the first and last day of the cinema week that holds `on`."""
    first = on - timedelta(days=(on.weekday() - OPENING_DAY.get(territory, FRIDAY)) % 7)
    return first, first + timedelta(days=6)


def releases(territory: str, *, kinds: Iterable[int] | None = None) -> QuerySet[Release]:
    """All releases in the territory, soonest first, with their films fetched."""
    found = Release.objects.filter(territory_id=territory).select_related("film", "film__poster")
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    return found.order_by("date", "film__title")


def out_this_week(territory: str, on: date) -> list[Release]:
    """Releases in the cinema week of `on`: known to the day, in cinemas or for the home."""
    first, last = week_of(territory, on)
    return list(
        releases(territory, kinds=(*ON_SCREENS, *FOR_HOME)).filter(
            date__range=(first, last), precision=Release.Precision.DAY
        )
    )


def coming(territory: str, on: date, days: int = 60) -> list[Release]:
    """Releases after the cinema week of `on`, within `days` days of it.

    A release known to the month, season or year only is coming while its span is not over.
    """
    _, last = week_of(territory, on)
    until = on + timedelta(days=days)
    found = releases(territory, kinds=(*ON_SCREENS, *FOR_HOME)).filter(date__lte=until)
    return [r for r in found.filter(date__gt=on - timedelta(days=366)) if span(r)[1] > last]


def span(release: Release) -> tuple[date, date]:
    """Return the first and last day that the release may fall on."""
    first = release.date
    months = {"day": 0, "month": 1, "season": 3, "year": 12}[release.precision]
    if not months:
        return first, first
    ahead = first.month - 1 + months
    return first, date(first.year + ahead // 12, ahead % 12 + 1, 1) - timedelta(days=1)


def by_month(found: Iterable[Release]) -> list[Month]:
    """Return releases under a heading for each month; looser dates under headings of their own."""
    months: list[Month] = []
    for release in found:
        said = f"{release.date:%B %Y}"
        if release.precision in (Release.Precision.SEASON, Release.Precision.YEAR):
            said = release.said().capitalize()
        if not months or months[-1].said != said:
            months.append(Month(said, []))
        months[-1].releases.append(release)
    return months


def undated(territory: str) -> QuerySet[Film]:
    """Films with a date somewhere but none in this territory: "no date yet"."""
    films: QuerySet[Film] = Film.objects.exclude(releases__territory_id=territory)
    return films.order_by("title")
