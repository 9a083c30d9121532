"""The demo's title, newsletters, sections, logins and films. Each step can be run again."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.images import ImageFile

from matinee.config.demo.content_files import picture, release_day, toml
from matinee.films.models import Credit, Film, Person, Release
from matinee.newsletters.models import Newsletter
from matinee.publication.models import Picture, PrivacyNotice, Publication, Territory
from matinee.stories.site import ensure_site, section_page

PASSWORD = "matinee"  # noqa: S105 - of a laptop's demo, and printed when it is over
_PLAIN = (
    "name", "strapline", "description", "author", "author_bio", "sections", "sender_name",
    "sender_address",
    "send_weekday", "ink", "accent", "prompt", "button", "error_wording", "thanks_wording",
)  # fmt: skip


def keep_picture(path: Path, *, title: str, alt: str = "", **words: str) -> Picture:
    """Return the picture with this title, taken from `path` if it is new."""
    kept: Picture | None = Picture.objects.filter(title=title).first()
    if kept is None:
        with path.open("rb") as file:
            kept = Picture(title=title, description=alt[:255], **words)
            kept.file.save(path.name, ImageFile(file, name=path.name), save=False)
            kept.save()
    return kept


def set_up_publication(data: dict[str, Any]) -> None:
    """Give the title its name, look, territories and privacy notice."""
    publication = Publication.load()
    for name, value in data["publication"].items():
        setattr(publication, name, value)
    publication.save()
    for row in data["territories"]:
        Territory.objects.update_or_create(code=row["code"], defaults=row)
    if PrivacyNotice.current() is None:
        PrivacyNotice.objects.create(version=1, body=data["privacy"]["body"].strip())


def set_up_newsletters(data: dict[str, Any]) -> list[Newsletter]:
    """Make the newsletters, or leave those that are there as an editor has them."""
    made = []
    for row in data["newsletters"]:
        kept = Newsletter.objects.filter(slug=row["slug"]).first()
        if kept is None:
            hours, minutes = row["send_time"].split(":")
            kept = Newsletter.objects.create(
                slug=row["slug"],
                send_time=time(int(hours), int(minutes)),
                author_picture=keep_picture(
                    picture(row["author_picture"]),
                    title=row["author"],
                    alt=f"{row['author']}, drawn",
                ),
                **{name: row[name] for name in _PLAIN},
            )
        made.append(kept)
    return made


def set_up_logins(data: dict[str, Any]) -> User:
    """Make the demo's logins and return the editor."""
    for row in data["logins"]:
        user, new = User.objects.get_or_create(
            username=row["name"],
            defaults={"first_name": row["first"], "last_name": row["last"], "is_staff": True},
        )
        if new:
            user.set_password(PASSWORD)
            user.is_superuser = row["group"] == "Editors"
            user.save()
            user.groups.add(*Group.objects.filter(name=row["group"]))
    return User.objects.get(username=data["logins"][0]["name"])


def set_up_sections(data: dict[str, Any]) -> None:
    """Make the front page and the sections."""
    ensure_site()
    for row in data["sections"]:
        section_page(row["slug"], row["name"])


def _person(name: str) -> Person:
    return Person.objects.get_or_create(name=name)[0]


def set_up_films(today: date) -> None:
    """Put the films that the stories tell of into the calendar."""
    for row in toml("films")["film"]:
        if Film.objects.filter(title=row["title"], year=row.get("year")).exists():
            continue
        source = row.get("based_on", {})
        film = Film.objects.create(
            title=row["title"],
            year=row.get("year"),
            running_time=row.get("running_time"),
            source_title=source.get("title", ""),
            source_author=source.get("author", ""),
            source_year=source.get("year"),
            source_form=source.get("form", ""),
        )
        for name in row["directors"]:
            Credit.objects.create(film=film, person=_person(name), role=Credit.Role.DIRECTOR)
        for order, (name, character) in enumerate(row["cast"]):
            Credit.objects.create(
                film=film,
                person=_person(name),
                role=Credit.Role.CAST,
                character=character,
                order=order,
            )
        for territory, day, kind in row["releases"]:
            Release.objects.create(
                film=film,
                territory_id=territory,
                date=release_day(day, today),
                kind=kind,
                source="The demo's own calendar",
            )
