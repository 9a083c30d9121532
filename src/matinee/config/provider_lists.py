"""Many letters in one request, where a provider's API takes whole messages in a list.

Each letter is whole and its own, so nothing is merged at the provider's and no word of an
editor's can be taken for a merge field. The answer tells each letter's fate apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urljoin

import requests
from anymail.exceptions import AnymailError

from matinee.config.provider_answers import (
    Answered,
    Letters,
    advice_of,
    result_of_error,
    result_of_status,
)
from matinee.post.relay import Outcome, Result, clean_text

UNREADABLE = "The provider's answer could not be read."


class ListBatch:
    """A list of messages in, a list of answers out, in that order."""

    path = ""
    answers_in: str | None = None
    """The member of the answer that holds the list; None where the answer is the list."""
    good: ClassVar[frozenset[int]] = frozenset({200})

    def shares(self, letters: Letters) -> list[Letters]:
        """Return the letters as they go: all in one request."""
        return [letters]

    def body(self, messages: list[dict[str, Any]]) -> Any:
        """Return what is posted, as JSON will write it."""
        return messages

    def one(self, key: int, answer: Any) -> Result:
        """Return what one answer says of its letter."""
        raise NotImplementedError

    def where(self, payload: Any) -> str:
        """Return the path of the list's own address under the API's root."""
        return self.path

    def send(self, backend: Any, letters: Letters) -> Answered | None:
        """Hand all over in one request; None where it was turned away whole for one of them."""
        results: list[Result] = []
        ready: list[tuple[int, Any]] = []
        for key, message in letters:
            try:
                ready.append((key, backend.build_message_payload(message, backend.send_defaults)))
            except AnymailError as error:
                results.append(result_of_error(key, error))
        if not ready:
            return results, None
        keys = [key for key, _ in ready]
        try:
            response = self._post(backend, [payload for _, payload in ready])
        except requests.RequestException as error:
            silent = [result_of_error(key, error) for key in keys]
            away = silent[0].outcome is Outcome.DEFERRED
            return results + silent, advice_of(None) if away else None
        if self.tells(response):
            return results + self._each(keys, response), None
        told = [result_of_status(k, response.status_code, words_of(response)) for k in keys]
        if len(keys) > 1 and told[0].outcome is Outcome.REFUSED:
            return None
        wait = advice_of(response) if told[0].outcome is Outcome.DEFERRED else None
        return results + told, wait

    def tells(self, response: requests.Response) -> bool:
        """Whether the answer tells each letter's fate."""
        return response.status_code in self.good

    def _post(self, backend: Any, payloads: Sequence[Any]) -> requests.Response:
        asked = [payload.get_request_params(backend.api_url) for payload in payloads]
        answered: requests.Response = backend.session.post(
            urljoin(backend.api_url, self.where(payloads[0])),
            data=json.dumps(self.body([payload.data for payload in payloads]), default=dict),
            headers=asked[0]["headers"],
            auth=asked[0]["auth"],
            timeout=backend.timeout,
        )
        return answered

    def _each(self, keys: Sequence[int], response: requests.Response) -> list[Result]:
        try:
            answers = response.json()
        except ValueError:
            answers = None
        if self.answers_in is not None:
            answers = answers.get(self.answers_in) if isinstance(answers, dict) else None
        if not isinstance(answers, list) or len(answers) != len(keys):
            return [unknown(key) for key in keys]
        return [self.one(key, answer) for key, answer in zip(keys, answers, strict=True)]


class PostmarkBatch(ListBatch):
    """Postmark's `/email/batch`, 500 at most."""

    path = "email/batch"
    # "Invalid recipient" and "inactive recipient". The others are about us: to be mended.
    FOR_GOOD = frozenset({300, 406})

    def one(self, key: int, answer: Any) -> Result:
        """`{"ErrorCode": 0, "Message": "OK"}`."""
        code = answer.get("ErrorCode", 0) if isinstance(answer, dict) else None
        if not isinstance(code, int):
            return unknown(key)
        text = clean_text(str(answer.get("Message", "")))
        if code == 0:
            return Result(key, Outcome.SENT, 250, "", text)
        if code in self.FOR_GOOD:
            return Result(key, Outcome.REFUSED, 422, "5.1.0", text)
        return Result(key, Outcome.DEFERRED, 422, "4.7.0", text)


