"""Previews show what each mail program leaves of a letter's styles."""

from __future__ import annotations

import re

import pytest

from matinee.editions import clients, previews
from matinee.editions.preflight.features import data
from tests.editions import newsroom

PAGE = (
    "<html><head><style>.a{color:red;border-radius:4px}.b>p{color:blue}"
    "@media (max-width:480px){.c{width:auto}}"
    "@media (prefers-color-scheme:dark){.d{color:#fff}}</style></head><body>"
    "<!--[if mso]><p>for Word</p><![endif]--><!--[if !mso]><!--><p>not for Word</p><!--<![endif]-->"
    '<div style="padding:9px;max-width:600px;border-radius:4px;color:red;display:inline-block">x</div>'
    '<table style="max-width:600px"><tr><td style="padding:9px;opacity:.5">y</td></tr></table>'
    '<p style="background-image:url(x.png);object-fit:cover">z</p></body></html>'
)


def test_apple_keeps_all() -> None:
    assert clients.as_read_in("apple", PAGE) == PAGE


def test_gmail_keeps_its_style_sheet_but_not_dark_mode() -> None:
    shown = clients.as_read_in("gmail", PAGE)
    assert ".a{color:red;border-radius:4px}" in shown
    assert "@media (max-width:480px){.c{width:auto}}" in shown
    assert "prefers-color-scheme" not in shown
    assert "<!--[if mso]>" in shown, "comments stay comments"


def test_gmail_drops_a_style_block_beyond_8192_characters_and_no_other() -> None:
    long = "<style>" + ".x{color:red}" * 700 + "</style>"
    assert len(long) > clients.GMAIL_STYLE
    shown = clients.as_read_in("gmail", PAGE.replace("<body>", f"{long}<body>"))
    assert ".x{" not in shown
    assert ".a{" in shown


def test_gmail_drops_every_style_block_for_another_providers_account() -> None:
    shown = clients.as_read_in("gmail-other", PAGE)
    assert "<style" not in shown
    assert 'style="padding:9px;max-width:600px' in shown


def test_word_knows_padding_on_cells_max_width_on_tables_and_nothing_round() -> None:
    shown = clients.as_read_in("outlook", PAGE)
    assert '<div style="color:red">' in shown
    assert '<table style="max-width:600px">' in shown
    assert '<td style="padding:9px">' in shown
    assert "border-radius" not in shown
    assert "background-image" not in shown
    assert "@media" not in shown
    assert ".b>p" not in shown


def test_word_opens_its_own_comments_and_leaves_the_others_out() -> None:
    shown = clients.as_read_in("outlook", PAGE)
    assert "<p>for Word</p>" in shown
    assert "not for Word" not in shown


def test_yahoo_keeps_narrow_screens_and_loses_dark_mode_and_object_fit() -> None:
    shown = clients.as_read_in("yahoo", PAGE)
    assert "@media (max-width:480px)" in shown
    assert "prefers-color-scheme" not in shown
    assert "object-fit" not in shown
    assert "background-image" in shown


@pytest.mark.parametrize("client", ["gmail", "outlook", "yahoo"])
def test_nothing_is_left_that_the_table_says_a_program_does_not_know(client: str) -> None:
    features = data()["features"]
    unknown = {
        key.removeprefix("css-")
        for key, feature in features.items()
        if key.startswith("css-") and feature["support"].get(clients.KEYS[client]) == "n"
    }
    assert unknown
    page = "".join(f'<p style="{name}:inherit;color:red">x</p>' for name in sorted(unknown))
    assert set(re.findall(r'style="([^"]*)"', clients.as_read_in(client, page))) == {"color:red"}


@pytest.mark.django_db
@pytest.mark.parametrize("client", sorted(clients.KEYS))
def test_every_words_of_the_letter_stand_in_every_program(client: str) -> None:
    edition = newsroom.sound_edition()
    html = previews.answer(edition, client).content.decode()
    for words in ("Dear reader", "The lighthouse picture", "Unsubscribe", "12 Wharf Street"):
        assert words in html
    if client == "apple":
        assert html == previews.answer(edition, "email").content.decode()
    else:
        assert html != previews.answer(edition, "email").content.decode()
