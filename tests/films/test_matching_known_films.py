"""A film that a page tells of is matched to the one we have, never to another."""

from __future__ import annotations

import pytest

from matinee.films.known import find_film, find_or_make_film, fold, set_release
from matinee.films.models import Credit, Film, Person
from tests.films.factories import a_film, a_territory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Salt Road", "salt road"),
        ("Amélie", "Amelie"),
        ("Romeo & Juliet", "Romeo and Juliet"),
        ("Ocean’s Eleven", "Oceans Eleven"),
        ("Spider-Man: No Way", "Spider Man No Way"),
    ],
)
def test_titles_are_compared_without_case_accents_marks_and_article(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("asked", "found"), [(2025, True), (2026, True), (2027, True), (2028, False)]
)
def test_a_year_may_be_one_off_and_no_more(asked, found):
    film = a_film(year=2026)
    assert find_film("Salt Road", asked) == (film if found else None)


def test_without_a_year_one_film_of_that_title_is_it_and_of_two_none_is_guessed():
    film = a_film("Solaris", 1972)
    assert find_film("Solaris") == film
    a_film("Solaris", 2002)
    assert find_film("Solaris") is None
    assert find_film("Solaris", 2002).year == 2002


def test_a_film_without_a_year_gains_one():
    film = a_film(year=None)
    assert find_or_make_film({"title": "SALT ROAD", "year": 2026}) == film
    film.refresh_from_db()
    assert (film.title, film.year) == ("Salt Road", 2026)


def test_what_is_known_is_not_changed_and_what_is_missing_is_added():
    film = a_film()
    film.running_time = 99
    film.save()
    find_or_make_film(
        {
            "title": "Salt Road", "year": 2026, "running_time": 104, "certificate": "15",
            "based_on": {"title": "The Dry Lake", "author": "H. Berg", "form": "saga"},
        }
    )  # fmt: skip
    film.refresh_from_db()
    assert (film.running_time, film.certificate) == (99, "15")
    assert (film.source_title, film.source_form) == ("The Dry Lake", "other")


def test_the_same_credit_twice_is_one_and_a_character_is_added_to_it():
    for part in (None, "Ines"):
        find_or_make_film(
            {"title": "Salt Road", "year": 2026, "directors": ["Rosa Lind"],
             "cast": [{"person": "mara quill", "character": part}]}
        )  # fmt: skip
    assert Film.objects.count() == 1
    assert Person.objects.count() == 2
    assert Credit.objects.get(role="cast").character == "Ines"


def test_a_release_is_written_over_and_never_into_another_territory():
    film = a_film()
    a_territory("US")
    for day in ("2026-01-01", "2026-02-02"):
        set_release(film, {"territory": "gb", "date": day, "kind": 3, "inferred": ["year"]})
    assert film.releases.count() == 1
    assert film.release_for("GB").said() == "2 February 2026"
    assert film.release_for("US") is None


def test_reduced_dates_are_whole_dates_with_their_precision():
    release = set_release(a_film(), {"territory": "GB", "date": "2026-05", "precision": "month"})
    assert release.said() == "May 2026"
