"""The facts of a film in a line or a bracket of their own: time, certificate, year."""

from __future__ import annotations

import pytest

from matinee.stories.intake.found import Film
from tests.intake.pages import page


def film(*paragraphs: str) -> Film:
    """The one film that these paragraphs tell of."""
    (found,) = page(*paragraphs).films
    return found


@pytest.mark.parametrize(
    ("sentence", "certificate"),
    [
        ("A fairy tale with an R rating, it cost little.", "R"),
        ("It has a 15 certificate for its language.", "15"),
        ("Starring Josephine Achebe. R. 126 minutes.", "R"),
    ],
)
def test_a_certificate_is_read(sentence: str, certificate: str) -> None:
    found = film("Hexwood Manor is a drama directed by Anton Vrbas about a wood.", sentence)
    assert found.certificate == certificate


def test_a_year_before_a_title_is_the_film_s() -> None:
    found = page(
        "Marnie Fiddler directed The Far Sheet, a drama about curling.",
        "It is Fiddler’s second feature, after 2021’s Grid Road.",
    )
    assert {f.title: f.year for f in found.films} == {"The Far Sheet": None, "Grid Road": 2021}


def test_an_award_is_no_part_of_the_title_it_was_given_for() -> None:
    found = page(
        "Irene Salt directed Paper Canyon, a drama about a mill.",
        "He won the Oscar for Harvest of Nails (1972), in which a trial is told in faces.",
    )
    assert {f.title for f in found.films} == {"Paper Canyon", "Harvest of Nails"}


def test_a_fact_line_is_no_film_of_a_round_up() -> None:
    found = page(
        "The Bog Road is a drama directed by Maeve Cullinane about a road.",
        "Genre: Drama",
        "Country: Ireland",
        "Starring: Ruairí Mannion, Cian Heffernan",
    )
    assert [f.title for f in found.films] == ["The Bog Road"]
