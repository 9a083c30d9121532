"""Bringing one reader in: for the demo, the desk and scripts. (Files: importing.py)"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from matinee.newsletters.models import Newsletter
from matinee.readers import addresses, ledger, people
from matinee.readers.asking import activate
from matinee.readers.models import Reader, Subscription, Suppression
from matinee.readers.models.ledger import Event
from matinee.readers.records import Scene, record
from matinee.readers.request_meta import clean


class Unwelcome(ValueError):
    """A reader who may not be brought in; the message says why, without the address."""


def import_reader(
    address: str,
    newsletters: Sequence[Newsletter],
    *,
    basis: str,
    name: str = "",
    territory: str = "",
    language: str = "en-GB",
    source: str = "import",
) -> Reader:
    """Bring a reader in as active, with the basis for mailing them in the ledger.

    Who left stays away, and done twice it changes nothing. Raises BadAddress, and Unwelcome
    for a suppressed address or an empty basis.
    """
    if not basis.strip():
        raise Unwelcome("Say on what basis these readers may be mailed.")
    address = addresses.tidy(address)
    key = addresses.key_of(address)
    if Suppression.objects.filter(address_key=key).exists():
        raise Unwelcome("This address is suppressed.")
    scene = Scene(form="import", page=source, language=language)
    with transaction.atomic():
        person = people.meet(
            Reader(
                address=address,
                address_key=key,
                name=clean(name, 120),
                territory=territory[:2].upper(),
                language=language[:16],
                source=clean(source, 500),
                created_at=scene.at,
            )
        )
        known = dict(
            Subscription.objects.filter(reader_id=person.reader_id).values_list(
                "newsletter_id", "state"
            )
        )
        fresh = [
            n.pk
            for n in newsletters
            if known.get(n.pk) not in {Subscription.State.ACTIVE, Subscription.State.LEFT}
        ]
        if fresh:
            records = ledger.write(
                [record(person, Event.IMPORTED, pk, scene, basis=basis) for pk in fresh]
            )
            proofs = {r.newsletter_id: r for r in records}
            for standing in people.put_pending(person.reader_id, fresh, scene.at):
                activate(standing.id, proofs[standing.newsletter_id], scene)
    return Reader.objects.get(pk=person.reader_id)
