"""`matinee films`: take films in from a file, give them out, or say what opens when."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from matinee.films import calendar, exports, imports
from matinee.films.models import Film, Release
from matinee.publication.commands import ClearCommand
from matinee.publication.models import Territory


class Command(ClearCommand):
    """Films in and out."""

    help = "Take films in from a TMDB or Wikidata JSON answer, give them out, or say what opens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="import|export|opening")
        take = deeds.add_parser("import", help="take in a TMDB or Wikidata JSON answer")
        take.add_argument(
            "files", nargs="+", metavar="FILE", help="a file, or - for standard input"
        )
        take.add_argument(
            "--kept-only", action="store_true", help="only dates in territories that you have"
        )
        take.add_argument("--json", action="store_true", help="one object a film, one a line")
        give = deeds.add_parser("export", help="print films as schema.org Movies")
        give.add_argument("slug", nargs="?", help="the film's name in its address")
        give.add_argument("--all", action="store_true", help="every film, one a line")
        opening = deeds.add_parser("opening", help="say what is out this week, and what is coming")
        opening.add_argument("territory", help="a country's two letters, such as GB")
        opening.add_argument("--on", metavar="DAY", help="a day, such as 2026-03-11 (today)")
        opening.add_argument("--days", type=int, default=60, help="how far ahead (60)")
        opening.add_argument("--json", action="store_true", help="one object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["deed"] == "export":
            self._export(options["slug"], every=options["all"])
        elif options["deed"] == "opening":
            self._opening(**options)
        else:
            for name in options["files"]:
                self._import(name, as_json=options["json"], kept_only=options["kept_only"])

    def _import(self, name: str, *, as_json: bool, kept_only: bool) -> None:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            source = "" if name == "-" else Path(name).name
            brought = imports.bring(raw.decode("utf-8"), source=source, kept_only=kept_only)
        except UnicodeDecodeError as error:
            raise CommandError(f"{name} cannot be read: it is not UTF-8 text.") from error
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror or error}.") from error
        except imports.UnknownLayout as error:
            raise CommandError(f"{name}: {error} Nothing of this file was taken in.") from error
        for one in brought:
            film = one.film
            if as_json:
                line = {"film": film.pk, "title": film.title, "year": film.year, "slug": film.slug,
                        "new": one.new, "releases_added": len(one.added),
                        "releases_moved": len(one.moved), "notes": one.said}  # fmt: skip
                self.stdout.write(json.dumps(line, ensure_ascii=False))
                continue
            self.stdout.write(
                f"{film}: {film.credits.count()} credits, {film.releases.count()} releases"
            )
            for words in one.said:
                self.stdout.write(f"  {words}")

    def _export(self, slug: str | None, *, every: bool) -> None:
        if bool(slug) == every:
            raise CommandError("Name one film by its address, or say --all.")
        if every:
            films = Film.objects.prefetch_related("credits__person", "releases__territory")
            for film in films.order_by("pk").iterator(chunk_size=500):
                self.stdout.write(json.dumps(self._movie(film), ensure_ascii=False))
            return
        one = Film.objects.filter(slug=slug).first()
        if one is None:
            raise CommandError(f"No film has the address {slug!r}.")
        self.stdout.write(json.dumps(self._movie(one), ensure_ascii=False, indent=2))

    def _movie(self, film: Film) -> dict[str, Any]:
        return exports.movie(film, settings.SITE_URL + film.get_absolute_url())

    def _opening(self, **options: Any) -> None:
        code = options["territory"].upper()
        territory = Territory.objects.filter(code=code).first()
        if territory is None:
            raise CommandError(f"No releases are kept for {code}.")
        try:
            on = date.fromisoformat(options["on"]) if options["on"] else calendar.today(territory)
        except ValueError as error:
            raise CommandError("--on takes a day, such as 2026-03-11.") from error
        week = calendar.outlook(code, on, options["days"])
        if options["json"]:
            told = {"territory": code, "first": week.first.isoformat(),
                    "last": week.last.isoformat(), "out": [_line(r) for r in week.out],
                    "coming": [_line(r) for r in week.coming]}  # fmt: skip
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for heading, found in (("Out this week", week.out), ("Coming", week.coming)):
            self.stdout.write(f"{heading} ({territory.name})")
            for release in found:
                how = release.get_kind_display().lower()
                self.stdout.write(f"  {release.said()}: {release.film} ({how})")
            if not found:
                self.stdout.write("  No date that we know of.")


def _line(release: Release) -> dict[str, Any]:
    return {
        "film": release.film_id,
        "title": release.film.title,
        "date": release.date.isoformat(),
        "precision": release.precision,
        "kind": release.kind,
    }
