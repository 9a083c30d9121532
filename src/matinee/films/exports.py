"""Films as machines read them: schema.org Movie."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects

from matinee.films.calendar import span
from matinee.films.models import Credit, Film, Release


def movie(film: Film, address: str = "") -> dict[str, Any]:
    """Return the film as a schema.org Movie with a PublicationEvent for each release.

    https://schema.org/Movie, https://schema.org/releasedEvent. Absent facts are left out.
    """
    prefetch_related_objects([film], "credits__person", "releases__territory")
    credits = list(film.credits.all())
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Movie",
        "@id": address,
        "url": address,
        "name": film.title,
        "dateCreated": str(film.year) if film.year else None,
        "duration": f"PT{film.running_time}M" if film.running_time else None,
        "contentRating": film.certificate,
        "abstract": film.synopsis,
        "director": [_person(c) for c in credits if c.role == Credit.Role.DIRECTOR],
        "author": [_person(c) for c in credits if c.role == Credit.Role.WRITER],
        "producer": [_person(c) for c in credits if c.role == Credit.Role.PRODUCER],
        "actor": [_part(c) for c in credits if c.role == Credit.Role.CAST],
        "isBasedOn": _source(film),
        "releasedEvent": [_event(r) for r in film.releases.all()],
    }
    return {key: value for key, value in found.items() if value}


def _person(credit: Credit) -> dict[str, Any]:
    return {"@type": "Person", "name": credit.person.name}


def _part(credit: Credit) -> dict[str, Any]:
    if not credit.character:
        return _person(credit)
    return {
        "@type": "PerformanceRole",
        "actor": _person(credit),
        "characterName": credit.character,
    }


def _source(film: Film) -> dict[str, Any] | None:
    if not film.source_title:
        return None
    book = film.source_form in (Film.Form.NOVEL, Film.Form.MEMOIR, Film.Form.COMIC)
    found = {
        "@type": "Book" if book else "CreativeWork",
        "name": film.source_title,
        "author": {"@type": "Person", "name": film.source_author} if film.source_author else None,
        "datePublished": str(film.source_year) if film.source_year else None,
    }
    return {key: value for key, value in found.items() if value}


def _event(release: Release) -> dict[str, Any]:
    """Return a PublicationEvent; its dates are reduced (ISO 8601) to what is known."""
    first, last = span(release)
    season = release.precision == Release.Precision.SEASON
    found = {
        "@type": "PublicationEvent",
        "name": release.get_kind_display(),
        "startDate": f"{first:%Y-%m}" if season else release.iso(),
        "endDate": f"{last:%Y-%m}" if season else None,
        "description": ", ".join(filter(None, [release.said() if season else "", release.note])),
        "location": {
            "@type": "Country",
            "name": release.territory.name,
            "identifier": release.territory_id,
        },
    }
    return {key: value for key, value in found.items() if value}
