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
    """One message for one reader: `key` is the caller's own number for it.

    `dotless`: no line of it is known to begin with a dot, so that none is looked for.
    """

    key: int
    sender: str
    recipient: str
    message: bytes
    dotless: bool = False


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
    """Takes windows of envelopes. Not for two windows at once.

    An envelope's `message` is asked for once it can go, and only then; what that raises ends the
    window where it stands, and the envelopes not asked for have not left.
    """

    advice: float | None
    """Seconds to wait before the next window, where the relay asked us to slow down."""

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Hand all over; call `on_result` once for each, at once when its fate is known."""

    async def close(self) -> None:
        """Take leave of the server and free what is held."""


class RelayConfigError(ValueError):
    """A MAIL_URL that cannot be used; the message says why in one sentence."""


_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
MOST_WORDS = 1000  # characters of a reply or diagnostic that are looked at
_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\s*")


def clean_text(text: str) -> str:
    """Return a server's words without addresses or control characters, 200 characters at most."""
    if len(text) > MOST_WORDS:
        # No more is looked at; the last word goes, as it may be half an address.
        text = text[:MOST_WORDS].rpartition(" ")[0]
    if text.isprintable() and "@" not in text:
        return text.strip()[:200]
    printable = "".join(c if c.isprintable() else " " for c in text)
    return _ADDRESS.sub("<address>", printable).strip()[:200]


def split_enhanced(text: str) -> tuple[str, str]:
    """Return the enhanced status code (RFC 3463) at the front of a reply, and the rest."""
    match = _ENHANCED.match(text)
    if match is None:
        return "", text
    # Servers repeat it on each line of one reply (RFC 2034 §4).
    return match[1], " ".join(text.replace(match[1], "").split())


_FAMILIES: dict[str, Callable[[str, int], Relay]] = {}


def register(family: str, opener: Callable[[str, int], Relay]) -> None:
    """Let `family+name:` addresses be opened by `opener(name, connections)`.

    For relays that need more than this room holds, such as a provider's library.
    """
    _FAMILIES[family] = opener


def open_relay(
    mail_url: str,
    *,
    connections: int = 4,
    inbox_path: Path | None = None,
    helo: str = "",
    timeout: float = 300.0,
    reuse: int = 1000,
) -> Relay:
    """Return the relay that MAIL_URL names; nothing is opened before the first window.

    `inbox:` (at `inbox_path`) or `inbox:/path`, with `?fsync=yes` where mail shall outlive a
    power cut; `smtp://[user:password@]host[:port]` with
    `?starttls=required|offered|never` (offered), `&auth=plain|login|xoauth2` (the best that the
    server offers), `&ca_file=/path`; `smtps://…`. A password goes over an encrypted line or to
    this machine only, unless `starttls=never`. `timeout` in seconds bounds each wait for a reply
    (RFC 5321 §4.5.3.2 asks for five minutes), `reuse` the messages over one connection, `helo`
    is our name where the host's own will not do. Raises RelayConfigError.
    """
    try:
        parts = urlsplit(mail_url)
    except ValueError as error:
        raise RelayConfigError("MAIL_URL cannot be read as an address: smtp://host:25.") from error
    if parts.scheme == "inbox":
        from matinee.post.inbox import InboxRelay

        if parts.netloc:
            raise RelayConfigError("MAIL_URL names an inbox on a host; write inbox:/path.")
        path = Path(unquote(parts.path)) if parts.path else inbox_path
        if path is None:
            raise RelayConfigError("MAIL_URL is inbox: without a path, and no default path is set.")
        return InboxRelay(path, fsync=_wants_fsync(parts.query))
    family, plus, name = parts.scheme.partition("+")
    if plus and family in _FAMILIES:
        return _FAMILIES[family](name.replace("-", "_"), connections)
    if parts.scheme not in {"smtp", "smtps"}:
        begins = f"{parts.scheme}:" if parts.scheme else "nothing of the kind"
        raise RelayConfigError(
            f"MAIL_URL begins with {begins}, which no relay here answers to; "
            "use inbox:, smtp:// or smtps://."
        )
    from matinee.post.smtp.client import SmtpRelay
    from matinee.post.smtp.options import options_of

    return SmtpRelay(
        options_of(parts, helo=helo, connections=connections, timeout=timeout, reuse=reuse)
    )


def _wants_fsync(query: str) -> bool:
    settings = parse_qs(query, True)
    if settings.keys() - {"fsync"} or settings.get("fsync", ["no"])[-1] not in {"yes", "no"}:
        raise RelayConfigError("MAIL_URL has an inbox with a setting other than fsync=yes or no.")
    return settings.get("fsync", ["no"])[-1] == "yes"


def send_one(
    mail_url: str, envelope: Envelope, *, inbox_path: Path | None = None, timeout: float = 30.0
) -> Result:
    """Hand one message over and return its result. For mail to one reader; blocks.

    Not for use inside a running event loop. Raises RelayConfigError.
    """

    async def go() -> Result:
        relay = open_relay(mail_url, connections=1, inbox_path=inbox_path, timeout=timeout)
        results: list[Result] = []
        try:
            await relay.hand_over([envelope], results.append)
        finally:
            await relay.close()
        return results[0]

    return asyncio.run(go())
