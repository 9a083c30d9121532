"""Copy in: raw pages read into what they hold, each thing with its place. No Django here."""

from __future__ import annotations

from matinee.stories.intake.fetch import Fetched, FetchRefused, fetch
from matinee.stories.intake.found import Found
from matinee.stories.intake.readers import (
    FeedEntry,
    UnreadableCopy,
    decode,
    read_bytes,
    read_docx,
    read_feed,
    read_html,
    read_markdown,
    read_text,
)

__all__ = [
    "FeedEntry",
    "FetchRefused",
    "Fetched",
    "Found",
    "UnreadableCopy",
    "decode",
    "fetch",
    "read_bytes",
    "read_docx",
    "read_feed",
    "read_html",
    "read_markdown",
    "read_text",
]
