"""How an edition is to be sent: written down on the sheet or the command line, kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from matinee.editions.models import EditionPage
from matinee.mailings.models import Plan

_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]{2,63}")
MOST_DAYS = 60


def of(edition: EditionPage) -> Plan:
    """Return the edition's kept plan, or a new one: to all at once, without caps."""
    return Plan.objects.filter(edition=edition).first() or Plan(edition=edition)


def keep(
    edition: EditionPage, *, local_time: time | None, local_day: date | None, **caps: Any
) -> Plan:
    """Write down the edition's plan, in place of an earlier one; what is not given is left off."""
    fields = {
        "rate": 0.0,
        "domain_rate": 0.0,
        "domain_rates": {},
        "warm_up": [],
        "subjects": [],
        "territories": [],
        "segment_number": None,
        **caps,
    }
    kept, _ = Plan.objects.update_or_create(
        edition=edition, defaults={"local_time": local_time, "local_day": local_day, **fields}
    )
    return kept


def domain_caps(words: str) -> dict[str, float]:
    """Read caps such as "gmail.com 20, yahoo.com 5" (letters a second; 0: none).

    A colon or equals sign may stand between, a comma or a new line after. Raises ValueError.
    """
    found = {}
    for part in re.split(r"[,;\n]+", words):
        if not part.strip():
            continue
        name, *rest = re.split(r"[\s:=]+", part.strip(), maxsplit=1)
        rate = rest[0] if rest else ""
        name = name.lower().lstrip("@")
        if not _DOMAIN.fullmatch(name) or not re.fullmatch(r"\d{1,6}(\.\d+)?", rate):
            raise ValueError(f"{part.strip()!r} is no domain with a number, such as gmail.com 20.")
        found[name] = float(rate)
    return found


def domain_words(caps: dict[str, float]) -> str:
    """Return caps as `domain_caps` reads them."""
    return ", ".join(f"{name} {rate:g}" for name, rate in sorted(caps.items()))


def warm_up_days(words: str) -> list[int]:
    """Read a warm-up plan such as "500, 1000, 5000": letters on the first day, the second, ….

    Raises ValueError; thousands have no comma of their own.
    """
    parts = [part for part in re.split(r"[,;\s]+", words) if part]
    if len(parts) > MOST_DAYS or any(not re.fullmatch(r"[1-9]\d{0,8}", part) for part in parts):
        raise ValueError(
            f"A warm-up plan is up to {MOST_DAYS} whole numbers from 1 on, such as 500, 1000, 5000."
        )
    return [int(part) for part in parts]


def warm_up_words(days: Sequence[int]) -> str:
    """Return a warm-up plan as `warm_up_days` reads it."""
    return ", ".join(str(day) for day in days)
