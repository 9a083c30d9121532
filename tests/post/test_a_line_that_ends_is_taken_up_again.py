"""What never left goes over another line; what cannot be told apart is not guessed at."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from matinee.post.relay import Envelope, Outcome, Relay, Result, open_relay
from tests.post.servers import Handler, Talk, server

MESSAGE = b"Subject: x\r\n\r\nHello.\r\n"


def envelopes(*recipients: str, sender: str = "b@t.example") -> list[Envelope]:
    return [Envelope(i, sender, recipient, MESSAGE) for i, recipient in enumerate(recipients)]


def some(count: int) -> list[Envelope]:
    return envelopes(*(f"r{i}@readers.example" for i in range(count)))


def windows(handler: Handler, *all_windows: list[Envelope], **options) -> list[list[Result]]:
    """Hand windows over one after the other, with a pause in which the loop stands still."""

    async def go() -> list[list[Result]]:
        async with server(handler) as port:
            options.setdefault("connections", 1)
            relay: Relay = open_relay(f"smtp://127.0.0.1:{port}", timeout=0.5, **options)
            told: list[list[Result]] = []
            for window in all_windows:
                results: list[Result] = []
                await relay.hand_over(window, results.append)
                assert Counter(r.key for r in results) == {e.key: 1 for e in window}
                told.append(sorted(results, key=lambda r: r.key))
            await relay.close()
            advice.append(relay.advice)
        return told

    advice: list[float | None] = []
    told = asyncio.run(go())
    windows.advice = advice[0]  # type: ignore[attr-defined]
    return told


def outcomes(results: list[Result]) -> list[str]:
    return [str(r.outcome) for r in results]


async def take_one(talk: Talk, answer: str = "250 taken") -> None:
    await talk.envelope()
    await talk.content()
    await talk.say(answer)


def test_a_line_that_the_server_ended_between_windows_costs_nobody_anything():
    calls = 0

    async def handler(talk: Talk) -> None:
        nonlocal calls
        calls += 1
        await talk.greet("PIPELINING")
        await take_one(talk)  # … and hang up

    first, second = windows(handler, some(1), some(1))
    assert outcomes(first) == outcomes(second) == ["sent"]
    assert calls == 2


def test_a_server_that_takes_two_a_line_and_hangs_up_gets_all():
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await take_one(talk)
        await take_one(talk)

    (results,) = windows(handler, some(7))
    assert outcomes(results) == ["sent"] * 7


@pytest.mark.parametrize("extension", ["PIPELINING", "SIZE 1000000"])
def test_421_after_some_messages_sends_the_rest_over_another_line_and_asks_for_less(extension):
    async def handler(talk: Talk) -> None:
        await talk.greet(extension)
        await take_one(talk)
        await take_one(talk)
        await talk.line()
        await talk.say("421 4.7.0 enough for one connection")

    (results,) = windows(handler, some(6))
    assert outcomes(results) == ["sent"] * 6
    assert windows.advice  # type: ignore[attr-defined]


def test_421_in_answer_to_a_message_puts_off_it_alone():
    turn = 0

    async def handler(talk: Talk) -> None:
        nonlocal turn
        turn += 1
        await talk.greet("PIPELINING")
        await take_one(talk, "421 4.3.2 going down" if turn == 1 else "250 taken")
        if turn > 1:
            await take_one(talk)

    (results,) = windows(handler, some(3))
    assert outcomes(results) == ["deferred", "sent", "sent"]
    assert (results[0].code, results[0].enhanced) == (421, "4.3.2")


def test_421_at_the_first_envelope_tells_its_words_and_is_not_asked_for_ever():
    calls = 0

    async def handler(talk: Talk) -> None:
        nonlocal calls
        calls += 1
        await talk.greet("PIPELINING")
        await talk.line()
        await talk.say("421 4.7.0 not from you, r0@readers.example")

    (results,) = windows(handler, some(9))
    assert outcomes(results) == ["deferred"] * 9
    assert (results[0].code, calls) == (421, 3)
    assert "not from you, <address>" in results[0].text


def test_rset_refused_by_a_server_without_pipelining_changes_nothing():
    async def handler(talk: Talk) -> None:
        await talk.greet("SIZE 1000000")
        await talk.line()
        await talk.say("550 5.7.1 no")
        assert await talk.line() == "RSET"
        await talk.say("502 what?")
        while True:
            await take_one(talk)

    (results,) = windows(handler, some(3))
    assert outcomes(results) == ["refused", "sent", "sent"]


def test_after_an_answer_too_many_nothing_is_sent_over_that_line():
    """Else the next envelopes would be taken for a message's content, or the reverse."""
    got: list[bytes] = []
    turn = 0

    async def handler(talk: Talk) -> None:
        nonlocal turn
        turn += 1
        await talk.greet("PIPELINING")
        await talk.envelope()
        got.append(await talk.content())
        await talk.say(*["250 taken"] * (2 if turn == 1 else 1))
        while True:
            await talk.envelope()
            got.append(await talk.content())
            await talk.say("250 taken")

    (results,) = windows(handler, some(4))
    assert outcomes(results) == ["sent"] * 4
    assert len(got) == 4
    assert all(b"MAIL FROM" not in content for content in got)


