"""One connection: opening it as the standard says, writing bytes, waiting for replies."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Coroutine
from typing import Any

from matinee.post.smtp.auth import NoWayIn, in_clear_is_fine, login
from matinee.post.smtp.line import ConnectionLost, Line
from matinee.post.smtp.options import Security, SmtpOptions
from matinee.post.smtp.replies import Reply


class NotAccepted(Exception):
    """The server would not begin: its greeting, EHLO, TLS or AUTH said no."""

    def __init__(self, what: str, reply: Reply | None = None) -> None:
        super().__init__(what)
        self.reply = reply

    @property
    def permanent(self) -> bool:
        """Whether trying again cannot help until a person changes something."""
        return self.reply is None or self.reply.code >= 500


class Connection:
    """An open, greeted connection to a relay."""

    def __init__(self, options: SmtpOptions) -> None:
        self.options = options
        self.extensions: dict[str, str] = {}
        self.handed = 0
        self._line = Line(options.timeout)
        self._transport: asyncio.Transport | None = None
        self._secured = False

    @classmethod
    async def open(cls, options: SmtpOptions) -> Connection:
        """Connect, greet, secure and log in.

        Raises ConnectionLost or NotAccepted; in both cases nothing is left open.
        """
        self = cls(options)
        try:
            await self._connect()
            await self._greet()
        except BaseException:
            self.abort()
            raise
        return self

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        implicit = self.options.security is Security.IMPLICIT
        try:
            async with asyncio.timeout(self.options.connect_timeout):
                transport, _ = await loop.create_connection(
                    lambda: self._line,
                    self.options.host,
                    self.options.port,
                    ssl=self.options.tls() if implicit else None,
                )
        except TimeoutError as error:
            raise ConnectionLost("the relay did not answer in time") from error
        except ssl.SSLError as error:
            raise NotAccepted(_tls_trouble(error)) from error
        except OSError as error:
            raise ConnectionLost(f"the relay could not be reached ({_reason(error)})") from error
        self._transport = transport
        self._secured = implicit
        self._no_delay()

    def _no_delay(self) -> None:
        assert self._transport is not None
        sock = self._transport.get_extra_info("socket")
        if sock is not None and sock.family in {socket.AF_INET, socket.AF_INET6}:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def _greet(self) -> None:
        greeting = await self.reply()
        if greeting.code != 220:
            raise NotAccepted("the relay would not begin", greeting)
        await self._ehlo()
        security = self.options.security
        if security is Security.REQUIRED or (
            security is Security.OFFERED and "STARTTLS" in self.extensions
        ):
            await self._starttls()
        if self.options.username:
            await self._login()

    async def _ehlo(self) -> None:
        name = self.options.helo or self._own_name()
        reply = await self.command(f"EHLO {name}")
        if not reply.ok:
            reply = await self.command(f"HELO {name}")
            if not reply.ok:
                raise NotAccepted("the relay refused our greeting", reply)
            self.extensions = {}
            return
        pairs = (line.partition(" ") for line in reply.lines[1:])
        self.extensions = {name.upper(): rest for name, _, rest in pairs}

    def _own_name(self) -> str:
        """Return this host's full name, or its address where it has none (RFC 5321 §4.1.4)."""
        name = socket.gethostname()
        if "." in name.strip(".") and name.isascii():
            return name
        assert self._transport is not None
        address = str(self._transport.get_extra_info("sockname")[0])
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    async def _starttls(self) -> None:
        if "STARTTLS" not in self.extensions:
            raise NotAccepted("the relay offers no STARTTLS, and the settings require it")
        reply = await self.command("STARTTLS")
        if not reply.ok:
            raise NotAccepted("the relay refused STARTTLS", reply)
        assert self._transport is not None
        if self.unasked:  # slipped in before the handshake (CVE-2011-0411's kind)
            raise NotAccepted("the relay spoke in clear after STARTTLS")
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.options.connect_timeout):
                secured = await loop.start_tls(
                    self._transport,
                    self._line,
                    self.options.tls(),
                    server_hostname=self.options.host,
                )
        except (OSError, TimeoutError) as error:
            raise NotAccepted(_tls_trouble(error)) from error
        if secured is None:
            raise ConnectionLost("the server closed the connection")
        self._transport = secured
        self._secured = True
        await self._ehlo()  # what was offered in clear no longer counts (RFC 3207 §4.2)

    async def _login(self) -> None:
        if not self._secured and not in_clear_is_fine(self.options):
            raise NotAccepted(
                "the relay offers no STARTTLS, and a password does not go out in clear "
                "(starttls=never in MAIL_URL would allow it)"
            )
        offered = self.extensions.get("AUTH", "").split()
        try:
            reply = await login(self.command, self.options, offered)
        except NoWayIn as error:
            raise NotAccepted(str(error)) from error
        if not reply.ok:
            raise NotAccepted("the relay refused the user name or password", reply)

    @property
    def pipelining(self) -> bool:
        """Whether commands may be sent in groups (RFC 2920)."""
        return "PIPELINING" in self.extensions

    @property
    def alive(self) -> bool:
        """Whether the line still stands and nothing unasked for was said on it."""
        return self._line.lost is None and not self.unasked

    @property
    def unasked(self) -> bool:
        """Whether the server said more than we asked for, a part of a line included."""
        return self._line.unasked

    def write(self, data: bytes) -> None:
        """Queue bytes for the line; raises ConnectionLost, nothing written, where it is gone."""
        self.still_there().write(data)

    def still_there(self) -> asyncio.Transport:
        """Return the line; raises ConnectionLost where it is known to be gone."""
        if self._transport is None or self._line.lost is not None:
            raise ConnectionLost(self._line.lost or "the line is closed")
        return self._transport

    async def reply(self) -> Reply:
        """Return the next reply; raises ConnectionLost after `timeout` seconds of silence."""
        return await self._line.reply()

    async def drive(self, talk: Coroutine[Any, Any, None]) -> None:
        """Run a talk that waits for this line's replies only; raises what it raises."""
        await self._line.drive(talk)

    async def command(self, text: str) -> Reply:
        """Send one command and return its reply."""
        self.write(f"{text}\r\n".encode())
        return await self.reply()

    async def quit(self) -> None:
        """Take leave; a server that does not answer within a second is left."""
        if self.alive:
            self.write(b"QUIT\r\n")
            try:
                async with asyncio.timeout(1.0):
                    await self.reply()
            except (ConnectionLost, TimeoutError):
                pass
        self.abort()

    def abort(self) -> None:
        """Close the line at once."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None
        self._line.close()


def _reason(error: OSError) -> str:
    """Return why a connection failed: the system's words, as asyncio's own hold addresses."""
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return "its name leads nowhere" if isinstance(error, socket.gaierror) else "nobody answers"


def _tls_trouble(error: BaseException) -> str:
    """Return what is wrong with the relay's TLS, in words that help to mend it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the relay's certificate is not good ({error.verify_message})"
    return "no TLS could be agreed on with the relay"
