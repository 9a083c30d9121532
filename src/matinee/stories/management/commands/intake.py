"""`matinee intake`: copy in, drafts out, and what was found where."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from matinee.newsletters.models import Newsletter
from matinee.publication.commands import ClearCommand
from matinee.stories import receiving, telling, use_cases
from matinee.stories.pages import StoryPage
from matinee.stories.receiving import Taking

KINDS = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Command(ClearCommand):
    """Take copy in."""

    help = (
        "Take in pages of copy: files, - for standard input, or addresses of pages and feeds. "
        "Each page becomes a draft story; what was found in it waits as proposals."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "sources", nargs="+", metavar="PATH|-|URL", help="copy: a file, - or an address"
        )
        parser.add_argument("--accept", action="store_true", help="accept every proposal as found")
        parser.add_argument("--publish", action="store_true", help="publish each story")
        parser.add_argument(
            "--headline", metavar="TEXT", help="the story's headline (one page only)"
        )
        parser.add_argument("--section", default="", metavar="SLUG", help="the section to stand in")
        parser.add_argument(
            "--open",
            action="store_true",
            help="with --accept: open a proposed newsletter to readers, so that its box shows",
        )
        parser.add_argument("--json", action="store_true", help="one object a page, one a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in each source; afterwards, fail with a line for whatever could not be done."""
        sources: list[str] = options["sources"]
        if options["headline"] is not None and not options["headline"].strip():
            raise CommandError("--headline needs some words.")
        problems: list[str] = []
        pages = 0
        for taking in self._takings(sources, options["section"]):
            if taking.problem:
                problems.append(f"{taking.source}: {taking.problem}")
            if options["headline"] and (pages or len(taking.stories) > 1):
                raise CommandError("--headline is for one page; these are several.")
            for story in taking.stories:
                pages += 1
                if problem := self._finish(story, options):
                    problems.append(f"{taking.source}: {problem}")
                self._tell(story, taking, as_json=options["json"])
        if problems:
            raise CommandError("\n".join(problems))

    def _takings(self, sources: list[str], section: str) -> Iterator[Taking]:
        """Take in each source, with a bar on standard error where there are several."""
        if len(sources) == 1:
            yield _take(sources[0], section)
            return
        columns = (TextColumn("Taking in"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            job = progress.add_task("intake", total=len(sources))
            for source in sources:
                yield _take(source, section)
                progress.advance(job)

    def _finish(self, story: StoryPage, options: dict[str, Any]) -> str:
        """Accept and publish as asked; return why not, in one line."""
        try:
            if options["headline"]:
                use_cases.headline(story, options["headline"])
            if options["accept"]:
                use_cases.accept_all(story)
            if options["open"]:
                _open_newsletter(story)
            if options["publish"]:
                use_cases.publish(story)
        except use_cases.CannotDecide as error:
            return str(error)
        except ValidationError:
            return (
                f"story {story.pk} is not published: its headline is only proposed. "
                "Accept it with --accept, or give one with --headline TEXT."
            )
        return ""

    def _tell(self, story: StoryPage, taking: Taking, *, as_json: bool) -> None:
        story.refresh_from_db()
        if as_json:
            found = receiving.as_json(story, taking)
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(telling.tell(story, seen_before=taking.seen_before))


def _take(source: str, section: str) -> Taking:
    """Take in one source; a file that cannot be opened is a problem, not an end."""
    if source.startswith(("http://", "https://")):
        return receiving.take_address(source, section=section)
    if source == "-":
        return receiving.take_bytes(sys.stdin.buffer.read(), source="-", section=section)
    path = Path(source)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Taking(source, problem=f"cannot be read: {error.strerror}.")
    kind = KINDS.get(path.suffix.lower(), "")
    return receiving.take_bytes(raw, source=source, content_type=kind, section=section)


def _open_newsletter(story: StoryPage) -> None:
    """Open the story's newsletter if it is only proposed."""
    story.refresh_from_db()
    newsletter = story.get_latest_revision_as_object().newsletter
    if newsletter and newsletter.state == Newsletter.State.PROPOSED:
        newsletter.state = Newsletter.State.OPEN
        newsletter.save(update_fields=["state"])
