"""`matinee consent`: prove what a reader agreed to, and verify the whole ledger."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from matinee.publication.commands import ClearCommand
from matinee.readers import ledger, people, printing, proof
from matinee.readers.addresses import key_of
from matinee.readers.models import Seal, Suppression


class Command(ClearCommand):
    """The ledger of consent."""

    help = "Prove what a reader agreed to, or walk the ledger's chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="prove|verify")
        prove = deeds.add_parser("prove", help="print one reader's consent document")
        prove.add_argument("address")
        prove.add_argument("--json", action="store_true")
        verify = deeds.add_parser("verify", help="walk the chain; exit 1 where it is broken")
        verify.add_argument("--json", action="store_true")
        verify.add_argument(
            "--head", metavar="HASH", help="a hash noted down earlier that the chain must hold"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["deed"] == "prove":
            self._prove(options["address"], as_json=options["json"])
        else:
            self._verify(options["head"], as_json=options["json"])

    def _prove(self, address: str, *, as_json: bool) -> None:
        reader = people.find(address)
        if reader is None:
            raise CommandError(_why_none(address))
        document = proof.document(reader)
        if as_json:
            self.stdout.write(json.dumps(document.as_dict(), ensure_ascii=False))
        else:
            self.stdout.write(printing.as_text(document))

    def _verify(self, head: str | None, *, as_json: bool) -> None:
        ledger.seal_waiting()
        console = Console(stderr=True)
        with Progress(
            TextColumn("Walking the chain"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        ) as bar:
            task = bar.add_task("", total=Seal.objects.count())
            verdict = ledger.verify(lambda done: bar.update(task, completed=done), head)
        if as_json:
            found = {
                "records": verdict.records,
                "ok": verdict.ok,
                "first_broken": verdict.first_broken,
                "why": verdict.why or None,
                "head": verdict.head,
            }
            self.stdout.write(json.dumps(found))
            if not verdict.ok:
                sys.exit(1)
        elif not verdict.ok:
            where = f"at record {verdict.first_broken}" if verdict.first_broken else "at its end"
            raise CommandError(f"The chain is broken {where}: {verdict.why}")
        else:
            self.stdout.write(f"{verdict.records:,} records, all whole. Head: {verdict.head}")


def _why_none(address: str) -> str:
    gone = Suppression.objects.filter(
        address_key=key_of(address), reason=Suppression.Reason.ERASURE
    ).first()
    if gone:
        return (
            f"That reader was erased on {gone.created_at:%d %B %Y}. The records are in the chain "
            "still, without anything that tells whose they were."
        )
    return "No reader has that address."
