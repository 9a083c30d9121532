"""A mailbox that reports come to, read over IMAP (RFC 3501) by whichever worker has the turn.

Each mail is read without marking it, taken in and committed, and only then marked: a crash
between reads it again, and it counts once (see `outcomes`). What cannot be understood stays,
marked as seen and flagged, for a person to look at.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings

from matinee.insight.outcomes import take_in
from matinee.post.outcomes import MAX_BYTES, parse_outcome
from matinee.publication.schedule import every

logger = logging.getLogger(__name__)
TIMEOUT = 30.0  # seconds for each answer
MOST_A_TURN = 500  # mails; the rest wait for the next
EVERY = 120  # seconds


class MailboxError(Exception):
    """The mailbox could not be read; the text says why, without name or password."""


@dataclass
class Told:
    """What one look at the mailbox brought: new outcomes by kind, and how many mails were kept."""

    kinds: Counter[str] = field(default_factory=Counter)
    kept: int = 0


def poll(url: str) -> Told:
    """Read the unseen mails of a mailbox and take each in. Raises MailboxError.

    `imaps://user:password@host[:993]/FOLDER` or `imap://…` with STARTTLS; certificates are
    checked (`?ca_file=/path` trusts one authority). With `?done=FOLDER` mails that were
    understood go there, else they are marked as seen.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise MailboxError(
            "IMAP_URL is imaps://user:password@host/INBOX; set it to read a mailbox."
        )
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    told = Told()
    try:
        with _opened(parts, query.get("ca_file")) as line:
            for uid in _unseen(line):
                _read(line, uid, query.get("done", ""), told)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(f"The mailbox could not be read: {_why(error)}.") from error
    return told


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its server's certificate is not to be trusted"
    if isinstance(error, imaplib.IMAP4.error):
        return "its server refused what we asked; check name, password and folder in IMAP_URL"
    return getattr(error, "strerror", "") or "its server does not answer"


@contextmanager
def _opened(parts: SplitResult, ca_file: str | None) -> Iterator[imaplib.IMAP4]:
    host = str(parts.hostname)
    context = ssl.create_default_context(cafile=ca_file)
    if parts.scheme == "imaps":
        line: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=context, timeout=TIMEOUT
        )
    else:
        line = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
    try:
        if parts.scheme == "imap":
            line.starttls(context)
        line.login(unquote(str(parts.username)), unquote(parts.password or ""))
        _done(line.select(_quoted(unquote(parts.path.lstrip("/")) or "INBOX")))
        yield line
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            line.logout()
        with suppress(OSError):
            line.shutdown()  # which logout forgets where the server has gone


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _done(answer: tuple[str, Any]) -> list[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error("refused")
    return list(answer[1])


def _unseen(line: imaplib.IMAP4) -> list[str]:
    [numbers] = _done(line.uid("SEARCH", "UNSEEN", "UNDELETED"))[:1] or [b""]
    return [n.decode("ascii") for n in (numbers or b"").split()][:MOST_A_TURN]


def _read(line: imaplib.IMAP4, uid: str, done: str, told: Told) -> None:
    raw = _fetch(line, uid)
    if raw is None:  # somebody else took it meanwhile
        return
    rows = take_in(raw, _delivered_to(raw))
    told.kinds.update(row.kind for row in rows)
    if _understood(raw):
        _put_away(line, uid, done)
    else:
        told.kept += 1
        _done(line.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Flagged)"))


def _understood(raw: bytes) -> bool:
    """Whether a mail said something that we know; a mail to the way out always does."""
    if _delivered_to(raw):
        return True
    return any(report.kind != "unrecognised" for report in parse_outcome(raw))


def _fetch(line: imaplib.IMAP4, uid: str) -> bytes | None:
    for part in _done(line.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MAX_BYTES}>)")):
        if isinstance(part, tuple) and isinstance(part[1], bytes):
            return part[1]
    return None


_DELIVERED = re.compile(
    rb"^(?:Delivered-To|X-Original-To|Envelope-To|To):\s*<?([^\s<>]{1,320})>?\s*$", re.I | re.M
)


def _delivered_to(raw: bytes) -> str:
    """Return the way out that a mail came to, where its own header names one; else nothing."""
    head = raw[:20_000].partition(b"\r\n\r\n")[0].replace(b"\r\n", b"\n")
    for found in _DELIVERED.findall(head):
        address = found.decode("utf-8", "replace")
        if address.lower().startswith("leave+"):
            return str(address)
    return ""


def _put_away(line: imaplib.IMAP4, uid: str, done: str) -> None:
    # Asked anew: servers offer more once one has logged in.
    if done and b"MOVE" in line.capability()[1][0].split():  # RFC 6851
        _done(line.uid("MOVE", uid, _quoted(done)))
        return
    if done:
        _done(line.uid("COPY", uid, _quoted(done)))
    flags = r"(\Seen \Deleted)" if done else r"(\Seen)"
    _done(line.uid("STORE", uid, "+FLAGS.SILENT", flags))


@every(EVERY, "insight: read the mailbox of what comes back")
def read_mailbox() -> None:
    """Read the mailbox that IMAP_URL names, where it names one."""
    if not settings.IMAP_URL:
        return
    try:
        told = poll(settings.IMAP_URL)
    except MailboxError as error:
        logger.warning("%s", error)
        return
    if told.kept:
        logger.warning("%s mails came back that could not be read; they stay, flagged.", told.kept)
