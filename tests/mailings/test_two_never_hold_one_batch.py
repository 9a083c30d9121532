"""Leases: taking, losing and inheriting a batch, and what is settled then."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from matinee.mailings import clock, leases, pace, receipts, recovery, tasks, windows
from matinee.mailings.leases import Lease, LeaseLost
from matinee.mailings.models import Batch, Delivery, Mailing
from matinee.mailings.receipts import Receipt, Receipts
from matinee.mailings.windows import SENT, Fate, Window
from tests.mailings.sending_help import ToldRelay, assert_adds_up, started, states, taken, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings) -> Path:  # type: ignore[no-untyped-def]
    """Where this test's receipts are."""
    path: Path = settings.RECEIPTS_PATH
    return path


def hand_some(lease: Lease, count: int) -> Window:
    """Mark the next few deliveries handed, as a worker does."""
    rows = windows.choose(lease.batch, count, clock.database_now())
    rows, aside = windows.with_addresses(rows, lease.batch.mailing.newsletter, clock.database_now())
    return windows.hand(lease, rows, aside, None)


def begin(folder: Path, mailing: Mailing, count: int = 10) -> tuple[Receipts, Lease, Window]:
    """Return a worker's receipts, lease and window in the midst of sending."""
    mine = Receipts(folder)
    lease = leases.take(mine.holder, folder, mailing)
    assert lease is not None
    mine.begin(lease.batch.pk, lease.batch.window_number + 1)
    return mine, lease, hand_some(lease, count)


