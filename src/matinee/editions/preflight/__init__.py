"""Preflight: what is wrong with an edition, where, why, and how to mend it, before it goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from matinee.editions.models import EditionPage, PreflightTick
from matinee.editions.preflight import (  # noqa: F401  # registers the rules
    access,
    audience,
    checked,
    features,
    films,
    links,
    must_have,
    pictures,
    segments,
    sender,
    size,
    spam,
    stories,
    words,
)
from matinee.editions.preflight.finding import RULES, THOROUGH, Finding, Level, Looked

__all__ = ["Finding", "Level", "check", "standing", "stops", "tick", "ticked"]

_ORDER = {Level.STOP: 0, Level.WARN: 1, Level.NOTE: 2}


def check(
    edition: EditionPage,
    *,
    now: datetime | None = None,
    thorough: bool = False,
    notes: bool = True,
) -> list[Finding]:
    """Return everything found in the edition's newest words, the gravest first.

    `thorough` also looks at the sender's DNS and asks SpamAssassin where it is installed: some
    seconds more. Without `notes` what only they need is not counted: a million readers take a
    while. Nothing is changed.
    """
    looked = Looked(edition, now or timezone.now(), notes)
    found = [
        finding
        for key, rule in RULES.items()
        if thorough or key not in THOROUGH
        for finding in rule(looked)
    ]
    return sorted(found, key=lambda finding: _ORDER[Level(finding.level)])


def stops(edition: EditionPage, *, now: datetime | None = None) -> list[Finding]:
    """Return what forbids sending, whoever asks."""
    return [f for f in check(edition, now=now, notes=False) if f.level == Level.STOP]


def ticked(edition: EditionPage) -> set[tuple[str, str]]:
    """Return the keys of the warnings that somebody has ticked off."""
    return set(edition.ticks.values_list("rule", "where"))


def standing(edition: EditionPage, *, now: datetime | None = None) -> list[Finding]:
    """Return the stops, and the warnings that nobody has ticked off yet."""
    done = ticked(edition)
    return [
        finding
        for finding in check(edition, now=now, notes=False)
        if finding.level == Level.STOP or (finding.level == Level.WARN and finding.key not in done)
    ]


def tick(edition: EditionPage, finding: Finding, user: Any) -> PreflightTick:
    """Record that `user` read a warning and lets the edition go in spite of it.

    Raises ValueError for a stop (it can't be passed over) and for a note (nothing to pass).
    """
    if finding.level != Level.WARN:
        raise ValueError("Only warnings can be ticked off. A stop must be mended.")
    by = user.get_full_name() or user.get_username() if user else "the command line"
    made, _ = PreflightTick.objects.get_or_create(
        edition=edition,
        rule=finding.rule,
        where=finding.where[:250],
        defaults={"why": finding.why, "user": user, "ticked_by": by},
    )
    return made
