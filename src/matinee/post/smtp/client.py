"""The relay behind smtp:// and smtps://: a window of envelopes over a few pipelined connections.

A connection has at most one message whose end is written and not yet answered: that one is
`unknown` when the line breaks there; every other is told for certain.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from matinee.post.relay import Envelope, OnResult, Outcome, Result, clean_text
from matinee.post.smtp.connection import Connection, NotAccepted
from matinee.post.smtp.lane import Lane
from matinee.post.smtp.line import ConnectionLost
from matinee.post.smtp.options import SmtpOptions
from matinee.post.smtp.wording import asks_for_less

# Tried afresh this often in one window before the rest of it is put off.
OPEN_TRIES = 3
SLOW_DOWN_SECONDS = 60.0


class SmtpRelay:
    """Hands windows over; keeps its connections between windows."""

    def __init__(self, options: SmtpOptions) -> None:
        """Nothing is opened before the first window."""
        self.options = options
        self.advice: float | None = None
        self._idle: list[Connection] = []

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Hand over a window; each envelope gets one result, whatever the server does.

        What `on_result` or an envelope's `message` raises ends its connection and comes out
        here; the other connections go on to the end of what they have.
        """
        self.advice = None
        window = _Window(self, envelopes, on_result)
        lanes = min(self.options.connections, len(envelopes))
        await asyncio.gather(*(window.lane() for _ in range(lanes)))
        window.put_off_the_rest()

    async def take(self) -> Connection:
        """Return an idle connection that still stands, or a new one."""
        while self._idle:
            connection = self._idle.pop()
            if connection.alive and connection.handed < self.options.reuse:
                return connection
            await connection.quit()
        return await Connection.open(self.options)

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next window."""
        self._idle.append(connection)

    def slow_down(self) -> None:
        """Note that the relay asked for less."""
        self.advice = SLOW_DOWN_SECONDS

    async def close(self) -> None:
        """Take leave on every connection."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(connection.quit() for connection in idle))


class _Window:
    """One window's envelopes, shared by the lanes that hand them over."""

    def __init__(
        self, relay: SmtpRelay, envelopes: Sequence[Envelope], on_result: OnResult
    ) -> None:
        self.relay = relay
        self.waiting = deque(envelopes)
        self.on_result = on_result
        self.failures = 0
        self.reason = Result(0, Outcome.DEFERRED, None, "4.4.1", "The relay could not be reached.")

    async def lane(self) -> None:
        """Take envelopes until none waits, over one connection after another."""
        while self.waiting and self.failures < OPEN_TRIES:
            try:
                connection = await self.relay.take()
            except (NotAccepted, ConnectionLost) as error:
                self._not_opened(error)
                continue
            try:
                await self._over(connection)
            except BaseException:
                connection.abort()
                raise

    async def _over(self, connection: Connection) -> None:
        """Hand over what this connection takes, and account for what breaks with it."""
        used = connection.handed > 0
        lane = Lane(connection, self.next, self.settle)
        try:
            await connection.drive(lane.run())
        except ConnectionLost as error:
            connection.abort()
            if (result := lane.unknown(str(error))) is not None:
                self.settle(result)
            if error.reply is not None and error.reply.code == 421:
                self.relay.slow_down()
            # A server may end a line that was used (RFC 5321 §3.8, its limit a connection, its
            # patience between windows): what never left goes over another. One that only hangs
            # up has its envelopes put off, and is given up after a few tries.
            if used or lane.answered:
                self.waiting.extendleft(reversed(lane.begun))
            else:
                self._put_off(lane.begun, error)
                self.failures += 1
        else:
            if connection.handed >= self.relay.options.reuse:
                await connection.quit()
            else:
                self.relay.give_back(connection)

    def _not_opened(self, error: NotAccepted | ConnectionLost) -> None:
        reply = error.reply
        said = f": {reply.text}" if reply else ""
        code = reply.code if reply else None
        # A refusal of us says nothing of the readers: all are put off, none is refused.
        status = "4.7.0" if isinstance(error, NotAccepted) else "4.4.1"
        self.reason = Result(0, Outcome.DEFERRED, code, status, clean_text(f"{error}{said}"))
        if isinstance(error, NotAccepted):
            self.failures = OPEN_TRIES if error.permanent else self.failures + 1
            self.relay.slow_down()
        else:
            self.failures += 1

    def _put_off(self, envelopes: Sequence[Envelope], error: ConnectionLost) -> None:
        code = error.reply.code if error.reply else None
        text = clean_text(f"The line broke before the message: {error}.")
        for envelope in envelopes:
            self.settle(Result(envelope.key, Outcome.DEFERRED, code, "4.4.2", text))

    def next(self) -> Envelope | None:
        """Return the next waiting envelope, or None."""
        return self.waiting.popleft() if self.waiting else None

    def settle(self, result: Result) -> None:
        """Report one result; note where the relay asks for less."""
        if asks_for_less(result):
            self.relay.slow_down()
        self.on_result(result)

    def put_off_the_rest(self) -> None:
        """Give each envelope that never reached the relay its result."""
        while self.waiting:
            envelope = self.waiting.popleft()
            r = self.reason
            self.on_result(Result(envelope.key, r.outcome, r.code, r.enhanced, r.text))
