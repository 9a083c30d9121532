"""What a sign-up writes, in one statement instead of eight: on PostgreSQL only.

A sign-up that waits for its mail is by far the commonest deed of this room. Its reader is looked
up by one statement, and one more writes every row, committed as it returns. The rows are those
that `people.meet`, `people.put_pending`, `ledger.write` and `post_office.put` write one by one;
the same tests run over both ways, on PostgreSQL here and on SQLite there. Known and unknown
addresses cost the same two statements.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from matinee.readers import ledger, people, vault
from matinee.readers.models import (
    ConsentRecord,
    Note,
    Reader,
    ReaderKey,
    SignupRequest,
    UnsealedRecord,
)
from matinee.readers.records import Person

BLOCK = 50
TRIES = 3


class _Numbers:
    """Numbers drawn from a table's sequence by the block, so that rows may name one another.

    Numbers that a process leaves unused are gaps, as a rolled-back insert leaves them.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self._sequence = f"{model._meta.db_table}_id_seq"
        self._lock = threading.Lock()
        self._drawn: dict[str, list[int]] = {}

    def take(self) -> int:
        """Return a number that nobody else has."""
        with self._lock:
            drawn = self._drawn.setdefault(connection.settings_dict["NAME"], [])
            if not drawn:
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT nextval(%s) FROM generate_series(1, %s)", [self._sequence, BLOCK]
                    )
                    drawn += sorted((row[0] for row in cursor.fetchall()), reverse=True)
            return drawn.pop()

    def forget(self) -> None:
        """Draw anew next time: the sequence was set back, as a test's end does."""
        with self._lock:
            self._drawn.clear()


_numbers = {model: _Numbers(model) for model in (Reader, ConsentRecord, SignupRequest, Note)}


def forget_numbers() -> None:
    """Drop the numbers drawn ahead, where sequences were set back under us."""
    for numbers in _numbers.values():
        numbers.forget()


class _Statement:
    """One INSERT after another, put together into one statement."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []

    def add(self, sql: str, values: Sequence[Any]) -> None:
        """Add a part that has a RETURNING clause."""
        self.parts.append(sql)
        self.values += values

    def insert(self, rows: Sequence[models.Model]) -> None:
        """Add rows of one model, each with its number."""
        meta = rows[0]._meta
        fields = meta.concrete_fields
        names = ", ".join(f'"{f.column}"' for f in fields)
        places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(rows))
        self.add(
            f'INSERT INTO "{meta.db_table}" ({names}) VALUES {places} RETURNING 1',  # noqa: S608
            [f.get_db_prep_save(getattr(r, f.attname), connection) for r in rows for f in fields],
        )

    def run(self) -> None:
        """Execute all; foreign keys are checked at the commit."""
        named = ", ".join(f"w{i} AS ({part})" for i, part in enumerate(self.parts))
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {named} SELECT 1", self.values)


_FIND = (
    "SELECT r.id, r.address, r.name, k.key "  # noqa: S608
    f"FROM {Reader._meta.db_table} r JOIN {ReaderKey._meta.db_table} k ON k.reader_id = r.id "
    "WHERE r.address_key = %s"
)


def _meet(reader: Reader, statement: _Statement) -> Person:
    """Return the reader of an address; the statement makes them where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [reader.address_key])
        known = cursor.fetchone()
    if known:
        # Touches the row, as making it would: one write either way.
        statement.add(
            f"UPDATE {Reader._meta.db_table} SET address_key = address_key "  # noqa: S608
            "WHERE id = %s RETURNING 1",
            [known[0]],
        )
        return Person(known[0], bytes(known[3]), known[1], known[2])
    key = vault.new_key()
    reader.pk = _numbers[Reader].take()
    statement.insert([reader])
    statement.insert([ReaderKey(reader_id=reader.pk, key=key)])
    return Person(reader.pk, key, reader.address, reader.name)


def write(
    reader: Reader,
    request: SignupRequest,
    note: Note,
    make: Callable[[Person], Sequence[ConsentRecord]],
    wanted: Callable[[Sequence[ConsentRecord]], list[list[int]]],
) -> int:
    """Write a sign-up that waits for its mail, committed; return the request's number.

    `reader` is who it would be if the address is new; `make` gives the records about whoever it
    is, and `wanted` says what the request names, once the records have their numbers.
    """
    from matinee.readers.tasks import wake

    for attempt in range(TRIES):
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                _write(reader, request, note, make, wanted)
            break
        except IntegrityError:
            # The same address came in at this very moment: now it is known.
            if attempt == TRIES - 1:
                raise
    transaction.on_commit(ledger.seal_soon)
    transaction.on_commit(wake)
    return int(request.pk)


def _write(
    reader: Reader,
    request: SignupRequest,
    note: Note,
    make: Callable[[Person], Sequence[ConsentRecord]],
    wanted: Callable[[Sequence[ConsentRecord]], list[list[int]]],
) -> None:
    statement = _Statement()
    person = _meet(reader, statement)
    records = make(person)
    for record in records:
        record.pk = _numbers[ConsentRecord].take()
    request.pk, note.pk = _numbers[SignupRequest].take(), _numbers[Note].take()
    request.reader_id = note.reader_id = person.reader_id
    request.wanted, note.request_id = wanted(records), request.pk
    newsletters = sorted({r.newsletter_id for r in records if r.newsletter_id})
    statement.add(*people.pending_sql(person.reader_id, newsletters, records[0].at))
    statement.insert(records)
    statement.insert([UnsealedRecord(record_id=record.pk) for record in records])
    statement.insert([request])
    statement.insert([note])
    statement.run()
