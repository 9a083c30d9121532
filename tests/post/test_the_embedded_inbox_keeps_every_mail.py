"""The embedded inbox: exactly what a relay would have had, in a Maildir that anybody can read."""

from __future__ import annotations

import asyncio
import mailbox
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.post import inbox_index
from matinee.post.inbox import Inbox, InboxRelay
from matinee.post.letter import Letter, slot
from matinee.post.letter import mailbox as to_header
from matinee.post.relay import Envelope, Outcome, Result, open_relay, send_one


def letter(subject: str = "Hello") -> Letter:
    return Letter.compile(
        headers=[("From", "Desk <desk@t.example>"), ("To", to_header()), ("Subject", subject)],
        text=f"Dear {slot('name')}\n.\n",
        html=f"<p>Dear {slot('name')}</p>",
    )


def envelope(number: int = 1, subject: str = "Hello", domain: str = "readers.example") -> Envelope:
    address = f"r{number}@{domain}"
    message = letter(subject).fill({"name": f"Reader {number}", "address": address})
    return Envelope(number, f"bounce+{number}@t.example", address, message)


def test_a_file_is_two_lines_and_then_exactly_the_message(tmp_path: Path):
    sent = envelope()
    key = Inbox(tmp_path).deliver(sent)
    front = b"Return-Path: <bounce+1@t.example>\r\nDelivered-To: r1@readers.example\r\n"
    assert (tmp_path / "new" / key).read_bytes() == front + sent.message


def test_another_programs_maildir_reader_finds_the_mail(tmp_path: Path):
    Inbox(tmp_path).deliver_many([envelope(n, subject=f"Nº {n}") for n in range(5)])
    theirs = mailbox.Maildir(tmp_path, create=False)
    assert len(theirs) == 5
    assert sorted(str(m["Delivered-To"]) for m in theirs) == [
        f"r{n}@readers.example" for n in range(5)
    ]
    assert not list((tmp_path / "tmp").iterdir())


def test_a_mail_is_read_back_with_its_headers_text_and_html(tmp_path: Path):
    inbox = Inbox(tmp_path)
    sent = envelope(3, subject="Zoë’s week")
    mail = inbox.get(inbox.deliver(sent))
    assert mail is not None
    assert (mail.subject, mail.recipient) == ("Zoë’s week", "r3@readers.example")
    assert mail.return_path == "bounce+3@t.example"
    assert mail.message == sent.message
    assert (mail.body("plain") or "").splitlines() == ["Dear Reader 3", "."]
    assert "Dear Reader 3" in (mail.body("html") or "")


def test_the_newest_come_first_a_page_at_a_time(tmp_path: Path):
    inbox = Inbox(tmp_path)
    inbox.deliver_many([envelope(n) for n in range(10)])
    assert [m.recipient for m in inbox.messages(3, 2)] == [
        f"r{n}@readers.example" for n in (7, 6, 5)
    ]
    assert (inbox.count(), len(inbox.messages(50, 8))) == (10, 2)


@pytest.mark.parametrize("index", ["whole", "gone", "cut off", "garbled"])
def test_a_search_finds_by_address_and_subject_whatever_became_of_the_index(tmp_path, index):
    inbox = Inbox(tmp_path)
    inbox.deliver_many([envelope(n, subject="Zoë’s week" if n == 2 else "x") for n in range(12)])
    file = tmp_path / inbox_index.NAME
    if index == "gone":
        file.unlink()
    elif index == "cut off":
        file.write_bytes(file.read_bytes()[:150])
    elif index == "garbled":
        file.write_bytes(os.urandom(300) + b"\n\t\t\t\n" + file.read_bytes()[100:])
    assert [m.recipient for m in inbox.messages(query="ZOË’S")] == ["r2@readers.example"]
    assert [m.recipient for m in inbox.messages(query="r11@")] == ["r11@readers.example"]
    assert [m.recipient for m in inbox.messages(recipient="R1@Readers.example")] == [
        "r1@readers.example"
    ]
    assert inbox.messages(query="nobody") == []
    assert len(inbox.messages(4, 3, query="readers.example")) == 4


def test_a_page_or_a_search_opens_no_mail_that_it_does_not_show(tmp_path: Path, monkeypatch):
    inbox = Inbox(tmp_path)
    inbox.deliver_many([envelope(n) for n in range(200)])
    opened: list[str] = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: (opened.append(self.name), read(self))[1])
    inbox.messages(5, 100)
    assert len(opened) == 5
    opened.clear()
    assert len(inbox.messages(query="r150@")) == 1
    assert len(opened) == 1


