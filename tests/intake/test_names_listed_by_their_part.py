"""Facts that a page lists: a box's director and cast, nominees under their category."""

from __future__ import annotations

from datetime import date

import pytest

from matinee.stories.intake import read_markdown
from matinee.stories.intake.billing import find_billed
from tests.intake.pages import page


def billed(text: str) -> list[tuple[str, str]]:
    return [(b.job, b.name) for b in find_billed([(text, 0)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dir: Ann Lee. With: Jo Bell, Max Porter. 12A, 101 mins.",
         [("director", "Ann Lee"), ("cast", "Jo Bell"), ("cast", "Max Porter")]),
        ("**Dir: Ann Lee. Voices: Jo Bell (dubbed version: Max Porter). G, 84 mins. ★★★**",
         [("director", "Ann Lee"), ("cast", "Jo Bell"), ("cast", "Max Porter")]),
        ("Directed by Ann Lee and Min Seo-yeon; the voices include Jo Bell.",
         [("director", "Ann Lee"), ("director", "Min Seo-yeon"), ("cast", "Jo Bell")]),
        ("Directors: Ann Lee & Jo Bell | Cast: Max Porter",
         [("director", "Ann Lee"), ("director", "Jo Bell"), ("cast", "Max Porter")]),
        ("With Ann Lee and Jo Bell.", [("cast", "Ann Lee"), ("cast", "Jo Bell")]),
        ("With Ann Lee gone, nobody stayed.", []),
        ("The festival is run with Ann Lee.", []),
    ],
)  # fmt: skip
def test_a_box_bills_its_director_and_cast(text: str, expected: list[tuple[str, str]]) -> None:
    assert billed(text) == expected


LIST = """# The nominations for the Harbour Film Awards

### Two films lead the field, and one of them has a seal in it

The nominations were read out this morning in a shed beside the harbour, by a man in a coat.

*Low Water* leads the field with six, followed by *The Small Gods* with five, as it was said in the shed.

**Best Feature**

- *Low Water*
- *The Small Gods*

**Best Director**

- Ann Lee, *Low Water*
- Craig Moss, *The Small Gods*

**Best Supporting Performance**

- Dorit Bell, *The Small Gods*
- Sun-hee Vale, *Nine Mondays*

**Best Screenplay**

- Jo Porter, *Low Water*

The winners will be told on the last Sunday of the month, in the same shed, if it still stands then.
"""


def test_nominees_are_credited_by_their_category() -> None:
    films = {f.title: f for f in read_markdown(LIST, today=date(2025, 12, 2)).films}
    assert films["Low Water"].directors == ("Ann Lee",)
    assert films["Low Water"].cast == ()
    assert films["The Small Gods"].directors == ("Craig Moss",)
    assert [c.person for c in films["The Small Gods"].cast] == ["Dorit Bell"]
    assert [c.person for c in films["Nine Mondays"].cast] == ["Sun-hee Vale"]


def test_it_is_the_film_of_the_sentence_before() -> None:
    found = page(
        "Low Water is a drama directed by Ann Lee. The drama Nine Mondays opens in the UK in May.",
        "The producer’s last film, the drama Salt Tax, reaches Irish cinemas on 12 April. It stars "
        "Jo Bell as a coroner.",
    )
    films = {f.title: f for f in found.films}
    assert [c.person for c in films["Salt Tax"].cast] == ["Jo Bell"]


def test_a_director_who_stars_is_in_the_cast() -> None:
    found = page("Low Water is a comedy directed by Ann Lee. Starring: Ann Lee, Jo Bell.")
    assert [c.person for c in found.films[0].cast] == ["Ann Lee", "Jo Bell"]


@pytest.mark.parametrize("name", ["Bong Joon-ho", "Lee Chang-dong", "Min Seo-yeon"])
def test_names_with_a_small_second_half_are_whole(name: str) -> None:
    found = page(f"Low Water is a drama directed by {name}, about a lock-keeper and his lock.")
    assert found.films[0].directors == (name,)
