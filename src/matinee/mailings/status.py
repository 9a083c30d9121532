"""How a mailing stands, in the shape that scripts and the desk rely on."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum

from matinee.editions.models import EditionPage
from matinee.mailings import clock, holds
from matinee.mailings.models import Batch, Mailing
from matinee.mailings.windows import COUNTED


def counts(mailing: Mailing) -> dict[str, int]:
    """Return the seven counts; they always add up to the audience.

    They are kept per batch in the same commit as the states, so this reads a few rows only.
    """
    sums = Batch.objects.filter(mailing=mailing).aggregate(**{name: Sum(name) for name in COUNTED})
    settled = {name: sums[name] or 0 for name in COUNTED}
    return {"waiting": mailing.audience - sum(settled.values()), **settled}


def rate(mailing: Mailing) -> float:
    """Return letters a second over all workers that hold a batch now."""
    live = Batch.objects.filter(mailing=mailing, lease_until__gt=clock.database_now())
    return round(float(sum(live.values_list("rate_seen", flat=True))), 1)


def seconds_left(mailing: Mailing) -> float | None:
    """Return how long it will go on at its present rate (seconds), or None where none shows."""
    now = rate(mailing)
    open_ones = counts(mailing)
    left = open_ones["waiting"] + open_ones["handed"] + open_ones["deferred"]
    return left / now if now else None


def of_mailing(mailing: Mailing) -> dict[str, Any]:
    """Return the mailing's part of the contract."""
    return {
        "id": mailing.pk,
        "state": mailing.state,
        "audience": mailing.audience,
        **counts(mailing),
        "rate_per_second": rate(mailing),
        "rate_cap": mailing.rate,
        "trouble": mailing.trouble,
        "holds": [] if mailing.is_over else holds.told(mailing),
    }


def of(edition: EditionPage) -> dict[str, Any]:
    """Return the edition and its mailing (None before sending) as one JSON-able object."""
    mailing = Mailing.objects.filter(edition=edition).first()
    return {
        "edition": edition.pk,
        "newsletter": edition.newsletter.slug,
        "state": edition.state,
        "subject": edition.subject,
        "archive_url": edition.archive_url,
        "mailing": of_mailing(mailing) if mailing else None,
    }
