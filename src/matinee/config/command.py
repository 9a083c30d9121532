"""The `matinee` command: Django's own commands and ours, with the settings already chosen."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command line; exit 0 when done, 1 with one clear line when not, 2 on wrong use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["matinee", *(sys.argv[1:] or ["help"])])
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)
