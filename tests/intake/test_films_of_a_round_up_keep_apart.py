"""Pages with several films: what is said of one is never given to another."""

from __future__ import annotations

from matinee.stories.intake.found import Found
from tests.intake.pages import page

INTRO = "Spring is here and so are the films, one for each day that you would rather stay indoors."


def told(found: Found) -> dict[str, tuple[tuple[str, ...], set[str], set[tuple[str, str]]]]:
    return {
        f.title: (
            f.directors, {c.person for c in f.cast}, {(r.territory, r.date) for r in f.releases},
        )
        for f in found.films
    }  # fmt: skip


def test_crossheads_open_parts() -> None:
    found = page(
        INTRO,
        "Lanterns\nOrla Kinsella’s third film follows a thief (Dara Boyle) who steals a "
        "lighthouse.\n"
        "In UK cinemas from 8 March",
        "The Boatman’s Daughters\nMia Stott plays a widow in this slow drama by Max Porter.\n"
        "In UK and Irish cinemas from 15 March",
    )
    assert told(found) == {
        "Lanterns": (("Orla Kinsella",), {"Dara Boyle"}, {("GB", "2024-03-08")}),
        "The Boatman’s Daughters": (
            ("Max Porter",), {"Mia Stott"}, {("GB", "2024-03-15"), ("IE", "2024-03-15")},
        ),
    }  # fmt: skip


def test_boxes_behind_titles_open_parts() -> None:
    found = page(
        INTRO,
        "Lanterns (15)\nDir: Orla Kinsella; starring Dara Boyle. 97 mins. It is a warm and daft "
        "film, and I liked it.",
        "Boat Girls (12A)\nDir: Max Porter; starring Lena Olin. 110 mins. It is a slow one about "
        "boats and the sea.",
    )
    facts = {f.title: (f.directors, f.certificate, f.running_time) for f in found.films}
    assert facts == {
        "Lanterns": (("Orla Kinsella",), "15", 97),
        "Boat Girls": (("Max Porter",), "12A", 110),
    }


def test_numbers_before_titles_are_no_part_of_them() -> None:
    found = page(
        INTRO,
        "1. Lanterns (March 8)\nOrla Kinsella directs Dara Boyle in a tale of a thief who steals "
        "a lighthouse.",
        "2. Boat Girls (March 15)\nMax Porter’s drama stars Mia Stott as a widow with nine "
        "daughters and one boat.",
    )
    assert {f.title: f.directors for f in found.films} == {
        "Lanterns": ("Orla Kinsella",),
        "Boat Girls": ("Max Porter",),
    }


def test_paragraphs_that_begin_with_their_films_keep_their_dates() -> None:
    found = page(
        "Lanterns opens in the UK on 8 March. Directed by Orla Kinsella, it stars Dara Boyle as a "
        "thief.",
        "Boat Girls, Max Porter’s slow drama, will be released in the UK on 15 March and in "
        "Ireland on 22 March.",
        "Kit Moore’s Saltwater Town comes to US theaters on April 5. In Canada it opens on April "
        "12.",
    )
    assert {f.title: {(r.territory, r.date) for r in f.releases} for f in found.films} == {
        "Lanterns": {("GB", "2024-03-08")},
        "Boat Girls": {("GB", "2024-03-15"), ("IE", "2024-03-22")},
        "Saltwater Town": {("US", "2024-04-05"), ("CA", "2024-04-12")},
    }


def test_a_film_still_to_come_takes_nothing_from_the_main_one() -> None:
    found = page(
        "The drama Lanterns, directed by Orla Kinsella, will open in Irish cinemas on 30 August.",
        "Her next film, an adaptation of Nuala Prendiville’s novel The Ferry Mass, will shoot "
        "next year.",
    )
    assert found.films[0].title == "Lanterns"
    assert found.films[0].based_on is None
