"""Captions: told from paragraphs by their credit, and read for who stands where."""

from __future__ import annotations

import pytest

from matinee.stories.intake.found import Picture
from tests.intake.pages import page

LEAD = "Ann Lee has won a prize for Goat Song, her film about a goat that could not be told a lie."


def picture(line: str) -> Picture | None:
    """The picture that a line of a page is read as, if it is one."""
    found = page(LEAD, line, "The prize was given in Leeds on Sunday by the lord mayor himself.")
    return next((p for p in found.pictures if line.startswith(p.text[:20])), None)


@pytest.mark.parametrize(
    ("line", "caption", "credit", "agency"),
    [
        ("Ann Lee in ‘Goat Song’ (Jo Day/ Hill Films via AP)", "Ann Lee in ‘Goat Song’",
         "Jo Day/ Hill Films via AP", "AP"),
        ("Ann Lee at the Bafta Film Awards (Getty Images)", "Ann Lee at the Bafta Film Awards",
         "Getty Images", "Getty Images"),
        ("Ann Lee at the premiere (AFP via Getty Images)", "Ann Lee at the premiere",
         "AFP via Getty Images", "Getty Images"),
        ("Ann Lee in Goat Song. Photograph: Jo Day/Hill Films", "Ann Lee in Goat Song.",
         "Jo Day/Hill Films", None),
        ("Ann Lee in Goat Song. Photograph: Jo Day/Shutterstock", "Ann Lee in Goat Song.",
         "Jo Day/Shutterstock", "Shutterstock"),
        ("Ann Lee on the set of Goat Song.Credit: Jo Day", "Ann Lee on the set of Goat Song.",
         "Jo Day", None),
        ("Ann Lee with the goat (Image: Newsdesk/Jo Day)", "Ann Lee with the goat",
         "Newsdesk/Jo Day", None),
        (
            "Ann Lee with the goat. (ABC "
            "News: Jo Day)", "Ann Lee with the goat.", "ABC News: Jo Day", None),
        (
            "Ann Lee, left, with the goat. Picture: "
            "PA Wire", "Ann Lee, left, with the goat.", "PA Wire",
         "PA"),
        ("Goat Song, dir. Ann Lee © Hill Films", "Goat Song, dir. Ann Lee", "Hill Films", None),
        (
            "Ann Lee and Tom Rae in 'Goat Song' Courtesy "
            "of Hill Films", "Ann Lee and Tom Rae in 'Goat Song'",
         "Courtesy of Hill Films", None),
        ("Ann Lee in \"Goat Song.\" Credit...Jo Day/Hill Films", "Ann Lee in \"Goat Song.\"",
         "Jo Day/Hill Films", None),
        ("Ann Lee in Goat Song. CREDIT: Hill Films", "Ann Lee in Goat Song.", "Hill Films", None),
    ],
)  # fmt: skip
def test_a_caption_with_its_credit_is_no_paragraph(
    line: str, caption: str, credit: str, agency: str | None
) -> None:
    found = picture(line)
    assert found is not None
    assert (found.caption, found.credit, found.agency) == (caption, credit, agency)


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee told the paper (and anyone else who asked) that the goat had signed a contract.",
        "“The goat is in the picture,” Lee said. “Photograph him from the left.”",
        "Goat Song is out in UK cinemas on Friday (15A).",
        "Ann Lee and Tom Rae negotiated the sale to Hill Films on behalf of the goat.",
        "Tom Rae looked every inch the shepherd as he stepped out for the premiere in Leeds.",
    ],
)
def test_a_paragraph_is_no_caption(line: str) -> None:
    assert picture(line) is None


def test_a_credit_on_a_line_of_its_own_belongs_to_the_caption_above() -> None:
    found = page(
        LEAD,
        'Ann Lee, left, and Tom Rae in "Goat Song."\n(Jo Day / For the Hull Ledger)',
        "The prize was given in Leeds on Sunday by the lord mayor himself.",
    )
    [one] = found.pictures
    assert one.credit == "Jo Day / For the Hull Ledger"
    assert [(p.name, p.position) for p in one.people] == [("Ann Lee", "left"), ("Tom Rae", None)]
    assert found.copy[one.start : one.end] == one.text


@pytest.mark.parametrize(
    ("caption", "where"),
    [
        ("Ann Lee (left) and Tom Rae at the Regal (PA)", [("Ann Lee", "left"), ("Tom Rae", None)]),
        ("Ann Lee, centre, directs Tom Rae (PA)", [("Ann Lee", "centre"), ("Tom Rae", None)]),
        ("Ann Lee (left) and Tom Rae (right) at the Regal (PA)",
         [("Ann Lee", "left"), ("Tom Rae", "right")]),
    ],
)  # fmt: skip
def test_who_stands_where_is_read(caption: str, where: list[tuple[str, str | None]]) -> None:
    found = picture(caption)
    assert found is not None
    assert [(p.name, p.position) for p in found.people] == where


@pytest.mark.parametrize(
    ("caption", "where"),
    [
        (
            "From left, Ann Lee, Tom Rae and Jo Day in Leeds. Photograph: PA",
            ["left", "centre", "right"],
        ),
        ("From left: Ann Lee and Tom Rae in Leeds. Photograph: PA", ["left", "right"]),
        ("Ann Lee and Tom Rae in Leeds. Photograph: PA", [None, None]),
    ],
)
def test_a_row_from_the_left_is_counted_off(caption: str, where: list[str | None]) -> None:
    found = picture(caption)
    assert found is not None
    assert [p.position for p in found.people] == where


def test_a_doubled_word_in_a_caption_is_pointed_out_and_left_as_it_is() -> None:
    found = page(LEAD, "Ann Lee (left) and and Tom Rae in ‘Goat Song’ (Jo Day/Hill Films via AP)")
    assert found.pictures[0].caption == "Ann Lee (left) and and Tom Rae in ‘Goat Song’"
    assert [(n.kind, n.text) for n in found.notes] == [("doubled-word", "and and")]


def test_a_picture_without_a_credit_is_pointed_out() -> None:
    found = page(LEAD, "Ann Lee (left) and Tom Rae in ‘Goat Song’ (Jo Day/PA)")
    assert [n.kind for n in found.notes] == []
