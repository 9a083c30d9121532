"""Tokens tell us whose they are, tell nobody else, and open one door only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.post.tokens import LENGTH, LinkTokens, TokenPayload

IDS = st.integers(0, 2**63 - 1)
TOKENS = LinkTokens(b"a secret of enough length")


@given(IDS, IDS)
def test_a_token_comes_back_as_what_it_stands_for(subscription, delivery):
    minted = TOKENS.mint(subscription, delivery)
    assert TOKENS.check("read", minted.read) == TokenPayload(subscription, delivery)
    assert TOKENS.check("leave", minted.leave) == TokenPayload(subscription, delivery)


@pytest.mark.parametrize("ids", [(2**63, 0), (0, 2**63), (-1, 5)])
def test_no_token_is_made_of_a_number_that_no_key_can_be(ids):
    with pytest.raises(ValueError, match="2\\*\\*63"):
        TOKENS.mint(*ids)


@given(IDS, IDS)
def test_a_token_opens_one_door_only(subscription, delivery):
    minted = TOKENS.mint(subscription, delivery)
    assert TOKENS.check("leave", minted.read) is None
    assert TOKENS.check("read", minted.leave) is None


@given(st.text(max_size=60) | st.text("ABCxyz-_09", min_size=LENGTH, max_size=LENGTH))
def test_garbage_is_nobodys(garbage):
    assert TOKENS.check("read", garbage) is None


@given(IDS, st.integers(0, LENGTH - 1), st.sampled_from("ABCabc019-_"))
def test_a_changed_character_is_nobodys(subscription, place, character):
    token = TOKENS.mint(subscription, 1).read
    changed = token[:place] + character + token[place + 1 :]
    if changed != token:
        assert TOKENS.check("read", changed) is None


def test_neighbours_look_nothing_alike():
    one, two = TOKENS.mint(1, 1).read, TOKENS.mint(1, 2).read
    assert sum(a == b for a, b in zip(one, two, strict=True)) < 12


def test_another_secret_reads_nothing():
    other = LinkTokens(b"another secret, long enough")
    assert other.check("read", TOKENS.mint(1, 2).read) is None
