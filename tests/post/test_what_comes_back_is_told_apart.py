"""Bounces, complaints and machines' replies, each read for what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.post.outcomes import parse_outcome

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


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", "hard"),
        ("5.0.0", "failed", "hard"),
        ("4.4.7", "failed", "soft"),  # flufl.bounce calls it permanent; it is a time-out
        ("5.2.2", "failed", "soft"),
        ("4.2.2", "delayed", "soft"),
    ],
)
def test_the_status_decides_between_hard_and_soft(status, action, kind):
    (report,) = parse_outcome(dsn(status, action))
    assert (report.kind, report.status) == (kind, status)
    assert report.recipient == "reader@readers.example"
    assert report.verp_token == TOKEN
    assert report.message_id == "<d1@tidewater.example>"


def test_the_diagnostic_holds_no_address():
    (report,) = parse_outcome(dsn("5.1.1", diagnostic="smtp; 550 <reader@readers.example> unknown"))
    assert "reader@" not in report.diagnostic


def test_a_delivered_notice_is_no_bounce():
    assert all(r.kind not in {"hard", "soft"} for r in parse_outcome(dsn("2.0.0", "delivered")))


def test_a_feedback_report_is_a_complaint():
    raw = f"""\
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
""".encode()
    (report,) = parse_outcome(raw)
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
