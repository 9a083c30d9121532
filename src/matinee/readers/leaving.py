"""Leaving, coming back at once, and suppressing, with effect before the next hand-over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.readers import addresses, ledger, links, people
from matinee.readers.models import ConsentRecord, Reader, SignupRequest, Subscription, Suppression
from matinee.readers.models.ledger import Event
from matinee.readers.records import OFFERS, WISH, Scene, record
from matinee.readers.request_meta import RequestMeta

UNDO_FOR = timedelta(days=1)
State = Subscription.State

# The optional question after leaving: the answer is kept as the key.
REASONS = {
    "too_often": "It came too often",
    "not_for_me": "It was not what I expected",
    "never_asked": "I never asked for it",
    "read_elsewhere": "I read you elsewhere",
    "other": "Something else",
}


@dataclass(frozen=True)
class Left:
    """What leaving did: the newsletters left just now, and the token that undoes it."""

    newsletters: tuple[Newsletter, ...]
    undo: str = ""


def _locked(**filters: Any) -> list[Subscription]:
    rows = Subscription.objects.select_related("reader", "newsletter").filter(**filters)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    return list(rows.order_by("pk"))


def leave(subscription_id: int, how: str, request_meta: RequestMeta | None = None) -> Left:
    """End a subscription. Asking again changes nothing more; an unknown number does nothing.

    `how` says by what door: "one-click", "page", "preferences", "complaint", "desk". From a
    confirmation mail (the subscription still waits) everything that the reader's unconfirmed
    requests ask for is withdrawn with it: whoever presses there wants none of it.
    """
    scene = Scene(meta=request_meta or RequestMeta(), page="/u/", form=how)
    with transaction.atomic():
        subscriptions = _locked(pk=subscription_id)
        if not subscriptions:
            return Left(())
        reader = subscriptions[0].reader
        if subscriptions[0].state == State.PENDING:
            subscriptions = _locked(reader=reader, state=State.PENDING)
            SignupRequest.objects.filter(reader=reader, state=SignupRequest.State.WAITING).update(
                state=SignupRequest.State.EXPIRED
            )
        withdrawn = withdraw(reader, subscriptions, how, scene)
    newsletters = tuple(s.newsletter for s in subscriptions)
    undo = links.undo_tokens().mint(subscription_id, withdrawn[0].pk).leave if withdrawn else ""
    return Left(newsletters, undo)


def withdraw(
    reader: Reader, subscriptions: Iterable[Subscription], how: str, scene: Scene
) -> list[ConsentRecord]:
    """End those that are not ended yet, each with its record. Call within a transaction."""
    going = [s for s in subscriptions if s.state in {State.ACTIVE, State.PENDING}]
    if not going:
        return []
    person = people.person_of(reader)
    records = ledger.write(
        [
            record(
                person,
                Event.WITHDRAWN,
                s.newsletter_id,
                scene,
                basis=WISH,
                evidence={"how": how, "was": s.state, "proof": s.proof_id or 0},
            )
            for s in going
        ]
    )
    Subscription.objects.filter(pk__in=[s.pk for s in going]).update(
        state=State.LEFT, since=scene.at
    )
    return records


def undo(token: str, request_meta: RequestMeta | None = None) -> Newsletter | None:
    """Take back a leaving of the last day; return the newsletter, or None when it is too late.

    Only what was proved before comes back, on the same proof; the ledger says that it did.
    """
    payload = links.undo_tokens().check("leave", token)
    if payload is None:
        return None
    with transaction.atomic():
        found = _locked(pk=payload.subscription_id, state=State.LEFT)
        gone = ConsentRecord.objects.filter(
            pk=payload.delivery_id, event=Event.WITHDRAWN, at__gt=timezone.now() - UNDO_FOR
        ).first()
        if not found or gone is None or gone.at != found[0].since or not gone.evidence["proof"]:
            return None
        subscription = found[0]
        scene = Scene(meta=request_meta or RequestMeta(), page="/u/", form="undo")
        [proof] = ledger.write(
            [
                record(
                    people.person_of(subscription.reader),
                    Event.RESTORED,
                    subscription.newsletter_id,
                    scene,
                    basis=WISH,
                    evidence={"withdrawn_record": gone.pk, "proof": gone.evidence["proof"]},
                )
            ]
        )
        subscription.state, subscription.since, subscription.proof = State.ACTIVE, scene.at, proof
        subscription.save(update_fields=["state", "since", "proof"])
    newsletter: Newsletter = subscription.newsletter
    return newsletter


def say_why(token: str, reason: str) -> bool:
    """Keep a reader's answer to the one question; False unless both are ones we gave out."""
    payload = links.undo_tokens().check("leave", token)
    if payload is None or reason not in REASONS:
        return False
    return bool(
        Subscription.objects.filter(pk=payload.subscription_id, state=State.LEFT).update(
            why_left=reason
        )
    )


def suppress(address: str, reason: str, note: str = "") -> Suppression:
    """Never mail an address again, known or not. Kept as a keyed hash only.

    `reason` is one of Suppression.Reason. A complaint also ends the reader's subscriptions: it
    is a withdrawal, said to the mailbox provider instead of us.
    """
    with transaction.atomic():
        suppression, _ = Suppression.objects.get_or_create(
            address_key=addresses.key_of(address), defaults={"reason": reason, "note": note[:200]}
        )
        reader = people.find(address)
        if reader and reason == Suppression.Reason.COMPLAINT:
            scene = Scene(form="complaint")
            withdraw(reader, _locked(reader=reader), "complaint", scene)
            withdraw_offers(reader, "complaint", scene)
    return suppression


def suppress_reader(reader_id: int, reason: str, note: str = "") -> Suppression | None:
    """As `suppress`, for a reader known by number; None when there is none."""
    reader = Reader.objects.filter(pk=reader_id).first()
    return suppress(reader.address, reason, note) if reader else None


def withdraw_offers(reader: Reader, how: str, scene: Scene) -> bool:
    """End a reader's consent to offers; False when there was none."""
    if not reader.offers:
        return False
    evidence = {"how": how, "proof": reader.offers_proof_id or 0}
    person = people.person_of(reader)
    ledger.write([record(person, Event.WITHDRAWN, OFFERS, scene, basis=WISH, evidence=evidence)])
    reader.offers, reader.offers_proof = False, None
    reader.save(update_fields=["offers", "offers_proof"])
    return True
