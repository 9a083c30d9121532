"""The scoring of intake: full marks for the gold itself, known figures for known mistakes."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.copy.counting import Score
from benchmarks.copy.score import score_page
from benchmarks.copy.words import credit, day, name, words
from benchmarks.intake import HOME, Page, figures_of, main, pages_in

Answers = dict[str, Any]
COPY = (
    "Sign up to Dailies now\n\n"
    "“We ran,” said Ann Dee, 41. “Then we swam.”\n\n"
    "Bo Eck and Ann Dee in Wet Dog (Photo: Cy Fox/PA)\n\n"
    "It was, he added, “damp”.\n\n"
    "Wet Dog opens in the UK on 3 May 2024 and in the US on 7 June."
)


def release(territory: str, date: str, precision: str = "day", **more: Any) -> Answers:
    return {"territory": territory, "date": date, "precision": precision, "kind": 3, **more}


def film(title: str, **more: Any) -> Answers:
    empty: Answers = {"directors": [], "cast": [], "based_on": None, "releases": []}
    return {"title": title, **empty, **more}


def answers() -> Answers:
    """The gold answers to COPY."""
    paragraphs = COPY.split("\n\n")
    return {
        "furniture": [{"kind": "signup", "text": paragraphs[0]}],
        "newsletter": {"name": "Dailies"},
        "story": {
            "headline": None,
            "standfirst": None,
            "byline": [],
            "published": "2024-03-05T10:00:00+00:00",
            "updated": None,
            "body": [{"text": paragraphs[at]} for at in (1, 3, 4)],
        },
        "pictures": [
            {
                "caption": "Bo Eck and Ann Dee in Wet Dog",
                "credit": "Cy Fox/PA",
                "agency": "PA",
                "people": [{"name": "Bo Eck", "position": None}],
            }
        ],
        "quotes": [
            {"text": "We ran, Then we swam.", "speaker": "Ann Dee", "cue": "said"},
            {"text": "damp", "speaker": "Bo Eck", "cue": "added"},
        ],
        "films": [
            film(
                "Wet Dog",
                directors=["Di Ohm"],
                cast=[{"person": "Ann Dee"}],
                based_on={"title": "Dry Cat", "author": "Al Poe"},
                releases=[release("GB", "2024-05-03"), release("US", "2024-06-07")],
            )
        ],
        "people": [{"name": "Ann Dee", "age": 41}, {"name": "Bo Eck", "age": None}],
        "notes": [],
    }


def scored(found: Answers, gold: Answers | None = None, page: str | None = COPY) -> Score:
    return score_page(gold or answers(), found, page)


def project_pages() -> list[Page]:
    return [page for folder in ("making", "held_out") for page in pages_in(HOME / folder)]


def test_there_are_thirty_pages_and_a_third_of_them_are_held_out() -> None:
    making, held_out = pages_in(HOME / "making"), pages_in(HOME / "held_out")
    assert len(making) + len(held_out) >= 30
    assert 3 * len(held_out) >= len(making) + len(held_out)


@pytest.mark.parametrize("page", project_pages(), ids=lambda page: page.path.stem)
def test_the_gold_answers_of_a_page_get_full_marks(page: Page) -> None:
    text = None if page.html else page.data.decode()
    score = score_page(page.gold, copy.deepcopy(page.gold), text)
    assert score.differences == []
    for kind, count in score.counts.items():
        assert (kind, count.precision, count.recall, count.f1) == (kind, 1.0, 1.0, 1.0)
    figures = figures_of(score)
    assert figures["speakers wrong"] == figures["speakers open"] == 0
    assert figures["wrong territories"] == 0


def test_an_empty_answer_has_no_recall_and_nothing_wrong() -> None:
    score = scored({})
    for kind in ("furniture", "body", "quotes", "captions", "films", "releases", "people"):
        assert score.counts[kind].recall == 0
        assert score.counts[kind].precision == 1
    assert score.tallies["wrong territories"] == 0


def test_one_quote_missed_and_two_invented_is_half_right_of_a_third_found() -> None:
    found = answers()
    found["quotes"][1]["text"] = "dampish"
    found["quotes"].append({"text": "wet", "speaker": None})
    count = scored(found).counts["quotes"]
    assert (count.right, count.wanted, count.found) == (1, 2, 3)
    assert count.f1 == pytest.approx(2 / 5)


def test_marks_and_spaces_do_not_make_a_quote_another() -> None:
    found = answers()
    found["quotes"][0]["text"] = '"We  ran Then we swam'
    assert scored(found).counts["quotes"].f1 == 1


def test_speakers_are_right_wrong_or_left_open() -> None:
    found = answers()
    found["quotes"][0]["speaker"] = "Bo Eck"
    found["quotes"][1]["speaker"] = None
    figures = figures_of(scored(found))
    assert (figures["speakers right"], figures["speakers wrong"]) == (0, 0.5)
    assert figures["speakers open"] == 0.5


def test_a_speaker_named_where_the_page_names_none_is_wrong() -> None:
    gold = answers()
    gold["quotes"][1]["speaker"] = None
    assert figures_of(scored(answers(), gold))["speakers wrong"] == 0.5


def test_speakers_of_quotes_that_were_not_found_are_not_judged() -> None:
    found = answers()
    found["quotes"] = found["quotes"][:1]
    assert figures_of(scored(found))["speakers right"] == 1


def test_furniture_in_text_is_counted_by_characters_without_spaces() -> None:
    found = answers()
    found["furniture"] = [{"kind": "other", "text": "Sign up to", "start": 0, "end": 10}]
    score = scored(found)
    assert score.counts["furniture"].recall == 8 / 18
    assert score.counts["furniture"].precision == 1
    assert figures_of(score)["furniture kind right"] == 0


def test_furniture_that_takes_from_the_story_loses_precision() -> None:
    found = answers()
    line = "It was, he added, “damp”."
    found["furniture"].append({"kind": "other", "text": line})
    letters = len(line.replace(" ", ""))
    assert scored(found).counts["furniture"].precision == 18 / (18 + letters)


def test_a_date_line_may_be_called_furniture_or_not() -> None:
    page = "date 2024-03-05 " + COPY
    found = answers()
    found["furniture"].insert(0, {"kind": "other", "text": "date 2024-03-05"})
    assert scored(found, page=page).counts["furniture"].f1 == 1


def test_furniture_of_html_is_counted_by_the_letters_of_its_words() -> None:
    found = answers()
    found["furniture"] = [{"kind": "signup", "text": "Sign up"}, {"kind": "other", "text": "damp"}]
    count = scored(found, page=None).counts["furniture"]
    assert (count.right, count.wanted, count.found) == (6, 18, 10)


def test_two_paragraphs_run_together_are_two_missed_and_one_wrong() -> None:
    found = answers()
    body = found["story"]["body"]
    found["story"]["body"] = [{"text": body[0]["text"] + " " + body[1]["text"]}, body[2]]
    count = scored(found).counts["body"]
    assert (count.right, count.wanted, count.found) == (1, 3, 2)


def test_a_proposed_headline_is_free_but_a_false_one_is_not() -> None:
    found = answers()
    found["story"]["headline"] = {"text": "Wet dog runs", "proposed": True}
    assert scored(found).counts["headline"].found == 0
    found["story"]["headline"]["proposed"] = False
    assert scored(found).counts["headline"].precision == 0


def test_a_credit_with_its_label_is_the_same_and_a_lost_one_costs_the_pair() -> None:
    found = answers()
    found["pictures"][0]["credit"] = "Photo: Cy Fox/PA"
    assert scored(found).counts["captions with credits"].f1 == 1
    found["pictures"][0]["credit"] = None
    score = scored(found)
    assert score.counts["captions"].f1 == 1
    assert score.counts["captions with credits"].f1 == 0
    assert score.counts["credits"].recall == 0


def test_a_date_given_to_the_wrong_territory_is_told() -> None:
    found = answers()
    found["films"][0]["releases"] = [release("GB", "2024-06-07"), release("GB", "2024-05-03")]
    score = scored(found)
    assert score.tallies["wrong territories"] == 1
    assert score.counts["releases"].f1 == 0.5


def test_a_territory_that_the_page_never_names_is_wrong() -> None:
    found = answers()
    found["films"][0]["releases"].append(release("AU", "2024-09-01"))
    assert scored(found).tallies["wrong territories"] == 1


def test_the_same_release_given_twice_is_too_many_but_no_wrong_territory() -> None:
    found = answers()
    found["films"][0]["releases"] *= 2
    score = scored(found)
    assert score.tallies["wrong territories"] == 0
    assert score.counts["releases"].precision == 0.5


def test_a_release_without_a_territory_is_not_held_against() -> None:
    found = answers()
    found["films"][0]["releases"].append({**release("GB", "2024-05-03"), "territory": None})
    assert scored(found).counts["releases"].f1 == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (release("GB", "2024-05-01", "month"), release("GB", "2024-05", "month"), True),
        (release("GB", "2024-05-01", "month"), release("GB", "2024-05-01", "day"), False),
        (release("GB", "2024-09-01", "season"), release("GB", "2024-11-30", "season"), True),
        (release("GB", "2024-12-01", "season"), release("GB", "2025-01-01", "season"), True),
        (release("GB", "2024-09-01", "season"), release("GB", "2024-03-01", "season"), False),
        (release("GB", "2024-01-01", "year"), release("GB", "2024", "year"), True),
    ],
)
def test_dates_are_compared_as_far_as_their_precision_goes(
    one: Answers, other: Answers, same: bool
) -> None:
    assert (day(one) == day(other)) is same


def test_optional_answers_are_neither_asked_for_nor_held_against() -> None:
    gold = answers()
    gold["films"].append(film("Moth", optional=True, directors=["Di Ohm"]))
    gold["quotes"].append({"text": "so-called", "speaker": None, "optional": True})
    with_them = scored(copy.deepcopy(gold), gold)
    without = scored(answers(), gold)
    for kind in ("films", "quotes", "directors"):
        assert with_them.counts[kind].f1 == without.counts[kind].f1 == 1


def test_wrong_people_of_a_film_are_counted_by_part() -> None:
    found = answers()
    found["films"][0]["directors"] = ["Ann Dee"]
    found["films"][0]["based_on"] = {"title": "Dry Cat", "author": "Bo Eck"}
    counts = scored(found).counts
    assert (counts["directors"].f1, counts["based on"].f1, counts["cast"].f1) == (0, 0, 1)


def test_ages_and_dates_are_told_apart_from_names_and_days() -> None:
    found = answers()
    found["people"][0]["age"] = 14
    found["story"]["published"] = "2024-03-05"
    counts = scored(found).counts
    assert (counts["people"].f1, counts["ages"].f1) == (1, 0)
    assert (counts["dates"].f1, counts["times"].recall) == (1, 0)


def test_words_names_and_credits_are_compared_without_their_dress() -> None:
    assert words("“It’s  a—gift,”") == words("it's a gift")
    assert name("Dame Sorcha Ní Bhriain") == name("Sorcha Ni Bhriain")
    assert credit("(Photograph: A/B)") == credit("© A/B") == credit("Photo by A/B")
    assert credit("Bypass Films") == ("bypass", "films")


def test_the_checker_finds_a_word_that_is_not_in_the_page(tmp_path: Path) -> None:
    page = next(page for page in pages_in(HOME / "making") if page.path.suffix == ".txt")
    gold = copy.deepcopy(page.gold)
    (tmp_path / page.path.name).write_bytes(page.data)
    answers_path = tmp_path / page.path.with_suffix(".json").name

    def check() -> subprocess.CompletedProcess[str]:
        answers_path.write_text(json.dumps(gold), "utf-8")
        command = [sys.executable, str(HOME / "check.py"), str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert check().returncode == 0
    gold["quotes"][0]["text"] += " walrus"
    gold["story"]["body"][2]["end"] -= 3
    told = check()
    assert told.returncode == 1
    assert "walrus" in told.stdout
    assert "2 faults" in told.stdout


def test_a_folder_without_gold_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "no page with gold answers" in capsys.readouterr().err
