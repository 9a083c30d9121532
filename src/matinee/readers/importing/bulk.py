"""Writing many new readers at once, each with key, record, seal and subscription.

What differs from reader to reader goes into a temporary table, on PostgreSQL by COPY and on SQLite
by executemany; from there one statement a table takes it, with what all have in common. A batch is
one transaction under the chain's lock: its records are sealed as they are written, and an import
that dies leaves whole batches, to be gone over by importing again. What single deeds do row by row
is done here by hand, and tests hold both to the same result (tests/readers/test_importing.py).
"""

from __future__ import annotations

import hashlib
import json
import os
from binascii import b2a_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from matinee.readers import ledger, vault
from matinee.readers.importing.shapes import Candidate
from matinee.readers.models import ConsentRecord, Reader, ReaderKey, Seal, Subscription
from matinee.readers.models.ledger import Event, Purpose

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_TYPES = ["int8", "int8", "int8", "text", "text", "text", "text", "bytea", "bytea", "text", "text"]
PER_ROW = vault.KEY_BYTES + vault.NONCE_BYTES
# More numbers than all sign-ups together draw within one statement.
GAP = 2000

STAGE = "readers_staged"
STAGED = (
    "reader_id, record_id, place, address, address_key, name, territory, secret, personal, "
    "previous, hash"
)
_STAGED_SQLITE = f"CREATE TEMP TABLE IF NOT EXISTS {STAGE} ({STAGED})"
_STAGED_POSTGRES = (
    f"CREATE TEMP TABLE IF NOT EXISTS {STAGE} (reader_id bigint, record_id bigint, place bigint, "
    "address text, address_key text, name text, territory text, secret bytea, personal bytea, "
    "previous text, hash text) ON COMMIT DELETE ROWS"
)
# By table: its columns, and what they are taken from: a staged column, or a term (:name).
TAKEN: tuple[tuple[type[Any], dict[str, str]], ...] = (
    (
        Reader,
        {
            "id": "reader_id",
            "address": "address",
            "address_key": "address_key",
            "name": "name",
            "territory": "territory",
            "language": ":language",
            "offers": "FALSE",
            "source": ":source",
            "created_at": ":at",
        },
    ),
    (ReaderKey, {"reader_id": "reader_id", "key": "secret"}),
    (
        ConsentRecord,
        {
            "id": "record_id",
            "reader_id": "reader_id",
            "purpose": f"'{Purpose.NEWSLETTER.value}'",
            "newsletter_id": ":newsletter",
            "event": f"'{Event.IMPORTED.value}'",
            "at": ":at",
            "page": ":source",
            "form": "'import'",
            "wording_sha256": "''",
            "notice_sha256": "''",
            "language": ":language",
            "basis": ":basis",
            "personal": "personal",
            "evidence": "'{}'",
        },
    ),
    (
        Seal,
        {
            "position": "place",
            "record_id": "record_id",
            "previous": "previous",
            "hash": "hash",
            "sealed_at": ":at",
        },
    ),
    (
        Subscription,
        {
            "reader_id": "reader_id",
            "newsletter_id": ":newsletter",
            "state": "'active'",
            "since": ":at",
            "created_at": ":at",
            "proof_id": "record_id",
            "why_left": "''",
        },
    ),
)


@dataclass(frozen=True)
class Terms:
    """What all readers of an import have in common. `source` is the file's name."""

    newsletter_id: int
    basis: str
    source: str
    language: str
    at: datetime


def _reserve(model: type[Any], count: int) -> int:
    """Return the first of `count` numbers of a table's that nobody else will use.

    One by one they would cost as much as a column. Whoever draws numbers in the instant between
    the two halves of the statement gets them from the gap that is left before ours.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(name, nextval(name) + %s) "
                "FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name) AS sequence",
                [GAP + count, table],
            )
            return int(cursor.fetchone()[0]) - count + 1
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return (row[0] if row else 0) + 1


def _frames(terms: Terms) -> tuple[bytes, bytes, bytes, bytes]:
    """Return a record's canonical text, cut where its number, personal part and reader stand."""
    marks = {"id": -111, "personal": "@@personal@@", "reader_id": -222}
    values: dict[str, Any] = {
        "purpose": Purpose.NEWSLETTER.value,
        "newsletter_id": terms.newsletter_id,
        "event": Event.IMPORTED.value,
        "at": terms.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "page": terms.source,
        "form": "import",
        "wording_id": None,
        "wording_sha256": "",
        "notice_id": None,
        "notice_sha256": "",
        "language": terms.language,
        "basis": terms.basis,
        "evidence": {},
        **marks,
    }
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    head, rest = text.split('"id":-111', 1)
    middle, rest = rest.split("@@personal@@", 1)
    between, tail = rest.split('"reader_id":-222', 1)
    return (
        f'{head}"id":'.encode(),
        middle.encode(),
        f'{between}"reader_id":'.encode(),
        tail.encode(),
    )


