"""What a provider's HTTP answer, or its silence, means for one letter.

The rule is that of design.md: a letter is handed over at most once unless a person asks. So only
what surely was not taken is tried again; where the provider may have it, it is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from anymail.exceptions import (
    AnymailCancelSend,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from django.core.mail import EmailMultiAlternatives
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from matinee.post.relay import Outcome, Result, clean_text

Letters = Sequence[tuple[int, EmailMultiAlternatives]]
Answered = tuple[list[Result], float | None]  # the fates, and the wait that is asked for (s)
# anymail's normalised words for a recipient, as our outcomes.
OUTCOMES = {
    "sent": Outcome.SENT,
    "queued": Outcome.SENT,
    "invalid": Outcome.REFUSED,
    "rejected": Outcome.REFUSED,
    "failed": Outcome.REFUSED,
    "unknown": Outcome.UNKNOWN,
}
LONGEST_ADVICE = 3600.0  # seconds
_NOT_OURS_TO_SEND = (
    AnymailCancelSend,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
_NEVER_LEFT = (ConnectTimeoutError, NameResolutionError, NewConnectionError)
# Not taken, says the provider: too early, too busy, too many, closed for now.
_COME_AGAIN = {408, 425, 429, 503}
_KEY_REFUSED = {401, 402, 403}


def result_of_error(key: int, error: Exception) -> Result:
    """Return what became of a letter whose hand-over raised `error`.

    | what happened | outcome |
    | --- | --- |
    | no connection came about | deferred |
    | 408, 425, 429, 503 | deferred |
    | 401, 402, 403: our key or account | deferred |
    | another 4xx; a letter that cannot be put in the provider's form | refused |
    | the line broke, no answer in time, another 5xx, an answer that cannot be read | unknown |
    """
    text = clean_text(str(error).splitlines()[0] if str(error) else type(error).__name__)
    status = getattr(error, "status_code", None)
    if isinstance(error, _NOT_OURS_TO_SEND):
        return Result(key, Outcome.REFUSED, status, "5.0.0", text)
    if status is not None:
        return result_of_status(key, int(status), text)
    if _never_left(error):
        return Result(key, Outcome.DEFERRED, None, "4.4.1", "The provider could not be reached.")
    return Result(key, Outcome.UNKNOWN, None, "", text)


def result_of_status(key: int, status: int, text: str) -> Result:
    """Return what an HTTP status that is no success means (see `result_of_error`)."""
    if status in _KEY_REFUSED:
        return Result(key, Outcome.DEFERRED, status, "4.7.0", "The provider refused our key.")
    if status in _COME_AGAIN:
        return Result(key, Outcome.DEFERRED, status, "4.7.0", text)
    if 400 <= status < 500:
        return Result(key, Outcome.REFUSED, status, "5.0.0", text)
    return Result(key, Outcome.UNKNOWN, status, "", text)


def _never_left(error: BaseException | None, depth: int = 8) -> bool:
    """Whether no connection came about, by what lies under the error."""
    if error is None or not depth:
        return False
    if isinstance(error, (*_NEVER_LEFT, requests.exceptions.ConnectTimeout)):
        return True
    beneath: list[Any] = [error.__cause__, error.__context__, getattr(error, "reason", None)]
    beneath += [arg for arg in error.args if isinstance(arg, BaseException)]
    return any(_never_left(e, depth - 1) for e in beneath if isinstance(e, BaseException))


def advice_of(response: Any, default: float = 60.0) -> float:
    """Return how many seconds to wait, by Retry-After (RFC 9110 §10.2.3): seconds or a date."""
    said = str(getattr(response, "headers", {}).get("Retry-After", "")).strip()
    if said.isdigit():
        return min(LONGEST_ADVICE, float(said[:9]))
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return default
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(LONGEST_ADVICE, max(0.0, (until - datetime.now(UTC)).total_seconds()))
