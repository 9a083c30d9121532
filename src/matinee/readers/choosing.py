"""The preference centre's deeds: newsletters, details, pause, offers, address, one's own data."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.publication.models import PrivacyNotice
from matinee.readers import addresses, ledger, links, people, post_office, proof
from matinee.readers.asking import activate
from matinee.readers.leaving import withdraw, withdraw_offers
from matinee.readers.models import AddressChange, Note, Reader, Subscription
from matinee.readers.models.ledger import Event, Purpose
from matinee.readers.people import put_pending
from matinee.readers.records import OFFERS, WISH, Scene, record
from matinee.readers.request_meta import RequestMeta, clean

LONGEST_PAUSE = 26  # weeks
PAUSES = (1, 2, 4, 8, 12, LONGEST_PAUSE)
CHANGE_LIFE = timedelta(days=7)
FORM = "preferences"


def reader_of(token: str) -> Reader | None:
    """Return the reader that a leave token belongs to, or None."""
    payload = links.link_tokens().check("leave", token)
    if payload is None:
        return None
    subscription = (
        Subscription.objects.select_related("reader").filter(pk=payload.subscription_id).first()
    )
    return subscription.reader if subscription else None


def has_proved_mailbox(reader: Reader) -> bool:
    """Whether somebody at this address ever confirmed, so that choices here count as theirs."""
    return reader.subscriptions.filter(proof__isnull=False).exists()


def _scene(meta: RequestMeta, reader: Reader) -> Scene:
    return Scene(
        meta=meta,
        page="/preferences/",
        form=FORM,
        language=reader.language,
        notice=PrivacyNotice.current(),
    )


def choose_newsletters(
    reader: Reader, chosen: Sequence[Newsletter], offers: bool, meta: RequestMeta
) -> None:
    """Set which newsletters a reader gets, and offers. The link came from their mailbox.

    That is what a confirmation proves, so new ones are active at once: the record says so.
    """
    scene = _scene(meta, reader)
    evidence = {"method": "preference centre, reached by the link in a mail to the address"}
    with transaction.atomic():
        now_on = {
            s.newsletter_id: s for s in reader.subscriptions.filter(state=Subscription.State.ACTIVE)
        }
        wanted = {n.pk: n for n in chosen}
        going = [s for pk, s in now_on.items() if pk not in wanted]
        withdraw(reader, going, FORM, scene)
        coming = [n for pk, n in wanted.items() if pk not in now_on and n.is_open]
        person = people.person_of(reader)
        if coming:
            proofs = ledger.write(
                [
                    record(
                        person,
                        Event.CONFIRMED,
                        n.pk,
                        scene,
                        wording=n.current_wording(),
                        evidence=evidence,
                    )
                    for n in coming
                ]
            )
            standings = put_pending(reader.pk, [n.pk for n in coming], scene.at)
            by_newsletter = {p.newsletter_id: p for p in proofs}
            for standing in standings:
                activate(standing.id, by_newsletter[standing.newsletter_id], scene)
        if offers and not reader.offers:
            words = next(iter(wanted.values()), None) or Newsletter.objects.first()
            wording = words.current_wording() if words else None
            [proved] = ledger.write(
                [record(person, Event.CONFIRMED, OFFERS, scene, wording=wording, evidence=evidence)]
            )
            reader.offers, reader.offers_proof = True, proved
            reader.save(update_fields=["offers", "offers_proof"])
        elif not offers:
            withdraw_offers(reader, FORM, scene)


def change_details(
    reader: Reader, *, name: str, territory: str, language: str, meta: RequestMeta
) -> bool:
    """Change a reader's name, territory and language; False when nothing was to be changed."""
    new = {"name": clean(name, 120), "territory": territory[:2].upper(), "language": language[:16]}
    changed = sorted(field for field, value in new.items() if getattr(reader, field) != value)
    if not changed:
        return False
    with transaction.atomic():
        for field in changed:
            setattr(reader, field, new[field])
        reader.save(update_fields=changed)
        # Which details changed, not to what: those are personal.
        _note_down(reader, Event.CHANGED, meta, {"changed": changed})
    return True


