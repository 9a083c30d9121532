"""Many letters in one request, where a provider's API takes whole messages in a list.

Each letter is whole and its own, so nothing is merged at the provider's and no word of an
editor's can be taken for a merge field. The answer tells each letter's fate apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urljoin

import requests
from anymail.exceptions import AnymailError
from django.core.mail import EmailMultiAlternatives

from matinee.config.provider_answers import advice_of, result_of_error, result_of_status
from matinee.post.relay import Outcome, Result, clean_text

Letters = Sequence[tuple[int, EmailMultiAlternatives]]
Answered = tuple[list[Result], float | None]  # the fates, and the wait that is asked for (s)


class Batch(Protocol):
    """How one provider takes many letters at once."""

    def send(self, backend: Any, letters: Letters) -> Answered | None:
        """Hand all over; None where the whole request was turned away for one of them."""


class PostmarkBatch:
    """Postmark's `/email/batch`: a list of messages in, a list of answers out, in that order."""

    # "Invalid recipient" and "inactive recipient". The others are about us: to be mended.
    FOR_GOOD = frozenset({300, 406})

    def send(self, backend: Any, letters: Letters) -> Answered | None:
        """Hand all over in one request."""
        results: list[Result] = []
        ready: list[tuple[int, Any]] = []
        for key, message in letters:
            try:
                ready.append((key, backend.build_message_payload(message, backend.send_defaults)))
            except AnymailError as error:
                results.append(result_of_error(key, error))
        if not ready:
            return results, None
        asked = ready[0][1].get_request_params(backend.api_url)
        try:
            response = backend.session.post(
                urljoin(backend.api_url, "email/batch"),
                data=json.dumps([payload.data for _, payload in ready]).encode(),
                headers=asked["headers"],
                timeout=backend.timeout,
            )
        except requests.RequestException as error:
            silent = [result_of_error(key, error) for key, _ in ready]
            away = silent[0].outcome is Outcome.DEFERRED
            return results + silent, advice_of(None) if away else None
        keys = [key for key, _ in ready]
        if response.status_code == 200:
            return results + self._each(keys, response), None
        told = [result_of_status(k, response.status_code, _words(response)) for k in keys]
        if len(keys) > 1 and told[0].outcome is Outcome.REFUSED:
            return None
        wait = advice_of(response) if told[0].outcome is Outcome.DEFERRED else None
        return results + told, wait

    def _each(self, keys: Sequence[int], response: requests.Response) -> list[Result]:
        try:
            answers = response.json()
        except ValueError:
            answers = None
        if not isinstance(answers, list) or len(answers) != len(keys):
            why = "The provider's answer could not be read."
            return [Result(key, Outcome.UNKNOWN, 200, "", why) for key in keys]
        return [self._one(key, answer) for key, answer in zip(keys, answers, strict=True)]

    def _one(self, key: int, answer: Any) -> Result:
        code = answer.get("ErrorCode", 0) if isinstance(answer, dict) else None
        if not isinstance(code, int):
            return Result(key, Outcome.UNKNOWN, 200, "", "The provider's answer could not be read.")
        text = clean_text(str(answer.get("Message", "")))
        if code == 0:
            return Result(key, Outcome.SENT, 250, "", text)
        if code in self.FOR_GOOD:
            return Result(key, Outcome.REFUSED, 422, "5.1.0", text)
        return Result(key, Outcome.DEFERRED, 422, "4.7.0", text)


def _words(response: requests.Response) -> str:
    try:
        said = response.json().get("Message", "")
    except (ValueError, AttributeError):
        said = ""
    return clean_text(str(said)) or f"The provider answered {response.status_code}."


BATCHES: dict[str, Batch] = {"postmark": PostmarkBatch()}
