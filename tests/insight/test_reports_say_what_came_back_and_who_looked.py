"""An edition's report and a reader's page: what came back and why; people told from machines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matinee.insight import reports, returns
from matinee.insight.machines import gives_itself_away
from matinee.insight.models import Click, Opening
from matinee.insight.outcomes import take_in
from matinee.mailings.models import Batch, Delivery
from matinee.readers.erasing import erase
from matinee.readers.models import Reader
from tests.insight.returns import gone_out, mail, readers_of, tokens
from tests.torture.newsroom import make_newsletter

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0"


@pytest.fixture
def sent():
    newsletter = make_newsletter()
    mailing, deliveries = gone_out(newsletter, readers_of(newsletter, 5))
    Batch.objects.create(
        mailing=mailing, position=0, first_id=deliveries[0].pk, last_id=deliveries[-1].pk,
        size=5, cursor=deliveries[-1].pk, done=True, sent=5,
    )  # fmt: skip
    for delivery, name in zip(
        deliveries,
        ["postfix-unknown-user", "gmail-over-quota", "gmail-blocked-as-spam", "yahoo-feedback"],
        strict=False,
    ):
        take_in(mail(name, delivery))
    return mailing, deliveries


def test_the_report_says_why_each_came_back_and_what_was_done(sent, admin_client):
    lines = {line.words: line for line in returns.by_reason(sent[0])}
    assert {words: line.count for words, line in lines.items()} == {
        "There is no such mailbox": 1,
        "The mailbox is full": 1,
        "Its mail server turned us away (spam filter, policy or reputation)": 1,
        "The reader marked it as spam": 1,
    }
    page = admin_client.get(reverse("insight_report", args=[sent[0].edition_id])).content.decode()
    for words in lines:
        assert words in page
    assert "Says nothing of the reader" in page
    assert "Apple Mail" in page


def test_bounces_are_told_by_domain_and_an_erased_readers_is_forgotten(sent):
    [figure] = returns.by_domain(sent[0])
    assert (figure.domain, figure.bounced, figure.complained) == ("readers.example", 3, 1)
    erase(Reader.objects.get(pk=sent[1][0].reader_id))
    assert {(f.domain, f.bounced) for f in returns.by_domain(sent[0])} == {
        ("readers.example", 2),
        (returns.ERASED, 1),
    }


def test_more_domains_than_fit_are_counted_together(sent, monkeypatch):
    monkeypatch.setattr(returns, "SHOWN", 1)
    for number, reader in enumerate(Reader.objects.all()):
        Reader.objects.filter(pk=reader.pk).update(address=f"a@domain{number}.example")
    shown = returns.by_domain(sent[0])
    assert [f.domain for f in shown][1:] == [returns.OTHERS]
    assert sum(f.bounced + f.complained for f in shown) == 4


def test_a_readers_page_shows_their_outcomes(sent, admin_client):
    delivery = sent[1][0]
    address = reverse("readers_desk_reader", args=[delivery.reader_id])
    page = admin_client.get(address).content.decode()
    assert "Bounced for good" in page
    assert "There is no such mailbox (5.1.1)" in page
    untouched = reverse("readers_desk_reader", args=[sent[1][4].reader_id])
    assert "None has come back" in admin_client.get(untouched).content.decode()


@pytest.mark.parametrize(
    ("agent", "more", "machine"),
    [
        (FIREFOX, {}, False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15", {}, False),
        ("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
         {}, False),
        ("Mozilla/5.0", {}, True),
        ("", {}, True),
        (FIREFOX, {"Sec-Purpose": "prefetch;prerender"}, True),
        (FIREFOX, {"Purpose": "prefetch"}, True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", {}, True),
        ("Slackbot-LinkExpanding 1.0", {}, True),
        ("BarracudaCentral", {}, True),
        ("python-requests/2.31", {}, True),
        ("SkypeUriPreview Preview/0.5", {}, True),
    ],
)  # fmt: skip
def test_machines_are_told_by_what_they_say_of_themselves(agent, more, machine):
    assert gives_itself_away("GET", {"User-Agent": agent, **more}) is machine
    assert gives_itself_away("HEAD", {"User-Agent": agent, **more})


def test_machines_are_counted_apart_until_a_person_comes(client: Client, sent):
    mailing, deliveries = sent
    pixel = f"/o/{tokens(deliveries[0]).read}.gif"
    client.get(pixel, HTTP_USER_AGENT="Mozilla/5.0")
    report = reports.of(mailing.edition)
    assert (report.opened, report.opened_by_machines) == (0, 1)
    client.get(pixel, HTTP_USER_AGENT=FIREFOX)
    report = reports.of(mailing.edition)
    assert (report.opened, report.opened_by_machines) == (1, 0)
    client.get(pixel, HTTP_USER_AGENT="Mozilla/5.0")
    assert (Opening.objects.get().by_machine, Opening.objects.get().times) == (False, 3)


def test_a_look_before_anybody_can_have_the_letter_is_a_machines(client: Client, sent):
    _, deliveries = sent
    first, second = deliveries[:2]
    now = timezone.now()
    Delivery.objects.filter(pk=first.pk).update(done_at=now)
    Delivery.objects.filter(pk=second.pk).update(done_at=now - timedelta(minutes=1))
    for delivery in (first, second):
        client.get(f"/o/{tokens(delivery).read}.gif", HTTP_USER_AGENT=FIREFOX)
    assert dict(Opening.objects.values_list("delivery_id", "by_machine")) == {
        first.pk: True,
        second.pk: False,
    }


def test_a_machines_click_is_no_readers(client: Client, sent, monkeypatch):
    mailing, deliveries = sent
    monkeypatch.setattr("matinee.insight.counting._target", lambda *_: "https://t.example/")
    for delivery, agent in zip(deliveries, ["", FIREFOX], strict=False):
        client.get(f"/l/{tokens(delivery).read}/0", HTTP_USER_AGENT=agent)
    report = reports.of(mailing.edition)
    assert (report.clicked, report.clicked_by_machines) == (1, 1)
    assert Click.objects.count() == 2
