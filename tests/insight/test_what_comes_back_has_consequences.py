"""Hard, soft, complaint, wish to leave, machine's reply: each does what it should, and no more."""

from __future__ import annotations

import pytest

from matinee.insight.models import MailReport
from matinee.insight.outcomes import take_in
from matinee.readers.erasing import erase
from matinee.readers.links import leave_token
from matinee.readers.models import ConsentRecord, Reader, Subscription, Suppression
from tests.insight.returns import (
    DOMAIN,
    gone_out,
    mail,
    one_delivery,
    readers_of,
    return_path,
    tokens,
)
from tests.torture.newsroom import make_newsletter

pytestmark = pytest.mark.django_db
FORGED = "bounce+" + "T" * 43 + "@" + DOMAIN


def subscription_of(delivery) -> Subscription:
    return Subscription.objects.get(pk=delivery.subscription_id)


def test_a_hard_bounce_suppresses_and_says_why():
    delivery = one_delivery()
    [row] = take_in(mail("gmail-no-such-user", delivery))
    suppression = Suppression.objects.get()
    assert (row.kind, row.reason, row.reader_id) == ("hard", "no-mailbox", delivery.reader_id)
    assert suppression.reason == "bounce"
    assert suppression.note == "There is no such mailbox (5.1.1)"
    assert not Subscription.objects.mailable(delivery.mailing.newsletter).exists()


def test_a_hard_bounce_is_no_wish_to_leave():
    delivery = one_delivery()
    before = ConsentRecord.objects.count()
    take_in(mail("postfix-unknown-user", delivery))
    assert subscription_of(delivery).state == "active"
    assert ConsentRecord.objects.count() == before


def test_a_complaint_unsubscribes_suppresses_and_stands_in_the_ledger():
    delivery = one_delivery()
    [row] = take_in(mail("yahoo-feedback", delivery))
    assert (row.kind, row.reason) == ("complaint", "complaint")
    assert subscription_of(delivery).state == "left"
    assert Suppression.objects.get().reason == "complaint"
    record = ConsentRecord.objects.latest("pk")
    assert (record.event, record.evidence["how"]) == ("withdrawn", "complaint")


def test_a_complaint_without_an_address_is_told_by_our_own_marks():
    delivery = one_delivery()
    raw = mail("outlook-jmrp-redacted", delivery)
    only_the_message_id = raw.replace(tokens(delivery).read.encode(), b"x").replace(
        tokens(delivery).leave.encode(), b"x"
    )
    take_in(only_the_message_id)
    assert subscription_of(delivery).state == "left"


def test_a_complaint_about_a_mail_that_is_no_edition_is_told_by_its_way_out():
    delivery = one_delivery()
    raw = mail("outlook-jmrp-redacted").replace(
        b"L" * 43, leave_token(delivery.subscription_id).encode()
    )
    [row] = take_in(raw)
    assert (row.delivery_id, row.reader_id) == (None, delivery.reader_id)
    assert subscription_of(delivery).state == "left"


@pytest.mark.parametrize("name", ["postfix-unknown-user", "yahoo-feedback", "qmail-no-mailbox"])
def test_a_forged_mark_does_nothing_even_with_a_readers_own_address(name):
    delivery = one_delivery()
    address = Reader.objects.get().address.encode()
    raw = mail(name).replace(b"reader@readers.example", address)
    rows = take_in(raw, FORGED)
    assert [(row.delivery_id, row.reader_id) for row in rows] == [(None, None)]
    assert not Suppression.objects.exists()
    assert subscription_of(delivery).state == "active"


def test_a_message_id_with_a_guessed_mark_does_nothing():
    delivery = one_delivery()
    raw = mail("postfix-unknown-user").replace(
        b"<7.41.", f"<{delivery.mailing_id}.{delivery.pk}.".encode()
    )
    take_in(raw)
    assert not Suppression.objects.exists()


def test_numbers_that_no_database_holds_are_nobodys():
    raw = mail("postfix-unknown-user").replace(b"<7.41.", b"<7.9999999999999999999.")
    assert [row.delivery_id for row in take_in(raw)] == [None]


def test_the_same_outcome_by_another_door_counts_once():
    delivery = one_delivery()
    raw = mail("postfix-unknown-user", delivery)
    assert len(take_in(raw)) == 1
    assert take_in(b"Received: from elsewhere\r\n" + raw, return_path(delivery)) == []
    assert take_in(mail("sendmail-user-unknown", delivery)) == []
    assert MailReport.objects.count() == 1


def test_a_delay_and_then_a_time_out_are_one_soft_bounce():
    delivery = one_delivery()
    take_in(mail("postfix-delayed", delivery))
    take_in(mail("postfix-gave-up", delivery))
    assert [row.kind for row in MailReport.objects.all()] == ["soft"]


def test_complaint_first_and_bounce_after_leave_one_of_each():
    delivery = one_delivery()
    for name in ("yahoo-feedback", "postfix-unknown-user", "yahoo-feedback"):
        take_in(mail(name, delivery))
    assert sorted(MailReport.objects.values_list("kind", flat=True)) == ["complaint", "hard"]
    assert Suppression.objects.get().reason == "complaint"


