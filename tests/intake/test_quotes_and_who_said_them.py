"""Quotes: marks of every house, words split and running on, and the right speaker or none."""

from __future__ import annotations

import pytest

from matinee.stories.intake.found import Quote
from matinee.stories.intake.quotes import find_stretches, title_case
from tests.intake.pages import page

LEAD = "Ann Lee, 41, directed Goat Song, in which Tom Rae plays a shepherd who has lost his dog."


def quotes(*paragraphs: str) -> list[Quote]:
    """The quotes of a page with these paragraphs below its lead."""
    return list(page(LEAD, *paragraphs).quotes)


def said(*paragraphs: str) -> list[tuple[str, str | None]]:
    """(words, speaker) of each quote."""
    return [(q.text, q.speaker) for q in quotes(*paragraphs)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "“The dog was a diva,” Lee said.",
        '"The dog was a diva," Lee said.',
        "‘The dog was a diva,’ said Lee.",
        "'The dog was a diva,' said Lee.",
        "Lee said: “The dog was a diva,”",
    ],
)
def test_marks_of_every_house_are_read(paragraph: str) -> None:
    assert said(paragraph) == [("The dog was a diva,", "Ann Lee")]


def test_a_quote_split_by_its_cue_is_one() -> None:
    [quote] = quotes("“The dog,” said Rae, “was a diva.”")
    assert (quote.text, quote.speaker, quote.cue) == ("The dog, was a diva.", "Tom Rae", "said")
    assert len(quote.parts) == 2


def test_a_quote_goes_on_behind_a_cue_that_ends_a_sentence() -> None:
    assert said("“The dog was a diva,” Rae recalled. “He had a trailer.”") == [
        ("The dog was a diva, He had a trailer.", "Tom Rae")
    ]


def test_two_speakers_in_a_paragraph_are_two_quotes() -> None:
    assert said("“He bit me,” said Rae. “He did not bite him,” said Lee.") == [
        ("He bit me,", "Tom Rae"),
        ("He did not bite him,", "Ann Lee"),
    ]


def test_a_quote_runs_on_over_paragraphs_and_around_a_caption() -> None:
    [quote] = quotes(
        "Rae said: “The dog was a diva. He had a trailer and a man to brush him.",
        "Tom Rae and friend in ‘Goat Song’ (Jo Day/ Hill Films via AP)",
        "“And then he asked for mine.”",
    )
    assert quote.speaker == "Tom Rae"
    assert quote.text.endswith("brush him. And then he asked for mine.")


def test_speech_within_speech_belongs_to_the_outer_quote() -> None:
    assert said("“I said, ‘Is that dog insured?’ and nobody laughed,” Rae remembered.") == [
        ("I said, ‘Is that dog insured?’ and nobody laughed,", "Tom Rae")
    ]


def test_an_apostrophe_neither_opens_nor_closes() -> None:
    [quote] = quotes("‘It’s the actors’ dog, isn’t it, and nobody else’s,’ said Rae.")
    assert quote.text == "It’s the actors’ dog, isn’t it, and nobody else’s,"


@pytest.mark.parametrize(
    "paragraph",
    [
        "It follows ‘Night Bus’ and “Two Kettles”, which were about buses and kettles.",
        "This so-called ‘crowd-pleaser’ pleased a crowd of three at the weekend.",
        "The song “Blue Goat” plays over the titles, and over the rest of it too.",
    ],
)
def test_titles_and_scare_quotes_are_no_speech(paragraph: str) -> None:
    assert said(paragraph) == []


def test_part_of_a_sentence_is_a_quote_where_somebody_said_it() -> None:
    assert said("Rae said the goat was “a better listener” than the dog.") == [
        ("a better listener", "Tom Rae")
    ]


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        (["Rae lives in Hull.", "“I like the bridge,” he said."], "Tom Rae"),
        (["“I like the bridge,” the director said."], "Ann Lee"),
        (["“I like the bridge,” the 41-year-old added."], "Ann Lee"),
        (["The film’s producer, Jo Day, was less sure. “It leaks,” she said."], "Jo Day"),
        (["Her producer, Jo Day, remembers it differently: “It leaked.”"], "Jo Day"),
        (["Jo Day of The Hull Ledger wrote that it was “a film with a leak in it”."], "Jo Day"),
        (["According to Lee, the goat was “the only professional on the set”."], "Ann Lee"),
        (["“It leaks,” said Jo Day, president of the Hull Film Society."], "Jo Day"),
    ],
)
def test_the_right_person_is_found(paragraphs: list[str], speaker: str) -> None:
    assert said(*paragraphs)[-1][1] == speaker


@pytest.mark.parametrize(
    "paragraph",
    [
        "A source close to the goat said: “He is not well, and wants to go home.”",
        "The letter says that “cinemas are rooms with other people in them”.",
        "One critic called it “the worst thing to happen to goats since curry”.",
        "“It leaks,” they said.",
    ],
)
def test_an_unsure_speaker_is_left_open(paragraph: str) -> None:
    assert [speaker for _, speaker in said(paragraph)] == [None]


def test_he_is_nobody_after_a_stranger() -> None:
    found = said("Rae had a brush.", "A man with a van came for the dog.", "“He bit me,” he said.")
    assert found == [("He bit me,", None)]


def test_a_paragraph_of_speech_alone_is_the_last_speaker_s() -> None:
    assert said("“He bit me,” said Rae.", "“It was only a nip, I suppose.”")[-1][1] == "Tom Rae"


def test_two_who_speak_by_turns_are_kept_apart() -> None:
    found = said("“He bit me,” said Rae.", "“He never bit you,” said Lee.", "“He did. Look at it.”")
    assert found[-1][1] in {"Tom Rae", None}


def test_where_it_was_said_is_told() -> None:
    [first] = quotes("“He bit me,” Rae told The Hull Ledger.")
    [second] = quotes("Speaking at a screening in Hull on Sunday, Rae said: “He bit me again.”")
    assert (first.where_said, second.where_said) == ("The Hull Ledger", "at a screening in Hull")


def test_the_mask_of_a_straight_mark_inside_a_word_opens_nothing() -> None:
    assert find_stretches([("The 5'10\" actor wore size 9's.", 0)]) == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("All of Us Strangers", True), ("Night Bus", True), ("the best film of the year", False),
        ("The Zone of Interest", True), ("Never!", False), ("It was a good dog.", False),
    ],
)  # fmt: skip
def test_titles_are_told_by_their_capitals(words: str, title: bool) -> None:
    assert title_case(words) is title
