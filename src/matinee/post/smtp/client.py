"""The relay behind smtp:// and smtps://: a window of envelopes over a few pipelined connections.

One round trip a message: the content's end, the next MAIL, RCPT and DATA go out as one group
(RFC 2920 §3.1 lets message content be the first "command" of a group). So a connection has at
most one message whose end is written and not yet answered: that one is `unknown` when the line
breaks there; every other is told for certain.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from matinee.post.relay import (
    Envelope,
    OnResult,
    Outcome,
    Result,
    clean_text,
    split_enhanced,
)
from matinee.post.smtp.connection import Connection, ConnectionLost, NotAccepted
from matinee.post.smtp.options import SmtpOptions
from matinee.post.smtp.replies import Reply

# Tried afresh this often in one window before the rest of it is put off.
OPEN_TRIES = 3
SLOW_DOWN_SECONDS = 60.0
_SLOW_CODES = {421, 450, 451, 452}


def result_of(key: int, reply: Reply) -> Result:
    """Return what a reply means for its recipient (RFC 5321 §4.2.1: 2 done, 4 later, 5 never)."""
    enhanced, text = split_enhanced(reply.text)
    if reply.ok:
        outcome = Outcome.SENT
    elif reply.code >= 500:
        outcome = Outcome.REFUSED
    else:
        outcome = Outcome.DEFERRED
    return Result(key, outcome, reply.code, enhanced, clean_text(text))


def stuffed(message: bytes) -> bytes:
    """Return the message with dots doubled at line starts and the final dot (RFC 5321 §4.5.2)."""
    if b"\n." in message:
        message = message.replace(b"\n.", b"\n..")
    if message.startswith(b"."):
        message = b"." + message
    return message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")


class SmtpRelay:
    """Hands windows over; keeps its connections between windows."""

    def __init__(self, options: SmtpOptions) -> None:
        """Nothing is opened before the first window."""
        self.options = options
        self.advice: float | None = None
        self._idle: list[Connection] = []

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Hand over a window; each envelope gets one result, whatever happens."""
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
            except NotAccepted as error:
                self._not_accepted(error)
                continue
            except ConnectionLost as error:
                self.failures += 1
                self.reason = Result(0, Outcome.DEFERRED, None, "4.4.1", clean_text(str(error)))
                continue
            lane = _Lane(connection, self)
            try:
                await lane.run()
            except ConnectionLost as error:
                lane.account_for(str(error))
                connection.abort()
                self.failures += not lane.answered  # a server that only hangs up is given up
            except BaseException:
                connection.abort()
                raise
            else:
                if connection.handed >= self.relay.options.reuse:
                    await connection.quit()
                else:
                    self.relay.give_back(connection)

    def _not_accepted(self, error: NotAccepted) -> None:
        reply = error.reply
        said = f": {reply.text}" if reply else "."
        # A refusal of us says nothing of the readers: all are put off, none is refused.
        self.reason = Result(
            0, Outcome.DEFERRED, reply.code if reply else None, "4.7.0",
            clean_text(f"{error}{said}"),
        )  # fmt: skip
        self.failures = OPEN_TRIES if error.permanent else self.failures + 1
        self.relay.slow_down()

    def next(self) -> Envelope | None:
        """Return the next waiting envelope, or None."""
        return self.waiting.popleft() if self.waiting else None

    def settle(self, result: Result) -> None:
        """Report one result; note where the relay asks for less."""
        if result.code in _SLOW_CODES and (
            result.code == 421 or result.enhanced.startswith("4.7.")
        ):
            self.relay.slow_down()
        self.on_result(result)

    def put_off_the_rest(self) -> None:
        """Give each envelope that never reached the relay its result."""
        while self.waiting:
            envelope = self.waiting.popleft()
            r = self.reason
            self.on_result(Result(envelope.key, r.outcome, r.code, r.enhanced, r.text))


