"""Relays behind `anymail+NAME:`: email service providers, through django-anymail.

A provider's API takes a message apart and builds its own, so what is handed over is our letter's
From, To, Subject, headers and two bodies. The provider signs.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection

from matinee.post.relay import (
    Envelope,
    OnResult,
    Outcome,
    RelayConfigError,
    Result,
    clean_text,
    register,
)

# What Django or the provider writes itself.
_OWN = {"from", "to", "subject", "reply-to", "mime-version", "content-type",
        "content-transfer-encoding", "dkim-signature"}  # fmt: skip
# anymail's normalised words for a recipient, as our outcomes.
OUTCOMES = {
    "sent": Outcome.SENT,
    "queued": Outcome.SENT,
    "invalid": Outcome.REFUSED,
    "rejected": Outcome.REFUSED,
    "failed": Outcome.REFUSED,
    "unknown": Outcome.UNKNOWN,
}


def as_django(envelope: Envelope) -> EmailMultiAlternatives:
    """Return the letter as Django's message, with every header that is not the provider's own."""
    parsed = email.message_from_bytes(envelope.message, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    message = EmailMultiAlternatives(
        subject=str(parsed["Subject"] or ""),
        body=str(text.get_content()) if text else "",
        from_email=str(parsed["From"]),
        to=[str(parsed["To"] or envelope.recipient)],
        reply_to=[str(parsed["Reply-To"])] if parsed["Reply-To"] else None,
        headers={k: str(v) for k, v in parsed.items() if k.lower() not in _OWN},
    )
    if html:
        message.attach_alternative(str(html.get_content()), "text/html")
    return message


def result_of_error(key: int, error: Exception) -> Result:
    """Return what a provider's refusal means: 429 and 5xx pass, another 4xx stays.

    Without an answer the message may or may not have been taken: unknown.
    """
    status = getattr(error, "status_code", None)
    text = clean_text(str(error).splitlines()[0] if str(error) else type(error).__name__)
    if status is None:
        return Result(key, Outcome.UNKNOWN, None, "", text)
    if status == 429 or status >= 500:
        return Result(key, Outcome.DEFERRED, status, "4.7.0", text)
    if status in {401, 403}:
        return Result(key, Outcome.DEFERRED, status, "4.7.0", "The provider refused our key.")
    return Result(key, Outcome.REFUSED, status, "5.0.0", text)


class ProviderRelay:
    """Hands letters to one provider, a few at a time."""

    def __init__(self, backend: Any, connections: int) -> None:
        """Use an anymail backend; `connections` requests run side by side."""
        self.backend = backend
        self.advice: float | None = None
        self._lanes = asyncio.Semaphore(max(1, connections))

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Hand all over; each gets one result."""
        self.advice = None

        async def one(envelope: Envelope) -> None:
            async with self._lanes:
                result = await asyncio.to_thread(self._send, envelope)
            if result.outcome is Outcome.DEFERRED:
                self.advice = 60.0
            on_result(result)

        await asyncio.gather(*(one(envelope) for envelope in envelopes))

    def _send(self, envelope: Envelope) -> Result:
        from anymail.exceptions import AnymailError

        message = as_django(envelope)
        try:
            self.backend.send_messages([message])
        except AnymailError as error:
            return result_of_error(envelope.key, error)
        recipients = message.anymail_status.recipients  # type: ignore[attr-defined]
        said = next(iter(recipients.values()), None)
        word = getattr(said, "status", None) or "unknown"
        return Result(envelope.key, OUTCOMES.get(word, Outcome.UNKNOWN), None, "", word)

    async def close(self) -> None:
        """Let the provider's connection go."""
        await asyncio.to_thread(self.backend.close)


def open_provider(name: str, connections: int) -> ProviderRelay:
    """Return the relay for `anymail+name:`. Raises RelayConfigError in words."""
    try:
        backend = get_connection(f"anymail.backends.{name}.EmailBackend")
    except ModuleNotFoundError as error:
        raise RelayConfigError(
            f"MAIL_URL names anymail+{name}:, a provider that django-anymail does not know."
        ) from error
    except (ImportError, ImproperlyConfigured) as error:
        raise RelayConfigError(f"anymail+{name}: cannot be used. {error}") from error
    return ProviderRelay(backend, connections)


register("anymail", open_provider)
