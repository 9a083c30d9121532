"""Whatever a server does, each envelope gets one result, and the right one."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from matinee.post.relay import Envelope, Outcome, Result, open_relay
from tests.post.servers import Talk, server, smtp_sink

MESSAGE = b"Subject: x\r\n\r\nHello.\r\n.dot\r\n"


def envelopes(count: int, domain: str = "readers.example") -> list[Envelope]:
    return [Envelope(i, "b@t.example", f"r{i}@{domain}", MESSAGE) for i in range(count)]


def hand_over(handler, count: int = 3, *, connections: int = 1, **options) -> dict[int, Result]:
    async def go() -> list[Result]:
        results: list[Result] = []
        async with server(handler) as port:
            url = f"smtp://127.0.0.1:{port}"
            relay = open_relay(url, connections=connections, timeout=0.5, **options)
            await relay.hand_over(envelopes(count), results.append)
            await relay.close()
        return results

    results = asyncio.run(go())
    assert Counter(r.key for r in results) == dict.fromkeys(range(count), 1)
    return {r.key: r for r in results}


def outcomes(results: dict[int, Result]) -> list[str]:
    return [str(results[key].outcome) for key in sorted(results)]


@pytest.mark.parametrize("extensions", [("PIPELINING",), ("SIZE 1000000",)])
def test_all_is_well_with_and_without_pipelining(extensions):
    got: list[bytes] = []

    async def handler(talk: Talk) -> None:
        await talk.greet(*extensions)
        while True:
            await talk.envelope()
            got.append(await talk.content())
            await talk.say("250 2.0.0 taken")

    results = hand_over(handler)
    assert outcomes(results) == ["sent"] * 3
    assert got == [b"Subject: x\r\n\r\nHello.\r\n..dot\r\n.\r\n"] * 3
    assert results[0].enhanced == "2.0.0"


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("550 5.1.1 <r1@readers.example> unknown", "refused"),
        ("552 5.2.2 full", "refused"),
        ("450 4.2.1 later", "deferred"),
        ("451 4.7.1 greylisted", "deferred"),
        ("452 4.3.1 no room", "deferred"),
    ],
)
def test_one_recipient_refused_leaves_the_others_alone(reply, outcome):
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        number = 0
        while True:
            if number == 1:
                await talk.envelope(rcpt=reply, data="503 no recipients")
            else:
                await talk.envelope()
                await talk.content()
                await talk.say("250 taken")
            number += 1

    results = hand_over(handler)
    assert outcomes(results) == ["sent", outcome, "sent"]
    assert "@readers" not in results[1].text


def test_a_server_that_wants_content_for_nobody_gets_none():
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await talk.envelope(rcpt="550 5.1.1 unknown")
        assert await talk.line() == "."
        await talk.say("554 5.5.1 no valid recipients")
        while True:
            await talk.envelope()
            await talk.content()
            await talk.say("250 taken")

    assert outcomes(hand_over(handler)) == ["refused", "sent", "sent"]


@pytest.mark.parametrize(
    ("reply", "outcome"), [("554 5.6.0 no", "refused"), ("451 4.3.0 no", "deferred")]
)
def test_an_answer_to_the_whole_message_counts_for_it_alone(reply, outcome):
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        for answer in ("250 taken", reply, "250 taken"):
            await talk.envelope()
            await talk.content()
            await talk.say(answer)

    assert outcomes(hand_over(handler)) == ["sent", outcome, "sent"]


def test_a_line_dropped_before_the_answer_leaves_one_unknown():
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await talk.envelope()
        await talk.content()
        await talk.say("250 taken")
        await talk.envelope()
        await talk.content()  # … and hang up without a word

    results = hand_over(handler, 2)
    assert outcomes(results) == ["sent", "unknown"]


def test_a_half_sent_answer_is_no_answer():
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await talk.envelope()
        await talk.content()
        await talk.raw(b"250 2.0.0 ta")

    assert outcomes(hand_over(handler, 1)) == ["unknown"]


def test_a_line_dropped_before_the_message_puts_it_off():
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await talk.line()

    assert outcomes(hand_over(handler, 2)) == ["deferred", "deferred"]


def test_silence_after_the_message_is_unknown_and_ends():
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await talk.envelope()
        await talk.content()
        await asyncio.sleep(30)

    assert outcomes(hand_over(handler, 1)) == ["unknown"]


def test_silence_at_the_greeting_puts_all_off():
    async def handler(talk: Talk) -> None:
        await asyncio.sleep(30)

    assert outcomes(hand_over(handler, 3)) == ["deferred"] * 3


@pytest.mark.parametrize("garbage", [b"hello\r\n", b"\xff\xfe\x00\r\n", b"2" * 9000, b"999 x\r\n"])
def test_garbage_in_place_of_an_answer_is_unknown(garbage):
    async def handler(talk: Talk) -> None:
        await talk.greet("PIPELINING")
        await talk.envelope()
        await talk.content()
        await talk.raw(garbage)
        await asyncio.sleep(2)

    assert outcomes(hand_over(handler, 1)) == ["unknown"]


def test_421_puts_off_and_asks_us_to_slow_down():
    async def go():
        results: list[Result] = []

        async def handler(talk: Talk) -> None:
            await talk.say("421 4.7.0 too many connections")

        async with server(handler) as port:
            relay = open_relay(f"smtp://127.0.0.1:{port}", connections=1, timeout=0.5)
            await relay.hand_over(envelopes(2), results.append)
            return results, relay.advice

    results, advice = asyncio.run(go())
    assert [r.outcome for r in results] == [Outcome.DEFERRED] * 2
    assert advice


def test_no_server_at_all_puts_all_off():
    async def go() -> list[Result]:
        results: list[Result] = []
        relay = open_relay("smtp://127.0.0.1:1", connections=3, timeout=0.5)
        await relay.hand_over(envelopes(5), results.append)
        return results

    results = asyncio.run(go())
    assert [r.outcome for r in results] == [Outcome.DEFERRED] * 5
    assert results[0].text == "the relay could not be reached (Connection refused)"


def test_an_internationalised_address_needs_a_server_that_takes_it():
    async def go() -> list[Result]:
        results: list[Result] = []

        async def handler(talk: Talk) -> None:
            await talk.greet("PIPELINING")
            await talk.envelope()

        async with server(handler) as port:
            relay = open_relay(f"smtp://127.0.0.1:{port}", connections=1, timeout=0.5)
            envelope = Envelope(1, "b@t.example", "zoë@readers.example", MESSAGE)
            await relay.hand_over([envelope], results.append)
            await relay.close()
        return results

    (result,) = asyncio.run(go())
    assert (result.outcome, result.enhanced) == (Outcome.REFUSED, "5.6.7")


def test_starttls_required_and_not_offered_hands_nothing_over():
    async def go() -> list[Result]:
        results: list[Result] = []

        async def handler(talk: Talk) -> None:
            await talk.greet("PIPELINING")
            assert not (await talk.line()).startswith("MAIL")

        async with server(handler) as port:
            relay = open_relay(f"smtp://127.0.0.1:{port}?starttls=required", timeout=0.5)
            await relay.hand_over(envelopes(2), results.append)
            await relay.close()
        return results

    assert [r.outcome for r in asyncio.run(go())] == [Outcome.DEFERRED] * 2


@pytest.mark.sink
def test_postfixs_own_sink_takes_a_thousand_over_ten_connections():
    async def go(port: int) -> Counter[str]:
        seen: Counter[str] = Counter()
        relay = open_relay(f"smtp://127.0.0.1:{port}", connections=10)
        await relay.hand_over(envelopes(1000), lambda r: seen.update([str(r.outcome)]))
        await relay.close()
        return seen

    with smtp_sink() as port:
        assert asyncio.run(go(port)) == {"sent": 1000}


@pytest.mark.sink
def test_a_sink_without_pipelining_is_served_too():
    async def go(port: int) -> Counter[str]:
        seen: Counter[str] = Counter()
        relay = open_relay(f"smtp://127.0.0.1:{port}", connections=4)
        await relay.hand_over(envelopes(100), lambda r: seen.update([str(r.outcome)]))
        await relay.close()
        return seen

    with smtp_sink("-p") as port:
        assert asyncio.run(go(port)) == {"sent": 100}
