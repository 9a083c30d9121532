"""Bounces and complaints as the world's mail servers write them, one file each.

A file's name says what must be read from it: who.kind.status.reason.eml.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.post.outcomes import hardness, parse_outcome, traces
from matinee.post.reasons import OF_THE_MAILBOX, WORDS, reason_of

MAILS = sorted((Path(__file__).parent / "outcomes").glob("*.eml"))
TOKEN = "T" * 43


def expected(path: Path) -> tuple[str, str, str]:
    name = path.name.removesuffix(".eml")
    _, kind, rest = name.split(".", 2)
    status, _, reason = rest.rpartition(".")
    return kind, "" if status == "none" else status, reason


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.name.split(".")[0])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_each_is_read_for_what_it_is(path, line_end):
    raw = path.read_bytes().replace(b"\n", line_end)
    (report,) = parse_outcome(raw)
    assert (report.kind, report.status, report.reason) == expected(path)
    assert report.verp_token == TOKEN
    if report.kind in {"hard", "soft"}:
        assert report.recipient == "reader@readers.example"


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.name.split(".")[0])
def test_our_own_marks_are_found_wherever_they_stand(path):
    raw = path.read_bytes()
    assert TOKEN in traces(raw).verp
    if b"Message-ID:" in raw:
        assert traces(raw).message_ids == ("<7.41.0123456789abcdef0123@tidewater.example>",)


def test_a_complaint_brings_the_way_out_that_its_letter_offered():
    raw = (Path(__file__).parent / "outcomes/yahoo-feedback.complaint.none.other.eml").read_bytes()
    assert traces(raw).leave == ("L" * 43,)


@given(path=st.sampled_from(MAILS), cut=st.integers(0, 3000), noise=st.binary(max_size=40))
def test_a_report_that_is_cut_or_garbled_never_raises(path, cut, noise):
    raw = path.read_bytes()
    assert parse_outcome(raw[:cut])
    assert parse_outcome(raw[:cut] + noise + raw[cut:])
    traces(raw[:cut] + noise)


@given(st.binary(max_size=400), st.text(max_size=200))
def test_any_bytes_and_any_words_have_an_answer(raw, words):
    assert traces(raw) == traces(raw)
    assert reason_of("", words) in WORDS
    assert hardness("", "failed", words) in {"hard", "soft"}


@given(st.from_regex(r"[245]\.\d{1,3}\.\d{1,3}", fullmatch=True))
def test_every_status_has_a_reason_with_words(status):
    assert reason_of(status) in WORDS


def test_what_is_about_us_says_nothing_of_the_mailbox():
    assert not OF_THE_MAILBOX & {"policy", "content", "sender", "too-big", "busy", "other"}
