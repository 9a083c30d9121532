"""A base for our commands: done is 0, not done is 1 with one clear line, wrong use is 2."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError


class ClearCommand(BaseCommand):
    """A command that ends with one clear line on standard error instead of a traceback."""

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as from a shell; a CommandError's own return code is kept (1 unless it says)."""
        try:
            super().run_from_argv(argv)
        except (OperationalError, ProgrammingError) as error:
            if os.environ.get("MATINEE_TRACEBACK"):
                raise
            reason = str(error).strip().splitlines()[0]
            sys.stderr.write(
                f"The database cannot be used: {reason}. "
                "Check DATABASE_URL, then run: matinee migrate\n"
            )
            sys.exit(1)
        except BrokenPipeError:
            # The reader of our output (head, less) has gone: no fault to report.
            sys.stderr.close()
            sys.exit(0)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run; in a terminal a CommandError is printed without the word CommandError."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not getattr(self, "_called_from_command_line", False) or options.get("traceback"):
                raise
            sys.stderr.write(f"{error}\n")
            sys.exit(error.returncode)
