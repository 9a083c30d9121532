"""Bounces, complaints and machines' replies, each read for what it is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.post.outcomes import parse_outcome
from matinee.post.relay import clean_text

TOKEN = "T" * 43


def dsn(status: str, action: str = "failed", diagnostic: str = "smtp; 550 no such user") -> bytes:
    return f"""\
From: MAILER-DAEMON@relay.example
To: bounce+{TOKEN}@bounces.tidewater.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; reader@readers.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--b
Content-Type: message/rfc822

Message-ID: <d1@tidewater.example>
Subject: hello

hello
--b--
""".encode()


COMPLAINT = f"""\
From: abuse@provider.example
To: fbl@tidewater.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

A complaint.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1
Version: 1
Original-Mail-From: <bounce+{TOKEN}@bounces.tidewater.example>
Original-Rcpt-To: <reader@readers.example>

--b
Content-Type: message/rfc822

Message-ID: <d1@tidewater.example>

hello
--b--
"""


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", "hard"),
        ("5.0.0", "failed", "hard"),
        ("4.4.7", "failed", "soft"),  # flufl.bounce calls it permanent; it is a time-out
        ("5.2.2", "failed", "soft"),
        ("4.2.2", "delayed", "soft"),
        ("5.1.2", "failed", "hard"),
        ("5.1.10", "failed", "hard"),
        ("5.4.4", "failed", "hard"),
        ("5.1.8", "failed", "soft"),  # our own address, not the reader's
        ("5.7.1", "failed", "soft"),  # the relay's opinion of us
        ("5.6.0", "failed", "soft"),
        ("5.3.4", "failed", "soft"),
    ],
)
def test_the_status_decides_between_hard_and_soft(status, action, kind):
    (report,) = parse_outcome(dsn(status, action))
    assert (report.kind, report.status) == (kind, status)
    assert report.recipient == "reader@readers.example"
    assert report.verp_token == TOKEN
    assert report.message_id == "<d1@tidewater.example>"


def test_a_status_that_says_no_more_than_failed_is_made_closer_by_the_diagnostic():
    (blocked,) = parse_outcome(dsn("5.0.0", diagnostic="smtp; 550 5.7.1 blocked by policy"))
    assert (blocked.kind, blocked.status) == ("soft", "5.7.1")
    (gone,) = parse_outcome(dsn("5.0.0", diagnostic="smtp; 550-5.1.1 no such user"))
    assert (gone.kind, gone.status) == ("hard", "5.1.1")


def test_a_status_after_an_action_decides_when_there_is_none():
    raw = dsn("x", diagnostic="none to speak of").replace(b"Status: x\n", b"")
    assert [r.kind for r in parse_outcome(raw)] == ["hard"]


def test_each_recipient_of_a_report_is_told_of():
    second = b"Final-Recipient: rfc822; other@readers.example\nAction: failed\nStatus: 4.4.7\n"
    raw = dsn("5.1.1").replace(b"no such user\n", b"no such user\n\n" + second, 1)
    assert [(r.recipient, r.kind) for r in parse_outcome(raw)] == [
        ("reader@readers.example", "hard"),
        ("other@readers.example", "soft"),
    ]


@pytest.mark.parametrize("field", ["Final-Recipient", "Diagnostic-Code", "Status"])
def test_a_field_without_end_takes_no_time(field):
    raw = dsn("5.1.1").replace(f"{field}:".encode(), f"{field}: {'a' * 900_000}".encode(), 1)
    began = time.process_time()
    assert parse_outcome(raw)
    assert time.process_time() - began < 5


def test_words_without_end_are_cut_before_half_an_address():
    words = "x@readers.example " * 55 + "somebody.by.name@readers.example"
    assert "@" not in clean_text(words)
    assert "somebody" not in clean_text(words)
    assert len(clean_text("a" * 100_000)) <= 200


def test_a_complaint_that_is_not_one_suppresses_nobody():
    raw = COMPLAINT.replace("Feedback-Type: abuse", "Feedback-Type: not-spam").encode()
    assert [r.kind for r in parse_outcome(raw)] == ["unrecognised"]


def test_a_complaint_is_known_by_its_part_where_the_type_says_nothing():
    raw = COMPLAINT.replace("report; report-type=feedback-report", "mixed").encode()
    assert [r.kind for r in parse_outcome(raw)] == ["complaint"]


def test_an_ordinary_letter_to_us_is_neither():
    raw = b"From: reader@readers.example\nSubject: The second reel\n\nLoved it. See you.\n"
    assert [(r.kind, r.recipient) for r in parse_outcome(raw)] == [("unrecognised", None)]


def test_the_diagnostic_holds_no_address():
    (report,) = parse_outcome(dsn("5.1.1", diagnostic="smtp; 550 <reader@readers.example> unknown"))
    assert "reader@" not in report.diagnostic


def test_a_delivered_notice_is_no_bounce():
    assert all(r.kind not in {"hard", "soft"} for r in parse_outcome(dsn("2.0.0", "delivered")))


def test_a_feedback_report_is_a_complaint():
    (report,) = parse_outcome(COMPLAINT.encode())
    assert report.kind == "complaint"
    assert (report.recipient, report.verp_token) == ("reader@readers.example", TOKEN)


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Subject: Out of office until Monday"],
)
def test_a_machines_reply_is_told_from_a_bounce(header):
    raw = f"From: reader@readers.example\n{header}\n\nI am away. 5.1.1 is my room.\n".encode()
    assert [r.kind for r in parse_outcome(raw)] == ["auto-reply"]


def test_an_old_free_form_bounce_is_read():
    raw = b"""\
From: MAILER-DAEMON@old.example
Subject: failure notice

Hi. This is the qmail-send program at old.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<reader@readers.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Subject: hello

hello
"""
    (report,) = parse_outcome(raw)
    assert (report.kind, report.recipient) == ("hard", "reader@readers.example")


@given(st.binary(max_size=600))
def test_any_bytes_give_reports_and_never_an_error(raw):
    assert parse_outcome(raw)


@given(st.binary(max_size=200))
def test_any_bytes_inside_a_report_give_reports(raw):
    assert parse_outcome(dsn("5.1.1").replace(b"Reporting-MTA: dns; relay.example", raw))
