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
    """Write so many readers with an active subscription each; numbers begin at `start`."""
    from matinee.readers.models import Reader, Subscription
    for first in range(start, start + count, SLICE):
        numbers = range(first, min(first + SLICE, start + count))
        readers = Reader.objects.bulk_create([Reader(address=f"reader{n}@example{n % 40}.org", address_key=f"k{n}", name=names[n % len(names)], territory=territories[n % len(territories)], language="en-GB") for n in numbers])
        Subscription.objects.bulk_create([Subscription(reader=r, newsletter=newsletter, state="active", proof=1) for r in readers])
