"""What a letter was filled with is what Python's own parser reads out of it."""

from __future__ import annotations

import email
import email.policy
import html
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.post.encoded_words import HeaderValueError
from matinee.post.letter import Letter, MissingSlot, mailbox, slot, strip_markers

LINES = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\ue000\ue001\u2028\u2029\x85"
    )
)
TEXTS = st.lists(LINES, max_size=6).map("\n".join)
VALUES = {"name": "Ann", "address": "ann@readers.example", "token": "abc"}


def compiled(text: str = "Hello", page: str | None = "<p>Hello</p>", subject: str = "Hi") -> Letter:
    headers = [("From", "Desk <desk@t.example>"), ("To", mailbox()), ("Subject", subject)]
    return Letter.compile(headers=headers, text=text, html=page)


def read(raw: bytes):
    return email.message_from_bytes(raw, policy=email.policy.default)


def body(raw: bytes, kind: str) -> str:
    return read(raw).get_body((kind,)).get_content().replace("\r\n", "\n")


@given(TEXTS, TEXTS, TEXTS)
def test_text_around_and_in_a_slot_comes_back_whole(before, value, after):
    letter = compiled(before + slot("token") + after)
    raw = letter.fill(VALUES | {"token": value})
    assert body(raw, "plain") == before + value + after


@given(TEXTS, TEXTS)
def test_in_html_a_value_comes_back_escaped(around, value):
    raw = compiled("x", around + slot("token") + around).fill(VALUES | {"token": value})
    assert body(raw, "html") == around + html.escape(value) + around


@given(TEXTS, TEXTS)
def test_no_line_is_longer_than_the_standard_allows(around, value):
    raw = compiled(around + slot("token"), "<p>" + slot("token") + around).fill(
        VALUES | {"token": value}
    )
    _, _, parts = raw.partition(b"\r\n\r\n")
    for line in parts.split(b"\r\n"):
        assert len(line) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")


@given(LINES.filter(lambda s: s == s.strip()))
def test_a_subject_in_any_script_comes_back(subject):
    raw = compiled(subject=subject + slot("token")).fill(VALUES | {"token": "é"})
    assert read(raw)["Subject"] == subject + "é"


@given(LINES)
def test_a_name_in_any_script_never_becomes_another_address(name):
    raw = compiled().fill(VALUES | {"name": name})
    addresses = read(raw)["To"].addresses
    assert [a.addr_spec for a in addresses] == ["ann@readers.example"]
    # Python's parser keeps a blank between two encoded words of one name; the words are ours.
    spaceless = re.sub(r"\s", "", name.strip())
    assert re.sub(r"\s", "", addresses[0].display_name) == spaceless


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@y.example", "a\nb", "a\x00b", "a\u2028b"])
def test_a_line_break_in_a_header_is_refused(bad):
    with pytest.raises(HeaderValueError):
        compiled().fill(VALUES | {"name": bad})


def test_a_missing_value_is_named():
    with pytest.raises(MissingSlot, match="'name'"):
        compiled().fill({"address": "ann@readers.example"})


@given(TEXTS)
def test_a_letter_kept_and_loaded_fills_to_the_same_bytes(text):
    letter = compiled(text + slot("token"))
    assert Letter.from_bytes(letter.to_bytes()).fill(VALUES) == letter.fill(VALUES)


def test_a_letter_of_text_alone_has_one_part():
    message = read(compiled("Hello", None).fill(VALUES))
    assert message.get_content_type() == "text/plain"
    assert message.get_content().strip() == "Hello"


def test_foreign_text_cannot_bring_a_slot():
    assert slot("name") not in strip_markers("x" + slot("name"))


def lines_of_header(raw: bytes, name: str) -> list[bytes]:
    head = raw.partition(b"\r\n\r\n")[0]
    (found,) = [h for h in re.split(rb"\r\n(?![ \t])", head) if h.startswith(name.encode())]
    return found.split(b"\r\n")


@given(LINES.filter(lambda s: s == s.strip()), st.sampled_from(["To", "Subject", "Reply-To"]))
def test_no_line_of_a_header_with_encoded_words_is_over_76(words, header):
    value = f"{slot('name')} <{slot('address')}>" if header != "Subject" else slot("name")
    letter = Letter.compile(headers=[(header, value)], text="x", html=None)
    lines = lines_of_header(letter.fill(VALUES | {"name": words}), header)
    assert all(len(line) <= 76 for line in lines if b"=?utf-8?b?" in line)


def test_a_long_plain_subject_is_folded_and_stays_readable():
    subject = "The week's films, from the lighthouse to the pier,  and what the critics said of it"
    lines = lines_of_header(compiled(subject=subject).fill(VALUES), "Subject")
    assert len(lines) == 2
    assert b"=?" not in b"".join(lines)
    assert read(compiled(subject=subject).fill(VALUES))["Subject"] == subject


def test_a_subject_that_looks_like_an_encoded_word_is_not_taken_for_one():
    subject = "=?utf-8?b?SGVsbG8=?= said the film"
    assert read(compiled(subject=subject).fill(VALUES))["Subject"] == subject


@pytest.mark.parametrize("name", ["", " ", "\u00a0"])
def test_a_reader_without_a_name_is_addressed_plainly(name):
    raw = compiled().fill(VALUES | {"name": name})
    assert lines_of_header(raw, "To") == [b"To: ann@readers.example"]


@pytest.mark.parametrize("address", ["", "a b@t.example", "a>,b@t.example", "a@t.example\r\nCc: b"])
def test_an_address_that_cannot_stand_in_a_header_is_refused(address):
    with pytest.raises(HeaderValueError):
        compiled().fill(VALUES | {"address": address})


def test_a_header_line_longer_than_mail_allows_is_refused():
    letter = Letter.compile(
        headers=[("List-Unsubscribe", f"<https://t.example/{slot('token')}>")], text="x", html=None
    )
    letter.fill({"token": "x" * 900})
    with pytest.raises(HeaderValueError, match="998"):
        letter.fill({"token": "x" * 1000})


def test_a_header_that_no_value_could_make_right_is_refused_when_compiled():
    with pytest.raises(HeaderValueError, match="one mailbox"):
        Letter.compile(headers=[("To", f"a <b> c <{slot('address')}>")], text="x", html=None)


def test_a_pickled_letter_fills_to_the_same_bytes():
    letter = compiled("Dear " + slot("name"))
    again = pickle.loads(pickle.dumps(letter))
    assert again == letter
    assert again.fill(VALUES) == letter.fill(VALUES)


@pytest.mark.parametrize(
    "kept", [b"{}", b"[]", b"nonsense", b'{"letter":1}', b'{"letter":1,"segments":[["x","y"]]}']
)
def test_what_is_no_kept_letter_is_refused(kept):
    with pytest.raises(ValueError):
        Letter.from_bytes(kept)


def test_a_value_that_looks_like_a_slot_or_a_boundary_changes_nothing():
    letter = compiled("A" + slot("token") + "B", "<p>" + slot("token") + "</p>")
    value = f"\n--=_matinee_1\n{slot('name')}\n."
    raw = letter.fill(VALUES | {"token": value})
    assert len(list(read(raw).iter_parts())) == 2
    assert body(raw, "plain") == f"A{value}B"
