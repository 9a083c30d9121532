"""Recurring work: on a newsletter's day its draft appears by itself."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from matinee.editions import drafting, linkcheck  # noqa: F401  # linkcheck has a job too
from matinee.editions.models import EditionPage
from matinee.newsletters.models import Newsletter
from matinee.publication.schedule import every

logger = logging.getLogger(__name__)
AHEAD = timedelta(hours=24)  # how long before its time the draft is there
BETWEEN = {
    Newsletter.Cadence.DAILY: timedelta(hours=20),
    Newsletter.Cadence.WEEKLY: timedelta(days=6),
    Newsletter.Cadence.FORTNIGHTLY: timedelta(days=13),
    Newsletter.Cadence.MONTHLY: timedelta(days=27),
}


def is_due(newsletter: Newsletter) -> bool:
    """Whether it goes within a day, nothing is open, and the last one is long enough ago."""
    now = timezone.now()
    next_send = newsletter.next_send(now)
    if next_send - now > AHEAD or drafting.open_edition(newsletter) is not None:
        return False
    last = (
        EditionPage.objects.filter(newsletter=newsletter, sent_at__isnull=False)
        .order_by("-sent_at")
        .first()
    )
    between = BETWEEN[Newsletter.Cadence(newsletter.cadence)]
    return last is None or last.sent_at is None or next_send - last.sent_at >= between


@every(900, "editions: draft what goes tomorrow")
def draft_what_is_due() -> int:
    """Draft each open newsletter's next edition a day ahead; return how many were drafted."""
    drafted = 0
    for newsletter in Newsletter.objects.filter(state=Newsletter.State.OPEN):
        if not is_due(newsletter):
            continue
        try:
            drafting.draft(newsletter)
            drafted += 1
        except drafting.DraftingError as error:
            logger.info("No draft of %s: %s", newsletter.slug, error)
    return drafted
