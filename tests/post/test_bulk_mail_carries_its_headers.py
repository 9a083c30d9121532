"""Each header that bulk mail needs, as the rule it comes from has it."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.post import headers
from matinee.post.encoded_words import HeaderValueError
from matinee.post.letter import Letter, slot
from matinee.post.tokens import LinkTokens

VALUES = {
    "name": "Zoë",
    "address": "zoe@readers.example",
    "date": headers.date_value(datetime(2026, 11, 23, 7, tzinfo=UTC)),
    "message_id": headers.message_id("7.1", "tidewater.example"),
    "leave": LinkTokens(b"a secret of enough length").mint(1, 2).leave,
}


def newsletter(**changes):
    options = {
        "sender_name": "Orla Pennant, Tidewater",
        "sender_address": "orla@tidewater.example",
        "subject": "This week: Zoë’s second reel",
        "slug": "the-back-row",
        "newsletter": "The Back Row",
        "unsubscribe_url": f"https://tidewater.example/u/{slot('leave')}/",
        "unsubscribe_mailto": f"leave+{slot('leave')}@tidewater.example",
        "campaign": "Edition 7",
        **changes,
    }
    made = Letter.compile(headers=headers.newsletter_headers(**options), text="x", html="<p>x</p>")
    raw = made.fill(VALUES)
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def test_a_newsletter_says_who_to_whom_and_what():
    _, message = newsletter()
    assert message["From"].addresses[0].display_name == "Orla Pennant, Tidewater"
    assert message["From"].addresses[0].addr_spec == "orla@tidewater.example"
    assert message["To"].addresses[0].addr_spec == "zoe@readers.example"
    assert message["Subject"] == "This week: Zoë’s second reel"
    assert message["Message-ID"] == "<7.1@tidewater.example>"
    assert parsedate_to_datetime(message["Date"]) == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert message["List-ID"] == "The Back Row <the-back-row.tidewater.example>"
    assert message["Feedback-ID"] == "edition-7:the-back-row:newsletter:tidewater"
    assert message["Auto-Submitted"] is None  # a newsletter is no automatic reply


def test_each_header_stands_once_and_in_ascii_with_short_lines():
    raw, message = newsletter(reply_to="desk@tidewater.example", view_url="https://t.example/7/")
    names = [name.lower() for name in message]
    assert len(names) == len(set(names))
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(len(line) for line in head.split(b"\r\n")) <= 100
    assert message["List-Archive"] == "<https://t.example/7/>"
    assert message["Reply-To"].addresses[0].addr_spec == "desk@tidewater.example"


def test_one_click_unsubscribing_offers_https_first_and_mail_second():
    raw, _ = newsletter()
    leave = VALUES["leave"]
    head = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").decode()
    assert (
        f"List-Unsubscribe: <https://tidewater.example/u/{leave}/>, "
        f"<mailto:leave+{leave}@tidewater.example>\r\n"
    ) in head
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head


def test_without_a_mailbox_for_it_the_page_alone_is_offered():
    _, message = newsletter(unsubscribe_mailto=None)
    assert "mailto" not in message["List-Unsubscribe"]


def test_mail_that_a_reader_caused_is_marked_as_automatic():
    made = Letter.compile(
        headers=headers.transactional_headers(
            sender_name="Tidewater", sender_address="desk@tidewater.example", subject="Confirm"
        ),
        text="x",
        html=None,
    )
    message = email.message_from_bytes(made.fill(VALUES), policy=email.policy.default)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    assert message["Precedence"] is None


@pytest.mark.parametrize(
    ("slug", "name", "expected"),
    [
        ("The Back Row!", "The Back Row", "The Back Row <the-back-row.t.example>"),
        ("séance", "La séance", "<s-ance.t.example>"),
        ("!!", "<x@y>", "xy <newsletter.t.example>"),
    ],
)
def test_a_list_id_is_a_name_that_every_filter_can_read(slug, name, expected):
    assert headers.list_id(slug, name, "t.example") == ("List-Id", expected)


def test_a_date_needs_a_zone_and_keeps_it():
    with pytest.raises(ValueError, match="zone"):
        headers.date_value(datetime(2026, 11, 23))
    said = headers.date_value(datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=1))))
    assert said == "Wed, 01 Jul 2026 09:00:00 +0100"


@pytest.mark.parametrize("address", ["nobody", "nobody@", ""])
def test_an_address_without_a_domain_is_refused(address):
    with pytest.raises(HeaderValueError):
        headers.domain_of(address)


def test_a_message_id_takes_no_line_break():
    with pytest.raises(HeaderValueError):
        headers.message_id("a\r\nBcc: b", "t.example")


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_a_return_path_leads_back_to_its_delivery(subscription, delivery):
    token = LinkTokens(b"a secret of enough length").mint(subscription, delivery).read
    path = headers.verp(token, "bounces.tidewater.example")
    assert headers.parse_verp(path) == token
    assert headers.parse_verp(f" <{path}> ") == token
    assert len(path.partition("@")[0]) <= 64  # RFC 5321 §4.5.3.1.1


@given(st.text(max_size=80))
def test_no_other_address_is_taken_for_a_return_path(text):
    assert headers.parse_verp(text) is None


@pytest.mark.parametrize(
    "address", ["bounce@t.example", "bounce+short@t.example", "x+TTTTTTTTTTTTTTT@t.example"]
)
def test_what_only_looks_like_a_return_path_is_none(address):
    assert headers.parse_verp(address) is None
