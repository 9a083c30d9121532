"""Personal parts of the ledger, each under its reader's own key, which erasure destroys.

AES-256-GCM (NIST SP 800-38D): a fresh 96-bit nonce, then the ciphertext with its tag. The
reader's number is authenticated with it, so that no part can be moved to another's record.
"""

from __future__ import annotations

import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class Sealed(Exception):
    """A personal part cannot be opened: its key was destroyed, or it is not of this reader."""


def new_key() -> bytes:
    """Return a fresh key of 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def close(reader_id: int, key: bytes, parts: dict[str, str]) -> bytes:
    """Return `parts` encrypted for this reader; parts without a value are left out."""
    plain = json.dumps(
        {name: value for name, value in parts.items() if value},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(bytes(key)).encrypt(nonce, plain.encode(), b"%d" % reader_id)


def open_(reader_id: int, key: bytes, sealed: bytes) -> dict[str, str]:
    """Return the parts that `close` was given; raises Sealed when the key is not theirs."""
    sealed = bytes(sealed)
    try:
        plain = AESGCM(bytes(key)).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], b"%d" % reader_id
        )
    except (InvalidTag, ValueError) as error:
        raise Sealed("This part cannot be opened with this key.") from error
    parts: dict[str, str] = json.loads(plain)
    return parts