def test_mail_that_another_program_moved_and_flagged_is_still_found(tmp_path: Path):
    inbox = Inbox(tmp_path)
    key = inbox.deliver(envelope(4))
    (tmp_path / "new" / key).rename(tmp_path / "cur" / f"{key}:2,S")
    (mail,) = inbox.messages(query="r4@")
    assert inbox.get(mail.key) == mail


def test_mail_that_another_program_put_there_is_shown_as_it_is(tmp_path: Path):
    inbox = Inbox(tmp_path)
    inbox.deliver(envelope())
    raw = b"From: a@b.example\nSubject: =?utf-8?q?caf=C3=A9?=\n\nhello\n"
    (tmp_path / "new" / "1700000000.V1I2M3.some.host").write_bytes(raw)
    mail = inbox.get("1700000000.V1I2M3.some.host")
    assert mail is not None
    assert (mail.subject, mail.recipient, mail.message) == ("café", "", raw)
    assert inbox.messages()[-1] == mail
    assert inbox.messages(query="CAFÉ") == [mail]
    assert mail.body("html") is None


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "..", ".", "", "x/y", "a\x00b", "x" * 300, "/"]
)
def test_no_key_leads_out_of_the_folder(tmp_path: Path, key):
    inbox = Inbox(tmp_path / "inbox")
    inbox.deliver(envelope())
    assert inbox.get(key) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes_that_lie_there_can_be_listed(tmp_path: Path, raw):
    inbox = Inbox(tmp_path)
    (tmp_path / "new").mkdir(exist_ok=True)
    (tmp_path / "new" / "1700000001.M000001P1Q1.host").write_bytes(raw)
    (mail,) = inbox.messages()
    assert mail.raw == raw
    assert isinstance(mail.subject, str)
    inbox.messages(query="x")


def test_an_empty_or_missing_inbox_has_no_mail(tmp_path: Path):
    inbox = Inbox(tmp_path / "nowhere")
    assert (inbox.count(), inbox.messages(), inbox.messages(query="x")) == (0, [], [])
    assert inbox.get("1.M1P1Q1.host") is None
    assert not (tmp_path / "nowhere").exists()


def hand_over(relay: InboxRelay, envelopes: list[Envelope]) -> list[Result]:
    results: list[Result] = []
    asyncio.run(relay.hand_over(envelopes, results.append))
    return results


def test_the_relay_says_sent_for_each_and_refuses_what_no_relay_would_take(tmp_path: Path):
    bad = Envelope(7, "b@t.example", "x@y.example\r\nSubject: forged", b"From: a@b\r\n\r\nx")
    results = hand_over(InboxRelay(tmp_path), [envelope(1), bad, envelope(2)])
    assert [(r.key, str(r.outcome)) for r in results] == [
        (1, "sent"),
        (7, "refused"),
        (2, "sent"),
    ]
    assert Inbox(tmp_path).count() == 2


def test_an_inbox_cleared_away_while_we_run_is_made_again(tmp_path: Path):
    relay = InboxRelay(tmp_path / "inbox")
    hand_over(relay, [envelope(1)])
    (tmp_path / "inbox").rename(tmp_path / "old")
    assert [r.outcome for r in hand_over(relay, [envelope(2)])] == [Outcome.SENT]


def test_an_inbox_that_cannot_be_written_puts_mail_off_and_says_so(tmp_path: Path):
    blocked = tmp_path / "inbox"
    blocked.write_text("in the way")
    results = hand_over(InboxRelay(blocked), [envelope(1), envelope(2)])
    assert [r.outcome for r in results] == [Outcome.DEFERRED] * 2
    assert results[0].code == 452


def test_a_size_limit_reached_in_the_middle_leaves_whole_mails_only(tmp_path: Path):
    """A real write that fails half way: the process may write no file over 8 KB."""
    import resource
    import signal

    large = Envelope(2, "b@t.example", "r@readers.example", b"From: a@b\r\n\r\n" + b"x" * 20_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
    try:
        results = hand_over(InboxRelay(tmp_path), [envelope(1), large, envelope(3)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert [str(r.outcome) for r in results] == ["sent", "deferred", "sent"]
    assert Inbox(tmp_path).count() == 2
    assert not list((tmp_path / "tmp").iterdir())


def test_one_mail_is_sent_without_ado(tmp_path: Path):
    result = send_one(f"inbox:{tmp_path}?fsync=yes", envelope(5))
    assert result.outcome is Outcome.SENT
    assert Inbox(tmp_path).messages()[0].recipient == "r5@readers.example"
    relay = open_relay(f"inbox:{tmp_path}?fsync=yes")
    assert isinstance(relay, InboxRelay)
    assert relay.inbox.fsync
