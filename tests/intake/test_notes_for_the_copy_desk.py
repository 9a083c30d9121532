"""Notes: what somebody should look at; the copy itself is never changed."""

from __future__ import annotations

from matinee.stories.intake.found import Found
from tests.intake.pages import page


def notes(found: Found, kind: str) -> list[str]:
    for note in found.notes:
        assert found.copy[note.start : note.end] == note.text
    return [n.text for n in found.notes if n.kind == kind]


def test_a_doubled_word_is_noted() -> None:
    found = page(
        "The film is about the the sea and everything that lives in it, says the director."
    )
    assert notes(found, "doubled-word") == ["the the"]


def test_words_that_may_stand_twice_are_not() -> None:
    found = page("She said that that was all she had had to say, and it was very very good of her.")
    assert notes(found, "doubled-word") == []


def test_a_quote_that_never_closes_is_noted() -> None:
    found = page(
        "Joan Bell said: “It was cold and we had no film left in the camera at all.",
        "The end came soon.",
    )
    assert len(notes(found, "unmatched-quote")) == 1


def test_a_quote_that_runs_on_is_no_mistake() -> None:
    found = page(
        "Joan Bell said: “It was cold and we had no film left in the camera at all.",
        "“And then it snowed for a week, and we went home.”",
    )
    assert notes(found, "unmatched-quote") == []


def test_a_surname_spelt_two_ways_is_noted() -> None:
    found = page(
        "Lucy Allenby, who directed the film, was glad.", "Ms Allenbie now hopes for more."
    )
    assert notes(found, "name-spelling") == ["Allenbie"]


def test_ages_that_disagree_are_noted_at_both_places() -> None:
    found = page(
        "Basil Thorn, 91, has died at his home in the hills above the town where he was born.",
        "Thorn, who was 90, had no children.",
    )
    assert notes(found, "age-disagrees") == ["91", "90"]


def test_one_age_said_twice_is_no_mistake() -> None:
    found = page(
        "Basil Thorn, 91, has died at his home in the hills above the town where he was born.",
        "Thorn, who was 91, had no children.",
    )
    assert notes(found, "age-disagrees") == []
