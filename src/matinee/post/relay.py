"""Relays: whatever takes a finished message from us, behind one small interface."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit


class Outcome(StrEnum):
    """What became of one hand-over.

    `unknown`: the message's end was written and no whole reply came back, so it may or may not
    have been taken. It is never tried again unless a person asks.
    """

    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one reader: `key` is the caller's own number for it."""

    key: int
    sender: str
    recipient: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """What a relay said of one envelope; `text` holds no address and at most 200 characters."""

    key: int
    outcome: Outcome
    code: int | None = None
    enhanced: str = ""
    text: str = ""


OnResult = Callable[[Result], None]


class Relay(Protocol):
    """Takes windows of envelopes. Not for two windows at once."""

    advice: float | None
    """Seconds to wait before the next window, where the relay asked us to slow down."""

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Hand all over; call `on_result` once for each, at once when its fate is known."""

    async def close(self) -> None:
        """Take leave of the server and free what is held."""


class RelayConfigError(ValueError):
    """A MAIL_URL that cannot be used; the message says why in one sentence."""


_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\s*")


def clean_text(text: str) -> str:
    """Return a server's words without addresses or control characters, 200 characters at most."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return _ADDRESS.sub("<address>", printable).strip()[:200]


def split_enhanced(text: str) -> tuple[str, str]:
    """Return the enhanced status code (RFC 3463) at the front of a reply, and the rest."""
    match = _ENHANCED.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def open_relay(
    mail_url: str,
    *,
    connections: int = 4,
    inbox_path: Path | None = None,
    helo: str = "localhost",
    timeout: float = 300.0,
    reuse: int = 1000,
    ca_file: str | None = None,
) -> Relay:
    """Return the relay that MAIL_URL names.

    `inbox:` (at `inbox_path`) or `inbox:/path`; `smtp://[user:password@]host[:port]` with
    `?starttls=required|offered|never` (offered), `&auth=xoauth2`; `smtps://…`. `timeout` in
    seconds bounds each wait for a reply (RFC 5321 §4.5.3.2 asks for five minutes), `reuse`
    the messages over one connection. Raises RelayConfigError.
    """
    parts = urlsplit(mail_url)
    if parts.scheme == "inbox":
        from matinee.post.inbox import InboxRelay

        path = Path(unquote(parts.path)) if parts.path else inbox_path
        if path is None:
            raise RelayConfigError("MAIL_URL is inbox: without a path, and no default path is set.")
        return InboxRelay(path)
    if parts.scheme not in {"smtp", "smtps"}:
        raise RelayConfigError(
            f"MAIL_URL begins with {parts.scheme or 'nothing'}:, which no relay here answers to; "
            "use inbox:, smtp:// or smtps://."
        )
    from matinee.post.smtp.client import SmtpRelay
    from matinee.post.smtp.options import Security, SmtpOptions

    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    try:
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
        starttls = Security(query.get("starttls", "offered"))
    except ValueError as error:
        raise RelayConfigError(
            "MAIL_URL has a port that is no number, or a starttls other than required, "
            "offered or never."
        ) from error
    if not parts.hostname:
        raise RelayConfigError("MAIL_URL names no host: smtp://host:25.")
    return SmtpRelay(
        SmtpOptions(
            host=parts.hostname,
            port=port,
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            security=Security.IMPLICIT if parts.scheme == "smtps" else starttls,
            auth=query.get("auth", ""),
            helo=helo,
            connections=max(1, connections),
            timeout=timeout,
            reuse=reuse,
            ca_file=ca_file or query.get("ca_file"),
        )
    )


def send_one(
    mail_url: str, envelope: Envelope, *, inbox_path: Path | None = None, timeout: float = 30.0
) -> Result:
    """Hand one message over and return its result. For mail to one reader; blocks."""

    async def go() -> Result:
        relay = open_relay(mail_url, connections=1, inbox_path=inbox_path, timeout=timeout)
        results: list[Result] = []
        try:
            await relay.hand_over([envelope], results.append)
        finally:
            await relay.close()
        return results[0]

    return asyncio.run(go())
