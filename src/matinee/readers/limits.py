"""How often one address, one network and everybody together may ask: counted in the database.

One statement counts and answers, so the counts are right with any number of processes. Windows
are fixed stretches of time; a bucket's name holds its stretch, so nothing is ever reset.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db import connection
from django.utils import timezone

from matinee.readers import keys
from matinee.readers.models import Tally

# (most in a stretch, seconds of it). A /24 can be a whole university: past the first number its
# readers do a little work (a second of their device's time), past the second they wait.
ADDRESS = (6, 3600)
NETWORK_EASY = 30
NETWORK = (90, 3600)
OVERALL_EASY = 120
OVERALL_SECONDS = 60
# From a network that few sign up from, a reader without scripts gets in even under pressure.
QUIET_NETWORK = 3
MAILS_A_DAY = 3
# One row for everybody would be waited for by everybody.
SHARDS = 8


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

    @property
    def verdict(self) -> Verdict:
        """Return what these counts ask for."""
        if self.address > ADDRESS[0] or self.network > NETWORK[0]:
            return Verdict.WAIT
        if self.network > NETWORK_EASY:
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
    rows = sorted(buckets.items())  # one order for all: no deadlock
    values = [
        v for name, end in rows for v in (name, connection.ops.adapt_datetimefield_value(end))
    ]
    places = ", ".join(["(%s, 1, %s)"] * len(rows))
    table = Tally._meta.db_table
    # A power cut may lose the last counts; nobody need wait for the disk on their account.
    with_it = (
        "WITH quick AS (SELECT set_config('synchronous_commit', 'off', true)) "
        if connection.vendor == "postgresql" and not connection.in_atomic_block
        else ""
    )
    source = f"VALUES {places}"
    if with_it:
        source = f"SELECT v.* FROM quick, (VALUES {_typed(len(rows))}) AS v"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"{with_it}INSERT INTO {table} (bucket, count, ends_at) {source} "
            f"ON CONFLICT (bucket) DO UPDATE SET count = {table}.count + 1 "
            "RETURNING bucket, count",
            values,
        )
        return dict(cursor.fetchall())


def _typed(count: int) -> str:
    return ", ".join(["(%s::text, 1, %s::timestamptz)"] * count)


def count_request(address_key: str, network: str, now: datetime | None = None) -> Limits:
    """Count a request to sign up under its address, its network and everybody.

    What is counted is kept under keyed hashes. `network` "" (unknown) is a network of its own.
    """
    now = now or timezone.now()
    # Not random for secrecy: it only spreads the writes.
    shard = str(random.randrange(SHARDS))  # noqa: S311
    hashed = keys.keyed_hash("network", network)[:32]
    by_address, address_end = _bucket("address", address_key[:32], ADDRESS[1], now)
    by_network, network_end = _bucket("network", hashed, NETWORK[1], now)
    overall, overall_end = _bucket("all", shard, OVERALL_SECONDS, now)
    counts = count({by_address: address_end, by_network: network_end, overall: overall_end})
    return Limits(counts[by_address], counts[by_network], counts[overall] * SHARDS)


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
