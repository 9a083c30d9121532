"""The box on other sites: which may carry it, what the ledger keeps, and what all others get."""

from __future__ import annotations

import gzip
import re
import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from matinee.readers import origins, stamps
from matinee.readers.models import AllowedOrigin, ConsentRecord, Reader, SignupRequest
from tests.readers.factories import newsletter

pytestmark = pytest.mark.django_db

PARTNER = "https://partner.example"


def allow(origin: str = PARTNER) -> None:
    AllowedOrigin.objects.create(origin=origin)


def policy(response: Any) -> str:
    found = re.search(r"frame-ancestors ([^;]*)", response["Content-Security-Policy"])
    assert found
    return found[1].strip()


def filled(response: Any, **extra: str) -> dict[str, str]:
    """Return what the form of an answer would post, as by a person who took two seconds."""
    fields = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    )
    shown = stamps.read(fields["stamp"])
    assert shown
    fields["stamp"] = stamps.make(shown.wording_ids, shown.notice_id, time.time() - 5)
    return {**fields, **extra}


def test_the_script_is_small_lasts_and_is_not_sent_twice(client: Client) -> None:
    response = client.get("/embed/signup.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "max-age=3600" in response["Cache-Control"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert len(gzip.compress(response.content)) < 6 * 1024
    assert client.get("/embed/v1/signup.js").content == response.content
    again = client.get("/embed/signup.js", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    packed = client.get("/embed/signup.js", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == response.content
    assert not response.cookies


def test_only_allowed_sites_may_frame_the_box_and_all_else_stays_unframed(client: Client) -> None:
    letter = newsletter()
    assert policy(client.get(f"/embed/{letter.slug}/")) == "'self'"
    allow()
    response = client.get(f"/embed/{letter.slug}/", headers={"Referer": f"{PARTNER}/"})
    assert response.status_code == 200
    assert policy(response) == f"'self' {PARTNER}"
    assert "X-Frame-Options" not in response
    assert not response.cookies
    for path in (f"/newsletters/{letter.slug}/", "/newsletters/", "/sign-up/thanks/?n=x"):
        page = client.get(path)
        assert policy(page) == "'self'"
        assert page["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("how", ["from", "referer"])
def test_a_site_that_is_not_allowed_gets_words_and_no_form(client: Client, how: str) -> None:
    letter = newsletter(name="Night Shift")
    allow()
    query = "?from=https://other.example/page" if how == "from" else ""
    headers = {} if how == "from" else {"Referer": "https://other.example/"}
    response = client.get(f"/embed/{letter.slug}/{query}", headers=headers)
    page = response.content.decode()
    assert response.status_code == 403
    assert "isn’t allowed on this site" in page
    assert "https://other.example" in page
    assert "<form" not in page


def test_an_unknown_newsletter_says_so_in_the_frame(client: Client) -> None:
    newsletter(slug="proposed", state="proposed")
    for slug in ("nothing", "proposed"):
        response = client.get(f"/embed/{slug}/")
        assert response.status_code == 404
        assert "There is no such newsletter." in response.content.decode()


def test_a_sign_up_in_the_frame_is_kept_with_the_page_that_held_it(client: Client) -> None:
    letter = newsletter()
    allow()
    there = f"{PARTNER}/reviews/a-film/"
    frame = client.get(f"/embed/{letter.slug}/?from={there}%3Futm%3Dx")
    posted = filled(frame, address="ada@example.com")
    assert (posted["page"], posted["form"]) == (there, "embed")
    own = {"Origin": "http://testserver"}
    response = client.post("/sign-up/", posted, headers=own)
    assert response.status_code == 200  # in the frame, with no redirect out of it
    assert letter.thanks_wording in response.content.decode()
    assert policy(response) == f"'self' {PARTNER}"
    record = ConsentRecord.objects.get()
    assert (record.page, record.form) == (there, "embed")
    assert Reader.objects.get().source == there
    assert not response.cookies


@pytest.mark.parametrize(
    ("address", "words"),
    [("ada at home", "doesn’t look like"), ("ada@gmial.com", "Did you mean")],
)
def test_errors_stay_in_the_frame_with_what_was_typed(
    client: Client, address: str, words: str
) -> None:
    letter = newsletter()
    allow()
    posted = filled(client.get(f"/embed/{letter.slug}/"), address=address)
    response = client.post("/sign-up/", posted, headers={"Origin": "http://testserver"})
    page = response.content.decode()
    assert words in page
    assert f'value="{address}"' in page
    assert "masthead" not in page
    assert policy(response) == f"'self' {PARTNER}"


def test_a_page_that_was_not_allowed_is_not_kept(client: Client) -> None:
    letter = newsletter()
    frame = client.get(f"/embed/{letter.slug}/")
    posted = filled(frame, address="ada@example.com", page="https://other.example/x")
    client.post("/sign-up/", posted, headers={"Origin": "http://testserver"})
    assert ConsentRecord.objects.get().page == "/"


def test_a_plain_form_elsewhere_lands_on_our_page_and_asks_for_one_more_press(
    client: Client,
) -> None:
    letter = newsletter()
    allow()
    there = {"Origin": PARTNER, "Referer": f"{PARTNER}/about/?q=1"}
    response = client.post(
        "/sign-up/", {"newsletter": letter.slug, "address": "ada@example.com"}, headers=there
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "press the button" in page
    assert 'value="ada@example.com"' in page
    assert not Reader.objects.exists()
    posted = filled(response, address="ada@example.com")
    done = client.post("/sign-up/", posted, headers={"Origin": "http://testserver"})
    assert done.status_code == 302
    thanks = client.get(done["Location"]).content.decode()
    assert f'href="{PARTNER}/about/"' in thanks
    record = ConsentRecord.objects.get()
    assert (record.page, record.form) == (f"{PARTNER}/about/", "embed form")


def test_a_plain_form_elsewhere_is_told_of_a_bad_address_and_a_closed_newsletter(
    client: Client,
) -> None:
    letter, closed = newsletter(), newsletter(state="closed")
    allow()
    for what, address, status, words in [
        (letter, "nonsense", 422, letter.error_wording),
        (letter, "ada@gmial.com", 200, "Did you mean"),
        (closed, "ada@example.com", 200, "is closed to new readers"),
    ]:
        response = client.post(
            "/sign-up/",
            {"newsletter": what.slug, "address": address},
            headers={"Origin": PARTNER},
        )
        assert response.status_code == status
        assert words in response.content.decode()


@pytest.mark.parametrize(
    "origin", ["https://other.example", "null", "https://partner.example.evil"]
)
def test_any_other_sites_form_is_refused_even_with_a_good_stamp(
    client: Client, origin: str
) -> None:
    letter = newsletter()
    allow()
    posted = filled(client.get(f"/embed/{letter.slug}/"), address="ada@example.com")
    response = client.post("/sign-up/", posted, headers={"Origin": origin})
    assert response.status_code == 403
    assert "another site" in response.content.decode()
    assert not SignupRequest.objects.exists()


def test_the_thank_you_leads_back_to_allowed_sites_only(client: Client) -> None:
    letter = newsletter()
    allow()
    page = client.get(f"/sign-up/thanks/?n={letter.slug}&back=https://evil.example/").content
    assert b"evil.example" not in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.Example.com", "https://www.example.com"),
        ("https://example.com/", "https://example.com"),
        ("https://example.com:443", "https://example.com"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_an_origin_is_kept_as_browsers_name_it(typed: str, kept: str) -> None:
    assert origins.tidy(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("example.com", "Begin with https://"),
        ("ftp://example.com", "Begin with https://"),
        ("http://example.com", "Only https"),
        ("https://example.com/blog", "with no page after it"),
        ("https://example.com?x", "with no page after it"),
        ("https://*.example.com", "with no page after it"),
        ("https://a b.example", "with no page after it"),
        ("https://-.example", "no site’s name"),
        ("https://", "Begin with https://"),
        ("https://example.com:99999", "no port"),
    ],
)
def test_what_is_no_origin_is_refused_with_a_reason(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        origins.tidy(typed)


@given(st.text(max_size=80), st.sampled_from(["", "https://", "http://", "https://a.example"]))
def test_any_text_is_an_origin_or_is_refused(text: str, before: str) -> None:
    try:
        kept = origins.tidy(before + text)
    except ValidationError:
        return
    assert re.fullmatch(r"https?://[a-z0-9.:-]+", kept)
    assert origins.tidy(kept) == kept


def test_the_desk_allows_sites_says_what_is_wrong_and_gives_snippets(client: Client) -> None:
    User.objects.create_superuser("editor", "editor@example.com", "pw")
    client.login(username="editor", password="pw")
    page = client.get("/desk/readers/elsewhere/").content.decode()
    assert "No other site yet" in page
    assert "nothing to paste yet" in page
    letter = newsletter(name="Night & Day")
    for typed, words in [("http://a.example", "Only https"), ("https://a.example/b", "no page")]:
        refused = client.post("/desk/readers/elsewhere/", {"origin": typed})
        assert refused.status_code == 422
        assert words in refused.content.decode()
        assert typed in refused.content.decode()
    client.post("/desk/readers/elsewhere/", {"origin": "https://A.example/", "note": "Ours"})
    assert AllowedOrigin.objects.get().origin == "https://a.example"
    page = client.get("/desk/readers/elsewhere/").content.decode()
    assert f"/embed/{letter.slug}/" in page
    assert "matinee-signup" in page
    assert "Night &amp;amp; Day" in page  # escaped once in the snippet, once in our page
    number = AllowedOrigin.objects.get().pk
    client.post("/desk/readers/elsewhere/", {"do": "remove", "origin": str(number)})
    assert not AllowedOrigin.objects.exists()


def test_who_may_not_change_sites_cannot(client: Client) -> None:
    User.objects.create_user("plain", "plain@example.com", "pw")
    client.login(username="plain", password="pw")
    response = client.post("/desk/readers/elsewhere/", {"origin": "https://a.example"})
    assert response.status_code in {302, 403}
    assert not AllowedOrigin.objects.exists()
