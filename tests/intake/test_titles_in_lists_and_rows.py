"""Titles that a page gives in its calendar, in a row of films, in bold, with a number behind them."""

from __future__ import annotations

from datetime import date

import pytest

from matinee.stories.intake import read_markdown
from tests.intake.pages import page


def titles(*paragraphs: str) -> list[str]:
    return [f.title for f in page(*paragraphs).films]


def test_a_row_of_films_with_years_has_them_all() -> None:
    found = titles(
        "Ann Lee’s first feature, Low Water (1991), was shot in a year. Her later films included The "
        "Miller’s Dance (1998), Nine Feet of Rain (2007) and Saltpan (2013), a comedy about a ranger."
    )
    assert set(found) == {"Low Water", "The Miller’s Dance", "Nine Feet of Rain", "Saltpan"}


def test_a_sequel_is_a_film_of_its_own() -> None:
    found = titles(
        "Ann Lee will play the thief Moll in Quay Street Rangers 2: The Big Freeze, it was said on "
        "Tuesday. The first film, which was directed by Max Porter, made a fortune. Jo Bell played "
        "her in the drama Quay Street Rangers.",
        "Quay Street Rangers 2: The Big Freeze will be released in UK cinemas on 18 December.",
    )
    assert "Quay Street Rangers 2: The Big Freeze" in found


@pytest.mark.parametrize(
    "no_film", ["Channel 4", "World War II", "Grade 3", "Screen 7", "Queen Elizabeth II"]
)
def test_a_number_makes_no_film_of_a_channel_or_a_room(no_film: str) -> None:
    assert no_film not in titles(
        f"It was on in {no_film} that year. {no_film} was full, said Jo Bell."
    )


def test_the_subject_of_the_first_sentence_may_be_the_film() -> None:
    found = page(
        "Stranded, the 32-year-old Leeds director’s first feature, will open the town’s festival.",
        "Stranded began life as a short. It comes to UK cinemas on 12 April.",
    )
    (film,) = found.films
    assert (film.title, [r.territory for r in film.releases]) == ("Stranded", ["GB"])


def test_a_film_that_is_said_to_do_something_is_nobody() -> None:
    found = page(
        "Dennis Moss said Big Harbour, which stars Ann Lee, would open in the UK on 12 April."
    )
    assert [f.title for f in found.films] == ["Big Harbour"]
    assert "Big Harbour" not in [p.name for p in found.people]


def test_two_who_star_together_are_people() -> None:
    found = page(
        "Low Water is a drama directed by Jo Bell. The film, starring Ann Lee and Moss Arden, had its "
        "premiere at Venice in September."
    )
    assert [f.title for f in found.films] == ["Low Water"]


def test_a_home_in_a_place_is_no_film() -> None:
    found = titles(
        "Low Water is a drama directed by Jo Bell, about a lock-keeper who keeps his lock to himself.",
        "Carmen Vale at home in Harrow Heights. (Jo Bell/PA)",
    )
    assert found == ["Low Water"]


LIST = """# Out this week

**Every film in Irish cinemas this month**

The nights are long. Here is what there is to see, in a year that has had little.

## Low Water

**Dir: Ann Lee. With: Jo Bell. 12A, 101 mins.**

A drama about a lock-keeper, with a good deal of rain in it and some good songs.

## Rewind: Old Clay Road

Max Porter’s film about a wake is back in cinemas after thirty years, and has not aged a day.

## On the couch

**Full Moon Over Leeds**, which I loved in the spring, comes to MUBI in Ireland on 14 March. Moira Kane’s comedy is short.

## Still to come

- *The Porter’s Almanac* – 22 March (Ireland and UK)
- *Ballast*, with Brid Kane narrating – 29 March

That is all that anybody has told us, and when somebody tells us more we will put it here at once.
"""


def test_a_calendar_in_markdown_has_all_its_films() -> None:
    found = read_markdown(LIST, today=date(2024, 3, 5))
    assert {f.title for f in found.films} == {
        "Low Water",
        "Old Clay Road",
        "Full Moon Over Leeds",
        "The Porter’s Almanac",
        "Ballast",
    }
    made = {f.title: f for f in found.films}
    assert made["Old Clay Road"].directors == ("Max Porter",)
    assert made["Full Moon Over Leeds"].directors == ("Moira Kane",)


def test_a_titles_own_colon_is_kept() -> None:
    found = titles(
        "Here is what opens this month, and it is a good deal.",
        "Turbo Cats: The Movie (3 July)",
        "A cartoon directed by Ann Lee, for the very young and for those who bring them.",
        "Blue Summer (5 July)",
        "A drama directed by Max Porter about two lifeguards who cannot swim, and a dog.",
    )
    assert set(found) == {"Turbo Cats: The Movie", "Blue Summer"}


def test_a_number_at_the_start_of_a_sentence_names_no_film() -> None:
    assert (
        titles("Around 4 people came to the hall. Only 3 stayed, and Almost 12 of the chairs fell.")
        == []
    )
