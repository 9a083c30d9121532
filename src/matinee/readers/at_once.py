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
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from matinee.readers import ledger, limits, vault
from matinee.readers.models import (
    ConsentRecord,
    Note,
    Reader,
    SignupRequest,
    Subscription,
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


Columns = dict[str, Any]


@cache
def _blank(model: type[models.Model]) -> Columns:
    """Return a row with the defaults that stay the same, by the names of its columns.

    A default that is taken when the row is made, as a time is, is left out: the database refuses
    a row where it was forgotten.
    """
    lasting = (dict, list, models.NOT_PROVIDED)
    plain = {
        str(field.column): field.get_default()
        for field in model._meta.concrete_fields
        if field.default in lasting or not callable(field.default)
    }
    return {column: value for column, value in plain.items() if value is not None}


def _plain(value: Any) -> str:
    """Return what JSON knows nothing of as PostgreSQL reads it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return "\\x" + bytes(value).hex()


_encode = json.JSONEncoder(default=_plain, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True)
class Wish:
    """A sign-up that waits for its mail: rows by the names of their columns, without numbers.

    `reader` is who it would be if the address is new; `records` gives the columns of those about
    whoever it is, and `waiting` what the request names, once the records have their numbers.
    """

    reader: Columns
    request: Columns
    note: Columns
    records: Callable[[Person], list[Columns]]
    waiting: Callable[[Sequence[Columns]], list[list[int]]]


def write(wish: Wish, counted: limits.Limits | None = None) -> int:
    """Write a sign-up that waits for its mail, committed; return the request's number.

    Where the request was `counted`, its reader was looked up already.
    """
    from matinee.readers.tasks import wake

    for attempt in range(TRIES):
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                known = counted.known if counted else limits.find(wish.reader["address_key"])
                number = _write(wish, known)
            break
        except IntegrityError:
            # The same address came in, or went, at this very moment: look again.
            if attempt == TRIES - 1:
                raise
            counted = None
    transaction.on_commit(ledger.seal_soon)
    transaction.on_commit(wake)
    return number


def _write(wish: Wish, known: Person | None) -> int:
    reader, request, note = wish.reader, wish.request, wish.note
    person = known or _newcomer(reader)
    records = wish.records(person)
    for record in records:
        record["id"] = _numbers[ConsentRecord].take()
    number = _numbers[SignupRequest].take()
    mine = {"reader_id": person.reader_id}
    waiting = wish.waiting(records)
    rows: Columns = {
        "subscriptions": _subscriptions(person, records),
        "records": records,
        "unsealed": [{"record_id": record["id"]} for record in records],
        "request": _blank(SignupRequest) | request | mine | {"id": number, "wanted": waiting},
        "note": _blank(Note) | note | mine | {"id": _numbers[Note].take(), "request_id": number},
    }
    if known is None:
        rows["reader"] = _blank(Reader) | reader | {"id": person.reader_id}
        rows["key"] = {"reader_id": person.reader_id, "key": person.key}
    with connection.cursor() as cursor:
        # Foreign keys are checked at the commit.
        cursor.execute(
            "SELECT readers_sign_up(%s, %s)", [known.reader_id if known else None, _encode(rows)]
        )
    return number


def _newcomer(reader: Columns) -> Person:
    number = _numbers[Reader].take()
    return Person(number, vault.new_key(), reader["address"], reader["name"])


def _subscriptions(person: Person, records: Sequence[Columns]) -> list[Columns]:
    """Return a waiting subscription to each newsletter that the records are about."""
    at = records[0]["at"]
    newsletters = sorted({r["newsletter_id"] for r in records if r["newsletter_id"]})
    return [
        _blank(Subscription)
        | {
            "id": _numbers[Subscription].take(),
            "reader_id": person.reader_id,
            "newsletter_id": newsletter_id,
            "since": at,
            "created_at": at,
        }
        for newsletter_id in newsletters
    ]