class ResendBatch(ListBatch):
    """Resend's `/emails/batch`, 100 at most: all are taken or none (its strict way)."""

    path = "emails/batch"
    answers_in = "data"

    def one(self, key: int, answer: Any) -> Result:
        """`{"id": "…"}`."""
        return _named(key, answer.get("id") if isinstance(answer, dict) else None)


class BrevoBatch(ListBatch):
    """Brevo's `/smtp/email` with `messageVersions`, 1,000 at most: all are taken or none."""

    path = "smtp/email"
    answers_in = "messageIds"
    good = frozenset({200, 201, 202})
    OWN = ("to", "subject", "htmlContent", "textContent", "headers", "replyTo")

    def body(self, messages: list[dict[str, Any]]) -> Any:
        """What letters share stands once; the rest is each version's own."""
        shared = {k: v for k, v in messages[0].items() if k not in (*self.OWN, "cc", "bcc")}
        base = {k: messages[0][k] for k in ("subject", "htmlContent") if k in messages[0]}
        versions = [{k: m[k] for k in self.OWN if k in m} for m in messages]
        return {**shared, **base, "messageVersions": versions}

    def one(self, key: int, answer: Any) -> Result:
        """Return it as taken: an answer is a message's id."""
        return _named(key, answer)


class MailjetBatch(ListBatch):
    """Mailjet's Send API v3.1, 50 at most."""

    path = "send"
    answers_in = "Messages"

    def body(self, messages: list[dict[str, Any]]) -> Any:
        """Return each message with what anymail writes for all of them."""
        return {"Messages": [{**m["Globals"], **m["Messages"][0]} for m in messages]}

    def tells(self, response: requests.Response) -> bool:
        """Whether each letter's fate is told: also by a 4xx that lists the messages."""
        if 400 <= response.status_code < 500:
            return "Messages" in _object(response)
        return super().tells(response)

    def one(self, key: int, answer: Any) -> Result:
        """`{"Status": "success"}`, or `"error"` with `Errors`, each with a status and words."""
        status = answer.get("Status") if isinstance(answer, dict) else None
        if status == "success":
            return Result(key, Outcome.SENT, 250, "", "success")
        errors = answer.get("Errors") if isinstance(answer, dict) else None
        first = errors[0] if isinstance(errors, list) and errors else None
        if status != "error" or not isinstance(first, dict):
            return unknown(key)
        code = first.get("StatusCode")
        text = clean_text(str(first.get("ErrorMessage", "")))
        return result_of_status(key, code if isinstance(code, int) else 400, text)


class MailtrapBatch(ListBatch):
    """Mailtrap's `/batch`, 500 at most."""

    answers_in = "responses"

    def where(self, payload: Any) -> str:
        """Return the batch's address beside the one for a single message, sandbox or not."""
        return str(payload.get_api_endpoint()).replace("send", "batch", 1)

    def body(self, messages: list[dict[str, Any]]) -> Any:
        """Return nothing shared: every request is whole."""
        return {"base": {"from": messages[0].get("from")}, "requests": messages}

    def one(self, key: int, answer: Any) -> Result:
        """`{"success": true}`, or false with `errors`, a list of words."""
        success = answer.get("success") if isinstance(answer, dict) else None
        if success is True:
            return Result(key, Outcome.SENT, 250, "", "")
        if success is not False:
            return unknown(key)
        errors = answer.get("errors")
        words = "; ".join(str(e) for e in errors) if isinstance(errors, list) else ""
        return Result(key, Outcome.REFUSED, 422, "5.0.0", clean_text(words))


def _named(key: int, name: Any) -> Result:
    if isinstance(name, str) and name:
        return Result(key, Outcome.SENT, 250, "", "queued")
    return unknown(key)


def unknown(key: int) -> Result:
    """Return the fate of a letter that the answer does not tell."""
    return Result(key, Outcome.UNKNOWN, 200, "", UNREADABLE)


def words_of(response: requests.Response) -> str:
    """Return a provider's own words for turning a request away, without addresses."""
    told = _object(response)
    said = next((told[k] for k in ("Message", "message", "ErrorMessage") if told.get(k)), "")
    return clean_text(str(said)) or f"The provider answered {response.status_code}."


def _object(response: requests.Response) -> dict[str, Any]:
    try:
        told = response.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
