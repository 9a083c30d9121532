"""Whether one subject did better than another, or only luckier: the arithmetic, in plain words.

Two shares are compared by the pooled two-proportion z-test (J. L. Fleiss, B. Levin, M. C. Paik,
Statistical Methods for Rates and Proportions, 3rd ed. 2003, ch. 3; without its continuity
correction). Where more than two are compared, each p is multiplied by the number of pairs
(Bonferroni), so that trying more subjects makes no winner out of chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# A gap that chance makes in fewer than so many of a hundred tests is called a difference.
SIGNIFICANT = 0.05
# Below so many expected clicks (or readers without) the normal curve is no fair judge (Fleiss).
LEAST_EXPECTED = 5.0
TEST_NAME = "two-proportion z-test, pooled"
# What a test must be able to tell, four times in five: ten clicks in a hundred from twenty.
LOW, HIGH = 0.10, 0.20
_Z_HALF_ALPHA, _Z_POWER = 1.959964, 0.841621


@dataclass(frozen=True)
class Tried:
    """One subject: how many readers got it, and how many of them followed a link."""

    number: int
    subject: str
    readers: int
    clicks: int

    @property
    def rate(self) -> float:
        """Readers who followed a link, of those who got it: 0 to 1."""
        return self.clicks / self.readers if self.readers else 0.0

    @property
    def sentence(self) -> str:
        """Its figures in words."""
        return (
            f"{self.clicks:,} of {self.readers:,} readers followed a link: {100 * self.rate:.1f} %"
        )


@dataclass(frozen=True)
class Verdict:
    """Who leads (0: too close to call), how sure that is (p, 0 to 1), and both in a sentence."""

    winner: int
    p: float
    sentence: str


def chance(one: Tried, other: Tried) -> float:
    """Return how often (0 to 1) chance alone makes a gap as wide as this one, or wider.

    It is the two-sided p of the test above; 1 where too few have clicked for it to be fair.
    """
    if not _enough(one, other):
        return 1.0
    pooled = (one.clicks + other.clicks) / (one.readers + other.readers)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / one.readers + 1 / other.readers))
    return math.erfc(abs(one.rate - other.rate) / spread / math.sqrt(2))


def _enough(one: Tried, other: Tried) -> bool:
    """Whether enough have clicked, and enough have not, for the test to be fair."""
    if not one.readers or not other.readers:
        return False
    pooled = (one.clicks + other.clicks) / (one.readers + other.readers)
    return min(pooled, 1 - pooled) * min(one.readers, other.readers) >= LEAST_EXPECTED


def verdict(tried: Sequence[Tried]) -> Verdict:
    """Return which subject did better than every other, if one did beyond what chance explains."""
    first, *rest = sorted(tried, key=lambda one: (-one.rate, one.number))
    pairs = len(tried) * (len(tried) - 1) // 2
    p = min(1.0, pairs * max((chance(first, other) for other in rest), default=1.0))
    if p < SIGNIFICANT:
        said = f"Subject {first.number} did better: chance alone makes such a gap in {_often(p)}"
        return Verdict(first.number, p, f"{said} ({TEST_NAME}, p = {p:.3f}{_of_pairs(pairs)}).")
    if not any(_enough(first, other) for other in rest):
        return Verdict(0, p, "Too close to call: too few have followed a link to tell anything.")
    said = f"Too close to call: chance alone makes such a gap in {_often(p)}"
    return Verdict(0, p, f"{said} ({TEST_NAME}, p = {p:.2f}{_of_pairs(pairs)}).")


def _often(p: float) -> str:
    if p < 0.01:
        return "fewer than 1 of 100 tests"
    return f"about {min(99, max(1, round(100 * p)))} of 100 tests"


def _of_pairs(pairs: int) -> str:
    return f", times {pairs} pairs" if pairs > 1 else ""


def readers_needed() -> int:
    """Return how many readers each subject needs to tell anything worth telling.

    That is: LOW from HIGH, at p < 0.05, in four tests of five (Fleiss, ch. 4, formula 4.14).
    """
    middle = (LOW + HIGH) / 2
    wide = _Z_HALF_ALPHA * math.sqrt(2 * middle * (1 - middle))
    wide += _Z_POWER * math.sqrt(LOW * (1 - LOW) + HIGH * (1 - HIGH))
    return math.ceil((wide / (HIGH - LOW)) ** 2)
