"""What only the mailbox's owner may do: take their data along, or be erased.

Letters are forwarded, with the link to the preferences in them. Whoever holds it may leave, pause
and choose, which harms nobody for long and can be put right. What shows who the reader is, or
can't be undone, needs a link that we mail to the reader's own address: for one deed, for an hour.
(A change of address needs a yes from that mailbox too: choosing.py.)
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from matinee.readers import links, post_office
from matinee.readers.models import Note, Reader

LIFE = timedelta(hours=1)
DEEDS = ("data", "erase")


def ask(reader: Reader, deed: str) -> None:
    """Let a mail go to the reader's own address with the link to one of DEEDS."""
    if deed not in DEEDS:
        raise ValueError("no such deed")
    with transaction.atomic():
        post_office.put(Note(reader=reader, kind=Note.Kind.OWN, extra={"deed": deed}))


def url(reader: Reader, deed: str) -> str:
    """Return the absolute address of a link that works from now for an hour."""
    token = links.own_tokens(deed).mint(reader.pk, int(timezone.now().timestamp())).leave
    return links.absolute(reverse(f"readers:own_{deed}", args=[token]))


def reader_of(deed: str, token: str) -> Reader | None:
    """Return the reader that a link stands for; None for a foreign, other or old one."""
    payload = links.own_tokens(deed).check("leave", token)
    if payload is None:
        return None
    age = timezone.now().timestamp() - payload.delivery_id
    if not -60 <= age <= LIFE.total_seconds():
        return None
    return Reader.objects.filter(pk=payload.subscription_id).first()


def masked(address: str) -> str:
    """Return an address that its owner recognises and nobody else learns: a…@e….com."""
    local, _, domain = address.rpartition("@")
    name, _, top = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{top}"
