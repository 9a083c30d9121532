"""DKIM signatures (RFC 6376; Ed25519 as RFC 8463), relaxed/relaxed, over `cryptography`."""

from __future__ import annotations

import hashlib
import re
import time
from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

# What is signed where it is there. From is named once more than it stands ("oversigned"), so
# that nobody can add a second; RFC 8058 §4 wants both unsubscribe headers covered.
SIGNED = (
    b"from", b"reply-to", b"to", b"subject", b"date", b"message-id", b"mime-version",
    b"content-type", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post", b"feedback-id",
    b"auto-submitted",
)  # fmt: skip
_PADDING, _SHA256 = PKCS1v15(), hashes.SHA256()
_RUNS = re.compile(rb"[ \t]+")
_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)\r\n")


class DkimKeyError(ValueError):
    """A private key that cannot sign mail."""


def relaxed_lines(text: bytes) -> bytes:
    """Return whole lines with their blanks in relaxed form (RFC 6376 §3.4.4 a).

    Replacements over all of it and no work by the line: beside the RSA it is the dear part.
    """
    if b"\t" in text:
        text = text.replace(b"\t", b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text.replace(b" \r\n", b"\r\n")


def without_empty_end(body: bytes) -> bytes:
    """Return a body without empty lines at its end, closed by CRLF (RFC 6376 §3.4.4 b)."""
    end = len(body)
    while body.endswith(b"\r\n", 0, end):
        end -= 2
    return body[:end] + b"\r\n" if end else b""


def relaxed_body(body: bytes) -> bytes:
    """Return a body in relaxed form, as it is on the wire: closed by CRLF whatever was given."""
    return without_empty_end(relaxed_lines(body if body.endswith(b"\r\n") else body + b"\r\n"))


def relaxed_header(name: bytes, value: bytes) -> bytes:
    """Return one header in relaxed form, with its CRLF (RFC 6376 §3.4.2)."""
    unfolded = value.replace(b"\r\n", b"").strip(b" \t")
    if b"  " in unfolded or b"\t" in unfolded:
        unfolded = _RUNS.sub(b" ", unfolded)
    return b"%b:%b\r\n" % (name.lower(), unfolded)


def _fold(text: bytes, width: int = 72) -> bytes:
    return b"\r\n ".join(text[i : i + width] for i in range(0, len(text), width))


@dataclass(frozen=True)
class Signer:
    """Signs messages for one domain and selector; with two keys it puts two signatures on."""

    domain: str
    keys: Sequence[tuple[str, RSAPrivateKey | Ed25519PrivateKey]] = field(repr=False)

    @classmethod
    def from_pem(cls, domain: str, pems: Sequence[tuple[str, bytes]]) -> Signer:
        """Make a signer from (selector, private key in PEM) pairs.

        Raises DkimKeyError for a key that is neither RSA of 1024 bits or more nor Ed25519
        (RFC 8301 §3.2, RFC 8463).
        """
        keys: list[tuple[str, RSAPrivateKey | Ed25519PrivateKey]] = []
        for selector, pem in pems:
            try:
                key = serialization.load_pem_private_key(pem, password=None)
            except (ValueError, TypeError) as error:
                raise DkimKeyError(
                    f"The key for selector {selector} is no unencrypted PEM private key."
                ) from error
            if isinstance(key, RSAPrivateKey):
                if key.key_size < 1024:
                    raise DkimKeyError("An RSA key for DKIM has at least 1024 bits.")
                keys.append((selector, key))
            elif isinstance(key, Ed25519PrivateKey):
                keys.append((selector, key))
            else:
                raise DkimKeyError("A key for DKIM is RSA or Ed25519.")
        return cls(domain, tuple(keys))

    def sign(self, message: bytes, *, at: int | None = None) -> bytes:
        """Return the message with a DKIM-Signature in front for each key.

        `at` is the signing time in seconds since 1970. Raises ValueError where the message has
        no From or no empty line behind its headers.
        """
        head, separator, body = message.partition(b"\r\n\r\n")
        if not separator:
            raise ValueError("A message has an empty line behind its headers.")
        names, lines = chosen(headers_of(head + b"\r\n"))
        return self.signatures(names, lines, relaxed_body(body), at=at) + message

    def signatures(
        self, names: bytes, lines: bytes, body: bytes, *, at: int | None = None
    ) -> bytes:
        """Return the DKIM-Signature headers for what is in relaxed form already.

        `names` is what h= says, `lines` the headers that it names, `body` the whole body.
        """
        drafts = self.drafts(names, lines, body, at=at)
        return b"".join(draft.header(draft.sign()) for draft in drafts)

    def drafts(
        self, names: bytes, lines: bytes, body: bytes, *, at: int | None = None
    ) -> list[Draft]:
        """Return what each key is to sign; the arguments are those of `signatures`."""
        body_hash = b2a_base64(hashlib.sha256(body).digest(), newline=False)
        moment = int(time.time()) if at is None else at
        drafts = []
        for selector, key in self.keys:
            kind = "rsa" if isinstance(key, RSAPrivateKey) else "ed25519"
            front = (
                f"v=1; a={kind}-sha256; c=relaxed/relaxed; d={self.domain};\r\n"
                f" s={selector}; t={moment}; h="
            ).encode()
            value = b"%b%b;\r\n bh=%b;\r\n b=" % (front, _fold_names(names), body_hash)
            # What we wrote ourselves is in relaxed form but for its folds.
            signed = lines + b"dkim-signature:" + value.replace(b"\r\n ", b" ")
            drafts.append(Draft(key, signed, value))
        return drafts


@dataclass(frozen=True, slots=True)
class Draft:
    """One signature before it is made: `sign` is the dear part, and any thread may do it."""

    key: RSAPrivateKey | Ed25519PrivateKey
    signed: bytes
    value: bytes

    def sign(self) -> bytes:
        """Return the bare signature."""
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(self.signed, _PADDING, _SHA256)
        return self.key.sign(hashlib.sha256(self.signed).digest())  # RFC 8463 §3: of the hash

    def header(self, signature: bytes) -> bytes:
        """Return the DKIM-Signature header with its line end."""
        encoded = _fold(b2a_base64(signature, newline=False))
        return b"DKIM-Signature: %b%b\r\n" % (self.value, encoded)


@lru_cache(maxsize=64)
def _fold_names(names: bytes) -> bytes:
    parts = names.split(b":")
    lines, line = [], b""
    for i, name in enumerate(parts):
        piece = name + (b":" if i + 1 < len(parts) else b"")
        if len(line) + len(piece) > 66:
            lines.append(line)
            line = b""
        line += piece
    return b"\r\n ".join([*lines, line])


def headers_of(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return a header block's (name in lower case, value with its folds), in order."""
    return [(m[1].lower(), m[2]) for m in _HEADER.finditer(head)]


def chosen(headers: Sequence[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """Return the names for h= and the relaxed headers they stand for, from the bottom up.

    Raises ValueError where there is no From (RFC 6376 §5.4).
    """
    order = order_of([name for name, _ in headers])
    names = b":".join([*(headers[i][0] for i in order), b"from"])
    return names, b"".join(relaxed_header(*headers[i]) for i in order)


def order_of(names: Sequence[bytes]) -> list[int]:
    """Return which headers are signed, by their places, in the order of h=.

    Of several of one name the last comes first (RFC 6376 §5.4.2). Raises ValueError where there
    is no From.
    """
    if b"from" not in names:
        raise ValueError("A message without From cannot be signed.")
    backwards = range(len(names) - 1, -1, -1)
    return [i for wanted in SIGNED for i in backwards if names[i] == wanted]
