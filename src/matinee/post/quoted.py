"""Quoted-printable (RFC 2045 §6.7), cut so that no line depends on what stands in a slot."""

from __future__ import annotations

import re
from binascii import b2a_qp

LIMIT = 76  # characters in a line, the soft break's "=" among them (RFC 2045 §6.7 rule 5)
SOFT = b"=\r\n"

# What fits before a soft break: never the "=" of an encoded byte, or that and one of its digits.
# A dot in front will take two more.
_FITTING = re.compile(rb"(?s)\..{0,%d}(?<!=)(?<!=.)|.{1,%d}(?<!=)(?<!=.)" % (LIMIT - 4, LIMIT - 1))


def _encode_bytes(text: bytes) -> bytes:
    """Encode all but the breaks, which stay LF; white space at a line's end too (rule 3)."""
    # What C has cut to its own taste is joined again: "=" stands for itself nowhere in it. It
    # guards a lone dot too; here all that begin a line are.
    return b2a_qp(text, istext=True).replace(b"=\n", b"").replace(b"=2E", b".")


def encode(text: str, *, open_end: bool = False) -> bytes:
    """Return `text` in quoted-printable with CRLF line breaks.

    No line begins with a dot, so that on the wire none has to be doubled (RFC 5321 §4.5.2).
    With `open_end` the text goes on after it (a slot follows): its last line is closed by a
    soft break, unless it is empty.
    """
    whole = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    # With a letter behind it, white space at an open end is none at a line's end.
    encoded = _encode_bytes(whole + b"x")[:-1] if open_end else _encode_bytes(whole)
    lines = [_folded(line) for line in encoded.split(b"\n")]
    if open_end and lines[-1]:
        lines[-1] += SOFT
    return b"\r\n".join(lines)


def _folded(line: bytes) -> bytes:
    if len(line) < LIMIT - 2:
        return _guarded(line)
    pieces: list[bytes] = _FITTING.findall(line)
    return SOFT.join([_guarded(piece) for piece in pieces])


def _guarded(line: bytes) -> bytes:
    return b"=2E" + line[1:] if line.startswith(b".") else line


def encode_value(value: str) -> bytes:
    """Return a slot's value, closed by a soft break: what follows starts on a line of its own."""
    raw = value.encode()
    if len(raw) < LIMIT and b"\n" not in raw and b"\r" not in raw and not raw.startswith(b"."):
        # One line, as nearly all values are: C does it in a tenth of the time.
        line = b2a_qp(raw, istext=False)
        if len(line) < LIMIT:
            return line + SOFT
    return encode(value, open_end=True)
