"""Films that a round-up's head counts, sequels beside their originals, and one maker's films."""

from __future__ import annotations

from datetime import date

import pytest

from matinee.stories.intake import read_markdown, read_text
from matinee.stories.intake.found import Film
from tests.intake.pages import page

LIST = """# Out this week

**{head}**

The nights are long, and the heating is on. Here is what there is to see in a week of rain.

## Low Water

**Dir: Ann Lee. With: Jo Bell. 12A, 101 mins.**

A drama about a lock-keeper, with a good deal of rain in it and some good songs as well.

## The Bear Upstairs

**Dir: Max Porter. G, 84 mins.**

A bear rents a flat and the neighbours' committee meets, and that is the whole of it, thank you.

## Debt of Honour

**Dir: Moira Kane. 16, 133 mins.**

Two hours of men who tell one another that it ends tonight, and it does not end tonight at all.
"""


def opened(head: str) -> dict[str, list[str]]:
    found = read_markdown(LIST.format(head=head), today=date(2024, 10, 9))
    return {f.title: [f"{r.territory} {r.date}" for r in f.releases] for f in found.films}


def test_as_many_films_as_the_head_counts_open_on_its_day() -> None:
    assert opened(
        "Two films in Irish cinemas from Friday 11 October, and one to watch on the couch"
    ) == {
        "Low Water": ["IE 2024-10-11"],
        "The Bear Upstairs": ["IE 2024-10-11"],
        "Debt of Honour": [],
    }


@pytest.mark.parametrize(
    "head",
    [
        "Three films in cinemas from Friday 11 October",  # nobody says where
        "Nine films in Irish cinemas from Friday 11 October",  # more than the page has
        "Three films in Irish cinemas, and a storm on Friday 11 October",  # the storm's day
        "Three films in Irish cinemas this autumn",
    ],
)
def test_a_head_that_leaves_it_open_gives_no_date(head: str) -> None:
    assert not any(opened(head).values())


def made(*paragraphs: str) -> dict[str, Film]:
    return {f.title: f for f in page(*paragraphs).films}


def test_what_is_said_of_the_first_film_is_not_its_sequels() -> None:
    films = made(
        "Ann Lee takes the lead in Quay Street 2: The Big Freeze, a comedy that opens in the UK on 18 "
        "December. Quay Street 2: The Big Freeze was shot in Hull.",
        "The first film, which was directed by Max Porter and based on the 2003 novel Moll’s Luck by "
        "Winnie Vale, made a fortune.",
        "Jo Bell played Moll in the comedy Quay Street, and left.",
    )
    assert films["Quay Street"].directors == ("Max Porter",)
    source = films["Quay Street"].based_on
    assert source is not None and source.title == "Moll’s Luck"
    assert [r.territory for r in films["Quay Street 2: The Big Freeze"].releases] == ["GB"]


def test_a_directors_other_films_are_hers() -> None:
    films = made(
        "Pearl Vale, a director who waited a year for one cloud, has died. Her first feature, Low Water "
        "(1991), cost nothing. Her other films included Ten Foot of Mud (2007) and Saltpan (2013).",
        "She was at home nowhere.",
    )
    assert films["Ten Foot of Mud"].directors == films["Saltpan"].directors == ("Pearl Vale",)


INTRO = (
    "Low Water is a drama directed by Ann Lee, about a lock-keeper who keeps his lock to himself."
)


@pytest.mark.parametrize(
    ("text", "author", "title"),
    [
        ("Lee based the script on her own stage play, Nobody’s Lock, which toured for years.", "Ann Lee",
         "Nobody’s Lock"),
        ("Lee adapted the script with Nadine Voss from her 2017 novel, “Petty Cash.”", "Nadine Voss",
         "Petty Cash"),
    ],
)  # fmt: skip
def test_her_own_play_is_hers(text: str, author: str, title: str) -> None:
    source = made(INTRO, text)["Low Water"].based_on
    assert source is not None
    assert (source.author, source.title) == (author, title)


@pytest.mark.parametrize(
    "text",
    [
        "It will be released in Germany (Weltkino Row) this summer and in France (Ad Vitam) in May.",
        "| 5 | Kaithal Express (Yash Raj) | £388,240 | £1.3m | 2 |",
        "There is a cameo by Canon Hayes’s car.",
        "Gary is Gary Moss, a man of few words.",
    ],
)
def test_a_bracket_or_an_owner_is_not_in_the_cast(text: str) -> None:
    assert made(INTRO, text)["Low Water"].cast == ()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("It is a thriller with Jo Bell and Max Porter.", ["Jo Bell", "Max Porter"]),
        ("It has a cracking turn from Jacki Moss.", ["Jacki Moss"]),
        (
            "Jo Bell plays the wife, with Cape Town’s own Max Porter as the guard.",
            ["Jo Bell", "Max Porter"],
        ),
    ],
)
def test_who_else_is_in_it(text: str, who: list[str]) -> None:
    assert [c.person for c in made(INTRO, text)["Low Water"].cast] == who


def test_a_director_of_whom_nothing_else_is_said_directs_no_film_that_has_one() -> None:
    films = made(INTRO, "Director Skip Moss told the crowd that he was tired.")
    assert films["Low Water"].directors == ("Ann Lee",)


REVIEWS = """The week in film
By Ann Other
5 March 2024

From a ghost in a launderette to a seal in a lighthouse: our critics on what is new this week.

The Spin Cycle
(15, 98 mins) Dir: Moira Kane; starring Tom Hale, Ruth Ogden
★★★★
A ghost moves into a launderette in Leith and refuses to pay. It is funny and sad and wet, as ghosts are.

Grey Lodgers (PG, 104min)
Director Osei Mensah tells of a seal who takes a room in a lighthouse. With Jack Lowe and Sasha Roan as the keepers.
★★
"""


def test_each_part_of_a_round_up_has_its_own_stars_and_cast() -> None:
    films = {f.title: f for f in read_text(REVIEWS).films}
    assert films["The Spin Cycle"].stars == 4
    assert films["Grey Lodgers"].stars == 2
    assert [c.person for c in films["Grey Lodgers"].cast] == ["Jack Lowe", "Sasha Roan"]


def test_two_writers_are_no_film() -> None:
    films = made(
        INTRO,
        "The screenplay, by Lee and Joel Hart, is adapted from Hart’s own 2009 novel.",
        "Joel Hart wrote it.",
    )
    assert list(films) == ["Low Water"]


def test_what_kind_of_person_is_played_is_no_character() -> None:
    films = made(INTRO, "Portia Wain, as an English aunt, steals it. Jo Bell plays an Irish nurse.")
    assert {c.person: c.character for c in films["Low Water"].cast} == {
        "Portia Wain": None,
        "Jo Bell": None,
    }


def test_films_that_somebody_directed_are_theirs() -> None:
    films = made(
        "Fred Latham, whose film The Weir was shown in the UK on 1 March, has died. Latham directed eleven "
        "features, among them Dust Bowl Sally (1969), The Weir (1972) and Two for the Toll (1980)."
    )
    assert {f.directors for f in films.values()} == {("Fred Latham",)}
    assert set(films) == {"Dust Bowl Sally", "The Weir", "Two for the Toll"}
