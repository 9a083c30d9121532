"""When films open for one reader: their own territory's date, or no date yet (design rule 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from matinee.editions.items import FilmRef, Opening

NO_DATE = "No date yet"
# Where a film opens, by the kinds of films.Release.
PLACES = {
    1: "premiere",
    2: "in a few cinemas",
    3: "in cinemas",
    4: "to stream or rent",
    5: "on disc",
    6: "on television",
}


@dataclass(frozen=True)
class Row:
    """One film's line: what is said of when, and where; `soon`: this week; `past`: out."""

    film: FilmRef
    when: str
    where: str
    soon: bool
    known: bool
    past: bool = False


def _when(opening: Opening, day: date) -> str:
    if opening.precision != "day":
        return opening.said
    if day <= opening.day < day + timedelta(days=14):
        return f"{opening.day:%A} {opening.day.day} {opening.day:%B}"
    return opening.said


def row(film: FilmRef, territory: str, day: date) -> Row:
    """Return a film's line for readers in `territory`, in an edition of the date `day`."""
    opening = film.openings.get(territory)
    if opening is None:
        return Row(film, NO_DATE, "", soon=False, known=False)
    exact = opening.precision == "day"
    place = PLACES.get(opening.kind, "")
    past = exact and opening.day < day
    where = f"{place} since" if past and place != "premiere" else place
    soon = exact and day <= opening.day < day + timedelta(days=7)
    return Row(film, _when(opening, day), where, soon=soon, known=True, past=past)


def rows(films: Iterable[FilmRef], territory: str, day: date) -> list[Row]:
    """Return every film's line: the next to open first, then those out, then those undated."""

    def rank(line: Row) -> tuple[int, int, str]:
        opening = line.film.openings.get(territory)
        if opening is None:
            return (2, 0, line.film.title)
        days = (opening.day - day).days
        return (0, days, line.film.title) if days >= 0 else (1, -days, line.film.title)

    return sorted((row(film, territory, day) for film in films), key=rank)
