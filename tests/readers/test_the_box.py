"""The sign-up box without scripts: every state is a page, and what was typed stays."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

import pytest
from django.test import Client

from matinee.publication.models import PrivacyNotice
from matinee.readers import limits, stamps
from matinee.readers.models import ConsentRecord, Reader, SignupRequest, Subscription, Tally
from tests.readers.factories import newsletter, notice

pytestmark = pytest.mark.django_db
LONG_AGO = 60.0


def form(letter: Any, **fields: Any) -> dict[str, Any]:
    """Return a form as a browser sends it a minute after the page came."""
    published = PrivacyNotice.current()
    stamp = stamps.make(
        [letter.current_wording().pk], published.pk if published else 0, time.time() - LONG_AGO
    )
    given = {
        "newsletter": letter.slug,
        "address": "ada@example.com",
        "stamp": stamp,
        "page": "/film/a-story/",
        "form": "story box",
    }
    return {**given, **fields}


def words(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def test_a_sign_up_is_thanked_on_a_page_of_its_own_that_leads_back(client: Client) -> None:
    letter = newsletter()
    response = client.post("/sign-up/", form(letter), follow=True)
    assert response.redirect_chain[0][1] == 302
    assert letter.thanks_wording in words(response)
    assert 'href="/film/a-story/"' in words(response)
    assert 'role="status"' in words(response)
    assert Subscription.objects.get().state == "pending"
    # Nothing of the reader is in the address.
    assert "ada" not in response.redirect_chain[0][0]


@pytest.mark.parametrize("address", ["ada@example.com", "ada"])
def test_no_cache_keeps_what_was_answered(client: Client, address: str) -> None:
    response = client.post("/sign-up/", form(newsletter(), address=address))
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize(
    "typed",
    ["", "ada", "ada@", "@example.com", "ada@example", "a b@example.com", "ada@exa mple.com"],
)
def test_a_bad_address_is_said_at_the_field_and_kept(client: Client, typed: str) -> None:
    letter = newsletter()
    response = client.post("/sign-up/", form(letter, address=typed, offers="1"))
    text = words(response)
    assert response.status_code == 422
    assert letter.error_wording in text
    assert 'role="alert"' in text
    described = re.search(r'aria-describedby="([^"]+)"', text)
    assert described and f'id="{described[1]}"' in text
    assert f'value="{typed}"' in text
    assert re.search(r'name="offers"[^>]*checked', text)
    assert not Reader.objects.exists()


def test_the_offers_box_is_unticked_and_in_the_publications_words(client: Client) -> None:
    letter = newsletter()
    text = words(client.get(f"/newsletters/{letter.slug}/"))
    assert letter.box_words()["offers"] in text
    assert not re.search(r'name="offers"[^>]*checked', text)
    assert 'href="/privacy/"' in text


def test_the_field_is_as_browsers_and_readers_want_it(client: Client) -> None:
    letter = newsletter()
    field = re.search(
        r"<input class=\"signup__input\"[^>]*>", words(client.get(f"/newsletters/{letter.slug}/"))
    )
    assert field
    for wanted in ('type="email"', 'autocomplete="email"', 'spellcheck="false"', 'maxlength="254"'):
        assert wanted in field[0]


def test_a_slip_in_the_domain_is_asked_about_and_never_forced(client: Client) -> None:
    letter = newsletter()
    doubted = form(letter, address="ada@gmial.com")
    text = words(client.post("/sign-up/", doubted))
    assert "Did you mean <b>ada@gmail.com</b>?" in text
    assert 'value="ada@gmial.com"' in text
    assert not Reader.objects.exists()
    client.post("/sign-up/", {**doubted, "keep": "1"})
    assert Reader.objects.get().address == "ada@gmial.com"
    client.post("/sign-up/", {**doubted, "instead": "ada@gmail.com"})
    assert Reader.objects.filter(address="ada@gmail.com").exists()


def test_pressing_the_same_button_again_is_an_answer_too(client: Client) -> None:
    letter = newsletter()
    client.post("/sign-up/", form(letter, address="ada@gmial.com", doubted="ada@gmial.com"))
    assert Reader.objects.get().address == "ada@gmial.com"


def test_a_closed_newsletter_says_so(client: Client) -> None:
    letter = newsletter(state="closed")
    assert "is closed to new readers" in words(client.get(f"/newsletters/{letter.slug}/"))
    assert "is closed to new readers" in words(client.post("/sign-up/", form(letter)))
    assert not Reader.objects.exists()


def test_a_proposed_newsletter_is_nobodys_yet(client: Client) -> None:
    letter = newsletter(state="proposed")
    assert client.get(f"/newsletters/{letter.slug}/").status_code == 404
    assert client.post("/sign-up/", form(letter)).status_code == 404


def test_the_known_and_the_unknown_get_the_same_answer(client: Client) -> None:
    letter = newsletter()
    first = client.post("/sign-up/", form(letter))
    Subscription.objects.all()
    again = client.post("/sign-up/", form(letter))
    assert (first.status_code, first.headers["Location"]) == (
        again.status_code,
        again.headers["Location"],
    )


def test_the_script_is_given_the_box_alone(client: Client) -> None:
    letter = newsletter()
    response = client.post("/sign-up/", form(letter), headers={"X-Matinee-Box": "1"})
    assert letter.thanks_wording in words(response)
    assert "<html" not in words(response)


def test_the_filled_trap_is_thanked_and_nothing_happens(client: Client) -> None:
    letter = newsletter()
    response = client.post("/sign-up/", form(letter, website="http://x"), follow=True)
    assert letter.thanks_wording in words(response)
    assert not Reader.objects.exists()


def test_a_form_that_comes_back_at_once_is_asked_for_again(client: Client) -> None:
    letter = newsletter()
    quick = stamps.make([letter.current_wording().pk])
    response = client.post("/sign-up/", form(letter, stamp=quick))
    assert response.status_code == 422
    assert "press the button once more" in words(response)
    assert 'value="ada@example.com"' in words(response)
    assert not Reader.objects.exists()


def test_a_forged_stamp_is_no_stamp(client: Client) -> None:
    letter = newsletter()
    for bad in ("", "x", "é", form(letter)["stamp"][:-2], "A" * 2000):
        assert client.post("/sign-up/", form(letter, stamp=bad)).status_code == 422
    assert not Reader.objects.exists()


def test_a_post_from_another_site_does_nothing(client: Client) -> None:
    letter = newsletter()
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        assert client.post("/sign-up/", form(letter), headers=headers).status_code == 403
    assert not Reader.objects.exists()
    assert (
        client.post("/sign-up/", form(letter), headers={"Origin": "http://testserver"}).status_code
        == 302
    )


def test_no_cookie_is_needed_and_none_is_set() -> None:
    letter = newsletter()
    client = Client(enforce_csrf_checks=True)
    assert not client.get(f"/newsletters/{letter.slug}/").cookies
    assert client.post("/sign-up/", form(letter)).status_code == 302
    assert not client.cookies


def test_a_page_cached_yesterday_proves_yesterdays_words(client: Client) -> None:
    letter, old_notice = newsletter(), notice(1)
    then = letter.current_wording()
    cached = form(letter)
    letter.button = "Join"
    letter.save()
    notice(2)
    client.post("/sign-up/", cached)
    record = ConsentRecord.objects.get()
    assert (record.wording, record.notice) == (then, old_notice)
    assert letter.current_wording() != then


def test_the_hub_signs_up_to_several_at_once(client: Client) -> None:
    one, two, three = newsletter(), newsletter(), newsletter()
    page = words(client.get("/newsletters/"))
    for letter in (one, two, three):
        assert letter.name in page
    stamp = stamps.make([n.current_wording().pk for n in (one, two, three)], 0, time.time() - 60)
    none = client.post("/sign-up/", form(one, form="hub", newsletter=[], stamp=stamp))
    assert "Tick at least one newsletter" in words(none)
    sent = form(one, form="hub", newsletter=[one.slug, three.slug], stamp=stamp)
    assert client.post("/sign-up/", sent).status_code == 302
    assert set(Subscription.objects.values_list("newsletter_id", flat=True)) == {one.pk, three.pk}
    assert SignupRequest.objects.count() == 1


def test_too_many_tries_for_one_address_are_told_to_wait(client: Client) -> None:
    letter = newsletter()
    for _ in range(limits.ADDRESS[0]):
        assert client.post("/sign-up/", form(letter)).status_code == 302
    response = client.post("/sign-up/", form(letter))
    assert response.status_code == 429
    assert "one try too many" in words(response)


def test_internationalised_addresses_are_welcome(client: Client) -> None:
    letter = newsletter()
    client.post("/sign-up/", form(letter, address="jörg@bücher.example"))
    assert Reader.objects.get().address == "jörg@bücher.example"


def test_no_whole_network_address_is_kept_anywhere(client: Client) -> None:
    letter = newsletter()
    client.post("/sign-up/", form(letter), REMOTE_ADDR="203.0.113.77")
    assert not Tally.objects.filter(bucket__contains="203.0.113").exists()
