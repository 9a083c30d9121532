"""Quoted-printable (RFC 2045 §6.7), cut so that no line depends on what stands in a slot."""

from __future__ import annotations

from binascii import b2a_qp

LIMIT = 76  # characters in a line, the soft break's "=" among them (RFC 2045 §6.7 rule 5)
SOFT = b"=\r\n"

_LITERAL = {n: bytes([n]) for n in range(33, 127) if n != 0x3D} | {0x20: b" ", 0x09: b"\t"}
_ENCODED = [_LITERAL.get(n, b"=%02X" % n) for n in range(256)]


def _encode_line(line: bytes, *, ends: bool) -> bytes:
    """Encode one line without its break; `ends`: a hard break or the end of the text follows."""
    out: list[bytes] = []
    width = 0
    last = len(line) - 1
    for i, byte in enumerate(line):
        piece = _ENCODED[byte]
        if ends and i == last and byte in b" \t":
            piece = b"=%02X" % byte  # rule 3: no white space at a line's end
        if width + len(piece) > LIMIT - 1:
            out.append(SOFT)
            width = 0
        out.append(piece)
        width += len(piece)
    return b"".join(out)


def encode(text: str, *, open_end: bool = False) -> bytes:
    """Return `text` in quoted-printable with CRLF line breaks.

    With `open_end` the text goes on after it (a slot follows): its last line is closed by a
    soft break, unless it is empty.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode().split(b"\n")
    head = [_encode_line(line, ends=True) for line in lines[:-1]]
    tail = _encode_line(lines[-1], ends=not open_end)
    if open_end and tail:
        tail += SOFT
    return b"\r\n".join([*head, tail])


def encode_value(value: str) -> bytes:
    """Return a slot's value, closed by a soft break: what follows starts on a line of its own."""
    raw = value.encode()
    if len(raw) < LIMIT and b"\n" not in raw and b"\r" not in raw:
        # One line, as nearly all values are: C does it in a tenth of the time.
        line = b2a_qp(raw, istext=False)
        if len(line) < LIMIT:
            return line + SOFT
    return encode(value, open_end=True)
