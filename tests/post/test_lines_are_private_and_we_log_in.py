"""TLS with certificates that are checked, and passwords only where nobody else reads them."""

from __future__ import annotations

import asyncio
import base64
import socket
from pathlib import Path

import pytest

from matinee.post.relay import Envelope, Result, open_relay
from matinee.post.smtp.auth import in_clear_is_fine
from matinee.post.smtp.options import Security, SmtpOptions
from tests.post.certificates import certificate
from tests.post.servers import Handler, Talk, server

MESSAGE = b"Subject: x\r\n\r\nHello.\r\n" + b"A line of some length, many times over.\r\n" * 2000


def hand_one_over(url: str, *, count: int = 2) -> list[Result]:
    async def go() -> list[Result]:
        results: list[Result] = []
        relay = open_relay(url, connections=1, timeout=2)
        letters = [Envelope(i, "b@t.example", "r@readers.example", MESSAGE) for i in range(count)]
        await relay.hand_over(letters, results.append)
        await relay.close()
        return results

    return asyncio.run(go())


def serving(handler: Handler, url: str, **options) -> list[Result]:
    """Serve on a free port and hand two messages over to `url`, where PORT is that port."""

    async def go() -> list[Result]:
        async with server(handler, **options) as port:
            return await asyncio.to_thread(hand_one_over, url.replace("PORT", str(port)))

    return asyncio.run(go())


def outcomes(results: list[Result]) -> list[str]:
    return [str(r.outcome) for r in results]


async def take_all(talk: Talk) -> None:
    while True:
        await talk.envelope()
        assert len(await talk.content()) == len(MESSAGE) + 3
        await talk.say("250 taken")


async def greet_and_take_all(talk: Talk) -> None:
    await talk.greet("PIPELINING")
    await take_all(talk)


def with_starttls(context, then: Handler) -> Handler:
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING", "STARTTLS")
        assert await talk.line() == "STARTTLS"
        await talk.say("220 go")
        await talk.writer.start_tls(context)
        assert (await talk.line()).startswith("EHLO")
        await then(talk)

    return handler


async def ehlo_and_take_all(talk: Talk) -> None:
    await talk.say("250-test.example", "250 PIPELINING")
    await take_all(talk)


def test_tls_at_once_with_a_good_certificate_takes_messages(tmp_path: Path):
    mine = certificate(tmp_path)
    url = f"smtps://127.0.0.1:PORT?ca_file={mine.path}"
    results = serving(greet_and_take_all, url, ssl=mine.server_context())
    assert outcomes(results) == ["sent", "sent"]


@pytest.mark.parametrize("how", ["", "&starttls=offered", "&starttls=required"])
def test_starttls_is_used_where_it_is_offered(tmp_path: Path, how: str):
    mine = certificate(tmp_path)
    handler = with_starttls(mine.server_context(), ehlo_and_take_all)
    results = serving(handler, f"smtp://127.0.0.1:PORT?ca_file={mine.path}{how}")
    assert outcomes(results) == ["sent", "sent"]


@pytest.mark.parametrize(
    ("host", "days", "trusted", "says"),
    [
        ("127.0.0.1", 1, False, "self-signed"),
        ("127.0.0.1", -1, True, "expired"),
        ("relay.example", 1, True, "IP address mismatch"),
    ],
)
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_bad_certificate_gets_no_mail_and_says_why(tmp_path, host, days, trusted, says, scheme):
    theirs = certificate(tmp_path, host, days=days)
    query = f"?ca_file={theirs.path}" if trusted else ""
    context = theirs.server_context()
    if scheme == "smtps":
        results = serving(greet_and_take_all, f"smtps://127.0.0.1:PORT{query}", ssl=context)
    else:
        handler = with_starttls(context, ehlo_and_take_all)
        results = serving(handler, f"smtp://127.0.0.1:PORT{query}")
    assert outcomes(results) == ["deferred", "deferred"]
    assert says in results[0].text


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_a_server_that_speaks_no_tls_gets_no_mail(scheme):
    async def handler(talk: Talk) -> None:
        await talk.greet("STARTTLS")
        await talk.line()
        await talk.say("220 go", "250 not really")
        await asyncio.sleep(2)

    results = serving(handler, f"{scheme}://127.0.0.1:PORT")
    assert outcomes(results) == ["deferred", "deferred"]


