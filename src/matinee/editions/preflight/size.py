"""How large each letter is, as sent."""

from __future__ import annotations

from collections.abc import Iterator

from matinee.editions.preflight.finding import Finding, Level, Looked, name, rule

WARN = 80_000  # bytes
STOP = 100_000  # Gmail cuts what is larger than 102 kB and hides the unsubscribe link with it


@rule("size")
def size(looked: Looked) -> Iterator[Finding]:
    """Each variant's whole message against Gmail's limit."""
    for one in looked.variants:
        if one.size <= WARN:
            continue
        level = Level.STOP if one.size > STOP else Level.WARN
        yield Finding(
            "size",
            level,
            name(one),
            f"It is {one.size / 1000:.0f} kB; Gmail cuts a message at 102 kB and hides the end, "
            "the unsubscribe link with it.",
            "Turn some stories into a story list, or leave some out.",
        )
