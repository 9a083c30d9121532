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


BOXES = [
    ("(Spain, 2023, 107 mins)", 2023, 107, None),
    ("(Dir: Pilar Roca. 12A, 104 mins)", None, 104, "12A"),
    ("(Ireland/UK, 2022, 15, 96 min)", 2022, 96, "15"),
    ("(PG, 88 mins)", None, 88, "PG"),
    ("(2021, 94 minutes, MA15+)", 2021, 94, "MA15+"),
    ("(18, 131 min)", None, 131, "18"),
    ("(R; 112 min.)", None, 112, "R"),
]


@pytest.mark.parametrize(
    ("box", "year", "minutes", "certificate"), BOXES, ids=[b[0] for b in BOXES]
)
def test_a_box_behind_a_title_is_read(
    box: str, year: int | None, minutes: int, certificate: str | None
) -> None:
    found = page(
        f"The Salt Pans {box} A slow drama directed by Pilar Roca and starring Inés Vidal.",
        f"The Second Oar {box} A brisk thriller directed by Lars Bodin and starring Ann Ross.",
    )
    assert [f.title for f in found.films] == ["The Salt Pans", "The Second Oar"]
    for one in found.films:
        assert (one.year, one.running_time, one.certificate) == (year, minutes, certificate)
        assert one.releases == ()


def test_a_character_and_who_plays_him_open_no_part_of_a_page() -> None:
    found = page(
        "Shutter Speed is a drama directed by Hollis Tremblay about a photographer.",
        "Luc (Royer) is developing pictures when he sees, behind the cake, a film star.",
        "Ana (Moreau) is his sister, and gives the drama its heart.",
    )
    assert [f.title for f in found.films] == ["Shutter Speed"]


def test_the_year_stands_behind_the_director_too() -> None:
    assert film("Low Spillway, dir. Annika Strand (USA, 2024). A drama about a dam.").year == 2024


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


def test_an_article_that_headlines_cut_is_the_title_s_own() -> None:
    found = page(
        "Clémence Bonnard’s The Red Umbrella, which had its premiere in May, has sold to Britain.",
        "The drama stars Odile Fabre as a maker of umbrellas.",
        "Critics put ‘Red Umbrella’ first in their poll.",
        headline="Bonnard’s ‘Red Umbrella’ sells to Britain",
    )
    assert [f.title for f in found.films] == ["The Red Umbrella"]


@pytest.mark.parametrize("fate", ["has been picked up for Australia", "has sold to Australia"])
def test_a_film_that_is_bought_is_a_film(fate: str) -> None:
    found = page(
        "Irene Salt directed Paper Canyon, a drama about a mill.",
        f"Norwegian director Aksel Moe’s Fjordland Motel {fate} by Southern Reach.",
    )
    assert {f.title for f in found.films} == {"Paper Canyon", "Fjordland Motel"}
