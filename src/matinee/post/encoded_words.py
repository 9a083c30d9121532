"""Header texts: as they are where ASCII allows, else in encoded words (RFC 2047)."""

from __future__ import annotations

import base64
import re

_PLAIN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\x85]")
WORD_BYTES = 45  # UTF-8 bytes a word: 60 characters of base64, under RFC 2047's 75


class HeaderValueError(ValueError):
    """A header's value holds a line break or another control character."""


def refuse_controls(value: str) -> str:
    """Return `value`; raise HeaderValueError where it could break out of its header."""
    if _CONTROL.search(value):
        raise HeaderValueError("A header's value may hold no line break or control character.")
    return value


def _words(text: str) -> list[str]:
    words, chunk, size = [], "", 0
    for char in text:
        width = len(char.encode())
        if size + width > WORD_BYTES:
            words.append(chunk)
            chunk, size = "", 0
        chunk, size = chunk + char, size + width
    words.append(chunk)
    return [f"=?utf-8?b?{base64.b64encode(w.encode()).decode()}?=" for w in words]


def encode_text(text: str, *, room: int = 66) -> str:
    """Return an unstructured header's text, folded; `room` is what the first line still holds.

    Raises HeaderValueError for control characters.
    """
    refuse_controls(text)
    if (not text or _PLAIN.fullmatch(text)) and len(text) <= room and "=?" not in text:
        return text
    return "\r\n ".join(_words(text))


def encode_phrase(name: str) -> str:
    """Return a display name as a phrase (RFC 5322 §3.2.5): atoms, a quoted string or words."""
    refuse_controls(name)
    name = name.strip()
    if len(name) <= 60 and "=?" not in name:
        if _ATOMS.fullmatch(name):
            return name
        if name.isascii():
            escaped = name.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
    return "\r\n ".join(_words(name))


def encode_mailbox(name: str, address: str) -> str:
    """Return `name <address>`, or the bare address where there is no name.

    The address stands as given (UTF-8 where it is internationalised, RFC 6532).
    Raises HeaderValueError for control characters, spaces or angle brackets in the address.
    """
    refuse_controls(address)
    if not address or any(c in address for c in "<> ,;"):
        raise HeaderValueError("An address in a header may hold no space, bracket or comma.")
    phrase = encode_phrase(name)
    if not phrase:
        return address
    fold = "\r\n " if len(phrase) + len(address) > 66 else " "
    return f"{phrase}{fold}<{address}>"
