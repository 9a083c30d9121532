"""The embedded inbox: a standard Maildir that takes mail as a relay would, and can be read."""

from __future__ import annotations

import contextlib
import email
import email.policy
import itertools
import os
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

from matinee.post import inbox_index
from matinee.post.relay import Envelope, OnResult, Outcome, Result
from matinee.post.smtp.wording import unfit

_KEY = re.compile(r"[A-Za-z0-9][^/\x00]{0,250}")  # so that no key leads out of the folder
_TIME = re.compile(r"(\d{1,12})(?:\.M(\d{6}))?")
_FRONT = re.compile(rb"Return-Path: <([^\r\n]*)>\r\nDelivered-To: ([^\r\n]*)\r\n")
_counter = itertools.count()


@dataclass(frozen=True)
class Mail:
    """One mail as it lies in the Maildir. `raw` begins with Return-Path and Delivered-To."""

    key: str
    delivered_at: datetime
    recipient: str
    return_path: str
    raw: bytes

    @cached_property
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
        front = _FRONT.match(self.raw)
        return self.raw[front.end() :] if front else self.raw

    def body(self, subtype: str) -> str | None:
        """Return the decoded `plain` or `html` part, or None where there is none."""
        part = self.parsed.get_body((subtype,))
        if part is None:
            return None
        try:
            return str(part.get_content())
        except LookupError:  # a character set that nobody knows
            return str(part.get_payload())


class Inbox:
    """A Maildir (tmp, new, cur) of mail for any address."""

    def __init__(self, path: Path, *, fsync: bool = False) -> None:
        """Use the Maildir at `path`; it is made when the first mail comes.

        With `fsync` each mail is on the disk before it counts as delivered. Off unless asked
        for: the inbox is for development and the demo, where it would cost nine tenths of the
        speed to save mail from a power cut.
        """
        self.path = path
        self.fsync = fsync
        self._host = re.sub(r"[^A-Za-z0-9-]", "-", socket.gethostname()) or "localhost"

    def deliver(self, envelope: Envelope) -> str:
        """Write one mail and return its key. Atomic: it is seen whole or not at all.

        Raises OSError where it cannot be written; nothing is left behind then.
        """
        return self.deliver_many([envelope])[0]

    def deliver_many(
        self, envelopes: Iterable[Envelope], on_each: Callable[[Envelope], None] = lambda _: None
    ) -> list[str]:
        """Write mails in order; `on_each` is told of each once it lies there. Raises as `deliver`.

        What came before the one that could not be written is delivered.
        """
        keys: list[str] = []
        lines: list[str] = []
        try:
            for envelope in envelopes:
                message = envelope.message
                keys.append(self._write(envelope, message))
                lines.append(inbox_index.line(keys[-1], envelope.recipient, message))
                on_each(envelope)
        finally:
            inbox_index.append(self.path, lines)
        return keys

    def _write(self, envelope: Envelope, message: bytes) -> str:
        now = time.time_ns()
        key = (
            f"{now // 10**9}.M{now % 10**9 // 1000:06d}P{os.getpid()}Q{next(_counter)}.{self._host}"
        )
        head = f"Return-Path: <{envelope.sender}>\r\nDelivered-To: {envelope.recipient}\r\n"
        partial = self.path / "tmp" / key
        try:
            self._write_file(partial, head.encode() + message)
            partial.rename(self.path / "new" / key)
        except OSError:
            with contextlib.suppress(OSError):
                partial.unlink()
            raise
        return key

    def _write_file(self, path: Path, data: bytes) -> None:
        try:
            file = path.open("xb")
        except FileNotFoundError:  # not made yet, or cleared away while we ran
            for folder in ("tmp", "new", "cur"):
                (self.path / folder).mkdir(parents=True, exist_ok=True)
            file = path.open("xb")
        with file:
            file.write(data)
            if self.fsync:
                file.flush()
                os.fsync(file.fileno())

    def _places(self) -> list[tuple[str, str]]:
        """Return (key, folder) of every mail, newest first; names alone are read, no file."""
        found: list[tuple[str, str]] = []
        for folder in ("new", "cur"):
            with contextlib.suppress(FileNotFoundError):
                names = os.listdir(self.path / folder)  # noqa: PTH208 - names, not paths
                found += [(name, folder) for name in names if not name.startswith(".")]
        # Names begin with seconds and microseconds of equal length, ours and other programs'.
        found.sort(reverse=True)
        return found

    def count(self) -> int:
        """Return how many mails there are."""
        return len(self._places())

    def messages(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        recipient: str | None = None,
        query: str | None = None,
    ) -> list[Mail]:
        """Return mails, newest first; with `recipient` or `query` (in recipient or subject) only
        those. Letters' case does not matter.

        Only what is returned is read, so a page is quick in any Maildir, searched or not.
        """
        places: Iterable[tuple[str, str]] = self._places()
        if recipient is not None or query:
            places = self._matching(places, recipient, query or "")
        page = itertools.islice(places, offset, offset + limit)
        found = (_read(self.path / folder / key) for key, folder in page)
        return [mail for mail in found if mail is not None]  # some may be taken away meanwhile

    def _matching(
        self, places: Iterable[tuple[str, str]], recipient: str | None, query: str
    ) -> Iterator[tuple[str, str]]:
        known = inbox_index.load(self.path)
        whose = None if recipient is None else recipient.lower()
        wanted = query.lower()
        for key, folder in places:
            said = known.get(key.partition(":")[0]) or self._glance(key, folder)
            if whose is not None and said[0].lower() != whose:
                continue
            if wanted in said[0].lower() or wanted in inbox_index.decoded(said[1]).lower():
                yield key, folder

    def _glance(self, key: str, folder: str) -> tuple[str, str]:
        """Return recipient and Subject of a mail that the index does not know."""
        try:
            with (self.path / folder / key).open("rb") as file:
                head = file.read(inbox_index.HEAD_BYTES)
        except OSError:
            return "", ""
        return _front(head)[1], inbox_index.subject_of(head)

    def get(self, key: str) -> Mail | None:
        """Return one mail, or None where no such key is here."""
        if not _KEY.fullmatch(key):
            return None
        for folder in ("new", "cur"):
            mail = _read(self.path / folder / key)
            if mail is not None:
                return mail
        return None


