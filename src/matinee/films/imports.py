"""Films out of answers that other catalogues give, kept as files. Nothing is fetched from here.

The layouts are told in `tmdb.py` and `wikidata.py`. What is known of a film is not changed by a
catalogue: what is missing is added. A release that the newsroom or a story gave stays; one that a
catalogue gave is written over by a newer answer of its own, or by another's that knows the date
more precisely; none by one that knows it less.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from matinee.films import tmdb, wikidata
from matinee.films.known import find_film, find_or_make_film, set_release
from matinee.films.models import Film, Release
from matinee.publication.models import Publication, Territory

CATALOGUES = ("TMDB", "Wikidata")
_LOOSENESS = ("day", "month", "season", "year")
NO_FILM = "No film is in this file. It takes a TMDB or Wikidata JSON answer about a film."


class UnknownLayout(ValueError):
    """The file is none of the layouts; the message says so to the person who gave it."""


@dataclass
class Brought:
    """What an answer did to one film.

    `said` are sentences about what was not taken, for the person who gave the file.
    """

    film: Film
    new: bool
    added: list[Release] = field(default_factory=list)
    moved: list[Release] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def read(text: str) -> list[dict[str, Any]]:
    """Return films in the shape of contracts.md from a TMDB or Wikidata answer.

    Raises UnknownLayout, with a sentence for the person who gave the file.
    """
    try:
        answer = json.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        raise UnknownLayout("This is not JSON that can be read: it is nested too deep.") from error
    except ValueError as error:
        raise UnknownLayout(f"This is not JSON: {error}.") from error
    films = wikidata.films(answer) or ([] if wikidata.is_rows(answer) else tmdb.films(answer))
    if not films:
        raise UnknownLayout(wikidata.complaint(answer) or tmdb.complaint(answer) or NO_FILM)
    return films


@transaction.atomic
def bring(text: str, *, source: str = "", kept_only: bool = False) -> list[Brought]:
    """Write down every film of an answer, with its releases, and say what came of each.

    `source` names the file; `kept_only` leaves out territories that the publication does not
    have yet. Raises UnknownLayout.
    """
    kept = set(Territory.objects.values_list("code", flat=True)) if kept_only else None
    return [_bring(data, source, kept) for data in read(text)]


def take_in(text: str, *, source: str = "") -> list[Film]:
    """Write down every film of an answer, with its releases; return them. Raises UnknownLayout."""
    return [brought.film for brought in bring(text, source=source)]


def _bring(data: dict[str, Any], source: str, kept: Collection[str] | None) -> Brought:
    new = find_film(data["title"], data.get("year")) is None
    certificates = data.get("certificates") or {}
    home = Publication.load().default_territory
    film = find_or_make_film({**data, "certificate": certificates.get(home)})
    brought = Brought(film, new)
    named = ", ".join(part for part in (data["catalogue"], source) if part)
    left: dict[str, None] = {}
    for release in _first_of_each(data["releases"]):
        if kept is not None and release["territory"] not in kept:
            left[release["territory"]] = None
        else:
            _settle(brought, release, named)
    if left:
        codes = ", ".join(sorted(left))
        brought.said.append(f"Left out, since you keep no such territory: {codes}.")
    if unnamed := data.get("unnamed"):
        numbers = "|".join(unnamed[:50])
        brought.said.append(
            f"{len(unnamed)} people or works are only numbers in this file. "
            f"Ask Wikidata for them too (ids={numbers}) and bring that file."
        )
    return brought


def _first_of_each(releases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one release for each territory and kind: the most precise, then the earliest."""
    best: dict[tuple[str, int], dict[str, Any]] = {}
    for release in sorted(releases, key=lambda r: (_loose(r["precision"]), r["date"])):
        best.setdefault((release["territory"], release["kind"]), release)
    return list(best.values())


def _loose(precision: str) -> int:
    return _LOOSENESS.index(precision)


def _settle(brought: Brought, data: dict[str, Any], source: str) -> None:
    known = brought.film.releases.filter(territory_id=data["territory"], kind=data["kind"]).first()
    if known is None:
        brought.added.append(set_release(brought.film, data, source=source))
        return
    if (known.date.isoformat(), known.precision) == (data["date"], data["precision"]):
        return
    if _loose(data["precision"]) > _loose(known.precision):
        return
    surer = _loose(data["precision"]) < _loose(known.precision)
    theirs = next((name for name in CATALOGUES if known.source.startswith(name)), None)
    if theirs and (surer or source.startswith(theirs)):
        brought.moved.append(set_release(brought.film, data, source=source))
        return
    told = Release(date=date.fromisoformat(data["date"]), precision=data["precision"])
    whose = f"{theirs}’s date" if theirs else "your own date"
    brought.said.append(
        f"{known.territory.name}, {known.get_kind_display().lower()}: {whose} stays, "
        f"{known.said()}. The file says {told.said()}."
    )
