"""Letters that are signed as they are filled: what does not differ by reader is prepared once.

`Signer.sign` reads a whole message and brings each line into relaxed form. Of a letter nearly all
is known beforehand. Each slot stands on lines of its own, so the text between can be brought into
that form once, and per reader there remain the slots' values, one hash and the signature itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matinee.post.dkim import (
    Draft,
    Signer,
    headers_of,
    order_of,
    relaxed_header,
    relaxed_lines,
    without_empty_end,
)
from matinee.post.letter import Letter

_END_OF_HEAD = b"\r\n\r\n"


class SignedLetter:
    """A letter whose `fill` gives signed messages; the same bytes as signing what it fills."""

    def __init__(self, letter: Letter, signer: Signer) -> None:
        """Prepare `letter`. Raises ValueError for one without From (RFC 6376 §5.4)."""
        self.letter = letter
        self.signer = signer
        self.slots = letter.slots
        self.dotless = letter.dotless
        # The last headers are the letter's own MIME headers, so no slot stands at the border.
        self._border = next(i for i, piece in enumerate(letter.frame) if _END_OF_HEAD in piece)
        self._prepare_headers()
        self._prepare_body()

    def _prepare_headers(self) -> None:
        """Relax the headers that are the same for all, and note where the others go."""
        headers: list[tuple[bytes, bytes, int]] = []  # name, relaxed (or nothing), piece
        for i, piece in enumerate(self.letter.frame[: self._border + 1]):
            if not piece:
                name = self.letter.segments[i][1].partition(":")[0].lower().encode()
                headers.append((name, b"", i))
                continue
            head = piece.partition(_END_OF_HEAD)[0]
            found = headers_of(head if head.endswith(b"\r\n") else head + b"\r\n")
            headers += [(name, relaxed_header(name, value), i) for name, value in found]
        order = order_of([name for name, _, _ in headers])
        self._names = b":".join([*(headers[i][0] for i in order), b"from"])
        self._lines = [headers[i][1] for i in order]
        self._line_of = {headers[i][2]: n for n, i in enumerate(order) if not headers[i][1]}

    def _prepare_body(self) -> None:
        first, *rest = self.letter.frame[self._border :]
        pieces = [first.partition(_END_OF_HEAD)[2], *rest]
        self._body = [relaxed_lines(piece) for piece in pieces]

    def fill(self, values: Mapping[str, str], *, at: int | None = None) -> bytes:
        """Return the whole signed message for one reader; raises what `Letter.fill` raises.

        `at` is the signing time in seconds since 1970.
        """
        unsigned = self.unsigned(values, at=at)
        return unsigned.whole(unsigned.sign())

    def unsigned(self, values: Mapping[str, str], *, at: int | None = None) -> Unsigned:
        """Return the message for one reader, filled and not yet signed; raises as `fill` does."""
        out, lines, body = [b"", *self.letter.frame], self._lines.copy(), self._body.copy()
        border = self._border
        for value, places in self.letter.filled(values):
            in_body = places[0] > border
            if in_body:
                relaxed = relaxed_lines(value)
            for place in places:
                out[place + 1] = value
                if in_body:
                    body[place - border] = relaxed
                elif (line := self._line_of.get(place)) is not None:
                    name, _, said = value.partition(b":")
                    lines[line] = relaxed_header(name, said)
        whole = without_empty_end(b"".join(body))
        return Unsigned(out, self.signer.drafts(self._names, b"".join(lines), whole, at=at))


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A message whose signatures are yet to be made, in whichever thread."""

    pieces: list[bytes]
    drafts: list[Draft]

    def sign(self) -> list[bytes]:
        """Return the bare signatures."""
        return [draft.sign() for draft in self.drafts]

    def whole(self, signatures: Sequence[bytes]) -> bytes:
        """Return the message with these signatures in front."""
        pairs = zip(self.drafts, signatures, strict=True)
        head = b"".join(draft.header(signature) for draft, signature in pairs)
        return b"".join([head, *self.pieces])
