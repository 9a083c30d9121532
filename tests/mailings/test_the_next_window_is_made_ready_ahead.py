"""While a large window is out, the one that follows is made ready; nobody gains or loses by it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from matinee.mailings import batch_run, clock, control, leases, pace, recovery, windows
from matinee.mailings.models import Batch, Delivery, Mailing
from matinee.mailings.receipts import Receipts
from matinee.mailings.signals import Stop
from matinee.mailings.wire import Sending
from matinee.mailings.worker import Worker
from matinee.post.relay import Envelope, Result
from matinee.readers.models import Reader, Subscription
from tests.mailings.sending_help import (
    ToldRelay,
    assert_adds_up,
    started,
    states,
    taken,
    work,
)

pytestmark = pytest.mark.usefixtures("on_disk")
AUDIENCE = 1201  # in batches of 500, 500 and 201


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Two threads with a connection each: SQLite in memory refuses what a file has wait."""
    if connection.vendor != "sqlite":
        yield
        return
    told, in_memory = connection.settings_dict, connection.connection
    name = told["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "tests.sqlite3")])
    told["NAME"], connection.connection = str(tmp_path / "tests.sqlite3"), None
    yield
    connection.close()
    told["NAME"], connection.connection = name, in_memory


@pytest.fixture(params=["another batch", "the same batch"])
def follows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What follows a window: with small ones it is mostly another of its own batch."""
    if request.param == "the same batch":
        monkeypatch.setattr(batch_run, "LARGEST", 220)
    return str(request.param)


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who chose letters, by the threads' names."""
    names: list[str] = []
    choose = windows.choose

    def told(*arguments: Any) -> Any:
        names.append(threading.current_thread().name)
        return choose(*arguments)

    monkeypatch.setattr(windows, "choose", told)
    return names


Act = Callable[[Worker, Sending], None]


def at_the_end_of_a_window(act: Act, worker: Worker) -> ToldRelay:
    """Return a relay; as the last of a window that was looked ahead of goes, `act` is done."""
    acted: list[bool] = []

    def answer(envelope: Envelope) -> Result:
        result = taken(envelope)
        sending = envelope._sending  # type: ignore[attr-defined]
        due = sending.nearly_out and len(sending.started) == sending.nearly_out + 40
        if due and not acted:
            acted.append(True)
            # In the thread: what was begun there is ready, and it has a connection to the database.
            worker.ahead.submit(lambda: act(worker, sending)).result()
        return result

    return ToldRelay(answer)


def run(mailing: Mailing, act: Act, **options: Any) -> ToldRelay:
    with Worker(**options) as one:
        one.wire.relay = relay = at_the_end_of_a_window(act, one)
        one.run(mailing)
    return relay


def test_each_reader_gets_it_once_and_windows_were_made_ready_ahead(
    follows: str, ahead: list[str]
) -> None:
    mailing = started(AUDIENCE)
    relay = work(mailing)
    assert len(relay.recipients) == len(set(relay.recipients)) == AUDIENCE
    assert states(mailing) == {"sent": AUDIENCE}
    assert_adds_up(mailing)
    assert any(name.startswith("matinee-ahead") for name in ahead)


@pytest.mark.parametrize(("readers", "rate"), [(150, 0.0), (AUDIENCE, 1e6)])
def test_small_windows_and_capped_mailings_are_not_looked_ahead_of(
    ahead: list[str], readers: int, rate: float
) -> None:
    mailing = started(readers, rate=rate)
    work(mailing)
    assert states(mailing) == {"sent": readers}
    assert not any(name.startswith("matinee-ahead") for name in ahead)


def test_who_leaves_while_the_relay_dawdles_gets_none(follows: str) -> None:
    mailing = started(AUDIENCE)
    gone: list[str] = []

    def leave(*_: Any) -> None:
        # Whoever waits has not been marked, whatever was made ready.
        waiting = Delivery.objects.filter(mailing=mailing, state="waiting").order_by("pk")
        numbers = list(waiting.values_list("subscription_id", flat=True)[:50])
        left = Subscription.objects.filter(pk__in=numbers)
        gone.extend(left.values_list("reader__address", flat=True))
        left.update(state="left")
        time.sleep(batch_run.FRESH)

    relay = run(mailing, leave)
    assert len(gone) == 50 and not set(gone) & set(relay.recipients)
    assert states(mailing) == {"sent": AUDIENCE - 50, "skipped": 50}
    assert_adds_up(mailing)


def test_a_pause_lets_go_of_what_was_taken_ahead(follows: str) -> None:
    mailing = started(AUDIENCE)
    relay = run(mailing, lambda *_: control.pause(mailing))
    assert 0 < len(relay.recipients) < AUDIENCE
    assert set(Batch.objects.values_list("holder", flat=True)) == {""}
    assert states(mailing) == {
        "sent": len(relay.recipients),
        "waiting": AUDIENCE - len(relay.recipients),
    }
    assert_adds_up(mailing)
    control.resume(mailing)
    again = work(mailing)
    assert len(set(relay.recipients) | set(again.recipients)) == AUDIENCE
    assert len(relay.recipients) + len(again.recipients) == AUDIENCE


def test_what_was_put_back_goes_before_what_was_made_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch_run, "LARGEST", 220)
    mailing = started(AUDIENCE)
    relay = run(mailing, lambda _, sending: sending.gate.shut("A door fell shut."))
    readers = list(Delivery.objects.order_by("pk").values_list("reader_id", flat=True))
    addresses = Reader.objects.in_bulk(readers)
    assert relay.recipients == [addresses[reader].address for reader in readers]


