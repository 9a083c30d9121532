"""Matching what a page says of a film to the films already known, rather than doubling them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django.db import transaction

from matinee.films.models import Credit, Film, Person, Release
from matinee.films.places import PLACES, Place
from matinee.publication.models import Territory

YEAR_SLACK = 1  # a festival year and a release year are often neighbours
_ARTICLES = re.compile(r"^(the|a|an|le|la|les|l|il|el|der|die|das) ")
_ROLES = {
    "directors": Credit.Role.DIRECTOR,
    "writers": Credit.Role.WRITER,
    "producers": Credit.Role.PRODUCER,
}


def fold(title: str) -> str:
    """Return a title as it is compared: no case, accents, marks, or leading article."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("&", " and "))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[’'`]", "", plain)
    plain = re.sub(r"[^\w]+", " ", plain).strip()
    return _ARTICLES.sub("", plain)


def find_film(title: str, year: int | None = None) -> Film | None:
    """Return the known film with this title (folded) and a year no more than one away.

    Where either year is unknown the title decides, if just one film bears it; where several
    do, none is guessed unless exactly one has no year to contradict.
    """
    same = [film for film in _candidates(title) if _same(film.title, title)]
    if year is None:
        return same[0] if len(same) == 1 else None
    dated = [f for f in same if f.year is not None and abs(f.year - year) <= YEAR_SLACK]
    if dated:
        return min(dated, key=lambda f: abs((f.year or 0) - year))
    undated = [f for f in same if f.year is None]
    return undated[0] if len(undated) == 1 else None


def _same(one: str, other: str) -> bool:
    if folded := fold(one):
        return folded == fold(other)
    return one.casefold() == other.casefold()  # a title of marks alone, such as “!!!”


def _candidates(title: str) -> list[Film]:
    """Films that may match: those whose title shares its longest word."""
    words = sorted(re.findall(r"\w+", title), key=len, reverse=True)
    ascii_words = [word for word in words if word.isascii()]
    films = Film.objects.all()
    # Accents may differ between two spellings, so only a plain word narrows the search.
    if ascii_words and len(ascii_words[0]) > 3:
        narrowed = list(films.filter(title__icontains=ascii_words[0]))
        if narrowed:
            return narrowed
    return list(films)


@transaction.atomic
def find_or_make_film(data: dict[str, Any]) -> Film:
    """Return the film that `data` (contracts.md, `films[]`) tells of, known or newly made.

    Facts that a known film lacks are added; none that it has is changed. Releases are not
    taken from here, since each is decided on its own (`set_release`).
    """
    title = str(data["title"]).strip()
    film = find_film(title, data.get("year"))
    if film is None:
        film = Film(title=title[:250], year=data.get("year"))
    _fill(film, data)
    film.save()
    _credit(film, data)
    return film


def _fill(film: Film, data: dict[str, Any]) -> None:
    source = data.get("based_on") or {}
    form = source.get("form")
    facts = {
        "year": data.get("year"),
        "running_time": data.get("running_time"),
        "certificate": data.get("certificate"),
        "synopsis": data.get("synopsis"),
        "source_title": source.get("title"),
        "source_author": source.get("author"),
        "source_year": source.get("year"),
        "source_form": form if form in Film.Form.values else ("other" if form else None),
    }
    for name, value in facts.items():
        if value and not getattr(film, name):
            setattr(film, name, value)


def _credit(film: Film, data: dict[str, Any]) -> None:
    for key, role in _ROLES.items():
        for order, name in enumerate(data.get(key) or []):
            add_credit(film, name, role, order=order)
    for order, part in enumerate(data.get("cast") or []):
        add_credit(film, part["person"], Credit.Role.CAST, part.get("character") or "", order)


def add_credit(film: Film, name: str, role: str, character: str = "", order: int = 0) -> Credit:
    """Return the credit, made if it is new; a character is added to a part that had none."""
    person = find_or_make_person(name)
    known = list(Credit.objects.filter(film=film, person=person, role=role))
    for credit in known:
        if not character or fold(credit.character) == fold(character):
            return credit
        if not credit.character:
            credit.character = character[:160]
            credit.save(update_fields=["character"])
            return credit
    return Credit.objects.create(
        film=film, person=person, role=role, character=character[:160], order=order
    )


def find_or_make_person(name: str) -> Person:
    """Return the person of this name, whatever its case and spacing; made if new."""
    name = " ".join(name.split())[:160]
    person = Person.objects.filter(name__iexact=name).first()
    return person or Person.objects.create(name=name)


def territory(code: str) -> Territory:
    """Return the territory with this ISO 3166-1 alpha-2 code, made if it is new."""
    code = code.upper()
    place = PLACES.get(code, Place(code, "UTC"))
    found, _ = Territory.objects.get_or_create(
        code=code, defaults={"name": place.name, "time_zone": place.zone}
    )
    return found


def set_release(film: Film, data: dict[str, Any], *, source: str = "") -> Release:
    """Write down a release (contracts.md, `films[].releases[]`) over what was known of it.

    Nothing is written where nothing differs. Raises ValueError for a date that is none.
    """
    facts = {
        "date": date.fromisoformat(whole_date(str(data["date"]))),
        "precision": data.get("precision") or Release.Precision.DAY,
        "inferred": ", ".join(data.get("inferred") or [])[:60],
        "note": str(data.get("note") or "")[:200],
    }
    place, kind = territory(data["territory"]), int(data.get("kind") or Release.Kind.THEATRICAL)
    known = Release.objects.filter(film=film, territory=place, kind=kind).first()
    if known and all(getattr(known, name) == value for name, value in facts.items()):
        return known
    release = known or Release(film=film, territory=place, kind=kind)
    for name, value in {**facts, "source": source[:300]}.items():
        setattr(release, name, value)
    release.save()
    return release


def whole_date(text: str) -> str:
    """Return `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as a whole date, the first of its span."""
    return {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)
