"""The last of a burst is sealed within about a second, not at the worker's next tick."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from matinee.readers import ledger, tasks
from matinee.readers.models import ConsentRecord, UnsealedRecord
from tests.readers.factories import asked, newsletter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_woken_until", 0.0)
    monkeypatch.setattr(ledger, "_last_sealed", 0.0)


def work() -> None:
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def test_the_tail_of_a_burst_is_sealed_within_about_a_second() -> None:
    letter = newsletter()
    burst = 0
    # On a busy machine each may come a second after the last, and is sealed by itself.
    while burst < 5 or (not UnsealedRecord.objects.exists() and burst < 50):
        asked(f"reader{burst}@example.com", letter)
        burst += 1
    began = time.monotonic()
    assert UnsealedRecord.objects.exists(), "the burst had no tail"
    while UnsealedRecord.objects.exists() and time.monotonic() - began < 5:
        work()
        time.sleep(0.05)
    assert not UnsealedRecord.objects.exists()
    # About a second; the tick, which would come to it anyway, comes every five.
    assert time.monotonic() - began < 4
    assert ledger.verify().records == ConsentRecord.objects.count() == burst


def test_a_burst_asks_for_two_tasks_whatever_its_length() -> None:
    letter = newsletter()
    began = timezone.now()
    for n in range(8):
        with transaction.atomic():
            asked(f"reader{n}@example.com", letter)
    took = (timezone.now() - began).total_seconds()
    woken = DBTaskResult.objects.filter(task_path__endswith="do_what_waits")
    assert 2 <= woken.count() <= 2 + took / tasks.WAKE_EVERY
    soon = timezone.now() + timedelta(seconds=tasks.WAKE_EVERY)
    assert woken.filter(run_after__gt=began, run_after__lte=soon).exists()


def test_sealing_does_not_wait_for_another_sealer() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has one writer at a time, sealer or not
    import threading

    asked("ada@example.com", newsletter())
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            ledger.lock_chain()
            holding.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    holding.wait(10)
    began = time.monotonic()
    asked("ben@example.com", newsletter())
    assert ledger.seal_waiting(wait=False) == 0
    assert time.monotonic() - began < 5
    assert not done.is_set()
    done.set()
    other.join()
    ledger.seal_waiting()
    assert ledger.verify().records == 2
