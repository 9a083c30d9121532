"""Windows: the next few deliveries of a batch, marked handed and recorded in one commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Min, QuerySet

from matinee.mailings import clock, in_one
from matinee.mailings.leases import LEASE, Lease, LeaseLost
from matinee.mailings.models import Batch, Delivery
from matinee.mailings.receipts import Receipt
from matinee.newsletters.models import Newsletter
from matinee.readers.models import Subscription

State = Delivery.State
# States that need no reason; every other has one.
UNTOLD = frozenset({State.WAITING, State.HANDED, State.SENT})
NO_REASON = "No reason was given."
COUNTED = ("handed", "sent", "deferred", "refused", "skipped", "unknown")


@dataclass(slots=True)
class Row:
    """One delivery as the worker needs it, with the reader's address as it is now."""

    id: int
    subscription_id: int
    reader_id: int
    territory: str
    language: str
    attempts: int
    state: str
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What a delivery's state becomes, and why; `wait` (seconds) belongs to deferred ones."""

    state: str
    code: int = 0
    reason: str = ""
    wait: float = 0.0
    was_deferred: bool = False


# How a receipt, after so many attempts, becomes a delivery's state.
FateOf = Callable[[Receipt, int], Fate]
SENT = Fate(State.SENT, 250)
PUT_BACK = Fate(State.WAITING)


@dataclass
class Window:
    """What was marked handed in one commit, and what became of each of them."""

    number: int
    rows: Sequence[Row]
    fates: dict[int, Fate] = field(default_factory=dict)

    @property
    def fresh(self) -> list[int]:
        """The ids tried for the first time, or put back before they reached the wire."""
        return [row.id for row in self.rows if row.state == State.WAITING]

    @property
    def again(self) -> list[int]:
        """The ids tried again after a deferral."""
        return [row.id for row in self.rows if row.state == State.DEFERRED]

    @property
    def first(self) -> int:
        """The lowest delivery id in it."""
        return self.rows[0].id

    @property
    def last(self) -> int:
        """The highest delivery id in it."""
        return self.rows[-1].id


def of_mailing(mailing_id: int) -> QuerySet[Delivery]:
    """Return the mailing's deliveries, for use with a narrow range of ids.

    The plus zero keeps SQLite from taking the mailing's index and reading a million rows where
    the ids name a hundred; it has no statistics to tell it better.
    """
    return Delivery.objects.alias(its_mailing=F("mailing_id") + 0).filter(its_mailing=mailing_id)


def choose(batch: Batch, limit: int, now: datetime) -> list[Row]:
    """Return up to `limit` deliveries to try now, in id order: new ones, then those due again."""
    fields = (
        "id",
        "subscription_id",
        "reader_id",
        "territory",
        "language",
        "attempts",
        "state",
    )
    found: list[list[Any]] = []
    if batch.cursor < batch.last_id:
        ours = of_mailing(batch.mailing_id).filter(pk__gt=batch.cursor, pk__lte=batch.last_id)
        fresh = ours.filter(state=State.WAITING).order_by("pk").values_list(*fields)[:limit]
        found = sorted(in_one.rows(fresh))
    if found or not batch.deferred:
        return [Row(*row) for row in found]
    due = of_mailing(batch.mailing_id).filter(
        pk__range=(batch.first_id, batch.last_id),
        state=State.DEFERRED,
        next_try_at__lte=now,
    )
    return [Row(*row) for row in due.order_by("pk").values_list(*fields)[:limit]]


def with_addresses(
    rows: Sequence[Row], newsletter: Newsletter, now: datetime
) -> tuple[list[Row], dict[int, Fate]]:
    """Ask the readers' own rule again: return the rows that may be mailed, and why others not.

    This is where a reader who left a moment ago, or whose address changed, is respected.
    """
    wanted = [row.subscription_id for row in rows]
    mailable_now = Subscription.objects.mailable(newsletter, at=now, among=wanted)
    people = {
        pk: (address, name)
        for pk, address, name in in_one.rows(
            mailable_now.values_list("pk", "reader__address", "reader__name")
        )
    }
    mailable, skipped = [], []
    for row in rows:
        if person := people.get(row.subscription_id):
            row.address, row.name = person
            mailable.append(row)
        else:
            skipped.append(row)
    return mailable, _why_skipped(skipped)


