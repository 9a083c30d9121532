"""`matinee doctor`: look over everything that sending depends on, and say what to mend."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError

from matinee.config import health
from matinee.publication.commands import ClearCommand

MARKS = {"good": "✓", "warn": "!", "bad": "✗"}


class Command(ClearCommand):
    """One line a check, with what to do where it is not good."""

    help = (
        "Check database, ledger, mail, workers, disk and settings; exit 1 where something is bad."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks and print them."""
        checks = health.examine()
        if options["json"]:
            told = [{"name": c.name, "state": c.state, "says": c.says} for c in checks]
            self.stdout.write(json.dumps({"checks": told}))
        else:
            for check in checks:
                self.stdout.write(f"{MARKS[check.state]} {check.name}: {check.says}")
        bad = [c.name for c in checks if c.state == "bad"]
        if bad:
            raise CommandError(f"To be mended: {', '.join(bad)}.")
