"""Letters are signed in threads, a little ahead: the same bytes, and each mistake where it belongs."""

from __future__ import annotations

import pytest

import dkim
from matinee.mailings.pens import HANDFUL, Pens
from matinee.post.dkim import Signer
from matinee.post.letter import HeaderValueError, Letter, slot
from matinee.post.signed import SignedLetter, Unsigned
from tests.post.test_dkim_signatures_are_judged_good_by_dkimpy import RSA, pem, zone

pytestmark = pytest.mark.pure

LETTER = SignedLetter(
    Letter.compile(
        headers=[("From", "Reel <reel@t.example>"), ("To", slot("to")), ("Subject", "Tonight")],
        text=f"For {slot('to')}.\n",
        html=None,
    ),
    Signer.from_pem("t.example", [("r", pem(RSA))]),
)


class Addressed:
    """A letter as the desk gives it, that counts how often it is filled."""

    dotless, sender = True, "reel@t.example"

    def __init__(self, to: str) -> None:
        self.values = {"to": to}
        self.filled = 0

    def unsigned(self) -> Unsigned:
        self.filled += 1
        return LETTER.unsigned(self.values, at=1_700_000_000)

    def fill(self) -> bytes:
        self.filled += 1
        return LETTER.fill(self.values, at=1_700_000_000)


def addressed(count: int) -> list[Addressed]:
    return [Addressed(f"reader{n}@t.example") for n in range(count)]


@pytest.fixture
def pens():
    pens = Pens(2)
    yield pens
    pens.close()


@pytest.mark.parametrize("count", [1, HANDFUL, 5 * HANDFUL + 3])
def test_each_gets_their_own_and_the_signature_holds(pens, count):
    letters = addressed(count)
    signed = [letter.fill() for letter in pens.sign(letters)]
    assert signed == [letter.fill() for letter in letters]
    assert dkim.verify(signed[-1], dnsfunc=zone)


def test_asked_for_in_another_order_each_is_still_their_own(pens):
    letters = addressed(4 * HANDFUL)
    signed = pens.sign(letters)
    for n in reversed(range(len(letters))):
        assert f"\r\nreader{n}@t.example=".encode() in signed[n].fill()


def test_asked_for_twice_it_is_signed_again(pens):
    (letter,) = pens.sign(addressed(1))
    assert letter.fill() == letter.fill()


def test_no_more_is_filled_than_a_few_handfuls_ahead(pens):
    letters = addressed(50 * HANDFUL)
    pens.sign(letters)[0].fill()
    assert sum(letter.filled for letter in letters) == (pens.count + 1) * HANDFUL


def test_what_cannot_be_filled_fails_alone(pens):
    letters = addressed(HANDFUL)
    letters[2].values = {"to": "two\r\nBcc: lines@t.example"}
    signed = pens.sign(letters)
    assert signed[0].fill() and signed[1].fill() and signed[3].fill()
    with pytest.raises(HeaderValueError):
        signed[2].fill()
