"""Less to do for the database: long walks in little memory, and no asking whether it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

T = TypeVar("T")


def unasked(call: Callable[[], T]) -> T:
    """Call what begins a request's work in the database, and again if the connection was dead.

    Django asks a connection that it kept whether it still lives, which is a round trip; this finds
    out by using it. Only for what may happen twice: a connection can also die after the deed.
    Raises what `call` raises the second time, or within a transaction, which died with the
    connection, the first.
    """
    # Django's own mark that it has been asked.
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return call()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return call()


@contextmanager
def unmapped() -> Iterator[None]:
    """Keep SQLite from mapping its file into our memory meanwhile, where it counts as ours."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA mmap_size").fetchone()
        cursor.execute("PRAGMA mmap_size=0")
    try:
        yield
    finally:
        if before:  # a database in memory has none
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA mmap_size={int(before[0])}")