class _Lane:
    """Messages one after another over one connection.

    `ended` is the message whose final dot is written and not answered; `begun` the one whose
    envelope is on the line. When the line breaks, the first is unknown, the second put off.
    """

    def __init__(self, connection: Connection, window: _Window) -> None:
        self.connection = connection
        self.window = window
        self.ended: Envelope | None = None
        self.begun: list[Envelope] = []
        self.answered = 0

    async def run(self) -> None:
        """Hand over until the window is empty or the connection has carried its share.

        Raises ConnectionLost; `account_for` then gives what was on the line its results.
        """
        written: Envelope | None = None  # accepted for content, which goes out with the next group
        reset = False
        while (envelope := self._next_fit()) is not None:
            self.begun.append(envelope)
            refusal = await self._begin(written, envelope, reset)
            if refusal is None:
                written, reset = envelope, False
            else:
                self._settle(envelope, refusal)
                written, reset = None, True
        if written is not None:
            self._end(written, b"")
            await self._final_reply()
        if reset:
            await self.connection.command("RSET")

    def _next_fit(self) -> Envelope | None:
        """Return the next envelope that this server can take; settle those that it cannot."""
        if self.connection.handed >= self.connection.options.reuse:
            return None
        while (envelope := self.window.next()) is not None:
            if envelope.recipient.isascii() or "SMTPUTF8" in self.connection.extensions:
                self.connection.handed += 1
                return envelope
            text = "The relay takes no internationalised addresses (SMTPUTF8)."
            self.window.settle(Result(envelope.key, Outcome.REFUSED, 550, "5.6.7", text))
        return None

    def _end(self, envelope: Envelope, group: bytes) -> None:
        """Write a message's content and final dot, and the next group behind it."""
        self.connection.write(stuffed(envelope.message) + group)
        self.begun.remove(envelope)
        self.ended = envelope

    async def _begin(
        self, before: Envelope | None, envelope: Envelope, reset: bool
    ) -> Reply | None:
        """Write what is before, then the envelope; return the reply that refused it, or None."""
        commands = [b"RSET\r\n"] if reset else []
        commands += _commands(envelope)
        if self.connection.pipelining:
            if before is not None:
                self._end(before, b"".join(commands))
                await self._final_reply()
            else:
                self.connection.write(b"".join(commands))
            replies = [await self.connection.reply() for _ in commands]
        else:
            if before is not None:
                self._end(before, b"")
                await self._final_reply()
            replies = await self._one_by_one(commands)
        if reset:
            del replies[0]
        refusal = next((r for r in replies[:2] if not r.ok), None)
        data = replies[-1]
        if refusal is not None and data.code == 354:
            # It wants content though nobody would get it: an empty one ends that (RFC 2920 §3.1).
            self.connection.write(b".\r\n")
            await self.connection.reply()
        if refusal is None and data.code != 354:
            refusal = data
        return refusal

    async def _one_by_one(self, commands: list[bytes]) -> list[Reply]:
        replies: list[Reply] = []
        for command in commands:
            self.connection.write(command)
            replies.append(await self.connection.reply())
            if not replies[-1].ok and replies[-1].code != 354:
                break
        return replies

    async def _final_reply(self) -> None:
        reply = await self.connection.reply()
        envelope, self.ended = self.ended, None
        assert envelope is not None
        self.answered += 1
        self.window.settle(result_of(envelope.key, reply))

    def _settle(self, envelope: Envelope, reply: Reply) -> None:
        self.begun.remove(envelope)
        self.answered += 1
        result = result_of(envelope.key, reply)
        if result.outcome is Outcome.SENT:  # a 2xx where DATA wants 354: not taken, odd enough
            result = Result(envelope.key, Outcome.DEFERRED, reply.code, "4.5.0", "Odd reply.")
        self.window.settle(result)

    def account_for(self, reason: str) -> None:
        """Give what was on the broken line its results."""
        if self.ended is not None:
            text = clean_text(f"No answer to the whole message: {reason}.")
            self.window.settle(Result(self.ended.key, Outcome.UNKNOWN, None, "", text))
        for envelope in self.begun:
            text = clean_text(f"The line broke before the message: {reason}.")
            self.window.settle(Result(envelope.key, Outcome.DEFERRED, None, "4.4.2", text))
        self.ended, self.begun = None, []


def _commands(envelope: Envelope) -> list[bytes]:
    utf8 = "" if envelope.recipient.isascii() else " SMTPUTF8"
    return [
        f"MAIL FROM:<{envelope.sender}>{utf8}\r\n".encode(),
        f"RCPT TO:<{envelope.recipient}>\r\n".encode(),
        b"DATA\r\n",
    ]
