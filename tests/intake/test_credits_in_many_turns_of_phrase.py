"""Who directs, who plays and what a film is made from, in the turns of phrase of many houses."""

from __future__ import annotations

import pytest

from matinee.stories.intake.found import Film
from tests.intake.pages import page

INTRO = (
    "Low Water is a drama about a lock-keeper who keeps his lock to himself, and about his wife."
)


def film(*paragraphs: str) -> Film:
    return next(f for f in page(*paragraphs).films if f.title == "Low Water")


@pytest.mark.parametrize(
    "text",
    [
        "Its director and co-writer, Ann Lee, said that it was cold.",
        "Ann Lee (Nine Mondays) directs, as she has done before.",
        "Ann Lee, who is returning to direct, said that it was cold.",
        "Low Water is the first feature by Leeds gardener Ann Lee.",
        "Ann Lee’s £1.2m-budget satire Low Water opens on Friday.",
        "They moved “Low Water,” the Ann Lee prison drama, to May.",
    ],
)
def test_the_director_is_said_in_many_ways(text: str) -> None:
    assert film(INTRO, text).directors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("text", "cast"),
    [
        ("Jo Bell is wasted as a judge in Low Water.", {"Jo Bell": None}),
        ("Jo Bell is terrific as the wife.", {"Jo Bell": None}),
        ("And Jo Bell, as the museum’s one volunteer, has the best of it.", {"Jo Bell": None}),
        ("Joining the cast are Jo Bell, 61, as Sir Jasper Rime, and newcomer Tilly Moss.",
         {"Jo Bell": "Sir Jasper Rime", "Tilly Moss": None}),
        ("New to the cast are Jo Bell, 72, the Stratford stalwart, and Québécois comic Loulou Moss.",
         {"Jo Bell": None, "Loulou Moss": None}),
        ("Jo Bell returns as Yvette Vale, who has been moved to the north.", {"Jo Bell": "Yvette Vale"}),
        ("Jo Bell will take over from Max Porter as the thief Moll Kettle.", {"Jo Bell": "Moll Kettle"}),
        ("It has Jo Bell reprising her stage role as Johanna.", {"Jo Bell": "Johanna"}),
        ("Opposite her is the stage veteran Jo Bell, 66, playing a hardware man.", {"Jo Bell": None}),
        ("Gary is Jo Bell, the 70-year-old veteran who plays Mr. Lund.", {"Jo Bell": "Mr. Lund"}),
        ("Jo Bell (The Coracle) stars alongside Max Porter.", {"Jo Bell": None, "Max Porter": None}),
        ("It stars Jo Bell as Ruth Vale, a widow who begins to get letters from the land, and Max "
         "Porter as the bank manager who reads them.", {"Jo Bell": "Ruth Vale", "Max Porter": None}),
    ],
)  # fmt: skip
def test_the_cast_is_said_in_many_ways(text: str, cast: dict[str, str | None]) -> None:
    assert {c.person: c.character for c in film(INTRO, text).cast} == cast


def test_brackets_after_a_pronoun_name_no_character() -> None:
    assert film(INTRO, "Send it to me (Jo Bell) and to nobody else, please.").cast == ()


def test_who_owns_a_film_made_the_one_that_follows() -> None:
    found = page(
        "The studio is selling Ann Lee’s romance Low Water, which opens in France on 3 September, and "
        "Max Porter’s Kazakh western The Salt Wedding, which opens in the UK in May."
    )
    made = {f.title: f.directors for f in found.films}
    assert made == {"Low Water": ("Ann Lee",), "The Salt Wedding": ("Max Porter",)}


@pytest.mark.parametrize(
    ("text", "title", "author", "form"),
    [
        ("Lee adapted the film from The Wrack Ledger, a 2011 short story by Ishbel Vale.",
         "The Wrack Ledger", "Ishbel Vale", "short story"),
        ("It’s adapted, loosely, from Thomas Pryor’s 1948 novella A Hundred Miles.",
         "A Hundred Miles", "Thomas Pryor", "novel"),
        ("It was based on the 2003 novel Kettle’s Luck by Winnie Vale.",
         "Kettle’s Luck", "Winnie Vale", "novel"),
    ],
)  # fmt: skip
def test_what_a_film_is_made_from(text: str, title: str, author: str, form: str) -> None:
    source = film(INTRO, text).based_on
    assert source is not None
    assert (source.title, source.author, source.form) == (title, author, form)


def test_a_book_is_no_film() -> None:
    found = page(
        INTRO, "Lee adapted the film from The Wrack Ledger, a 2011 short story by Ishbel Vale."
    )
    assert [f.title for f in found.films] == ["Low Water"]


@pytest.mark.parametrize(
    ("text", "minutes", "certificate"),
    [
        ("“Low Water” runs 84 minutes and is rated PG for mild language.", 84, "PG"),
        ("Low Water. Rated PG-13 for some language. 1 hr. 58 min. In all the rooms of the house, and in "
         "the garden too, where it was shown to the dog and to all of the dog’s relations and friends.",
         118, "PG-13"),
        ("Dir: Ann Lee. G, 84 mins.", 84, "G"),
        ("It took £9.07m, and 12m people saw it.", None, None),
        ("An icy thriller, directed by Ann Lee. MA15+. It is out on disc.", None, "MA15+"),
    ],
)  # fmt: skip
def test_a_films_length_and_certificate(
    text: str, minutes: int | None, certificate: str | None
) -> None:
    found = film(INTRO, text)
    assert (found.running_time, found.certificate) == (minutes, certificate)
