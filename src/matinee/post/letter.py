"""Letters: an edition rendered once, cut at its slots, filled for each reader by joining bytes.

A slot is a name between two private-use characters. Nothing is parsed or rendered per reader:
the text around the slots is encoded when the letter is compiled, and each slot stands on lines
of its own (soft line breaks), so a value of any length or script leaves the rest as it was.
"""

from __future__ import annotations

import hashlib
import html as html_escapes
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matinee.post import quoted
from matinee.post.encoded_words import (
    LINE,
    HeaderValueError,
    encode_mailbox,
    encode_text,
    refuse_controls,
)

__all__ = ["HeaderValueError", "Letter", "MissingSlot", "mailbox", "slot", "strip_markers"]

OPEN, CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{OPEN}([a-z_][a-z0-9_]*){CLOSE}")
_MARKS = re.compile(f"[{OPEN}{CLOSE}]")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_MAILBOX = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]+)>\s*|(?P<bare>[^<>]+)")

MAILBOXES = frozenset({"from", "to", "reply-to", "sender", "cc"})
UNSTRUCTURED = frozenset({"subject", "comments", "x-matinee-note"})

LONGEST = 998  # bytes in a line without its CRLF (RFC 5322 §2.1.1)

Segment = str | tuple[str, str]  # finished text, or (context, what to fill it with)


class MissingSlot(KeyError):
    """A letter was filled without a value for one of its slots."""

    def __str__(self) -> str:
        return f"The letter has a slot {self.args[0]!r}, and no value was given for it."


def slot(name: str) -> str:
    """Return the marker of a slot, for header values, text and HTML given to `Letter.compile`.

    Raises ValueError unless `name` is a lower-case identifier.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a slot: use a-z, 0-9 and _.")
    return f"{OPEN}{name}{CLOSE}"


def mailbox(name_slot: str = "name", address_slot: str = "address") -> str:
    """Return the template of a To header that greets by name where there is one."""
    return f"{slot(name_slot)} <{slot(address_slot)}>"


def strip_markers(text: str) -> str:
    """Return foreign text without the characters that mark slots."""
    return _MARKS.sub("", text)


Fill = Callable[[Mapping[str, str]], bytes]


def _template(template: str) -> Callable[[Mapping[str, str]], str]:
    """Return what fills a template's slots; values are put in, never looked at for slots."""
    pieces = _SLOT.split(template)  # text, slot, text, slot, …, text
    if len(pieces) == 1:
        return lambda values: template
    if len(pieces) == 3 and not pieces[0] and not pieces[2]:
        return lambda values: values[pieces[1]]
    names = list(enumerate(pieces))[1::2]

    def fill(values: Mapping[str, str]) -> str:
        out = pieces.copy()
        for i, name in names:
            out[i] = values[name]
        return "".join(out)

    return fill


def _header(name: str, template: str) -> Fill:
    """Return what makes one header's line or lines with CRLF.

    It raises HeaderValueError for values that would break out of the header, or make a line
    that RFC 5322 §2.1.1 forbids.
    """
    encode = _value_of(name, template)
    prefix = f"{refuse_controls(name)}: "

    def fill(values: Mapping[str, str]) -> bytes:
        line = f"{prefix}{encode(values)}\r\n".encode()
        if len(line) > LONGEST and any(len(one) > LONGEST for one in line.split(b"\r\n")):
            raise HeaderValueError(f"{name} would have a line of more than {LONGEST} bytes.")
        return line

    return fill


def _value_of(name: str, template: str) -> Callable[[Mapping[str, str]], str]:
    kind = name.lower()
    room = LINE - len(name) - 2
    if kind in MAILBOXES:
        match = _MAILBOX.fullmatch(template)
        if match is None:
            raise HeaderValueError(f"{name} is not one mailbox: name <address>.")
        # Filled apart: a name that holds "<" cannot become an address.
        who, where = _template(match["name"] or ""), _template(match["address"] or match["bare"])
        return lambda values: encode_mailbox(who(values), where(values).strip(), room=room)
    fill = _template(template)
    if kind in UNSTRUCTURED:
        return lambda values: encode_text(fill(values), room=room)

    def structured(values: Mapping[str, str]) -> str:
        value = refuse_controls(fill(values))
        if not value.isascii():
            raise HeaderValueError(f"{name} takes ASCII only.")
        return value.replace(">, <", ">,\r\n <")

    return structured


def _body_segments(text: str, context: str) -> list[Segment]:
    """Return a part's text as encoded segments and slots, by turns."""
    pieces = _SLOT.split(text)  # text, slot, text, slot, …, text
    segments: list[Segment] = []
    for i in range(0, len(pieces), 2):
        last = i == len(pieces) - 1
        segments.append(quoted.encode(pieces[i], open_end=not last).decode("ascii"))
        if not last:
            segments.append((context, pieces[i + 1]))
    return segments


