"""Titles of films in running text, told from people, other works and their own surroundings."""

from __future__ import annotations

import pytest

from tests.intake.pages import page

PLAIN = {
    "What We Left Behind": "Orla Kinsella’s What We Left Behind opens in Irish cinemas on 12 "
                           "April.",
    "The House on Mill Lane": "The new horror film The House on Mill Lane stars Dara Boyle as a "
                              "plumber.",
    "Rain in Galway": "Dara Boyle stars in Rain in Galway, which opens on Friday. Rain in Galway "
                      "was shot in nine days.",
    "A Dog Called Monday": "In A Dog Called Monday, Dara Boyle plays a vet. The film is out on 3 "
                           "May.",
    "Lanterns": "Dara Boyle’s performance in ‘Lanterns’ won him a prize. ‘Lanterns’ is released "
                "on 3 May.",
    "Mr Pickering's Last Supper": "\"Mr Pickering's Last Supper\" arrives in theaters June 6. "
                                  "Orla Kinsella directs.",
    "Dune Road: Part Two": "Dune Road: Part Two opens in the US on March 1. Orla Kinsella "
                           "directed Dune Road: Part Two.",
    "Wicked River": "Speaking at the premiere of Wicked River at the London Film Festival, Dara "
                    "Boyle said no.",
    "Everything Is Fine": "Dara Boyle and Mia Stott star in the comedy Everything Is Fine from "
                          "director Orla Kinsella.",
    "Northlight": "Orla Kinsella, the director of Northlight, is 90. Northlight, which starred "
                  "Dara Boyle, was released in 1988.",
    "Good Morning, Mr Ferris": "The comedy Good Morning, Mr Ferris is out in May. Good Morning, "
                               "Mr Ferris stars Dara Boyle.",
    "Blackthorn": "Blackthorn star Dara Boyle says no. The actor plays a priest in Blackthorn, "
                  "directed by Orla Kinsella.",
    "Saltwater Town": "“Saltwater Town” tells the story of a nurse, played by Dara Boyle. "
                      "“Saltwater Town” opens on Friday.",
}  # fmt: skip


@pytest.mark.parametrize("title", PLAIN)
def test_a_title_is_found_whole(title: str) -> None:
    assert [f.title for f in page(PLAIN[title]).films] == [title]


def test_somebody_who_stars_is_no_film() -> None:
    found = page("Ann Lee stars as a nurse in Small Hours, the new film from director Joan Bell.")
    assert [f.title for f in found.films] == ["Small Hours"]
    assert "Small Hours" not in [p.name for p in found.people]


def test_two_names_joined_are_no_film() -> None:
    found = page("Ann Lee and Tom Bell star in Small Hours, a thriller directed by Joan Bell.")
    assert [f.title for f in found.films] == ["Small Hours"]


def test_a_novel_that_is_only_named_is_no_film() -> None:
    found = page("Ann Lee, 34, has written the novel Small Rain. “I wrote it on a bus,” she said.")
    assert found.films == ()


def test_a_story_without_a_film_has_none() -> None:
    found = page(
        "The council said on Monday that the car park in Bridge Street will close for a week."
    )
    assert found.films == ()


def test_the_span_of_a_film_is_its_first_mention() -> None:
    found = page("The drama Small Hours opens on Friday. Small Hours was shot in Leeds.")
    film = found.films[0]
    assert film.start is not None
    assert found.copy[film.start : film.end] == "Small Hours"
    assert found.copy.index("Small Hours") == film.start
