"""An editor brings a catalogue's answer at the desk, and is told what came of it."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from matinee.films.known import add_credit
from matinee.films.models import Film
from matinee.publication.models import Territory
from tests.films.factories import a_film, a_territory, opens
from tests.films.test_catalogues_answers_are_taken_in import TMDB

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/films/import/"


def an_editor(*may: str):
    person = get_user_model().objects.create_user("ed", "", "a long password")
    names = ["access_admin", *may]
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    return person


@pytest.fixture
def editor(client):
    client.force_login(an_editor("add_film", "change_film", "view_film"))
    return client


def give(client, content: bytes, **more: str):
    file = SimpleUploadedFile("answer.json", content, "application/json")
    return client.post(ADDRESS, {"file": file, **more})


def test_a_file_is_taken_in_and_what_came_is_said(editor):
    a_territory("GB")
    page = give(editor, json.dumps(TMDB).encode(), kept_only="on").content.decode()
    film = Film.objects.get()
    assert f'href="/desk/snippets/films/film/edit/{film.pk}/"' in page
    assert "<b>United Kingdom</b>, 6 March 2026: theatrical" in page
    assert "Left out, since you keep no such territory: DK." in page
    again = give(editor, json.dumps(TMDB).encode(), kept_only="on").content.decode()
    assert "known already" in again and "No date is new" in again
    assert film.releases.count() == 6


def test_every_country_where_the_tick_is_taken_away(editor):
    give(editor, json.dumps(TMDB).encode())
    assert Territory.objects.filter(code="DK", name="Denmark").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "This is not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'{"a": 1}', "No film is in this file"),
        (b"", "empty"),
        (b'{"title": "<b>x</b>", "success": false, "status_message": "<i>no"}', "&lt;b&gt;x"),
        (b'{"success": false, "status_message": "<i>no"}', "&lt;i&gt;no"),
    ],
)
def test_a_file_that_is_no_answer_is_refused_in_words(editor, content, said):
    page = give(editor, content).content.decode()
    assert said in page and "Traceback" not in page
    assert "<b>x</b>" not in page and "<i>no" not in page


def test_asking_for_the_page_changes_nothing_and_is_led_to(editor):
    assert editor.get(ADDRESS).status_code == 200
    assert ADDRESS in editor.get(reverse("wagtailsnippets_films_film:list")).content.decode()
    assert not Film.objects.exists()


def test_the_list_asks_once_whatever_the_number_of_films(editor, django_assert_max_num_queries):
    address = reverse("wagtailsnippets_films_film:list")
    for n in range(12):
        film = a_film(f"Film {n}")
        add_credit(film, "Rosa Lind", "director")
        opens(film, "GB", "2026-03-06")
    editor.get(address)
    with django_assert_max_num_queries(25):
        page = editor.get(address).content.decode()
    assert page.count("Rosa Lind") == 12


def test_who_may_not_add_films_may_not_import(client):
    client.force_login(an_editor("view_film"))
    answer = give(client, json.dumps(TMDB).encode())
    assert answer.status_code in (302, 403)
    assert not Film.objects.exists()
    assert ADDRESS not in client.get(reverse("wagtailsnippets_films_film:list")).content.decode()


def test_without_csrf_nothing_is_taken(editor):
    editor.handler.enforce_csrf_checks = True
    assert give(editor, json.dumps(TMDB).encode()).status_code == 403
    assert not Film.objects.exists()