def _part(subtype: str, text: str, boundary: str) -> list[Segment]:
    head = (
        f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return [head, *_body_segments(text, subtype), "\r\n"]


@dataclass(frozen=True)
class Letter:
    """A compiled letter: finished text with slots between, in the order of the message."""

    segments: tuple[Segment, ...]
    slots: frozenset[str]
    # Whether no line begins with a dot, whoever it is filled for: values never bring one.
    dotless: bool = field(compare=False)
    _frame: list[bytes] = field(repr=False, compare=False)
    # What fills, and the places in the frame where that goes: each value is encoded once.
    _plan: tuple[tuple[Fill, tuple[int, ...]], ...] = field(repr=False, compare=False)

    @classmethod
    def compile(
        cls,
        *,
        headers: Sequence[tuple[str, str]],
        text: str,
        html: str | None,
        boundary: str | None = None,
    ) -> Letter:
        """Compile headers and parts that may hold slots.

        MIME headers are added here: give none of them. In HTML a slot's value is escaped when
        it is filled. The boundary is taken from the content where none is given, so that the
        same edition is the same bytes. Raises HeaderValueError for a header that no value of a
        slot could make right.
        """
        segments: list[Segment] = []
        for name, template in headers:
            if _SLOT.search(template):
                _header(name, template)  # refused now, not at the first reader
                segments.append(("header", f"{name}:{template}"))
            else:
                segments.append(_header(name, template)({}).decode())
        segments.append("MIME-Version: 1.0\r\n")
        if html is None:
            segments.append(
                "Content-Type: text/plain; charset=utf-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            )
            segments += [*_body_segments(text, "plain"), "\r\n"]
        else:
            # "=_" stands in no quoted-printable text, so no value can forge the boundary.
            digest = hashlib.sha256(f"{text}\0{html}".encode()).hexdigest()[:24]
            line = boundary or f"=_matinee_{digest}"
            segments.append(f'Content-Type: multipart/alternative; boundary="{line}"\r\n\r\n')
            segments += _part("plain", text, line) + _part("html", html, line)
            segments.append(f"--{line}--\r\n")
        return cls._of(segments)

    @classmethod
    def of_segments(cls, segments: Sequence[Segment]) -> Letter:
        """Return a letter of another's segments, some of them left out."""
        return cls._of(segments)

    @classmethod
    def _of(cls, segments: Sequence[Segment]) -> Letter:
        merged: list[Segment] = []
        for segment in segments:
            if merged and isinstance(segment, str) and isinstance(merged[-1], str):
                merged[-1] += segment
            else:
                merged.append(segment)
        names: set[str] = set()
        places: dict[tuple[str, str], list[int]] = {}
        for i, segment in enumerate(merged):
            if isinstance(segment, tuple):
                context, what = segment
                names.update(_SLOT.findall(what) if context == "header" else [what])
                places.setdefault((context, what), []).append(i)
        frame = [s.encode() if isinstance(s, str) else b"" for s in merged]
        plan = tuple((_FILLERS[c](what), tuple(where)) for (c, what), where in places.items())
        # Each piece begins a line, for a slot's value ends its own.
        dotless = not any(piece.startswith(b".") or b"\n." in piece for piece in frame)
        return cls(tuple(merged), frozenset(names), dotless, frame, plan)

    def __reduce__(self) -> tuple[Callable[[Sequence[Segment]], Letter], tuple[Sequence[Segment]]]:
        """Pickle what was compiled; how it is filled is worked out again."""
        return (Letter._of, (self.segments,))

    @property
    def frame(self) -> Sequence[bytes]:
        """The message's pieces in order, empty where a slot's value goes."""
        return self._frame

    def filled(self, values: Mapping[str, str]) -> list[tuple[bytes, tuple[int, ...]]]:
        """Return what goes into the frame's gaps, each with its places there.

        In the body it is whole lines, in the head one whole header. Raises as `fill` does.
        """
        try:
            return [(make(values), places) for make, places in self._plan]
        except KeyError as error:
            raise MissingSlot(*error.args) from None

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return the whole message (RFC 5322, CRLF, no dot-stuffing) for one reader.

        Raises MissingSlot for a slot without a value, and HeaderValueError for a value that
        would break out of its header.
        """
        out = self._frame.copy()
        for value, places in self.filled(values):
            for place in places:
                out[place] = value
        return b"".join(out)

    def to_bytes(self) -> bytes:
        """Return the letter as compiled, to be kept: what is read back fills to the same bytes."""
        kept = {"letter": 1, "segments": self.segments}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Letter:
        """Return a letter from `to_bytes`; raises ValueError for anything else."""
        data: Any = json.loads(kept)
        if not isinstance(data, dict) or data.get("letter") != 1:
            raise ValueError("This is no letter of a form that this version knows.")
        try:
            return cls._of([s if isinstance(s, str) else (s[0], s[1]) for s in data["segments"]])
        except (KeyError, IndexError, TypeError) as error:
            raise ValueError("This letter was kept badly: parts of it are missing.") from error


def _header_filler(what: str) -> Fill:
    name, _, template = what.partition(":")
    return _header(name, template)


def _plain_filler(name: str) -> Fill:
    return lambda values: quoted.encode_value(values[name])


def _html_filler(name: str) -> Fill:
    return lambda values: quoted.encode_value(html_escapes.escape(values[name]))


_FILLERS: dict[str, Callable[[str], Fill]] = {
    "header": _header_filler,
    "plain": _plain_filler,
    "html": _html_filler,
}
