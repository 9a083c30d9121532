"""How often one address, one network and everybody together may ask: counted in the database.

One statement counts and answers, so the counts are right with any number of processes. Windows
are fixed stretches of time; a bucket's name holds its stretch, so nothing is ever reset.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils import timezone

from matinee.readers import keys
from matinee.readers.lean import unasked
from matinee.readers.models import Reader, ReaderKey, Tally
from matinee.readers.records import Person
from matinee.readers.request_meta import wide_of

# (most in a stretch, seconds of it). A /24 can be a whole university: past the first number its
# readers do a little work (a second of their device's time), past the second they wait.
ADDRESS = (6, 3600)
NETWORK_EASY = 30
NETWORK = (90, 3600)
# Nor may a flood from hundreds of networks get a few by from each: past this number a whole /16 or
# /32 is put to work. That may be all of a provider's readers, so none of them waits for it.
WIDE_EASY = 45
OVERALL_EASY = 120
OVERALL_SECONDS = 60
# From a network that few sign up from, a reader without scripts gets in even under pressure.
QUIET_NETWORK = 3
MAILS_A_DAY = 3
# One row for everybody would be waited for by everybody.
SHARDS = 8

_TALLY = Tally._meta.db_table
_PERSON = "r.id, k.key, r.address, r.name"
_READERS = f"{Reader._meta.db_table} r JOIN {ReaderKey._meta.db_table} k ON k.reader_id = r.id"


class Verdict(StrEnum):
    """What is to be done with a request to sign up."""

    FINE = "fine"
    WORK = "work"  # a proof of work first
    WAIT = "wait"  # too many tries


@dataclass(frozen=True)
class Limits:
    """The counts of a request, taken as it came."""

    address: int
    network: int
    overall: int
    wide: int = 0
    known: Person | None = None
    """Whom the address belongs to, as it was when this was counted."""
    address_key: str = ""

    @property
    def verdict(self) -> Verdict:
        """Return what these counts ask for."""
        if self.address > ADDRESS[0] or self.network > NETWORK[0]:
            return Verdict.WAIT
        if self.network > NETWORK_EASY or self.wide > WIDE_EASY:
            return Verdict.WORK
        if self.overall > OVERALL_EASY and self.network > QUIET_NETWORK:
            return Verdict.WORK
        return Verdict.FINE


def _bucket(kind: str, what: str, seconds: int, now: datetime) -> tuple[str, datetime]:
    stretch = int(now.timestamp()) // seconds
    ends = datetime.fromtimestamp((stretch + 1) * seconds, tz=UTC)
    return f"{kind}:{what}:{stretch}", ends


def count(buckets: Mapping[str, datetime]) -> dict[str, int]:
    """Add one to each bucket (name to end of its stretch) and return their new counts.

    One statement, atomic in itself; call it outside a longer transaction, so that nobody waits
    for its rows.
    """
    sql, values = _counting(buckets)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING bucket, count", values)
        return dict(cursor.fetchall())


def _counting(buckets: Mapping[str, datetime]) -> tuple[str, list[Any]]:
    """Return the statement that counts, and its values."""
    rows = sorted(buckets.items())  # one order for all: no deadlock
    values = [
        v for name, end in rows for v in (name, connection.ops.adapt_datetimefield_value(end))
    ]
    one = "(%s::text, 1, %s::timestamptz)" if connection.vendor == "postgresql" else "(%s, 1, %s)"
    source = f"VALUES {', '.join([one] * len(rows))}"
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        # A power cut may lose the last counts; nobody need wait for the disk on their account.
        quick = "SELECT set_config('synchronous_commit', 'off', true)"
        source = f"SELECT v.* FROM ({quick}) AS quick, ({source}) AS v"  # noqa: S608
    return (
        f"INSERT INTO {_TALLY} (bucket, count, ends_at) {source} "
        f"ON CONFLICT (bucket) DO UPDATE SET count = {_TALLY}.count + 1",
        values,
    )


def _count_and_find(
    buckets: Mapping[str, datetime], address_key: str
) -> tuple[dict[str, int], Person | None]:
    """Count, and look up whom an address belongs to: on PostgreSQL in one call (migration 0006)."""
    if connection.vendor != "postgresql":
        return count(buckets), find(address_key)
    names = sorted(buckets)  # one order for all: no deadlock
    ends = ",".join([str(int(buckets[name].timestamp())) for name in names])
    given: list[Any] = [
        f"{{{','.join(names)}}}",
        f"{{{ends}}}",
        address_key,
        not connection.in_atomic_block,
    ]

    def call() -> Sequence[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM readers_count(%s, %s, %s, %s)", given)
            row: Sequence[Any] = cursor.fetchone()
        return row

    counts, *person = unasked(call)
    return dict(zip(names, counts, strict=True)), _person(person)


def find(address_key: str) -> Person | None:
    """Return whom a keyed hash of an address belongs to, or None."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_PERSON} FROM {_READERS} WHERE r.address_key = %s",  # noqa: S608
            [address_key],
        )
        row = cursor.fetchone()
    return _person(row) if row else None


def _person(row: Sequence[Any]) -> Person | None:
    reader_id, key, address, name = row
    return None if key is None else Person(reader_id, bytes(key), address, name)


def count_request(address_key: str, network: str, now: datetime | None = None) -> Limits:
    """Count a request to sign up under its address, its network, the /16 or /32 around it, and all.

    Whom the address belongs to is looked up on the way, which is so much less to wait for later.
    What is counted is kept under keyed hashes. `network` "" (unknown) is a network of its own.
    """
    now = now or timezone.now()
    # Not random for secrecy: it only spreads the writes.
    shard = str(random.randrange(SHARDS))  # noqa: S311
    hashed = keys.keyed_hash("network", network)[:32]
    by_address, address_end = _bucket("address", address_key[:32], ADDRESS[1], now)
    by_network, network_end = _bucket("network", hashed, NETWORK[1], now)
    around = keys.keyed_hash("network", wide_of(network))[:32]
    by_wide, wide_end = _bucket("wide", around, NETWORK[1], now)
    overall, overall_end = _bucket("all", shard, OVERALL_SECONDS, now)
    buckets = {
        by_address: address_end,
        by_network: network_end,
        by_wide: wide_end,
        overall: overall_end,
    }
    counts, known = _count_and_find(buckets, address_key)
    return Limits(
        address=counts[by_address],
        network=counts[by_network],
        overall=counts[overall] * SHARDS,
        wide=counts[by_wide],
        known=known,
        address_key=address_key,
    )


def may_mail(address_key: str, now: datetime | None = None) -> bool:
    """Count a confirmation mail to an address; False beyond three on one day."""
    bucket, end = _bucket("mail", address_key[:32], 86_400, now or timezone.now())
    return count({bucket: end})[bucket] <= MAILS_A_DAY


def note_refusal(why: str, now: datetime | None = None) -> None:
    """Count what was turned away, hour by hour, for the desk."""
    bucket, end = _bucket("refused", why, 3600, now or timezone.now())
    count({bucket: end + timedelta(days=7)})


def forget_old() -> int:
    """Delete counts whose stretch is over; return how many."""
    return Tally.objects.filter(ends_at__lt=timezone.now()).delete()[0]
