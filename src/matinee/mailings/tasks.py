"""Background work: a task only means "wake up"; the truth is in the rows, with their leases."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from matinee.mailings.models import Batch, Mailing
from matinee.publication.schedule import every

logger = logging.getLogger(__name__)

# A mailing wakes at most this many workers at once; each goes on until no batch is left.
MOST_WOKEN = 16
# So long one task works (seconds) before it lets others have the worker: a reader's
# confirmation mail must not wait for a million letters.
TURN_SECONDS = 20.0
SWEEP_SECONDS = 15


@task()
def wake(mailing_id: int) -> int:
    """Work on the mailing's batches for one turn; return how many were worked on.

    Called twice, late, or after the mailing is over, it finds nothing to take and returns 0.
    When its turn ends before the work does, it asks for the next turn.
    """
    from matinee.mailings import receipts, sending

    mailing = Mailing.objects.filter(pk=mailing_id).first()
    if mailing is None:
        return 0
    try:
        worked, more = sending.work(mailing, seconds=TURN_SECONDS)
    except receipts.ReceiptsError as error:
        logger.error("Mailing %s: %s", mailing_id, error)
        return 0
    if more:
        _ask(mailing_id)
    return worked


def _ask(mailing_id: int) -> None:
    try:
        wake.enqueue(mailing_id)
    except Exception:
        # The rows say what is to be done, and the sweep reads them: no mail is lost by this.
        logger.exception("Mailing %s: no task could be enqueued; the sweep will.", mailing_id)


def wake_workers(mailing: Mailing) -> None:
    """Ask for workers once the present transaction is committed."""
    count = min(MOST_WOKEN, Batch.objects.filter(mailing=mailing, done=False).count())
    for _ in range(count):
        transaction.on_commit(lambda: _ask(mailing.pk))


@every(SWEEP_SECONDS, "mailings: find lost work")
def sweep() -> int:
    """Find batches that need a worker and have none, whatever the queue did; return how many.

    Wakes one worker for each mailing that has some; that one takes batch after batch. Also
    calls mailings done whose last worker died before it could say so.
    """
    from matinee.mailings import control, leases

    now = timezone.now()
    found = 0
    for mailing in Mailing.objects.filter(state=Mailing.State.RUNNING):
        if control.close_if_done(mailing):
            continue
        due = Batch.objects.filter(mailing=mailing, done=False, next_at__lte=now)
        free = due.filter(Q(holder="") | Q(lease_until__lt=now)).count()
        held = due.filter(lease_until__gte=now).exclude(holder="")
        dead = sum(leases.is_dead(settings.RECEIPTS_PATH, batch.holder) for batch in held)
        if free or dead:
            found += free + dead
            _ask(mailing.pk)
    return found


@every(30, "mailings: start what is scheduled")
def start_scheduled() -> int:
    """Start each scheduled edition whose time has come; return how many were started.

    One that preflight stops is left scheduled, and said in the log: the desk shows its findings.
    """
    from matinee.editions.models import EditionPage
    from matinee.mailings import sending

    started = 0
    due = EditionPage.objects.filter(
        state=EditionPage.State.SCHEDULED, scheduled_for__lte=timezone.now()
    )
    for edition in due:
        try:
            sending.start(edition, over_warnings=True)
            started += 1
        except sending.Refused as error:
            logger.error("Edition %s is scheduled and cannot be sent: %s", edition.pk, error)
    return started
