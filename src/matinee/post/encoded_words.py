"""Header texts: as they are where ASCII allows, else in encoded words (RFC 2047)."""

from __future__ import annotations

import re
from binascii import b2a_base64

_PLAIN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\x85]")
_NOT_IN_ADDRESS = re.compile(r"[<> ,;\x00-\x1f\x7f\u2028\u2029\x85]")
_BETWEEN_WORDS = re.compile(r" +[^ ]+")
LINE = 76  # characters in a line that holds an encoded word (RFC 2047 §2)
_WORD_FRAME = len("=?utf-8?b??=")


class HeaderValueError(ValueError):
    """A header's value holds a line break or another control character, or cannot stand there."""


def refuse_controls(value: str) -> str:
    """Return `value`; raise HeaderValueError where it could break out of its header."""
    # Printable text holds none of them, and that is told ten times as fast.
    if not value.isprintable() and _CONTROL.search(value):
        raise HeaderValueError("A header's value may hold no line break or control character.")
    return value


def _room_in_word(characters: int) -> int:
    """Return how many bytes of UTF-8 a word of so many characters holds in base64."""
    return max(4, (characters - _WORD_FRAME) // 4 * 3)


def _words(text: str, room: int) -> str:
    """Return `text` as encoded words, a line each; `room` is what the first line still holds."""
    limit = _room_in_word(room)
    raw = text.encode()
    if len(raw) <= limit:
        return _word(raw)
    words, chunk, size = [], "", 0
    for char in text:  # no character is cut in two (RFC 2047 §5)
        width = len(char.encode())
        if size + width > limit:
            words.append(chunk)
            chunk, size = "", 0
            limit = _room_in_word(LINE - 1)
        chunk, size = chunk + char, size + width
    words.append(chunk)
    return "\r\n ".join(_word(word.encode()) for word in words)


def _word(raw: bytes) -> str:
    return f"=?utf-8?b?{b2a_base64(raw, newline=False).decode('ascii')}?="


def _folded(text: str, room: int) -> str | None:
    """Return plain text with breaks before blanks, or None where a word is too long for a line."""
    first = text.partition(" ")[0]
    lines = [first]
    for piece in _BETWEEN_WORDS.findall(text, len(first)):
        if len(lines[-1]) + len(piece) > (room if len(lines) == 1 else LINE):
            lines.append("")
        lines[-1] += piece
    if len(lines[0]) > room or any(len(line) > LINE for line in lines):
        return None
    return "\r\n".join(lines)


def encode_text(text: str, *, room: int = 66) -> str:
    """Return an unstructured header's text, folded; `room` is what the first line still holds.

    Raises HeaderValueError for control characters.
    """
    refuse_controls(text)
    if (not text or _PLAIN.fullmatch(text)) and "=?" not in text:
        folded = text if len(text) <= room else _folded(text, room)
        if folded is not None:
            return folded
    return _words(text, room)


def encode_phrase(name: str, *, room: int = 66) -> str:
    """Return a display name as a phrase (RFC 5322 §3.2.5): atoms, a quoted string or words.

    A name of nothing but blanks gives nothing. Raises HeaderValueError for control characters.
    """
    name = refuse_controls(name).strip()
    if not name:
        return ""
    if len(name) <= 60 and "=?" not in name:
        if _ATOMS.fullmatch(name):
            return name
        if name.isascii():
            escaped = name.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
    return _words(name, room)


def encode_mailbox(name: str, address: str, *, room: int = 66) -> str:
    """Return `name <address>`, or the bare address where there is no name.

    The address stands as given (UTF-8 where it is internationalised, RFC 6532).
    Raises HeaderValueError for control characters, spaces or angle brackets in the address.
    """
    if not address or _NOT_IN_ADDRESS.search(address):
        raise HeaderValueError("An address in a header may hold no space, bracket or comma.")
    phrase = encode_phrase(name, room=room)
    if not phrase:
        return address
    fold = "\r\n " if len(phrase) + len(address) > 66 else " "
    return f"{phrase}{fold}<{address}>"
