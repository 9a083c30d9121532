"""An SMTP server that records every message it takes, and misbehaves on purpose if told to.

Runs as a process of its own: `python -m tests.torture.sink --record FILE [--flaky SEED] …`. It
prints its port, then one line for each message it took responsibility for: the recipient and the
Message-ID. The line is written before the 250, also where the 250 is then never sent.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import time
from dataclasses import dataclass

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)
DATE = re.compile(rb"^Date:\s*(.*?)\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass
class Manners:
    """How the sink behaves: seconds of delay at the final dot, and odds of each misdeed."""

    delay: float = 0.0
    seed: int | None = None
    odds: float = 0.04
    silent: bool = False
    pipelining: bool = True
    times: bool = False


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, manners: Manners, record: int, chance: random.Random) -> None:
        self.manners = manners
        self.record = record
        self.chance = chance
        self.buffer = b""
        self.in_data = False
        self.held = False  # a reply is delayed, and those behind it wait their turn
        self.recipient = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        if self._odd():
            self._say(b"421 4.7.0 too busy")
            transport.close()
        elif not self.manners.silent:
            self._say(b"220 sink.example ESMTP")

    def _odd(self) -> bool:
        return self.manners.seed is not None and self.chance.random() < self.manners.odds

    def _say(self, line: bytes) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(line + b"\r\n")

    def data_received(self, data: bytes) -> None:
        if self.manners.silent:
            return
        self.buffer += data
        self._go_on()

    def _go_on(self) -> None:
        while self.transport and not self.transport.is_closing() and not self.held:
            if self.in_data:
                if not self._content():
                    return
            else:
                line, found, rest = self.buffer.partition(b"\r\n")
                if not found:
                    return
                self.buffer = rest
                self._command(line)

    def _content(self) -> bool:
        if self._odd():
            self._drop()
            return False
        if self.buffer.startswith(b".\r\n"):
            message, self.buffer = b"", self.buffer[3:]
        else:
            message, found, rest = self.buffer.partition(b"\r\n.\r\n")
            if not found:
                return False
            self.buffer = rest
        self.in_data = False
        self._end(message)
        return True

    def _end(self, message: bytes) -> None:
        if not message:
            self._say(b"554 5.6.0 nothing in it")
            return
        if self._odd():
            replies = [b"451 4.3.0 later", b"452 4.3.1 full", b"552 5.2.2 mailbox full"]
            self._say(self.chance.choice(replies))
            return
        head = message.split(b"\r\n\r\n", 1)[0]
        found, dated = MESSAGE_ID.search(head), DATE.search(head)
        line = b"\t".join(
            [self.recipient, found[1] if found else b"-", dated[1] if dated else b"-"]
        )
        if self.manners.times:
            line += b"\t%.3f" % time.time()
        os.write(self.record, line + b"\n")
        if self._odd():
            self._drop()  # taken, and the answer never comes
        elif self.manners.delay:
            self.held = True
            asyncio.get_running_loop().call_later(self.manners.delay, self._late)
        else:
            self._say(b"250 2.0.0 ok")

    def _late(self) -> None:
        self.held = False
        self._say(b"250 2.0.0 ok")
        self._go_on()

    def _drop(self) -> None:
        assert self.transport is not None
        self.transport.abort()

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            extensions = [b"sink.example", b"8BITMIME", b"SMTPUTF8", b"ENHANCEDSTATUSCODES"]
            if self.manners.pipelining:
                extensions.append(b"PIPELINING")
            for extension in extensions[:-1]:
                self._say(b"250-" + extension)
            self._say(b"250 " + extensions[-1])
        elif verb == b"RCPT":
            self.recipient = line.partition(b"<")[2].partition(b">")[0]
            if self._odd():
                self.recipient = b""
                self._say(self.chance.choice([b"550 5.1.1 no such user", b"451 4.2.0 greylisted"]))
            else:
                self._say(b"250 2.1.5 ok")
        elif verb == b"DATA":
            if self.recipient:
                self.in_data = True
                self._say(b"354 go on")
            else:
                self._say(b"503 5.5.1 no recipient")
        elif verb == b"QUIT":
            self._say(b"221 2.0.0 bye")
            if self.transport is not None:
                self.transport.close()
        else:
            if verb in {b"MAIL", b"RSET"}:
                self.recipient = b""
            self._say(b"250 2.0.0 ok")


async def serve(port: int, record_path: str, manners: Manners) -> None:
    """Serve until SIGTERM."""
    record = os.open(record_path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    chance = random.Random(manners.seed)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(manners, record, chance), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    server.close()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", required=True)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--flaky", type=int, default=None, metavar="SEED")
    parser.add_argument("--odds", type=float, default=0.04)
    parser.add_argument("--silent", action="store_true")
    parser.add_argument("--no-pipelining", action="store_true")
    parser.add_argument("--times", action="store_true", help="write when, too")
    options = parser.parse_args()
    manners = Manners(
        options.delay,
        options.flaky,
        options.odds,
        options.silent,
        not options.no_pipelining,
        options.times,
    )
    asyncio.run(serve(options.port, options.record, manners))


if __name__ == "__main__":
    main()
