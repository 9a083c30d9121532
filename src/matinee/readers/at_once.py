"""What a sign-up writes, in one call instead of eight statements: on PostgreSQL only.

A sign-up that waits for its mail is by far the commonest deed of this room. Its reader is looked
up together with the limits (limits.count_request), and one call of a function in the database
(migration 0003) writes every row, committed as it returns. The rows are those that `people.meet`,
`people.put_pending`, `ledger.write` and `post_office.put` write one by one; the same tests run
over both ways, on PostgreSQL here and on SQLite there. Known and unknown addresses cost the same
statements.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from matinee.readers import ledger, limits, vault
from matinee.readers.models import (
    ConsentRecord,
    Note,
    Reader,
    SignupRequest,
    Subscription,
    UnsealedRecord,
)
from matinee.readers.records import Person

BLOCK = 200
TRIES = 3


class _Numbers:
    """Numbers drawn from a table's sequence by the block, so that rows may name one another.

    Drawing waits for the disk as a commit does, so the blocks are large.

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


_numbers = {
    model: _Numbers(model) for model in (Reader, ConsentRecord, SignupRequest, Note, Subscription)
}


def forget_numbers() -> None:
    """Drop the numbers drawn ahead, where sequences were set back under us."""
    for numbers in _numbers.values():
        numbers.forget()


_columns: dict[type[models.Model], list[tuple[str, str]]] = {}


def _row(instance: models.Model) -> dict[str, Any]:
    """Return a row by the names of its columns."""
    model = type(instance)
    columns = _columns.get(model)
    if columns is None:
        columns = [(str(f.column), f.attname) for f in model._meta.concrete_fields]
        _columns[model] = columns
    values = instance.__dict__
    return {column: values[name] for column, name in columns}


def _plain(value: Any) -> str:
    """Return what JSON knows nothing of as PostgreSQL reads it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return "\\x" + bytes(value).hex()


_encode = json.JSONEncoder(default=_plain, separators=(",", ":"), check_circular=False).encode


def write(
    reader: Reader,
    request: SignupRequest,
    note: Note,
    make: Callable[[Person], Sequence[ConsentRecord]],
    wanted: Callable[[Sequence[ConsentRecord]], list[list[int]]],
    counted: limits.Limits | None = None,
) -> int:
    """Write a sign-up that waits for its mail, committed; return the request's number.

    `reader` is who it would be if the address is new; `make` gives the records about whoever it
    is, and `wanted` says what the request names, once the records have their numbers. Where the
    request was `counted`, its reader was looked up already.
    """
    from matinee.readers.tasks import wake

    for attempt in range(TRIES):
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                known = counted.known if counted else limits.find(reader.address_key)
                _write(reader, known, request, note, make, wanted)
            break
        except IntegrityError:
            # The same address came in, or went, at this very moment: look again.
            if attempt == TRIES - 1:
                raise
            counted = None
    transaction.on_commit(ledger.seal_soon)
    transaction.on_commit(wake)
    return int(request.pk)


def _write(
    reader: Reader,
    known: Person | None,
    request: SignupRequest,
    note: Note,
    make: Callable[[Person], Sequence[ConsentRecord]],
    wanted: Callable[[Sequence[ConsentRecord]], list[list[int]]],
) -> None:
    person = known or _newcomer(reader)
    records = make(person)
    for record in records:
        record.pk = _numbers[ConsentRecord].take()
    request.pk, note.pk = _numbers[SignupRequest].take(), _numbers[Note].take()
    request.reader_id = note.reader_id = person.reader_id
    request.wanted, note.request_id = wanted(records), request.pk
    wish: dict[str, Any] = {
        "subscriptions": _subscriptions(person, records),
        "records": [_row(record) for record in records],
        "unsealed": [{UnsealedRecord._meta.pk.column: record.pk} for record in records],
        "request": _row(request),
        "note": _row(note),
    }
    if known is None:
        wish["reader"] = _row(reader)
        wish["key"] = {"reader_id": person.reader_id, "key": person.key}
    with connection.cursor() as cursor:
        # Foreign keys are checked at the commit.
        cursor.execute(
            "SELECT readers_sign_up(%s, %s)", [known.reader_id if known else None, _encode(wish)]
        )


def _newcomer(reader: Reader) -> Person:
    reader.pk = _numbers[Reader].take()
    return Person(reader.pk, vault.new_key(), reader.address, reader.name)


def _subscriptions(person: Person, records: Sequence[ConsentRecord]) -> list[dict[str, Any]]:
    """Return a waiting subscription to each newsletter that the records are about."""
    at = records[0].at
    newsletters = sorted({r.newsletter_id for r in records if r.newsletter_id})
    return [
        _row(
            Subscription(
                pk=_numbers[Subscription].take(),
                reader_id=person.reader_id,
                newsletter_id=newsletter_id,
                since=at,
                created_at=at,
            )
        )
        for newsletter_id in newsletters
    ]
