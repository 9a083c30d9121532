"""Recurring work: rooms register jobs with `every`; whichever worker ticks first takes the turn."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from matinee.publication.models import TickSlot

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A recurring job: its name, how often (seconds), and what to call."""

    name: str
    seconds: int
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def every(seconds: int, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function to be called once in each slot of `seconds`, by one worker of many.

    The function must bear being called again: a turn that died is simply the next turn's work.
    """

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _jobs[name] = Job(name, seconds, function)
        return function

    return register


def _take_turn(job: Job, now: datetime) -> bool:
    slot = datetime.fromtimestamp(now.timestamp() // job.seconds * job.seconds, tz=UTC)
    with transaction.atomic():
        _, ours = TickSlot.objects.get_or_create(name=job.name, slot=slot)
    return ours


def tick(now: datetime | None = None) -> list[str]:
    """Run each job whose present slot nobody has taken yet; return the names of those run.

    A job that fails is logged by name and does not stop the others.
    """
    now = now or timezone.now()
    ran = []
    for job in list(_jobs.values()):
        if not _take_turn(job, now):
            continue
        try:
            job.run()
        except Exception:
            logger.exception(
                "The recurring job %s failed; it runs again at its next turn.", job.name
            )
        else:
            ran.append(job.name)
    return ran


@every(3600, "forget old turns")
def forget_old_turns() -> int:
    """Delete turns older than two days; return how many."""
    gone, _ = TickSlot.objects.filter(slot__lt=timezone.now() - timedelta(days=2)).delete()
    return gone
