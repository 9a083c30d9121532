"""The consent document as plain text, to be read, printed and laid before somebody."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from matinee.readers.proof import Document, Line

WIDTH = 78
NAMES = {
    "address": "Address",
    "name": "Name",
    "network": "Network",
    "agent": "Browser",
    "unreadable": "Personal part",
}
# The words of a box, in the order in which a reader met them.
WORDS = ("prompt", "strapline", "description", "button", "offers", "thanks")


def as_text(document: Document) -> str:
    """Return the document as plain text, 78 characters wide."""
    return "\n".join(_lines(document))


def _entry(name: str, value: object, indent: str = "") -> str:
    label = f"{indent}{name}: "
    return textwrap.fill(
        f"{label}{value}",
        WIDTH,
        subsequent_indent=indent + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _lines(document: Document) -> Iterator[str]:
    reader = document.reader
    yield f"CONSENT DOCUMENT OF {document.publication.upper()}"
    yield f"Made {document.made_at}. All times are UTC."
    yield ""
    yield _entry("Reader", f"{reader['address']} (number {reader['number']})")
    if reader["name"]:
        yield _entry("Name", reader["name"])
    yield _entry("First seen", reader["first_seen"])
    yield _entry("Agreed to offers", "yes" if reader["offers"] else "no")
    if document.suppressed:
        yield _entry("Suppressed", f"{document.suppressed}: this address is not mailed")
    yield ""
    yield "AS THINGS STAND"
    for s in document.subscriptions:
        by = f", proved by record {s['proof']}" if s["proof"] else ""
        yield _entry(s["newsletter"], f"{s['state']} since {s['since']}{by}", "  ")
    yield ""
    yield "WHAT HAPPENED"
    for line in document.records:
        yield ""
        yield from _record(line)
    yield ""
    yield "THE CHAIN"
    yield _entry(
        "Head when this was made",
        f"{document.chain_head['hash']} (place {document.chain_head['position']})",
    )
    yield textwrap.fill(
        "Every record above stands in the chain as it was written, with its words."
        if document.holds
        else "NOT EVERY RECORD HOLDS: see those marked above, and run: matinee consent verify",
        WIDTH,
    )


def _record(line: Line) -> Iterator[str]:
    about = line.newsletter or {"offers": "offers", "self": "the reader"}.get(line.purpose, "")
    yield f"{line.at}  {line.what}: {about}  (record {line.record})"
    if line.page or line.form:
        yield _entry("Where", " ".join(filter(None, [line.page, f"({line.form})"])), "  ")
    for name, value in line.personal.items():
        yield _entry(NAMES.get(name, name), value, "  ")
    if line.basis:
        yield _entry("Basis", line.basis, "  ")
    if line.wording:
        yield _entry("Language", line.language, "  ")
        for place in WORDS:
            if line.wording.get(place):
                yield _entry(f"Words ({place})", f"“{line.wording[place]}”", "  ")
        mark = "" if line.wording_holds else "  DOES NOT MATCH THE WORDS"
        yield _entry("Words’ hash", f"{line.wording_sha256}{mark}", "  ")
    if line.notice_version:
        mark = "" if line.notice_holds else "  DOES NOT MATCH THE NOTICE"
        yield _entry(
            "Privacy notice", f"version {line.notice_version}, {line.notice_sha256}{mark}", "  "
        )
    for name, value in line.evidence.items():
        yield _entry(f"Evidence ({name.replace('_', ' ')})", value, "  ")
    if line.chain:
        mark = "" if line.chain.holds else "  BROKEN"
        yield _entry("Chain", f"place {line.chain.position}, {line.chain.hash}{mark}", "  ")
    else:
        yield _entry("Chain", "NOT IN THE CHAIN", "  ")
