"""A door for the mail server: LMTP (RFC 2033) or SMTP (RFC 5321), for our return paths only.

It sends nothing, so it cannot loop. What it has not kept it answers with 451, so that the mail
server keeps it and tries again; what comes twice is counted once (see `outcomes`).
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.db import close_old_connections, connections

from matinee.insight.outcomes import leave_address, take_in
from matinee.post.headers import parse_verp
from matinee.readers.links import link_tokens

logger = logging.getLogger(__name__)
# aiosmtpd's own log has addresses in it at every level.
logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)

LARGEST_MAIL = 5 * 1024 * 1024  # bytes; a report with the whole letter in it is far smaller
MOST_CONNECTIONS = 20
MOST_RECIPIENTS = 100  # a mail
PATIENCE = 120.0  # seconds for a command, or for a whole mail's data
TAKING_IN = 60.0  # seconds for the database
DRAIN = 15.0  # seconds for mail in hand when we are asked to stop
_LIMITS = {"*": 1_000_000, "NOOP": 100, "RSET": 1000, "VRFY": 10, "HELP": 10, "LHLO": 20,
           "EHLO": 20, "HELO": 20}  # fmt: skip
_NOT_KEPT = "451 4.3.0 Not kept, please try again later"


class ListenError(ValueError):
    """An address that cannot be listened on; the message says why in one sentence."""


@dataclass(frozen=True)
class Place:
    """Where to listen: a socket in the file system, or host and port."""

    lmtp: bool
    host: str = ""
    port: int = 0
    path: str = ""


def place(url: str) -> Place:
    """Read `lmtp://host:port`, `smtp://host:port` or `lmtp:///path/of/socket`.

    Raises ListenError.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ListenError("The address to listen on has no port that can be read.") from error
    if parts.scheme not in {"lmtp", "smtp"}:
        raise ListenError("Listen on lmtp://127.0.0.1:8024, smtp://… or lmtp:///path/of/socket.")
    if not parts.netloc and parts.path:
        return Place(parts.scheme == "lmtp", path=unquote(parts.path))
    if not parts.hostname or not port:
        raise ListenError("The address to listen on needs a host and a port: lmtp://127.0.0.1:8024")
    return Place(parts.scheme == "lmtp", parts.hostname, port)


def is_ours(address: str) -> bool:
    """Whether we take mail to an address: a signed return path or way out, or a feedback one."""
    low, domain = address.lower(), settings.BOUNCE_DOMAIN.lower()
    if low in {ours.lower() for ours in settings.FEEDBACK_ADDRESSES}:
        return True
    if domain and not low.endswith(f"@{domain}"):
        return False
    if token := parse_verp(address):
        return link_tokens().check("read", token) is not None
    if token := leave_address(address):
        return link_tokens().check("leave", token) is not None
    return False


class Handler:
    """What aiosmtpd asks of us, recipient by recipient."""

    def __init__(self, *, lmtp: bool) -> None:
        self._lmtp = lmtp
        # One, since each has a connection to the database, and reports are few.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outcomes")
        self.in_hand = 0
        self.stopping = False

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take our own addresses only."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients in one mail"
        if not is_ours(address):
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        """Answer for each recipient (LMTP), or for all as one (SMTP)."""
        self.in_hand += 1
        try:
            kept = [await self._keep(envelope.content, to) for to in envelope.rcpt_tos]
        finally:
            self.in_hand -= 1
        answers = ["250 2.0.0 Taken in" if good else _NOT_KEPT for good in kept]
        if self._lmtp:
            return "\r\n".join(answers)
        return "250 2.0.0 Taken in" if all(kept) else _NOT_KEPT

    async def handle_exception(self, error: Exception) -> str:
        """Any trouble is ours: the mail server shall keep the mail."""
        logger.error("A session of the listener failed: %s", type(error).__name__)
        return _NOT_KEPT

    async def _keep(self, raw: bytes, recipient: str) -> bool:
        loop = asyncio.get_running_loop()
        try:
            work = loop.run_in_executor(self._thread, _take_in, raw, recipient)
            await asyncio.wait_for(work, TAKING_IN)
        except Exception as error:
            logger.error("A report could not be kept: %s", type(error).__name__)
            return False
        return True

    def close(self) -> None:
        """End the thread, once it has done what it is at, and its connection."""
        self._thread.submit(connections.close_all)
        self._thread.shutdown(wait=True)


