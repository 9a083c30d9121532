"""What preflight finds, and how its rules are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import models

from matinee.editions import press, sheet
from matinee.editions.items import Sheet
from matinee.editions.links import Links
from matinee.editions.markup import Markup
from matinee.editions.models import EditionPage


class Level(models.TextChoices):
    """How grave a finding is: a stop can't be passed, a warning must be ticked off by name."""

    STOP = "stop", "Stop"
    WARN = "warn", "Warning"
    NOTE = "note", "Note"


@dataclass(frozen=True)
class Finding:
    """One thing found: by which rule, where, why it matters, and how to mend it."""

    rule: str
    level: str
    where: str
    why: str
    mend: str
    block: str = ""  # the id of the block to look at, if one is meant

    @property
    def key(self) -> tuple[str, str]:
        """What a tick is kept under."""
        return (self.rule, self.where)


class Looked:
    """An edition with everything that rules look at, each made once and only when wanted."""

    def __init__(self, edition: EditionPage, now: datetime, notes: bool = True) -> None:
        """Look at the edition's newest words, at the moment `now`; for `notes` too, or graver."""
        self.edition = edition.latest()
        self.now = now
        self.notes = notes

    @cached_property
    def sheet(self) -> Sheet:
        """Its blocks, read."""
        return sheet.read(self.edition)

    @cached_property
    def variants(self) -> list[press.Variant]:
        """Its letters as they would be sent."""
        links = Links()
        return [
            press.render(self.sheet, territory, links)
            for territory in press.territories(self.sheet)
        ]

    @cached_property
    def markup(self) -> list[tuple[str, Markup]]:
        """(Variant's name, its HTML taken apart), as a reader's program would read it."""
        return [(name(one), Markup.of(press.filled(one)[0])) for one in self.variants]


def name(one: press.Variant) -> str:
    """Return how findings call a variant."""
    return f"the letter for {one.territory}" if one.territory else "the letter for everybody else"


Rule = Callable[[Looked], Iterator[Finding]]
RULES: dict[str, Rule] = {}
THOROUGH: set[str] = set()


def rule(key: str, *, thorough: bool = False) -> Callable[[Rule], Rule]:
    """Register a rule under a name that ticks are kept under.

    A thorough one takes seconds (network, SpamAssassin): it runs when sending and when asked.
    """

    def register(function: Rule) -> Rule:
        RULES[key] = function
        if thorough:
            THOROUGH.add(key)
        return function

    return register
