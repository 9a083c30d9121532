"""Films out of answers that other catalogues give, kept as files.

Two layouts are read. Neither is fetched from here.

TMDB (The Movie Database), `GET /3/movie/{id}?append_to_response=credits,release_dates`:
    {"title", "release_date": "YYYY-MM-DD", "runtime": minutes, "overview",
     "credits": {"cast": [{"name", "character", "order"}],
                 "crew": [{"name", "job": "Director" | "Screenplay" | "Writer" | "Producer"}]},
     "release_dates": {"results": [{"iso_3166_1": "GB", "release_dates":
         [{"release_date": "2024-01-26T00:00:00.000Z", "type": 1-6, "certification", "note"}]}]}}
  `type` is numbered as ours: 1 premiere … 6 television. A list of such, or
  {"results": [...]}, is read as several films.

Wikidata, a SPARQL answer (`format=json`): {"results": {"bindings": [...]}}, one row a
combination, each {"value": …} under: film, filmLabel, year or publicationDate, directorLabel,
castLabel, characterLabel, basedOnLabel, basedOnAuthorLabel, duration, releaseDate,
country (alpha-2, ISO code as from wdt:P297). Rows with the same `film` are one film.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from matinee.films.known import find_or_make_film, set_release
from matinee.films.models import Film, Release

CAST_KEPT = 12
_JOBS = {
    "Director": "directors",
    "Screenplay": "writers",
    "Writer": "writers",
    "Producer": "producers",
}


class UnknownLayout(ValueError):
    """The file is neither of the two layouts."""


def read(text: str) -> list[dict[str, Any]]:
    """Return films in the shape of contracts.md from a TMDB or Wikidata answer.

    Raises UnknownLayout, with a sentence for the person who gave the file.
    """
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise UnknownLayout(f"This is not JSON: {error}.") from error
    if isinstance(answer, dict) and "bindings" in (answer.get("results") or {}):
        films = _wikidata(answer["results"]["bindings"])
    else:
        films = [_tmdb(item) for item in _items(answer)]
    films = [film for film in films if film["title"]]
    if not films:
        raise UnknownLayout("No film is in this file. It takes a TMDB or Wikidata JSON answer.")
    return films


def _items(answer: Any) -> list[dict[str, Any]]:
    if isinstance(answer, dict) and isinstance(answer.get("results"), list):
        answer = answer["results"]
    items = answer if isinstance(answer, list) else [answer]
    return [item for item in items if isinstance(item, dict) and item.get("title")]


def _tmdb(item: dict[str, Any]) -> dict[str, Any]:
    credits = item.get("credits") or {}
    film: dict[str, Any] = {
        "title": item["title"],
        "year": _year(item.get("release_date")),
        "running_time": item.get("runtime") or None,
        "synopsis": item.get("overview") or "",
        "directors": [],
        "writers": [],
        "producers": [],
        "cast": [
            {"person": part["name"], "character": part.get("character") or None}
            for part in sorted(credits.get("cast") or [], key=lambda p: p.get("order", 0))
        ][:CAST_KEPT],
        "releases": [],
    }
    for member in credits.get("crew") or []:
        key = _JOBS.get(member.get("job", ""))
        if key and member["name"] not in film[key]:
            film[key].append(member["name"])
    for country in (item.get("release_dates") or {}).get("results") or []:
        film["releases"] += _tmdb_releases(country)
    return film


def _tmdb_releases(country: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "territory": country["iso_3166_1"],
            "date": str(entry["release_date"])[:10],
            "precision": "day",
            "kind": entry["type"],
            "note": entry.get("note") or "",
        }
        for entry in country.get("release_dates") or []
        if entry["type"] in Release.Kind.values
    ]


def _wikidata(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    films: dict[str, dict[str, Any]] = {}
    for row in rows:
        cell = {key: entry.get("value", "") for key, entry in row.items()}
        film = films.setdefault(
            cell.get("film") or cell.get("filmLabel", ""),
            {"title": cell.get("filmLabel", ""), "year": None, "directors": [], "cast": [],
             "releases": [], "based_on": None, "running_time": None},
        )  # fmt: skip
        _wikidata_row(film, cell)
    return list(films.values())


def _wikidata_row(film: dict[str, Any], cell: dict[str, str]) -> None:
    film["year"] = film["year"] or _year(cell.get("year") or cell.get("publicationDate"))
    if cell.get("duration"):
        film["running_time"] = round(float(cell["duration"]))
    if cell.get("directorLabel") and cell["directorLabel"] not in film["directors"]:
        film["directors"].append(cell["directorLabel"])
    part = {"person": cell.get("castLabel", ""), "character": cell.get("characterLabel") or None}
    if part["person"] and part not in film["cast"]:
        film["cast"].append(part)
    if cell.get("basedOnLabel"):
        film["based_on"] = {
            "title": cell["basedOnLabel"],
            "author": cell.get("basedOnAuthorLabel") or None,
        }
    if cell.get("releaseDate") and cell.get("country"):
        release = {"territory": cell["country"], "date": cell["releaseDate"][:10],
                   "precision": "day", "kind": int(Release.Kind.THEATRICAL)}  # fmt: skip
        if release not in film["releases"]:
            film["releases"].append(release)


def _year(text: str | None) -> int | None:
    return int(text[:4]) if text and text[:4].isdigit() else None


@transaction.atomic
def take_in(text: str, *, source: str = "") -> list[Film]:
    """Write down every film of an answer, with its releases; return them. Raises UnknownLayout."""
    films = []
    for data in read(text):
        film = find_or_make_film(data)
        # Latest first, so that of two dates for one kind the earliest is what remains.
        for release in sorted(data["releases"], key=lambda r: str(r["date"]), reverse=True):
            set_release(film, release, source=source)
        films.append(film)
    return films
