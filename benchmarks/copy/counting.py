"""Counting of right answers: pairs what was asked for with what was given, kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]


@dataclass
class Count:
    """Answers of one kind: how many were right, asked for, and given."""

    right: int = 0
    wanted: int = 0
    found: int = 0

    def add(self, other: Count) -> None:
        """Put another page's count on top of this one."""
        self.right += other.right
        self.wanted += other.wanted
        self.found += other.found

    @property
    def precision(self) -> float:
        """The share of the answers given that are right; 1 where none was given."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was asked for that was given right; 1 where nothing was asked."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.wanted + self.found
        return 2 * self.right / both if both else 1.0


@dataclass
class Score:
    """Counts by kind, tallies of things that have no recall, and what differed, in words."""

    counts: dict[str, Count] = field(default_factory=dict)
    tallies: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def count(self, kind: str, right: int, wanted: int, found: int) -> None:
        """Add to the counts of a kind."""
        self.counts.setdefault(kind, Count()).add(Count(right, wanted, found))

    def add(self, other: Score) -> None:
        """Put another page's score on top of this one."""
        for kind, count in other.counts.items():
            self.counts.setdefault(kind, Count()).add(count)
        self.tallies.update(other.tallies)
        self.differences.extend(other.differences)

    def pair(
        self,
        kind: str,
        gold: Iterable[Item],
        found: Iterable[Item],
        key: Callable[[Item], Hashable],
        show: Callable[[Item], str],
    ) -> list[tuple[Item, Item]]:
        """Pair answers whose keys are equal, count the kind, and say what was left over.

        Each answer is used once, in order. The pairs come back, optional ones too.
        """
        left: dict[Hashable, list[Item]] = {}
        answers = list(found)
        for item in answers:
            left.setdefault(key(item), []).append(item)
        pairs, right, wanted, waived = [], 0, 0, 0
        # What is asked for is paired first, so that an optional twin never takes its answer.
        for item in sorted(gold, key=lambda item: bool(item.get("optional"))):
            twins = left.get(key(item))
            optional = bool(item.get("optional"))
            wanted += not optional
            if twins:
                pairs.append((item, twins.pop(0)))
                right += not optional
                waived += optional
            elif not optional:
                self.differences.append(f"{kind}: missed {show(item)}")
        for twins in left.values():
            self.differences.extend(f"{kind}: not in the gold {show(item)}" for item in twins)
        self.count(kind, right, wanted, len(answers) - waived)
        return pairs
