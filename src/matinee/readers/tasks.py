"""Background work: a task only means "wake up"; what is to be done stands in the rows."""

from __future__ import annotations

import logging
import time

from django_tasks import task

from matinee.publication.schedule import every

logger = logging.getLogger(__name__)
WAKE_EVERY = 1.0  # seconds, in one process; the tick sees to what came in between
_last_woken = -WAKE_EVERY


@task()
def do_what_waits() -> int:
    """Seal the ledger and send the notes that are due; return how many mails were handed over."""
    from matinee.readers import ledger, post_office

    ledger.seal_waiting()
    return post_office.send_waiting()


def wake() -> None:
    """Ask a worker to look, at most once a second; never fails, since the tick looks too."""
    global _last_woken
    now = time.monotonic()
    if now - _last_woken < WAKE_EVERY:
        return
    _last_woken = now
    try:
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


@every(600, "readers: expire links and forget who never confirmed")
def forget() -> int:
    """Expire old links, erase what was not confirmed in 30 days, drop counts that are over."""
    from matinee.readers import challenges, erasing, limits, post_office

    erasing.expire_requests()
    limits.forget_old()
    challenges.forget_old()
    post_office.forget_old()
    return erasing.forget_unconfirmed()
