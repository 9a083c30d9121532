"""Replies as bytes: the reader that turns what a server says into whole replies, within limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# RFC 5321 §4.5.3.1.5 allows 512 bytes a line; real servers say more, so more is heard, to a bound.
MAX_LINE = 4096
MAX_LINES = 128
_LINE = re.compile(rb"^([2-5][0-9]{2})([ -]?)(.*)$", re.DOTALL)


class GarbledReply(Exception):
    """What came is no SMTP reply, or too long for one."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole reply: its code and its lines of text."""

    code: int
    lines: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the command was done."""
        return 200 <= self.code < 300

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(self.lines)


@lru_cache(maxsize=64)
def _usual(line: bytes) -> Reply | None:
    """Return the reply that a line alone is, or None; a relay says the same few all day."""
    match = _LINE.match(line) if len(line) <= MAX_LINE else None
    if match is None or match[2] == b"-":
        return None
    return Reply(int(match[1]), (match[3].decode("utf-8", "replace"),))


class ReplyReader:
    """Cuts a stream into replies; holds what is not whole yet."""

    def __init__(self) -> None:
        self._rest = b""
        self._code = 0
        self._lines: list[str] = []

    @property
    def holds_a_part(self) -> bool:
        """Whether a line or a reply has begun and is not whole."""
        return bool(self._rest or self._lines)

    def feed(self, data: bytes) -> list[Reply]:
        """Return the replies that `data` completes, in order. Raises GarbledReply."""
        buffer = self._rest + data
        replies = []
        start = 0
        while (end := buffer.find(b"\n", start)) >= 0:
            line = buffer[start:end].rstrip(b"\r")
            reply = None if self._lines else _usual(line)
            if reply is not None or (reply := self._line(line)) is not None:
                replies.append(reply)
            start = end + 1
        self._rest = buffer[start:]
        if len(self._rest) > MAX_LINE:
            raise GarbledReply("a line of a reply was too long")
        return replies

    def _line(self, line: bytes) -> Reply | None:
        match = _LINE.match(line) if len(line) <= MAX_LINE else None
        if match is None:
            raise GarbledReply("what came was no SMTP reply")
        code = int(match[1])
        if self._lines and code != self._code:
            raise GarbledReply("a reply changed its code in the middle")
        self._code = code
        self._lines.append(match[3].decode("utf-8", "replace"))
        if len(self._lines) > MAX_LINES:
            raise GarbledReply("a reply had too many lines")
        if match[2] == b"-":
            return None
        reply = Reply(code, tuple(self._lines))
        self._lines = []
        return reply
