"""What stands on every public page, and what a reader reads when something goes wrong."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from matinee.publication.models import PrivacyNotice, Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client) -> str:
    publication = Publication.load()
    publication.name = "The <Harbour> Review"
    publication.postal_address = "12 Quay Street\nBristol"
    publication.save()
    return client.get("/privacy/").content.decode()


def test_the_skip_link_leads_to_the_content(page):
    assert page.index('href="#main"') < page.index('id="main"')


def test_the_footer_has_the_privacy_notice_newsletters_and_postal_address(page):
    footer = page.split("<footer", 1)[1]
    for words in ('href="/privacy/"', 'href="/newsletters/"', "12 Quay Street<br>Bristol"):
        assert words in footer


def test_the_name_is_escaped(page):
    assert "The &lt;Harbour&gt; Review" in page
    assert "<Harbour>" not in page


def test_nothing_runs_or_is_styled_inline(page):
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", page)


def test_the_privacy_notice_shows_its_version_or_says_that_there_is_none(client):
    assert "has not published its privacy notice yet" in client.get("/privacy/").content.decode()
    PrivacyNotice.objects.create(version=3, body="<p>We keep your address to write to you.</p>")
    page = client.get("/privacy/").content.decode()
    assert "Version 3" in page
    assert "We keep your address to write to you." in page


def test_no_page_at_an_address_says_what_to_do_next(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_a_refused_form_says_that_nothing_changed():
    answer = Client(enforce_csrf_checks=True).post("/desk/login/", {"username": "x"})
    assert answer.status_code == 403
    assert "Nothing was changed. Please send it again" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "403_csrf.html"])
def test_pages_for_bad_moments_need_neither_database_nor_request(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(name)
    assert "Go to the front page" in page
    assert "Traceback" not in page
