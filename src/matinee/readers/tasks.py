"""Background work: a task only means "wake up"; what is to be done stands in the rows."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from matinee.publication.schedule import every

logger = logging.getLogger(__name__)
WAKE_EVERY = 0.5  # seconds, in one process
_woken_until = 0.0  # by the monotonic clock: half a second after the last task was, or is, due


@task()
def do_what_waits() -> int:
    """Seal the ledger and send the notes that are due; return how many mails were handed over."""
    from matinee.readers import ledger, post_office

    ledger.seal_waiting()
    return post_office.send_waiting()


def wake() -> None:
    """Ask a worker to look within half a second; never fails, since the tick looks too.

    The first to ask gets a task at once; all who ask in the half second after it share one that
    is due at its end. So the last of a burst does not wait for the tick.
    """
    global _woken_until
    now = time.monotonic()
    if now < _woken_until - WAKE_EVERY:
        return  # a task is due that has not begun: it will see this too
    wait = max(0.0, _woken_until - now)
    _woken_until = now + wait + WAKE_EVERY
    try:
        if wait:
            due = timezone.now() + timedelta(seconds=wait)
            do_what_waits.using(run_after=due).enqueue()
        else:
            do_what_waits.enqueue()
    except Exception:
        logger.exception(
            "No task could be enqueued for the readers' mail; the tick will see to it."
        )


@every(1, "readers: seal the ledger and send mail that waits")
def tick() -> int:
    """Do what no task was there to do."""
    from matinee.readers import ledger, post_office

    ledger.seal_waiting(wait=False)
    return post_office.send_waiting()


@task()
def do_import(number: int) -> bool:
    """Try or import a file that was brought to the desk, as its row says."""
    from matinee.readers.importing import desk

    return desk.work(number)


@every(60, "readers: take up imports that wait")
def take_up_imports() -> int:
    """Wake workers for imports whose worker died, or whose task was lost."""
    from matinee.readers.importing import desk

    return desk.take_up()


@every(600, "readers: remind those who have not confirmed")
def remind() -> int:
    """Put the reminders that are due into the outbox, for newsletters that want them."""
    from matinee.readers import reminding

    return reminding.remind()


@every(600, "readers: expire links and forget who never confirmed")
def forget() -> int:
    """Expire old links, erase what was not confirmed in 30 days, drop counts that are over."""
    from matinee.readers import challenges, erasing, limits, post_office
    from matinee.readers.importing import desk

    desk.forget_old()
    erasing.expire_requests()
    limits.forget_old()
    challenges.forget_old()
    post_office.forget_old()
    return erasing.forget_unconfirmed()
