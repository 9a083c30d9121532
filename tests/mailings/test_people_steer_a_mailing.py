"""Pause, resume, stop, slower, faster, cancel, send again; caps, warm-up and schedules."""

from __future__ import annotations

import asyncio
import itertools
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.editions import states as edition_states
from matinee.mailings import control, pace, sending, status, tasks
from matinee.mailings.models import Batch, Deed, Delivery, Mailing
from matinee.mailings.signals import Stop
from matinee.post.relay import Envelope, Outcome, Result
from tests.mailings.sending_help import (
    ToldRelay,
    assert_adds_up,
    edition_for,
    started,
    states,
    taken,
    work,
)

pytestmark = pytest.mark.django_db


def doing_at(number: int, deed: object) -> ToldRelay:
    """Return a relay that does a deed when the letter with this number comes."""
    count = 0

    def answer(envelope: Envelope) -> Result:
        nonlocal count
        count += 1
        if count == number:
            deed()  # type: ignore[operator]
        return taken(envelope)

    return ToldRelay(answer)


def test_a_pause_holds_it_and_resuming_goes_on_where_it_was() -> None:
    mailing = started(700)
    relay = work(mailing, on_window=lambda now: control.pause(now))
    assert len(relay.recipients) == 100  # the window that was out, and none after
    assert_adds_up(mailing)
    assert work(mailing).recipients == []
    control.resume(Mailing.objects.get())
    rest = work(mailing)
    assert len(rest.recipients) + len(relay.recipients) == 700
    assert not set(rest.recipients) & set(relay.recipients)
    assert_adds_up(mailing)


def test_a_pause_acts_within_two_seconds_also_in_mid_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mailing = started(100)

    class Slow(ToldRelay):
        async def hand_over(self, envelopes, on_result):  # type: ignore[no-untyped-def]
            for envelope in envelopes:
                await asyncio.sleep(0.1)
                await super().hand_over([envelope], on_result)

    looks = 0
    real = pace.orders

    def orders(mailing_id: int) -> pace.Orders:
        nonlocal looks
        looks += 1
        if looks == 2:  # the first look while the window is out
            control.pause(mailing)
        return real(mailing_id)

    monkeypatch.setattr(pace, "orders", orders)
    began = time.monotonic()
    relay = work(mailing, Slow())
    assert time.monotonic() - began < 2.5
    assert 1 <= len(relay.recipients) <= 15
    assert states(mailing) == {
        "sent": len(relay.recipients),
        "waiting": 100 - len(relay.recipients),
    }
    assert_adds_up(mailing)


def test_a_stop_leaves_the_rest_waiting_and_counted() -> None:
    mailing = started(300)
    control.stop(mailing)
    assert work(mailing).recipients == []
    assert status.counts(mailing)["waiting"] == 300
    assert not control.close_if_done(mailing)


def test_a_deed_that_does_not_apply_says_so() -> None:
    mailing = started(3)
    with pytest.raises(control.NotPossible, match="running"):
        control.resume(mailing)
    work(mailing)
    control.close_if_done(mailing)
    for deed in (control.pause, control.stop, control.resume):
        with pytest.raises(control.NotPossible, match="done"):
            deed(mailing)


def test_each_deed_is_written_down() -> None:
    mailing = started(3)
    control.pause(mailing)
    control.resume(mailing)
    control.set_rate(mailing, 5)
    told = list(Deed.objects.values_list("what", flat=True))
    assert told == ["started, to 3 readers", "pause", "resume", "at most 5 a second"]


def test_slower_and_faster_halve_and_double_the_cap() -> None:
    mailing = started(3)
    Batch.objects.update(rate_seen=100.0)
    assert control.slower(mailing).rate == 50
    assert control.slower(mailing).rate == 25
    assert control.faster(mailing).rate == 50
    control.set_rate(mailing, 0)
    assert control.faster(mailing).rate == 0
    Batch.objects.update(rate_seen=0)
    assert control.slower(mailing).rate == control.SLOWEST
    with pytest.raises(ValueError, match="or more"):
        control.set_rate(mailing, -1)


def test_the_cap_holds_over_two_workers() -> None:
    mailing = started(4, rate=100.0)
    waits = [pace.book(mailing.pk, 50) for _ in range(4)]
    assert waits[0] == 0
    for wait, expected in zip(waits[1:], (0.5, 1.0, 1.5), strict=True):
        assert expected - 0.2 < wait <= expected


def test_a_booking_made_under_a_clock_since_set_back_is_forgotten() -> None:
    mailing = started(4, rate=10.0, paced_until=time.time() + 3600)
    assert pace.book(mailing.pk, 1) == 0


def test_a_capped_mailing_goes_at_its_cap() -> None:
    mailing = started(60, rate=40.0)
    began = time.monotonic()
    relay = work(mailing)
    took = time.monotonic() - began
    assert len(relay.recipients) == 60
    assert 0.9 < took < 4


def test_a_change_of_the_cap_is_obeyed_within_two_seconds() -> None:
    mailing = started(40, rate=1.0)
    began = time.monotonic()
    relay = work(mailing, on_window=lambda now: control.set_rate(now, 0))
    assert len(relay.recipients) == 40
    assert time.monotonic() - began < 4


