"""4xx, 5xx, silence, a broken line, a relay that is away: what each makes of a delivery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.mailings import control, pace, windows
from matinee.mailings.models import Batch, Delivery, Mailing
from matinee.mailings.receipts import Receipt
from matinee.mailings.signals import Stop
from matinee.post.relay import Envelope, Outcome, Result
from tests.mailings.sending_help import (
    ToldRelay,
    assert_adds_up,
    started,
    states,
    taken,
    work,
)

pytestmark = pytest.mark.django_db


def saying(outcome: Outcome, code: int | None, text: str, *, begun: bool = True) -> ToldRelay:
    """Return a relay that says this of the first letter and takes the others."""
    told: list[int] = []

    def answer(envelope: Envelope) -> Result:
        if not told or told[0] == envelope.key:
            told[:] = [envelope.key]
            if begun:
                _ = envelope.message
            return Result(envelope.key, outcome, code, "", text)
        return taken(envelope)

    return ToldRelay(answer)


def make_due(mailing: Mailing) -> None:
    """Let the deferred deliveries' time come."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(mailing=mailing, state="deferred").update(next_try_at=past)
    Batch.objects.filter(mailing=mailing).update(next_at=past)


def test_a_5xx_is_final_and_its_reason_is_kept() -> None:
    mailing = started(5)
    work(mailing, saying(Outcome.REFUSED, 550, "no such user"))
    refused = Delivery.objects.get(state="refused")
    assert (refused.code, refused.reason) == (550, "no such user")
    assert states(mailing) == {"sent": 4, "refused": 1}
    assert control.close_if_done(mailing)
    assert_adds_up(mailing)


def test_a_4xx_is_tried_again_later_with_the_same_message_id() -> None:
    mailing = started(5)
    work(mailing, saying(Outcome.DEFERRED, 451, "greylisted"))
    deferred = Delivery.objects.get(state="deferred")
    assert deferred.attempts == 1
    wait = (deferred.next_try_at - timezone.now()).total_seconds()
    assert 30 < wait < 80
    assert not control.close_if_done(mailing)
    assert work(mailing).recipients == []  # not before its time
    make_due(mailing)
    seen: list[bytes] = []

    def keep(envelope: Envelope) -> Result:
        seen.append(envelope.message)
        return taken(envelope)

    work(mailing, ToldRelay(keep))
    assert len(seen) == 1
    assert mailing.message_id(deferred.pk, "second-reel.net").encode() in seen[0]
    assert states(mailing) == {"sent": 5}
    assert Delivery.objects.get(pk=deferred.pk).attempts == 2
    assert control.close_if_done(mailing)
    assert_adds_up(mailing)


def test_after_the_last_attempt_it_is_given_up_and_said() -> None:
    mailing = started(2, attempts_limit=3)

    def later(envelope: Envelope) -> Result:
        _ = envelope.message
        return Result(envelope.key, Outcome.DEFERRED, 452, "", "mailbox full")

    for _ in range(3):
        work(mailing, ToldRelay(later))
        make_due(mailing)
    assert states(mailing) == {"refused": 2}
    reason = Delivery.objects.first().reason  # type: ignore[union-attr]
    assert reason == "Given up after 3 attempts: mailbox full"
    assert control.close_if_done(mailing)
    assert_adds_up(mailing)


def test_waits_double_and_are_spread_and_bounded() -> None:
    waits = [pace.wait_before_try(n, 60) for n in range(1, 20)]
    assert all(60 * 2 ** (n - 1) * 0.74 < waits[n - 1] for n in range(1, 7))
    assert max(waits) <= 4 * 3600 * 1.25
    assert len({pace.wait_before_try(3, 60) for _ in range(10)}) > 1


def test_no_answer_to_a_whole_letter_is_unknown_and_not_tried_again() -> None:
    mailing = started(5)
    work(mailing, saying(Outcome.UNKNOWN, None, "the line broke"))
    make_due(mailing)
    assert work(mailing).recipients == []
    assert states(mailing) == {"sent": 4, "unknown": 1}
    assert control.close_if_done(mailing)
    assert_adds_up(mailing)


def stopping_after(stop: Stop, answer: Callable[[Envelope], Result]) -> ToldRelay:
    """Return a relay whose worker is asked to stop at its first letter."""

    def both(envelope: Envelope) -> Result:
        stop.ask()
        return answer(envelope)

    return ToldRelay(both)


def test_a_relay_that_is_away_costs_no_reader_an_attempt() -> None:
    mailing = started(30)
    stop = Stop()

    def away(envelope: Envelope) -> Result:
        return Result(envelope.key, Outcome.DEFERRED, None, "4.4.1", "could not be reached")

    work(mailing, stopping_after(stop, away), stop=stop)
    assert states(mailing) == {"waiting": 30}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}
    mailing.refresh_from_db()
    assert "could not be reached" in mailing.trouble
    assert len(work(mailing).recipients) == 30
    mailing.refresh_from_db()
    assert mailing.trouble == ""
    assert_adds_up(mailing)


def test_a_greeting_of_421_says_nothing_of_the_readers() -> None:
    mailing = started(30)
    stop = Stop()

    def busy(envelope: Envelope) -> Result:
        return Result(envelope.key, Outcome.DEFERRED, 421, "4.7.0", "too busy")

    work(mailing, stopping_after(stop, busy), stop=stop)
    assert states(mailing) == {"waiting": 30}


def test_a_relay_that_asks_to_slow_down_is_given_time() -> None:
    mailing = started(300)
    stop = Stop()

    class Advising(ToldRelay):
        async def hand_over(self, envelopes, on_result):  # type: ignore[no-untyped-def]
            await super().hand_over(envelopes, on_result)
            self.advice = 60.0
            stop.ask()

    advising = Advising(taken)
    from matinee.mailings.worker import Worker

    with Worker(stop=stop) as worker:
        worker.wire.relay = advising
        worker.run(mailing)
        assert worker.nap == 1.0
        worker.last_nap = 40.0
        stop._asked = False
        worker.nap = 0.0
        worker.run(mailing)
        assert worker.nap == 60.0


def test_a_fate_keeps_what_the_relay_said() -> None:
    judge = pace.fate_of(Mailing(attempts_limit=5, first_retry_seconds=1))
    assert judge(Receipt("sent", 250, "ok"), 1) is windows.SENT
    assert judge(Receipt("refused", 550, "no"), 1) == windows.Fate("refused", 550, "no")
    assert judge(Receipt("unknown", 0, "line"), 1) == windows.Fate("unknown", 0, "line")
    deferred = judge(Receipt("deferred", 451, "later"), 4)
    assert (deferred.state, deferred.code) == ("deferred", 451)
    assert 5 < deferred.wait < 11
    assert judge(Receipt("deferred", 451, "later"), 5).state == "refused"
