"""Waves: each reader's letter goes when the hour comes where they live."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from matinee.mailings import control, holds, plans, sending, tasks, waves
from matinee.mailings.models import Batch, Delivery, Mailing, Plan, Wave
from matinee.post.relay import Envelope, Result
from matinee.publication.models import Territory
from matinee.readers.models import Reader, Subscription
from tests.mailings.sending_help import (
    House,
    ToldRelay,
    assert_adds_up,
    edition_for,
    recording_sink,
    taken,
    work,
)


def places() -> None:
    """Give the readers' territories their zones; "DE" is left out, as one not known here."""
    for code, name, zone in [
        ("GB", "United Kingdom", "Europe/London"),
        ("IE", "Ireland", "Europe/Dublin"),
        ("US", "United States", "America/New_York"),
    ]:
        Territory.objects.update_or_create(code=code, defaults={"name": name, "time_zone": zone})
    Territory.objects.filter(code="DE").delete()


def at_their_hour(readers: int, ahead: timedelta = timedelta(days=2)) -> Mailing:
    """Return a mailing for eight in the morning, some days on."""
    edition = edition_for(readers)
    places()
    plan = Plan(edition=edition, local_time=time(8), local_day=timezone.now().date() + ahead.days * timedelta(days=1))  # fmt: skip
    return sending.start(edition, plan=plan, wake=False)


def come(wave: Wave) -> None:
    """Let a wave's hour have come."""
    past = timezone.now() - timedelta(seconds=1)
    Wave.objects.filter(pk=wave.pk).update(due_at=past)
    Batch.objects.filter(wave=wave).update(next_at=past)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "wanted"),
    [
        ("Europe/London", date(2024, 3, 30), time(8), "2024-03-30 08:00"),
        ("Europe/London", date(2024, 3, 31), time(8), "2024-03-31 07:00"),
        ("America/New_York", date(2024, 3, 10), time(8), "2024-03-10 12:00"),
        # 02:30 is left out that night: an hour later by the new time.
        ("America/New_York", date(2024, 3, 10), time(2, 30), "2024-03-10 07:30"),
        # 01:30 comes twice that night: the first.
        ("America/New_York", date(2024, 11, 3), time(1, 30), "2024-11-03 05:30"),
        ("Australia/Sydney", date(2024, 1, 1), time(8), "2023-12-31 21:00"),
    ],
)
def test_an_hour_is_the_hour_of_the_clocks_there(
    zone: str, day: date, hour: time, wanted: str
) -> None:
    moment = waves.moment(day, hour, ZoneInfo(zone))
    assert moment == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


@pytest.mark.django_db
def test_waves_go_when_their_hour_comes_and_not_before() -> None:
    mailing = at_their_hour(1300)
    first, second = mailing.waves.all()
    # Germany is not known here and goes by the newsletter's zone; Dublin's clocks are London's.
    assert first.territories == ["DE", "GB", "IE"]
    assert second.territories == ["US"]
    assert second.due_at - first.due_at >= timedelta(hours=4)
    assert first.size + second.size == 1300
    assert work(mailing).recipients == []
    come(first)
    relay = work(mailing)
    assert len(relay.recipients) == first.size
    sent = Delivery.objects.filter(state="sent")
    assert set(sent.values_list("territory", flat=True)) == {"DE", "GB", "IE"}
    assert not control.close_if_done(mailing)
    assert_adds_up(mailing)
    come(second)
    assert len(work(mailing).recipients) == second.size
    assert control.close_if_done(mailing)
    assert_adds_up(mailing)


@pytest.mark.django_db
def test_batches_of_waves_hold_each_reader_once() -> None:
    at_their_hour(1300)
    batches = list(Batch.objects.order_by("position"))
    assert [batch.position for batch in batches] == list(range(len(batches)))
    assert sum(batch.size for batch in batches) == 1300
    for batch in batches:
        ours = Delivery.objects.filter(pk__range=(batch.first_id, batch.last_id))
        assert ours.count() == batch.size
        assert batch.wave is not None
        assert set(ours.values_list("territory", flat=True)) <= set(batch.wave.territories)
        assert batch.next_at == batch.wave.due_at


@pytest.mark.django_db
def test_an_hour_that_has_gone_by_goes_at_once() -> None:
    edition = edition_for(40)
    places()
    yesterday = timezone.now().date() - timedelta(days=1)
    plan = Plan(edition=edition, local_time=time(0, 1), local_day=yesterday)
    mailing = sending.start(edition, plan=plan, wake=False)
    assert mailing.waves.count() == 1
    assert len(work(mailing).recipients) == 40


