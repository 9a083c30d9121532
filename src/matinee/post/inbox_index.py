"""What a search in the embedded inbox looks at, kept beside the mail in one file.

The Maildir is the truth and this a shortcut: a mail that it does not know is opened instead, and a
line about a mail that is gone means nothing. So it may be deleted, cut off or late at any time.
"""

from __future__ import annotations

import email.header
import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

NAME = "matinee-index"
HEAD_BYTES = 16_384  # enough for any letter's headers
_SUBJECT = re.compile(rb"\r?\nsubject:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE)
_BREAKS = re.compile(r"[\x00-\x1f\x7f]+")


def subject_of(head: bytes) -> str:
    """Return the Subject as it stands in a mail's head, unfolded and not decoded."""
    head = head[:HEAD_BYTES]
    found = _SUBJECT.search(b"\n" + head[: head.find(b"\r\n\r\n") + 1 or None])
    return _BREAKS.sub(" ", found[1].decode("utf-8", "replace")).strip() if found else ""


@lru_cache(maxsize=1024)  # an edition's mails all have the same one
def decoded(subject: str) -> str:
    """Return a subject as a person reads it."""
    try:
        return str(email.header.make_header(email.header.decode_header(subject)))
    except (ValueError, LookupError):
        return subject


def line(key: str, recipient: str, head: bytes) -> str:
    """Return what is kept about one mail."""
    return f"{key}\t{recipient}\t{subject_of(head)}\n"


def append(folder: Path, lines: Iterable[str]) -> None:
    """Add lines in one write, so that those of several processes do not mix."""
    data = "".join(lines).encode("utf-8", "replace")
    if not data:
        return
    try:
        file = os.open(folder / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, data)
        finally:
            os.close(file)
    except OSError:
        pass  # the mail itself lies there whole; a search will open it


def load(folder: Path) -> dict[str, tuple[str, str]]:
    """Return recipient and Subject (not decoded) by key."""
    try:
        text = (folder / NAME).read_text("utf-8", "replace")
    except OSError:
        return {}
    known = {}
    whole = text[: text.rfind("\n") + 1]  # a last line without its end was cut off
    for one in whole.split("\n"):
        parts = one.split("\t")
        if len(parts) == 3:
            known[parts[0]] = (parts[1], parts[2])
    return known
