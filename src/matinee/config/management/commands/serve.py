"""`matinee serve`: site, desk and a worker in one process tree."""

from __future__ import annotations

import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management import CommandError, call_command

from matinee.config.serving import Tree, commands
from matinee.publication.commands import ClearCommand


def bind(text: str) -> tuple[str, int]:
    """Read HOST:PORT or PORT; raises ArgumentTypeError for anything else."""
    host, _, port = text.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise ArgumentTypeError(f"{text!r} is not HOST:PORT, such as 127.0.0.1:8000")
    return host.strip("[]") or "127.0.0.1", int(port)


def refuse_taken(host: str, port: int) -> None:
    """Raise CommandError where something else listens already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}). Try --bind {host}:{port + 1}"
            ) from error


class Command(ClearCommand):
    """Serve everything from one laptop."""

    help = "Serve the site, the desk and a worker, in one process tree. Ctrl-C stops all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--bind", type=bind, default=("127.0.0.1", 8000), metavar="HOST:PORT",
            help="where to listen (127.0.0.1:8000)",
        )  # fmt: skip
        parser.add_argument("--web-workers", type=int, default=1, help="web processes (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the database up to date, then serve until stopped."""
        host, port = options["bind"]
        refuse_taken(host, port)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Serving on http://{host}:{port}/ with a worker. Ctrl-C stops both.")
        sys.stdout.flush()
        code = Tree(commands(host, port, web_workers=options["web_workers"])).run()
        if code:
            raise CommandError("A process ended by itself; its last words are above.")
