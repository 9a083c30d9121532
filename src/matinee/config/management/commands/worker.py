"""`matinee worker`: do background work and the recurring jobs, until told to stop."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from matinee.config import work
from matinee.publication.commands import ClearCommand


class Command(ClearCommand):
    """One worker process; run as many as you like."""

    help = (
        "Do background work (sending, mail to readers) and the recurring jobs. Run as many as "
        "you like, on any machine that reaches the database. SIGTERM finishes what is on the wire."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--once", action="store_true", help="do what is waiting now, tick once, and stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped."""
        if options["once"]:
            work.once()
        else:
            work.forever()
