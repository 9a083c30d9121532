"""The reminder: off by default, one at most, never when there is nothing left to confirm."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.post.inbox import Inbox
from matinee.readers import erasing, links, post_office, reminding
from matinee.readers.confirming import Case
from matinee.readers.models import (
    ConsentRecord,
    Note,
    Reader,
    ReaderKey,
    SignupRequest,
    Subscription,
)
from matinee.readers.use_cases import confirm, leave, look, send_again, suppress
from tests.readers.factories import asked, newsletter, notes, request_of, subscription

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inbox(settings: Any) -> Inbox:
    settings.MAIL_URL = "inbox:"
    return Inbox(Path(settings.INBOX_PATH))


def letter(days: int = 3) -> Newsletter:
    return newsletter(remind_after_days=days)


def ago(request: SignupRequest, **span: float) -> None:
    SignupRequest.objects.filter(pk=request.pk).update(asked_at=timezone.now() - timedelta(**span))


def waiting(of: Newsletter, days: float = 3.1) -> SignupRequest:
    request = request_of(asked("ada@example.com", of))
    post_office.send_waiting()
    ago(request, days=days)
    return request


def token(request: SignupRequest) -> str:
    return links.confirm_tokens().mint(request.pk, 0).leave


def subjects(inbox: Inbox) -> list[str]:
    return [mail.subject for mail in inbox.messages()]


def test_it_is_off_by_default() -> None:
    waiting(newsletter(), days=6)
    assert reminding.remind() == 0


def test_it_goes_once_when_its_day_has_come_and_its_link_confirms(inbox: Inbox) -> None:
    request = waiting(letter(), days=2.9)
    assert reminding.remind() == 0
    ago(request, days=3.1)
    assert reminding.remind() == 1
    assert reminding.remind() == 0
    post_office.send_waiting()
    assert len(inbox.messages()) == 2
    [mail] = [m for m in inbox.messages() if m.subject.startswith("Still to confirm")]
    body = mail.body("plain") or ""
    until = timezone.localtime(timezone.now() + timedelta(days=3.9))
    assert f"until {until.day} {until:%B}" in body
    assert links.confirm_url(request.pk) in body
    assert "/u/" in body
    assert confirm(token(request)).case is Case.DONE


def test_who_asks_again_is_not_reminded_again() -> None:
    of = letter()
    waiting(of)
    reminding.remind()
    post_office.send_waiting()
    waiting(of)
    assert reminding.remind() == 0
    assert len(notes(kind=Note.Kind.REMINDER)) == 1


def test_two_workers_remind_once() -> None:
    request = waiting(letter())
    assert reminding._put(request)
    assert not reminding._put(request)


@pytest.mark.parametrize("when", ["before the tick", "in the outbox"])
@pytest.mark.parametrize("what", ["confirmed", "withdrawn", "suppressed", "expired", "erased"])
def test_it_does_not_go_when_there_is_nothing_left_to_confirm(
    inbox: Inbox, what: str, when: str
) -> None:
    of = letter()
    request = waiting(of)
    before = len(inbox.messages())
    if when == "in the outbox":
        assert reminding.remind() == 1
    if what == "confirmed":
        confirm(token(request))
    elif what == "withdrawn":
        leave(subscription("ada@example.com", of).pk, "page")
    elif what == "suppressed":
        suppress("ada@example.com", "bounce")
    elif what == "expired":
        ago(request, days=7.1)
        erasing.expire_requests()
    else:
        erasing.erase_address("ada@example.com")
    reminding.remind()
    post_office.send_waiting()
    assert len(inbox.messages()) == before


def test_a_superseded_request_is_not_reminded_of() -> None:
    of = letter()
    first = waiting(of, days=3.5)
    asked("ada@example.com", of)
    post_office.send_waiting()
    first.refresh_from_db()
    assert first.state == SignupRequest.State.SUPERSEDED
    assert reminding.remind() == 0


def test_nobody_is_reminded_of_a_mail_that_never_went() -> None:
    request = request_of(asked("ada@example.com", letter()))
    ago(request, days=3.1)
    assert reminding.remind() == 0


def test_a_closed_newsletter_reminds_nobody() -> None:
    of = letter()
    waiting(of)
    Newsletter.objects.update(state=Newsletter.State.CLOSED)
    assert reminding.remind() == 0


def test_the_desk_takes_no_day_after_the_links_have_died() -> None:
    of = letter(7)
    with pytest.raises(ValidationError, match="less than or equal to 6"):
        of.full_clean()


def test_links_expire_after_seven_days_and_offer_a_fresh_one() -> None:
    request = waiting(newsletter(), days=6.9)
    assert look(token(request)).case is Case.READY
    ago(request, days=7.1)
    assert look(token(request)).case is Case.OLD
    assert confirm(token(request)).case is Case.OLD
    assert send_again(token(request))
    fresh = SignupRequest.objects.latest("pk")
    assert confirm(token(fresh)).case is Case.DONE
    assert look(token(fresh)).case is Case.ALREADY


def test_after_thirty_days_the_request_is_gone_with_its_personal_parts() -> None:
    request = waiting(letter())
    record = ConsentRecord.objects.get()
    assert record.personal
    ago(request, days=30.1)
    long_ago = timezone.now() - timedelta(days=30.1)
    Subscription.objects.update(since=long_ago)
    Reader.objects.update(created_at=long_ago)
    assert erasing.forget_unconfirmed() == 1
    assert not Reader.objects.exists()
    assert not SignupRequest.objects.exists()
    assert not Note.objects.exists()
    assert look(token(request)).case is Case.UNKNOWN
    # The record's personal part can never be opened again.
    assert not ReaderKey.objects.exists()