def _why_skipped(rows: Sequence[Row]) -> dict[int, Fate]:
    if not rows:
        return {}
    states = dict(
        Subscription.objects.filter(pk__in=[row.subscription_id for row in rows]).values_list(
            "pk", "state"
        )
    )
    reasons = {
        None: "The reader's record is no longer there.",
        "left": "The reader unsubscribed.",
        "active": "The address is suppressed, paused or without proof of consent.",
    }
    return {
        row.id: Fate(
            State.SKIPPED,
            reason=reasons.get(
                states.get(row.subscription_id), "The subscription is no longer active."
            ),
            was_deferred=row.state == State.DEFERRED,
        )
        for row in rows
    }


def hand(
    lease: Lease,
    rows: Sequence[Row],
    aside: dict[int, Fate],
    last: Window | None,
    *,
    rate_seen: float = 0.0,
) -> Window:
    """In one commit: renew the lease, record the last window, mark these rows handed.

    `rows` and the keys of `aside` (skipped, or put off) together are what `choose` gave. Raises
    LeaseLost, having changed nothing, when another worker holds the batch: then the rows must
    not be sent.
    """
    batch = lease.batch
    window = Window(batch.window_number + 1, rows)
    asked, now = clock.steady(), clock.database_now()
    changes = tally(last) if last else Counter[str]()
    changes.update(fate.state for fate in aside.values())
    changes.update(handed=len(rows))
    due = window.again + [key for key, fate in aside.items() if fate.was_deferred]
    changes["deferred"] -= len(due)
    cursor = max([batch.cursor, *(row.id for row in rows), *aside])
    with transaction.atomic():
        if due:
            _still_deferred(batch, due)
        _hold(
            batch,
            changes,
            lease_until=clock.later(now, LEASE),
            window_number=window.number,
            cursor=cursor,
            rate_seen=rate_seen,
        )
        if last:
            _write_fates(batch, last, now)
        _write_each(batch.mailing_id, aside, now)
        _mark_handed(batch.mailing_id, window, now)
    _remember(batch, changes, window_number=window.number, cursor=cursor)
    lease.renewed(asked)
    return window


def record(lease: Lease, window: Window) -> None:
    """Commit a window's results by itself: before a wait, at a stop, or when some were put back.

    Raises LeaseLost when another worker holds the batch; see `record_late`.
    """
    batch = lease.batch
    asked, now = clock.steady(), clock.database_now()
    put_back = [key for key, fate in window.fates.items() if fate.state == State.WAITING]
    cursor = min([batch.cursor, *(key - 1 for key in put_back)])
    with transaction.atomic():
        changes = tally(window)
        _hold(batch, changes, lease_until=clock.later(now, LEASE), cursor=cursor)
        _write_fates(batch, window, now)
    _remember(batch, changes, cursor=cursor)
    lease.renewed(asked)


def record_late(batch: Batch, window: Window) -> None:
    """Record results of a batch that another worker has taken meanwhile.

    It may have called these deliveries unknown already: now we know. Those that were put back
    are left alone, for they are its business now.
    """
    now = clock.database_now()
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        open_rows = dict(
            of_mailing(batch.mailing_id)
            .filter(
                pk__in=list(window.fates),
                window_number=window.number,
                state__in=[State.HANDED, State.UNKNOWN],
            )
            .values_list("pk", "state")
        )
        fates = {
            key: fate
            for key, fate in window.fates.items()
            if key in open_rows and fate.state not in {State.WAITING, State.UNKNOWN}
        }
        changes = Counter(fate.state for fate in fates.values())
        changes.subtract(open_rows[key] for key in fates)
        _write_each(batch.mailing_id, fates, now)
        Batch.objects.filter(pk=batch.pk).update(**_deltas(changes))


def finish(lease: Lease) -> Batch:
    """Let go of a batch that has nothing to send now, with its counts taken afresh.

    It is done when every delivery is in a final state; else it says when it next needs a worker.
    """
    batch = lease.batch
    now = clock.database_now()
    with transaction.atomic():
        ours = of_mailing(batch.mailing_id).filter(pk__range=(batch.first_id, batch.last_id))
        _hold(batch, Counter(), lease_until=now)
        counts = dict(
            ours.order_by().values_list("state").annotate(n=Count("pk")).values_list("state", "n")
        )
        due = ours.filter(state=State.DEFERRED).aggregate(first=Min("next_try_at"))["first"]
        waiting = counts.get(State.WAITING, 0)
        Batch.objects.filter(pk=batch.pk).update(
            **{name: counts.get(name, 0) for name in COUNTED},
            done=not (waiting or counts.get(State.HANDED) or counts.get(State.DEFERRED)),
            next_at=now if waiting or due is None else due,
            cursor=batch.first_id - 1 if waiting else batch.last_id,
            holder="",
            lease_until=None,
            rate_seen=0,
        )
    batch.refresh_from_db()
    return batch


