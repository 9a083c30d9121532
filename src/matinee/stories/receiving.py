"""The doors that copy comes through: bytes, files, pages' addresses. Nothing given is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matinee.stories import intake, use_cases
from matinee.stories.copies import Copy
from matinee.stories.intake.found import Found
from matinee.stories.intake.readers import is_feed
from matinee.stories.pages import StoryPage


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
    taking = Taking(source)
    try:
        pages = _read(raw, source, content_type)
    except intake.UnreadableCopy as error:
        use_cases.keep_unreadable(raw, str(error), source=source, user=user)
        taking.problem = f"{error} It is kept as it came."
        return taking
    for found in pages:
        # One page is kept as its bytes; of a feed each entry is a copy of its own.
        own = raw if len(pages) == 1 else found.copy.encode()
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
    return taking


def _read(raw: bytes, source: str, content_type: str) -> list[Found]:
    if is_feed(raw):
        return [entry.found for entry in intake.read_feed(raw, source=source)]
    return [intake.read_bytes(raw, source=source, content_type=content_type)]


def take_address(address: str, *, user: Any = None, section: str = "") -> Taking:
    """Fetch a page or feed and take it in; why it could not be fetched is the problem."""
    try:
        got = intake.fetch(address)
    except intake.FetchRefused as error:
        return Taking(address, problem=str(error))
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
        takings.append(take_bytes(upload.read(), source=upload.name, content_type=kind, user=user))
    if given.get("address"):
        takings.append(take_address(given["address"], user=user))
    return takings
