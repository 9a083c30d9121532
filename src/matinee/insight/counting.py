"""Counting opens and clicks: one row a delivery and link, however often it happens."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from matinee.editions.models import PressedLetter
from matinee.insight.machines import too_soon
from matinee.insight.models import Click, Opening
from matinee.mailings.models import Delivery
from matinee.readers.links import link_tokens


def _delivery(token: str) -> Delivery | None:
    payload = link_tokens().check("read", token)
    if payload is None or not payload.delivery_id:
        return None
    return (
        Delivery.objects.filter(pk=payload.delivery_id, subscription_id=payload.subscription_id)
        .select_related("mailing")
        .first()
    )


def opened(token: str, *, machine: bool = False) -> bool:
    """Count an open; return whether the token was one of ours.

    `machine` says that nobody but a machine did it; a person who opens later makes it a person's.
    """
    delivery = _delivery(token)
    if delivery is None:
        return False
    machine = machine or too_soon(delivery)
    with transaction.atomic():
        seen, made = Opening.objects.get_or_create(
            delivery_id=delivery.pk, defaults={"mailing": delivery.mailing, "by_machine": machine}
        )
        if not made:
            Opening.objects.filter(pk=seen.pk).update(times=F("times") + 1, **_person(machine))
    return True


def _person(machine: bool) -> dict[str, bool]:
    return {} if machine else {"by_machine": False}


def _target(edition_id: int, number: int) -> str | None:
    """Return the address behind a link's number; links are numbered over all variants."""
    for links in PressedLetter.objects.filter(edition_id=edition_id).values_list(
        "links", flat=True
    ):
        if number < len(links):
            address = str(links[number])
            # What an editor linked to, and nothing else: never a way to send readers anywhere.
            return address if urlsplit(address).scheme in {"http", "https", "mailto"} else None
    return None


def followed(token: str, number: int, *, machine: bool = False) -> str | None:
    """Count a click and return where the link leads; None where it is no link of ours.

    `machine` is as in `opened`.
    """
    delivery = _delivery(token)
    if delivery is None:
        return None
    address = _target(delivery.mailing.edition_id, number)
    if address is None:
        return None
    machine = machine or too_soon(delivery)
    with transaction.atomic():
        seen, made = Click.objects.get_or_create(
            delivery_id=delivery.pk,
            link=number,
            defaults={"mailing": delivery.mailing, "by_machine": machine},
        )
        if not made:
            Click.objects.filter(pk=seen.pk).update(times=F("times") + 1, **_person(machine))
    return address
