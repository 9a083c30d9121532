"""Every shape of message that we sign, another implementation verifies."""

from __future__ import annotations

import base64
import re

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

import dkim
from matinee.post.dkim import DkimKeyError, Signer, relaxed_body
from matinee.post.headers import newsletter_headers
from matinee.post.letter import Letter, slot
from matinee.post.signed import SignedLetter

RSA = generate_private_key(65537, 2048)
ED = Ed25519PrivateKey.generate()


def pem(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


SIGNER = Signer.from_pem("tidewater.example", [("r", pem(RSA)), ("e", pem(ED))])


def zone(name: bytes, timeout: int = 5) -> bytes:
    """Answer as DNS would."""
    if name.startswith(b"r."):
        der = RSA.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)
    raw = ED.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw)


VALUES = {
    "name": "Zoë Ní Bhriain",
    "address": "reader@readers.example",
    "date": "Mon, 23 Nov 2026 07:00:00 +0000",
    "message_id": "<1@tidewater.example>",
    "leave": "x" * 43,
}


def compiled(text: str, page: str | None = None) -> Letter:
    return Letter.compile(
        headers=newsletter_headers(
            sender_name="Orla Pennant",
            sender_address="orla@tidewater.example",
            subject="A subject with é and quite some more words than one line would take",
            slug="the-back-row",
            newsletter="The Back Row",
            unsubscribe_url=f"https://tidewater.example/u/{slot('leave')}/",
            unsubscribe_mailto="leave@tidewater.example",
            campaign="7",
        ),
        text=text,
        html=f"<p>{slot('name')}</p>" if page is None else page,
    )


def letter(text: str) -> bytes:
    return compiled(text).fill(VALUES)


@pytest.mark.parametrize("index", [0, 1], ids=["rsa", "ed25519"])
def test_a_letter_signed_with_both_keys_passes_for_each(index):
    signed = SIGNER.sign(letter("Good morning."))
    assert dkim.DKIM(signed).verify(idx=index, dnsfunc=zone)


def test_a_changed_word_fails():
    signed = SIGNER.sign(letter("Good morning."))
    with pytest.raises(dkim.ValidationError, match="body hash mismatch"):
        dkim.DKIM(signed.replace(b"Good", b"Goad")).verify(idx=0, dnsfunc=zone)


def test_a_second_from_put_in_front_fails():
    signed = SIGNER.sign(letter("Good morning."))
    forged = b"From: somebody@else.example\r\n" + signed
    assert not dkim.DKIM(forged).verify(idx=0, dnsfunc=zone)


def test_both_unsubscribe_headers_are_signed():
    signature = SIGNER.sign(letter("x")).split(b"\r\nDate:")[0].replace(b"\r\n ", b"")
    assert b"list-unsubscribe:list-unsubscribe-post" in signature


@given(st.text(max_size=300))
def test_any_text_is_signed_so_that_it_passes(text):
    signed = SIGNER.sign(letter(text))
    assert dkim.DKIM(signed).verify(idx=0, dnsfunc=zone)


@given(st.text(max_size=200), st.text(max_size=60), st.text(" \tab\r\n.é=", max_size=60))
def test_a_letter_signed_as_it_is_filled_is_the_same_bytes_and_passes(text, before, value):
    made = compiled(
        before + slot("leave") + text, f"  <b>{slot('name')}\t {slot('leave')}</b> \n\n"
    )
    values = VALUES | {"name": "  " + re.sub(r"[\r\n\t]", "", value), "leave": "y  z"}
    signed = SignedLetter(made, SIGNER).fill(values, at=1_700_000_000)
    assert signed == SIGNER.sign(made.fill(values), at=1_700_000_000)
    assert dkim.DKIM(signed).verify(idx=0, dnsfunc=zone)


def test_a_letter_of_text_alone_that_ends_in_a_slot_is_signed_as_it_is_filled():
    made = Letter.compile(
        headers=[("From", "a@tidewater.example"), ("X-Matinee-Note", slot("name"))],
        text="Hello" + slot("leave"),
        html=None,
    )
    for value in ("", "\n\n", "x"):
        values = {"name": "n", "leave": value}
        signed = SignedLetter(made, SIGNER).fill(values, at=1)
        assert signed == SIGNER.sign(made.fill(values), at=1)


def test_a_letter_without_from_is_not_signed():
    nobodys = Letter.compile(headers=[("Subject", slot("name"))], text="x", html=None)
    with pytest.raises(ValueError, match="without From"):
        SignedLetter(nobodys, SIGNER)
    with pytest.raises(ValueError, match="without From"):
        SIGNER.sign(nobodys.fill(VALUES))


@given(st.lists(st.sampled_from([b" ", b"\t", b"\r\n", b"a", b"."]), max_size=30).map(b"".join))
def test_bodies_are_brought_into_the_form_that_another_implementation_knows(body):
    assert relaxed_body(body) == Relaxed.canonicalize_body(body + b"\r\n")


@pytest.mark.parametrize("header", ["List-Unsubscribe", "Subject", "To", "List-Unsubscribe-Post"])
def test_a_changed_header_fails(header):
    signed = SIGNER.sign(letter("Good morning."))
    forged = re.sub(rb"\r\n%b: (?:.|\r\n )*?\r\n" % header.encode(), b"\r\n", signed, count=1)
    assert forged != signed
    assert not dkim.DKIM(forged).verify(idx=0, dnsfunc=zone)


@pytest.mark.parametrize("body", ["", "\r\n\r\n", "a \t b \r\n\r\n", " \r\n", "\tx\r\n\r\n\r\n"])
def test_bodies_with_odd_white_space_pass(body):
    signed = SIGNER.sign(b"From: a@tidewater.example\r\nSubject:  x \t y\r\n\r\n" + body.encode())
    assert dkim.DKIM(signed).verify(idx=0, dnsfunc=zone)


def test_a_foreign_key_is_refused_in_words():
    with pytest.raises(DkimKeyError, match="no unencrypted PEM"):
        Signer.from_pem("x.example", [("s", b"not a key")])
    with pytest.raises(DkimKeyError, match="RSA or Ed25519"):
        Signer.from_pem("x.example", [("s", pem(X25519PrivateKey.generate()))])
