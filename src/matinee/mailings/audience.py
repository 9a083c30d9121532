"""The snapshot: who gets the edition, taken in one statement and cut into batches in one more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Max

from matinee.mailings.models import Batch, Delivery, Mailing
from matinee.newsletters.models import Newsletter
from matinee.publication.models import Territory
from matinee.readers.models import Subscription

SMALLEST_BATCH, LARGEST_BATCH = 500, 5000
# So many batches give several workers their share, and one that dies holds up little.
BATCHES_WANTED = 20


def batch_size(audience: int) -> int:
    """Return how many deliveries a batch of this audience has."""
    return min(LARGEST_BATCH, max(SMALLEST_BATCH, -(-audience // BATCHES_WANTED)))


@dataclass(frozen=True)
class Share:
    """How many readers of a newsletter live in one territory."""

    name: str
    readers: int


def count(newsletter: Newsletter) -> int:
    """Return how many readers would get an edition now."""
    return int(Subscription.objects.mailable(newsletter).count())


def by_territory(newsletter: Newsletter) -> list[Share]:
    """Return the audience by territory, the largest first."""
    names = dict(Territory.objects.values_list("code", "name"))
    rows = (
        Subscription.objects.mailable(newsletter)
        .order_by()
        .values_list("reader__territory")
        .annotate(readers=Count("pk"))
        .order_by("-readers")
    )
    return [Share(names.get(code, code) or "Not known", readers) for code, readers in rows]


def snapshot(mailing: Mailing) -> int:
    """Write a waiting delivery for each mailable subscription; return how many.

    The readers' own rule (`Subscription.objects.mailable`) is compiled into INSERT … SELECT, so
    nobody's row passes through this process, whatever the audience. Call within a transaction.
    """
    last_before = Delivery.objects.aggregate(last=Max("pk"))["last"] or 0
    who = (
        Subscription.objects.mailable(mailing.newsletter)
        .order_by("pk")
        .values(s=F("pk"), r=F("reader_id"), t=F("reader__territory"), l=F("reader__language"))
    )
    select, params = who.query.sql_with_params()
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            # The inner statement is Django's own SQL with its parameters beside it.
            f"INSERT INTO {table} (mailing_id, subscription_id, reader_id, territory, language) "  # noqa: S608
            f"SELECT %s, who.s, who.r, who.t, who.l FROM ({select}) AS who",
            [mailing.pk, *params],
        )
        audience = max(0, int(cursor.rowcount))
        _cut(mailing, last_before, batch_size(audience), mailing.started_at)
    return audience


def _cut(mailing: Mailing, last_before: int, size: int, next_at: datetime) -> None:
    """Cut the new deliveries (ids above `last_before`) into batches of `size`, in id order."""
    deliveries = connection.ops.quote_name(Delivery._meta.db_table)
    batches = connection.ops.quote_name(Batch._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {batches} (mailing_id, position, first_id, last_id, size, cursor, "  # noqa: S608
            "holder, next_at, done, window_number, rate_seen, "
            "handed, sent, deferred, refused, skipped, unknown) "
            "SELECT %s, cut.n, MIN(cut.id), MAX(cut.id), COUNT(*), MIN(cut.id) - 1, "
            "'', %s, %s, 0, 0, 0, 0, 0, 0, 0, 0 FROM ("
            "SELECT id, (ROW_NUMBER() OVER (ORDER BY id) - 1) / %s AS n "
            f"FROM {deliveries} WHERE id > %s AND mailing_id = %s) AS cut GROUP BY cut.n",
            [
                mailing.pk,
                connection.ops.adapt_datetimefield_value(next_at),
                False,
                size,
                last_before,
                mailing.pk,
            ],
        )
