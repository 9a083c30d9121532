"""A territory's releases for feed readers (Atom) and calendar programs (iCalendar)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from matinee.films.answers import words
from matinee.films.calendar import span
from matinee.films.models import Release

ATOM = "http://www.w3.org/2005/Atom"
_LONGEST = 10_000
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed must say when it changed, even an empty one


def atom(
    found: Iterable[Release], *, title: str, author: str, root: str, path: str, language: str
) -> bytes:
    """Return releases as an Atom feed (RFC 4287), an entry each, in the order given.

    `root` is the site's address without a slash at its end, `path` the feed's own under it. An
    entry's `updated` is when what readers are told of its release last changed, and the feed's
    is the latest of these. The same releases give the same bytes.
    """
    found = list(found)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    page = root + path.rpartition("/")[0] + "/"
    _add(feed, "title", title)
    _add(feed, "id", page)
    ET.SubElement(
        feed, "link", {"rel": "self", "href": root + path, "type": "application/atom+xml"}
    )
    ET.SubElement(feed, "link", {"rel": "alternate", "href": page, "type": "text/html"})
    changed = max(
        (release.changed_at for release in found), default=datetime(1970, 1, 1, tzinfo=UTC)
    )
    _add(feed, "updated", _moment(changed))
    _add(ET.SubElement(feed, "author"), "name", author)
    for release in found:
        _entry(feed, release, root)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, release: Release, root: str) -> None:
    film = root + release.film.get_absolute_url()
    entry = ET.SubElement(feed, "entry")
    _add(entry, "title", f"{release.film.title}: {release.said()}")
    _add(entry, "id", f"{film}#release-{release.pk}")
    _link(entry, "alternate", film, "text/html")
    _add(entry, "updated", _moment(release.changed_at))
    ET.SubElement(entry, "category", {"term": release.how()})
    _add(entry, "summary", _told(release))


def _told(release: Release) -> str:
    told = f"{release.how()}, {release.territory.name}, {release.said()}."
    return f"{told} {release.note}".strip()


def _add(parent: ET.Element, name: str, text: str) -> None:
    # XML has no place for control characters, however they came into a title.
    ET.SubElement(parent, name).text = words(text, _LONGEST)


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "href": href, "type": kind})


def _moment(when: datetime) -> str:
    """Return a date construct (RFC 4287, 3.3), to the second."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def icalendar(found: Iterable[Release], *, name: str, root: str) -> str:
    """Return releases as an iCalendar feed of all-day events (RFC 5545, CRLF line ends).

    A release known to the month only spans its month and is marked tentative. `root` is the
    site's address. The same releases give the same text: an event's stamp is when its release
    last changed (3.8.7.2, for objects without a METHOD).
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Matinee//Release calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for release in found:
        lines += _event(release, root)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(release: Release, root: str) -> list[str]:
    first, last = span(release)
    sure = release.precision == Release.Precision.DAY
    host = root.rpartition("/")[2].partition(":")[0]
    changed = f"{release.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    summary = f"{release.film.title} ({release.how().lower()})"
    return [
        "BEGIN:VEVENT",
        f"UID:release-{release.pk}@{host}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(_told(release))}",
        f"URL:{root}{release.film.get_absolute_url()}",
        f"STATUS:{'CONFIRMED' if sure else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(said: str) -> str:
    """Escape TEXT (RFC 5545, 3.3.11), which holds no control characters."""
    said = words(said, _LONGEST)
    for mark, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        said = said.replace(mark, escaped)
    return said


def _folded(line: str) -> str:
    """Fold a line at 75 octets, never within a character (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        wide = len(character.encode())
        if size + wide > (75 if not pieces else 74):  # a further piece begins with a blank
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + character, size + wide
    return "\r\n ".join([*pieces, piece])
