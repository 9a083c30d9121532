"""What a provider's notice means: anymail's normalised events as our outcomes.

Told first by the receiving server's own status code, as in a bounce that comes by mail; then by
whether the provider calls it soft; then by anymail's reason. Whose it is, is told by our own
marks in the notice only: the address in it is not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from matinee.insight.models import MailReport
from matinee.insight.outcomes import Happened, record
from matinee.insight.whose import whose
from matinee.post.outcomes import MAX_BYTES, hardness, status_in, traces
from matinee.post.reasons import Reason, reason_of

Kind = MailReport.Kind
_PLAIN = {
    EventType.COMPLAINED: Happened(Kind.COMPLAINT, reason="complaint"),
    EventType.UNSUBSCRIBED: Happened(Kind.UNSUBSCRIBED, reason="unsubscribed"),
    EventType.AUTORESPONDED: Happened(Kind.AUTO_REPLY),
}
_FAILURES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
_GONE = {RejectReason.BOUNCED, RejectReason.INVALID}
_REASONS: dict[str | None, Reason] = {
    RejectReason.BOUNCED: "no-mailbox",
    RejectReason.INVALID: "no-mailbox",
    RejectReason.TIMED_OUT: "unreachable",
    RejectReason.BLOCKED: "policy",
    RejectReason.SPAM: "policy",
}
# How providers say "for now": Postmark, Mandrill, Brevo, MailerSend; SES, Resend; SendGrid.
_SOFT_KEYS = {"type", "event", "bouncetype", "bounce_type"}
_SOFT_WORD = re.compile(r"soft[ _-]?bounce|^(?:transient|undetermined|temporary|blocked)$", re.I)
# SparkPost's classes of bounces that pass.
_SOFT_CLASSES = {"20", "21", "22", "23", "24", "40", "60", "70", "100"}


def take_notice(event: AnymailTrackingEvent, provider: str) -> MailReport | None:
    """Record one notice of a provider; None where it changes nothing or is of no letter of ours.

    Delivered, opened, deferred and the like are ignored: only what is final counts. Notices may
    come twice and in any order. Raises what the database raises.
    """
    happened = meaning(event)
    if happened is None:
        return None
    who = whose(traces(_text_of(event)))
    if who is None:  # mail of somebody else by the same account
        return None
    seal = f"{provider} {event.event_id} {event.message_id} {event.event_type} {event.timestamp}"
    kept = Happened(happened.kind, happened.status, happened.reason, provider)
    return record(kept, who, seal.encode("utf-8", "replace"))


def meaning(event: AnymailTrackingEvent) -> Happened | None:
    """Return what an event is to us, or None where it is nothing."""
    if event.event_type in _PLAIN:
        return _PLAIN[event.event_type]
    if event.event_type not in _FAILURES:
        return None
    if event.reject_reason == RejectReason.UNSUBSCRIBED:
        return _PLAIN[EventType.UNSUBSCRIBED]
    words = f"{event.mta_response or ''} {event.description or ''}"[:1000]
    status = status_in(words)
    why = reason_of(status, words)
    if why == "other":
        why = _REASONS.get(event.reject_reason, "other")
    if _called_soft(event.esp_event):
        return Happened(Kind.SOFT, status, why if why != "no-mailbox" else "other")
    for_good = status or event.reject_reason in _GONE
    kind = hardness(status, "failed", words) if for_good else Kind.SOFT
    return Happened(kind, status, why)


def _called_soft(payload: Any) -> bool:
    for key, value in _pairs(payload):
        name = key.lower()
        if name in _SOFT_KEYS and _SOFT_WORD.search(str(value)):
            return True
        if name == "hard_bounce" and value is False:  # Mailjet
            return True
        if name == "bounce_class" and str(value) in _SOFT_CLASSES:
            return True
    return False


def _pairs(payload: Any, depth: int = 4) -> Iterator[tuple[str, Any]]:
    if depth and isinstance(payload, Mapping):
        for key, value in payload.items():
            yield str(key), value
            yield from _pairs(value, depth - 1)


def _text_of(event: AnymailTrackingEvent) -> str:
    """Return all of a notice as text, in which our marks are looked for."""
    whole = json.dumps(
        [event.message_id, event.metadata, event.esp_event], default=str, ensure_ascii=False
    )
    return whole[:MAX_BYTES]
