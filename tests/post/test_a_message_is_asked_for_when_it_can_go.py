"""A message is asked for once, at the moment it can go: that is what receipts stand on."""

from __future__ import annotations

import asyncio

import pytest

from matinee.post.relay import Outcome, Result, open_relay
from tests.post.servers import Talk, server

PIPELINED, NOT = "PIPELINING", "SIZE 1000000"


class Asked:
    """An envelope that writes down when its message is asked for."""

    sender = "b@t.example"
    dotless = False

    def __init__(self, key: int, log: list[str]) -> None:
        self.key = key
        self.recipient = f"r{key}@readers.example"
        self.log = log

    @property
    def message(self) -> bytes:
        self.log.append(f"asked {self.key}")
        return f"Subject: {self.key}\r\n\r\nHello\r\n".encode()


def hand_over(handler, envelopes, connections: int = 1) -> list[Result]:
    results: list[Result] = []

    async def go() -> None:
        async with server(handler) as port:
            url = f"smtp://127.0.0.1:{port}"
            relay = open_relay(url, helo="t.example", connections=connections, timeout=5)
            await relay.hand_over(envelopes, results.append)
            await relay.close()

    asyncio.run(go())
    return results


@pytest.mark.parametrize("extension", [PIPELINED, NOT])
def test_it_is_asked_for_once_after_the_go_ahead_and_before_its_first_byte(extension):
    log: list[str] = []

    async def handler(talk: Talk) -> None:
        await talk.greet(extension)
        while True:
            for _ in ("MAIL", "RCPT"):
                if await talk.line() == "QUIT":
                    return
                await talk.say("250 ok")
            assert await talk.line() == "DATA"
            await asyncio.sleep(0.05)  # the go-ahead is held back for a moment
            log.append("go ahead")
            await talk.say("354 go")
            content = await talk.content()
            log.append("arrived " + content.split(b"\r\n", 1)[0].decode().partition(": ")[2])
            await talk.say("250 taken")

    results = hand_over(handler, [Asked(n, log) for n in (1, 2, 3)])
    assert [r.outcome for r in results] == [Outcome.SENT] * 3
    assert log == [line for n in (1, 2, 3) for line in ("go ahead", f"asked {n}", f"arrived {n}")]


@pytest.mark.parametrize("extension", [PIPELINED, NOT])
def test_that_of_a_refused_recipient_is_never_asked_for(extension):
    log: list[str] = []

    async def handler(talk: Talk) -> None:
        await talk.greet(extension)
        if extension == PIPELINED:
            await talk.envelope(rcpt="550 5.1.1 nobody", data="554 5.5.1 nobody at all")
        else:
            for answer in ("250 ok", "550 5.1.1 nobody"):
                await talk.line()
                await talk.say(answer)
        await talk.envelope()
        await talk.content()
        await talk.say("250 taken")
        await talk.line()

    results = hand_over(handler, [Asked(1, log), Asked(2, log)])
    assert {r.key: r.outcome for r in results} == {1: Outcome.REFUSED, 2: Outcome.SENT}
    assert log == ["asked 2"]


def test_after_a_line_that_broke_before_it_another_line_asks_for_it_and_only_that_one():
    log: list[str] = []
    lines = 0

    async def handler(talk: Talk) -> None:
        nonlocal lines
        lines += 1
        await talk.greet(PIPELINED)
        await talk.envelope()
        await talk.content()
        await talk.say("250 taken")
        if lines == 1:
            return  # the second's envelope was on this line, and its content never was
        await talk.line()

    results = hand_over(handler, [Asked(1, log), Asked(2, log)])
    assert {r.key: r.outcome for r in results} == {1: Outcome.SENT, 2: Outcome.SENT}
    assert log == ["asked 1", "asked 2"]
