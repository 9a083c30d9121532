"""Asking for newsletters: what one press of a sign-up button does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection, transaction

from matinee.newsletters.models import Newsletter, Wording
from matinee.publication.models import PrivacyNotice
from matinee.readers import addresses, at_once, keys, ledger, people, post_office
from matinee.readers.limits import Limits
from matinee.readers.models import ConsentRecord, Note, Reader, SignupRequest, Subscription
from matinee.readers.models.ledger import Event
from matinee.readers.people import Standing
from matinee.readers.records import OFFERS, Person, Scene, columns
from matinee.readers.request_meta import RequestMeta, clean, page_of

Columns = dict[str, Any]


class NothingToAsk(ValueError):
    """None of the newsletters asked for is open to readers."""


@dataclass(frozen=True)
class Asked:
    """That a wish was taken down. It is the same for any address: nothing of it may be told."""

    request_id: int


def visit_of(meta: RequestMeta) -> str:
    """Return what tells one visit from another: a keyed hash of network and agent, no cookie."""
    return keys.keyed_hash("visit", f"{meta.network}\n{meta.agent}")


def ask(
    address: str,
    newsletters: Sequence[Newsletter],
    *,
    offers: bool,
    page: str,
    form: str,
    wording_by_newsletter: Mapping[int, Wording],
    request_meta: RequestMeta,
    territory: str,
    language: str,
    name: str = "",
    notice: PrivacyNotice | Literal["newest"] | None = "newest",
    counted: Limits | None = None,
) -> Asked:
    """Take down that somebody asks for newsletters (and offers), and let a mail go to them.

    `wording_by_newsletter` holds, by newsletter id, the words that were on the screen; the
    current ones stand in for a missing one. `notice` is the privacy notice that was linked,
    `counted` the limits of this very request, where it was counted.
    Newsletters without double opt-in are active at once. The work done is the same whoever the
    address belongs to. Raises BadAddress and NothingToAsk.
    """
    address = addresses.tidy(address)
    wanted = [newsletter for newsletter in newsletters if newsletter.is_open]
    if not wanted:
        raise NothingToAsk("No newsletter that was asked for is open.")
    wordings = {n.pk: wording_by_newsletter.get(n.pk) or n.current_wording() for n in wanted}
    scene = Scene(
        meta=request_meta,
        page=page,
        form=form,
        language=language,
        notice=PrivacyNotice.current() if notice == "newest" else notice,
    )
    reader = {
        "address": address,
        "address_key": (counted and counted.address_key) or addresses.key_of(address),
        "name": clean(name, 120),
        "territory": territory[:2].upper(),
        "language": language[:16],
        "source": page_of(page),
        "created_at": scene.at,
    }
    double = [n.pk for n in wanted if n.double_opt_in]
    request = {"asked_at": scene.at, "visit": visit_of(request_meta)}
    note = {
        "kind": Note.Kind.CONFIRM if double else Note.Kind.WELCOME,
        "due_at": scene.at,
        "created_at": scene.at,
    }

    def records(person: Person) -> list[Columns]:
        return _records(person, wanted, offers, wordings, scene)

    if len(double) == len(wanted) and connection.vendor == "postgresql":
        wish = at_once.Wish(reader, request, note, records, _waiting)
        return Asked(at_once.write(wish, counted))
    with transaction.atomic():
        person = people.meet(Reader(**reader))
        standings = people.put_pending(person.reader_id, sorted(wordings), scene.at)
        written = ledger.write([ConsentRecord(**record) for record in records(person)])
        _activate_single(person, wanted, standings, written, scene)
        waiting = _waiting([vars(r) for r in written])
        asked = SignupRequest.objects.create(reader_id=person.reader_id, wanted=waiting, **request)
        post_office.put(Note(reader_id=person.reader_id, request=asked, **note))
    return Asked(asked.pk)


def _records(
    person: Person,
    wanted: Sequence[Newsletter],
    offers: bool,
    wordings: Mapping[int, Wording],
    scene: Scene,
) -> list[Columns]:
    """Return what was asked for, and what was agreed at once, as columns for the ledger."""

    def event(newsletter: Newsletter) -> Event:
        return Event.ASKED if newsletter.double_opt_in else Event.AGREED

    found = [columns(person, event(n), n.pk, scene, wording=wordings[n.pk]) for n in wanted]
    if offers:
        # The sentence for offers stood in the first newsletter's box.
        first = wanted[0]
        how = Event.ASKED if any(n.double_opt_in for n in wanted) else Event.AGREED
        found.append(columns(person, how, OFFERS, scene, wording=wordings[first.pk]))
    return found


def _waiting(records: Sequence[Columns]) -> list[list[int]]:
    """Return what waits for the mailbox: newsletters' numbers, each with its record's."""
    return [[r["newsletter_id"] or OFFERS, r["id"]] for r in records if r["event"] == Event.ASKED]


def _activate_single(
    person: Person,
    wanted: Sequence[Newsletter],
    standings: Sequence[Standing],
    records: Sequence[ConsentRecord],
    scene: Scene,
) -> None:
    """Make active what needs no confirmation mail."""
    agreed = {r.newsletter_id: r for r in records if r.event == Event.AGREED}
    for standing in standings:
        proof = agreed.get(standing.newsletter_id)
        if proof and standing.state != Subscription.State.ACTIVE:
            activate(standing.id, proof, scene)
    if None in agreed:
        Reader.objects.filter(pk=person.reader_id).update(offers=True, offers_proof=agreed[None])


def activate(subscription_id: int, proof: ConsentRecord, scene: Scene) -> None:
    """Make a subscription active on the strength of a record."""
    changes: dict[str, Any] = {
        "state": Subscription.State.ACTIVE,
        "proof": proof,
        "since": scene.at,
        "why_left": "",
    }
    Subscription.objects.filter(pk=subscription_id).update(**changes)