@pytest.mark.django_db
def test_letters_are_dated_when_their_wave_is_due() -> None:
    mailing = at_their_hour(8)
    wave = mailing.waves.get(number=1)
    come(wave)
    wave.refresh_from_db()
    seen: list[bytes] = []

    def keep(envelope: Envelope) -> Result:
        seen.append(bytes(envelope.message))
        return taken(envelope)

    work(mailing, ToldRelay(keep))
    assert seen
    assert all(f"{wave.due_at:%d %b %Y %H:%M:%S}".encode() in letter for letter in seen)


@pytest.mark.django_db
def test_who_leaves_between_waves_is_not_mailed_and_a_pause_holds_the_next() -> None:
    mailing = at_their_hour(40)
    first, second = mailing.waves.all()
    come(first)
    work(mailing)
    leaving = Delivery.objects.filter(territory="US").first()
    assert leaving is not None
    Subscription.objects.filter(pk=leaving.subscription_id).update(state="left")
    control.pause(mailing)
    come(second)
    assert work(mailing).recipients == []
    control.resume(mailing)
    gone = Reader.objects.get(pk=leaving.reader_id).address
    assert gone not in work(mailing).recipients
    leaving.refresh_from_db()
    assert leaving.state == "skipped"
    assert_adds_up(mailing)


@pytest.mark.django_db
def test_it_can_be_taken_back_until_the_first_wave_and_not_after() -> None:
    mailing = at_their_hour(8)
    assert sending.can_cancel(mailing)
    edition = sending.cancel(mailing)
    assert not Wave.objects.exists()
    plan = Plan(edition=edition, local_time=time(8), local_day=timezone.now().date() + timedelta(days=2))  # fmt: skip
    again = sending.start(edition, plan=plan, wake=False)
    come(again.waves.all()[0])
    work(again)
    with pytest.raises(sending.Refused, match="Stop the mailing"):
        sending.cancel(again)


@pytest.mark.django_db
def test_the_waves_are_said_in_words() -> None:
    mailing = at_their_hour(40)
    first, second = mailing.waves.all()
    come(first)
    work(mailing)
    went, waits = holds.told(mailing)
    assert went.startswith("not known where, ") or "United Kingdom" in went
    assert f"{first.size} readers" in went
    there = second.due_at.astimezone(mailing.newsletter.zone)
    assert waits == (
        f"United States: at {there:%H:%M on %-d %B}, your time; {second.size} waiting."
    )


@pytest.mark.django_db
def test_the_plan_is_kept_until_its_time_comes() -> None:
    edition = edition_for(8)
    places()
    today = timezone.now().date()
    plans.keep(edition, local_time=time(8), local_day=today + timedelta(days=3), warm_up=[5])
    type(edition).objects.filter(pk=edition.pk).update(
        state="scheduled", scheduled_for=timezone.now() - timedelta(seconds=1)
    )
    assert tasks.start_scheduled() == 1
    mailing = Mailing.objects.get()
    assert mailing.waves.count() == 2
    assert mailing.warm_up == [5]


@pytest.mark.django_db
def test_the_command_line_says_the_hour_and_shows_the_waves() -> None:
    edition = edition_for(8)
    places()
    out = StringIO()
    later = (timezone.now() + timedelta(days=3)).date().isoformat()
    options = ["--detach", "--local-time", "07:30", "--on", later]
    call_command("edition", "send", str(edition.pk), *options, stdout=StringIO())
    call_command("edition", "status", str(edition.pk), stdout=out)
    assert "United States: at 1" in out.getvalue()
    assert Mailing.objects.get().waves.count() == 2


def test_a_real_worker_sends_the_wave_that_is_due_and_leaves_the_other(
    build: Any, tmp_path: Any
) -> None:
    with recording_sink(tmp_path) as sink:
        house: House = build(sink.url)
        edition = house.furnish(60)
        process = house.python("-m", "tests.mailings.half_a_day", edition)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert sorted(sink.copies()) == sorted(out.split())
        assert set(sink.copies().values()) == {1}
        told = house.counts(edition)
        assert told["state"] == "running"
        assert told["sent"] == len(out.split())
        assert told["waiting"] == 60 - told["sent"] > 0
        assert len(told["holds"]) == 2
