"""Confirming from the mailbox: what the link shows (GET), and what its button does (POST)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import connection, transaction
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.publication.models import PrivacyNotice
from matinee.readers import ledger, links, people, post_office
from matinee.readers.asking import activate
from matinee.readers.models import ConsentRecord, Note, Reader, SignupRequest, Subscription
from matinee.readers.models.ledger import Event
from matinee.readers.records import OFFERS, Scene, record
from matinee.readers.request_meta import RequestMeta

LIFE = timedelta(days=7)


class Case(StrEnum):
    """What is the case with a confirmation link."""

    READY = "ready"
    DONE = "done"  # confirmed by this very press
    ALREADY = "already"
    OLD = "old"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Look:
    """A confirmation link as it stands."""

    case: Case
    newsletters: tuple[Newsletter, ...] = ()
    offers: bool = False
    reader_id: int | None = None
    subscription_id: int | None = None
    """Of one of the newsletters, for the links to leave and to preferences."""


NOTHING = Look(Case.UNKNOWN)


def _request(token: str) -> SignupRequest | None:
    payload = links.confirm_tokens().check("leave", token)
    if payload is None:
        return None
    return SignupRequest.objects.select_related("reader").filter(pk=payload.subscription_id).first()


def _case(request: SignupRequest) -> Case:
    state = SignupRequest.State
    if request.state == state.CONFIRMED:
        return Case.ALREADY
    if request.state == state.SUPERSEDED:
        return Case.SUPERSEDED
    if request.state == state.EXPIRED or timezone.now() - request.asked_at > LIFE:
        return Case.OLD
    return Case.READY


def _look(request: SignupRequest, case: Case) -> Look:
    ids = [newsletter_id for newsletter_id, _ in request.wanted]
    newsletters = tuple(Newsletter.objects.filter(pk__in=ids))
    subscription = Subscription.objects.filter(
        reader_id=request.reader_id, newsletter__in=newsletters
    ).first()
    return Look(
        case,
        newsletters,
        OFFERS in ids,
        request.reader_id,
        subscription.pk if subscription else None,
    )


def look(token: str) -> Look:
    """Return what a confirmation link stands for. Changes nothing."""
    request = _request(token)
    return _look(request, _case(request)) if request else NOTHING


def confirm(token: str, request_meta: RequestMeta | None = None) -> Look:
    """Confirm everything that the link's visit asked for; return what became of it.

    A second press finds ALREADY and changes nothing. The confirmation's records carry the
    double-opt-in evidence: the record of the asking, and the mail that the link was in.
    """
    payload = links.confirm_tokens().check("leave", token)
    if payload is None:
        return NOTHING
    with transaction.atomic():
        requests = SignupRequest.objects.select_related("reader")
        if connection.features.has_select_for_update:
            requests = requests.select_for_update(of=("self",))
        request = requests.filter(pk=payload.subscription_id).first()
        if request is None:
            return NOTHING
        case = _case(request)
        if case is Case.READY:
            _confirm(request, request_meta or RequestMeta())
            case = Case.DONE
        return _look(request, case)


def _confirm(request: SignupRequest, meta: RequestMeta) -> None:
    reader = request.reader
    asked = {
        r.pk: r
        for r in ConsentRecord.objects.select_related("wording").filter(
            pk__in=[record_id for _, record_id in request.wanted]
        )
    }
    scene = Scene(
        meta=meta,
        page="/confirm/",
        form="confirm",
        language=reader.language,
        notice=PrivacyNotice.current(),
    )
    person = people.person_of(reader)
    evidence = _evidence(request)
    records = ledger.write(
        [
            record(
                person,
                Event.CONFIRMED,
                newsletter_id,
                scene,
                wording=asked[record_id].wording,
                evidence={**evidence, "asked_record": record_id},
            )
            for newsletter_id, record_id in request.wanted
        ]
    )
    subscriptions = dict(
        Subscription.objects.filter(reader=reader).values_list("newsletter_id", "pk")
    )
    for proof in records:
        if proof.newsletter_id is None:
            Reader.objects.filter(pk=reader.pk).update(offers=True, offers_proof=proof)
        elif proof.newsletter_id in subscriptions:
            activate(subscriptions[proof.newsletter_id], proof, scene)
    request.state = SignupRequest.State.CONFIRMED
    request.confirmed_at = scene.at
    request.save(update_fields=["state", "confirmed_at"])


def _evidence(request: SignupRequest) -> dict[str, object]:
    """Return what proves that the mailbox's owner pressed: which mail, when, its hash."""
    note = (
        Note.objects.filter(request=request, state=Note.State.SENT)
        .exclude(kind=Note.Kind.ALREADY)
        .order_by("-sent_at")
        .first()
    )
    evidence: dict[str, object] = {
        "request": request.pk,
        "asked_at": request.asked_at.isoformat(timespec="seconds"),
        "method": "link in a mail to the address, then a button (POST)",
    }
    if note and note.sent_at:
        evidence |= {
            "mail_sent_at": note.sent_at.isoformat(timespec="seconds"),
            "mail_message_id": note.message_id,
            "mail_sha256": note.sha256,
        }
    return evidence


def send_again(token: str) -> bool:
    """Let a fresh confirmation mail go for an old or superseded link; False for an unknown one.

    Asks for what the link asked for, now. The day's cap on such mails holds here too.
    """
    request = _request(token)
    if request is None or _case(request) not in {Case.OLD, Case.SUPERSEDED, Case.READY}:
        return False
    with transaction.atomic():
        fresh = SignupRequest.objects.create(
            reader_id=request.reader_id, wanted=request.wanted, visit=request.visit
        )
        Subscription.objects.filter(
            reader_id=request.reader_id,
            newsletter__in=[n for n, _ in request.wanted],
            state=Subscription.State.EXPIRED,
        ).update(state=Subscription.State.PENDING, since=fresh.asked_at)
        post_office.put(Note(reader_id=request.reader_id, request=fresh, kind=Note.Kind.CONFIRM))
    return True