def test_an_answer_to_the_message_that_is_none_leaves_it_unknown():
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await take_one(talk, "354 go on")
        await asyncio.sleep(2)

    (results,) = windows(handler, some(1))
    assert outcomes(results) == ["unknown"]


def test_an_answer_that_drips_in_is_waited_for_as_a_whole():
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await talk.envelope()
        await talk.content()
        for byte in b"250 2.0.0 taken, at last":
            await talk.raw(bytes([byte]))
            await asyncio.sleep(0.1)

    (results,) = windows(handler, some(1))
    assert outcomes(results) == ["unknown"]


def test_a_connection_carries_its_share_and_no_more():
    taken: list[int] = []

    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        place = len(taken)
        taken.append(0)
        while True:
            await take_one(talk)
            taken[place] += 1

    results = windows(handler, some(5), some(4), reuse=3)
    assert [outcomes(r) for r in results] == [["sent"] * 5, ["sent"] * 4]
    assert taken == [3, 3, 3]


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example>\r\nRCPT TO:<c@d.example",
        "a@b.example\nDATA",
        "a b@c.example",
        "",
        "x" * 250 + "@readers.example",
        "\ud800@readers.example",
    ],
)
def test_an_address_that_would_write_commands_is_refused_before_the_line(address):
    lines: list[str] = []

    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING", "SMTPUTF8")
        while True:
            lines.append(await talk.line())
            await talk.say("250 ok")

    (results,) = windows(handler, envelopes(address))
    assert (results[0].outcome, results[0].enhanced) == (Outcome.REFUSED, "5.1.3")
    assert not any(line.startswith(("MAIL", "RCPT", "DATA")) for line in lines)


def test_a_bounce_goes_out_with_an_empty_sender():
    paths: list[str] = []

    async def handler(talk: Talk) -> None:
        await talk.greet("SIZE 1000000")
        paths.append(await talk.line())
        await talk.say("250 ok")
        await talk.line()
        await talk.say("550 5.1.1 no")

    windows(handler, envelopes("r@readers.example", sender=""))
    assert paths == ["MAIL FROM:<>"]


def test_an_internationalised_address_is_announced_to_a_server_that_takes_it():
    paths: list[str] = []

    async def handler(talk: Talk) -> None:
        await talk.greet("SMTPUTF8")
        for answer in ("250 ok", "250 ok", "354 go"):
            paths.append(await talk.line())
            await talk.say(answer)
        await talk.content()
        await talk.say("250 taken")

    (results,) = windows(handler, envelopes("zoë@readers.example"))
    assert outcomes(results) == ["sent"]
    assert paths[:2] == ["MAIL FROM:<b@t.example> SMTPUTF8", "RCPT TO:<zoë@readers.example>"]


def test_an_old_server_that_knows_no_ehlo_is_greeted_the_old_way():
    async def handler(talk: Talk) -> None:
        await talk.say("220 old.example")
        assert (await talk.line()).startswith("EHLO")
        await talk.say("500 what?")
        assert (await talk.line()).startswith("HELO")
        await talk.say("250 old.example")
        while True:
            await take_one(talk)

    (results,) = windows(handler, some(2))
    assert outcomes(results) == ["sent"] * 2


class Gate(Exception):
    """The caller's own reason not to go on."""


class Shut:
    """An envelope that may not go after all."""

    key, sender, recipient = 99, "b@t.example", "r@readers.example"
    dotless = False

    @property
    def message(self) -> bytes:
        raise Gate


def test_what_a_message_raises_comes_out_and_not_a_byte_of_content_left():
    got: list[bytes] = []

    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        while True:
            await talk.envelope()
            got.append(await talk.content())
            await talk.say("250 taken")

    with pytest.raises(Gate):
        windows(handler, [*some(1), Shut()])  # type: ignore[list-item]
    assert len(got) == 1
