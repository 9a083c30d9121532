"""Providers over real HTTP: a server on loopback speaks Postmark's and Mailgun's API, and fails.

Whatever it does, every letter has one fate, and what may have been taken is never tried again.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from matinee.config import providers
from matinee.post.relay import Envelope, Outcome, Result, open_relay
from tests.config.provider import (
    TRICKY,
    Api,
    envelopes,
    fates,
    hand_over,
    provider,
)

__all__ = ["provider"]  # the fixture


def taken(api: Api) -> None:
    """As Postmark: one answer a message, in order."""
    api.say(
        200,
        [
            {"ErrorCode": 0, "Message": "OK", "MessageID": "id", "To": message["To"]}
            for message in json.loads(api.body)
        ],
    )


def test_postmark_takes_a_batch_of_whole_letters(provider):
    provider.answer = taken
    results, _ = hand_over("postmark", 120, given=envelopes(120, TRICKY))
    assert fates(results) == {"sent": 120}
    assert {path for path, _ in provider.seen} == {"/email/batch"}
    messages = [m for _, body in provider.seen for m in json.loads(body)]
    assert max(len(json.loads(body)) for _, body in provider.seen) <= providers.MOST_IN_A_REQUEST
    assert len({m["To"] for m in messages}) == 120
    first = next(m for m in messages if "reader7@" in m["To"])
    assert first["TextBody"].startswith("Dear Reader 7 {{not a merge field}} %recipient.name%")
    assert first["Metadata"] == {"letter": "leave+" + "7".rjust(43, "L")}
    assert {"Name": "Message-ID", "Value": "<1.7.aa@t.example>"} in first["Headers"]


def test_in_a_batch_each_letter_has_a_fate_of_its_own(provider):
    def some(api: Api) -> None:
        told = []
        for message in json.loads(api.body):
            if "reader1@" in message["To"]:
                told.append({"ErrorCode": 406, "Message": "Inactive: reader1@readers.example"})
            elif "reader2@" in message["To"]:
                told.append({"ErrorCode": 405, "Message": "Not allowed to send: out of credits"})
            elif "reader3@" in message["To"]:
                told.append("nonsense")
            else:
                told.append({"ErrorCode": 0, "Message": "OK", "MessageID": "id"})
        api.say(200, told)

    provider.answer = some
    results, _ = hand_over("postmark", 5, connections=1)
    assert [str(results[n].outcome) for n in range(5)] == [
        "sent", "refused", "deferred", "unknown", "sent",
    ]  # fmt: skip
    assert "reader1" not in results[1].text


def test_a_whole_request_turned_away_for_one_letter_is_told_letter_by_letter(provider):
    def strict(api: Api) -> None:
        if api.path == "/email/batch":
            api.say(422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'x'."})
        elif "reader1@" in json.loads(api.body)["To"]:
            api.say(
                422,
                {"ErrorCode": 300, "Message": "Invalid 'To' address: 'reader1@readers.example'."},
            )
        else:
            api.say(
                200, {"ErrorCode": 0, "Message": "OK", "MessageID": "i",
                      "To": json.loads(api.body)["To"]},
            )  # fmt: skip

    provider.answer = strict
    results, _ = hand_over("postmark", 3, connections=1)
    assert fates(results) == {"sent": 2, "refused": 1}
    assert results[1].outcome is Outcome.REFUSED
    assert "reader1" not in results[1].text


@pytest.mark.parametrize("name", ["postmark", "mailgun"])
@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (401, "deferred"),
        (429, "deferred"),
        (503, "deferred"),
        (500, "unknown"),
        (502, "unknown"),
        (504, "unknown"),
        (400, "refused"),
    ],
)
def test_the_status_decides(provider, name, status, fate):
    provider.answer = lambda api: api.say(status, {"message": "no", "Message": "no"})
    results, _ = hand_over(name, 1)
    assert fates(results) == {fate: 1}


@pytest.mark.parametrize("name", ["postmark", "mailgun"])
@pytest.mark.parametrize("when", ["seconds", "date", "nonsense"])
def test_a_provider_that_asks_to_slow_down_is_obeyed(provider, name, when):
    said = {
        "seconds": "7",
        "date": format_datetime(datetime.now(UTC) + timedelta(seconds=20)),
        "nonsense": "soon",
    }[when]
    provider.answer = lambda api: api.say(429, {"Message": "slow"}, Retry_After=said)
    results, relay = hand_over(name, 200, connections=1)
    assert fates(results) == {"deferred": 200}
    assert len(provider.seen) == 1
    low, high = {"seconds": (7, 7), "date": (10, 20), "nonsense": (60, 60)}[when]
    assert low <= relay.advice <= high


@pytest.mark.parametrize("name", ["postmark", "mailgun"])
def test_silence_is_unknown(provider, name):
    provider.answer = lambda api: time.sleep(1.0)
    assert fates(hand_over(name, 2, connections=1)[0]) == {"unknown": 2}


@pytest.mark.parametrize("name", ["postmark", "mailgun"])
def test_a_line_that_drops_after_the_request_is_unknown(provider, name):
    def drop(api: Api) -> None:
        api.close_connection = True
        api.connection.shutdown(socket.SHUT_RDWR)

    provider.answer = drop
    assert fates(hand_over(name, 2, connections=1)[0]) == {"unknown": 2}


@pytest.mark.parametrize("name", ["postmark", "mailgun"])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"null", b"[1, 2, 3]"])
def test_an_answer_that_cannot_be_read_is_unknown(provider, name, body):
    provider.answer = lambda api: api.say(200, body)
    outcome = fates(hand_over(name, 2, connections=1)[0])
    assert outcome == {"unknown": 2}


@pytest.mark.parametrize("name", ["postmark", "mailgun"])
def test_a_provider_that_cannot_be_reached_has_nothing_of_ours(provider, settings, name):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        root = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
        settings.ANYMAIL = {
            **settings.ANYMAIL, "POSTMARK_API_URL": root, "MAILGUN_API_URL": root,
        }  # fmt: skip
        results, relay = hand_over(name, 3, connections=1)
    assert fates(results) == {"deferred": 3}
    assert relay.advice


def test_letters_with_words_like_merge_fields_go_alone_side_by_side(provider):
    provider.answer = lambda api: api.say(200, {"id": "<i@t.example>", "message": "Queued."})
    results, _ = hand_over("mailgun", 30, connections=4, given=envelopes(30, TRICKY))
    assert fates(results) == {"sent": 30}
    assert len(provider.seen) == 30


def test_a_gate_that_shuts_leaves_what_was_begun_with_a_fate(provider):
    provider.answer = taken

    class Shut(Exception):
        pass

    class Gated:
        def __init__(self, envelope: Envelope) -> None:
            self.envelope, self.key, self.recipient = envelope, envelope.key, envelope.recipient

        @property
        def message(self) -> bytes:
            if self.key >= 3:
                raise Shut
            return self.envelope.message

    results: list[Result] = []

    async def go() -> None:
        relay = open_relay("anymail+postmark:", connections=1)
        try:
            await relay.hand_over([Gated(e) for e in envelopes(6)], results.append)
        finally:
            await relay.close()

    with pytest.raises(Shut):
        asyncio.run(go())
    assert sorted((r.key, str(r.outcome)) for r in results) == [(n, "sent") for n in range(3)]
