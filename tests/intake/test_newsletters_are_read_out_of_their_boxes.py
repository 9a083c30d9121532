"""What a sign-up prompt says of its newsletter."""

from __future__ import annotations

import pytest

from matinee.stories.intake.found import Furniture, Newsletter
from matinee.stories.intake.newsletter import read_newsletter


def read(*lines: str, kind: str = "signup") -> Newsletter:
    furniture, at = [], 0
    for line in lines:
        furniture.append(Furniture(line, at, at + len(line), kind))
        at += len(line) + 1
    letter = read_newsletter(furniture)
    assert letter is not None
    return letter


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Sign up to The Long Take, our film desk's free Friday letter", "The Long Take"),
        ("Subscribe to Opening Bell, our daily box-office briefing", "Opening Bell"),
        ("Sign up to the Culture Saturday newsletter and get the best of the "
         "week", "Culture Saturday"),
        ("Love film? Have our fortnightly newsletter, Screen Door, delivered", "Screen Door"),
        ("For more like this, sign up to our free What's On bulletin here", "What's On"),
        ("Your daily dose of showbiz Sign up for the Lantern's free Stargazer "
         "newsletter", "Stargazer"),
        ("Get Bay Screens for everything worth seeing, every Friday.", "Bay Screens"),
        ("Get these dates by email every Monday: join the free Screen Diary list", "Screen Diary"),
        ("Sign up to our film newsletter every week", None),
    ],
)  # fmt: skip
def test_the_name_is_found(line: str, name: str | None) -> None:
    assert read(line).name == name


@pytest.mark.parametrize(
    ("words", "cadence"),
    [
        ("every Friday", "weekly"),
        ("each weekday", "daily"),
        ("every lunchtime", "daily"),
        ("our fortnightly email", "fortnightly"),
        ("One email a month", "monthly"),
        ("once a week", "weekly"),
    ],
)
def test_the_cadence_is_found(words: str, cadence: str) -> None:
    assert read(f"Sign up to Reel Notes, {words}").cadence == cadence


def test_a_form_of_several_lines_is_one_newsletter() -> None:
    letter = read(
        "Sign up to Front Row",
        "Our film editor Maud Sillitoe picks the best of the week’s releases, every Thursday",
        "Enter your email",
        "Sign up",
        "Your address is used for Front Row and nothing else. See our privacy policy.",
    )
    assert letter.name == "Front Row"
    assert letter.author == "Maud Sillitoe"
    assert letter.cadence == "weekly"
    assert letter.consent is not None and letter.consent.startswith("Your address is used")
    assert letter.strapline is not None and letter.strapline.startswith("Our film editor")


def test_a_paper_with_daily_in_its_name_sends_no_daily_letter() -> None:
    letter = read(
        "Join our Breaking News email, free, whenever something happens",
        "Tick to get news of competitions and events by email from PN Daily.",
    )
    assert (letter.cadence, letter.author, letter.publisher) == (None, None, "PN Daily")


def test_no_prompt_gives_no_newsletter() -> None:
    assert read_newsletter([Furniture("Share this article", 0, 18, "share")]) is None
    assert read_newsletter([]) is None
