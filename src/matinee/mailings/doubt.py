"""Deliveries with a story: in doubt, refused or skipped, by name, with what is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.db.models import QuerySet

from matinee.mailings.models import Delivery, Mailing
from matinee.readers.models import Reader


@dataclass(frozen=True)
class Told:
    """One delivery for the screen, with the reader as known today (empty where erased)."""

    delivery: Delivery
    name: str
    address: str


def _with_readers(deliveries: Sequence[Delivery]) -> list[Told]:
    readers = {
        pk: (name, address)
        for pk, name, address in Reader.objects.filter(
            pk__in=[delivery.reader_id for delivery in deliveries]
        ).values_list("pk", "name", "address")
    }
    return [Told(d, *readers.get(d.reader_id, ("A reader since erased", ""))) for d in deliveries]


class Listing(Sequence[Told]):
    """Deliveries of some states, read a page at a time."""

    def __init__(self, deliveries: QuerySet[Delivery]) -> None:
        self._deliveries = deliveries
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = self._deliveries.count()
        return self._count

    @overload
    def __getitem__(self, index: int) -> Told: ...

    @overload
    def __getitem__(self, index: slice) -> list[Told]: ...

    def __getitem__(self, index: int | slice) -> Told | list[Told]:
        if isinstance(index, slice):
            return _with_readers(list(self._deliveries[index]))
        return _with_readers([self._deliveries[index]])[0]


def listing(mailing: Mailing) -> Listing:
    """Return those whose letter is in doubt, by delivery id."""
    return Listing(_told(mailing).filter(state=Delivery.State.UNKNOWN))


def failed(mailing: Mailing) -> Listing:
    """Return those refused or skipped, by delivery id."""
    states = [Delivery.State.REFUSED, Delivery.State.SKIPPED]
    return Listing(_told(mailing).filter(state__in=states))


def _told(mailing: Mailing) -> QuerySet[Delivery]:
    """Return the deliveries that say why: what has a reason is found by an index."""
    return Delivery.objects.filter(mailing=mailing, reason__gt="").order_by("pk")
