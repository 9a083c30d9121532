"""Readers in bulk: rows written straight into the tables, for audiences of up to a million."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SLICE = 10_000


def make(
    newsletter: Any,
    count: int,
    *,
    start: int = 0,
    names: Sequence[str],
    territories: Sequence[str],
) -> None:
    """Write so many readers, each with a consent record and an active subscription that it proves.

    The addresses are reader<N>@example<M>.org with N from `start`.
    """
    from matinee.readers.keys import keyed_hash
    from matinee.readers.models import ConsentRecord, Reader, Subscription

    for first in range(start, start + count, SLICE):
        numbers = range(first, min(first + SLICE, start + count))
        readers = Reader.objects.bulk_create(
            Reader(
                address=address_of(n),
                address_key=keyed_hash("bulk", address_of(n)),
                name=names[n % len(names)],
                territory=territories[n % len(territories)],
            )
            for n in numbers
        )
        records = ConsentRecord.objects.bulk_create(
            ConsentRecord(
                reader=reader, purpose="newsletter", newsletter=newsletter, event="confirmed"
            )
            for reader in readers
        )
        Subscription.objects.bulk_create(
            Subscription(reader=reader, newsletter=newsletter, state="active", proof=record)
            for reader, record in zip(readers, records, strict=True)
        )


def address_of(number: int) -> str:
    """Return the address of the reader with this number."""
    return f"reader{number}@example{number % 40}.org"
