"""The sitemaps behind a source that is an index: asked in turn, and read when they changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.utils import timezone

from matinee.stories import manners, sitemaps
from matinee.stories.intake import FetchRefused, UnreadableCopy, feed
from matinee.stories.intake.feed import Item
from matinee.stories.intake.fetch import FEED_TYPES
from matinee.stories.manners import Busy
from matinee.stories.sitemaps import Child
from matinee.stories.sources import Source, SourcePart


@dataclass
class Gathered:
    """What the sitemaps of an index list, and which of them were not read this time."""

    items: list[Item] = field(default_factory=list)
    part_of: dict[str, SourcePart] = field(default_factory=dict)
    """By the item's own identity."""
    older: list[str] = field(default_factory=list)
    """Identities of those that are listed still, but are not taken in for their age."""
    read: list[SourcePart] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    """Why some could not be read, in words."""


def known(source: Source) -> list[Child]:
    """Return the sitemaps that the source's index led to when it was read last."""
    return [Child(part.address) for part in source.parts.all()]


def gather(source: Source, children: list[Child]) -> Gathered:
    """Ask each sitemap that may have changed, conditionally; drop those that the index dropped."""
    got = Gathered()
    keys = {_key(child.address): child for child in children}
    source.parts.exclude(key__in=keys).delete()
    for key, child in keys.items():
        part, _ = SourcePart.objects.get_or_create(
            source=source, key=key, defaults={"address": child.address}
        )
        if child.changed and child.changed == part.changed:
            got.unread.add(part.pk)
            continue
        part.changed = child.changed or part.changed
        _read(part, got)
    return got


def keep(got: Gathered, *, again: bool) -> None:
    """Remember what the sitemaps said of themselves; nothing, where all is to be seen again."""
    for part in got.read:
        if again:
            part.changed = part.etag = part.last_modified = ""
        part.save(update_fields=["changed", "etag", "last_modified"])


def _read(part: SourcePart, got: Gathered) -> None:
    try:
        answer = manners.ask(
            part.address, etag=part.etag, last_modified=part.last_modified, types=FEED_TYPES
        )
        if answer.not_modified:
            got.unread.add(part.pk)
            part.save(update_fields=["changed"])
            return
        listing = feed.listing(sitemaps.unpacked(answer.body))
    except Busy:
        got.unread.add(part.pk)
        return
    except (FetchRefused, UnreadableCopy) as error:
        got.unread.add(part.pk)
        got.failed.append(str(error))
        return
    part.etag, part.last_modified = answer.etag or "", (answer.last_modified or "")[:200]
    got.read.append(part)
    newest = {item.key: item for item in sitemaps.recent(listing.items, timezone.now())}
    got.older += [item.key for item in listing.items if item.key not in newest]
    got.items += [item for key, item in newest.items() if key not in got.part_of]
    got.part_of = dict.fromkeys(newest, part) | got.part_of


def _key(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
