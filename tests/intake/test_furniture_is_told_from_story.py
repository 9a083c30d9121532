"""Furniture: what each rule and weight takes, and story that looks like it, left alone."""

from __future__ import annotations

import pytest

from matinee.stories.intake import read_text
from matinee.stories.intake.furniture import kind_of, prefix_length, rules, weights
from tests.intake.pages import page

KINDS = {"signup", "cookie", "advert", "related", "share", "subscribe", "other"}

FURNITURE = [
    ("signup", "Sign up to Film Weekly"),
    ("signup", "Please enter a valid email address"),
    ("signup", "Enter your email"),
    ("signup", "after newsletter promotion"),
    ("signup", "I would like to be emailed about offers, events and updates from The Paper."),
    ("signup", "Get the latest Humber news straight to your inbox"),
    (
        "signup",
        "By providing your information, you agree to our Terms of Use and our Privacy Policy.",
    ),
    ("signup", "Your email address will not be published. Required fields are marked *"),
    ("cookie", "We use cookies and similar technologies on this site. Accept all Manage choices"),
    ("cookie", "To view this content, you need to update your Privacy Settings."),
    ("advert", "Advertisement"),
    ("advert", "Story continues below advertisement"),
    ("advert", "ADVERTISEMENT"),
    ("related", "Read more: The ten best films of the year"),
    ("related", "READ MORE: Seal found in a chip shop"),
    ("related", "Related Stories"),
    ("related", "[ The film that nobody sawOpens in new window ]"),
    ("related", "You may also like"),
    ("related", "Most viewed"),
    ("share", "Share on Facebook Share on X Show additional share options"),
    ("share", "Copy link"),
    ("share", "Share this article"),
    ("subscribe", "Already a subscriber? Log in"),
    ("subscribe", "You have 2 free articles left this month. Subscribe for £1"),
    ("subscribe", "Your support helps us to tell the story"),
    ("other", "Open image in gallery"),
    ("other", "Skip to main content"),
    ("other", "© 2024 A Newspaper Ltd. All rights reserved."),
    ("share", "Comments (12)"),
    ("other", "Report an editorial error"),
    ("other", "4 mins to read"),
]

STORY = [
    "She signed up for the film after an email from her agent, and never regretted it.",
    "The novelist sold her first newsletter to a magazine in 1994.",
    "“Sign up to our newsletter,” he joked, “and I’ll send you a goat.”",
    "The cookie factory where the film was shot has since closed.",
    "He shared the prize with his brother, who directed the second unit.",
    "The advertisement that made her name ran for eleven years.",
    "Critics were asked to accept all of it, and most did.",
    "Low Tide is out in UK cinemas on 12 January.",
    "The subscriber numbers of the streaming service fell, she said, because of the goat.",
]


@pytest.mark.parametrize(("kind", "line"), FURNITURE, ids=[line[:40] for _, line in FURNITURE])
def test_a_line_of_furniture_is_told_by_itself(kind: str, line: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize("line", STORY, ids=[line[:40] for line in STORY])
def test_a_line_of_story_is_left_alone(line: str) -> None:
    assert kind_of(line) is None


def test_the_rules_file_names_only_kinds_of_the_contract() -> None:
    assert {rule.kind for rule in rules()} <= KINDS
    assert {kind for kind, _ in weights().values()} <= KINDS
    assert all(rule.words <= 150 for rule in rules())


def test_every_rule_is_within_reach_of_some_line() -> None:
    """A whole-line rule that matched the empty string would take every line."""
    assert all(rule.pattern.fullmatch("") is None for rule in rules())


def test_furniture_run_together_with_a_cut_off_thank_you_is_taken_whole() -> None:
    prompt = (
        "Get our free weekly email from our critic Jo March Get our Reel Life email for free "
        "Please "
        "enter a valid email address SIGN UP I would like to be emailed about offers. Read our "
        "privacy "
        "notice Thanks for signing up to the"
    )
    assert prefix_length(prompt) == len(prompt)


def test_furniture_in_front_of_the_story_on_its_line_is_cut_off() -> None:
    story = "Ann Lee has won a prize for her film about a goat, and the goat has won one too."
    found = read_text(
        f"date 2024-03-05 Sign up to our newsletter Enter your email SIGN UP Read our privacy "
        f"notice {story}"
        "\n\nThe prize was given in Leeds on Sunday by the lord mayor, who is afraid of goats."
    )
    assert found.body[0].text == story
    assert found.furniture[0].text.endswith("privacy notice")
    assert found.published == "2024-03-05"


def test_titles_under_a_list_of_related_stories_go_with_it_and_the_story_goes_on() -> None:
    found = page(
        "Ann Lee has won a prize for her film about a goat that could not be told a lie.",
        "Related Stories",
        "The goat that ate a premiere",
        "Ten films with animals in them",
        "The prize was given in Leeds on Sunday by the lord mayor, who is afraid of goats.",
    )
    assert [f.text for f in found.furniture] == [
        "Related Stories",
        "The goat that ate a premiere",
        "Ten films with animals in them",
    ]
    assert "lord mayor" in found.body[1].text


def test_a_short_crosshead_stays_in_the_body_as_a_heading() -> None:
    found = page(
        "Ann Lee has won a prize for her film about a goat that could not be told a lie.",
        "A goat in Leeds",
        "The prize was given in Leeds on Sunday by the lord mayor, who is afraid of goats.",
    )
    assert [p.heading for p in found.body[:3]] == [False, True, False]


def test_an_author_s_blurb_below_the_story_is_furniture() -> None:
    found = read_text(
        "A long day out with a goat\nBy Ann Other\n5 March 2024\n\n"
        "The goat arrived late and left early, and in between it ate the whole of the press "
        "kit.\n\n"
        "The film it stars in was shot in Leeds over eleven wet days with a borrowed camera.\n\n"
        "Ann Other is a writer in Leeds. She has never owned a goat, but lives in hope of one."
    )
    assert [f.kind for f in found.furniture] == ["other"]
    assert len(found.body) == 2
