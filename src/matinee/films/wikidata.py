"""Wikidata's answers about a film, as a file. Three layouts are read.

An entity, `Special:EntityData/Q….json` or `action=wbgetentities`:

    {"entities": {"Q1": {"id": "Q1", "labels": {"en": {"value": "…"}}, "claims": {
        "P1476": [title, a monolingual text], "P57": [director], "P58": [screenwriter],
        "P162": [producer], "P161": [cast member; qualifiers P453 character, P4633 its name],
        "P144": [based on; that item's own P50 is its author],
        "P2047": [duration, with a unit], "P577": [publication date; qualifiers P291 place,
        P437 how it came out]}}}}

  Each claim is `{"mainsnak": {"snaktype": "value", "datavalue": {"value": …}}, "rank": …,
  "qualifiers": {"P291": [snak, …]}}`. A time is `{"time": "+2024-01-26T00:00:00Z",
  "precision": 11}`: 11 a day, 10 a month, 9 a year (looser ones say nothing of use); its
  month and day may be 00. An item is `{"id": "Q145"}` and no more: a person has a name only
  where the same file holds that person's own entity with its labels
  (`wbgetentities&ids=Q1|Q2|Q3`), and what has none is said to be missing.
  Dates without a P291 that is a country tell the year alone. Deprecated claims are passed over.

A single entity, the same without the outer `entities`.

A SPARQL answer (`format=json`): `{"results": {"bindings": [...]}}`, one row a combination, each
`{"value": …}` under: film, filmLabel, year or publicationDate, directorLabel, castLabel,
characterLabel, basedOnLabel, basedOnAuthorLabel, duration (minutes), releaseDate,
releasePrecision (as above; a day without it), country (alpha-2, as wdt:P297). Rows with the same
`film` are one film.

https://www.wikidata.org/wiki/Special:MyLanguage/Help:Dates, https://doc.wikimedia.org/Wikibase/
master/php/docs_topics_json.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matinee.films import answers
from matinee.films.places import BY_ITEM

FILM, FEATURE, DOCUMENTARY, SHORT, ANIMATED, FOR_TELEVISION, ANIMATED_FEATURE = (
    "Q11424", "Q24869", "Q93204", "Q24862", "Q202866", "Q506240", "Q29168811",
)  # fmt: skip
_ARE_FILMS = {FILM, FEATURE, DOCUMENTARY, SHORT, ANIMATED, FOR_TELEVISION, ANIMATED_FEATURE}
# Human, book, literary work, written work: these have titles and dates too.
_ARE_NOT = {"Q5", "Q571", "Q7725634", "Q47461344", "Q8261"}
_PRECISIONS = {11: "day", 10: "month", 9: "year"}
# How it came out (P437): video on demand, streaming, DVD, Blu-ray, television. Else in cinemas.
_KINDS = {"Q723685": 4, "Q220499": 4, "Q5294": 5, "Q47770": 5, "Q289": 6}
_MINUTES = {"Q7727": 1.0, "Q25235": 60.0, "Q11574": 1 / 60}
_ENGLISH = ("en-gb", "en", "mul")


def complaint(answer: Any) -> str | None:
    """Return what Wikidata says is wrong, where its answer is that."""
    told = answers.object_of(answer)
    if isinstance(told.get("error"), dict):
        said = answers.words(told["error"].get("info"), 200) or "no reason given"
        return f"This is Wikidata saying no, not a film: {said}"
    if "statements" in told and "claims" not in told:
        return (
            "This is the layout of Wikidata's REST interface, which is not read here. "
            "Take the file from Special:EntityData/Q….json."
        )
    entities = told.get("entities")
    if isinstance(entities, dict):
        return "No film is among the entities in this Wikidata file."
    return None


def is_rows(answer: Any) -> bool:
    """Whether it is a SPARQL answer."""
    return isinstance(answers.object_of(answer, "results").get("bindings"), list)


def films(answer: Any) -> list[dict[str, Any]]:
    """Return the films of an answer in the shape of contracts.md; [] where none is in it."""
    if is_rows(answer):
        return _of_rows(answer["results"]["bindings"])
    told = answers.object_of(answer)
    if isinstance(told.get("claims"), dict | list):
        told = {"entities": {"": told}}
    given = told.get("entities")
    entities = [e for e in given.values() if isinstance(e, dict)] if isinstance(given, dict) else []
    known = {e["id"]: e for e in entities if isinstance(e.get("id"), str)}
    alone = len(entities) == 1
    found = [Entity(e, known) for e in entities]
    films = [entity.film() for entity in found if entity.is_film(alone=alone)]
    return [film for film in films if film["title"]]


class Entity:
    """One item of Wikidata, and the others that came in the same file."""

    def __init__(self, told: dict[str, Any], known: dict[str, dict[str, Any]]) -> None:
        """Read `told`; `known` are the entities in the file by their numbers."""
        self.told, self.known = told, known
        self.unnamed: dict[str, None] = {}

    def is_film(self, *, alone: bool) -> bool:
        """Whether it is a film: by what it is said to be, or by having what only films have."""
        kinds = set(self.items("P31"))
        if kinds & _ARE_NOT:
            return False
        has_makers = any(True for p in ("P57", "P161") for _ in self.claims(p))
        has_dates = any(True for p in ("P577", "P1476") for _ in self.claims(p))
        return bool(kinds & _ARE_FILMS) or has_makers or (alone and has_dates)

    def claims(self, prop: str) -> Iterator[dict[str, Any]]:
        """Yield the claims of a property that are not deprecated and have a value."""
        for claim in answers.objects(answers.object_of(self.told, "claims").get(prop)):
            if claim.get("rank") != "deprecated":
                yield claim

    def items(self, prop: str) -> list[str]:
        """Return the numbers of the items that a property names."""
        return [i for i in (item_of(c.get("mainsnak")) for c in self.claims(prop)) if i]

    def name(self, number: str | None = None) -> str:
        """Return its name in English, or else in any language; of another by its number."""
        told = self.told if number is None else self.known.get(number, {})
        labels = answers.object_of(told, "labels")
        given = [labels[k] for k in (*_ENGLISH, *labels) if k in labels]
        names = (answers.words(answers.object_of(label).get("value"), 250) for label in given)
        found = next((name for name in names if name), "")
        if not found and number is not None:
            self.unnamed[number] = None
        return found

    def names(self, prop: str) -> list[str]:
        """Return the names of the people that a property names, as far as the file has them."""
        return list(dict.fromkeys(n[:160] for n in map(self.name, self.items(prop)) if n))

    def film(self) -> dict[str, Any]:
        """Return it in the shape of contracts.md."""
        releases = list(self.releases())
        years = [y for y in (answers.year(date) for date, _, _ in self.dates()) if y]
        number = answers.words(self.told.get("id"), 20)
        return {
            "title": self.title(),
            "year": min(years, default=None),
            "running_time": self.minutes(),
            "directors": self.names("P57"),
            "writers": self.names("P58"),
            "producers": self.names("P162"),
            "cast": list(self.cast()),
            "based_on": self.source(),
            "releases": releases,
            "unnamed": list(self.unnamed),
            "catalogue": f"Wikidata {number}".strip(),
        }

    def title(self) -> str:
        """Return its name in English, or else its title as published."""
        labels = answers.object_of(self.told, "labels")
        for language in _ENGLISH:
            label = answers.object_of(labels, language).get("value")
            if found := answers.words(label, 250):
                return found
        for claim in self.claims("P1476"):
            if found := answers.words(
                answers.object_of(value_of(claim.get("mainsnak"))).get("text"), 250
            ):
                return found
        return self.name()

    def minutes(self) -> int | None:
        """Return the running time in minutes."""
        for claim in self.claims("P2047"):
            told = answers.object_of(value_of(claim.get("mainsnak")))
            unit = str(told.get("unit", "")).rpartition("/")[2]
            amount = answers.whole(told.get("amount"), 1, 10**6)
            if amount and unit in _MINUTES:
                return answers.whole(amount * _MINUTES[unit], 1, 10_000)
        return None

    def cast(self) -> Iterator[dict[str, Any]]:
        """Yield who plays, and whom."""
        for claim in self.claims("P161"):
            number = item_of(claim.get("mainsnak"))
            person = self.name(number)[:160] if number else ""
            if not person:
                continue
            said = [answers.words(value_of(s), 160) for s in qualifiers(claim, "P4633")]
            played = [self.name(i)[:160] for s in qualifiers(claim, "P453") if (i := item_of(s))]
            character = next((c for c in (*said, *played) if c), None)
            yield {"person": person, "character": character}

    def source(self) -> dict[str, Any] | None:
        """Return what it is based on, where the file has its name."""
        for number in self.items("P144"):
            title = self.name(number)
            if title:
                work = Entity(self.known.get(number, {}), self.known)
                authors = work.names("P50")
                return {"title": title, "author": authors[0] if authors else None}
        return None

    def dates(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield each usable date of publication, its precision, and its claim."""
        for claim in self.claims("P577"):
            told = answers.object_of(value_of(claim.get("mainsnak")))
            precision = _PRECISIONS.get(answers.whole(told.get("precision"), 0, 14) or 0)
            date = answers.day(told.get("time"), precision) if precision else None
            if date and precision:
                yield date, precision, claim

    def releases(self) -> Iterator[dict[str, Any]]:
        """Yield what came out in each country."""
        for date, precision, claim in self.dates():
            ways = [_KINDS[i] for s in qualifiers(claim, "P437") if (i := item_of(s)) in _KINDS]
            for snak in qualifiers(claim, "P291"):
                if country := BY_ITEM.get(item_of(snak) or ""):
                    yield {"territory": country, "date": date, "precision": precision,
                           "kind": ways[0] if ways else 3, "note": ""}  # fmt: skip


