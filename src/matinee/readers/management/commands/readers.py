"""`matinee readers`: import, export, erase."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from matinee.newsletters.models import Newsletter
from matinee.publication.commands import ClearCommand
from matinee.readers import exporting, importing, use_cases


def _newsletter(slug: str) -> Newsletter:
    try:
        return Newsletter.objects.get(slug=slug)
    except Newsletter.DoesNotExist:
        known = ", ".join(Newsletter.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no newsletter {slug}. There are: {known}.") from None


class Command(ClearCommand):
    """Readers in bulk."""

    help = "Import readers from another system's CSV, export them, or erase one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="import|export|erase")
        take = deeds.add_parser(
            "import",
            help="take in a CSV as Mailchimp, Substack, Ghost, listmonk or Buttondown give it",
        )
        take.add_argument("file", type=Path, metavar="FILE")
        take.add_argument("--newsletter", required=True, metavar="SLUG")
        take.add_argument(
            "--basis", required=True, help="why these readers may be mailed; kept in the ledger"
        )
        take.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="WHAT=NAME",
            help="which column is the address, name or territory, where it is not recognised",
        )
        take.add_argument("--rejects", type=Path, metavar="PATH", help="default: FILE.rejects.csv")
        take.add_argument("--dry-run", action="store_true", help="say what would happen, only")
        take.add_argument("--json", action="store_true")
        give = deeds.add_parser("export", help="write readers as CSV")
        give.add_argument("--newsletter", metavar="SLUG")
        give.add_argument("-o", "--output", type=Path, metavar="FILE")
        gone = deeds.add_parser("erase", help="erase a reader and suppress the address")
        gone.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        {"import": self._import, "export": self._export, "erase": self._erase}[options["deed"]](
            options
        )

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        newsletter = _newsletter(options["newsletter"])
        if not options["basis"].strip():
            raise CommandError("Say with --basis why these readers may be mailed.")
        corrections = dict(_pair(text) for text in options["column"])
        rejects = options["rejects"] or path.with_name(f"{path.name}.rejects.csv")
        console = Console(stderr=True)
        try:
            size = path.stat().st_size
            with Progress(
                TextColumn("Importing"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}%"),
                TimeRemainingColumn(),
                console=console,
                disable=not console.is_terminal,
            ) as bar:
                task = bar.add_task("", total=size)
                result = importing.run(
                    path,
                    newsletter,
                    basis=options["basis"],
                    rejects=rejects,
                    dry_run=options["dry_run"],
                    corrections=corrections,
                    progress=lambda done: bar.update(task, completed=done),
                )
        except importing.BadFile as error:
            raise CommandError(f"{path.name} can’t be imported: {error}") from error
        except OSError as error:
            raise CommandError(f"{path} can’t be read: {error.strerror}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False))
        else:
            self.stdout.write(_said(result))

    def _export(self, options: dict[str, Any]) -> None:
        newsletter = _newsletter(options["newsletter"]) if options["newsletter"] else None
        output: Path | None = options["output"]
        if output is None:
            exporting.write(sys.stdout, newsletter)
            return
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                count = exporting.write(file, newsletter)
        except OSError as error:
            raise CommandError(f"{output} can’t be written: {error.strerror}.") from error
        self.stdout.write(f"{count:,} subscriptions written to {output}.")

    def _erase(self, options: dict[str, Any]) -> None:
        if use_cases.erase_address(options["address"], "command"):
            self.stdout.write("Erased. The address is suppressed; the ledger’s chain is whole.")
        else:
            raise CommandError(
                "No reader has that address. It is suppressed now, so no import brings it in."
            )


def _pair(text: str) -> tuple[str, str]:
    what, equals, name = text.partition("=")
    if not equals or what not in {"address", "name", "territory"}:
        raise CommandError("--column takes address=NAME, name=NAME or territory=NAME.")
    return what, name


def _said(result: importing.Result) -> str:
    would = "would be " if result.dry_run else ""
    columns = "; ".join(f"{what} from “{name}”" for what, name in result.columns.items())
    lines = [
        f"Read as a {result.shape} list in {result.encoding}: {columns}.",
        f"{result.lines:,} lines: {result.new:,} readers {would}new, {result.added:,} known ones "
        f"{would}added, {result.unchanged:,} unchanged, {result.left:,} have left here before, "
        f"{result.rejected:,} rejected.",
    ]
    if result.rejects_file:
        lines.append(f"What was rejected, and why: {result.rejects_file}")
    return "\n".join(lines)
