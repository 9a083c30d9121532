"""Two clocks: the database's, which all workers share, and one of ours that is never set back."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from django.db import connection


def steady() -> float:
    """Return seconds on a clock that counts sleep and ignores being set (Linux: BOOTTIME).

    A worker judges by it whether its lease may still be believed: setting the wall clock back
    must not make an old lease young again, and a laptop's lid must not stop it ageing.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def database_now() -> datetime:
    """Return the database server's time: one clock for workers on any number of machines.

    SQLite has no server, and all of its users are on one machine: that machine's clock is used.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            row = cursor.fetchone()
        moment: datetime = row[0] if row else datetime.now(tz=UTC)
        return moment
    return datetime.now(tz=UTC)


def later(moment: datetime, seconds: float) -> datetime:
    """Return `moment` plus `seconds`."""
    return moment + timedelta(seconds=seconds)
