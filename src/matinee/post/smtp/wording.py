"""What is said for one envelope, and what a reply to it means."""

from __future__ import annotations

import re
from functools import lru_cache

from matinee.post.relay import Envelope, Outcome, Result, clean_text, split_enhanced
from matinee.post.smtp.replies import Reply

# RFC 5321 §4.5.3.1.3: a path has at most 256 octets, its angle brackets among them.
LONGEST_ADDRESS = 254
# Whoever smuggles a line break or a bracket into a path writes commands of their own.
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f<>\u2028\u2029\ud800-\udfff]")
# Looked for by a compiled pattern: half the time of `in`, which stops at each line's end.
_DOT_FIRST = re.compile(rb"\n\.")
_SLOW_CODES = {450, 451, 452}


def stuffed(message: bytes) -> bytes:
    """Return the message with dots doubled at line starts and the final dot (RFC 5321 §4.5.2).

    A line that ends in a bare LF counts too: some servers take it for a line's end, and a lone
    dot behind it would end the message early.
    """
    if _DOT_FIRST.search(message):
        message = message.replace(b"\n.", b"\n..")
    if message.startswith(b"."):
        message = b"." + message
    return closed(message)


def closed(message: bytes) -> bytes:
    """Return a message, whose dots are seen to, with the final one."""
    return message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")


def unfit(envelope: Envelope, *, smtputf8: bool) -> Result | None:
    """Return the result of an envelope that may not go to this server, or None where it may."""
    for address, status, what in (
        (envelope.recipient, "5.1.3", "recipient's"),
        (envelope.sender, "5.1.7", "sender's"),
    ):
        empty = not address and what == "recipient's"  # <> is a sender (RFC 5321 §4.5.5)
        if empty or _UNSAFE.search(address) or len(address.encode()) > LONGEST_ADDRESS:
            text = f"The {what} address cannot stand in an envelope."
            return Result(envelope.key, Outcome.REFUSED, 553, status, text)
    if not smtputf8 and needs_utf8(envelope):
        text = "The relay takes no internationalised addresses (SMTPUTF8)."
        return Result(envelope.key, Outcome.REFUSED, 553, "5.6.7", text)
    return None


def needs_utf8(envelope: Envelope) -> bool:
    """Whether the server must offer SMTPUTF8 (RFC 6531) for this envelope."""
    return not (envelope.recipient.isascii() and envelope.sender.isascii())


def commands(envelope: Envelope) -> list[bytes]:
    """Return MAIL, RCPT and DATA for an envelope that `unfit` let pass."""
    utf8 = " SMTPUTF8" if needs_utf8(envelope) else ""
    return [
        f"MAIL FROM:<{envelope.sender}>{utf8}\r\n".encode(),
        f"RCPT TO:<{envelope.recipient}>\r\n".encode(),
        b"DATA\r\n",
    ]


def result_of(key: int, reply: Reply) -> Result:
    """Return what a reply means for its recipient (RFC 5321 §4.2.1: 2 done, 4 later, 5 never)."""
    return Result(key, *_meaning(reply))


@lru_cache(maxsize=64)
def _meaning(reply: Reply) -> tuple[Outcome, int, str, str]:
    """Return the outcome, code, enhanced code and words of a reply."""
    enhanced, text = split_enhanced(reply.text)
    if reply.ok:
        outcome = Outcome.SENT
    elif reply.code >= 500:
        outcome = Outcome.REFUSED
    else:
        outcome = Outcome.DEFERRED
    return outcome, reply.code, enhanced, clean_text(text)


def asks_for_less(result: Result) -> bool:
    """Whether a relay says that we are too fast: 421, or a 4.7.x (RFC 3463: security, policy)."""
    return result.code == 421 or (result.code in _SLOW_CODES and result.enhanced.startswith("4.7."))
