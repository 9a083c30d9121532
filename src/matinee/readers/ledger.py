"""Writing the ledger, sealing it into its chain, and walking the chain.

How sealing is right under concurrency. Record numbers come from a sequence, and transactions
commit in any order, so a chain in the order of numbers would have to wait for the slowest. So the
chain has an order of its own: `Seal.position`. Each record leaves a row in UnsealedRecord in the
transaction that writes it. Whoever holds the chain's lock (PostgreSQL: a transaction-level
advisory lock; SQLite: the one writer that BEGIN IMMEDIATE lets in) takes waiting rows, gives each
the next position and the hash over the last one, and deletes them, all in one transaction. Two
sealers at once cannot both get a position: it is the primary key. A record that has neither seal
nor waiting row was slipped in or cut off, and `verify` names it.

Sealing runs right after a commit, at most twice a second in a process and never waiting for
another sealer. What comes in between is sealed by the worker, woken half a second later
(tasks.wake), and what even that missed by the tick that every worker keeps.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from matinee.newsletters.models import Wording
from matinee.publication.models import PrivacyNotice
from matinee.readers.lean import unmapped
from matinee.readers.models import ConsentRecord, Seal, UnsealedRecord

logger = logging.getLogger(__name__)
LOCK = 0x6D_61_74_69_6E_65_65  # "matinee", the advisory lock of the chain
BATCH = 500
GENESIS = "0" * 64
SEAL_EVERY = 0.5  # seconds, in one process
WALK = 2000  # records held at once while walking

# A record's columns, in the order of the sealed text.
FIELDS = (
    "id",
    "reader_id",
    "purpose",
    "newsletter_id",
    "event",
    "at",
    "page",
    "form",
    "wording_id",
    "wording_sha256",
    "notice_id",
    "notice_sha256",
    "language",
    "basis",
    "personal",
    "evidence",
)
_THROUGH_RECORD = tuple(f"record__{name}" for name in FIELDS)


_sorted_json = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def canonical(values: Sequence[Any]) -> bytes:
    """Return the text that a seal is over: a record's FIELDS, as sorted compact JSON.

    Times in UTC with microseconds, the personal part as base64 of its ciphertext.
    """
    named = dict(zip(FIELDS, values, strict=True))
    named["at"] = named["at"].astimezone(UTC).isoformat(timespec="microseconds")
    if named["personal"] is not None:
        named["personal"] = b64encode(bytes(named["personal"])).decode()
    return _sorted_json(named).encode()


def _link(previous: str, position: int, values: Sequence[Any]) -> str:
    return hashlib.sha256(f"{position}\n{previous}\n".encode() + canonical(values)).hexdigest()


def link(previous: str, position: int, record: ConsentRecord) -> str:
    """Return the hash (SHA-256, hex) of a record at its place after `previous`."""
    return _link(previous, position, [getattr(record, name) for name in FIELDS])


def write(records: Sequence[ConsentRecord]) -> list[ConsentRecord]:
    """Insert records, to be sealed once committed; return them with their numbers.

    Call within the transaction of the deed that they are evidence of.
    """
    with transaction.atomic():
        written = ConsentRecord.objects.bulk_create(records)
        UnsealedRecord.objects.bulk_create([UnsealedRecord(record_id=r.pk) for r in written])
        transaction.on_commit(seal_soon)
    return written


_last_sealed = 0.0


def seal_soon() -> None:
    """Seal what waits, unless this process did so half a second ago; never fails, never waits."""
    global _last_sealed
    now = time.monotonic()
    if now - _last_sealed < SEAL_EVERY:
        return
    _last_sealed = now
    try:
        seal_waiting(wait=False)
    except DatabaseError:
        # The tick seals what this left; a reader's sign-up must not fail for it.
        logger.warning("The ledger could not be sealed just now; the next tick will.")


def lock_chain(*, wait: bool = True) -> bool:
    """Take the chain's lock until the transaction ends; False when another has it."""
    if connection.vendor != "postgresql":
        return True  # BEGIN IMMEDIATE: this is the only writer
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def head() -> tuple[int, str]:
    """Return the last seal's position and hash; (0, GENESIS) of an empty chain."""
    last = Seal.objects.order_by("-position").values_list("position", "hash").first()
    return last or (0, GENESIS)


def seal_waiting(*, wait: bool = True) -> int:
    """Seal every waiting record; return how many. May be called at any time, by any number."""
    total = 0
    while True:
        sealed = _seal_batch(wait)
        total += sealed
        if sealed < BATCH:
            return total


def _seal_batch(wait: bool) -> int:
    if not UnsealedRecord.objects.exists():
        return 0
    with transaction.atomic():
        if not lock_chain(wait=wait):
            return 0
        waiting = list(UnsealedRecord.objects.order_by("pk").values_list(*_THROUGH_RECORD)[:BATCH])
        position, previous = head()
        seals = []
        for record in waiting:
            position += 1
            digest = _link(previous, position, record)
            seals.append((position, record[0], previous, digest))
            previous = digest
        if seals:
            _insert(seals)
    return len(seals)


def _insert(seals: Sequence[tuple[int, int, str, str]]) -> None:
    """Write seals and take their records off the queue: two statements, however many."""
    columns = list(zip(*seals, strict=True))
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    into = f"INSERT INTO {Seal._meta.db_table} (sealed_at, position, record_id, previous, hash)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"{into} SELECT %s::timestamptz, * FROM "  # noqa: S608
                "unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[])",
                [now, *map(list, columns)],
            )
        else:
            cursor.executemany(f"{into} VALUES (%s, %s, %s, %s, %s)", [(now, *s) for s in seals])
    UnsealedRecord.objects.filter(pk__in=columns[1]).delete()


