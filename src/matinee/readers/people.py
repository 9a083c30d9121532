"""Finding readers and making them, the same way whether they are known or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from matinee.readers import addresses, vault
from matinee.readers.models import Reader, ReaderKey, Subscription
from matinee.readers.records import Person

TABLES = {model: model._meta.db_table for model in (Reader, ReaderKey, Subscription)}


def find(address: str) -> Reader | None:
    """Return the reader with this address, or None; anything may be given."""
    return Reader.objects.filter(address_key=addresses.key_of(address)).first()


def person_of(reader: Reader) -> Person:
    """Return a known reader as records need them."""
    key = ReaderKey.objects.values_list("key", flat=True).get(pk=reader.pk)
    return Person(reader.pk, bytes(key), reader.address, reader.name)


def meet(
    address: str, *, name: str, territory: str, language: str, source: str, now: datetime
) -> Person:
    """Return the reader of an address, making one where there is none.

    The same two statements run for a known and an unknown address (design rule 8). What is
    known of a reader is not overwritten by a stranger who types their address.
    """
    key_of_address = addresses.key_of(address)
    given = [address, key_of_address, name, territory, language, False, source, moment(now)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Both in one statement: half the waiting, and the same rows.
            cursor.execute(
                f"WITH r AS ({_READER}), k AS ({_KEY} SELECT id, %s FROM r {_KEY_END}) "  # noqa: S608
                "SELECT r.id, r.address, r.name, k.key FROM r, k",
                [*given, vault.new_key()],
            )
            reader_id, known_address, known_name, key = cursor.fetchone()
        else:
            cursor.execute(_READER, given)
            reader_id, known_address, known_name = cursor.fetchone()
            cursor.execute(f"{_KEY} VALUES (%s, %s) {_KEY_END}", [reader_id, vault.new_key()])
            key = cursor.fetchone()[0]
    return Person(reader_id, bytes(key), known_address, known_name)


_COLUMNS = "address, address_key, name, territory, language, offers, source, created_at"
_READER = (
    f"INSERT INTO {TABLES[Reader]} ({_COLUMNS}) "  # noqa: S608 (names of our own tables)
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (address_key) DO UPDATE SET address_key = excluded.address_key "
    f"RETURNING id, {TABLES[Reader]}.address, {TABLES[Reader]}.name"
)
_KEY = f"INSERT INTO {TABLES[ReaderKey]} (reader_id, key)"
_KEY_END = (
    "ON CONFLICT (reader_id) DO UPDATE SET reader_id = excluded.reader_id "
    f"RETURNING {TABLES[ReaderKey]}.key"
)


@dataclass(frozen=True)
class Standing:
    """A subscription as it stands after somebody asked for it."""

    id: int
    newsletter_id: int
    state: str


def put_pending(reader_id: int, newsletter_ids: Sequence[int], now: datetime) -> list[Standing]:
    """Make each subscription wait for its confirmation, but leave active ones as they are."""
    sql, values = pending_sql(reader_id, newsletter_ids, now)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Standing(*row) for row in cursor.fetchall()]


def pending_sql(
    reader_id: int, newsletter_ids: Sequence[int], now: datetime
) -> tuple[str, list[Any]]:
    """Return the statement that does so, and its values; it gives back Standing's fields."""
    table = TABLES[Subscription]
    then = moment(now)
    rows = ", ".join(["(%s, %s, 'pending', %s, %s, '')"] * len(newsletter_ids))
    sql = (
        f"INSERT INTO {table} (reader_id, newsletter_id, state, since, created_at, why_left) "  # noqa: S608
        f"VALUES {rows} ON CONFLICT (reader_id, newsletter_id) DO UPDATE SET "
        f"since = CASE WHEN {table}.state IN ('active', 'pending') THEN {table}.since "
        "ELSE excluded.since END, "
        f"state = CASE WHEN {table}.state = 'active' THEN 'active' ELSE 'pending' END "
        f"RETURNING id, {table}.newsletter_id, {table}.state"
    )
    return sql, [v for n in newsletter_ids for v in (reader_id, n, then, then)]


def moment(at: datetime) -> Any:
    """Return a time as the database's own statements take it."""
    return connection.ops.adapt_datetimefield_value(at)
