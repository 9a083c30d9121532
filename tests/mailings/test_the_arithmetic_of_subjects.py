"""Two shares compared: what the test may say, and how often it is wrong."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.mailings import odds
from matinee.mailings.odds import Tried


@st.composite
def subjects(draw: st.DrawFn, number: int = 1) -> Tried:
    readers = draw(st.integers(1, 5000))
    return Tried(number, "Words", readers, draw(st.integers(0, readers)))


@given(subjects(1), subjects(2))
def test_chance_is_a_share_and_the_same_both_ways(one: Tried, other: Tried) -> None:
    p = odds.chance(one, other)
    assert 0 <= p <= 1
    assert p == pytest.approx(odds.chance(other, one))


@given(subjects(1))
def test_nothing_is_told_from_itself(one: Tried) -> None:
    assert odds.chance(one, one) == 1
    assert odds.verdict([one, Tried(2, "", one.readers, one.clicks)]).winner == 0


@given(st.integers(100, 5000), st.integers(20, 50), st.integers(1, 30), st.integers(1, 19))
def test_a_wider_gap_is_never_likelier_to_be_chance(
    readers: int, clicks: int, more: int, still: int
) -> None:
    base = Tried(1, "", readers, clicks)
    near = odds.chance(base, Tried(2, "", readers, clicks + more))
    far = odds.chance(base, Tried(2, "", readers, clicks + more + still))
    assert far <= near + 1e-12


@given(st.lists(subjects(), min_size=2, max_size=4))
def test_a_winner_has_the_highest_rate_and_is_beyond_chance(drawn: list[Tried]) -> None:
    tried = [Tried(n, "", one.readers, one.clicks) for n, one in enumerate(drawn, 1)]
    said = odds.verdict(tried)
    assert ("Too close to call" in said.sentence) == (said.winner == 0)
    if said.winner:
        assert tried[said.winner - 1].rate == max(one.rate for one in tried)
        assert said.p < odds.SIGNIFICANT
    assert said.winner == odds.verdict(tried[::-1]).winner or len({t.rate for t in tried}) < len(tried)  # fmt: skip


def test_a_worked_example() -> None:
    # 45 of 400 and 25 of 400: z = 0.05 / sqrt(0.0875 * 0.9125 / 200) = 2.5025.
    p = odds.chance(Tried(1, "", 400, 45), Tried(2, "", 400, 25))
    z = 0.05 / math.sqrt(0.0875 * 0.9125 * 2 / 400)
    assert p == pytest.approx(math.erfc(z / math.sqrt(2)))
    assert p == pytest.approx(0.0123, abs=2e-4)


def test_four_subjects_ask_for_more_than_two() -> None:
    two = [Tried(1, "", 400, 45), Tried(2, "", 400, 25)]
    four = [*two, Tried(3, "", 400, 25), Tried(4, "", 400, 25)]
    assert odds.verdict(two).winner == 1
    assert odds.verdict(four).winner == 0
    assert "times 6 pairs" in odds.verdict(four).sentence


def test_few_clicks_tell_nothing() -> None:
    said = odds.verdict([Tried(1, "", 400, 6), Tried(2, "", 400, 0)])
    assert said.winner == 0
    assert "too few have followed a link" in said.sentence


@pytest.mark.parametrize("count", [2, 4])
def test_chance_alone_seldom_makes_a_winner(count: int) -> None:
    draw = random.Random(count)
    runs = 1500

    def one(number: int) -> Tried:
        return Tried(number, "", 300, sum(draw.random() < 0.1 for _ in range(300)))

    won = sum(odds.verdict([one(n) for n in range(1, count + 1)]).winner > 0 for _ in range(runs))
    assert won / runs < 0.07


def test_the_readers_asked_for_do_tell_the_gap_promised() -> None:
    draw, readers, runs = random.Random(7), odds.readers_needed(), 600
    assert readers == 199

    def one(number: int, rate: float) -> Tried:
        return Tried(number, "", readers, sum(draw.random() < rate for _ in range(readers)))

    told = sum(odds.verdict([one(1, odds.LOW), one(2, odds.HIGH)]).winner == 2 for _ in range(runs))
    assert 0.75 < told / runs < 0.87
