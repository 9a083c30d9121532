"""The worker: a thread that ticks the recurring jobs, and a loop that takes tasks.

On one machine tasks lie in the database; with BROKER_URL they come from the broker. Either
engine may lose or repeat a task, so a task only means "wake up" (see docs/architecture.md).
"""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from matinee.publication.schedule import tick

logger = logging.getLogger(__name__)
TICK_SECONDS = 5.0


def _tick_until(stop: threading.Event) -> None:
    while not stop.wait(TICK_SECONDS):
        close_old_connections()
        try:
            tick()
        except Exception:
            logger.exception("A tick failed; the next is in %s seconds.", TICK_SECONDS)
        close_old_connections()


def once() -> None:
    """Do the tasks that wait now (database engine only), then tick once."""
    if not settings.BROKER_URL:
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    tick()


def forever() -> None:
    """Work until SIGTERM or SIGINT, which end the task in hand first."""
    stop = threading.Event()
    ticker = threading.Thread(target=_tick_until, args=(stop,), name="tick", daemon=True)
    ticker.start()
    try:
        if settings.BROKER_URL:
            from matinee.config.broker import run_worker

            run_worker([])
        else:
            call_command("db_worker", interval=0.5, startup_delay=False, reload=False, verbosity=0)
    finally:
        stop.set()
