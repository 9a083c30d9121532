"""Django Tasks over a message broker: Celery carries "wake up", and nothing else of Celery shows.

Acknowledged late, rejected when a worker is lost, one at a time: a task whose worker dies is
given to another. It may so be given twice, and a broker may lose one: every task bears the
first, and the recurring sweeps mend the second. While the broker is away the database keeps the
tasks, and a recurring job of the workers hands them on.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from celery import Celery
from celery.exceptions import SecurityWarning
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskContext, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id, normalize_json
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

CARRIER = "matinee.run_task"
QUEUE = "matinee"
HIGHEST = 9
# A broker that is away must not hold up an editor's click for longer (seconds, a try).
CONNECT_TIMEOUT = 2.0
HAND_ON_SECONDS = 15


@lru_cache(maxsize=4)
def celery_app(url: str) -> Celery:
    """Return the Celery application for one broker, with its single task registered."""
    app = Celery("matinee", broker=url, set_as_current=False)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_ignore_result=True,
        task_default_queue=QUEUE,
        task_queue_max_priority=HIGHEST,
        task_default_priority=priority_of(0),
        task_serializer="json",
        accept_content=["json"],
        broker_connection_timeout=CONNECT_TIMEOUT,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        # A task in hand keeps the one thread from answering heartbeats.
        broker_heartbeat=0,
        broker_transport_options={"confirm_publish": True},
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        timezone="UTC",
    )
    app.task(name=CARRIER, bind=False)(run_task)
    return app


def priority_of(priority: int) -> int:
    """Return Django Tasks' priority (-100 to 100) on the broker's scale (0 to 9)."""
    return (priority + 100) * HIGHEST // 200


def run_task(path: str, args: Sequence[Any], kwargs: Mapping[str, Any], task_id: str) -> None:
    """Run one task as a worker; an error is logged with its traceback and the task is over.

    `path` must name a Task: a message cannot call anything else.
    """
    task = import_string(path)
    if not isinstance(task, Task):
        logger.error("A message asked for %s, which is no task.", path)
        return
    close_old_connections()
    try:
        if task.takes_context:
            result = _result(task, args, kwargs, task_id, TaskResultStatus.RUNNING)
            task.call(TaskContext(task_result=result), *args, **kwargs)
        else:
            task.call(*args, **kwargs)
    except Exception:
        logger.exception("The task %s failed.", path)
    finally:
        close_old_connections()


def _result(
    task: Task[Any, Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    task_id: str,
    status: TaskResultStatus,
) -> TaskResult[Any]:
    return TaskResult(
        task=task,
        id=task_id,
        status=status,
        enqueued_at=None,
        started_at=None,
        last_attempted_at=None,
        finished_at=None,
        args=list(args),
        kwargs=dict(kwargs),
        backend=task.backend,
        errors=[],
        worker_ids=[],
    )


def publish(url: str, task: Task[Any, Any], body: Mapping[str, Any], task_id: str) -> None:
    """Give the broker one task; raises OperationalError where it stays away."""
    celery_app(url).send_task(
        CARRIER,
        args=[task.module_path, body["args"], body["kwargs"], task_id],
        task_id=task_id,
        queue=QUEUE,
        eta=task.run_after,
        priority=priority_of(task.priority),
        retry=True,
        retry_policy={"max_retries": 2, "interval_start": 0.2, "interval_step": 0.5},
    )


def hand_on() -> int:
    """Publish the tasks that the database kept while the broker was away; return how many.

    Published first and forgotten then: one may go twice, which every task bears.
    """
    from django_tasks_db.models import DBTaskResult

    count = 0
    for kept in DBTaskResult.objects.ready().order_by("enqueued_at")[:1000]:
        try:
            task: Any = kept.task
            publish(settings.BROKER_URL, task, kept.args_kwargs, get_random_id())
        except OperationalError:
            break
        kept.delete()
        count += 1
    return count


class BrokerBackend(BaseTaskBackend):
    """Puts tasks into the broker's one queue. Results are not kept: our rows tell what was done."""

    supports_defer = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        if not self.options.get("broker_url"):
            raise ImproperlyConfigured("The broker's task backend needs BROKER_URL.")

    def enqueue(
        self, task: Task[Any, Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> TaskResult[Any]:
        """Publish one task and wait for the broker's word that it has it.

        Where the broker stays away for a few seconds, the database keeps the task for it.
        """
        self.validate_task(task)
        task_id = get_random_id()
        body = normalize_json({"args": args, "kwargs": kwargs})
        try:
            publish(self.options["broker_url"], task, body, task_id)
        except OperationalError:
            # Saving a page must not fail because the broker is away: the database keeps the task.
            logger.warning("The broker is away; a task is kept until it is back.")
            from django_tasks_db import DatabaseBackend

            database: Any = DatabaseBackend(self.alias, {"QUEUES": []})
            kept: TaskResult[Any] = database.enqueue(task, args, kwargs)
            return kept
        result = _result(task, body["args"], body["kwargs"], task_id, TaskResultStatus.READY)
        task_enqueued.send(type(self), task_result=result)
        return result


def run_worker(argv: Sequence[str] = ()) -> None:
    """Work on the broker's tasks until SIGTERM or Ctrl-C, which finish the task in hand.

    One process, one task at a time; run as many as you like. `argv` is added to Celery's worker
    options.
    """
    # Here and not at the top: this module is read before Django's models are.
    from matinee.publication.schedule import every

    every(HAND_ON_SECONDS, "broker: hand on what it missed")(hand_on)
    # Celery fears pickled messages to root; ours are JSON, and name nothing but our tasks.
    warnings.simplefilter("ignore", SecurityWarning)
    celery_app(settings.BROKER_URL).worker_main(
        [
            "--quiet",
            "worker",
            "--pool=solo",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel=WARNING",
            *argv,
        ]
    )
