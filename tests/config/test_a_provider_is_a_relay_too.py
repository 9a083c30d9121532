"""`anymail+NAME:` hands letters to a provider; anymail's own test provider stands in for one."""

from __future__ import annotations

import asyncio

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRequestsAPIError
from django.core import mail

from matinee.config.providers import result_of_error
from matinee.post.relay import Envelope, Outcome, RelayConfigError, Result, open_relay
from tests.post.test_letters_read_back_as_written import VALUES, compiled


def hand_over(count: int) -> list[Result]:
    async def go() -> list[Result]:
        results: list[Result] = []
        relay = open_relay("anymail+test:", connections=3)
        message = compiled("Hello", "<p>Hello</p>", "Ünder the sea").fill(VALUES)
        await relay.hand_over(
            [Envelope(i, "b@t.example", "ann@readers.example", message) for i in range(count)],
            results.append,
        )
        await relay.close()
        return results

    return asyncio.run(go())


def test_each_letter_gets_one_result_and_arrives_whole():
    mail.outbox = []
    results = hand_over(5)
    assert sorted(r.key for r in results) == [0, 1, 2, 3, 4]
    assert {r.outcome for r in results} == {Outcome.SENT}
    sent = mail.outbox[0]
    assert sent.subject == "Ünder the sea"
    assert sent.to == ["Ann <ann@readers.example>"]
    assert sent.alternatives[0][0].strip() == "<p>Hello</p>"


class Answer:
    """What a provider's HTTP answer looks like to anymail."""

    def __init__(self, status: int) -> None:
        self.status_code, self.text, self.reason = status, "", ""

    def json(self) -> None:
        raise ValueError


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Outcome.REFUSED),
        (401, Outcome.DEFERRED),
        (429, Outcome.DEFERRED),
        (503, Outcome.DEFERRED),
    ],
)
def test_a_providers_refusal_is_read_by_its_status(status, outcome):
    error = AnymailRequestsAPIError("no", response=Answer(status))
    assert result_of_error(1, error).outcome is outcome


def test_no_answer_from_a_provider_is_unknown():
    assert result_of_error(1, AnymailAPIError("timed out")).outcome is Outcome.UNKNOWN


def test_a_provider_that_nobody_knows_is_named_in_words():
    with pytest.raises(RelayConfigError, match="does not know"):
        open_relay("anymail+pigeon:")


def test_a_missing_key_is_named_in_words():
    with pytest.raises(RelayConfigError, match="MAILGUN_API_KEY"):
        open_relay("anymail+mailgun:")
