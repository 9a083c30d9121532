"""Previews: the press's own output, in every way that mail is read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from matinee.editions import press, previews
from matinee.editions.models import EditionPage
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


def shown(edition: EditionPage, mode: str) -> str:
    return previews.answer(edition, mode).content.decode()


def test_there_is_one_mode_for_each_way_and_each_country() -> None:
    modes = dict(newsroom.sound_edition().preview_modes)
    assert list(modes)[:6] == ["email", "web", "dark", "phone", "off", "text"]
    assert modes["in-GB"] == "Email in the United Kingdom"
    assert modes["in-US"] == "Email in the United States"
    assert "in-FR" not in modes


def test_the_email_is_what_the_press_made_but_for_addresses() -> None:
    edition = newsroom.sound_edition()
    html = shown(edition, "email")
    real = press.variant(edition).html
    assert html.count("<td") == real.count("<td")
    assert "Dear reader" in html
    assert "\ue000" not in html


def test_looking_counts_as_no_opening_and_no_click() -> None:
    html = shown(newsroom.sound_edition(), "email")
    assert ".gif" not in html
    assert "/l/" not in html
    assert "/u/" not in html
    assert "/features/a-projectionists-last-reel/" in html


def test_dark_is_dark_and_light_stays_light_whatever_the_desk_is_in() -> None:
    edition = newsroom.sound_edition()
    assert "@media all{" in shown(edition, "dark")
    assert "@media not all{" in shown(edition, "email")


def test_images_off_forbids_pictures_and_keeps_their_words() -> None:
    answer = previews.answer(newsroom.sound_edition(), "off")
    assert "img-src 'none'" in answer["Content-Security-Policy"]
    assert "A low sun over dark water" in answer.content.decode()


def test_no_preview_may_run_scripts() -> None:
    answer = previews.answer(newsroom.sound_edition(), "email")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]


def test_each_country_sees_its_own_dates() -> None:
    edition = newsroom.sound_edition()
    assert "26 January" in shown(edition, "in-GB")
    assert "26 January" not in shown(edition, "in-US")
    assert "16 February" in shown(edition, "in-US")


def test_without_its_style_sheet_nothing_of_it_is_left() -> None:
    html = shown(newsroom.sound_edition(), "gmail-other")
    assert "<style" not in html
    assert "Dear reader" in html


def test_outlooks_own_comments_are_opened_for_its_preview() -> None:
    html = shown(newsroom.sound_edition(), "outlook")
    assert "[if mso" not in html
    assert "max-width" not in html.partition("<body")[2]


def test_plain_text_is_shown_as_such() -> None:
    html = shown(newsroom.sound_edition(), "text")
    assert "<pre>SECOND SCREENING" in html


def test_words_not_saved_yet_are_what_a_preview_shows() -> None:
    edition = newsroom.sound_edition()
    edition.preheader = "Not saved yet"
    assert "Not saved yet" in shown(edition, "email")


@pytest.mark.parametrize("mode", ["email", "web", "dark", "phone", "off", "text", "in-GB"])
def test_wagtails_own_preview_shows_every_mode(client: Client, mode: str) -> None:
    edition = newsroom.sound_edition()
    client.force_login(User.objects.create_superuser("ines"))
    address = reverse("wagtailadmin_pages:view_draft", args=[edition.pk])
    answer = client.get(address, {"mode": mode})
    assert answer.status_code == 200
    if mode != "web":
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_all_stand_side_by_side(client: Client) -> None:
    edition = newsroom.sound_edition()
    client.force_login(User.objects.create_superuser("ines"))
    html = client.get(reverse("editions_previews", args=[edition.pk])).content.decode()
    assert html.count("<iframe") == 11
    assert client.get(reverse("editions_preview", args=[edition.pk, "no-such"])).status_code == 404
