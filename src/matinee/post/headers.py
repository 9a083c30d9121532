"""The headers that bulk mail needs, each with the rule that it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from matinee.post.encoded_words import HeaderValueError, refuse_controls
from matinee.post.letter import mailbox, slot

Header = tuple[str, str]
_LABEL = re.compile(r"[^a-z0-9-]+")
_VERP = re.compile(r"^bounce\+(?P<token>[A-Za-z0-9_-]{10,64})@(?P<domain>[^@\s]+)$")


def domain_of(address: str) -> str:
    """Return an address's domain in lower case; HeaderValueError where it has none."""
    _, at, domain = address.rpartition("@")
    if not at or not domain:
        raise HeaderValueError("An address needs a domain after its @.")
    return domain.lower()


def date_value(moment: datetime) -> str:
    """Return an aware time as a Date header's value (RFC 5322 §3.3)."""
    if moment.tzinfo is None:
        raise ValueError("A Date needs a time with its zone.")
    return format_datetime(moment)


def message_id(local: str, domain: str) -> str:
    """Return `<local@domain>` (RFC 5322 §3.6.4); the same local part gives the same identity."""
    return f"<{refuse_controls(local)}@{domain}>"


def list_id(slug: str, name: str, domain: str) -> Header:
    """Return List-Id (RFC 2919): a phrase where ASCII allows, and a name under the domain."""
    label = _LABEL.sub("-", slug.lower()).strip("-") or "newsletter"
    phrase = re.sub(r"[^A-Za-z0-9 ]+", "", name).strip() if name.isascii() else ""
    return ("List-Id", f"{phrase} <{label}.{domain}>".strip())


def unsubscribe(https_url: str, mailto: str | None = None) -> list[Header]:
    """Return List-Unsubscribe (RFC 2369) and List-Unsubscribe-Post (RFC 8058, one click).

    RFC 8058 §3.1 wants an HTTPS address; plain HTTP is let through for a laptop's own mail.
    """
    ways = f"<{https_url}>" + (f", <mailto:{mailto}>" if mailto else "")
    return [
        ("List-Unsubscribe", ways),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def feedback_id(parts: Sequence[str]) -> Header:
    """Return Feedback-ID: up to three labels, then the sender's own, the widest last.

    Google's Postmaster Tools read it: campaign:customer:type:sender.
    """
    return ("Feedback-ID", ":".join(_LABEL.sub("-", p.lower()).strip("-") or "x" for p in parts))


def newsletter_headers(
    *,
    sender_name: str,
    sender_address: str,
    subject: str,
    slug: str,
    newsletter: str,
    unsubscribe_url: str,
    unsubscribe_mailto: str | None,
    campaign: str,
    reply_to: str = "",
    view_url: str = "",
) -> list[Header]:
    """Return an edition's headers, in the order of RFC 5322 §3.6, with the common slots.

    The slots are `name`, `address`, `date` and `message_id`; addresses may hold others.
    """
    domain = domain_of(sender_address)
    headers = [
        ("Date", slot("date")),
        ("From", f"{sender_name} <{sender_address}>"),
        *([("Reply-To", f"<{reply_to}>")] if reply_to else []),
        ("To", mailbox()),
        ("Message-ID", slot("message_id")),
        ("Subject", subject),
        list_id(slug, newsletter, domain),
        *unsubscribe(unsubscribe_url, unsubscribe_mailto),
        feedback_id([campaign, slug, "newsletter", domain.split(".")[0]]),
        ("Precedence", "bulk"),
    ]
    if view_url:
        headers.append(("List-Archive", f"<{view_url}>"))
    return headers


def transactional_headers(
    *, sender_name: str, sender_address: str, subject: str, unsubscribe_url: str = ""
) -> list[Header]:
    """Return the headers of a mail that a reader's own act caused (Auto-Submitted, RFC 3834)."""
    return [
        ("Date", slot("date")),
        ("From", f"{sender_name} <{sender_address}>"),
        ("To", mailbox()),
        ("Message-ID", slot("message_id")),
        ("Subject", subject),
        ("Auto-Submitted", "auto-generated"),
        *(unsubscribe(unsubscribe_url) if unsubscribe_url else []),
    ]


def verp(token: str, domain: str) -> str:
    """Return a return path that names its delivery without the reader's address."""
    return f"bounce+{token}@{domain}"


def parse_verp(address: str) -> str | None:
    """Return the token of a return path made by `verp`, or None."""
    match = _VERP.match(address.strip().strip("<>"))
    return match["token"] if match else None
