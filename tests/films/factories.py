"""Films and territories for tests."""

from __future__ import annotations

from datetime import date

from matinee.films.models import Film, Release
from matinee.publication.models import Territory

NAMES = {"GB": "United Kingdom", "US": "United States", "FR": "France", "AU": "Australia"}


def a_territory(code: str) -> Territory:
    """The territory, named as it is."""
    return Territory.objects.get_or_create(code=code, defaults={"name": NAMES[code]})[0]


def a_film(title: str = "Salt Road", year: int | None = 2026) -> Film:
    """A film without anything else."""
    return Film.objects.create(title=title, year=year)


def opens(
    film: Film, code: str, day: str, *, kind: int = 3, precision: str = "day", note: str = ""
) -> Release:
    """The film's release in one territory."""
    return Release.objects.create(
        film=film, territory=a_territory(code), date=date.fromisoformat(day), kind=kind,
        precision=precision, note=note,
    )  # fmt: skip
