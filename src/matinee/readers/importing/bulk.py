"""Writing many new readers at once, each with key, record, seal and subscription.

On PostgreSQL by COPY, on SQLite by executemany. A batch is one transaction under the chain's
lock: its records are sealed as they are written. What single deeds do row by row is done here by
hand, and tests hold both to the same result (tests/readers/test_importing.py).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from matinee.readers import ledger, vault
from matinee.readers.importing.shapes import Candidate
from matinee.readers.models import ConsentRecord, Reader, ReaderKey, Seal, Subscription
from matinee.readers.models.ledger import Event, Purpose

PER_ROW = vault.KEY_BYTES + vault.NONCE_BYTES

COLUMNS: dict[type[Any], str] = {
    Reader: "id, address, address_key, name, territory, language, offers, source, created_at",
    ReaderKey: "reader_id, key",
    ConsentRecord: "id, reader_id, purpose, newsletter_id, event, at, page, form, wording_sha256, "
    "notice_sha256, language, basis, personal, evidence",
    Seal: "position, record_id, previous, hash, sealed_at",
    Subscription: "reader_id, newsletter_id, state, since, created_at, proof_id, why_left",
}


@dataclass(frozen=True)
class Terms:
    """What all readers of an import have in common. `source` is the file's name."""

    newsletter_id: int
    basis: str
    source: str
    language: str
    at: datetime


def _reserve(model: type[Any], count: int) -> int:
    """Return the first of `count` numbers of a table's that nobody else will use."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT min(n), max(n) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS n "
                "FROM generate_series(1, %s)) AS numbers",
                [table, count],
            )
            first, last = cursor.fetchone()
            if last - first + 1 == count:
                return int(first)
            # Somebody drew numbers in between: skip to a stretch of our own.
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last + count]
            )
            return int(last) + 1
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
        first_reader = _reserve(Reader, count)
        first_record = _reserve(ConsentRecord, count)
        position, previous = ledger.head()
        made = _make(batch, terms, first_reader, first_record, position, previous)
        for model, rows in made.items():
            _insert(model, rows)


def _make(
    batch: Sequence[tuple[Candidate, str]],
    terms: Terms,
    reader_id: int,
    record_id: int,
    position: int,
    previous: str,
) -> dict[type[Any], list[tuple[Any, ...]]]:
    """Return the rows of every table, in the order in which they may be inserted."""
    from base64 import b64encode

    head, middle, between, tail = _frames(terms)
    random = os.urandom(PER_ROW * len(batch))
    at = connection.ops.adapt_datetimefield_value(terms.at)
    readers, secrets, records, seals, subscriptions = [], [], [], [], []
    for i, (who, key_of_address) in enumerate(batch):
        cut = i * PER_ROW
        key = random[cut : cut + vault.KEY_BYTES]
        nonce = random[cut + vault.KEY_BYTES : cut + PER_ROW]
        parts = {"address": who.address, "name": who.name} if who.name else {"address": who.address}
        plain = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
        personal = nonce + AESGCM(key).encrypt(nonce, plain, b"%d" % reader_id)
        position += 1
        text = b"%d\n%s\n%s%d%s%s%s%d%s" % (
            position,
            previous.encode(),
            head,
            record_id,
            middle,
            b64encode(personal),
            between,
            reader_id,
            tail,
        )
        digest = hashlib.sha256(text).hexdigest()
        readers.append(
            (
                reader_id,
                who.address,
                key_of_address,
                who.name,
                who.territory,
                terms.language,
                False,
                terms.source,
                at,
            )
        )
        secrets.append((reader_id, key))
        records.append(
            (
                record_id,
                reader_id,
                "newsletter",
                terms.newsletter_id,
                "imported",
                at,
                terms.source,
                "import",
                "",
                "",
                terms.language,
                terms.basis,
                personal,
                "{}",
            )
        )
        seals.append((position, record_id, previous, digest, at))
        subscriptions.append((reader_id, terms.newsletter_id, "active", at, at, record_id, ""))
        previous = digest
        reader_id += 1
        record_id += 1
    return {
        Reader: readers,
        ReaderKey: secrets,
        ConsentRecord: records,
        Seal: seals,
        Subscription: subscriptions,
    }


def _insert(model: type[Any], rows: Sequence[tuple[Any, ...]]) -> None:
    table, columns = model._meta.db_table, COLUMNS[model]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * (columns.count(",") + 1))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608