def write_new(batch: Sequence[tuple[Candidate, str]], terms: Terms) -> None:
    """Write readers that are not there yet: pairs of candidate and address key, keys distinct.

    Raises IntegrityError, having written nothing, where one came in meanwhile.
    """
    count = len(batch)
    with transaction.atomic():
        ledger.lock_chain()
        _do_not_wait_for_the_disk()
        first_reader = _reserve(Reader, count)
        first_record = _reserve(ConsentRecord, count)
        position, previous = ledger.head()
        _stage(_rows(batch, terms, first_reader, first_record, position, previous))
        for model, columns in TAKEN:
            _take(model, columns, terms)


def _do_not_wait_for_the_disk() -> None:
    """Let PostgreSQL write this batch out a moment later.

    A power cut takes the last batches whole, and importing again brings them. `importing.run`
    ends with a commit that waits, and with it everything before is on the disk.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")


def wait_for_the_disk() -> None:
    """Return once all that was committed before is on PostgreSQL's disk."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            # A transaction that writes nothing waits for nothing.
            cursor.execute("SELECT pg_logical_emit_message(true, 'matinee', 'imported')")


def _rows(
    batch: Sequence[tuple[Candidate, str]],
    terms: Terms,
    reader_id: int,
    record_id: int,
    position: int,
    previous: str,
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows to be staged: each reader with key, personal part and place in the chain."""
    head, middle, between, tail = _frames(terms)
    random = os.urandom(PER_ROW * len(batch))
    for i, (who, key_of_address) in enumerate(batch):
        cut = i * PER_ROW
        key = random[cut : cut + vault.KEY_BYTES]
        nonce = random[cut + vault.KEY_BYTES : cut + PER_ROW]
        parts = {"address": who.address, "name": who.name} if who.name else {"address": who.address}
        personal = nonce + AESGCM(key).encrypt(nonce, _json(parts).encode(), b"%d" % reader_id)
        position += 1
        text = b"%d\n%s\n%s%d%s%s%s%d%s" % (
            position,
            previous.encode(),
            head,
            record_id,
            middle,
            b2a_base64(personal, newline=False),
            between,
            reader_id,
            tail,
        )
        digest = hashlib.sha256(text).hexdigest()
        yield (
            reader_id,
            record_id,
            position,
            who.address,
            key_of_address,
            who.name,
            who.territory,
            key,
            personal,
            previous,
            digest,
        )
        previous = digest
        reader_id += 1
        record_id += 1


def _stage(rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_STAGED_POSTGRES)
            cursor.execute(f"DELETE FROM {STAGE}")  # noqa: S608 (where we are within another's)
            with cursor.copy(f"COPY {STAGE} ({STAGED}) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(_TYPES)
                for row in rows:
                    copy.write_row(row)
            return
        cursor.execute(_STAGED_SQLITE)
        cursor.execute(f"DELETE FROM {STAGE}")  # noqa: S608 (a name of our own)
        places = ", ".join(["%s"] * len(_TYPES))
        cursor.executemany(f"INSERT INTO {STAGE} ({STAGED}) VALUES ({places})", list(rows))  # noqa: S608


def _take(model: type[Any], columns: dict[str, str], terms: Terms) -> None:
    """Take what is staged into a table."""
    given: dict[str, Any] = {
        ":newsletter": terms.newsletter_id,
        ":basis": terms.basis,
        ":source": terms.source,
        ":language": terms.language,
        ":at": connection.ops.adapt_datetimefield_value(terms.at),
    }
    cast = "%s::timestamptz" if connection.vendor == "postgresql" else "%s"
    asked = [
        (cast if value == ":at" else "%s") if value in given else _json_cast(name, value)
        for name, value in columns.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {', '.join(asked)} FROM {STAGE} ORDER BY place",
            [given[value] for value in columns.values() if value in given],
        )


def _json_cast(name: str, value: str) -> str:
    return f"{value}::jsonb" if name == "evidence" and connection.vendor == "postgresql" else value
