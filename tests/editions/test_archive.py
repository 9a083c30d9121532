"""The archive on the web: what was sent, and nothing before."""

from __future__ import annotations

import pytest
from django.test import Client

from matinee.editions import states
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


def sent():  # type: ignore[no-untyped-def]
    return states.finish_sending(states.start_sending(newsroom.sound_edition()))


def page(client: Client, edition, query: str = "") -> str:  # type: ignore[no-untyped-def]
    answer = client.get(edition.get_url_parts()[2] + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_it_is_sent_nobody_can_read_it(client: Client) -> None:
    edition = newsroom.sound_edition()
    address = edition.get_url_parts()[2]
    assert client.get(address).status_code == 404
    # Not even where somebody published the page by hand.
    edition.get_latest_revision().publish()
    assert client.get(address).status_code == 404


def test_it_is_public_as_soon_as_the_first_readers_get_it(client: Client) -> None:
    frozen = states.start_sending(newsroom.sound_edition())
    assert frozen.archive_url.endswith(frozen.get_url_parts()[2])
    assert "Dear reader" in page(client, frozen)


def test_every_countrys_dates_stand_under_its_name(client: Client) -> None:
    html = page(client, sent())
    assert "United Kingdom" in html
    assert "26 January 2024" in html
    assert "16 February 2024" in html


def test_one_country_chosen_shows_its_dates_only(client: Client) -> None:
    html = page(client, sent(), "?territory=us")
    assert "Dates for the United States" in html
    assert "16 February 2024" in html
    assert "26 January 2024" not in html
    assert "No date yet" in html


def test_a_country_unknown_shows_them_all(client: Client) -> None:
    assert "26 January 2024" in page(client, sent(), "?territory=%3Cb%3E")


def test_the_page_keeps_to_the_public_policy_with_no_style_or_script_inline(client: Client) -> None:
    html = page(client, sent())
    assert " style=" not in html
    assert "<style" not in html
    assert "onclick" not in html


def test_the_archive_lists_sent_editions_only_and_offers_the_box(client: Client) -> None:
    first = sent()
    archive = first.get_parent().get_url_parts()[2]
    hidden = newsroom.EditionPage(newsletter=first.newsletter, subject="Not yet")
    first.get_parent().specific.add_child(instance=hidden)
    html = client.get(archive).content.decode()
    assert first.title in html
    assert "Not yet" not in html
    assert "<form" in html


def test_an_empty_archive_says_so(client: Client) -> None:
    edition = newsroom.sound_edition()
    html = client.get(edition.get_parent().get_url_parts()[2]).content.decode()
    assert "Nothing has been sent yet" in html
