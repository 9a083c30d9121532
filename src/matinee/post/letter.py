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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matinee.post import quoted
from matinee.post.encoded_words import (
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


def _fill_template(template: str, values: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda match: values[match.group(1)], template)


def _mailbox_parts(template: str) -> tuple[str, str]:
    match = _MAILBOX.fullmatch(template)
    if match is None:
        raise HeaderValueError(f"{template!r} is not one mailbox: name <address>.")
    return (match["name"] or "", match["address"] or match["bare"] or "")


def _header_line(name: str, template: str, values: Mapping[str, str]) -> str:
    """Return one header's line or lines with CRLF, its slots filled."""
    kind = name.lower()
    if kind in MAILBOXES:
        mailbox_name, address = _mailbox_parts(template)
        # Filled apart: a name that holds "<" cannot become an address.
        encoded = encode_mailbox(
            _fill_template(mailbox_name, values), _fill_template(address, values).strip()
        )
    elif kind in UNSTRUCTURED:
        encoded = encode_text(_fill_template(template, values), room=76 - len(name))
    else:
        encoded = refuse_controls(_fill_template(template, values))
        if not encoded.isascii():
            raise HeaderValueError(f"{name} takes ASCII only.")
        encoded = encoded.replace(">, <", ">,\r\n <")
    return f"{name}: {encoded}\r\n"


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
    _frame: list[bytes] = field(repr=False, compare=False)
    _gaps: tuple[tuple[int, str, str], ...] = field(repr=False, compare=False)

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
                segments.append(("header", f"{name}:{template}"))
            else:
                segments.append(_header_line(name, template, {}))
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
    def _of(cls, segments: Sequence[Segment]) -> Letter:
        merged: list[Segment] = []
        for segment in segments:
            if merged and isinstance(segment, str) and isinstance(merged[-1], str):
                merged[-1] += segment
            else:
                merged.append(segment)
        names: set[str] = set()
        gaps = []
        for i, segment in enumerate(merged):
            if isinstance(segment, tuple):
                context, what = segment
                names.update(_SLOT.findall(what) if context == "header" else [what])
                gaps.append((i, context, what))
        frame = [s.encode() if isinstance(s, str) else b"" for s in merged]
        return cls(tuple(merged), frozenset(names), frame, tuple(gaps))

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return the whole message (RFC 5322, CRLF, no dot-stuffing) for one reader.

        Raises MissingSlot for a slot without a value, and HeaderValueError for a value that
        would break out of its header.
        """
        out = self._frame.copy()
        done: dict[tuple[str, str], bytes] = {}
        try:
            for i, context, what in self._gaps:
                key = (context, what)
                if (filled := done.get(key)) is None:
                    filled = done[key] = _FILLERS[context](what, values)
                out[i] = filled
        except KeyError as error:
            raise MissingSlot(*error.args) from None
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
        return cls._of([s if isinstance(s, str) else (s[0], s[1]) for s in data["segments"]])


def _fill_header(what: str, values: Mapping[str, str]) -> bytes:
    name, _, template = what.partition(":")
    return _header_line(name, template, values).encode()


def _fill_plain(what: str, values: Mapping[str, str]) -> bytes:
    return quoted.encode_value(values[what])


def _fill_html(what: str, values: Mapping[str, str]) -> bytes:
    return quoted.encode_value(html_escapes.escape(values[what]))


_FILLERS = {"header": _fill_header, "plain": _fill_plain, "html": _fill_html}