def _front(raw: bytes) -> tuple[str, str]:
    """Return (return path, recipient) as they stand in front of the message."""
    front = _FRONT.match(raw)
    if front is None:
        return "", ""
    return front[1].decode("utf-8", "replace"), front[2].decode("utf-8", "replace")


def _read(path: Path) -> Mail | None:
    """Return a mail, or None where there is none (any more)."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    moment = _TIME.match(path.name)
    seconds = int(moment[1]) + int(moment[2] or 0) / 1e6 if moment else path.stat().st_mtime
    return_path, recipient = _front(raw)
    return Mail(
        key=path.name,
        delivered_at=datetime.fromtimestamp(seconds, tz=UTC),
        recipient=recipient,
        return_path=return_path,
        raw=raw,
    )


class InboxRelay:
    """The relay behind `inbox:`: every envelope becomes a file."""

    def __init__(self, path: Path, *, fsync: bool = False) -> None:
        """Deliver into the Maildir at `path`."""
        self.inbox = Inbox(path, fsync=fsync)
        self.advice: float | None = None

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Write each; a full disk defers it, an address that no relay would take is refused."""

        def taken(envelope: Envelope) -> None:
            on_result(Result(envelope.key, Outcome.SENT, 250, "2.0.0", "delivered"))

        waiting = iter(envelopes)
        while True:
            current: list[Envelope] = []
            try:
                self.inbox.deliver_many(self._fit(waiting, current, on_result), taken)
            except OSError as error:
                reason = f"The inbox could not be written: {error.strerror}."
                on_result(Result(current[-1].key, Outcome.DEFERRED, 452, "4.3.1", reason))
            else:
                return

    @staticmethod
    def _fit(
        waiting: Iterator[Envelope], current: list[Envelope], on_result: OnResult
    ) -> Iterator[Envelope]:
        """Yield what may be delivered, noting in `current` how far we came; refuse the rest."""
        for envelope in waiting:
            result = unfit(envelope, smtputf8=True)
            if result is not None:
                on_result(result)
                continue
            current[:] = [envelope]
            yield envelope

    async def close(self) -> None:
        """Nothing is held open."""
