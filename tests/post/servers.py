"""Servers to hand mail to: postfix's sink, and one of our own that misbehaves as told."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

Handler = Callable[["Talk"], Awaitable[None]]
SINK = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def smtp_sink(*options: str) -> Iterator[int]:
    """Run postfix's smtp-sink and yield its port."""
    if SINK is None:
        pytest.skip("postfix's smtp-sink is not installed")
    port = free_port()
    # As root it wants to know who to become.
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([SINK, *user, *options, f"127.0.0.1:{port}", "100"])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


class Talk:
    """One connection to the misbehaving server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def say(self, *lines: str) -> None:
        """Send replies."""
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def line(self) -> str:
        """Read one command; raises ConnectionError at the end."""
        data = await self.reader.readline()
        if not data:
            raise ConnectionResetError
        return data.decode().strip()

    async def content(self) -> bytes:
        """Read a message up to its final dot."""
        data = b""
        while not data.endswith(b"\r\n.\r\n"):
            more = await self.reader.readline()
            if not more:
                raise ConnectionResetError
            data += more
        return data

    async def greet(self, *extensions: str) -> None:
        """Greet and answer EHLO."""
        await self.say("220 test.example ESMTP")
        await self.line()
        await self.say(
            *[f"250-{e}" for e in ("test.example", *extensions)][:-1],
            f"250 {('test.example', *extensions)[-1]}",
        )

    async def envelope(
        self, mail: str = "250 ok", rcpt: str = "250 ok", data: str = "354 go"
    ) -> None:
        """Read MAIL, RCPT and DATA (and RSET before them), and answer each."""
        command = await self.line()
        if command == "RSET":
            await self.say("250 ok")
            command = await self.line()
        if command.startswith("QUIT"):
            raise ConnectionResetError
        assert command.startswith("MAIL FROM:"), command
        await self.say(mail)
        assert (await self.line()).startswith("RCPT TO:")
        await self.say(rcpt)
        assert await self.line() == "DATA"
        await self.say(data)


@asynccontextmanager
async def server(handler: Handler, **options: object):  # type: ignore[no-untyped-def]
    """Serve with `handler`, one call a connection; yield the port."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await handler(Talk(reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    running = await asyncio.start_server(serve, "127.0.0.1", 0, **options)  # type: ignore[arg-type]
    try:
        yield running.sockets[0].getsockname()[1]
    finally:
        running.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
