"""Opens, clicks and what comes back: counted by delivery, acted on by a signed token only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from matinee.insight import machines, outcomes, reports
from matinee.insight.models import Click, MailReport, Opening
from matinee.mailings import sending
from matinee.mailings.models import Delivery, Mailing
from matinee.readers.links import confirm_tokens, link_tokens
from matinee.readers.models import Subscription, Suppression
from matinee.readers.use_cases import confirm
from tests.editions.newsroom import sound_edition
from tests.post.test_what_comes_back_is_told_apart import TOKEN, dsn
from tests.readers.factories import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailing() -> Mailing:
    edition = sound_edition()
    for name in ("ada", "bea", "cy"):
        request = asked(f"{name}@readers.example", edition.newsletter)
        confirm(confirm_tokens().mint(request.request_id, 0).leave)
    return sending.run(sending.start(edition, wake=False))


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A person's browser, some time after the letter came."""
    monkeypatch.setattr(machines, "TOO_SOON", timedelta(0))
    return Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/125.0")


def a_delivery(mailing: Mailing) -> Delivery:
    return Delivery.objects.filter(mailing=mailing).order_by("pk")[0]


def tokens(delivery: Delivery):
    return link_tokens().mint(delivery.subscription_id, delivery.pk)


def test_an_open_is_counted_once_a_delivery(client: Client, mailing):
    token = tokens(a_delivery(mailing)).read
    for _ in range(3):
        answer = client.get(f"/o/{token}.gif")
        assert answer["Content-Type"] == "image/gif"
    assert [o.times for o in Opening.objects.all()] == [3]


def test_a_strangers_token_gets_the_same_pixel_and_counts_nothing(client: Client):
    answer = client.get("/o/" + "x" * 43 + ".gif")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/gif")
    assert not Opening.objects.exists()


def test_a_click_is_counted_and_leads_where_the_letter_says(client: Client, mailing):
    token = tokens(a_delivery(mailing)).read
    answer = client.get(f"/l/{token}/0")
    assert answer.status_code == 302
    assert answer["Location"].startswith(("http://", "https://"))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert Click.objects.count() == 1


@pytest.mark.parametrize("path", ["/l/" + "x" * 43 + "/0", "/l/garbage/1"])
def test_a_link_that_is_not_ours_leads_nowhere_and_says_so(client: Client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert b"not whole" in answer.content


def test_a_leave_token_counts_no_click(client: Client, mailing):
    assert client.get(f"/l/{tokens(a_delivery(mailing)).leave}/0").status_code == 404


def test_a_number_beyond_the_letters_links_leads_nowhere(client: Client, mailing):
    assert client.get(f"/l/{tokens(a_delivery(mailing)).read}/999").status_code == 404


def test_following_a_link_changes_no_subscription(client: Client, mailing):
    before = list(Subscription.objects.values())
    token = tokens(a_delivery(mailing)).read
    client.get(f"/l/{token}/0")
    client.get(f"/o/{token}.gif")
    assert list(Subscription.objects.values()) == before


def test_the_report_adds_up(client: Client, mailing):
    token = tokens(a_delivery(mailing)).read
    client.get(f"/l/{token}/0")
    report = reports.of(mailing.edition)
    assert (report.sent, report.clicked) == (mailing.audience, 1)
    assert [link.readers for link in report.links] == [1]
    assert sum(bar.clicks for bar in report.bars) == 1


def test_the_report_is_for_those_who_may_enter_the_desk(client: Client, admin_client, mailing):
    address = reverse("insight_report", args=[mailing.edition_id])
    assert client.get(address).status_code == 302
    assert admin_client.get(address).status_code == 200
    assert admin_client.get(reverse("insight_index")).status_code == 200


def bounce(mailing: Mailing, status: str) -> bytes:
    return dsn(status).replace(TOKEN.encode(), tokens(a_delivery(mailing)).read.encode())


def test_a_hard_bounce_suppresses_its_reader(mailing):
    reader_id = a_delivery(mailing).reader_id
    outcomes.take_in(bounce(mailing, "5.1.1"))
    mailable = Subscription.objects.mailable(mailing.newsletter)
    assert Suppression.objects.count() == 1
    assert not mailable.filter(reader_id=reader_id).exists()


def test_a_soft_bounce_is_counted_and_nobody_is_suppressed(mailing):
    outcomes.take_in(bounce(mailing, "4.2.2"))
    assert MailReport.objects.get().kind == "soft"
    assert not Suppression.objects.exists()


def test_the_same_bounce_again_changes_nothing(mailing):
    raw = bounce(mailing, "5.1.1")
    assert len(outcomes.take_in(raw)) == 1
    assert outcomes.take_in(raw) == []
    assert MailReport.objects.count() == 1


def test_a_bounce_that_names_an_address_without_our_token_silences_nobody(mailing):
    outcomes.take_in(dsn("5.1.1"))
    assert not Suppression.objects.exists()
