"""Every secret of this room, each derived from SECRET_KEY for one purpose."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac


@lru_cache(maxsize=32)
def _derived(purpose: str, secret: str) -> bytes:
    digest: bytes = salted_hmac(
        f"matinee.readers.{purpose}", b"", secret=secret, algorithm="sha256"
    ).digest()
    return digest


def newest(purpose: str) -> bytes:
    """Return the 32-byte key that new signatures of `purpose` are made with."""
    return _derived(purpose, settings.SECRET_KEY)


def every(purpose: str) -> list[bytes]:
    """Return the keys that signatures of `purpose` may have been made with, newest first."""
    return [_derived(purpose, s) for s in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]]


def lasting(purpose: str) -> bytes:
    """Return the key for what is kept for good, such as the keyed hashes of addresses.

    It comes from the last of SECRET_KEY_FALLBACKS: a key that is rotated out stays there, at
    the end, so that suppressions still hold afterwards.
    """
    fallbacks = settings.SECRET_KEY_FALLBACKS
    return _derived(purpose, fallbacks[-1] if fallbacks else settings.SECRET_KEY)


def keyed_hash(purpose: str, text: str) -> str:
    """Return the HMAC-SHA256 of `text` in hex under the lasting key of `purpose`."""
    return hmac.digest(lasting(purpose), text.encode(), hashlib.sha256).hex()
