"""Films as others read them: schema.org Movie, and iCalendar for a calendar program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from matinee.films.calendar import span
from matinee.films.models import Credit, Film, Release

# ISO 8601 at the precision that is known; schema.org takes reduced dates.
_CUT = {"day": 10, "month": 7, "season": 7, "year": 4}


def movie(film: Film, address: str = "") -> dict[str, Any]:
    """Return the film as a schema.org Movie with a PublicationEvent for each release.

    https://schema.org/Movie, https://schema.org/releasedEvent. Absent facts are left out.
    """
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
    return {
        "@type": "PublicationEvent",
        "name": release.get_kind_display(),
        "startDate": release.date.isoformat()[: _CUT[release.precision]],
        "location": {
            "@type": "Country",
            "name": release.territory.name,
            "identifier": release.territory_id,
        },
    }


def icalendar(found: Iterable[Release], *, name: str, host: str, stamp: datetime) -> str:
    """Return releases as an iCalendar feed of all-day events (RFC 5545, CRLF line ends).

    A release known to the month only spans its month and is marked tentative.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Matinee//Release calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for release in found:
        lines += _ical_event(release, host, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _ical_event(release: Release, host: str, stamp: datetime) -> list[str]:
    first, last = span(release)
    sure = release.precision == Release.Precision.DAY
    told = f"{release.territory.name}, {release.said()}. {release.note}".strip()
    summary = f"{release.film.title} ({release.get_kind_display().lower()})"
    return [
        "BEGIN:VEVENT",
        f"UID:release-{release.pk}@{host}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(told)}",
        f"STATUS:{'CONFIRMED' if sure else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    """Escape TEXT (RFC 5545, 3.3.11)."""
    for mark, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(mark, escaped)
    return words.replace("\r", "")


def _folded(line: str) -> str:
    """Fold a line at 75 octets, never within a character (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece = ""
    for character in line:
        limit = 75 if not pieces else 74  # the blank that begins a further piece counts
        if len((piece + character).encode()) > limit:
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece])