def test_a_cap_for_each_domain_puts_off_what_is_too_much() -> None:
    mailing = started(20, domain_rate=2.0)
    from matinee.readers.models import Reader

    for reader in Reader.objects.order_by("pk")[:10]:
        Reader.objects.filter(pk=reader.pk).update(address=f"r{reader.pk}@Busy.example")
    relay = work(mailing)
    busy = [address for address in relay.recipients if "Busy" in address]
    assert len(busy) == 2
    held = Delivery.objects.filter(state="deferred").order_by("next_try_at")
    assert held.count() == 8
    assert {one.attempts for one in held} == {0}
    times = [one.next_try_at for one in held]
    gaps = [(b - a).total_seconds() for a, b in itertools.pairwise(times)]
    assert all(0.45 < gap < 0.55 for gap in gaps)
    assert_adds_up(mailing)
    past = timezone.now() - timedelta(seconds=1)
    held.update(next_try_at=past)
    Batch.objects.update(next_at=past)
    assert len(work(mailing).recipients) == 8  # each had booked its own time already
    assert_adds_up(mailing)


def test_warming_up_sends_a_days_share_and_goes_on_the_next_day() -> None:
    mailing = started(50, warm_up=[10, 25])
    assert len(work(mailing).recipients) == 10
    assert work(mailing).recipients == []
    yesterday = mailing.started_at - timedelta(days=1)
    Mailing.objects.update(started_at=yesterday)
    Batch.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    assert len(work(mailing).recipients) == 25
    Mailing.objects.update(started_at=yesterday - timedelta(days=1))
    Batch.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    assert len(work(mailing).recipients) == 15
    assert_adds_up(mailing)


def test_it_can_be_taken_back_before_the_first_letter_and_not_after() -> None:
    mailing = started(20)
    edition = sending.cancel(mailing)
    assert edition.state == "draft"
    assert not Mailing.objects.exists()
    assert not Delivery.objects.exists()
    again = sending.start(edition, wake=False)
    work(again)
    with pytest.raises(sending.Refused, match="Stop the mailing"):
        sending.cancel(again)


def unknown_some(count: int) -> Mailing:
    mailing = started(10)
    told = 0

    def answer(envelope: Envelope) -> Result:
        nonlocal told
        told += 1
        if told <= count:
            _ = envelope.message
            return Result(envelope.key, Outcome.UNKNOWN, None, "", "the line broke")
        return taken(envelope)

    work(mailing, ToldRelay(answer))
    control.close_if_done(mailing)
    return mailing


def test_those_in_doubt_are_sent_again_because_a_person_asks() -> None:
    mailing = unknown_some(3)
    assert mailing.state == "done"
    doubtful = set(Delivery.objects.filter(state="unknown").values_list("pk", flat=True))
    assert sending.resend_unknown(mailing) == 3
    assert mailing.state == "running"
    seen: list[bytes] = []

    def keep(envelope: Envelope) -> Result:
        seen.append(envelope.message)
        return taken(envelope)

    work(mailing, ToldRelay(keep))
    wanted = {mailing.message_id(pk, "second-reel.net").encode() for pk in doubtful}
    assert {line for m in seen for line in wanted if line in m} == wanted
    assert len(seen) == 3
    assert states(mailing) == {"sent": 10}
    assert control.close_if_done(mailing)
    assert sending.resend_unknown(mailing) == 0
    assert_adds_up(mailing)


def test_only_those_chosen_are_sent_again() -> None:
    mailing = unknown_some(3)
    one = Delivery.objects.filter(state="unknown").first()
    assert one is not None
    assert sending.resend_unknown(mailing, deliveries=[one.pk]) == 1
    assert len(work(mailing).recipients) == 1
    assert states(mailing) == {"sent": 8, "unknown": 2}
    assert_adds_up(mailing)


def test_asked_to_stop_it_does_so_at_the_next_letter_and_the_rest_waits() -> None:
    mailing = started(80)
    stop = Stop()
    relay = doing_at(10, stop.ask)
    work(mailing, relay, stop=stop)
    assert_adds_up(mailing)
    assert states(mailing) == {"sent": 9, "waiting": 71}
    assert Batch.objects.get().holder == ""


def test_a_scheduled_edition_starts_when_its_time_comes() -> None:
    edition = edition_for(5)
    edition_states.schedule(edition, timezone.now() + timedelta(hours=1))
    assert tasks.start_scheduled() == 0
    type(edition).objects.update(scheduled_for=timezone.now() - timedelta(seconds=1))
    assert tasks.start_scheduled() == 1
    assert Mailing.objects.get().audience == 5
    assert tasks.start_scheduled() == 0


def test_a_background_turn_ends_and_asks_for_the_next(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.MAIL_URL = "inbox:"  # type: ignore[attr-defined]
    asked: list[int] = []
    monkeypatch.setattr(tasks, "_ask", asked.append)
    monkeypatch.setattr(tasks, "TURN_SECONDS", 0.0)
    mailing = started(20)
    assert tasks.wake.call(mailing.pk) == 0
    assert asked == [mailing.pk]
    monkeypatch.setattr(tasks, "TURN_SECONDS", 20.0)
    assert tasks.wake.call(mailing.pk) == 1
    assert asked == [mailing.pk]