def test_words_slipped_in_before_tls_are_not_believed(tmp_path: Path):
    mine = certificate(tmp_path)

    async def handler(talk: Talk) -> None:
        await talk.greet("STARTTLS")
        await talk.line()
        await talk.raw(b"220 go\r\n250-evil.example\r\n250 AUTH")
        await talk.writer.start_tls(mine.server_context())
        await ehlo_and_take_all(talk)

    results = serving(handler, f"smtp://127.0.0.1:PORT?ca_file={mine.path}")
    assert outcomes(results) == ["deferred", "deferred"]
    assert "spoke in clear" in results[0].text


def test_starttls_refused_is_no_reason_to_go_on_in_clear():
    async def handler(talk: Talk) -> None:
        await talk.greet("STARTTLS")
        await talk.line()
        await talk.say("454 TLS not available just now")
        assert not await talk.line()

    results = serving(handler, "smtp://127.0.0.1:PORT")
    assert outcomes(results) == ["deferred", "deferred"]
    assert (results[0].code, results[0].enhanced) == (454, "4.7.0")


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


PLAIN = f"AUTH PLAIN {b64(chr(0) + 'desk@t.example' + chr(0) + 'p/:@ü')}"
BEARER = f"AUTH XOAUTH2 {b64('user=desk@t.example' + chr(1) + 'auth=Bearer p/:@ü' + chr(1) * 2)}"


@pytest.mark.parametrize(
    ("offer", "wanted", "talks"),
    [
        ("AUTH PLAIN LOGIN", "", [(PLAIN, "235 in")]),
        ("AUTH login", "", [("AUTH LOGIN", "334 VXNlcm5hbWU6"), (b64("desk@t.example"), "334 "),
                            (b64("p/:@ü"), "235 in")]),
        ("AUTH PLAIN LOGIN", "login", [("AUTH LOGIN", "334 "), (b64("desk@t.example"), "334 "),
                                       (b64("p/:@ü"), "235 in")]),
        ("AUTH XOAUTH2", "", [(BEARER, "235 in")]),
        ("AUTH PLAIN XOAUTH2", "xoauth2", [(BEARER, "235 in")]),
    ],
)  # fmt: skip
def test_each_way_of_logging_in_is_spoken_as_written_down(offer, wanted, talks):
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING", offer)
        for said, answer in talks:
            assert await talk.line() == said
            await talk.say(answer)
        await take_all(talk)

    url = f"smtp://desk%40t.example:p%2F%3A%40%C3%BC@127.0.0.1:PORT?auth={wanted}"
    assert outcomes(serving(handler, url)) == ["sent", "sent"]


@pytest.mark.parametrize(
    ("offer", "answers"),
    [
        ("AUTH PLAIN", ["535 5.7.8 no"]),
        ("AUTH LOGIN", ["504 not that"]),
        ("AUTH LOGIN", ["334 ", "535 5.7.8 who?"]),
        ("AUTH XOAUTH2", ["334 eyJzdGF0dXMiOiI0MDAifQ==", "535 5.7.8 stale"]),
        ("AUTH CRAM-MD5", []),
        ("SIZE 1000", []),
    ],
)
def test_a_login_refused_sends_nothing_and_refuses_nobody(offer, answers):
    heard: list[str] = []

    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING", offer)
        for answer in answers:
            heard.append(await talk.line())
            await talk.say(answer)
        heard.append(await talk.line())

    results = serving(handler, "smtp://desk:hush@127.0.0.1:PORT")
    assert outcomes(results) == ["deferred", "deferred"]
    assert not any(line.startswith("MAIL") for line in heard)
    assert len(heard) == len(answers)
    assert "hush" not in results[0].text


@pytest.mark.parametrize(
    ("host", "security", "fine"),
    [
        ("relay.example", Security.OFFERED, False),
        ("192.0.2.7", Security.OFFERED, False),
        ("relay.example", Security.NEVER, True),
        ("127.0.0.1", Security.OFFERED, True),
        ("::1", Security.OFFERED, True),
        ("localhost", Security.OFFERED, True),
    ],
)
def test_a_password_goes_in_clear_only_to_this_machine_or_where_the_settings_say(
    host, security, fine
):
    assert in_clear_is_fine(SmtpOptions(host=host, port=25, security=security)) is fine


def test_a_server_whose_offer_of_tls_was_taken_out_gets_no_password(monkeypatch):
    heard: list[str] = []

    async def handler(talk: Talk) -> None:
        await talk.greet("AUTH PLAIN")
        heard.append(await talk.line())

    # The name of a machine elsewhere, so far as we know, that leads to this one.
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: resolve(
            "127.0.0.1" if host == "relay.example" else host, *rest, **more
        ),
    )
    results = serving(handler, "smtp://desk:hush@relay.example:PORT")
    assert outcomes(results) == ["deferred", "deferred"]
    assert "in clear" in results[0].text
    assert heard == []
