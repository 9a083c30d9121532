"""Directors, cast with characters, and source works."""

from __future__ import annotations

import pytest

from matinee.stories.intake.found import Film
from tests.intake.pages import page


def film(text: str) -> Film:
    (only,) = page(text).films
    return only


def cast(text: str) -> dict[str, str | None]:
    return {c.person: c.character for c in film(text).cast}


@pytest.mark.parametrize(
    "text",
    [
        "Small Hours, a thriller directed by Joan Bell, opens in UK cinemas on 4 May.",
        "Ann Lee stars in Small Hours, the new film from Oscar-winning director Joan Bell.",
        "Small Hours is a drama set in Leeds. It was written and directed by Joan Bell.",
        "Joan Bell’s Small Hours stars Ann Lee as a nurse.",
        "In the film Small Hours, Ann Lee plays a nurse. Joan Bell directs.",
        "Small Hours (dir. Joan Bell, 2023) follows Mary (Ann Lee), a nurse.",
        "Directed by Joan Bell and starring Ann Lee, the drama Small Hours hits theaters on "
        "Friday.",
        "Joan Bell, who directed the film Small Hours, said that she was tired.",
        "Film-maker Joan Bell's second feature, Small Hours, is out now in Ireland.",
        "Small Hours, a documentary by Joan Bell, is out now.",
    ],
)
def test_the_director_is_named_in_many_ways(text: str) -> None:
    assert film(text).directors == ("Joan Bell",)


def test_two_directors_are_both_named() -> None:
    text = '"Small Hours," a drama from filmmakers Joan Bell and Max Porter, opens on Friday.'
    assert film(text).directors == ("Joan Bell", "Max Porter")


def test_a_festival_director_directs_no_film() -> None:
    found = film("The drama Small Hours opens the festival. Festival director Joan Bell said so.")
    assert found.directors == ()


def test_an_author_directs_no_film() -> None:
    found = film("The film Small Hours is based on Robert Harris’s bestselling thriller Rain.")
    assert found.directors == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ann Lee and Tom Bell star in the film Small Hours.", {"Ann Lee": None, "Tom Bell": None}),
        (
            "Joan Bell’s Small Hours stars Ann Lee as Mary, a nurse, with Tom Bell as her brother "
            "Pete.",
            {"Ann Lee": "Mary", "Tom Bell": "Pete"},
        ),
        (
            "The film Small Hours follows Mary (Ann Lee), a nurse, and her husband Pete (Tom Bell)"
            ".",
            {"Ann Lee": "Mary", "Tom Bell": "Pete"},
        ),
        (
            "Ann Lee, star of Small Hours, was at the premiere of Small Hours with co-star Tom "
            "Bell.",
            {"Ann Lee": None, "Tom Bell": None},
        ),
        (
            "The thriller Small Hours is out now. It features Ann Lee and Tom Bell.",
            {"Ann Lee": None, "Tom Bell": None},
        ),
        (
            "The film, which stars Ann Lee, Tom Bell and Max Porter, is called Small Hours. Small "
            "Hours opens on Friday.",
            {"Ann Lee": None, "Tom Bell": None, "Max Porter": None},
        ),
    ],
)
def test_the_cast_is_named_in_many_ways(text: str, wanted: dict[str, str | None]) -> None:
    assert cast(text) == wanted


def test_a_job_in_brackets_is_no_part() -> None:
    assert cast("The film Small Hours was cut by its editor (Ann Lee) in a shed in Leeds.") == {}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("is based on Claire Keegan’s novella Small Rain"
         ".", ("Small Rain", "Claire Keegan", None, "novel")),
        ("is based on the novel Small Rain by Claire Keegan"
         ".", ("Small Rain", "Claire Keegan", None, "novel")),
        ("is based on the bestselling memoir of the same name by Amy "
         "Liptrot.", ("Small Hours", "Amy Liptrot", None, "memoir")),
        ("is adapted from Amy Liptrot’s memoir.", (None, "Amy Liptrot", None, "memoir")),
        ("is an adaptation of Jane Dobbs’s 2015 novel The Big "
         "House.", ("The Big House", "Jane Dobbs", 2015, "novel")),
        ("is adapted by Tom Bell from the 1959 play by Shelagh "
         "Delaney.", (None, "Shelagh Delaney", 1959, "play")),
        ("is based on the 2009 book “Rain Again” by Max "
         "Porter.", ("Rain Again", "Max Porter", 2009, "book")),
        ("is based on a short story by the Irish writer Claire "
         "Keegan.", (None, "Claire Keegan", None, "short story")),
    ],
)  # fmt: skip
def test_the_source_is_told_in_many_ways(
    text: str, wanted: tuple[str | None, str, int | None, str]
) -> None:
    source = film(f"The film Small Hours opens on Friday. Small Hours {text}").based_on
    assert source is not None
    assert (source.title, source.author, source.year, source.form) == wanted


def test_a_true_story_is_no_source_work() -> None:
    text = (
        "The film Small Hours opens on Friday. Small Hours is based on the true story of a nurse."
    )
    assert film(text).based_on is None


def test_the_facts_of_a_box_are_read() -> None:
    found = film(
        "*Small Hours* (12A, 97 mins), a drama by Joan Bell, is out in the UK on 15 March."
    )
    assert (found.running_time, found.certificate) == (97, "12A")
    american = film(
        '"Small Hours" is a drama by Joan Bell.\n\nRated R for language. Running time: 1 hour 52 '
        "minutes."
    )
    assert (american.running_time, american.certificate) == (112, "R")
