"""The plain-text part: one would gladly read it."""

from __future__ import annotations

import pytest

from matinee.editions import press, text
from matinee.editions.rich import Rich
from tests.editions import newsroom
from tests.editions.test_letter_holds_up import full

pytestmark = pytest.mark.django_db


def test_no_line_is_longer_than_72_columns_but_an_address() -> None:
    _, plain = press.filled(press.variant(full(), "GB"))
    long = [line for line in plain.splitlines() if len(line) > 72]
    assert all("http://" in line or "https://" in line for line in long)


def test_it_says_all_that_the_html_says() -> None:
    made = full()
    _, plain = press.filled(press.variant(made, "GB"))
    joined = " ".join(plain.split()).lower()
    for headline in newsroom.HEADLINES:
        assert headline.lower() in joined
    for words in ("we had one boat", "noor halden", "friday 26 january", "film club", "4 of 5",
                  "advertisement", "write to us", "12 wharf street", "unsubscribe"):  # fmt: skip
        assert words in joined


def test_nothing_of_html_is_left_in_it() -> None:
    _, plain = press.filled(press.variant(full()))
    assert "<" not in plain
    assert "&amp;" not in plain
    assert "\n\n\n\n" not in plain


def test_lists_and_links_read_as_lists_and_links() -> None:
    rich = Rich.of(
        "<p>See <a href='https://example.org/a'>the list</a>:</p><ul><li>one</li><li>two</li></ul>"
        "<ol><li>first</li><li>second</li></ol><p>https://example.org/b</p>"
    )
    assert text.rich(rich) == (
        "See the list (https://example.org/a):\n\n"
        "  • one\n  • two\n  1. first\n  2. second\n\nhttps://example.org/b"
    )


def test_an_address_is_never_broken() -> None:
    url = "https://example.org/" + "a" * 90
    assert url in text.wrap(f"Go to {url} now")
