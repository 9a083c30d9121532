"""When bounces "for now" have gone on for so long that they are for good.

A mailbox that was full five times running, over more than a week, is nobody's any more: to go on
costs the sender's good name, and everybody's inbox with it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from matinee.insight.models import MailReport
from matinee.mailings.models import Delivery
from matinee.post.reasons import OF_THE_MAILBOX
from matinee.readers.models import Subscription


def in_a_row(reader_id: int) -> int:
    """Return how many letters in a row came back, where that is enough to stop; else 0.

    Enough is SOFT_BOUNCE_LIMIT letters, the first and the last at least SOFT_BOUNCE_DAYS days
    apart, and none between them that arrived. Only what is about the mailbox counts (full,
    switched off, not to be reached): a relay that thinks badly of us says nothing of a reader.
    """
    limit: int = settings.SOFT_BOUNCE_LIMIT
    if limit < 1:
        return 0
    bounced = MailReport.objects.filter(
        reader_id=reader_id,
        kind=MailReport.Kind.SOFT,
        reason__in=OF_THE_MAILBOX,
        mailing__isnull=False,
    ).order_by("-mailing__started_at", "-pk")
    rows = list(bounced.values_list("delivery_id", "mailing__started_at")[:limit])
    if len(rows) < limit:
        return 0
    newest, oldest = rows[0][1], rows[-1][1]
    if newest - oldest < timedelta(days=settings.SOFT_BOUNCE_DAYS):
        return 0
    arrived = Delivery.objects.filter(
        mailing__started_at__gte=oldest,
        mailing__started_at__lte=newest,
        subscription_id__in=Subscription.objects.filter(reader_id=reader_id).values("pk"),
        state=Delivery.State.SENT,
    ).exclude(pk__in=_not_arrived(reader_id))
    return 0 if arrived.exists() else limit


def _not_arrived(reader_id: int) -> list[int]:
    came_back = [MailReport.Kind.SOFT, MailReport.Kind.HARD]
    return [
        pk
        for pk in MailReport.objects.filter(reader_id=reader_id, kind__in=came_back).values_list(
            "delivery_id", flat=True
        )
        if pk is not None
    ]
