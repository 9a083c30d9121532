"""Looking ahead: who comes after a window, made ready in a thread while that one is on the wire.

A relay that takes its time leaves a worker idle, and between two windows the worker leaves the
relay idle. The thread only reads, but for a lease on the batch that comes next, which the worker
lets go of like any other. What is handed to the relay, the worker alone marks.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def possible() -> bool:
    """Whether another thread can see what this one does: tests have it otherwise."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    return not (in_memory or connection.in_atomic_block)


class Ahead:
    """One thread with a connection of its own to the database. It begins when it is asked for."""

    def __init__(self, settle_in: Callable[[], None]) -> None:
        """`settle_in` is called in the thread before all else."""
        self._settle_in = settle_in
        self._thread: ThreadPoolExecutor | None = None

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Have the thread do it; what it raises, the future's result does."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "matinee-ahead")
            self._thread.submit(self._settle_in)
        return self._thread.submit(work)

    def close(self) -> None:
        """Wait for what was begun, and give the connection back."""
        if self._thread is not None:
            self._thread.submit(_hang_up)
            self._thread.shutdown()
            self._thread = None


def _hang_up() -> None:
    # Asked for in the thread: each thread has a connection of its own.
    connection.close()
