"""Giving readers out as CSV, any number of them, in flat memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC
from typing import TextIO

from django.db.models import QuerySet

from matinee.newsletters.models import Newsletter
from matinee.readers.models import Subscription

HEADER = (
    "address",
    "name",
    "territory",
    "language",
    "newsletter",
    "state",
    "since",
    "offers",
    "proof",
)
STRETCH = 2000  # subscriptions held at once
# A cell that begins with one of these is a formula to spreadsheets (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes in front."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def rows(newsletter: Newsletter | None = None) -> Iterator[tuple[str, ...]]:
    """Yield one row a subscription, by number, without holding them in memory."""
    found: QuerySet[Subscription] = Subscription.objects.select_related("reader", "newsletter")
    if newsletter is not None:
        found = found.filter(newsletter=newsletter)
    last = 0
    while batch := list(found.filter(pk__gt=last).order_by("pk")[:STRETCH]):
        for s in batch:
            yield tuple(
                map(
                    harmless,
                    (
                        s.reader.address,
                        s.reader.name,
                        s.reader.territory,
                        s.reader.language,
                        s.newsletter.slug,
                        s.state,
                        s.since.astimezone(UTC).isoformat(timespec="seconds"),
                        "yes" if s.reader.offers else "no",
                        str(s.proof_id or ""),
                    ),
                )
            )
        last = batch[-1].pk


def write(file: TextIO, newsletter: Newsletter | None = None) -> int:
    """Write readers to a file as CSV; return how many rows."""
    writer = csv.writer(file)
    writer.writerow(HEADER)
    count = 0
    for row in rows(newsletter):
        writer.writerow(row)
        count += 1
    return count


class _Line:
    """A file for csv.writer that hands each line back."""

    def write(self, text: str) -> str:
        return text


def lines(newsletter: Newsletter | None = None) -> Iterator[str]:
    """Yield the CSV line by line, for an answer that streams."""
    writer = csv.writer(_Line())
    yield writer.writerow(HEADER)
    for row in rows(newsletter):
        yield writer.writerow(row)
