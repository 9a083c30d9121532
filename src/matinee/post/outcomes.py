"""What comes back: bounces (RFC 3464 and older), complaints (RFC 5965), and machines' replies."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from io import BytesIO
from typing import Literal

from flufl.bounce import scan_message

from matinee.post.headers import parse_verp
from matinee.post.reasons import Reason, reason_of, said
from matinee.post.relay import clean_text

Kind = Literal["hard", "soft", "complaint", "auto-reply", "unrecognised"]
MAX_BYTES = 1024 * 1024  # a report says what it has to say well before that
LONGEST_FIELD = 1000  # characters of a field that are looked at: foreign mail sets no bounds
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>\"';,:]+@[^\s<>\"';,]+")
# What says "this address never" (RFC 3463 §3): no such mailbox or domain (5.1.x, but not the
# sender's own faults among them), no way to its host (5.4.4), or no more than "failed" (5.0.x).
# All else that is permanent is about the message, the mailbox's state, or how the relay thinks of
# us (5.7.x): to suppress a reader for that would empty a list on one bad day.
_HARD_STATUS = re.compile(r"5\.(?:0\.\d+|1\.(?:[0-46]|10)|4\.4)")
_NOTHING_MORE = re.compile(r"[245]\.0\.0")


@dataclass(frozen=True)
class Report:
    """One thing that came back about one recipient, as far as it could be told."""

    kind: Kind
    recipient: str | None = None
    status: str = ""
    diagnostic: str = ""
    verp_token: str | None = None
    message_id: str | None = None
    reason: Reason = "other"


@dataclass(frozen=True)
class Traces:
    """What of our own letter a report brings back; each is signed: it may stand anywhere.

    `verp` and `leave` are tokens, `message_ids` stand in angle brackets.
    """

    verp: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()


_OUR_VERP = re.compile(r"bounce\+([A-Za-z0-9_-]{43})@")
_OUR_LEAVE = re.compile(r"(?:/u/|leave\+)([A-Za-z0-9_-]{43})\b")
_OUR_MESSAGE_ID = re.compile(r"<\d{1,19}\.\d{1,19}\.[0-9a-f]{20}@[A-Za-z0-9.-]{1,255}>")
MOST_TRACES = 10  # of a kind: a report brings one letter back


def traces(text: bytes | str) -> Traces:
    """Return the marks of our letters in a report or a provider's notice, in order."""
    if isinstance(text, bytes):
        text = text[:MAX_BYTES].decode("latin-1")

    def found(pattern: re.Pattern[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(pattern.findall(text)))[:MOST_TRACES]

    return Traces(found(_OUR_VERP), found(_OUR_LEAVE), found(_OUR_MESSAGE_ID))


def parse_outcome(raw: bytes) -> list[Report]:
    """Return what a mail to our return path reports; never raises, whatever the bytes.

    A message that reports several recipients gives one report each.
    """
    try:
        message = email.message_from_binary_file(
            BytesIO(raw[:MAX_BYTES]), policy=email.policy.compat32
        )
        return _read(message) or [Report("unrecognised", verp_token=_token(message))]
    except Exception:  # parsers of foreign mail fail in ways that nobody has listed
        return [Report("unrecognised")]


def _read(message: Message) -> list[Report]:
    kind = message.get_content_type()
    report_type = str(message.get_param("report-type") or "").lower()
    parts = {part.get_content_type() for part in message.walk()}
    if report_type == "feedback-report" or "message/feedback-report" in parts:
        return _complaint(message)
    if kind == "multipart/report" or "message/delivery-status" in parts:
        reports = list(_status_reports(message))
        if reports:
            return reports
    if _from_a_daemon(message) and (reports := list(_free_form(message))):
        return reports
    if _by_machine(message):
        return [Report("auto-reply", verp_token=_token(message))]
    return list(_free_form(message))


def _header(message: Message, name: str) -> str:
    return str(message.get(name) or "")[:LONGEST_FIELD]


def _token(message: Message) -> str | None:
    """Return the token of the return path that the mail came to, if it is one of ours."""
    for name in ("Delivered-To", "X-Original-To", "To", "Envelope-To"):
        for _, address in getaddresses([_header(message, name)]):
            if token := parse_verp(address):
                return token
    return None


def _original(message: Message) -> tuple[str | None, str | None]:
    """Return (Message-ID, token) of the message that is sent back with the report."""
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            if not isinstance(inner, Message):
                inner = email.message_from_string(str(payload))
            identity = _header(inner, "Message-ID").strip() or None
            return identity, parse_verp(_header(inner, "Return-Path"))
    return None, None


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (p for p in payload if isinstance(p, Message))
    else:
        for block in re.split(r"\r?\n\r?\n", str(payload)):
            yield email.message_from_string(block.strip() + "\n\n")


def _mailbox(text: str) -> str | None:
    found = _ADDRESS.search(text.partition(";")[2] or text)
    return found[0].strip("<>") if found else None


def _status_reports(message: Message) -> Iterator[Report]:
    identity, inner_token = _original(message)
    token = _token(message) or inner_token
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            recipient = _header(block, "Final-Recipient") or _header(block, "Original-Recipient")
            action = _header(block, "Action").strip().lower()
            if not recipient or action in {"delivered", "relayed", "expanded"}:
                continue
            diagnostic = _header(block, "Diagnostic-Code")
            code = _status(_header(block, "Status"), diagnostic)
            yield Report(
                hardness(code, action, diagnostic), _mailbox(recipient), code,
                clean_text(diagnostic), token, identity, reason_of(code, diagnostic),
            )  # fmt: skip


def _status(field: str, diagnostic: str) -> str:
    """Return the status, the diagnostic's own where the field says no more than "failed"."""
    status, closer = _STATUS.search(field), _STATUS.search(diagnostic)
    if closer and (status is None or _NOTHING_MORE.fullmatch(status[0])):
        status = closer
    return status[0] if status else ""


# Of free words, what is not for ever, whatever else the report says.
_PASSES = frozenset({"full", "policy", "too-big", "unreachable", "disabled"})


def status_in(words: str) -> str:
    """Return the first enhanced status code (RFC 3463) in a server's words, or an empty text."""
    found = _STATUS.search(words[:LONGEST_FIELD])
    return found[0] if found else ""


def hardness(status: str, action: str, words: str = "") -> Literal["hard", "soft"]:
    """A status of its own decides before the action; without either, it is not for ever.

    `status` is an enhanced code (RFC 3463) or empty, `action` that of RFC 3464 §2.3.3, `words`
    what the server said, which decide where the code says no more than "failed".
    """
    if action == "delayed":
        return "soft"
    if (not status or _NOTHING_MORE.fullmatch(status)) and said(words) in _PASSES:
        return "soft"
    if status:
        return "hard" if _HARD_STATUS.fullmatch(status) else "soft"
    return "hard" if action == "failed" else "soft"


def _complaint(message: Message) -> list[Report]:
    identity, inner_token = _original(message)
    recipient, kind = None, ""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            for block in _blocks(part):
                kind = kind or _header(block, "Feedback-Type").strip().lower()
                said = _header(block, "Original-Rcpt-To") or _header(block, "Removal-Recipient")
                recipient = recipient or _mailbox(said)
                inner_token = inner_token or parse_verp(_header(block, "Original-Mail-From"))
    if kind == "not-spam":
        return [Report("unrecognised", recipient, verp_token=inner_token, message_id=identity)]
    token = inner_token or _token(message)
    return [Report("complaint", recipient, diagnostic=kind, verp_token=token, message_id=identity)]


def _by_machine(message: Message) -> bool:
    """Whether a machine answered for its owner (RFC 3834 §2 and what came before it)."""
    submitted = _header(message, "Auto-Submitted").strip().lower()
    if submitted.startswith("auto-replied"):
        return True
    if _header(message, "X-Autoreply") or _header(message, "X-Autorespond"):
        return True
    if _header(message, "Precedence").strip().lower() in {"auto_reply", "auto-reply"}:
        return True
    return bool(_AWAY.match(_subject(message)))


_AWAY = re.compile(
    r"(?:auto(?:matic)?[- ]?(?:reply|response|svar)|out of (?:the )?office|vacation|abwesen|"
    r"automatische (?:antwort|afwezig)|réponse automatique|respuesta automática|"
    r"risposta automatica|resposta automática)"
)


def _subject(message: Message) -> str:
    raw = _header(message, "Subject")
    try:
        return str(make_header(decode_header(raw))).strip().lower()
    except (ValueError, LookupError):
        return raw.strip().lower()


def _from_a_daemon(message: Message) -> bool:
    """Whether a mail server wrote it: Exim calls even its bounces auto-replied."""
    if _header(message, "X-Failed-Recipients"):
        return True
    sender = " ".join(getaddresses([_header(message, "From")])[0]).lower()
    return bool(re.search(r"mailer-daemon|postmaster@|mail delivery (?:sub)?system", sender))


def _free_form(message: Message) -> Iterator[Report]:
    identity, inner_token = _original(message)
    token = _token(message) or inner_token
    text = _text(message)
    status = _STATUS.search(text)
    code = status[0] if status else ""
    found = {
        address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)
        for address in scan_message(message)
    }
    failed = getaddresses([_header(message, "X-Failed-Recipients")])
    for name in sorted(found or {address for _, address in failed if "@" in address}):
        yield Report(
            hardness(code, "failed", text), name, code, "", token, identity, reason_of(code, text)
        )


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return _BELOW.split(payload[:20_000].decode("utf-8", "replace"), maxsplit=1)[0]
    return ""


# Where the daemon's words end and the letter that it sends back begins, which has words too.
_BELOW = re.compile(
    r"^-{2,}.*(?:below this line|copy of|original message|unsent message).*$"
    r"|^(?:return-path|received):",
    re.IGNORECASE | re.MULTILINE,
)
