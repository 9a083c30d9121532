"""The mailbox over IMAP, against a real server: read, taken in, committed, and only then marked."""

from __future__ import annotations

import imaplib
import shutil
import ssl
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from matinee.insight import mailbox
from matinee.insight.mailbox import MailboxError, poll
from matinee.insight.models import MailReport
from matinee.readers.models import Subscription, Suppression
from tests.insight.dovecot import Mailbox, dovecot
from tests.insight.returns import DOMAIN, mail, one_delivery, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with dovecot() as box:
        yield box


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    for path in (server.home / "mail").iterdir():
        if path.name not in {"new", "cur", "tmp"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (server.home / "mail").glob("*/*"):
        path.unlink()
    return server


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_what_is_there_is_taken_in_and_marked(box, scheme):
    delivery = one_delivery()
    box.put(mail("postfix-unknown-user", delivery), "bounce")
    box.put(mail("yahoo-feedback", delivery), "complaint")
    assert poll(box.url(scheme=scheme)).kinds == {"hard": 1, "complaint": 1}
    assert box.flags() == {"bounce": "S", "complaint": "S"}
    assert poll(box.url(scheme=scheme)).kinds == {}


def test_a_mail_that_cannot_be_kept_stays_unseen_and_is_read_again(box, monkeypatch):
    delivery = one_delivery()
    box.put(mail("postfix-unknown-user", delivery), "bounce")
    real = mailbox.take_in

    def no_database(raw: bytes, to: str) -> None:
        raise OperationalError("no disk")

    monkeypatch.setattr(mailbox, "take_in", no_database)
    with pytest.raises(OperationalError):
        poll(box.url())
    assert set(box.flags().values()) == {""}
    monkeypatch.setattr(mailbox, "take_in", real)
    assert poll(box.url()).kinds == {"hard": 1}


def test_a_crash_after_the_commit_reads_it_again_and_counts_it_once(box, monkeypatch):
    box.put(mail("postfix-unknown-user", one_delivery()), "bounce")
    real = mailbox._put_away

    def pulled_plug(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mailbox, "_put_away", pulled_plug)
    with pytest.raises(KeyboardInterrupt):
        poll(box.url())
    assert MailReport.objects.count() == 1
    assert box.flags() == {"bounce": ""}
    monkeypatch.setattr(mailbox, "_put_away", real)
    assert poll(box.url()).kinds == {}
    assert box.flags() == {"bounce": "S"}
    assert (MailReport.objects.count(), Suppression.objects.count()) == (1, 1)


def test_what_is_not_understood_stays_flagged_for_a_person(box, caplog, settings):
    box.put(b"From: a@readers.example\nSubject: Loved it\n\nSee you.\n", "letter")
    settings.IMAP_URL = box.url(more="&done=Done")
    mailbox.read_mailbox()
    assert box.flags() == {"letter": "FS"}
    assert "1 mails came back that could not be read" in caplog.text
    assert "@" not in caplog.text


def test_mails_that_are_done_go_to_their_folder(box):
    line = imaplib.IMAP4_SSL(
        "127.0.0.1", box.tls, ssl_context=ssl.create_default_context(cafile=str(box.authority))
    )
    line.login("returns", "pa/ss word")
    line.create("Done")
    line.logout()
    box.put(mail("postfix-unknown-user", one_delivery()), "bounce")
    poll(box.url(more="&done=Done"))
    assert box.flags() == {}
    assert list(box.flags(".Done")) != []


def test_a_wish_to_leave_comes_by_mail_too(box):
    delivery = one_delivery()
    way_out = f"leave+{tokens(delivery).leave}@{DOMAIN}"
    box.put(f"From: a@readers.example\nTo: <{way_out}>\nSubject: u\n\n".encode(), "leave")
    assert poll(box.url()).kinds == {"unsubscribed": 1}
    assert Subscription.objects.get(pk=delivery.subscription_id).state == "left"
    assert box.flags() == {"leave": "S"}


def test_any_bytes_are_read_past(box):
    for number, raw in enumerate([b"", b"\x00" * 50, bytes(range(256)), b"Subject: \xff\xfe\n\n"]):
        box.put(raw or b"\n", f"noise{number}")
    box.put(mail("postfix-unknown-user", one_delivery()), "bounce")
    told = poll(box.url())
    assert (told.kinds["hard"], told.kept) == (1, 4)


def test_a_wrong_password_is_said_without_it(box):
    with pytest.raises(MailboxError, match="name, password") as told:
        poll(box.url(password="wrong-one"))
    assert "wrong-one" not in str(told.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(box):
    with pytest.raises(MailboxError, match="certificate"):
        poll(box.url().partition("?")[0])


def test_a_server_that_is_away_is_said(box, settings):
    settings.IMAP_URL = "imaps://a:b@127.0.0.1:1/INBOX"
    with pytest.raises(CommandError, match="could not be read"):
        call_command("outcomes", imap=True)


@pytest.mark.parametrize("url", ["", "http://a:b@h/", "imaps://host/INBOX", "imaps:"])
def test_an_address_of_another_kind_is_named_in_words(url):
    with pytest.raises(MailboxError, match="IMAP_URL"):
        poll(url)


def test_without_an_address_no_mailbox_is_read(settings):
    settings.IMAP_URL = ""
    mailbox.read_mailbox()
