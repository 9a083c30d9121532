"""Importing a file of readers: any number of lines, in flat memory, and again without harm."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.readers import addresses, ledger
from matinee.readers.bringing import import_reader
from matinee.readers.exporting import harmless
from matinee.readers.importing.bulk import Terms, wait_for_the_disk, write_new
from matinee.readers.importing.shapes import BadFile, Candidate, Columns, Listing, open_listing
from matinee.readers.lean import unmapped
from matinee.readers.models import Reader, Subscription, Suppression
from matinee.readers.request_meta import clean

__all__ = ["BadFile", "Result", "Terms", "open_listing", "run"]

BATCH = 5000
TRIES = 5


@dataclass
class Result:
    """How an import went, line by line; the five counts add up to `lines`."""

    file: str
    shape: str
    columns: dict[str, str]
    encoding: str
    dry_run: bool
    lines: int = 0
    new: int = 0
    added: int = 0
    """Known readers who got this newsletter now."""
    unchanged: int = 0
    left: int = 0
    """Readers who unsubscribed here; an import does not bring them back."""
    rejected: int = 0
    rejects_file: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


class Rejects:
    """The file of lines that were not taken, made when the first one comes."""

    def __init__(self, path: Path | None, columns: Columns) -> None:
        """Write to `path`, or count only where it is None."""
        self.path, self._columns, self._file = path, columns, None
        self.count = 0

    def add(self, candidate: Candidate, problem: str) -> None:
        """Write one line: its number, the reason, its cells, none of them a formula."""
        self.count += 1
        if self.path is None:
            return
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", newline="")  # type: ignore[assignment]
            header = map(harmless, self._columns.header)
            csv.writer(self._file).writerow(["line", "reason", *header])  # type: ignore[arg-type]
        cells = map(harmless, candidate.cells)
        csv.writer(self._file).writerow([candidate.line, problem, *cells])  # type: ignore[arg-type]

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()


def run(
    path: Path,
    newsletter: Newsletter,
    *,
    basis: str,
    rejects: Path | None = None,
    dry_run: bool = False,
    corrections: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Result:
    """Import a file's readers into a newsletter, as active, on the stated basis.

    `progress` is called with how many bytes of the file were read. A dry run writes nothing but
    the rejects. Raises BadFile and OSError.
    """
    listing = open_listing(path, corrections)
    columns = listing.columns
    result = Result(path.name, columns.shape, columns.said(), listing.encoding, dry_run)
    bad = Rejects(rejects, columns)
    terms = Terms(
        newsletter.pk,
        clean(basis, 500),
        clean(f"import: {path.name}", 500),
        newsletter.language,
        timezone.now(),
    )
    try:
        with unmapped():
            for batch, read in _ahead(_batches(listing)):
                _take(batch, newsletter, terms, result, bad)
                if progress:
                    progress(read)
        wait_for_the_disk()
    finally:
        bad.close()
        listing.close()
    result.rejected = bad.count
    result.rejects_file = str(rejects) if rejects and bad.count else None
    ledger.seal_waiting()
    return result


Batch = list[tuple[Candidate, str]]


def _batches(listing: Listing) -> Iterator[tuple[Batch, int]]:
    """Yield candidates with the keyed hashes of their addresses, and how far the file is read."""
    lines = iter(listing)
    while batch := [
        (c, "" if c.problem else addresses.key_of(c.address)) for c in islice(lines, BATCH)
    ]:
        yield batch, listing.tell()


def _ahead(batches: Iterator[tuple[Batch, int]]) -> Iterator[tuple[Batch, int]]:
    """Yield the same, read and checked one batch ahead while the database writes the last."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield batch


def _take(batch: Batch, newsletter: Newsletter, terms: Terms, result: Result, bad: Rejects) -> None:
    result.lines += len(batch)
    fresh: dict[str, Candidate] = {}
    for candidate, key in batch:
        if candidate.problem:
            bad.add(candidate, candidate.problem)
        elif key in fresh:
            result.unchanged += 1
        else:
            fresh[key] = candidate
    for _ in range(TRIES):
        try:
            _sort_out(fresh, newsletter, terms, result, bad)
        except IntegrityError:
            continue  # somebody of them signed up at this very moment: look again
        return
    raise IntegrityError("These readers keep being added by somebody else as well.")


def _standing(keys: Iterable[str], newsletter: Newsletter) -> dict[str, tuple[bool, str | None]]:
    """Return, for who is known or suppressed: whether suppressed, and the subscription's state."""
    listed = ",".join(keys)
    if connection.vendor == "postgresql":
        given = "unnest(string_to_array(%s, ',')) AS given (value)"
    else:
        given, listed = "json_each(%s) AS given", json.dumps(listed.split(","))
    # Look-ups one by one, by their indexes: a join is planned as a walk over every reader.
    sql = (
        "SELECT found.value, found.suppressed IS NOT NULL, (SELECT m.state "  # noqa: S608
        f"FROM {Subscription._meta.db_table} m "
        "WHERE m.reader_id = found.reader AND m.newsletter_id = %s) "
        "FROM (SELECT given.value, "
        f"(SELECT s.id FROM {Suppression._meta.db_table} s WHERE s.address_key = given.value) "
        "AS suppressed, "
        f"(SELECT r.id FROM {Reader._meta.db_table} r WHERE r.address_key = given.value) AS reader "
        f"FROM {given} LIMIT {BATCH}) AS found "
        "WHERE found.suppressed IS NOT NULL OR found.reader IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [newsletter.pk, listed])
        return {key: (bool(suppressed), state) for key, suppressed, state in cursor.fetchall()}


def _sort_out(
    fresh: dict[str, Candidate],
    newsletter: Newsletter,
    terms: Terms,
    result: Result,
    bad: Rejects,
) -> None:
    """Part the new from the known, and write what is to be written."""
    known = _standing(fresh, newsletter)
    new = [(c, key) for key, c in fresh.items() if key not in known]
    if new and not result.dry_run:
        write_new(new, terms)
    result.new += len(new)
    for key in [key for key in fresh if key in known]:
        suppressed, state = known[key]
        if suppressed:
            bad.add(fresh[key], "Suppressed: this address must not be mailed.")
        elif state == Subscription.State.ACTIVE:
            result.unchanged += 1
        elif state == Subscription.State.LEFT:
            result.left += 1
        else:
            result.added += 1
            if not result.dry_run:
                _add(fresh[key], newsletter, terms)


def _add(candidate: Candidate, newsletter: Newsletter, terms: Terms) -> None:
    import_reader(
        candidate.address,
        [newsletter],
        basis=terms.basis,
        name=candidate.name,
        territory=candidate.territory,
        language=terms.language,
        source=terms.source,
    )
