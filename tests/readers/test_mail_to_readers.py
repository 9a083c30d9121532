"""Mail from this room: short, with a way out, at most three a day, to nobody suppressed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from matinee.post.inbox import Inbox, Mail
from matinee.readers import links, post_office
from matinee.readers.confirming import Case
from matinee.readers.models import AddressChange, Note, SignupRequest
from matinee.readers.use_cases import ask_change_of_address, confirm, confirm_change, look, suppress
from tests.readers.factories import META, asked, newsletter, notes, reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inbox(settings: Any, tmp_path: Path) -> Inbox:
    settings.MAIL_URL = "inbox:"
    return Inbox(settings.INBOX_PATH)


def only(inbox: Inbox) -> Mail:
    [mail] = inbox.messages()
    return mail


def test_the_confirmation_mail_has_its_link_and_a_way_out(inbox: Inbox) -> None:
    letter = newsletter(name="Night & Day’s “Reel”")
    what = asked("ada@example.com", letter, offers=True)
    assert post_office.send_waiting() == 1
    mail = only(inbox)
    link = links.confirm_url(what.request_id)
    for kind in ("plain", "html"):
        body = mail.body(kind)
        assert body and link in body and "/u/" in body and "/preferences/" in body
    assert letter.name in mail.subject
    assert "&amp;" not in (mail.body("plain") or "")
    head = mail.parsed
    assert head["Auto-Submitted"] == "auto-generated"
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/u/" in head["List-Unsubscribe"]
    assert confirm(link.rstrip("/").rpartition("/")[2], META).case is Case.DONE


def test_the_evidence_names_the_mail_that_was_sent(inbox: Inbox) -> None:
    what = asked("ada@example.com", newsletter())
    post_office.send_waiting()
    confirm(links.confirm_tokens().mint(what.request_id, 0).leave)
    evidence = reader().subscriptions.get().proof.evidence
    assert evidence["mail_message_id"] == only(inbox).parsed["Message-ID"]
    assert len(evidence["mail_sha256"]) == 64


def test_a_newer_mail_supersedes_the_older_link(inbox: Inbox) -> None:
    letter = newsletter()
    first = asked("ada@example.com", letter)
    post_office.send_waiting()
    second = asked("ada@example.com", letter)
    # The older link works until the newer mail has really gone.
    old = links.confirm_tokens().mint(first.request_id, 0).leave
    assert look(old).case is Case.READY
    post_office.send_waiting()
    assert look(old).case is Case.SUPERSEDED
    assert confirm(old).case is Case.SUPERSEDED
    assert confirm(links.confirm_tokens().mint(second.request_id, 0).leave).case is Case.DONE


def test_no_more_than_three_a_day_go_to_one_mailbox(inbox: Inbox) -> None:
    letter = newsletter()
    for _ in range(5):
        asked("ada@example.com", letter)
        post_office.send_waiting()
    assert inbox.count() == 3
    assert [n.state for n in notes()].count("held") == 2
    # The link of the last mail that went is still good.
    last = SignupRequest.objects.filter(notes__state="sent").latest("asked_at")
    assert look(links.confirm_tokens().mint(last.pk, 0).leave).case is Case.READY


def test_nothing_goes_to_a_suppressed_mailbox(inbox: Inbox) -> None:
    suppress("ada@example.com", "bounce")
    asked("Ada@example.com", newsletter())
    assert post_office.send_waiting() == 0
    assert inbox.count() == 0
    assert notes()[0].state == "held"


def test_who_has_it_already_is_told_so_by_mail_only(inbox: Inbox) -> None:
    letter = newsletter()
    what = asked("ada@example.com", letter)
    confirm(links.confirm_tokens().mint(what.request_id, 0).leave)
    Note.objects.all().delete()
    asked("ada@example.com", letter)
    post_office.send_waiting()
    assert "already receive" in only(inbox).subject


def test_without_double_opt_in_a_welcome_goes_out(inbox: Inbox) -> None:
    asked("ada@example.com", newsletter(double_opt_in=False))
    post_office.send_waiting()
    assert only(inbox).subject.startswith("Welcome")


def test_a_name_typed_by_a_stranger_is_in_no_header(inbox: Inbox) -> None:
    asked("ada@example.com", newsletter(), name="Win money at http://spam.example")
    post_office.send_waiting()
    assert b"spam" not in only(inbox).message


def test_a_mail_to_a_new_address_opens_nothing_of_the_readers(inbox: Inbox) -> None:
    what = asked("ada@example.com", newsletter())
    confirm(links.confirm_tokens().mint(what.request_id, 0).leave)
    Note.objects.all().delete()
    ask_change_of_address(reader(), "new@example.com", META)
    assert post_office.send_waiting() == 1
    assert not inbox.messages(recipient="new@example.com")
    change = AddressChange.objects.get()
    confirm_change(links.change_tokens().mint(change.pk, change.nonce).leave, META)
    assert post_office.send_waiting() == 1
    [to_new] = inbox.messages(recipient="new@example.com")
    assert b"/u/" not in to_new.message and b"/preferences/" not in to_new.message
    [to_old] = inbox.messages(recipient="ada@example.com")
    assert "new@example.com" in (to_old.body("plain") or "")


def test_a_relay_that_is_away_keeps_nothing_from_going_later(settings: Any, inbox: Inbox) -> None:
    asked("ada@example.com", newsletter())
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    assert post_office.send_waiting() == 0
    note = notes()[0]
    assert note.state in {"waiting", "taken"}
    settings.MAIL_URL = "inbox:"
    Note.objects.update(due_at=note.created_at)
    assert post_office.send_waiting() == 1
