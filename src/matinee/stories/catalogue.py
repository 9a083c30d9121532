"""What is known of the films, people and newsletters that proposals are about, and the way back.

A decision may make a film, add to one that was known, or change its dates. Looked at before and
after, what the decision did can be told from what others did since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import ProtectedError
from wagtail.models import ReferenceIndex

from matinee.films.known import find_film
from matinee.films.models import Credit, Film, Person, Release
from matinee.newsletters.models import Newsletter
from matinee.stories.copies import Proposal
from matinee.stories.pages import StoryPage

Look = dict[str, dict[str, Any]]
Subject = tuple[str, dict[str, Any]]
FACTS = ("year", "running_time", "certificate", "source_title", "source_author", "source_year",
         "source_form")  # fmt: skip
_DATED = ("date", "precision", "inferred", "note", "source")


def look(subjects: Sequence[Subject]) -> Look:
    """Return what is known of these (kind, data) subjects now, fit for JSON; keys are ids."""
    films: dict[str, Any] = {}
    people: set[str] = set()
    for kind, data in subjects:
        if kind == Proposal.Kind.PERSON:
            people.add(str(data.get("name") or ""))
        elif kind in (Proposal.Kind.FILM, Proposal.Kind.RELEASE):
            title = str(data.get("title") or data.get("film") or "")
            film = find_film(title, data.get("year")) if title.strip() else None
            if film is not None:
                films[str(film.pk)] = _of_film(film)
            people.update(_named(data))
    known = (_person(name) for name in people)
    newsletters = any(kind == Proposal.Kind.NEWSLETTER for kind, _ in subjects)
    return {
        "films": films,
        "people": {str(person.pk): person.name for person in known if person},
        "newsletters": {str(pk): "" for pk in Newsletter.objects.values_list("pk", flat=True)}
        if newsletters
        else {},
    }


def _named(data: dict[str, Any]) -> list[str]:
    names = [name for key in ("directors", "writers", "producers") for name in data.get(key) or []]
    return names + [part["person"] for part in data.get("cast") or []]


def _person(name: str) -> Person | None:
    return Person.objects.filter(name__iexact=" ".join(name.split())[:160]).first()


def _of_film(film: Film) -> dict[str, Any]:
    releases = Release.objects.filter(film=film)
    return {
        "facts": {name: getattr(film, name) for name in FACTS},
        "credits": {str(c.pk): c.character for c in Credit.objects.filter(film=film)},
        "releases": {
            str(r.pk): {name: getattr(r, name) for name in _DATED if name != "date"}
            | {"date": r.date.isoformat()}
            for r in releases
        },
    }


def restore(before: Look, after: Look, story: StoryPage) -> None:
    """Take back what came between two looks, as far as nobody changed or used it since.

    `story`'s own links to films and newsletters are to be taken off first.
    """
    for pk, now in after.get("films", {}).items():
        film = Film.objects.filter(pk=pk).first()
        if film is not None:
            _film_back(film, before.get("films", {}).get(pk), now, story)
    for pk in after.get("people", {}).keys() - before.get("people", {}).keys():
        Person.objects.filter(pk=pk, credits__isnull=True).delete()
    for pk in after.get("newsletters", {}).keys() - before.get("newsletters", {}).keys():
        _drop_newsletter(int(pk), story)


def _film_back(
    film: Film, before: dict[str, Any] | None, after: dict[str, Any], story: StoryPage
) -> None:
    was: dict[str, Any] = before or {"facts": {}, "credits": {}, "releases": {}}
    made = [pk for pk in after["credits"] if pk not in was["credits"]]
    Credit.objects.filter(film=film, pk__in=made).delete()
    for pk, character in was["credits"].items():
        Credit.objects.filter(pk=pk, character=after["credits"].get(pk)).update(character=character)
    for pk, dated in after["releases"].items():
        same = Release.objects.filter(pk=pk, **{**dated, "date": date.fromisoformat(dated["date"])})
        if pk not in was["releases"]:
            same.delete()
        elif (old := was["releases"][pk]) != dated:
            same.update(**{**old, "date": date.fromisoformat(old["date"])})
    if before is None:
        _drop_film(film, story)
        return
    for name, value in was["facts"].items():
        if getattr(film, name) == after["facts"][name]:
            setattr(film, name, value)
    film.save()


def _drop_film(film: Film, story: StoryPage) -> None:
    """Delete a film that nothing hangs on: no story, date, credit, quote or edition."""
    film = Film.objects.get(pk=film.pk)
    used = film.stories.exists() or film.releases.exists() or film.credits.exists()
    named = Proposal.objects.filter(data__film_id=film.pk).exists()
    if not used and not named and not _referenced(film, story):
        film.delete()


def _drop_newsletter(pk: int, story: StoryPage) -> None:
    newsletter = Newsletter.objects.filter(pk=pk, state=Newsletter.State.PROPOSED).first()
    if newsletter is None or _referenced(newsletter, story):
        return
    try:
        newsletter.delete()
    except ProtectedError:
        return  # somebody has begun to use it: it stays, as a proposed one


def _referenced(thing: Any, story: StoryPage) -> bool:
    """Whether a page or snippet beside the story names it (editions do, in their blocks)."""
    return bool(ReferenceIndex.get_references_to(thing).exclude(object_id=str(story.pk)).exists())
