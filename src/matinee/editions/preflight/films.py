"""Release dates: gone by, without a source, or partly worked out by us."""

from __future__ import annotations

from collections.abc import Iterator

from matinee.editions.items import FilmRef, Opening
from matinee.editions.mjml import with_article
from matinee.editions.preflight.finding import Finding, Level, Looked, rule


def _dates(looked: Looked) -> Iterator[tuple[FilmRef, Opening]]:
    seen: set[int] = set()
    for film in looked.sheet.films():
        if film.pk not in seen:
            seen.add(film.pk)
            yield from ((film, opening) for opening in film.openings.values())


def _where(film: FilmRef, opening: Opening) -> str:
    return f"“{film.title}” in {with_article(opening.territory_name)}"


@rule("date-past")
def date_past(looked: Looked) -> Iterator[Finding]:
    """A film that has opened already when the edition goes."""
    past: dict[str, list[str]] = {}
    for film, opening in _dates(looked):
        if opening.precision == "day" and opening.day < looked.sheet.day:
            said = f"{opening.said} in {with_article(opening.territory_name)}"
            past.setdefault(film.title, []).append(said)
    for title, dates in past.items():
        yield Finding(
            "date-past",
            Level.WARN,
            f"“{title}”",
            f"It has opened before this edition goes: {'; '.join(dates)}. The letter says so.",
            "Check that it is still on, or take the film out of the list.",
        )


@rule("date-source")
def date_without_source(looked: Looked) -> Iterator[Finding]:
    """A date that nobody can trace."""
    for film, opening in _dates(looked):
        if not opening.source.strip():
            yield Finding(
                "date-source",
                Level.WARN,
                _where(film, opening),
                f"Nothing says where the date {opening.said} comes from.",
                "Add the source to the film’s release.",
            )


@rule("date-inferred")
def date_inferred(looked: Looked) -> Iterator[Finding]:
    """A date of which we worked a part out."""
    for film, opening in _dates(looked):
        if opening.inferred:
            yield Finding(
                "date-inferred",
                Level.WARN,
                _where(film, opening),
                f"In {opening.said} the {opening.inferred} was worked out, not read.",
                "Check the date, then clear “worked out” on the film’s release.",
            )