def pause(reader: Reader, weeks: int, meta: RequestMeta) -> None:
    """Pause all mail for `weeks` (1 to 26), or end a pause with 0."""
    weeks = max(0, min(weeks, LONGEST_PAUSE))
    if not weeks and reader.paused_until is None:
        return
    with transaction.atomic():
        reader.paused_until = timezone.now() + timedelta(weeks=weeks) if weeks else None
        reader.save(update_fields=["paused_until"])
        event = Event.PAUSED if weeks else Event.RESUMED
        _note_down(reader, event, meta, {"weeks": weeks} if weeks else {})


def _note_down(reader: Reader, event: Event, meta: RequestMeta, evidence: dict[str, Any]) -> None:
    ledger.write(
        [
            record(
                people.person_of(reader),
                event,
                OFFERS,
                _scene(meta, reader),
                basis=WISH,
                evidence=evidence,
                purpose=Purpose.SELF,
            )
        ]
    )


def ask_change_of_address(reader: Reader, typed: str, meta: RequestMeta) -> None:
    """Begin a change of address: both mailboxes have to confirm it, the old one first.

    Nothing is mailed to the new one before: nobody can have a stranger mailed by typing them in.
    The same is said whether or not somebody else reads with that address already; then the
    change never completes. Raises BadAddress.
    """
    new = addresses.tidy(typed)
    if addresses.key_of(new) == reader.address_key:
        return
    with transaction.atomic():
        nonce = secrets.randbits(62)
        AddressChange.objects.update_or_create(
            reader=reader,
            defaults={
                "new_address": new,
                "nonce": nonce,
                "asked_at": timezone.now(),
                "old_said_yes_at": None,
                "new_said_yes_at": None,
            },
        )
        post_office.put(Note(reader=reader, kind=Note.Kind.CHANGE_OLD, extra={"nonce": nonce}))
        _note_down(reader, Event.CHANGED, meta, {"asked": ["address"]})


def look_at_change(token: str) -> tuple[AddressChange, bool] | None:
    """Return the change that a link belongs to, and whether it is the new mailbox's link."""
    for purpose, is_new in (("leave", False), ("read", True)):
        payload = links.change_tokens().check(purpose, token)  # type: ignore[arg-type]
        if payload:
            change = (
                AddressChange.objects.select_related("reader")
                .filter(
                    pk=payload.subscription_id,
                    nonce=payload.delivery_id,
                    asked_at__gt=timezone.now() - CHANGE_LIFE,
                )
                .first()
            )
            return (change, is_new) if change else None
    return None


def confirm_change(token: str, meta: RequestMeta) -> str:
    """Confirm a change of address from one mailbox; the old one's first yes lets the new be asked.

    Returns "done" once both have, "waiting" for the other one, "taken" when the new address is
    a reader of its own, "old" for a link that stands for no present change.
    """
    with transaction.atomic():
        found = look_at_change(token)
        if found is None:
            return "old"
        change, is_new = found
        first = change.old_said_yes_at is None
        field = "new_said_yes_at" if is_new else "old_said_yes_at"
        setattr(change, field, timezone.now())
        change.save(update_fields=[field])
        if not (change.old_said_yes_at and change.new_said_yes_at):
            if first and not is_new:
                extra = {"nonce": change.nonce}
                post_office.put(Note(reader=change.reader, kind=Note.Kind.CHANGE_NEW, extra=extra))
            return "waiting"
        reader = change.reader
        key = addresses.key_of(change.new_address)
        if Reader.objects.filter(address_key=key).exclude(pk=reader.pk).exists():
            return "taken"
        reader.address, reader.address_key = change.new_address, key
        reader.save(update_fields=["address", "address_key"])
        # The record's personal part holds the new address; earlier records hold the old one.
        _note_down(reader, Event.CHANGED, meta, {"changed": ["address"], "by": "both mailboxes"})
        change.delete()
        return "done"


def export(reader: Reader) -> dict[str, Any]:
    """Return everything that is kept about a reader, for them to take along (GDPR article 20)."""
    return proof.document(reader).as_dict()
