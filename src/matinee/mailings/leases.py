"""Leases on batches: two workers never hold one, and a dead worker's batch is taken up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from matinee.mailings import clock, receipts
from matinee.mailings.models import Batch, Mailing

# How long a lease holds (seconds), and how long before its end its holder stops believing in it.
LEASE = 60.0
MARGIN = 15.0
# What a holder's name ends with on a batch that it took ahead: it has handed nothing of that one.
AHEAD = "+"


class LeaseLost(Exception):
    """Another worker has taken the batch; this one must send nothing more of it."""


@dataclass
class Lease:
    """One worker's hold on one batch."""

    batch: Batch
    holder: str
    trusted_until: float  # on clock.steady()
    inherited_from: str = ""

    @property
    def trusted(self) -> bool:
        """Whether the worker may still send: judged by a clock that nobody can set."""
        return clock.steady() < self.trusted_until

    def renewed(self, at: float) -> None:
        """Note that the database confirmed the lease to a question asked at `at` (steady)."""
        self.trusted_until = at + LEASE - MARGIN


def _open(now: datetime, mailing: Mailing | None) -> Q:
    """Return what a batch must be to need a worker now."""
    wanted = Q(done=False, next_at__lte=now, mailing__state=Mailing.State.RUNNING)
    return wanted & Q(mailing=mailing) if mailing else wanted


def _seize(batch: Batch, holder: str, now: datetime, asked: float) -> Lease | None:
    """Take the batch if it is still as we saw it: one compare-and-set statement."""
    seen = {"holder": batch.holder, "lease_until": batch.lease_until, "done": False}
    lease_until = clock.later(now, LEASE)
    taken = Batch.objects.filter(pk=batch.pk, **seen).update(holder=holder, lease_until=lease_until)
    if not taken:
        return None
    inherited = batch.holder
    batch.holder, batch.lease_until = holder, lease_until
    lease = Lease(batch, holder, 0.0, inherited)
    lease.renewed(asked)
    return lease


def take_ahead(holder: str, mailing: Mailing | None = None) -> Lease | None:
    """Return a lease on a batch that nobody holds, for a worker that is busy with another.

    Its receipts tell of that other alone, so it holds this one by another name, until `begin`.
    """
    asked, now = clock.steady(), clock.database_now()
    return _first_free(_open(now, mailing) & Q(holder=""), holder + AHEAD, now, asked)


def begin(lease: Lease) -> None:
    """Hold a batch that was taken ahead by one's own name; raises LeaseLost."""
    batch, asked, now = lease.batch, clock.steady(), clock.database_now()
    holder, lease_until = lease.holder.removesuffix(AHEAD), clock.later(now, LEASE)
    held = Batch.objects.filter(pk=batch.pk, holder=lease.holder)
    if not held.update(holder=holder, lease_until=lease_until):
        raise LeaseLost
    lease.holder = batch.holder = holder
    lease.renewed(asked)


def _first_free(free: Q, holder: str, now: datetime, asked: float) -> Lease | None:
    for batch in Batch.objects.filter(free).order_by("mailing_id", "position")[:8]:
        if lease := _seize(batch, holder, now, asked):
            return lease
    return None


def take(holder: str, folder: Path, mailing: Mailing | None = None) -> Lease | None:
    """Return a lease on a batch that needs a worker now, or None when there is none.

    Free batches first; then those whose lease ran out; then those whose holder is certainly
    dead because nobody locks its receipts in `folder`: no need to wait for their lease.
    """
    asked, now = clock.steady(), clock.database_now()
    wanted = _open(now, mailing)
    free = wanted & (Q(holder="") | Q(lease_until__lt=now))
    if lease := _first_free(free, holder, now, asked):
        return lease
    here = receipts.place(folder) + "."
    held = wanted & Q(holder__startswith=here, lease_until__gte=now) & ~Q(holder=holder)
    for batch in Batch.objects.filter(held).order_by("mailing_id", "position"):
        if is_dead(folder, batch.holder) and (lease := _seize(batch, holder, now, asked)):
            return lease
    return None


def is_dead(folder: Path, holder: str) -> bool:
    """Whether a batch's holder is known to be dead: nobody locks its receipts, which are here."""
    return receipts.is_dead(folder, holder.removesuffix(AHEAD))


def bury(folder: Path, holder: str) -> None:
    """Forget a dead holder's receipts, and let go of what it had taken ahead."""
    Batch.objects.filter(holder=holder + AHEAD).update(holder="", lease_until=None)
    receipts.forget(folder, holder)


def renew(lease: Lease) -> None:
    """Hold on for another LEASE seconds; raises LeaseLost if another worker has the batch."""
    asked, now = clock.steady(), clock.database_now()
    lease_until = clock.later(now, LEASE)
    held = Batch.objects.filter(pk=lease.batch.pk, holder=lease.holder)
    if not held.update(lease_until=lease_until):
        raise LeaseLost
    lease.renewed(asked)


def release(lease: Lease) -> None:
    """Let go of the batch, so that another worker can take it at once."""
    Batch.objects.filter(pk=lease.batch.pk, holder=lease.holder).update(
        holder="", lease_until=None, rate_seen=0
    )


def waiting_for(mailing: Mailing) -> datetime | None:
    """Return when the mailing next needs a worker (database time), or None if it never does."""
    batch = Batch.objects.filter(mailing=mailing, done=False).order_by("next_at").first()
    return batch.next_at if batch else None


def soon(mailing: Mailing, seconds: float) -> bool:
    """Whether a batch that nobody holds needs a worker within so many seconds, and not yet."""
    now = clock.database_now()
    ours = _open(clock.later(now, seconds), mailing)
    return Batch.objects.filter(ours, holder="", next_at__gt=now).exists()
