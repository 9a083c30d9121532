"""`matinee outcomes`: take in what comes back to the return path."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from matinee.insight.listener import ListenError, listen
from matinee.insight.mailbox import MailboxError, poll
from matinee.insight.outcomes import take_in
from matinee.publication.commands import ClearCommand


class Command(ClearCommand):
    """For a mail server's pipe, as a mail server's next stop, or for a mailbox."""

    help = (
        "Take in bounces, complaints and feedback reports: one mail a file, - for standard input, "
        "--listen for a mail server, --imap for a mailbox. Hard bounces and complaints are "
        "suppressed, soft bounces counted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("mails", nargs="*", metavar="FILE|-", help="a mail, or - for stdin")
        parser.add_argument(
            "--to", default="", metavar="ADDRESS",
            help="the address it was delivered to, as the mail server tells",
        )  # fmt: skip
        parser.add_argument(
            "--listen", nargs="?", const="", metavar="URL",
            help="lmtp://127.0.0.1:8024, lmtp:///path/of/socket or smtp://… (OUTCOMES_LISTEN)",
        )  # fmt: skip
        parser.add_argument(
            "--imap", action="store_true", help="read the mailbox that IMAP_URL names, once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take each in and say what it was."""
        if options["listen"] is not None:
            self._listen(options["listen"] or settings.OUTCOMES_LISTEN)
        elif options["imap"]:
            self._read_mailbox()
        elif options["mails"]:
            self._take_in(options["mails"], options["to"])
        else:
            raise CommandError("Give a mail, -, --listen or --imap.", returncode=2)

    def _listen(self, url: str) -> None:
        def say(port: int) -> None:
            self.stdout.write(f"Listening for what comes back{f' (port {port})' if port else ''}.")
            self.stdout.flush()

        try:
            listen(url, say)
        except ListenError as error:
            raise CommandError(str(error)) from error

    def _read_mailbox(self) -> None:
        try:
            told = poll(settings.IMAP_URL)
        except MailboxError as error:
            raise CommandError(str(error)) from error
        self._say(told.kinds)
        if told.kept:
            self.stderr.write(f"{told.kept} could not be read and stay in the mailbox, flagged.")

    def _take_in(self, names: list[str], recipient: str) -> None:
        seen: Counter[str] = Counter()
        for name in names:
            try:
                raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            except OSError as error:
                raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
            seen.update(report.kind for report in take_in(raw, recipient))
        self._say(seen)

    def _say(self, seen: Counter[str]) -> None:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(seen.items()))
        self.stdout.write(told or "Nothing new.")
