"""The doors that copy comes through: bytes, files, pages' addresses. Nothing given is lost."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

from matinee.stories import intake, use_cases
from matinee.stories.copies import Copy
from matinee.stories.intake.found import Found
from matinee.stories.intake.readers import is_feed
from matinee.stories.pages import StoryPage

logger = logging.getLogger(__name__)
FILE_LIMIT = 20 * 1024 * 1024
_PASTE = "It lets nobody in without an account: paste the page’s text instead."
_HINTS = {
    401: _PASTE,
    402: _PASTE,
    403: "It does not let Matinee in: paste the page’s text instead.",
    404: "Check the address.",
    410: "The page was taken down.",
    429: "It asks to be left alone for a while: try later, or paste the page’s text.",
}


@dataclass
class Taking:
    """What became of one thing given: its stories, or the problem in plain words."""

    source: str
    stories: list[StoryPage] = field(default_factory=list)
    problem: str = ""
    seen_before: bool = False


def take_bytes(
    raw: bytes, *, source: str, content_type: str = "", user: Any = None, section: str = ""
) -> Taking:
    """Take in one page, document or feed as bytes; what cannot be read is kept all the same."""
    source = _without_nulls(source)
    taking = Taking(source)
    try:
        for found, own in _read(raw, source, content_type):
            taking.seen_before |= Copy.objects.filter(sha256=use_cases.digest(own)).exists()
            taking.stories.append(
                use_cases.take_in(
                    found,
                    source=found.source or source,
                    raw=own,
                    content_type=content_type,
                    user=user,
                    section=section,
                )
            )
    except Exception as error:
        # Whatever goes wrong in reading, the copy is not lost by it.
        taking.problem = _why(error)
        use_cases.keep_unreadable(raw, taking.problem, source=source, user=user)
        taking.problem += " It is kept as it came."
    return taking


def _without_nulls(text: str) -> str:
    """Return a name as PostgreSQL can keep it, which knows no NUL, and UTF-8 no half surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def as_json(story: StoryPage, taking: Taking) -> dict[str, Any]:
    """Return what was found, as `matinee intake --json` prints it (docs/api.md)."""
    seen = story.raw_copy.found if story.raw_copy else {}
    return {**seen, "source": taking.source, "story_id": story.pk}


def _why(error: Exception) -> str:
    """Return what to tell the person who gave the copy; a fault of ours is logged besides."""
    if isinstance(error, intake.UnreadableCopy):
        return str(error)
    logger.error("Reading copy failed.", exc_info=error)
    return "Something in this copy stopped Matinee from reading it. Paste its text alone."


def _read(raw: bytes, source: str, content_type: str) -> list[tuple[Found, bytes]]:
    """Return each page with its bytes; of a feed each entry is a copy of its own."""
    if not is_feed(raw):
        return [(intake.read_bytes(raw, source=source, content_type=content_type), raw)]
    pages = [entry.found for entry in intake.read_feed(raw, source=source)]
    return [(found, raw if len(pages) == 1 else found.copy.encode()) for found in pages]


def why_not(error: intake.FetchRefused) -> str:
    """Return why an address could not be fetched, with what to do about it."""
    return f"{error} {_HINTS[error.status]}" if error.status in _HINTS else str(error)


def take_address(address: str, *, user: Any = None, section: str = "") -> Taking:
    """Fetch a page or feed and take it in; why it could not be fetched is the problem."""
    try:
        got = intake.fetch(address)
    except intake.FetchRefused as error:
        return Taking(address, problem=why_not(error))
    return take_bytes(
        got.body, source=got.url, content_type=got.content_type, user=user, section=section
    )


def from_form(given: dict[str, Any], *, user: Any = None) -> list[Taking]:
    """Take in everything that the copy desk's form gave."""
    takings = []
    if (given.get("text") or "").strip():
        # Browsers send line ends as CRLF whatever was pasted (HTML, form submission).
        text = given["text"].replace("\r\n", "\n")
        takings.append(take_bytes(text.encode(), source="paste", user=user))
    for upload in given.get("uploads") or []:
        kind = upload.content_type or ""
        if upload.size > FILE_LIMIT:
            problem = "This file is larger than 20 MB and was not taken. Send its text alone."
            takings.append(Taking(upload.name, problem=problem))
            continue
        takings.append(take_bytes(upload.read(), source=upload.name, content_type=kind, user=user))
    if given.get("address"):
        takings.append(take_address(given["address"], user=user))
    return takings