@pytest.mark.parametrize("name", ["outlook-out-of-office", "gmail-vacation"])
def test_a_machines_reply_is_counted_and_no_more(name):
    delivery = one_delivery()
    [row] = take_in(mail(name, delivery))
    assert row.kind == "auto-reply"
    assert not Suppression.objects.exists()


def test_the_outcome_of_an_erased_reader_is_counted_and_brings_nobody_back():
    delivery = one_delivery()
    raws = [mail(name, delivery) for name in ("yahoo-feedback", "postfix-unknown-user")]
    erase(Reader.objects.get())
    for raw in raws:
        assert [row.delivery_id for row in take_in(raw)] == [delivery.pk]
    assert Suppression.objects.get().reason == "erasure"
    assert not Reader.objects.exists()


def soft_letters(days: list[float], arrived: list[float] = ()) -> Reader:
    newsletter = make_newsletter()
    readers = readers_of(newsletter)
    for day in sorted([*days, *arrived]):
        _, [delivery] = gone_out(newsletter, readers, day)
        if day in days:
            take_in(mail("gmail-over-quota", delivery))
    return Reader.objects.get()


def test_soft_bounces_that_go_on_for_weeks_end_it():
    soft_letters([0, 7, 14, 21])
    assert not Suppression.objects.exists()
    newsletter = make_newsletter()
    _, [last] = gone_out(newsletter, list(Subscription.objects.all()), 28)
    take_in(mail("gmail-over-quota", last))
    assert Suppression.objects.get().note == (
        "Bounced 5 times in a row: The mailbox is full (4.2.2)"
    )


def test_one_letter_that_arrived_begins_the_count_again():
    soft_letters([0, 7, 21, 28, 35], arrived=[14])
    assert not Suppression.objects.exists()


def test_five_within_a_few_days_are_one_bad_week():
    soft_letters([0, 1, 2, 3, 4])
    assert not Suppression.objects.exists()


def test_how_many_and_for_how_long_are_settings(settings):
    settings.SOFT_BOUNCE_LIMIT, settings.SOFT_BOUNCE_DAYS = 2, 1
    soft_letters([0, 2])
    assert Suppression.objects.exists()


def test_no_limit_suppresses_nobody_for_soft_bounces(settings):
    settings.SOFT_BOUNCE_LIMIT = 0
    soft_letters([0, 7, 14, 21, 28, 35])
    assert not Suppression.objects.exists()


def test_being_turned_away_as_spam_never_counts_against_a_reader(settings):
    settings.SOFT_BOUNCE_LIMIT, settings.SOFT_BOUNCE_DAYS = 1, 0
    take_in(mail("gmail-blocked-as-spam", one_delivery()))
    assert not Suppression.objects.exists()


def to_leave(delivery) -> str:
    return f"leave+{tokens(delivery).leave}@{DOMAIN}"


def test_a_mail_to_the_way_out_is_a_wish_to_leave():
    delivery = one_delivery()
    raw = b"From: reader@readers.example\r\nSubject: unsubscribe\r\n\r\n"
    [row] = take_in(raw, to_leave(delivery))
    assert row.kind == "unsubscribed"
    assert subscription_of(delivery).state == "left"
    assert ConsentRecord.objects.latest("pk").evidence["how"] == "mail program"
    assert not Suppression.objects.exists()
    assert take_in(raw, to_leave(delivery)) == []


@pytest.mark.parametrize("name", ["gmail-vacation", "postfix-delayed"])
def test_a_machines_mail_to_the_way_out_is_no_wish(name):
    delivery = one_delivery()
    take_in(mail(name), to_leave(delivery))
    assert subscription_of(delivery).state == "active"


def test_who_came_back_and_leaves_by_the_same_letter_leaves():
    delivery = one_delivery()
    take_in(b"Message-ID: <a@mail.example>\r\n\r\n", to_leave(delivery))
    readers_of(delivery.mailing.newsletter)
    assert subscription_of(delivery).state == "active"
    take_in(b"Message-ID: <a@mail.example>\r\n\r\n", to_leave(delivery))
    assert subscription_of(delivery).state == "active"  # the old mail once more
    take_in(b"Message-ID: <b@mail.example>\r\n\r\n", to_leave(delivery))
    assert subscription_of(delivery).state == "left"


def test_a_strangers_mail_to_the_way_out_does_nothing():
    delivery = one_delivery()
    take_in(b"Subject: unsubscribe\r\n\r\n", f"leave+{'L' * 43}@{DOMAIN}")
    assert subscription_of(delivery).state == "active"


def test_no_address_stands_in_what_is_kept():
    delivery = one_delivery()
    take_in(mail("postfix-unknown-user", delivery))
    kept = str(list(MailReport.objects.values())) + str(list(Suppression.objects.values()))
    assert "@" not in kept