def run_out(batch: Batch) -> None:
    """Let the batch's lease run out."""
    Batch.objects.filter(pk=batch.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def take_over(folder: Path, mailing: Mailing) -> tuple[Receipts, Lease]:
    """Take the batch up as another worker."""
    other = Receipts(folder)
    lease = leases.take(other.holder, folder, mailing)
    assert lease is not None
    recovery.recover(lease, folder, pace.fate_of(mailing))
    return other, lease


def test_a_held_batch_is_not_given_to_another(folder: Path) -> None:
    mailing = started(20)
    first = leases.take("a.1.x", folder, mailing)
    assert first is not None
    assert leases.take("b.2.y", folder, mailing) is None


def test_a_compare_and_set_on_an_old_sight_fails(folder: Path) -> None:
    mailing = started(20)
    seen = Batch.objects.get(mailing=mailing)
    assert leases.take("a.1.x", folder, mailing) is not None
    assert leases._seize(seen, "b.2.y", clock.database_now(), clock.steady()) is None


def test_a_stale_holder_cannot_hand_a_window(folder: Path) -> None:
    mailing = started(20)
    stale = leases.take("elsewhere.1.x", folder, mailing)
    assert stale is not None
    run_out(stale.batch)
    assert leases.take("b.2.y", folder, mailing) is not None
    with pytest.raises(LeaseLost):
        hand_some(stale, 5)
    assert states(mailing) == {"waiting": 20}
    with pytest.raises(LeaseLost):
        leases.renew(stale)


def test_a_worker_that_slept_past_its_lease_stops_believing_in_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = started(20)
    lease = leases.take("a.1.x", folder, mailing)
    assert lease is not None
    assert lease.trusted
    woken = clock.steady() + leases.LEASE - leases.MARGIN + 1
    monkeypatch.setattr(clock, "steady", lambda: woken)
    assert not lease.trusted


def test_setting_the_clock_back_makes_no_lease_young_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = started(20)
    lease = leases.take("a.1.x", folder, mailing)
    assert lease is not None
    later = clock.steady() + leases.LEASE
    monkeypatch.setattr(clock, "steady", lambda: later)
    monkeypatch.setattr(clock, "database_now", lambda: timezone.now() - timedelta(hours=1))
    assert not lease.trusted


def test_the_clock_set_back_an_hour_only_delays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = started(40)
    mine, lease, window = begin(folder, mailing)
    for row in window.rows:
        mine.started(row.id)
        mine.result(row.id, Receipt("sent", 250, "ok"))
    mine.close(keep=True)
    real = timezone.now
    monkeypatch.setattr(clock, "database_now", lambda: real() - timedelta(hours=1))
    # Its holder is dead for certain, so nobody waits for a lease that now ends in an hour.
    Batch.objects.filter(pk=lease.batch.pk).update(next_at=real() - timedelta(hours=2))
    relay = work(mailing)
    assert len(relay.recipients) == 30
    assert states(mailing) == {"sent": 40}
    assert_adds_up(mailing)


def test_what_has_a_receipt_is_known_and_what_never_left_goes_back(folder: Path) -> None:
    mailing = started(20)
    mine, lease, window = begin(folder, mailing, 10)
    ids = [row.id for row in window.rows]
    for key in ids[:6]:
        mine.started(key)
    mine.result(ids[0], Receipt("sent", 250, "ok"))
    mine.result(ids[1], Receipt("refused", 550, "no such user"))
    mine.result(ids[2], Receipt("deferred", 451, "later"))
    mine.result(ids[3], Receipt("unknown", 0, "the line broke"))
    mine.close(keep=True)  # its lock goes, as it does when the process is killed
    take_over(folder, mailing)
    by_id = dict(Delivery.objects.filter(pk__in=ids).values_list("pk", "state"))
    assert [by_id[key] for key in ids[:6]] == [
        "sent", "refused", "deferred", "unknown", "unknown", "unknown",
    ]  # fmt: skip
    assert {by_id[key] for key in ids[6:]} == {"waiting"}
    assert_adds_up(mailing)
    assert not mine.path.exists()
    assert lease.batch.pk == Batch.objects.get(mailing=mailing).pk


def test_a_batch_of_a_dead_holder_is_taken_before_its_lease_runs_out(folder: Path) -> None:
    mailing = started(20)
    mine, _, _ = begin(folder, mailing)
    another = Receipts(folder)
    assert leases.take(another.holder, folder, mailing) is None
    mine.close(keep=True)
    assert leases.take(another.holder, folder, mailing) is not None


def test_without_receipts_all_that_was_handed_is_unknown(folder: Path) -> None:
    mailing = started(20)
    mine, lease, _ = begin(folder, mailing, 10)
    mine.close()  # the host is gone, and the file with it
    run_out(lease.batch)
    take_over(folder, mailing)
    assert states(mailing) == {"unknown": 10, "waiting": 10}
    assert_adds_up(mailing)


def test_a_holder_that_hangs_may_send_yet_so_its_window_is_in_doubt(folder: Path) -> None:
    mailing = started(20)
    mine, lease, window = begin(folder, mailing, 10)
    mine.started(window.rows[0].id)
    mine.result(window.rows[0].id, Receipt("sent", 250, "ok"))
    run_out(lease.batch)  # it is alive, for it still locks its file
    take_over(folder, mailing)
    assert states(mailing) == {"sent": 1, "unknown": 9, "waiting": 10}
    assert mine.path.exists()


def test_what_a_woken_holder_knows_is_recorded_late(folder: Path) -> None:
    mailing = started(20)
    _, lease, window = begin(folder, mailing, 10)
    run_out(lease.batch)
    take_over(folder, mailing)
    window.fates = {row.id: SENT for row in window.rows[:4]}
    window.fates |= {row.id: windows.PUT_BACK for row in window.rows[4:]}
    windows.record_late(lease.batch, window)
    assert states(mailing) == {"sent": 4, "unknown": 6, "waiting": 10}
    assert_adds_up(mailing)


def test_after_a_power_cut_no_absence_is_believed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = started(20)
    mine, _, window = begin(folder, mailing, 10)
    mine.result(window.rows[0].id, Receipt("sent", 250, "ok"))
    mine.close(keep=True)
    monkeypatch.setattr(receipts, "boot_id", lambda: "the next boot")
    take_over(folder, mailing)
    assert states(mailing) == {"sent": 1, "unknown": 9, "waiting": 10}


def test_results_of_the_window_before_last_are_found_too(folder: Path) -> None:
    """Killed after the next window's line was written and before its commit."""
    mailing = started(20)
    mine, lease, window = begin(folder, mailing, 10)
    for row in window.rows:
        mine.started(row.id)
        mine.result(row.id, Receipt("sent", 250, "ok"))
    mine.begin(lease.batch.pk, window.number + 1)
    mine.close(keep=True)
    take_over(folder, mailing)
    assert states(mailing) == {"sent": 10, "waiting": 10}
    assert_adds_up(mailing)


def test_a_window_changed_by_somebody_else_is_not_sent(folder: Path) -> None:
    mailing = started(20)
    lease = leases.take("a.1.x", folder, mailing)
    assert lease is not None
    rows = windows.choose(lease.batch, 5, clock.database_now())
    Delivery.objects.filter(pk=rows[2].id).update(state="unknown", reason="by another")
    with pytest.raises(LeaseLost):
        windows.hand(lease, rows, {}, None)
    assert states(mailing) == {"waiting": 19, "unknown": 1}


def test_a_task_delivered_five_times_sends_once(settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAIL_URL = "inbox:"
    mailing = started(25)
    done = [tasks.wake.call(mailing.pk) for _ in range(5)]
    assert done[0] == 1
    assert done[1:] == [0, 0, 0, 0]
    assert len(list((settings.INBOX_PATH / "new").iterdir())) == 25
    mailing.refresh_from_db()
    assert mailing.state == "done"


def test_a_task_for_a_mailing_that_is_gone_does_nothing() -> None:
    assert tasks.wake.call(12345) == 0


def test_the_sweep_wakes_a_worker_for_what_nobody_holds(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks, "_ask", asked.append)
    mailing = started(20)
    assert tasks.sweep() == 1
    assert asked == [mailing.pk]
    assert leases.take("elsewhere.1.x", folder, mailing) is not None
    assert tasks.sweep() == 0
    Mailing.objects.update(state="paused")
    run_out(Batch.objects.get())
    assert tasks.sweep() == 0


def test_the_sweep_says_done_where_the_last_worker_could_not() -> None:
    mailing = started(5)
    work(mailing, ToldRelay(taken))
    mailing.refresh_from_db()
    assert mailing.state == "running"
    tasks.sweep()
    mailing.refresh_from_db()
    assert mailing.state == "done"


def test_fates_are_compared_by_what_they_say() -> None:
    assert Fate("sent", 250) == SENT
