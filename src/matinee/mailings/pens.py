"""Pens: letters are signed in threads of their own, a little ahead of the wire.

An RSA signature takes longer than all else that is done for a letter. It is made outside the
interpreter's lock, so that threads make several at once while others are on their way.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from matinee.post.signed import Unsigned

T = TypeVar("T")

# Letters in one thread's hands at a time: fewer, and the handing around would cost as much.
HANDFUL = 8


class Filled(Protocol):
    """What a letter's return path and bytes come from, when it goes."""

    @property
    def dotless(self) -> bool:
        """Whether no line of it begins with a dot."""

    @property
    def sender(self) -> str:
        """The return path."""

    def fill(self) -> bytes:
        """Return the whole message."""


class ToSign(Filled, Protocol):
    """A letter that is signed here."""

    def unsigned(self) -> Unsigned:
        """Return the message before it is signed."""


class Pens:
    """The threads. None is started before the first letter is asked for."""

    def __init__(self, threads: int = 0) -> None:
        """`threads`: as many as there are processors where 0."""
        self.count = threads or os.cpu_count() or 1
        self._threads: ThreadPoolExecutor | None = None

    def sign(self, letters: Sequence[ToSign]) -> list[Filled]:
        """Return the same letters, to be asked for in about this order, each signed by a thread."""
        handfuls = [_Handful(letters[n : n + HANDFUL]) for n in range(0, len(letters), HANDFUL)]
        return [
            _Penned(letter, self, handfuls, n // HANDFUL, n % HANDFUL)
            for n, letter in enumerate(letters)
        ]

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Have a thread do it."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.count, "matinee-pen", _give_way)
        return self._threads.submit(work)

    def close(self) -> None:
        """End the threads; what they were asked for and nobody took is let go."""
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
            self._threads = None


def _give_way() -> None:
    """Let this thread come after the one that speaks to the relay, which needs little at once."""
    if sys.platform == "linux":  # where a thread has a niceness of its own
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + 5)


class _Handful:
    """A few letters that are signed one after another in one thread.

    Filled they are here: a thread that keeps taking and leaving the interpreter's lock would
    cost more than it gains.
    """

    __slots__ = ("_letters", "_signatures", "_unsigned")

    def __init__(self, letters: Sequence[ToSign]) -> None:
        self._letters = letters
        self._unsigned: list[Unsigned | Exception | None] = []
        self._signatures: Future[list[list[bytes]]] | None = None

    def begin(self, pens: Pens) -> None:
        """Fill them and have a thread sign them, unless that was done."""
        if self._signatures is None:
            self._unsigned = filled = [_try(letter) for letter in self._letters]
            drafts = [one if isinstance(one, Unsigned) else None for one in filled]
            self._signatures = pens.submit(lambda: [one.sign() if one else [] for one in drafts])

    def whole(self, n: int) -> bytes:
        """Return one of them, signed; once only."""
        assert self._signatures is not None
        one, self._unsigned[n] = self._unsigned[n], None
        if isinstance(one, Exception):
            raise one
        if one is None:
            return self._letters[n].fill()
        return one.whole(self._signatures.result()[n])


def _try(letter: ToSign) -> Unsigned | Exception | None:
    """Return it filled, or why it cannot be: that is for whoever asks for it."""
    try:
        return letter.unsigned()
    except Exception as error:
        return error


class _Penned:
    """A letter that a thread signs."""

    __slots__ = ("_handfuls", "_letter", "_n", "_number", "_pens")

    def __init__(
        self, letter: ToSign, pens: Pens, handfuls: Sequence[_Handful], number: int, n: int
    ) -> None:
        self._letter = letter
        self._pens = pens
        self._handfuls = handfuls
        self._number = number
        self._n = n

    @property
    def dotless(self) -> bool:
        return self._letter.dotless

    @property
    def sender(self) -> str:
        return self._letter.sender

    def fill(self) -> bytes:
        # One handful for each thread beyond the one that is asked for.
        for handful in self._handfuls[self._number : self._number + self._pens.count + 1]:
            handful.begin(self._pens)
        return self._handfuls[self._number].whole(self._n)