@dataclass(frozen=True)
class Verdict:
    """What a walk over the chain found. `first_broken` is a record's number."""

    records: int
    ok: bool
    first_broken: int | None = None
    why: str = ""
    head: str = GENESIS


class Walked(NamedTuple):
    """A seal as the walk meets it, with its record's FIELDS."""

    position: int
    previous: str
    hash: str
    record: Sequence[Any]


def walk(start: int = 0) -> Iterator[Walked]:
    """Yield seals with their records in the chain's order, some thousands in memory at a time.

    Each stretch is a query of its own, by place: a driver that fetches a whole answer at once
    (psycopg without a named cursor does) holds no more than that.
    """
    while True:
        stretch = list(
            Seal.objects.filter(position__gt=start)
            .order_by("position")
            .values_list("position", "previous", "hash", *_THROUGH_RECORD)[:WALK]
        )
        for row in stretch:
            yield Walked(row[0], row[1], row[2], row[3:])
        if len(stretch) < WALK:
            return
        start = stretch[-1][0]


def verify(
    progress: Callable[[int], None] | None = None, expected_head: str | None = None
) -> Verdict:
    """Walk the whole chain in constant memory; stop at the first broken record.

    `progress` is called with how many records were walked, now and then. With `expected_head`
    (a hash noted down earlier) the chain must also still contain it: that shows a cut tail,
    which nothing within a chain can.
    """
    with unmapped():
        return _verify(progress, expected_head)


def _verify(progress: Callable[[int], None] | None, expected_head: str | None) -> Verdict:
    position, previous, seen = 0, GENESIS, expected_head is None
    words, notices = _wordings(), _notices()
    for seal in walk():
        position += 1
        number = seal.record[0]
        if seal.position != position:
            return Verdict(position, False, *_gap(position, number), previous)
        why = _fault(seal, previous) or _words_fault(seal.record, words, notices)
        if why:
            return Verdict(position, False, number, why, previous)
        previous = seal.hash
        seen = seen or previous == expected_head
        if progress and position % WALK == 0:
            progress(position)
    if progress:
        progress(position)
    if (bare := _bare_seal(position)) is not None:
        return Verdict(position, False, *_gap(*bare), previous)
    if (stray := _stray()) is not None:
        return Verdict(position, False, stray, "It stands outside the chain.", previous)
    if not seen:
        return Verdict(position, False, None, "The chain no longer holds that hash.", previous)
    return Verdict(position, True, head=previous)


def _bare_seal(after: int) -> tuple[int, int] | None:
    """Return the first seal beyond the walk whose record is gone: the walk ends before such.

    Seals that came in meanwhile have their records, and are left to the next walk.
    """
    beyond = Seal.objects.filter(
        ~Exists(ConsentRecord.objects.filter(pk=OuterRef("record_id"))), position__gt=after
    )
    return beyond.order_by("position").values_list("position", "record_id").first()


def _gap(position: int, found: int) -> tuple[int, str]:
    """Return which record is gone, or the one found where another should be; and why."""
    gone = Seal.objects.filter(position=position).values_list("record_id", flat=True).first()
    if gone is not None:
        return gone, "The record itself is gone; its seal is still there."
    return found, f"The seal at place {position}, before it, is gone."


def _fault(seal: Walked, previous: str) -> str:
    if seal.previous != previous:
        return "It does not follow the record before it."
    if seal.hash != _link(previous, seal.position, seal.record):
        return "Its content is not what was sealed."
    return ""


_WORDING, _NOTICE = FIELDS.index("wording_id"), FIELDS.index("notice_id")


def _words_fault(record: Sequence[Any], words: dict[int, str], notices: dict[int, str]) -> str:
    wording, wording_sha256 = record[_WORDING : _WORDING + 2]
    notice, notice_sha256 = record[_NOTICE : _NOTICE + 2]
    if wording and words.get(wording) != wording_sha256:
        return "The words that it points at are not those that were shown."
    if notice and notices.get(notice) != notice_sha256:
        return "The privacy notice that it points at is not the one that was shown."
    return ""


def wording_hash(wording: Wording) -> str:
    """Return the hash of a wording as it stands now, as Wording.seal takes it."""
    sealed = json.dumps(
        {"language": wording.language, "words": wording.words},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(sealed.encode()).hexdigest()


def notice_hash(notice: PrivacyNotice) -> str:
    """Return the hash of a privacy notice's words as they stand now."""
    return hashlib.sha256(notice.body.encode()).hexdigest()


def _wordings() -> dict[int, str]:
    return {wording.pk: wording_hash(wording) for wording in Wording.objects.iterator()}


def _notices() -> dict[int, str]:
    return {notice.pk: notice_hash(notice) for notice in PrivacyNotice.objects.iterator()}


def _stray() -> int | None:
    """Return the first record that has neither a seal nor a place in the queue for one."""
    stray = ConsentRecord.objects.filter(
        ~Exists(Seal.objects.filter(record=OuterRef("pk"))),
        ~Exists(UnsealedRecord.objects.filter(pk=OuterRef("pk"))),
    )
    return stray.order_by("pk").values_list("pk", flat=True).first()
