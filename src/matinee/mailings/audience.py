"""The snapshot: who gets the edition, taken in one statement and cut into batches in one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Count, F, Max, Min, SmallIntegerField, Value, When

from matinee.mailings.models import Batch, Delivery, Mailing, Wave
from matinee.mailings.whom import EVERYBODY, Whom
from matinee.newsletters.models import Newsletter
from matinee.publication import planner
from matinee.publication.models import Territory
from matinee.readers.models import ConsentRecord, Reader, Subscription, Suppression

SMALLEST_BATCH, LARGEST_BATCH = 500, 5000
# So many batches give several workers their share, and one that dies holds up little.
BATCHES_WANTED = 10


def batch_size(audience: int) -> int:
    """Return how many deliveries a batch of this audience has."""
    return min(LARGEST_BATCH, max(SMALLEST_BATCH, -(-audience // BATCHES_WANTED)))


@dataclass(frozen=True)
class Share:
    """How many readers of a newsletter live in one territory."""

    name: str
    readers: int
    code: str = ""


# How a wave's number is told by the names of two fields: territory and subscription.
WaveOf = Callable[[str, str], Case]


def count(newsletter: Newsletter, whom: Whom = EVERYBODY) -> int:
    """Return how many readers would get an edition now."""
    return int(whom.subscriptions(newsletter).count())


def by_territory(newsletter: Newsletter, whom: Whom = EVERYBODY) -> list[Share]:
    """Return the audience by territory, the largest first."""
    names = dict(Territory.objects.values_list("code", "name"))
    rows = (
        whom.subscriptions(newsletter)
        .order_by()
        .values_list("reader__territory")
        .annotate(readers=Count("pk"))
        .order_by("-readers")
    )
    return [Share(names.get(code, code) or "Not known", n, code) for code, n in rows]


def snapshot(
    mailing: Mailing,
    waves: Sequence[Wave] = (),
    *,
    whom: Whom = EVERYBODY,
    wave_of: WaveOf | None = None,
) -> int:
    """Write a waiting delivery for each mailable subscription of these readers; return how many.

    Where there are waves, those of one wave stand together, and its batches are due with it.
    `wave_of` says which is whose; without it, the territory does.

    The readers' own rule (`Subscription.objects.mailable`) is compiled into INSERT … SELECT, so
    nobody's row passes through this process, whatever the audience. Call within a transaction.
    """
    last_before = Delivery.objects.aggregate(last=Max("pk"))["last"] or 0
    who = (
        whom.subscriptions(mailing.newsletter)
        .order_by("pk")
        .values(s=F("pk"), r=F("reader_id"), t=F("reader__territory"), l=F("reader__language"))
    )
    order = ""
    told = wave_of or by_territory_of(waves)
    if waves:
        who = who.annotate(w=told("reader__territory", "pk"))
        order = " ORDER BY who.w, who.s"
    select, params = who.query.sql_with_params()
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            # The inner statement is Django's own SQL with its parameters beside it.
            f"INSERT INTO {table} (mailing_id, subscription_id, reader_id, territory, language) "  # noqa: S608
            f"SELECT %s, who.s, who.r, who.t, who.l FROM ({select}) AS who{order}",
            [mailing.pk, *params],
        )
        audience = max(0, int(cursor.rowcount))
    spans: list[tuple[int, int | None, Wave | None]] = [(last_before + 1, None, None)]
    if waves:
        spans = _spans(mailing, last_before, waves, told)
    position = 0
    for first, last, wave in spans:
        position += _cut(mailing, first, last, wave, position, batch_size(audience))
    # Its windows begin at once.
    planner.tell(Delivery, perhaps=(Subscription, Reader, ConsentRecord, Suppression))
    return audience


def by_territory_of(waves: Sequence[Wave]) -> WaveOf:
    """Return what tells a wave's number by the territory that it goes with."""

    def told(territory: str, _: str) -> Case:
        listed = [When(**{f"{territory}__in": w.territories, "then": w.number}) for w in waves]
        return Case(*listed, default=Value(0), output_field=SmallIntegerField())

    return told


def _spans(
    mailing: Mailing, last_before: int, waves: Sequence[Wave], wave_of: WaveOf
) -> list[tuple[int, int | None, Wave | None]]:
    """Return each wave's first and last delivery id, and write down its size.

    A batch is a range of ids, so no wave may reach into another's.
    """
    ours = Delivery.objects.alias(its_mailing=F("mailing_id") + 0)
    rows = (
        ours.filter(pk__gt=last_before, its_mailing=mailing.pk)
        .annotate(wave=wave_of("territory", "subscription_id"))
        .order_by()
        .values_list("wave")
        .annotate(first=Min("pk"), last=Max("pk"), size=Count("pk"))
        .order_by("first")
    )
    by_number = {wave.number: wave for wave in waves}
    spans: list[tuple[int, int | None, Wave | None]] = []
    ended = last_before
    for number, first, last, size in rows:
        if first <= ended:
            raise AssertionError("the deliveries of two waves lie among each other")
        ended = last
        by_number[number].size = size
        spans.append((first, last, by_number[number]))
    Wave.objects.bulk_update(waves, ["size"])
    return spans


def _cut(
    mailing: Mailing, first: int, last: int | None, wave: Wave | None, position: int, size: int
) -> int:
    """Cut the new deliveries of an id range into batches of `size`, in id order; return how many.

    They are due with their wave, else at once; the first gets this position.
    """
    deliveries = connection.ops.quote_name(Delivery._meta.db_table)
    batches = connection.ops.quote_name(Batch._meta.db_table)
    below = "" if last is None else f"id <= {int(last)} AND "
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {batches} (mailing_id, position, first_id, last_id, size, cursor, "  # noqa: S608
            "holder, next_at, wave_id, done, window_number, rate_seen, "
            "handed, sent, deferred, refused, skipped, unknown) "
            "SELECT %s, cut.n + %s, MIN(cut.id), MAX(cut.id), COUNT(*), MIN(cut.id) - 1, "
            "'', %s, %s, %s, 0, 0, 0, 0, 0, 0, 0, 0 FROM ("
            "SELECT id, (ROW_NUMBER() OVER (ORDER BY id) - 1) / %s AS n "
            f"FROM {deliveries} WHERE {below}id >= %s AND mailing_id = %s) AS cut GROUP BY cut.n",
            [
                mailing.pk,
                position,
                connection.ops.adapt_datetimefield_value(
                    wave.due_at if wave else mailing.started_at
                ),
                wave.pk if wave else None,
                False,
                size,
                first,
                mailing.pk,
            ],
        )
        return max(0, int(cursor.rowcount))