def test_a_worker_that_is_to_stop_lets_go_of_what_it_took_ahead(follows: str) -> None:
    mailing = started(AUDIENCE)
    stop = Stop()

    def ask(*_: Any) -> None:
        stop.ask()

    relay = run(mailing, ask, stop=stop)
    assert set(Batch.objects.values_list("holder", flat=True)) == {""}
    assert_adds_up(mailing)
    again = work(mailing)
    assert len(relay.recipients) + len(again.recipients) == AUDIENCE
    assert states(mailing) == {"sent": AUDIENCE}


def test_what_another_worker_took_meanwhile_is_its_business(follows: str) -> None:
    mailing = started(AUDIENCE)

    def steal(*_: Any) -> None:
        # As if this worker had slept past its leases.
        held = Batch.objects.filter(mailing=mailing).exclude(holder="")
        held.update(holder="elsewhere.1.x")

    relay = run(mailing, steal)
    Batch.objects.filter(holder="elsewhere.1.x").update(holder="", lease_until=None)
    again = work(mailing)
    assert not set(relay.recipients) & set(again.recipients)
    assert len(relay.recipients) + len(again.recipients) == AUDIENCE
    assert states(mailing) == {"sent": AUDIENCE}
    assert_adds_up(mailing)


def test_what_a_dead_worker_had_taken_ahead_is_free_at_once_and_its_receipts_are_kept(
    tmp_path: Path,
) -> None:
    mailing = started(AUDIENCE)
    dead = Receipts(tmp_path)
    first = leases.take(dead.holder, tmp_path, mailing)
    second = leases.take_ahead(dead.holder, mailing)
    assert first and second and first.batch != second.batch
    dead.begin(first.batch.pk, 1)
    rows = windows.choose(first.batch, 20, clock.database_now())
    windows.hand(first, rows, {}, None)
    dead.started(rows[0].id)
    dead.close(keep=True)
    # Whichever is taken up first: only the letter that was begun is in doubt.
    third = leases.take("c.1.x", tmp_path, mailing)
    assert third and not third.inherited_from  # nobody's: free ones come first
    for _ in range(2):
        lease = leases.take("d.1.x", tmp_path, mailing)
        assert lease is not None
        recovery.recover(lease, tmp_path, pace.fate_of(mailing))
    assert leases.take("e.1.x", tmp_path, mailing) is None
    assert states(mailing) == {"waiting": AUDIENCE - 1, "unknown": 1}


def test_a_batch_with_a_history_is_not_taken_ahead(tmp_path: Path) -> None:
    mailing = started(500)
    lease = leases.take("gone.1.x", tmp_path, mailing)
    assert lease
    Batch.objects.filter(pk=lease.batch.pk).update(lease_until=timezone.now() - timedelta(1))
    assert leases.take_ahead("b.1.x", mailing) is None
    assert leases.take("b.1.x", tmp_path, mailing)
