"""A provider on loopback, spoken to over real HTTP, and letters to hand it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from matinee.post.headers import unsubscribe
from matinee.post.letter import Letter, mailbox, slot
from matinee.post.relay import Envelope, Result, open_relay

Answer = Callable[["Api"], None]


def a_letter(words: str = "") -> Letter:
    """A letter with slots in its subject, its headers, its words and its links."""
    return Letter.compile(
        headers=[
            ("From", "Desk <desk@t.example>"),
            ("To", mailbox()),
            ("Message-ID", slot("message_id")),
            ("Subject", f"The second reel, {slot('name')}"),
            *unsubscribe(f"https://t.example/u/{slot('leave')}/"),
        ],
        text=f"Dear {slot('name')} {words}\nhttps://t.example/l/{slot('leave')}/1\n",
        html=f'<p>Dear {slot("name")}</p><p><a href="https://t.example/l/{slot("leave")}/1">1</a>'
        f' and <a href="https://t.example/l/{slot("leave")}/2">2</a></p>',
    )


LETTER = a_letter()
# Words that a provider could take for fields of its own.
TRICKY = a_letter("{{not a merge field}} %recipient.name%")


KNOWN = ("POSTMARK", "MAILGUN", "SENDGRID", "RESEND", "BREVO", "MAILJET", "MAILTRAP", "SPARKPOST")


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
        "MAILGUN_API_KEY": "key",
        "MAILGUN_SENDER_DOMAIN": "t.example",
        "SENDGRID_API_KEY": "key",
        "RESEND_API_KEY": "key",
        "BREVO_API_KEY": "key",
        "MAILJET_API_KEY": "key",
        "MAILJET_SECRET_KEY": "secret",
        "MAILTRAP_API_TOKEN": "token",
        "SPARKPOST_API_KEY": "key",
        **{f"{name}_API_URL": root for name in KNOWN},
        "REQUESTS_TIMEOUT": 0.5,
    }
    yield server
    server.shutdown()
    server.server_close()


def envelopes(count: int, letter: Letter = LETTER) -> list[Envelope]:
    return [
        Envelope(
            n, "b@t.example", f"reader{n}@readers.example",
            letter.fill(
                {
                    "name": f"Reader {n}", "address": f"reader{n}@readers.example",
                    "message_id": f"<1.{n}.aa@t.example>", "leave": f"{n:x}".rjust(43, "L"),
                }
            ),
        )
        for n in range(count)
    ]  # fmt: skip


def hand_over(
    name: str, count: int, connections: int = 2, given: Sequence[Envelope] | None = None
) -> tuple[dict[int, Result], Any]:
    results: list[Result] = []

    async def go() -> Any:
        relay = open_relay(f"anymail+{name}:", connections=connections)
        try:
            await relay.hand_over(given or envelopes(count), results.append)
        finally:
            await relay.close()
        return relay

    relay = asyncio.run(go())
    assert len(results) == count
    return {result.key: result for result in results}, relay


def fates(results: dict[int, Result]) -> dict[str, int]:
    return dict(Counter(str(result.outcome) for result in results.values()))
