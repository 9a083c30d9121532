"""Bounces and complaints taken in: a hard bounce and a complaint end the mailing of an address."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction

from matinee.insight.models import MailReport
from matinee.mailings.models import Delivery
from matinee.post.outcomes import Report, parse_outcome
from matinee.readers.leaving import suppress, suppress_reader
from matinee.readers.links import link_tokens
from matinee.readers.models import Suppression

REASONS = {
    "hard": Suppression.Reason.BOUNCE,
    "complaint": Suppression.Reason.COMPLAINT,
}


def _delivery(report: Report) -> Delivery | None:
    """Return the delivery that a report's return path names, by its signed token."""
    payload = link_tokens().check("read", report.verp_token) if report.verp_token else None
    if payload is None:
        return None
    return Delivery.objects.filter(
        pk=payload.delivery_id, subscription_id=payload.subscription_id
    ).first()


def take_in(raw: bytes) -> list[MailReport]:
    """Record what a mail reports and act on it; the same mail again does nothing.

    Hard → suppressed; soft → counted; complaint → unsubscribed and suppressed. Without a signed
    return path an address that the mail names is believed only for a complaint: anybody can
    write a bounce, and must not be able to silence a reader with one.
    """
    kept = []
    for number, report in enumerate(parse_outcome(raw)):
        seal = hashlib.sha256(raw + number.to_bytes(2)).hexdigest()
        try:
            with transaction.atomic():
                kept.append(_keep(report, seal))
        except IntegrityError:
            continue
    return kept


def _keep(report: Report, seal: str) -> MailReport:
    delivery = _delivery(report)
    row = MailReport.objects.create(
        mailing_id=delivery.mailing_id if delivery else None,
        delivery_id=delivery.pk if delivery else None,
        kind=report.kind,
        status=report.status[:16],
        sha256=seal,
    )
    reason = REASONS.get(report.kind)
    if reason and delivery:
        suppress_reader(delivery.reader_id, reason, report.diagnostic[:200])
    elif report.kind == "complaint" and report.recipient:
        suppress(report.recipient, Suppression.Reason.COMPLAINT)
    return row
