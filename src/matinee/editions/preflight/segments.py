"""Blocks that only a segment's readers are sent: whether there is anybody to send them to."""

from __future__ import annotations

from collections.abc import Iterator

from matinee.editions import items, segments
from matinee.editions.preflight.finding import Finding, Level, Looked, rule
from matinee.readers.models import Segment, Subscription


@rule("segment")
def segment(looked: Looked) -> Iterator[Finding]:
    """A block for nobody: its segment is empty, has gone, or was never chosen."""
    for item in looked.sheet.items:
        if isinstance(item, items.OnlyForItem):
            yield from _look(looked, item)


def _look(looked: Looked, item: items.OnlyForItem) -> Iterator[Finding]:
    where = f"the block for “{item.segment_name}”" if item.segment else "the block for some readers"
    if not item.territory and not item.segment:
        yield Finding(
            "segment", Level.STOP, where,
            "It says neither a territory nor a segment, so nobody would get it.",
            "Choose one, or move what is in it out of it.", item.id,
        )  # fmt: skip
    if not item.segment:
        return
    chosen = Segment.objects.filter(pk=item.segment).first()
    if chosen is None:
        yield Finding(
            "segment", Level.STOP, where,
            "Its segment has been deleted, so nobody would get it.",
            "Choose another segment, or take the block out.", item.id,
        )  # fmt: skip
        return
    audience = Subscription.objects.mailable(looked.edition.newsletter, at=looked.now)
    audience = audience.filter(reader__in=segments.members(chosen))
    if item.territory:
        audience = audience.filter(reader__territory=item.territory)
    count = audience.count()
    if not count:
        yield Finding(
            "segment", Level.WARN, where,
            "None of this newsletter’s readers is in it now, so nobody would get the block.",
            "Look at the segment under Readers, or tick this off if readers may still join it.",
            item.id,
        )  # fmt: skip
    else:
        yield Finding(
            "segment", Level.NOTE, where,
            f"{count:,} reader{'' if count == 1 else 's'} would get it.", "Nothing to do.", item.id,
        )  # fmt: skip
