"""Whose letter a report is about: told by marks that only we can make, and by nothing else."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from matinee.mailings.models import Delivery
from matinee.post.outcomes import Traces
from matinee.readers.links import link_tokens
from matinee.readers.models import Subscription

_MESSAGE_ID = re.compile(r"<(\d+)\.(\d+)\.([0-9a-f]{20})@([^>]+)>")
_MOST = 2**63 - 1  # what a database's key can hold


@dataclass(frozen=True)
class Whose:
    """A reader known by number. `delivery` is None for mail that is no edition."""

    reader_id: int
    subscription_id: int
    delivery: Delivery | None = None


def whose(found: Traces) -> Whose | None:
    """Return whose letter it is: by return path, then Message-ID, then the way out."""
    for token in found.verp:
        if who := by_read_token(token):
            return who
    for identity in found.message_ids:
        if who := by_message_id(identity):
            return who
    for token in found.leave:
        if who := by_leave_token(token):
            return who
    return None


def by_read_token(token: str) -> Whose | None:
    """Return whom the token of a return path stands for."""
    payload = link_tokens().check("read", token)
    return _of(payload.subscription_id, payload.delivery_id) if payload else None


def by_leave_token(token: str) -> Whose | None:
    """Return whom the token of an unsubscribe link stands for."""
    payload = link_tokens().check("leave", token)
    return _of(payload.subscription_id, payload.delivery_id) if payload else None


def by_message_id(identity: str) -> Whose | None:
    """Return whom a Message-ID was made for, if its mark is ours (see Mailing.message_id)."""
    match = _MESSAGE_ID.fullmatch(identity)
    if match is None or int(match[2]) > _MOST:
        return None
    delivery = Delivery.objects.filter(pk=int(match[2])).select_related("mailing").first()
    if delivery is None:
        return None
    ours = delivery.mailing.message_id(delivery.pk, match[4])
    if not hmac.compare_digest(ours, identity):
        return None
    return Whose(delivery.reader_id, delivery.subscription_id, delivery)


def _of(subscription_id: int, delivery_id: int) -> Whose | None:
    if delivery_id:
        delivery = Delivery.objects.filter(pk=delivery_id, subscription_id=subscription_id).first()
        return Whose(delivery.reader_id, subscription_id, delivery) if delivery else None
    subscription = Subscription.objects.filter(pk=subscription_id).first()
    return Whose(subscription.reader_id, subscription_id) if subscription else None
