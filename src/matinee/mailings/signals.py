"""Being asked to stop: by SIGTERM, by Ctrl-C, or by the one who called."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Stop:
    """Whether the worker is to stop: it was asked, or its time is over.

    Letters on the wire are finished first.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._asked = False
        self._until = None if seconds is None else time.monotonic() + seconds
        self.signal_number = 0

    @property
    def asked(self) -> bool:
        """Whether to stop at the next letter."""
        return self._asked or (self._until is not None and time.monotonic() > self._until)

    def ask(self, number: int = 0) -> None:
        """Ask it to stop at the next letter."""
        self._asked = True
        self.signal_number = number

    def nap(self, seconds: float) -> None:
        """Sleep for so long, or until it is to stop."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))


@contextmanager
def obeying(stop: Stop) -> Iterator[Stop]:
    """Within it SIGTERM and SIGINT ask `stop`, and then whoever handled them before.

    Only the main thread gets signals; elsewhere this does nothing. A handler that would raise
    or exit at once (Python's own for Ctrl-C, the default) is not called: the worker ends by
    itself when its window is done. A second Ctrl-C is Python's own again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before: dict[int, Any] = {}

    def handle(number: int, frame: FrameType | None) -> None:
        first = not stop.asked
        stop.ask(number)
        earlier = before.get(number)
        if callable(earlier) and earlier is not signal.default_int_handler:
            earlier(number, frame)
        elif not first and number == signal.SIGINT:
            raise KeyboardInterrupt

    for number in (int(signal.SIGTERM), int(signal.SIGINT)):
        before[number] = signal.signal(number, handle)
    try:
        yield stop
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
