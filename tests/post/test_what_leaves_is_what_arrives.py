"""A letter filled, signed and handed over arrives as it was, its signature good."""

from __future__ import annotations

import asyncio
import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

import dkim
from matinee.post.dkim import Signer
from matinee.post.letter import Letter, mailbox, slot
from matinee.post.relay import Envelope, Outcome, open_relay, send_one
from matinee.post.signed import SignedLetter
from tests.post.servers import Talk, server, smtp_sink

KEY = generate_private_key(65537, 2048)
LETTER = Letter.compile(
    headers=[("From", "Desk <desk@t.example>"), ("To", mailbox()), ("Subject", "Dots  and blanks")],
    text=f".\n..\n.a {slot('name')}\n.\n" + "A line  with blanks \t\n" * 300,
    html=f"<p>{slot('name')}</p>\n.",
)


def zone(name: bytes, timeout: int = 5) -> bytes:
    der = KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def envelopes() -> list[Envelope]:
    letter = SignedLetter(LETTER, Signer("t.example", [("s", KEY)]))
    names = ["Ann", ".", "..\n.\n", "Zoë =2E\n.", "x" * 500]
    return [
        Envelope(
            n, "b@t.example", f"r{n}@readers.example",
            letter.fill({"name": name.replace("\n", " "), "address": f"r{n}@readers.example"}),
        )
        for n, name in enumerate(names)
    ]  # fmt: skip


@pytest.mark.parametrize("extension", ["PIPELINING", "SIZE 1000000"])
def test_dots_and_blanks_survive_the_wire_and_the_signature_with_them(extension):
    arrived: list[bytes] = []

    async def handler(talk: Talk) -> None:
        await talk.greet(extension)
        while True:
            await talk.envelope()
            content = await talk.content()
            # As RFC 5321 §4.5.2 has the receiver do it.
            lines = content.split(b"\r\n")[:-2]
            arrived.append(b"".join(line.removeprefix(b".") + b"\r\n" for line in lines))
            await talk.say("250 taken")

    async def go() -> None:
        async with server(handler) as port:
            relay = open_relay(f"smtp://127.0.0.1:{port}", connections=1, timeout=2)
            await relay.hand_over(envelopes(), lambda result: None)
            await relay.close()

    asyncio.run(go())
    sent = [envelope.message for envelope in envelopes()]
    assert [a.partition(b"\r\nFrom:")[2] for a in arrived] == [
        s.partition(b"\r\nFrom:")[2] for s in sent
    ]
    assert all(dkim.DKIM(message).verify(dnsfunc=zone) for message in arrived)


@pytest.mark.sink
def test_one_letter_is_sent_to_postfixs_sink_without_ado():
    with smtp_sink() as port:
        result = send_one(f"smtp://127.0.0.1:{port}", envelopes()[0])
    assert (result.outcome, result.code) == (Outcome.SENT, 250)


@pytest.mark.sink
@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        (["-f", "mail"], Outcome.REFUSED),
        (["-f", "rcpt"], Outcome.REFUSED),
        (["-f", "."], Outcome.REFUSED),
        (["-r", "mail"], Outcome.DEFERRED),
        (["-r", "data"], Outcome.DEFERRED),
        (["-r", "."], Outcome.DEFERRED),
        (["-Q", "rcpt"], Outcome.DEFERRED),
        (["-Q", "."], Outcome.DEFERRED),
        (["-q", "."], Outcome.UNKNOWN),
        (["-q", "data"], Outcome.DEFERRED),
        (["-a"], Outcome.SENT),
        (["-e"], Outcome.SENT),
    ],
)
def test_the_sinks_own_faults_are_told_apart(options, outcome):
    with smtp_sink(*options) as port:
        result = send_one(f"smtp://127.0.0.1:{port}", envelopes()[0], timeout=3)
    assert result.outcome is outcome
