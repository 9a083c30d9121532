"""Erasing readers, and forgetting those who never confirmed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from matinee.readers import ledger, people
from matinee.readers.models import Reader, SignupRequest, Subscription, Suppression
from matinee.readers.models.ledger import Event, Purpose
from matinee.readers.records import OFFERS, WISH, Scene, record
from matinee.readers.request_meta import RequestMeta

KEEP_UNCONFIRMED = timedelta(days=30)
LINK_LIFE = timedelta(days=7)


def erase(reader: Reader, how: str = "desk", meta: RequestMeta | None = None) -> None:
    """Erase a reader: their rows go, their key is destroyed, the chain stays whole.

    The address is suppressed, as a keyed hash, so that no import brings it back.
    """
    with transaction.atomic():
        Suppression.objects.get_or_create(
            address_key=reader.address_key, defaults={"reason": Suppression.Reason.ERASURE}
        )
        _forget(reader, Event.ERASED, how, meta)


def erase_address(address: str, how: str = "desk") -> bool:
    """Erase the reader of an address; False when there is none (it is suppressed all the same)."""
    from matinee.readers.leaving import suppress

    reader = people.find(address)
    if reader is None:
        suppress(address, Suppression.Reason.ERASURE)
        return False
    erase(reader, how)
    return True


def _forget(reader: Reader, event: Event, how: str, meta: RequestMeta | None) -> None:
    gone = record(
        people.person_of(reader),
        event,
        OFFERS,
        Scene(meta=meta or RequestMeta(), form=how, language=reader.language),
        basis=WISH if event is Event.ERASED else "",
        evidence={"how": how},
        purpose=Purpose.SELF,
    )
    gone.personal = None  # there is no key any more that could ever open it
    ledger.write([gone])
    Subscription.objects.filter(reader=reader).delete()
    reader.delete()  # with key, requests, notes


def expire_requests() -> int:
    """Mark requests whose links are too old (7 days); return how many."""
    return SignupRequest.objects.filter(
        state=SignupRequest.State.WAITING, asked_at__lt=timezone.now() - LINK_LIFE
    ).update(state=SignupRequest.State.EXPIRED)


def forget_unconfirmed(limit: int = 1000) -> int:
    """Let go of what was not confirmed within 30 days; return how many readers were forgotten.

    A reader who never confirmed anything goes whole, key and all. One who reads other
    newsletters keeps those; what waited is marked expired.
    """
    long_ago = timezone.now() - KEEP_UNCONFIRMED
    stale = Subscription.objects.filter(
        state=Subscription.State.PENDING, since__lt=long_ago
    ).select_related("reader")[:limit]
    for subscription in stale:
        with transaction.atomic():
            _expire(subscription)
    SignupRequest.objects.filter(asked_at__lt=long_ago).exclude(
        state=SignupRequest.State.CONFIRMED
    ).delete()
    # Those who withdrew before confirming have nothing pending; they go the same way.
    never = Reader.objects.filter(
        created_at__lt=long_ago,
        offers=False,
        pk__in=Subscription.objects.filter(
            proof__isnull=True, state__in=[Subscription.State.EXPIRED, Subscription.State.LEFT]
        ).values("reader_id"),
    ).exclude(subscriptions__proof__isnull=False)
    never = never.exclude(subscriptions__state=Subscription.State.PENDING)
    forgotten = 0
    for reader in never[:limit]:
        with transaction.atomic():
            _forget(reader, Event.EXPIRED, "never confirmed", None)
        forgotten += 1
    return forgotten


def _expire(subscription: Subscription) -> None:
    reader = subscription.reader
    ledger.write(
        [
            record(
                people.person_of(reader),
                Event.EXPIRED,
                subscription.newsletter_id,
                Scene(form="never confirmed", language=reader.language),
                basis="",
            )
        ]
    )
    Subscription.objects.filter(pk=subscription.pk).update(
        state=Subscription.State.EXPIRED, since=timezone.now()
    )
