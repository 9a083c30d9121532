"""DKIM signatures (RFC 6376; Ed25519 as RFC 8463), relaxed/relaxed, over `cryptography`."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

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
_RUNS = re.compile(rb"[ \t]+")
_FOLDS = re.compile(rb"\r\n(?=[ \t])")
_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)\r\n")


class DkimKeyError(ValueError):
    """A private key that cannot sign mail."""


def relaxed_body(body: bytes) -> bytes:
    """Return a body in relaxed form (RFC 6376 §3.4.4)."""
    if b" \r\n" in body or b"\t" in body or b"  " in body:
        lines = [_RUNS.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
        body = b"\r\n".join(lines)
    stripped = body.rstrip(b"\r\n")
    return stripped + b"\r\n" if stripped else b""


def relaxed_header(name: bytes, value: bytes) -> bytes:
    """Return one header in relaxed form, without its CRLF (RFC 6376 §3.4.2)."""
    return name.lower() + b":" + _RUNS.sub(b" ", _FOLDS.sub(b"", value)).strip(b" \t")


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
        headers = [(m[1].lower(), m[2]) for m in _HEADER.finditer(head + b"\r\n")]
        if not any(name == b"from" for name, _ in headers):
            raise ValueError("A message without From cannot be signed.")
        body_hash = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest())
        names, lines = _chosen(headers)
        moment = int(time.time()) if at is None else at
        signatures = [
            self._one(selector, key, names, lines, body_hash, moment) for selector, key in self.keys
        ]
        return b"".join([*signatures, message])

    def _one(
        self,
        selector: str,
        key: RSAPrivateKey | Ed25519PrivateKey,
        names: bytes,
        lines: bytes,
        body_hash: bytes,
        moment: int,
    ) -> bytes:
        kind = "rsa" if isinstance(key, RSAPrivateKey) else "ed25519"
        value = (
            (
                f" v=1; a={kind}-sha256; c=relaxed/relaxed; d={self.domain};\r\n"
                f" s={selector}; t={moment}; h="
            ).encode()
            + _fold_names(names)
            + b";\r\n bh="
            + body_hash
            + b";\r\n b="
        )
        signed = lines + relaxed_header(b"dkim-signature", value)
        if isinstance(key, RSAPrivateKey):
            raw = key.sign(signed, PKCS1v15(), hashes.SHA256())
        else:
            raw = key.sign(hashlib.sha256(signed).digest())
        return b"DKIM-Signature:" + value + _fold(base64.b64encode(raw)) + b"\r\n"


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


def _chosen(headers: Sequence[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """Return the names for h= and the relaxed headers they stand for, from the bottom up."""
    names, lines = [], []
    for wanted in SIGNED:
        for name, value in reversed(headers):
            if name == wanted:
                names.append(name)
                lines.append(relaxed_header(name, value) + b"\r\n")
    names.append(b"from")
    return b":".join(names), b"".join(lines)
