"""DKIM for letters: on where DKIM_KEY is set, off where the relay signs."""

from __future__ import annotations

from django.conf import settings

from matinee.post.dkim import DkimKeyError, Signer

__all__ = ["DkimKeyError", "signer_for"]


def signer_for(domain: str) -> Signer | None:
    """Return the signer for the sender's domain, or None where nothing is to be signed.

    The signature bears the sender's own domain, so that DMARC finds it aligned (RFC 7489 §3.1).
    Raises DkimKeyError for a DKIM_KEY that cannot sign.
    """
    key: str = settings.DKIM_KEY
    if not key:
        return None
    return Signer.from_pem(domain, [(settings.DKIM_SELECTOR, key.encode())])
