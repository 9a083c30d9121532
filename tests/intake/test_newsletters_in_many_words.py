"""What sign-up boxes say of their newsletter, in the forms that boxes have."""

from __future__ import annotations

import pytest

from matinee.stories.intake.found import Furniture, Newsletter
from matinee.stories.intake.newsletter import read_newsletter


def box(*lines: str, kind: str = "signup") -> Newsletter:
    prompts, at = [], 0
    for line in lines:
        prompts.append(Furniture(line, at, at + len(line), kind))
        at += len(line) + 2
    made = read_newsletter(prompts)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("line", "name", "strapline", "cadence"),
    [
        (
            "Get The Lantern Slide, critic Pat Oake's guide to old films, every Monday",
            "The Lantern Slide", "critic Pat Oake's guide to old films, every Monday", "weekly",
        ),
        (
            "Sign up for The Aisle A fortnightly letter on stage and screen, for members only.",
            "The Aisle", "A fortnightly letter on stage and screen, for members only.",
            "fortnightly",
        ),
        (
            "**Get the Palace Post.** Showings each Tuesday, and no more. [Sign up](/post)",
            "Palace Post", "Showings each Tuesday, and no more.", "weekly",
        ),
        (
            "Join our list A note from the projectionist on the last day of each month.",
            None, "A note from the projectionist on the last day of each month.", "monthly",
        ),
        (
            "Join our mailing list for late tickets, talks and the odd cake. One email a month.",
            None, "late tickets, talks and the odd cake", "monthly",
        ),
        (
            "Sign up for more with our round-up of things to see and hear, every Sunday morning",
            None, "our round-up of things to see and hear", "weekly",
        ),
        (
            "Sign up for our free newsletters: Last Reel (Friday) and First Reel (Monday).",
            "Last Reel", None, "weekly",
        ),
        (
            "Sign up for the Quayside morning arts briefing: what opened, what closed, every day",
            "Quayside", "what opened, what closed, every day", "daily",
        ),
    ],
)  # fmt: skip
def test_a_box_of_one_line_is_read(
    line: str, name: str | None, strapline: str | None, cadence: str
) -> None:
    made = box(line)
    assert (made.name, made.strapline, made.cadence) == (name, strapline, cadence)


def test_a_price_a_month_is_no_cadence() -> None:
    made = box(
        "Your first month for £1, then £9 a month",
        "Sign up to Late Show, five films for the weekend",
    )
    assert made.name == "Late Show"
    assert made.cadence == "weekly"


def test_a_form_is_read_from_its_heading_not_from_the_links_above_it() -> None:
    links = [Furniture("Ten Films About Bridges, Ranked", 0, 31, "related")]
    form = [
        Furniture("Reel Weekly", 33, 44, "related"),
        Furniture("Trailers and tattle every Friday.", 46, 79, "related"),
        Furniture("Sign me up", 81, 91, "related"),
    ]
    made = read_newsletter(links + form)
    assert made is not None
    assert (made.name, made.cadence, made.start) == ("Reel Weekly", "weekly", 33)


def test_a_comment_form_is_no_newsletter() -> None:
    text = "Your email address will not be published. Required fields are marked *"
    assert read_newsletter([Furniture(text, 0, len(text), "signup")]) is None


@pytest.mark.parametrize(
    "consent",
    [
        "By pressing Go you accept our terms and say that you are 16 or over.",
        "By ticking this box you agree to hear from us.",
    ],
)
def test_consent_is_given_by_many_deeds(consent: str) -> None:
    assert box("Sign up to Late Show, every week", "Email address", consent).consent == consent
