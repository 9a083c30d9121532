"""Quoted-printable is what a plain reading of RFC 2045 gives, byte for byte."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matinee.post import quoted

# Much of what decides: breaks, white space before them, dots alone, what has to be encoded.
PIECES = st.sampled_from(
    ["\n", "\r\n", "\r", " \n", "\t", "=\n", "=2E", "=", ".", "\n.\n", "é", "日", "\0", "\x7f", "a"]
)
TEXTS = st.one_of(
    st.lists(PIECES | st.text(max_size=4) | st.just("x" * 24), max_size=40).map("".join),
    st.text(),
)


def plainly(text: str, open_end: bool) -> bytes:
    """Encode byte by byte, each on its own line as long as it fits beside a soft break."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode().split(b"\n")
    out = []
    for number, line in enumerate(lines):
        ends = number < len(lines) - 1 or not open_end
        written = [""]
        for i, byte in enumerate(line):
            literal = 33 <= byte <= 126 and byte != ord("=")
            blank = byte in b" \t" and not (ends and i == len(line) - 1)
            piece = chr(byte) if literal or blank else f"={byte:02X}"
            if len(written[-1]) + len(piece) > 75:
                written.append("")
            # A dot that begins a line would have to be doubled on the wire.
            written[-1] += "=2E" if piece == "." and not written[-1] else piece
        out.append("=\r\n".join(written))
    return ("\r\n".join(out) + ("=\r\n" if open_end and out[-1] else "")).encode()


@given(TEXTS, st.booleans())
@example("." * 200, False)
@example("é" * 60 + " ", False)
@example(" " * 160, True)
def test_it_is_what_byte_by_byte_gives(text, open_end):
    assert quoted.encode(text, open_end=open_end) == plainly(text, open_end)


@given(TEXTS, st.booleans())
@example("." * 200, True)
@example("x" * 75 + ".", False)
def test_no_line_begins_with_a_dot(text, open_end):
    for raw in (quoted.encode(text, open_end=open_end), quoted.encode_value(text)):
        assert not any(line.startswith(b".") for line in raw.split(b"\n"))
        assert quopri.decodestring(raw).decode() == plain_breaks(text)


def plain_breaks(text: str) -> str:
    """Return the text with the line breaks of mail."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


@pytest.mark.parametrize("before", range(70, 80))
@pytest.mark.parametrize("byte", ["=", "é", ".", " ", "x"])
def test_no_encoded_byte_is_cut_in_two(before, byte):
    raw = quoted.encode("x" * before + byte + "y")
    assert all(len(line) <= quoted.LIMIT for line in raw.split(b"\r\n"))
    assert quopri.decodestring(raw).decode() == "x" * before + byte + "y"
