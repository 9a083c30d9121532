"""The line itself: bytes in, whole replies out, and whoever waits for them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from typing import Any

from matinee.post.smtp.replies import GarbledReply, Reply, ReplyReader


class ConnectionLost(Exception):
    """The line is gone: dropped, silent for too long, or no longer speaking SMTP.

    `reply` is the server's last word where it had one (421).
    """

    def __init__(self, what: str, reply: Reply | None = None) -> None:
        super().__init__(what)
        self.reply = reply


class _Pause:
    """Awaited by a driven coroutine; it goes on when the line steps it."""

    def __await__(self) -> Generator[None, None, None]:
        yield


_PAUSE = _Pause()


class Line(asyncio.Protocol):
    """One connection's replies in a queue, with at most one waiter at a time.

    In steady traffic the waiter is a coroutine that waits for nothing else: it is gone on with
    in the very call that brings the reply (`drive`). A task and a future for each reply would
    cost more than all else that is done for a message.
    """

    def __init__(self, patience: float) -> None:
        """`patience`: seconds of silence, while somebody waits, after which the line is lost."""
        self.replies: deque[Reply] = deque()
        self.lost: str | None = None
        self._reader = ReplyReader()
        self._patience = patience
        self._waiting_since: float | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._go_on: Callable[[], None] | None = None
        self._driven = False

    @property
    def unasked(self) -> bool:
        """Whether the server said more than we asked for, a part of a line included."""
        return bool(self.replies) or self._reader.holds_a_part

    def data_received(self, data: bytes) -> None:
        """Take what came (asyncio calls this)."""
        try:
            self.replies.extend(self._reader.feed(data))
        except GarbledReply as error:
            self.lost = self.lost or str(error)
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the line is gone (asyncio calls this)."""
        self.lost = self.lost or "the server closed the connection"
        self._wake()

    def close(self) -> None:
        """Note that we closed it."""
        self.lost = self.lost or "we closed the connection"
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _wake(self) -> None:
        # Only one who waits: bytes may come while it is at work, or when nobody asked.
        if self._waiting_since is not None and self._go_on is not None:
            self._go_on()

    async def reply(self) -> Reply:
        """Return the next reply; raises ConnectionLost when none comes."""
        if not self.replies:
            await self._wait()
        return self.replies.popleft()

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        self._waiting_since = loop.time()
        if self._alarm is None:
            self._alarm = loop.call_later(self._patience, self._listen, loop)
        try:
            while not self.replies:
                if self.lost:
                    raise ConnectionLost(self.lost)
                if self._driven:
                    await _PAUSE
                else:
                    woken = loop.create_future()
                    self._go_on = _setter(woken)
                    await woken
        finally:
            self._waiting_since = None

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look whether somebody has waited too long: one timer for many replies."""
        self._alarm = None
        if self._waiting_since is None:
            return
        left = self._waiting_since + self._patience - loop.time()
        if left > 0:
            self._alarm = loop.call_later(left, self._listen, loop)
        else:
            self.lost = self.lost or "the server was silent for too long"
            self._wake()

    async def drive(self, talk: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine that waits for this line's replies and for nothing else.

        Raises what it raises. When cancelled it ends there.
        """
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def step() -> None:
            try:
                talk.send(None)
            except StopIteration:
                ended.set_result(None)
            except Exception as error:
                ended.set_exception(error)

        self._driven, self._go_on = True, step
        try:
            step()
            await ended
        finally:
            self._driven, self._go_on = False, None
            talk.close()


def _setter(woken: asyncio.Future[None]) -> Callable[[], None]:
    def wake() -> None:
        if not woken.done():
            woken.set_result(None)

    return wake
