"""What people do to a mailing that runs: pause, resume, stop, slower, faster; and its end.

Each is one small update that workers see at their next look, half a second later at most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from matinee.editions import states
from matinee.mailings import clock, tasks, windows
from matinee.mailings.models import Batch, Delivery, DomainPace, Mailing, record_deed
from matinee.mailings.pace import HELD_BACK

State = Mailing.State
# The slowest cap that "slower" goes down to, in letters a second.
SLOWEST = 1.0


class NotPossible(Exception):
    """The mailing's state does not allow the deed; the text says so for the screen."""


def _move(mailing: Mailing, allowed: set[str], to: str, what: str, user: Any) -> Mailing:
    """Change the state by compare-and-set; raises NotPossible when it is not among `allowed`."""
    with transaction.atomic():
        ours = Mailing.objects.filter(pk=mailing.pk, state__in=allowed)
        if not ours.update(state=to, trouble=""):
            mailing.refresh_from_db()
            now = mailing.get_state_display().lower()
            raise NotPossible(f"The mailing is {now}, so “{what}” does not apply.")
        record_deed(mailing, what, user)
    mailing.refresh_from_db()
    return mailing


def pause(mailing: Mailing, user: Any = None) -> Mailing:
    """Hold it where it is; letters on the wire are finished. Raises NotPossible."""
    return _move(mailing, {State.RUNNING}, State.PAUSED, "pause", user)


def resume(mailing: Mailing, user: Any = None) -> Mailing:
    """Go on where it was, after a pause or a stop. Raises NotPossible."""
    with transaction.atomic():
        mailing = _move(mailing, {State.PAUSED, State.STOPPED}, State.RUNNING, "resume", user)
        tasks.wake_workers(mailing)
    return mailing


def stop(mailing: Mailing, user: Any = None) -> Mailing:
    """End it: who waits keeps waiting, and is counted so. Raises NotPossible."""
    return _move(mailing, {State.RUNNING, State.PAUSED}, State.STOPPED, "stop", user)


def set_rate(mailing: Mailing, rate: float, user: Any = None) -> Mailing:
    """Cap it at `rate` letters a second over all workers; 0 takes the cap off.

    Raises ValueError below 0.
    """
    if rate < 0:
        raise ValueError("A rate is 0 (no cap) or more letters a second.")
    with transaction.atomic():
        # The old rate's bookings end with it.
        Mailing.objects.filter(pk=mailing.pk).update(rate=rate, paced_until=0)
        record_deed(mailing, f"at most {rate:g} a second" if rate else "no cap on the rate", user)
    mailing.refresh_from_db()
    return mailing


def set_domain_caps(
    mailing: Mailing, rates: Mapping[str, float], rest: float = 0.0, user: Any = None
) -> Mailing:
    """Cap single recipient domains, and every other at `rest`, in letters a second; 0: no cap.

    Who waited for a turn under the old caps queues anew. Raises ValueError below 0.
    """
    if rest < 0 or any(rate < 0 for rate in rates.values()):
        raise ValueError("A domain's cap is 0 (none) or more letters a second.")
    with transaction.atomic():
        ours = Mailing.objects.select_for_update().filter(pk=mailing.pk)
        ours.get()
        ours.update(domain_rates=dict(rates), domain_rate=rest)
        DomainPace.objects.filter(mailing=mailing).delete()
        _queue_anew(mailing)
        said = [f"{name} at most {rate:g} a second" for name, rate in sorted(rates.items())]
        said += [f"each other domain at most {rest:g} a second"] if rest else []
        record_deed(mailing, (", ".join(said) or "no cap on any domain")[:200], user)
        tasks.wake_workers(mailing)
    mailing.refresh_from_db()
    return mailing


def _queue_anew(mailing: Mailing) -> None:
    """Let those wait again whom a domain's cap had put off."""
    for batch in Batch.objects.select_for_update().filter(mailing=mailing, deferred__gt=0):
        held = windows.of_mailing(mailing.pk).filter(
            pk__range=(batch.first_id, batch.last_id),
            state=Delivery.State.DEFERRED,
            attempts=0,
            reason=HELD_BACK,
        )
        back = held.update(state=Delivery.State.WAITING, reason="", next_try_at=None)
        if back:
            Batch.objects.filter(pk=batch.pk).update(
                deferred=F("deferred") - back,
                next_at=clock.database_now(),
                cursor=batch.first_id - 1,
            )


def set_warm_up(mailing: Mailing, days: Sequence[int], user: Any = None) -> Mailing:
    """Let so many letters go on the first day, the second, …; none given: no limit.

    What has gone today counts. Raises ValueError for a number below 1.
    """
    if any(day < 1 for day in days):
        raise ValueError("Each day of a warm-up plan lets at least one letter go.")
    with transaction.atomic():
        Mailing.objects.filter(pk=mailing.pk).update(warm_up=list(days))
        now = clock.database_now()
        later = Batch.objects.filter(mailing=mailing, done=False, next_at__gt=now)
        later.exclude(wave__due_at__gt=now).update(next_at=now)
        said = ", ".join(f"{day:,}" for day in days)
        record_deed(mailing, f"warm-up: {said} a day" if days else "no warm-up limit", user)
        tasks.wake_workers(mailing)
    mailing.refresh_from_db()
    return mailing


def slower(mailing: Mailing, user: Any = None) -> Mailing:
    """Halve the cap; where there is none, half of what the workers do now becomes the cap."""
    now = mailing.rate or sum(
        Batch.objects.filter(mailing=mailing).values_list("rate_seen", flat=True)
    )
    return set_rate(mailing, max(SLOWEST, round(now / 2, 1)), user)


def faster(mailing: Mailing, user: Any = None) -> Mailing:
    """Double the cap; without one it goes as fast as the relay takes it already."""
    return set_rate(mailing, mailing.rate * 2, user) if mailing.rate else mailing


def close_if_done(mailing: Mailing) -> bool:
    """Call the mailing done, and its edition sent, once every delivery is in a final state.

    Safe to call at any time, by any number of workers; returns whether it is done.
    """
    if Batch.objects.filter(mailing=mailing, done=False).exists():
        return False
    with transaction.atomic():
        # Sending again takes this lock too, so no batch is opened between look and deed.
        Mailing.objects.select_for_update().get(pk=mailing.pk)
        if Batch.objects.filter(mailing=mailing, done=False).exists():
            return False
        ours = Mailing.objects.filter(pk=mailing.pk, state__in=[State.RUNNING, State.PAUSED])
        if ours.update(state=State.DONE, done_at=timezone.now(), trouble=""):
            edition = mailing.edition
            edition.refresh_from_db()
            if edition.state == edition.State.SENDING:
                states.finish_sending(edition, mailing.started_by)
    mailing.refresh_from_db()
    return bool(mailing.state == State.DONE)
