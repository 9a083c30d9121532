"""Providers over real HTTP: a server on loopback speaks Postmark's and Mailgun's API, and fails.

Whatever it does, every letter has one fate, and what may have been taken is never tried again.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from matinee.config import providers
from matinee.post.headers import unsubscribe
from matinee.post.letter import Letter, mailbox, slot
from matinee.post.relay import Envelope, Outcome, Result, open_relay

Answer = Callable[["Api"], None]
LETTER = Letter.compile(
    headers=[
        ("From", "Desk <desk@t.example>"),
        ("To", mailbox()),
        ("Message-ID", slot("message_id")),
        ("Subject", "The second reel"),
        *unsubscribe(f"https://t.example/u/{slot('leave')}/"),
    ],
    text=f"Dear {slot('name')} {{{{not a merge field}}}} %recipient.name%",
    html=f"<p>Dear {slot('name')}</p>",
)


class Api(BaseHTTPRequestHandler):
    """One request to the provider; what it answers is told by the server's `answer`."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, self.body))  # type: ignore[attr-defined]
        self.server.answer(self)  # type: ignore[attr-defined]

    def say(self, status: int, payload: Any, **headers: str) -> None:
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing is printed."""


class Provider(ThreadingHTTPServer):
    daemon_threads = True
    seen: list[tuple[str, bytes]]
    answer: Answer


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Api)
    server.seen = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    root = f"http://127.0.0.1:{server.server_address[1]}/"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "token",
        "POSTMARK_API_URL": root,
        "MAILGUN_API_KEY": "key",
        "MAILGUN_API_URL": root,
        "MAILGUN_SENDER_DOMAIN": "t.example",
        "REQUESTS_TIMEOUT": 0.5,
    }
    yield server
    server.shutdown()
    server.server_close()


def envelopes(count: int) -> list[Envelope]:
    return [
        Envelope(
            n, "b@t.example", f"reader{n}@readers.example",
            LETTER.fill(
                {
                    "name": f"Reader {n}", "address": f"reader{n}@readers.example",
                    "message_id": f"<1.{n}.aa@t.example>", "leave": f"{n:x}".rjust(43, "L"),
                }
            ),
        )
        for n in range(count)
    ]  # fmt: skip


def hand_over(name: str, count: int, connections: int = 2) -> tuple[dict[int, Result], Any]:
    results: list[Result] = []

    async def go() -> Any:
        relay = open_relay(f"anymail+{name}:", connections=connections)
        try:
            await relay.hand_over(envelopes(count), results.append)
        finally:
            await relay.close()
        return relay

    relay = asyncio.run(go())
    assert len(results) == count
    return {result.key: result for result in results}, relay


def fates(results: dict[int, Result]) -> dict[str, int]:
    return dict(Counter(str(result.outcome) for result in results.values()))


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
    results, _ = hand_over("postmark", 120)
    assert fates(results) == {"sent": 120}
    assert {path for path, _ in provider.seen} == {"/email/batch"}
    messages = [m for _, body in provider.seen for m in json.loads(body)]
    assert max(len(json.loads(body)) for _, body in provider.seen) <= providers.MOST_IN_A_REQUEST
    assert len({m["To"] for m in messages}) == 120
    first = next(m for m in messages if "reader7@" in m["To"])
    assert first["TextBody"].strip() == "Dear Reader 7 {{not a merge field}} %recipient.name%"
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


def test_mailgun_takes_letters_side_by_side(provider):
    provider.answer = lambda api: api.say(200, {"id": "<i@t.example>", "message": "Queued."})
    results, _ = hand_over("mailgun", 30, connections=4)
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
