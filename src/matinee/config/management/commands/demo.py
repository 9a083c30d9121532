"""`matinee demo`: the whole way once, from pages of copy to an edition in readers' inboxes."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from matinee.config import fresh
from matinee.config.demo import audience, newsroom, pressroom, thursday
from matinee.config.demo.content_files import toml
from matinee.config.management.commands.serve import bind, refuse_taken
from matinee.editions import preflight
from matinee.editions.models import EditionPage
from matinee.mailings import sending, status
from matinee.mailings.models import Mailing
from matinee.newsletters.models import Newsletter
from matinee.post.relay import RelayConfigError
from matinee.publication.commands import ClearCommand
from matinee.readers.models import Subscription


class Command(ClearCommand):
    """Set the demo newsroom up, send its edition, say where to look, and serve."""

    help = (
        "Set up the demo newsroom, take its copy in, sign readers up, draft, check and send one "
        "edition, say where to look, and serve. Runs again without harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--readers", type=int, default=1000, metavar="N", help="how many (1000)"
        )
        parser.add_argument("--no-serve", action="store_true", help="stop when it is set up")
        parser.add_argument(
            "--bind", type=bind, default=("127.0.0.1", 8000), metavar="HOST:PORT",
            help="where to serve (127.0.0.1:8000)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; each leaves what is there alone."""
        if not 1 <= options["readers"] <= 1_000_000:
            raise CommandError("--readers takes 1 to 1,000,000.")
        if not options["no_serve"]:
            refuse_taken(*options["bind"])
        began = time.monotonic()
        self.console = Console(stderr=True, highlight=False)
        self._step("Preparing the database")
        fresh.migrate()
        data, today = toml("newsroom"), timezone.localdate()
        self._step("Setting up the newsroom")
        newsroom.set_up_publication(data)
        newsletters = newsroom.set_up_newsletters(data)
        editor = newsroom.set_up_logins(data)
        newsroom.set_up_sections(data)
        newsroom.set_up_films(today)
        stories = len(toml("stories")["story"])
        self._bar("Taking copy in", stories, pressroom.take_in_stories(data, editor, today))
        self._bar(
            "Signing readers up", options["readers"], audience.sign_up(data, options["readers"])
        )
        edition = self._edition(newsletters[0], editor)
        self._send(edition, editor)
        self._where(edition, time.monotonic() - began)
        if not options["no_serve"]:
            call_command("serve", bind=options["bind"])

    def _step(self, words: str) -> None:
        self.console.print(f"[bold]{words}[/bold]")

    def _progress(self) -> Progress:
        return Progress(
            TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(), console=self.console,
        )  # fmt: skip

    def _bar(self, words: str, total: int, steps: Any) -> None:
        with self._progress() as progress:
            task = progress.add_task(words, total=total)
            for number, step in enumerate(steps, 1):
                progress.update(task, completed=step if isinstance(step, int) else number)

    def _edition(self, newsletter: Newsletter, editor: Any) -> EditionPage:
        sent = EditionPage.objects.filter(
            newsletter=newsletter, state__in=[EditionPage.State.SENDING, EditionPage.State.SENT]
        ).order_by("-pk")
        if (edition := sent.first()) is not None:
            return edition  # type: ignore[no-any-return]
        self._step("Drafting the edition")
        edition = thursday.draft_edition(newsletter, editor)
        for finding in preflight.check(edition):
            if finding.level != "note":
                self.console.print(f"  {finding.level}: {finding.where}: {finding.why}")
            if finding.level == "warn":
                preflight.tick(edition, finding, editor)
        return edition

    def _send(self, edition: EditionPage, editor: Any) -> None:
        mailing = Mailing.objects.filter(edition=edition).first()
        try:
            mailing = mailing or sending.start(edition, user=editor, wake=False)
            with self._progress() as progress:
                task = progress.add_task("Sending the edition", total=mailing.audience)

                def show(now: Mailing) -> None:
                    counts = status.counts(now)
                    left = counts["waiting"] + counts["handed"] + counts["deferred"]
                    progress.update(task, completed=now.audience - left)

                sending.run(mailing, progress=show)
        except (sending.Refused, RelayConfigError) as error:
            raise CommandError(str(error)) from error

    def _where(self, edition: EditionPage, seconds: float) -> None:
        edition.refresh_from_db()
        counts = status.of(edition)["mailing"]
        site = settings.SITE_URL
        readers = Subscription.objects.mailable(edition.newsletter).count()
        login = toml("newsroom")["logins"]
        lines = [
            "",
            f"Done in {seconds:.0f} seconds. “{edition.subject}” went to {counts['sent']:,} of "
            f"{counts['audience']:,} readers of {edition.newsletter.name}. "
            f"{readers:,} can be mailed.",
            "",
            f"  The site           {site}/",
            f"  The edition        {edition.archive_url}",
            f"  Newsletters        {site}/newsletters/",
            f"  The inbox          {site}/inbox/",
            f"  The desk           {site}/desk/   log in as {login[0]['name']} or "
            f"{login[1]['name']}, password {newsroom.PASSWORD}",
            "",
        ]
        self.stdout.write("\n".join(lines))
