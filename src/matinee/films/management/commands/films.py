"""`matinee films`: take films in from a file, or give one out."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from matinee.films import exports, imports
from matinee.films.models import Film
from matinee.publication.commands import ClearCommand


class Command(ClearCommand):
    """Films in and out."""

    help = "Take films in from a TMDB or Wikidata JSON answer, or give one out as schema.org JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="import|export")
        take = deeds.add_parser("import", help="take in a TMDB or Wikidata JSON answer")
        take.add_argument(
            "files", nargs="+", metavar="FILE", help="a file, or - for standard input"
        )
        take.add_argument("--json", action="store_true", help="one object a film, one a line")
        give = deeds.add_parser("export", help="print a film as a schema.org Movie")
        give.add_argument("slug", help="the film's name in its address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["deed"] == "export":
            self._export(options["slug"])
            return
        for name in options["files"]:
            self._import(name, as_json=options["json"])

    def _import(self, name: str, *, as_json: bool) -> None:
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
            films = imports.take_in(text, source=name)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{name} cannot be read: {error}.") from error
        except (imports.UnknownLayout, ValueError, KeyError) as error:
            raise CommandError(f"{name}: {error}") from error
        for film in films:
            if as_json:
                line = {"film": film.pk, "title": film.title, "year": film.year, "slug": film.slug}
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(
                    f"{film}: {film.credits.count()} credits, {film.releases.count()} releases"
                )

    def _export(self, slug: str) -> None:
        film = Film.objects.filter(slug=slug).first()
        if film is None:
            raise CommandError(f"No film has the address {slug!r}.")
        address = settings.SITE_URL + film.get_absolute_url()
        self.stdout.write(json.dumps(exports.movie(film, address), ensure_ascii=False, indent=2))
