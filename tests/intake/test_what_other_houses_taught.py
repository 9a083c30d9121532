"""Posts before names, other people's turns to speak, who gave a picture, and shops' small print."""

from __future__ import annotations

import pytest

from matinee.stories.intake.furniture import kind_of
from matinee.stories.intake.people import trim
from tests.intake.pages import page

LEAD = "Ann Lee, 41, directed Goat Song, in which Tom Rae plays a shepherd who has lost his dog."


@pytest.mark.parametrize(
    "post",
    ["Provost", "Locals", "Cashier", "Councillor", "Residents", "Volunteers", "Captain", "Chef"],
)
def test_a_post_before_a_name_is_no_part_of_it(post: str) -> None:
    assert trim(f"{post} Moira Keane") == "Moira Keane"
    [quote] = page(
        LEAD, f"{post} Moira Keane said: “The dog was a diva, and the goat was worse.”"
    ).quotes
    assert quote.speaker == "Moira Keane"


@pytest.mark.parametrize("name", ["Will Harker", "Will Osei", "Will Dunne"])
def test_will_is_a_first_name_too(name: str) -> None:
    [quote] = page(LEAD, f"“The dog was a diva,” said producer {name}.").quotes
    assert quote.speaker == name


@pytest.mark.parametrize("title", ["Mr", "Mr.", "Sir", "Dr"])
@pytest.mark.parametrize("verb", ["added", "said", "went on"])
def test_he_behind_a_titled_stranger_is_nobody_named_before(title: str, verb: str) -> None:
    quotes = page(
        LEAD,
        "Tom Rae said: “The dog was a diva.”",
        f"{title} Oxtoby agreed that the goat was the hero. “He never missed a call,” he {verb}.",
    ).quotes
    assert [q.speaker for q in quotes] == ["Tom Rae", None]


@pytest.mark.parametrize("verb", ["added", "adds", "continued", "went on"])
def test_he_added_behind_another_mans_turn_is_not_the_last_speaker(verb: str) -> None:
    quotes = page(
        LEAD,
        "“The dog was a diva,” Tom Rae said. “We asked him twice.”",
        f"His brother laughed. “He had a trailer of his own,” he {verb}.",
    ).quotes
    assert quotes[-1].speaker != "Tom Rae"


def test_he_added_in_his_own_turn_is_the_last_speaker_still() -> None:
    quotes = page(LEAD, "“The dog was a diva,” Rae said. “We asked him twice,” he added.").quotes
    assert {q.speaker for q in quotes} == {"Tom Rae"}


@pytest.mark.parametrize("how", ["Submitted", "Provided", "Supplied", "Contributed", "Sent in"])
def test_who_gave_a_picture_is_its_credit(how: str) -> None:
    [picture] = page(
        LEAD,
        f"Ann Lee and shepherd Tom Rae on the hill with the dog. ({how} by Ann Lee)",
        "The film opens on Friday, and the dog will be there to see it with his trainer.",
    ).pictures
    assert picture.caption == "Ann Lee and shepherd Tom Rae on the hill with the dog."
    assert picture.credit is not None and picture.credit.endswith("Ann Lee")


@pytest.mark.parametrize(
    "line",
    [
        "If you buy something through a link here, the shop may pay us. How that works.",
        "When you shop through our links, we may earn a little.",
        "Purchases made through these links may mean that this site gets a share.",
        "This post comes from another site, where there may be more of it.",
        "This article was republished from our sister title.",
        "Watch our arts programme on YouTube",
        "Catch the latest film show on Freeview",
        "Something is not working. Please try later.",
        "Something went wrong. Try again later.",
        "Submitting...",
        "Sending…",
    ],
)
def test_small_print_of_shops_players_and_forms_is_furniture(line: str) -> None:
    assert kind_of(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "If you buy a ticket you will see the dog, who steals every scene that he is in.",
        "This story comes from the island where Lee grew up, and she tells it with care.",
        "Something is not working in the second act, and no goat can save it.",
        "He paid for the dog himself, and the shop never gave him the link to the other one.",
    ],
)
def test_story_that_looks_like_small_print_is_left_alone(line: str) -> None:
    assert kind_of(line) is None
