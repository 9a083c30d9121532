"""Tokens in links: opaque, signed, bound to one purpose, one HMAC a reader (design rule 7)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from typing import Literal, NamedTuple

Purpose = Literal["read", "leave"]
_IDS = struct.Struct(">QQ")
_MOST = 2**63 - 1
_TAG = 16  # bytes: half of an HMAC-SHA256 for each of the two purposes
LENGTH = 43  # characters: 32 bytes in base64url without padding
_TO_URL = bytes.maketrans(b"+/", b"-_")


class Tokens(NamedTuple):
    """A reader's two tokens: to read (opens, clicks) and to leave (unsubscribe, preferences)."""

    read: str
    leave: str


@dataclass(frozen=True)
class TokenPayload:
    """What a token stands for. `delivery_id` is 0 in mail that is no delivery of a mailing."""

    subscription_id: int
    delivery_id: int


class LinkTokens:
    """Mints and checks tokens under one secret.

    A token is tag ‖ (ids XOR pad(tag)): the tag is one half of HMAC(key, ids), the halves
    belonging to one purpose each, and the pad is a keyed BLAKE2b of the tag, so the ids cannot
    be read without the key (the construction of SIV, RFC 5297, with hashes).
    """

    def __init__(self, secret: bytes) -> None:
        """Derive both keys from `secret` (16 bytes or more; ValueError below that)."""
        if len(secret) < 16:
            raise ValueError("A secret for links has at least 16 bytes.")
        self._mac_key = hmac.digest(secret, b"matinee links: authenticate", "sha256")
        pad_key = hmac.digest(secret, b"matinee links: conceal", "sha256")
        self._keyed = hashlib.blake2b(key=pad_key, digest_size=_IDS.size)

    def _pad(self, tag: bytes) -> bytes:
        keyed = self._keyed.copy()
        keyed.update(tag)
        return keyed.digest()

    def _token(self, tag: bytes, ids: bytes) -> str:
        pad = self._pad(tag)
        hidden = (int.from_bytes(ids) ^ int.from_bytes(pad)).to_bytes(_IDS.size)
        # base64.urlsafe_b64encode without its layers: two of these are made for every letter.
        plain = binascii.b2a_base64(tag + hidden, newline=False)
        return plain[:LENGTH].translate(_TO_URL).decode("ascii")

    def mint(self, subscription_id: int, delivery_id: int) -> Tokens:
        """Return both tokens of one delivery, for one HMAC.

        Ids are 0 to 2**63-1, what a database's key can hold; ValueError beyond that.
        """
        if not 0 <= min(subscription_id, delivery_id) <= max(subscription_id, delivery_id) <= _MOST:
            raise ValueError("An id in a link is a number from 0 to 2**63-1.")
        ids = _IDS.pack(subscription_id, delivery_id)
        digest = hmac.digest(self._mac_key, ids, "sha256")
        return Tokens(self._token(digest[:_TAG], ids), self._token(digest[_TAG:], ids))

    def check(self, purpose: Purpose, token: str) -> TokenPayload | None:
        """Return what `token` stands for, or None unless it was minted here for `purpose`."""
        if len(token) != LENGTH or not token.isascii():
            return None
        try:
            raw = base64.b64decode(token + "=", altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        tag, hidden = raw[:_TAG], raw[_TAG:]
        ids = (int.from_bytes(hidden) ^ int.from_bytes(self._pad(tag))).to_bytes(_IDS.size)
        digest = hmac.digest(self._mac_key, ids, "sha256")
        expected = digest[:_TAG] if purpose == "read" else digest[_TAG:]
        # The last character holds four bits that decode to nothing: one spelling only.
        if not hmac.compare_digest(tag, expected) or self._token(expected, ids) != token:
            return None
        return TokenPayload(*_IDS.unpack(ids))
