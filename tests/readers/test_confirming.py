"""Confirming: the button makes subscriptions active, once, on the proof that the ledger keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.readers import links
from matinee.readers.models import ConsentRecord, SignupRequest, Subscription
from matinee.readers.models.ledger import Event
from matinee.readers.use_cases import Case, confirm, look, send_again
from tests.readers.factories import (
    META,
    asked,
    newsletter,
    notice,
    reader,
    request_of,
    subscription,
)

pytestmark = pytest.mark.django_db


def token(what) -> str:  # type: ignore[no-untyped-def]
    return links.confirm_tokens().mint(what.request_id, 0).leave


def test_asking_alone_makes_nobody_mailable() -> None:
    letter = newsletter()
    asked("ada@example.com", letter)
    assert subscription("ada@example.com", letter).state == "pending"
    assert not Subscription.objects.mailable(letter).exists()


def test_looking_at_the_link_changes_nothing_and_says_what_it_is_for() -> None:
    letter = newsletter()
    what = asked("ada@example.com", letter, offers=True)
    before = ConsentRecord.objects.count()
    seen = look(token(what))
    assert (seen.case, seen.newsletters, seen.offers) == (Case.READY, (letter,), True)
    assert ConsentRecord.objects.count() == before
    assert subscription("ada@example.com", letter).state == "pending"


def test_one_press_confirms_everything_asked_for_in_that_visit() -> None:
    one, two = newsletter(), newsletter()
    notice()
    what = asked("ada@example.com", one, two, offers=True)
    assert confirm(token(what), META).case is Case.DONE
    assert set(Subscription.objects.mailable(one)) == {subscription("ada@example.com", one)}
    assert set(Subscription.objects.mailable(two)) == {subscription("ada@example.com", two)}
    assert reader().offers
    confirmed = ConsentRecord.objects.filter(event=Event.CONFIRMED)
    assert confirmed.count() == 3
    for record in confirmed:
        first = ConsentRecord.objects.get(pk=record.evidence["asked_record"])
        assert (first.event, first.wording_sha256) == ("asked", record.wording_sha256)


def test_offers_are_never_bundled() -> None:
    letter = newsletter()
    confirm(token(asked("ada@example.com", letter)), META)
    assert not reader().offers
    assert not ConsentRecord.objects.filter(purpose="offers").exists()


def test_a_second_press_says_that_it_is_done_and_writes_nothing() -> None:
    letter = newsletter()
    what = asked("ada@example.com", letter)
    confirm(token(what))
    before = ConsentRecord.objects.count()
    assert confirm(token(what)).case is Case.ALREADY
    assert ConsentRecord.objects.count() == before


def test_a_link_of_eight_days_ago_is_old_and_a_fresh_mail_can_be_had() -> None:
    letter = newsletter()
    what = asked("ada@example.com", letter)
    SignupRequest.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert look(token(what)).case is Case.OLD
    assert confirm(token(what)).case is Case.OLD
    assert subscription("ada@example.com", letter).state == "pending"
    assert send_again(token(what))
    fresh = SignupRequest.objects.latest("asked_at")
    assert confirm(links.confirm_tokens().mint(fresh.pk, 0).leave).case is Case.DONE


def test_tokens_of_other_purposes_confirm_nothing() -> None:
    what = asked("ada@example.com", newsletter())
    wrong = links.link_tokens().mint(what.request_id, 0)
    for bad in (wrong.leave, wrong.read, links.confirm_tokens().mint(what.request_id, 0).read, ""):
        assert confirm(bad).case is Case.UNKNOWN
    assert request_of(what).state == "waiting"


def test_without_double_opt_in_it_is_active_at_once_with_its_record() -> None:
    letter = newsletter(double_opt_in=False)
    asked("ada@example.com", letter, offers=True)
    [mailable] = Subscription.objects.mailable(letter)
    assert mailable.proof.event == Event.AGREED
    assert reader().offers


def test_the_record_points_at_the_words_notice_page_and_network_of_the_asking() -> None:
    letter, published = newsletter(), notice()
    words = letter.current_wording()
    asked("ada@example.com", letter, page="/film/a/?utm=x#y", form="story box")
    record = ConsentRecord.objects.get()
    assert (record.wording, record.wording_sha256) == (words, words.sha256)
    assert (record.notice, record.notice_sha256) == (published, published.sha256)
    assert (record.page, record.form, record.language) == ("/film/a/", "story box", "en-GB")
