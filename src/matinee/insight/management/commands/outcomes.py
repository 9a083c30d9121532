"""`matinee outcomes`: take in what comes back to the return path."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from matinee.insight.outcomes import take_in
from matinee.publication.commands import ClearCommand


class Command(ClearCommand):
    """For a mail server's pipe: one mail on standard input, or files."""

    help = (
        "Take in bounces, complaints and feedback reports: one mail a file, or - for standard "
        "input. Hard bounces and complaints are suppressed, soft bounces counted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("mails", nargs="+", metavar="FILE|-", help="a mail, or - for stdin")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take each in and say what it was."""
        seen: Counter[str] = Counter()
        for name in options["mails"]:
            try:
                raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            except OSError as error:
                raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
            seen.update(report.kind for report in take_in(raw))
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(seen.items()))
        self.stdout.write(told or "Nothing new.")