def _take_in(raw: bytes, recipient: str) -> None:
    close_old_connections()
    try:
        take_in(raw, recipient)
    finally:
        close_old_connections()


class _Bounded:
    """What both protocols share: a bound on connections, and farewells when we stop."""

    # Reports quote lines that are longer than RFC 5321 allows; none is to be lost for that.
    line_length_limit = 64 * 1024
    listener: Listener
    _turned_away = False

    def connection_made(self, transport: Any) -> None:
        if len(self.listener.sessions) >= MOST_CONNECTIONS or self.listener.handler.stopping:
            self._turned_away = True
            transport.write(b"421 4.3.2 Too busy, try again later\r\n")
            transport.close()
            return
        self.listener.sessions[self] = transport
        super().connection_made(transport)  # type: ignore[misc]

    def connection_lost(self, error: Exception | None) -> None:
        if not self._turned_away:
            self.listener.sessions.pop(self, None)
            super().connection_lost(error)  # type: ignore[misc]

    def data_received(self, data: bytes) -> None:
        if not self._turned_away:
            super().data_received(data)  # type: ignore[misc]

    def eof_received(self) -> bool | None:
        return None if self._turned_away else super().eof_received()  # type: ignore[misc]


class _Smtp(_Bounded, SMTP):
    pass


class _Lmtp(_Bounded, LMTP):
    async def push(self, status: Any) -> None:
        """Say once for each recipient what aiosmtpd says once for all (RFC 2033 §4.2)."""
        if isinstance(status, str) and status.startswith(("552 Error: Too", "500 Line too")):
            status = "\r\n".join([status] * len(self.envelope.rcpt_tos))  # type: ignore[union-attr]
        await super().push(status)


class Listener:
    """One door, open from `run` until it is told to stop."""

    def __init__(self, where: Place) -> None:
        self.where = where
        self.handler = Handler(lmtp=where.lmtp)
        self.sessions: dict[Any, Any] = {}
        self.port = where.port

    def _session(self) -> Any:
        kind = _Lmtp if self.where.lmtp else _Smtp
        session = kind(
            self.handler,
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            hostname=socket.gethostname(),
            ident="Matinee",
            timeout=PATIENCE,
            command_call_limit=dict(_LIMITS),
            loop=asyncio.get_running_loop(),
        )
        session.listener = self
        return session

    async def run(self, stop: asyncio.Event, on_open: Callable[[], None] = lambda: None) -> None:
        """Listen until `stop` is set; then finish what is in hand. Raises ListenError."""
        server = await self._open()
        on_open()
        try:
            await stop.wait()
        finally:
            server.close()
            await self._farewell()
            self.handler.close()
            if self.where.path:
                Path(self.where.path).unlink(missing_ok=True)

    async def _open(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        try:
            if self.where.path:
                _clear_stale(Path(self.where.path))
                server = await loop.create_unix_server(self._session, self.where.path)
                Path(self.where.path).chmod(0o660)
            else:
                server = await loop.create_server(self._session, self.where.host, self.where.port)
                self.port = server.sockets[0].getsockname()[1]
        except OSError as error:
            raise ListenError(
                f"Cannot listen there: {error.strerror or 'the name is not known'}."
            ) from error
        return server

    async def _farewell(self) -> None:
        self.handler.stopping = True
        deadline = asyncio.get_running_loop().time() + DRAIN
        while self.handler.in_hand and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)
        await asyncio.sleep(0)  # the last answer goes before the farewell
        for transport in list(self.sessions.values()):
            with suppress(OSError):
                transport.write(b"421 4.3.2 Closing, try again later\r\n")
                transport.close()
        while self.sessions and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)


def _clear_stale(path: Path) -> None:
    """Remove a socket that nobody answers at; raises ListenError where somebody does."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
            return
    raise ListenError("Cannot listen there: another process does.")


def listen(url: str, on_open: Callable[[int], None] = lambda port: None) -> None:
    """Listen at `url` until SIGTERM or SIGINT; blocks. `on_open` is given the port (0: a path).

    Raises ListenError.
    """
    listener = Listener(place(url))

    async def go() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await listener.run(stop, lambda: on_open(listener.port))

    asyncio.run(go())
