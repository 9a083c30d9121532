"""What came of a poll, counted and said."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Tally:
    """What came of a poll, in numbers."""

    entries: int = 0
    new: int = 0
    updated: int = 0
    offered: int = 0
    gone: int = 0
    unread: int = 0
    left: int = 0
    pages: int = 0
    sitemaps: int = 0
    failed: list[str] = field(default_factory=list)
    """Why sitemaps of an index could not be read, in words."""
    again: bool = False
    """Whether the next poll is to see everything again, changed or not."""

    def words(self) -> str:
        """Say it in a sentence or two for the desk."""
        parts = [
            (self.new, "new"),
            (self.updated, "updated"),
            (self.offered, "with an update to accept"),
            (self.gone, "taken down at home"),
            (self.unread, "that could not be read"),
        ]
        told = ", ".join(f"{count} {what}" for count, what in parts if count)
        entries = f"{self.entries} {'entry' if self.entries == 1 else 'entries'}"
        if self.sitemaps:
            entries += f" in {self.sitemaps} sitemap{'' if self.sitemaps == 1 else 's'}"
        said = f"{entries}: {told}." if told else f"{entries}, none of them new or changed."
        if self.failed:
            count = len(self.failed)
            what = "1 sitemap" if count == 1 else f"{count} sitemaps"
            said += f" {what} could not be read: {self.failed[0]}"
        return f"{said} {self.left} more come with the next poll." if self.left else said