def value_of(snak: Any) -> Any:
    """Return what a snak says; None for "some value" and "no value"."""
    return answers.object_of(snak, "datavalue").get("value")


def item_of(snak: Any) -> str | None:
    """Return the number of the item that a snak names."""
    found = answers.object_of(value_of(snak))
    number = found.get("id")
    if isinstance(number, str):
        return number[:20]
    numeric = answers.whole(found.get("numeric-id"), 1, 10**12)
    return f"Q{numeric}" if numeric else None


def qualifiers(claim: dict[str, Any], prop: str) -> list[dict[str, Any]]:
    """Return a claim's qualifiers of one property."""
    return list(answers.objects(answers.object_of(claim, "qualifiers").get(prop)))


def _of_rows(rows: Any) -> list[dict[str, Any]]:
    films: dict[str, dict[str, Any]] = {}
    for row in answers.objects(rows):
        cell = {key: answers.words(answers.object_of(row, key).get("value"), 250) for key in row}
        key = cell.get("film") or cell.get("filmLabel") or ""
        film = films.setdefault(
            key,
            {"title": cell.get("filmLabel", ""), "year": None, "directors": [], "cast": [],
             "releases": [], "based_on": None, "running_time": None,
             "catalogue": f"Wikidata {key.rpartition('/')[2][:20]}".strip()},
        )  # fmt: skip
        _row(film, cell)
    return [film for film in films.values() if film["title"]]


def _row(film: dict[str, Any], cell: dict[str, str]) -> None:
    film["year"] = film["year"] or answers.year(cell.get("year") or cell.get("publicationDate"))
    film["running_time"] = film["running_time"] or answers.whole(cell.get("duration"), 1, 10_000)
    director = cell.get("directorLabel", "")[:160]
    if director and director not in film["directors"]:
        film["directors"].append(director)
    part = {
        "person": cell.get("castLabel", "")[:160],
        "character": cell.get("characterLabel", "")[:160] or None,
    }
    if part["person"] and part not in film["cast"]:
        film["cast"].append(part)
    if title := cell.get("basedOnLabel"):
        film["based_on"] = {"title": title, "author": cell.get("basedOnAuthorLabel") or None}
    precision = _PRECISIONS.get(answers.whole(cell.get("releasePrecision") or "11", 0, 14) or 0)
    country = answers.code(cell.get("country"))
    date = answers.day(cell.get("releaseDate"), precision) if precision else None
    release = {"territory": country, "date": date, "precision": precision, "kind": 3, "note": ""}
    if country and date and release not in film["releases"]:
        film["releases"].append(release)
