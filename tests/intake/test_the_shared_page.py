"""What a real page of copy gives: the table that the whole project starts from, row by row.

The page stands beside the repository and its sentences are not ours to copy: the tests read it
from where it lies. MATINEE_SHARED names another folder than ../shared.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matinee.stories.intake import read_text

SHARED = Path(os.environ.get("MATINEE_SHARED", Path(__file__).parents[3] / "shared"))
PAGES = sorted((SHARED / "copy").glob("*.txt"))

pytestmark = pytest.mark.skipif(
    not PAGES, reason=f"The shared page is not here: no text file in {SHARED / 'copy'}."
)


@pytest.fixture(scope="module")
def copy() -> str:
    return PAGES[0].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found(copy: str) -> dict[str, Any]:
    # Whatever day the tests run on: the year comes from the page's own date line.
    return read_text(copy, source=str(PAGES[0]), today=date(2031, 5, 5)).as_json()


def only_film(found: dict[str, Any]) -> dict[str, Any]:
    assert len(found["films"]) == 1
    film: dict[str, Any] = found["films"][0]
    return film


def test_the_date_line_says_when_it_was_published(found: dict[str, Any]) -> None:
    assert found["story"]["published"] == "2023-12-12"


def test_the_sign_up_box_is_off_the_story(copy: str, found: dict[str, Any]) -> None:
    assert [f["kind"] for f in found["furniture"]] == ["signup"]
    box = found["furniture"][0]
    assert copy[box["start"] : box["end"]] == box["text"]
    assert box["text"].startswith("Get our free") and box["text"].endswith("signing up to the")
    body = " ".join(p["text"] for p in found["story"]["body"])
    assert not re.search(r"SIGN UP|valid email|privacy notice", body)


def test_the_sign_up_box_is_read_as_a_newsletter(found: dict[str, Any]) -> None:
    letter = found["newsletter"]
    assert letter["name"] == "The Life Cinematic"
    assert (letter["cadence"], letter["free"]) == ("weekly", True)
    assert letter["author"] == "Clarisse Loughrey"
    assert letter["publisher"] == "The Independent"
    assert letter["consent"].startswith("I would like to be emailed about offers")
    assert letter["consent"].endswith("The Independent.")
    assert letter["privacy"] == "Read our privacy notice"
    assert letter["error"] == "Please enter a valid email address"
    assert letter["thanks"].startswith("Thanks for signing up")
    assert letter["button"] == "SIGN UP"


def test_every_paragraph_is_in_the_body_in_order_and_whole(
    copy: str, found: dict[str, Any]
) -> None:
    lines = [line.strip() for line in copy.splitlines() if line.strip()][1:]
    caption = found["pictures"][0]["text"]
    body = [p["text"] for p in found["story"]["body"]]
    assert body == [line for line in lines if line != caption]
    assert len(body) >= 10
    for p in found["story"]["body"]:
        assert copy[p["start"] : p["end"]] == p["text"]


def test_the_picture_line_is_a_picture_and_no_paragraph(found: dict[str, Any]) -> None:
    assert len(found["pictures"]) == 1
    picture = found["pictures"][0]
    assert picture["credit"] == "Parisa Taghizadeh/ Searchlight Pictures via AP"
    assert picture["agency"] == "AP"
    assert list(picture["people"]) == [
        {"name": "Andrew Scott", "position": "left"},
        {"name": "Paul Mescal", "position": None},
    ]


def test_the_doubled_word_is_pointed_out_and_left_standing(
    copy: str, found: dict[str, Any]
) -> None:
    doubled = [n for n in found["notes"] if n["kind"] == "doubled-word"]
    assert [n["text"] for n in doubled] == ["and and"]
    assert copy[doubled[0]["start"] : doubled[0]["end"]] == "and and"
    assert "and and" in found["pictures"][0]["caption"]
    assert len(found["notes"]) == 1  # a quote that runs on around the picture is no mistake


def test_each_quote_has_its_speaker_by_full_name(found: dict[str, Any]) -> None:
    speakers = [(q["speaker"], q["cue"]) for q in found["quotes"]]
    assert speakers == [
        ("Paul Mescal", "praised"),
        ("Paul Mescal", "said"),
        ("Paul Mescal", "responded"),
        ("Paul Mescal", "added"),
        ("Paul Mescal", "responded"),
        ("Paul Mescal", "added"),
        ("Andrew Haigh", "said"),
    ]


def test_it_is_told_where_the_actor_spoke(found: dict[str, Any]) -> None:
    assert found["quotes"][1]["where_said"] == "Variety’s Actors on Actors series"


def test_quotes_point_at_their_words(copy: str, found: dict[str, Any]) -> None:
    for quote in found["quotes"]:
        stretch = copy[quote["start"] : quote["end"]]
        assert stretch[0] == "“" and stretch[-1] == "”"
        assert quote["text"].split()[0] in stretch and quote["text"].split()[-1] in stretch


def test_a_headline_is_proposed_since_the_page_has_none(found: dict[str, Any]) -> None:
    headline = found["story"]["headline"]
    assert headline["proposed"] is True
    assert headline["text"].startswith("Paul Mescal") and len(headline["text"]) <= 95


def test_the_film_has_its_director_and_two_actors_with_their_characters(
    found: dict[str, Any],
) -> None:
    film = only_film(found)
    assert film["title"] == "All of Us Strangers"
    assert list(film["directors"]) == ["Andrew Haigh"]
    assert {(c["person"], c["character"]) for c in film["cast"]} == {
        ("Andrew Scott", "Adam"),
        ("Paul Mescal", "Harry"),
    }


def test_the_film_has_its_source_novel(found: dict[str, Any]) -> None:
    assert only_film(found)["based_on"] == {
        "title": "Strangers", "author": "Taichi Yamada", "year": 1987, "form": "novel",
    }  # fmt: skip


def test_two_territories_have_their_own_release(copy: str, found: dict[str, Any]) -> None:
    releases = only_film(found)["releases"]
    assert [
        (r["territory"], r["date"], r["precision"], r["kind"], list(r["inferred"]))
        for r in releases
    ] == [
        ("US", "2023-12-22", "day", 3, ["year"]),
        ("GB", "2024-01-26", "day", 3, []),
    ]
    said = [copy[r["start"] : r["end"]] for r in releases]
    assert said == ["22 December", "26 January 2024"]


def test_the_people_are_named_with_their_ages_in_their_paragraphs(
    copy: str, found: dict[str, Any]
) -> None:
    people = {p["name"]: p["age"] for p in found["people"]}
    assert people == {
        "Paul Mescal": 27,
        "Natalie Portman": None,
        "Andrew Scott": 47,
        "Andrew Haigh": None,
        "Taichi Yamada": None,
    }
    paragraphs = [(p["start"], p["end"]) for p in found["story"]["body"]]
    for person in found["people"]:
        assert copy[person["start"] : person["end"]] == person["name"]
        assert any(a <= person["start"] and person["end"] <= b for a, b in paragraphs)
