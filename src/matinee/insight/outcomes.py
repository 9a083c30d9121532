"""Bounces and complaints taken in, from whatever door: each is counted once and acted on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from email import message_from_bytes, policy

from django.db import transaction

from matinee.insight import soft
from matinee.insight.models import MailReport
from matinee.insight.whose import Whose, by_leave_token, whose
from matinee.post.outcomes import MAX_BYTES, Report, Traces, parse_outcome, traces
from matinee.post.reasons import WORDS
from matinee.readers.leaving import leave, suppress_reader
from matinee.readers.models import Suppression

Kind = MailReport.Kind


@dataclass(frozen=True)
class Happened:
    """One outcome, however it came in, before it is known whether we have it already."""

    kind: str
    status: str = ""
    reason: str = ""
    via: str = "mail"


def take_in(raw: bytes, recipient: str = "") -> list[MailReport]:
    """Record what a mail reports and act on it; return what was new.

    Hard → suppressed; soft → counted, and suppressed once it has gone on for long (see
    `soft`); complaint → unsubscribed and suppressed, with a record in the ledger; a machine's
    reply → counted and no more. `recipient` is the envelope's, where the door knows it.

    Only signed marks of our own say whose it is (return path, Message-ID, way out): anybody can
    write a bounce or a complaint, and must not be able to silence a reader with one. A mail that
    comes in again, by this door or another, changes nothing. Raises what the database raises;
    then nothing is kept, and the mail is to be given again.
    """
    if (token := leave_address(recipient)) is not None:
        return _asked_to_leave(raw, token)
    found = traces(raw)
    if recipient:
        found = replace(found, verp=(*traces(recipient).verp, *found.verp))
    return [
        row
        for number, report in enumerate(parse_outcome(raw))
        if (row := _of_report(report, found, f"{number}:".encode() + _identity(raw)))
    ]


def _of_report(report: Report, found: Traces, seal: bytes) -> MailReport | None:
    named = found
    if report.verp_token:
        named = replace(found, verp=(report.verp_token, *found.verp))
    reason = "complaint" if report.kind == "complaint" else report.reason
    happened = Happened(report.kind, report.status, reason)
    return record(happened, whose(named), seal)


def record(happened: Happened, who: Whose | None, seal: bytes) -> MailReport | None:
    """Keep one outcome and act on it, in one transaction; None where it is known already.

    Where a delivery is known it is counted once of its kind; else `seal` says what is the same.
    Who left, came back and leaves again by the same letter leaves: that is told apart by `seal`.
    """
    again = happened.kind == Kind.UNSUBSCRIBED
    if who is not None and who.delivery is not None and not again:
        seal = f"delivery {who.delivery.pk} {happened.kind}".encode()
    delivery = who.delivery if who else None
    with transaction.atomic():
        row, made = MailReport.objects.get_or_create(
            sha256=hashlib.sha256(seal).hexdigest(),
            defaults={
                "mailing_id": delivery.mailing_id if delivery else None,
                "delivery_id": delivery.pk if delivery else None,
                "reader_id": who.reader_id if who else None,
                "kind": happened.kind,
                "status": happened.status[:16],
                "reason": happened.reason,
                "via": happened.via[:24],
            },
        )
        if made and who is not None:
            _act(row, who)
    return row if made else None


def _act(row: MailReport, who: Whose) -> None:
    words = WORDS.get(row.reason, "")
    note = f"{words} ({row.status})" if row.status else words
    if row.kind == Kind.HARD:
        suppress_reader(who.reader_id, Suppression.Reason.BOUNCE, note)
    elif row.kind == Kind.COMPLAINT:
        suppress_reader(who.reader_id, Suppression.Reason.COMPLAINT, note)
    elif row.kind == Kind.UNSUBSCRIBED:
        leave(who.subscription_id, "mail program")
    elif row.kind == Kind.SOFT and (count := soft.in_a_row(who.reader_id)):
        told = f"Bounced {count} times in a row: {note or 'no reason given'}"
        suppress_reader(who.reader_id, Suppression.Reason.BOUNCE, told)


def _identity(raw: bytes) -> bytes:
    """Return what is the same in a mail that comes again by another door: its Message-ID."""
    message = message_from_bytes(raw[:MAX_BYTES], policy=policy.compat32)
    identity = str(message.get("Message-ID") or "").strip()[:998]
    return identity.encode("utf-8", "surrogateescape") if identity else raw


def leave_address(address: str) -> str | None:
    """Return the token of a List-Unsubscribe mailbox (`leave+TOKEN@…`, RFC 2369), or None."""
    if not address.lower().startswith("leave+"):
        return None
    found = traces(address).leave
    return found[0] if found else None


def _asked_to_leave(raw: bytes, token: str) -> list[MailReport]:
    """A mail to the way out: whoever's mail program sent it wants to leave, unless none did."""
    who = by_leave_token(token)
    kinds = {report.kind for report in parse_outcome(raw)}
    wish = Happened(Kind.UNSUBSCRIBED, reason="unsubscribed")
    no_wish = who is None or kinds != {"unrecognised"}
    row = record(Happened(Kind.AUTO_REPLY) if no_wish else wish, who, b"leave " + _identity(raw))
    return [row] if row else []
