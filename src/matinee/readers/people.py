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


def meet(reader: Reader) -> Person:
    """Return the reader of an address, making `reader` (unsaved) where there is none.

    The same two statements run for a known and an unknown address (design rule 8). What is
    known of a reader is not overwritten by a stranger who types their address.
    """
    given = [
        reader.address,
        reader.address_key,
        reader.name,
        reader.territory,
        reader.language,
        reader.offers,
        reader.source,
        moment(reader.created_at),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_READER, given)
        reader_id, address, name = cursor.fetchone()
        cursor.execute(_KEY, [reader_id, vault.new_key()])
        key = cursor.fetchone()[0]
    return Person(reader_id, bytes(key), address, name)


_COLUMNS = "address, address_key, name, territory, language, offers, source, created_at"
_READER = (
    f"INSERT INTO {TABLES[Reader]} ({_COLUMNS}) "  # noqa: S608 (names of our own tables)
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (address_key) DO UPDATE SET address_key = excluded.address_key "
    f"RETURNING id, {TABLES[Reader]}.address, {TABLES[Reader]}.name"
)
_KEY = (
    f"INSERT INTO {TABLES[ReaderKey]} (reader_id, key) VALUES (%s, %s) "  # noqa: S608
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