def settle(lease: Lease, changes: Counter[str], fates: dict[int, Fate], cursor: int) -> None:
    """Write what recovery found, within its transaction; raises LeaseLost."""
    batch = lease.batch
    now = clock.database_now()
    _hold(batch, changes, lease_until=clock.later(now, LEASE), cursor=cursor)
    _write_each(batch.mailing_id, fates, now)
    _remember(batch, changes, cursor=cursor)


def tally(window: Window) -> Counter[str]:
    """Return how the batch's counts change when the window's results are recorded."""
    changes = Counter(fate.state for fate in window.fates.values())
    missing = len(window.rows) - len(window.fates)
    if missing:
        raise AssertionError(f"{missing} deliveries of a window have no fate")
    changes["handed"] -= len(window.rows)
    return changes


def _deltas(changes: Counter[str]) -> dict[str, Any]:
    return {name: F(name) + changes[name] for name in COUNTED if changes[name]}


def _hold(batch: Batch, changes: Counter[str], **fields: Any) -> None:
    """Change the batch if we still hold it, else raise LeaseLost: the compare-and-set."""
    held = Batch.objects.filter(pk=batch.pk, holder=batch.holder)
    if not held.update(**fields, **_deltas(changes)):
        raise LeaseLost


def _still_deferred(batch: Batch, keys: Sequence[int]) -> None:
    """Raise LeaseLost unless these are: a cap that was lifted has them wait, and counted so."""
    Batch.objects.select_for_update().get(pk=batch.pk)
    those = of_mailing(batch.mailing_id).filter(pk__in=keys, state=State.DEFERRED)
    if those.count() != len(keys):
        raise LeaseLost


def _remember(batch: Batch, changes: Counter[str], **fields: Any) -> None:
    for name in COUNTED:
        setattr(batch, name, getattr(batch, name) + changes[name])
    for name, value in fields.items():
        setattr(batch, name, value)


def _mark_handed(mailing_id: int, window: Window, now: datetime) -> None:
    fields: dict[str, Any] = {
        "state": State.HANDED,
        "window_number": window.number,
        "handed_at": now,
        "attempts": F("attempts") + 1,
    }
    marked = 0
    ours = of_mailing(mailing_id)
    if window.fresh:
        # All that wait between the first and the last were chosen, so a range names them.
        span = (window.fresh[0], window.fresh[-1])
        marked += ours.filter(pk__range=span, state=State.WAITING).update(**fields)
    if window.again:
        marked += ours.filter(pk__in=window.again, state=State.DEFERRED).update(**fields)
    if marked != len(window.rows):
        # Somebody else changed our rows: send none of them.
        raise LeaseLost


def _write_fates(batch: Batch, window: Window, now: datetime) -> None:
    """Write a window's results: each exception, then `sent` over the whole range of the rest."""
    exceptions = {key: fate for key, fate in window.fates.items() if fate is not SENT}
    _write_each(batch.mailing_id, exceptions, now)
    if len(exceptions) < len(window.rows):
        of_mailing(batch.mailing_id).filter(
            pk__range=(window.first, window.last),
            window_number=window.number,
            state=State.HANDED,
        ).update(state=State.SENT, code=SENT.code, reason="", next_try_at=None, done_at=now)


def _write_each(mailing_id: int, fates: dict[int, Fate], now: datetime) -> None:
    if not fates:
        return
    adapt = connection.ops.adapt_datetimefield_value
    final = {State.SENT, State.REFUSED, State.SKIPPED, State.UNKNOWN}
    rows = [
        (
            fate.state,
            fate.code,
            fate.reason[:200] or ("" if fate.state in UNTOLD else NO_REASON),
            adapt(clock.later(now, fate.wait)) if fate.state == State.DEFERRED else None,
            adapt(now) if fate.state in final else None,
            # What was put back before it reached the wire was no attempt.
            1 if fate.state == State.WAITING else 0,
            key,
            mailing_id,
        )
        for key, fate in fates.items()
    ]
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET state = %s, code = %s, reason = %s, next_try_at = %s, "  # noqa: S608
            "done_at = %s, attempts = attempts - %s WHERE id = %s AND mailing_id = %s",
            rows,
        )
