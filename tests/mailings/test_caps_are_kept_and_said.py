"""Caps for single domains and warm-up: changed while it goes, right over workers, said in words."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matinee.mailings import control, holds, letters, plans
from matinee.mailings.models import Batch, Deed, Delivery, DomainPace, Mailing, Plan
from matinee.readers.models import Reader
from tests.mailings.sending_help import (
    House,
    assert_adds_up,
    edition_for,
    recording_sink,
    started,
    states,
    wait_for,
    work,
)


def some_at(domain: str, count: int) -> None:
    """Move the first so many readers to this domain."""
    for pk in Reader.objects.order_by("pk").values_list("pk", flat=True)[:count]:
        Reader.objects.filter(pk=pk).update(address=f"r{pk}@{domain}")


@pytest.mark.django_db
def test_only_the_domain_that_is_named_is_held_back() -> None:
    mailing = started(30, domain_rates={"busy.example": 2.0})
    some_at("Busy.example", 10)
    relay = work(mailing)
    assert sum("Busy" in one for one in relay.recipients) == 2
    assert len(relay.recipients) == 22
    assert states(mailing) == {"sent": 22, "deferred": 8}
    assert holds.told(mailing)[0].startswith("busy.example: 2 a second, booked until ")
    assert_adds_up(mailing)


@pytest.mark.django_db
def test_a_domain_may_be_let_off_the_cap_of_all_others() -> None:
    mailing = started(20, domain_rate=2.0, domain_rates={"free.example": 0})
    some_at("free.example", 10)
    relay = work(mailing)
    assert sum("free" in one for one in relay.recipients) == 10
    assert "Every domain: 2 a second." in holds.told(mailing)


@pytest.mark.django_db
def test_a_cap_that_is_lifted_lets_those_held_back_go_at_once() -> None:
    mailing = started(30, domain_rates={"busy.example": 0.1})
    some_at("busy.example", 10)
    assert len(work(mailing).recipients) == 21
    control.set_domain_caps(mailing, {})
    assert len(work(mailing).recipients) == 9
    assert states(mailing) == {"sent": 30}
    assert_adds_up(mailing)
    assert "no cap on any domain" in Deed.objects.values_list("what", flat=True)


@pytest.mark.django_db
def test_a_cap_lifted_while_a_window_is_made_ready_delays_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mailing = started(30, domain_rates={"busy.example": 0.1})
    some_at("busy.example", 10)
    work(mailing)
    due = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(state="deferred").update(next_try_at=due)
    Batch.objects.update(next_at=due)
    meet = letters.Desk.meet

    def lifted_meanwhile(desk: letters.Desk, rows: Any) -> None:
        if mailing.domain_rates:
            control.set_domain_caps(mailing, {})
        meet(desk, rows)

    monkeypatch.setattr(letters.Desk, "meet", lifted_meanwhile)
    assert len(work(mailing).recipients) == 9  # and not when the lease has run out
    assert states(mailing) == {"sent": 30}
    assert_adds_up(mailing)


@pytest.mark.django_db
def test_a_raised_cap_is_booked_anew_and_not_sent_in_one_heap() -> None:
    mailing = started(30, domain_rates={"busy.example": 0.1})
    some_at("busy.example", 20)
    work(mailing)
    control.set_domain_caps(mailing, {"busy.example": 4.0})
    assert len(work(mailing).recipients) == 3  # now, a quarter and half a second on
    assert_adds_up(mailing)


@pytest.mark.django_db
def test_the_books_are_in_the_database_so_a_new_worker_keeps_to_them() -> None:
    mailing = started(10, domain_rates={"busy.example": 1.0})
    some_at("busy.example", 10)
    assert len(work(mailing).recipients) == 1
    assert len(work(mailing).recipients) == 0
    assert DomainPace.objects.get().paced_until > time.time() + 7


@pytest.mark.django_db
def test_warm_up_says_when_it_goes_on_and_a_larger_share_goes_at_once() -> None:
    mailing = started(50, warm_up=[10])
    assert len(work(mailing).recipients) == 10
    mailing.refresh_from_db()
    at = (mailing.started_at + timedelta(days=1)).astimezone(mailing.newsletter.zone)
    wanted = f"Today's warm-up of 10 is used up; it goes on tomorrow at {at:%H:%M}."
    assert holds.told(mailing) == [wanted]
    control.set_warm_up(mailing, [25])
    assert len(work(mailing).recipients) == 15
    control.set_warm_up(mailing, [])
    assert len(work(mailing).recipients) == 25
    assert_adds_up(mailing)


@pytest.mark.django_db
def test_letters_that_do_not_go_use_nothing_of_the_days_share() -> None:
    mailing = started(30, warm_up=[40, 40], domain_rates={"busy.example": 1.0})
    some_at("busy.example", 10)
    work(mailing)
    mailing.refresh_from_db()
    sent = states(mailing)["sent"]
    assert mailing.warm_used == sent < 30
    assert holds.told(mailing)[-1] == f"Warm-up: {sent} of today's 40 used."


@pytest.mark.parametrize("words", ["gmail.com", "gmail.com fast", "20", "nodot 3", "a.com -1"])
def test_words_that_are_no_caps_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="such as gmail"):
        plans.domain_caps(words)


def test_caps_and_days_are_read_as_they_are_shown() -> None:
    caps = plans.domain_caps("@Gmail.com: 20, yahoo.com=0.5\nweb.de 3;")
    assert caps == {"gmail.com": 20.0, "yahoo.com": 0.5, "web.de": 3.0}
    assert plans.domain_caps(plans.domain_words(caps)) == caps
    assert plans.warm_up_days(plans.warm_up_words([500, 1000])) == [500, 1000]
    assert plans.warm_up_days("") == []
    for wrong in ("0", "1.5", "many", "1 " * 61):
        with pytest.raises(ValueError, match="whole numbers"):
            plans.warm_up_days(wrong)


@pytest.fixture
def editor(client: Client) -> Client:
    """Return a client logged in as somebody who may publish."""
    client.force_login(User.objects.create_superuser("chief", "", "secret"))
    return client


@pytest.mark.django_db
def test_the_desk_changes_caps_while_it_goes(editor: Client) -> None:
    mailing = started(5)
    deed = reverse("mailings_deed", args=[mailing.edition_id])
    said = {"deed": "caps", "rate": "50", "domains": "gmail.com 20", "warm_up": "3, 9"}
    page = editor.post(deed, said, follow=True).content.decode()
    mailing.refresh_from_db()
    assert (mailing.rate, mailing.domain_rates) == (50, {"gmail.com": 20})
    assert mailing.warm_up == [3, 9]
    assert "gmail.com: 20 a second." in page
    assert "Warm-up: 0 of today&#x27;s 3 used." in page
    wrong = editor.post(deed, {**said, "domains": "gmail"}, follow=True).content.decode()
    assert "Nothing was changed." in wrong
    mailing.refresh_from_db()
    assert mailing.domain_rates == {"gmail.com": 20}
    answer = editor.get(reverse("mailings_status", args=[mailing.edition_id])).json()
    assert "gmail.com: 20 a second." in answer["holds"]


@pytest.mark.django_db
def test_the_sheet_keeps_hour_and_caps_with_the_edition(editor: Client) -> None:
    edition = edition_for(5)
    day = (timezone.now() + timedelta(days=3)).date()
    url = reverse("mailings_sheet", args=[edition.pk])
    said = {
        "when": "local", "local_time": "08:00", "local_day": day.isoformat(), "audience": "5",
        "domains": "gmail.com 20", "passed_over": [],
    }  # fmt: skip
    answer = editor.post(url, said)
    assert answer.status_code == 302, answer.content.decode()
    edition.refresh_from_db()
    assert edition.state == "scheduled"
    assert edition.scheduled_for > timezone.now() + timedelta(days=1)
    plan = Plan.objects.get()
    assert (plan.local_day, plan.domain_rates) == (day, {"gmail.com": 20})
    again = editor.get(url).content.decode()
    assert "gmail.com 20" in again
    assert editor.post(url, {**said, "local_time": ""}).status_code == 422
    past = {**said, "local_day": "2020-01-01"}
    assert "That day has gone by" in editor.post(url, past).content.decode()


@pytest.mark.django_db
def test_the_command_line_sets_and_changes_caps() -> None:
    edition = edition_for(5)

    def send(*options: str) -> Any:
        call_command("edition", "send", str(edition.pk), "--detach", *options, stdout=StringIO())
        return Mailing.objects.get()

    mailing = send("--domain-rates=gmail.com 20", "--each-domain=5", "--warm-up=3,9")
    assert (mailing.domain_rates, mailing.domain_rate) == ({"gmail.com": 20}, 5)
    assert mailing.warm_up == [3, 9]
    mailing = send("--domain-rates=", "--warm-up=")
    assert (mailing.domain_rates, mailing.domain_rate, mailing.warm_up) == ({}, 5, [])
    with pytest.raises(CommandError, match="no domain with a number"):
        send("--domain-rates=gmail")
    with pytest.raises(CommandError, match="can be changed no more"):
        send("--local-time=08:00")


ONE_DOMAIN = """
import django
django.setup()
from matinee.readers.models import Reader
for pk in Reader.objects.values_list("pk", flat=True):
    Reader.objects.filter(pk=pk).update(address=f"r{pk}@busy.example")
"""


@pytest.mark.slow
def test_two_real_workers_keep_to_one_domains_cap_and_obey_a_change_within_two_seconds(
    build: Any, tmp_path: Any
) -> None:
    with recording_sink(tmp_path, "--times") as sink:
        house: House = build(sink.url)
        edition = house.furnish(150)
        one_domain = house.python("-c", ONE_DOMAIN)
        one_domain.communicate(timeout=60)
        assert one_domain.returncode == 0
        house.run("edition", "send", edition, "--detach", "--each-domain=20")
        workers = [house.matinee("edition", "send", edition) for _ in range(2)]
        wait_for(lambda: sum(sink.copies().values()) >= 30, 60)
        seconds = Counter(int(at) for _, at in sink.times())
        assert max(seconds.values()) <= 20 * 1.5 + 1, seconds
        asked = time.time()
        house.run("edition", "send", edition, "--detach", "--each-domain=0")
        done = time.time()
        for worker in workers:
            _, err = worker.communicate(timeout=60)
            assert worker.returncode == 0, err
        assert set(sink.copies().values()) == {1}
        assert len(sink.copies()) == 150
        last = max(at for _, at in sink.times())
        assert last < done + 2.5, (last - asked, last - done)
        assert house.counts(edition)["state"] == "done"
