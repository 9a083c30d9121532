"""Messages one after another over one connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from matinee.post.relay import Envelope, Outcome, Result, clean_text
from matinee.post.smtp.connection import Connection
from matinee.post.smtp.line import ConnectionLost
from matinee.post.smtp.replies import Reply
from matinee.post.smtp.wording import closed, commands, result_of, stuffed, unfit


class Lane:
    """Hands envelopes over and knows at each moment what is on the line.

    `ended` is the message whose final dot is written and not answered; `begun` those whose
    envelope is on the line and whose content is not. When the line breaks, the first is unknown,
    and the others surely never left.

    One round trip a message: a content's end, the next MAIL, RCPT and DATA go out as one group
    (RFC 2920 §3.1 lets message content be the first "command" of a group).
    """

    def __init__(
        self,
        connection: Connection,
        take: Callable[[], Envelope | None],
        settle: Callable[[Result], None],
    ) -> None:
        """`take` gives the next waiting envelope, `settle` is told each result."""
        self.connection = connection
        self.take = take
        self.settle = settle
        self.ended: Envelope | None = None
        self.begun: list[Envelope] = []
        self.answered = 0

    async def run(self) -> None:
        """Hand over until nothing waits or the connection has carried its share.

        Raises ConnectionLost; `unknown` and `begun` then tell what was on the line.
        """
        written: Envelope | None = None  # accepted for content, which goes out with the next group
        reset = False
        while (envelope := self._next()) is not None:
            self.begun.append(envelope)
            refusal = await self._begin(written, envelope, reset)
            if refusal is None:
                written, reset = envelope, False
            else:
                self.begun.remove(envelope)
                self._answer(envelope, refusal)
                written, reset = None, True
        if written is not None:
            self._end(written, b"")
            await self._final_reply()
        if reset:
            await self.connection.command("RSET")

    def unknown(self, reason: str) -> Result | None:
        """Return the result of the message whose answer was lost with the line, if any."""
        if self.ended is None:
            return None
        text = clean_text(f"No answer to the whole message: {reason}.")
        return Result(self.ended.key, Outcome.UNKNOWN, None, "", text)

    def _next(self) -> Envelope | None:
        """Return the next envelope that this server can take; settle those that it cannot."""
        if self.connection.handed >= self.connection.options.reuse:
            return None
        smtputf8 = "SMTPUTF8" in self.connection.extensions
        while (envelope := self.take()) is not None:
            result = unfit(envelope, smtputf8=smtputf8)
            if result is None:
                self.connection.handed += 1
                return envelope
            self.settle(result)
        return None

    def _answer(self, envelope: Envelope, reply: Reply) -> None:
        self.answered += 1
        self.settle(result_of(envelope.key, reply))
        if reply.code == 421:  # with it the server closes (RFC 5321 §3.8)
            raise ConnectionLost(f"the relay closes: {reply.text}", reply)

    def _end(self, envelope: Envelope, group: bytes) -> None:
        """Write a message's content and final dot, and the next group behind it."""
        if self.connection.unasked:
            self._out_of_turn()
        self.connection.still_there()
        # The message is asked for only now: a caller may take that for the start of the deed.
        message = envelope.message
        content = closed(message) if envelope.dotless else stuffed(message)
        self.connection.write(content + group)
        self.begun.remove(envelope)
        self.ended = envelope

    async def _begin(
        self, before: Envelope | None, envelope: Envelope, reset: bool
    ) -> Reply | None:
        """Write what is before, then the envelope; return the reply that refused it, or None."""
        group = commands(envelope)
        if reset:
            group.insert(0, b"RSET\r\n")
        pipelining = self.connection.pipelining
        if before is not None:
            self._end(before, b"".join(group) if pipelining else b"")
            await self._final_reply()
        elif pipelining:
            self.connection.write(b"".join(group))
        if pipelining:
            replies = [await self._reply() for _ in group]
        else:
            replies = await self._one_by_one(group)
        return await self._refusal(replies[1:] if reset else replies)

    async def _refusal(self, replies: list[Reply]) -> Reply | None:
        """Return the first reply to MAIL, RCPT and DATA that said no, or None."""
        for number, reply in enumerate(replies):
            wanted = reply.code == 354 if number == 2 else reply.ok
            if wanted:
                continue
            if reply.code < 400:
                self._out_of_turn()
            if len(replies) == 3 and replies[2].code == 354:
                # It wants content though nobody would get it: an empty one ends that (RFC 2920
                # §3.1), and whatever it says to that concerns nobody.
                self.connection.write(b".\r\n")
                await self._reply()
            return reply
        return None

    async def _one_by_one(self, group: list[bytes]) -> list[Reply]:
        replies: list[Reply] = []
        for command in group:
            self.connection.write(command)
            reply = await self._reply()
            replies.append(reply)
            if command != b"RSET\r\n" and not reply.ok:
                break
        return replies

    async def _reply(self) -> Reply:
        """Return the next reply to a command; raises ConnectionLost for 421."""
        reply = await self.connection.reply()
        if reply.code == 421:
            raise ConnectionLost(f"the relay closes: {reply.text}", reply)
        return reply

    async def _final_reply(self) -> None:
        reply = await self.connection.reply()
        if 300 <= reply.code < 400:  # no answer to a message
            self._out_of_turn()
        envelope, self.ended = self.ended, None
        assert envelope is not None
        self._answer(envelope, reply)

    def _out_of_turn(self) -> NoReturn:
        """Give the line up: from here on we could not tell which reply belongs to what."""
        raise ConnectionLost("the relay answered out of turn")
