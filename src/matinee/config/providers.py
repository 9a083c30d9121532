"""Relays behind `anymail+NAME:`: email service providers, through django-anymail.

A provider's API takes a message apart and builds its own, so what is handed over is our letter's
From, To, Subject, headers and two bodies. The provider signs. Where its API takes many whole
messages at once they go so (see `provider_batches`); a worker that is killed leaves at most one
request a connection in doubt.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections import deque
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection

from matinee.config.provider_answers import OUTCOMES, Letters, advice_of, result_of_error
from matinee.config.provider_batches import BATCHES, Batch
from matinee.post.outcomes import traces
from matinee.post.relay import (
    Envelope,
    OnResult,
    Outcome,
    RelayConfigError,
    Result,
    register,
)

# Letters in one request; so many at most are in doubt when a worker is killed.
MOST_IN_A_REQUEST = 50
WAIT = "Asked to slow down."
# What Django or the provider writes itself.
_OWN = {"from", "to", "subject", "reply-to", "mime-version", "content-type",
        "content-transfer-encoding", "dkim-signature"}  # fmt: skip


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
    # What the provider tells about the letter later carries this mark, so that it finds home
    # even where the provider gives the letter a Message-ID of its own.
    if mine := traces(str(parsed["List-Unsubscribe"] or "")).leave:
        message.metadata = {"letter": f"leave+{mine[0]}"}  # type: ignore[attr-defined]
    return message


class ProviderRelay:
    """Hands letters to one provider, a few requests at a time."""

    def __init__(self, backend: Any, connections: int, batch: Batch | None = None) -> None:
        """Use an anymail backend; `connections` requests run side by side.

        `batch` is how the provider takes many letters in one request, where it does.
        """
        self.backend = backend
        self.batch = batch
        self.advice: float | None = None
        self._lanes = max(1, connections)

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Hand all over; each gets one result. What asking for a message raises ends it."""
        self.advice = None
        # Once for all lanes: each would else close what the others are using.
        await asyncio.to_thread(self.backend.open)
        share = -(-len(envelopes) // self._lanes)
        size = min(MOST_IN_A_REQUEST, max(1, share)) if self.batch else 1
        waiting = deque(envelopes[i : i + size] for i in range(0, len(envelopes), size))

        async def lane() -> None:
            while waiting:
                await self._request(waiting.popleft(), on_result)

        ended = await asyncio.gather(*(lane() for _ in range(self._lanes)), return_exceptions=True)
        for error in ended:
            if isinstance(error, BaseException):
                raise error

    async def _request(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        letters: list[tuple[int, EmailMultiAlternatives]] = []
        shut: Exception | None = None
        for envelope in envelopes:
            if self.advice is not None and not letters:
                # Asked to slow down: what has not been begun stays here.
                on_result(Result(envelope.key, Outcome.DEFERRED, None, "", WAIT))
                continue
            try:
                letters.append((envelope.key, as_django(envelope)))
            except Exception as error:
                shut = error
                break
        for share in self.batch.shares(letters) if self.batch and letters else [letters]:
            await self._share(share, on_result)
        if shut:
            raise shut

    async def _share(self, letters: Letters, on_result: OnResult) -> None:
        """Hand over what goes together; where that was turned away whole, letter by letter."""
        told = await asyncio.to_thread(self._together, letters) if self._open() else None
        if told is not None:
            for result in told:
                on_result(result)
            return
        for key, message in letters:
            if self._open():
                on_result(await asyncio.to_thread(self._send_one, key, message))
            else:
                on_result(Result(key, Outcome.DEFERRED, None, "", WAIT))

    def _open(self) -> bool:
        return self.advice is None

    def _together(self, letters: Letters) -> list[Result] | None:
        answered = self.batch.send(self.backend, letters) if self.batch else None
        if answered is None:
            return None
        results, wait = answered
        self._heed(wait)
        return results

    def _heed(self, wait: float | None) -> None:
        if wait is not None:
            self.advice = max(wait, self.advice or 0.0)

    def _send_one(self, key: int, message: EmailMultiAlternatives) -> Result:
        try:
            self.backend.send_messages([message])
        except Exception as error:  # whatever it is, this letter's fate is to be told
            result = result_of_error(key, error)
            if result.outcome is Outcome.DEFERRED:
                self._heed(advice_of(getattr(error, "response", None)))
            return result
        status = getattr(message, "anymail_status", None)
        said = next(iter(status.recipients.values()), None) if status else None
        word = getattr(said, "status", None) or "unknown"
        return Result(key, OUTCOMES.get(word, Outcome.UNKNOWN), None, "", word)

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
    return ProviderRelay(backend, connections, BATCHES.get(name))


register("anymail", open_provider)
