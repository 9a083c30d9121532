"""The proposals that an intake's findings become: one row a thing, with its place in the copy."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from matinee.stories.copies import Copy, Proposal
from matinee.stories.pages import StoryPage

Found = dict[str, Any]
Kind = Proposal.Kind
_FACTS = ("title", "year", "directors", "writers", "producers", "cast", "based_on",
          "running_time", "certificate", "stars")  # fmt: skip


def proposals(
    found: Found, copy: Copy, story: StoryPage, pictures: dict[int, str]
) -> list[Proposal]:
    """Return unsaved proposals for everything in `found` (contracts.md).

    `pictures` gives the body block of each found picture by its number.
    """
    rows = [
        *_headline(found),
        *_newsletter(found),
        *_pictures(found, pictures),
        *((Kind.QUOTE, quote, quote, "") for quote in found.get("quotes") or []),
        *_films(found),
        *_people(found),
        *((Kind.NOTE, note, note, "") for note in found.get("notes") or []),
    ]
    return [
        Proposal(
            story=story,
            copy=copy,
            kind=kind,
            data={k: v for k, v in data.items() if k not in ("start", "end")},
            start=place.get("start"),
            end=place.get("end"),
            confidence=place.get("confidence"),
            block=block,
        )
        for kind, data, place, block in rows
    ]


Row = tuple[str, dict[str, Any], dict[str, Any], str]


def _headline(found: Found) -> list[Row]:
    headline = found["story"].get("headline") or {}
    if not headline.get("proposed") or not headline.get("text"):
        return []
    return [(Kind.HEADLINE, {"text": headline["text"]}, headline, "")]


def _newsletter(found: Found) -> list[Row]:
    newsletter = found.get("newsletter")
    if not newsletter or not newsletter.get("name"):
        return []
    place = newsletter
    if not place.get("end"):
        # Its words are the sign-up furniture's: point at the first piece that names it.
        prompts = [f for f in found.get("furniture") or [] if f.get("kind") == "signup"]
        named = [f for f in prompts if newsletter["name"] in f.get("text", "")]
        place = (named or prompts or [{}])[0]
    return [(Kind.NEWSLETTER, newsletter, place, "")]


def _pictures(found: Found, blocks: dict[int, str]) -> list[Row]:
    return [
        (Kind.PICTURE, picture, picture, blocks.get(number, ""))
        for number, picture in enumerate(found.get("pictures") or [])
    ]


def _films(found: Found) -> list[Row]:
    rows: list[Row] = []
    for film in found.get("films") or []:
        rows.append((Kind.FILM, {k: film.get(k) for k in _FACTS}, film, ""))
        for release in film.get("releases") or []:
            data = {**release, "film": film["title"], "year": film.get("year")}
            rows.append((Kind.RELEASE, data, release, ""))
    return rows


def _people(found: Found) -> list[Row]:
    starts = [p["start"] for p in found["story"]["body"] if p.get("start") is not None]
    rows: list[Row] = []
    for person in found.get("people") or []:
        number = None
        if starts and person.get("start") is not None:
            number = max(0, bisect_right(starts, person["start"]) - 1)
        rows.append((Kind.PERSON, {**person, "paragraph": number}, person, ""))
    return rows
