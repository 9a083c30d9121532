"""The embedded inbox: a standard Maildir that takes mail as a relay would, and can be read."""

from __future__ import annotations

import email
import email.policy
import itertools
import os
import re
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from matinee.post.relay import Envelope, OnResult, Outcome, Result

_KEY = re.compile(r"^[0-9]+\.[A-Za-z0-9_]+\.[A-Za-z0-9-]+(?::2,[A-Z]*)?$")
_counter = itertools.count()
HEAD_BYTES = 16_384


@dataclass(frozen=True)
class Mail:
    """One mail as it lies in the Maildir. `raw` begins with Return-Path and Delivered-To."""

    key: str
    delivered_at: datetime
    recipient: str
    return_path: str
    raw: bytes

    @property
    def parsed(self) -> EmailMessage:
        """The mail as Python's own parser reads it."""
        message = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def subject(self) -> str:
        """The decoded subject."""
        return str(self.parsed["Subject"] or "")

    @property
    def sender(self) -> str:
        """The decoded From."""
        return str(self.parsed["From"] or "")

    @property
    def message(self) -> bytes:
        """Exactly the bytes that a relay would have been given."""
        return self.raw.split(b"\r\n", 2)[2]

    def body(self, subtype: str) -> str | None:
        """Return the decoded `plain` or `html` part, or None where there is none."""
        part = self.parsed.get_body((subtype,))
        return None if part is None else str(part.get_content())


class Inbox:
    """A Maildir (tmp, new, cur) of mail for any address."""

    def __init__(self, path: Path) -> None:
        """Use the Maildir at `path`; it is made when the first mail comes."""
        self.path = path
        self._made = False

    def _make(self) -> None:
        if not self._made:
            for name in ("tmp", "new", "cur"):
                (self.path / name).mkdir(parents=True, exist_ok=True)
            self._made = True

    def deliver(self, envelope: Envelope) -> str:
        """Write one mail and return its key. Atomic: it is seen whole or not at all.

        No fsync: the inbox is for development and the demo, and a power cut there costs nothing.
        """
        self._make()
        now = time.time_ns()
        host = re.sub(r"[^A-Za-z0-9-]", "-", socket.gethostname()) or "localhost"
        key = f"{now // 10**9}.M{now % 10**9 // 1000:06d}P{os.getpid()}Q{next(_counter)}.{host}"
        head = f"Return-Path: <{envelope.sender}>\r\nDelivered-To: {envelope.recipient}\r\n"
        partial = self.path / "tmp" / key
        with partial.open("wb", buffering=0) as file:
            file.write(head.encode() + envelope.message)
        partial.rename(self.path / "new" / key)
        return key

    def _keys(self) -> list[tuple[str, Path]]:
        """Return (key, folder) of every mail, newest first; names alone are read, no file."""
        found = []
        for name in ("new", "cur"):
            folder = self.path / name
            if folder.is_dir():
                found += [(entry.name, folder) for entry in os.scandir(folder)]
        found.sort(key=lambda pair: _order(pair[0]), reverse=True)
        return found

    def count(self) -> int:
        """Return how many mails there are."""
        return len(self._keys())

    def messages(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        recipient: str | None = None,
        query: str | None = None,
    ) -> list[Mail]:
        """Return mails, newest first; with `recipient` or `query` (in head or subject) only those.

        Only files up to the last one returned are opened, so a page is quick in any Maildir.
        """
        matching = (m for m in self._walk() if _matches(m, recipient, query))
        return list(itertools.islice(matching, offset, offset + limit))

    def _walk(self) -> Iterator[Mail]:
        for key, folder in self._keys():
            try:
                yield _read(folder / key)
            except OSError:
                continue  # taken away while we walked

    def get(self, key: str) -> Mail | None:
        """Return one mail, or None where no such key is here."""
        if not _KEY.match(key):
            return None
        for name in ("new", "cur"):
            path = self.path / name / key
            if path.is_file():
                return _read(path)
        return None


def _order(key: str) -> tuple[int, int, int]:
    match = re.match(r"(\d+)\.M(\d+)P\d+Q(\d+)", key)
    return (int(match[1]), int(match[2]), int(match[3])) if match else (0, 0, 0)


def _read(path: Path) -> Mail:
    raw = path.read_bytes()
    first, second = [*raw.split(b"\r\n", 2), b"", b""][:2]
    seconds, micro, _ = _order(path.name)
    return Mail(
        key=path.name,
        delivered_at=datetime.fromtimestamp(seconds + micro / 1e6, tz=UTC),
        recipient=second.partition(b": ")[2].decode("utf-8", "replace"),
        return_path=first.partition(b": ")[2].decode("utf-8", "replace").strip("<>"),
        raw=raw,
    )


def _matches(mail: Mail, recipient: str | None, query: str | None) -> bool:
    if recipient is not None and mail.recipient.lower() != recipient.lower():
        return False
    if not query:
        return True
    wanted = query.lower()
    return wanted in mail.recipient.lower() or wanted in mail.subject.lower()


class InboxRelay:
    """The relay behind `inbox:`: every envelope becomes a file."""

    def __init__(self, path: Path) -> None:
        """Deliver into the Maildir at `path`."""
        self.inbox = Inbox(path)
        self.advice: float | None = None

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Write each; a full disk defers it."""
        for envelope in envelopes:
            try:
                self.inbox.deliver(envelope)
            except OSError as error:
                reason = f"The inbox could not be written: {error.strerror}."
                on_result(Result(envelope.key, Outcome.DEFERRED, 452, "4.3.1", reason))
            else:
                on_result(Result(envelope.key, Outcome.SENT, 250, "2.0.0", "delivered"))

    async def close(self) -> None:
        """Nothing is held open."""
