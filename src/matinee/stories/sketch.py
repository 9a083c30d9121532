"""Near-duplicates of copy, found with one indexed query.

A copy's sketch is the SIZE smallest hashes of its runs of five words ("bottom-k": Broder,
"On the resemblance and containment of documents", 1997). Two copies share about as large
a part of their sketches as of their words.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import NamedTuple

from django.db.models import Count

from matinee.stories.copies import Copy, CopySketch

RUN = 5
SIZE = 48
NEAR = 0.5


class Near(NamedTuple):
    """Another copy that is much the same, and how much: 0 to 1."""

    copy: Copy
    share: float


def sketch(text: str) -> set[int]:
    """Return the text's sketch: at most SIZE whole numbers of 63 bits."""
    words = re.findall(r"\w+", text.casefold())
    runs = {" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
    return set(sorted(_hash(run) for run in runs if run)[:SIZE])


def _hash(run: str) -> int:
    digest = hashlib.blake2b(run.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1  # the database's integers have a sign


def keep(copy: Copy, text: str) -> None:
    """Write down the copy's sketch, of `text`: its story without the furniture."""
    CopySketch.objects.bulk_create(
        [CopySketch(copy=copy, key=key) for key in sketch(text)], ignore_conflicts=True
    )


def near(copy: Copy, *, at_most: int = 5) -> list[Near]:
    """Return other copies that are at least half the same as this one, the likest first."""
    keys = list(copy.sketch.values_list("key", flat=True))
    if not keys:
        return []
    counted = (
        CopySketch.objects.filter(key__in=keys)
        .exclude(copy=copy)
        .values_list("copy")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=math.ceil(len(keys) * NEAR))
        .order_by("-shared")[:at_most]
    )
    shares = {pk: shared / len(keys) for pk, shared in counted}
    copies = Copy.objects.in_bulk(list(shares))
    return [Near(copies[pk], share) for pk, share in shares.items()]
