"""The same rows as the shared page's, on two pages of copy written for the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from matinee.stories.intake import Found, read_text

MAKING = Path(__file__).parents[2] / "benchmarks" / "copy" / "making"


def read(name: str) -> Found:
    path = MAKING / f"{name}.txt"
    return read_text(path.read_text(encoding="utf-8"), source=path.name)


@pytest.fixture(scope="module")
def salt() -> Found:
    """A national's film story with the sign-up box run into its first line."""
    return read("01-salt-road")


@pytest.fixture(scope="module")
def gibber() -> Found:
    """A broadcaster's story in short paragraphs, with American marks and two territories."""
    return read("05-aus-gibber")


def test_the_box_in_the_first_line_is_a_newsletter(salt: Found) -> None:
    letter = salt.newsletter
    assert letter is not None
    assert (letter.name, letter.cadence, letter.free) == ("The Long Take", "weekly", True)
    assert (letter.author, letter.publisher) == ("Honor Prideaux", "The Northern Courant")
    assert letter.consent is not None and letter.consent.startswith("Yes, I want to hear about")
    assert letter.error == "Please type a valid email"
    assert salt.published == "2024-03-05"


def test_a_form_below_the_story_is_a_newsletter(gibber: Found) -> None:
    letter = gibber.newsletter
    assert letter is not None
    assert (letter.name, letter.cadence) == ("Screen Door", "fortnightly")


def test_the_body_is_whole_and_begins_and_ends_where_it_should(salt: Found) -> None:
    assert len(salt.body) == 10
    assert salt.body[0].text.startswith("Tobias Achebe has described")
    assert salt.body[-1].text.endswith("3 May 2024.")


def test_times_of_a_date_line_are_kept(gibber: Found) -> None:
    assert (gibber.published, gibber.updated) == ("2024-03-05T04:10:00", "2024-03-05T09:32:00")


def test_pictures_keep_caption_credit_and_places(salt: Found, gibber: Found) -> None:
    assert [(p.credit, p.agency) for p in salt.pictures] == [
        ("Petra Lund/ Harbour Films via AP", "AP"),
        ("Harbour Films", None),
    ]
    seen = {p.name: p.position for picture in gibber.pictures for p in picture.people}
    assert (seen["Dakota Finch"], seen["Alinta Ray"]) == ("left", "right")


def test_quotes_go_to_the_actor_the_co_star_and_the_director(salt: Found) -> None:
    assert [q.speaker for q in salt.quotes] == [
        "Tobias Achebe", "Tobias Achebe", "Niamh Corrigan", "Niamh Corrigan", "Tobias Achebe",
        "Imogen Harcastle",
    ]  # fmt: skip


def test_pronouns_and_roles_find_their_people(gibber: Found) -> None:
    assert [q.speaker for q in gibber.quotes] == [
        "Kirra Walsh", "Kirra Walsh", "Dakota Finch", "Dakota Finch", "Alinta Ray", "Alinta Ray",
        "Gav Trimboli",
    ]  # fmt: skip


def test_the_films_have_directors_cast_and_sources(salt: Found, gibber: Found) -> None:
    (film,) = salt.films
    assert (film.title, film.directors) == ("The Salt Road", ("Imogen Harcastle",))
    assert {(c.person, c.character) for c in film.cast} == {
        ("Tobias Achebe", None),
        ("Niamh Corrigan", "Ruth"),
    }
    assert film.based_on is not None
    assert (film.based_on.title, film.based_on.author) == ("Low Water", "Judith Pell")
    assert (film.based_on.year, film.based_on.form) == (1994, "novel")
    (other,) = gibber.films
    assert (other.title, other.directors) == ("Gibber", ("Kirra Walsh",))
    assert {(c.person, c.character) for c in other.cast} == {
        ("Dakota Finch", "Jess"),
        ("Alinta Ray", "Lou"),
    }
    assert other.based_on is not None
    assert (other.based_on.title, other.based_on.form) == ("The Balloon Year", "play")


def test_each_territory_has_its_own_date(salt: Found, gibber: Found) -> None:
    (film,) = salt.films
    assert [(r.territory, r.date, r.inferred) for r in film.releases] == [
        ("US", "2024-04-12", ("year",)),
        ("GB", "2024-05-03", ()),
    ]
    (other,) = gibber.films
    dates = {r.territory: r.date for r in other.releases if r.kind == 3}
    assert dates == {"AU": "2024-03-28", "NZ": "2024-04-11"}


def test_the_people_are_known_with_their_ages(salt: Found, gibber: Found) -> None:
    assert {p.name: p.age for p in salt.people} == {
        "Tobias Achebe": 34, "Imogen Harcastle": None, "Judith Pell": None, "Niamh Corrigan": 41,
    }  # fmt: skip
    ages = {p.name: p.age for p in gibber.people}
    assert ages["Dakota Finch"] == 22 and ages["Kirra Walsh"] is None


def test_the_doubled_word_is_noted(salt: Found) -> None:
    assert [n.text for n in salt.notes if n.kind == "doubled-word"] == ["and and"]
