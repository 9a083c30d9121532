"""What opens when, in one territory. Never another territory's date (design rule 6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.utils import timezone

from matinee.films.models import Film, Release
from matinee.publication.models import Territory

# Cinema weeks begin on the day that films open: Friday in most places, Thursday in some.
OPENING_DAY = {"AU": 3, "NZ": 3, "DE": 3, "NL": 3, "IT": 3, "KR": 2, "FR": 2}
FRIDAY = 4
ON_SCREENS = (Release.Kind.THEATRICAL, Release.Kind.LIMITED)
FOR_HOME = (Release.Kind.DIGITAL, Release.Kind.PHYSICAL, Release.Kind.TELEVISION)
OPENINGS = (*ON_SCREENS, *FOR_HOME)
_MONTHS = {"day": 0, "month": 1, "season": 3, "year": 12}


class Month(NamedTuple):
    """One heading of a calendar with its releases, in order."""

    said: str
    releases: list[Release]


class Outlook(NamedTuple):
    """A cinema week from its first to its last day: what is out in it, and what comes after."""

    first: date
    last: date
    out: list[Release]
    coming: list[Release]


def today(territory: Territory, now: datetime | None = None) -> date:
    """Return the day that it is in the territory, by its own time zone."""
    return (now or timezone.now()).astimezone(ZoneInfo(territory.time_zone)).date()


def week_of(territory: str, on: date) -> tuple[date, date]:
    """Return the first and last day of the cinema week that holds `on`."""
    first = on - timedelta(days=(on.weekday() - OPENING_DAY.get(territory, FRIDAY)) % 7)
    return first, first + timedelta(days=6)


def releases(territory: str, *, kinds: Iterable[int] | None = None) -> QuerySet[Release]:
    """All releases in the territory, soonest first, with their films fetched."""
    found = Release.objects.filter(territory_id=territory).select_related("film", "film__poster")
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    return found.order_by("date", "film__title", "pk")


def outlook(territory: str, on: date, days: int = 60) -> Outlook:
    """Return what is out in the cinema week of `on` and coming after it.

    For an edition: its newsletter's territory, and the day that it goes by the newsletter's
    own time zone (`newsletter.next_send(now).astimezone(newsletter.zone).date()`).
    """
    first, last = week_of(territory, on)
    return Outlook(first, last, out_this_week(territory, on), coming(territory, on, days))


def out_this_week(territory: str, on: date) -> list[Release]:
    """Releases in the cinema week of `on`: known to the day, in cinemas or for the home."""
    first, last = week_of(territory, on)
    return list(
        releases(territory, kinds=OPENINGS).filter(
            date__range=(first, last), precision=Release.Precision.DAY
        )
    )


def coming(territory: str, on: date, days: int = 60) -> list[Release]:
    """Releases after the cinema week of `on`, within `days` days of it.

    A release known to the month, season or year only is coming while its span is not over.
    """
    _, last = week_of(territory, on)
    until = on + timedelta(days=days)
    found = releases(territory, kinds=OPENINGS).filter(date__lte=until)
    return [r for r in found.filter(date__gt=on - timedelta(days=366)) if span(r)[1] > last]


def gone(territory: str, on: date, most: int = 40) -> list[Release]:
    """Releases that were over before the cinema week of `on`, the latest first."""
    first, _ = week_of(territory, on)
    before = releases(territory, kinds=OPENINGS).filter(date__lt=first)
    latest = before.order_by("-date", "film__title", "pk")[: 2 * most]
    return [r for r in latest if span(r)[1] < first][:most]


def span(release: Release) -> tuple[date, date]:
    """Return the first and last day that the release may fall on."""
    first = release.date
    months = _MONTHS[release.precision]
    if not months:
        return first, first
    ahead = first.month - 1 + months
    return first, date(first.year + ahead // 12, ahead % 12 + 1, 1) - timedelta(days=1)


def by_month(found: Iterable[Release], *, latest_first: bool = False) -> list[Month]:
    """Return releases under a heading for each month; seasons and years have headings of their own.

    A season stands after its last month, a year after its December; in a month, what is known to
    the day comes before what is not.
    """

    def place(release: Release) -> tuple[int, int, int]:
        first, last = span(release)
        loose = release.precision in (Release.Precision.SEASON, Release.Precision.YEAR)
        at = last if loose else first
        return at.year, at.month, _MONTHS[release.precision] if loose else 0

    headings: dict[tuple[int, int, int], list[Release]] = {}
    for release in found:
        headings.setdefault(place(release), []).append(release)
    months = []
    for key in sorted(headings, reverse=latest_first):
        releases = headings[key]
        releases.sort(key=lambda r: r.precision != Release.Precision.DAY)
        said = f"{releases[0].date:%B %Y}" if not key[2] else releases[0].said()
        months.append(Month(said[:1].upper() + said[1:], releases))
    return months


def undated(territory: str) -> QuerySet[Film]:
    """Films that do not open in this territory as far as we know ("no date yet"), newest first.

    A premiere is no opening.
    """
    opening = Release.objects.filter(territory_id=territory, kind__in=OPENINGS)
    films: QuerySet[Film] = Film.objects.exclude(pk__in=opening.values("film_id"))
    return films.order_by(F("year").desc(nulls_first=True), "title", "pk")
