"""The hub of newsletters in a real browser: long names, nothing ticked, a thank-you that helps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from matinee.newsletters.models import Newsletter
from tests.browsing import IN_A_BROWSER
from tests.readers.factories import newsletter

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfilmclub"

pytestmark = IN_A_BROWSER


@pytest.fixture
def letters(transactional_db: None) -> list[Newsletter]:
    return [
        newsletter(name=f"{LONG} weekly", button="Save me a seat", author=LONG),
        newsletter(name="First Night", button="Count me in"),
    ]


@pytest.fixture(params=["with scripts", "without scripts"])
def page(request: Any, browser: Browser, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 320, "height": 640},
        java_script_enabled=request.param == "with scripts",
    )
    made = context.new_page()
    made.scripted = request.param == "with scripts"  # type: ignore[attr-defined]
    yield made
    context.close()


def width(page: Page) -> int:
    """Return how wide the page's content is, in CSS pixels; more than 320 scrolls sideways."""
    # No script of the page is needed: the widest box says it too.
    cards = page.locator(".choice, .signup, h1, .letter-facts").all()
    boxes = [card.bounding_box() for card in cards]
    return max(round(box["x"] + box["width"]) for box in boxes if box)


def test_a_very_long_name_makes_no_page_wider_than_a_small_phone(
    page: Page, letters: list[Newsletter]
) -> None:
    page.goto("/newsletters/")
    assert width(page) <= 320
    page.goto(f"/newsletters/{letters[0].slug}/")
    assert width(page) <= 320


def test_nothing_ticked_is_said_at_the_ticks_and_the_hub_has_a_button_of_its_own(
    page: Page, letters: list[Newsletter]
) -> None:
    page.goto("/newsletters/")
    page.wait_for_timeout(1600)
    page.get_by_label("Email address").fill("ada@example.com")
    expect(page.get_by_role("button", name="Save me a seat")).to_have_count(0)
    page.get_by_role("button", name="Sign up").click()
    group = page.get_by_role("group", name="Choose your newsletters")
    expect(group.get_by_role("alert")).to_have_text("Tick at least one newsletter, please.")
    expect(group).to_have_accessible_description("Tick at least one newsletter, please.")
    expect(page.get_by_label("Email address")).to_have_value("ada@example.com")
    expect(page.get_by_label("Email address")).not_to_have_attribute("aria-describedby", "error")
    if page.scripted:  # type: ignore[attr-defined]
        expect(group.get_by_role("checkbox").first).to_be_focused()
    group.get_by_role("checkbox", name="First Night").check()
    page.get_by_role("button", name="Sign up").click()
    thanks = page.locator(".signup__thanks")
    expect(thanks).to_contain_text(letters[1].thanks_wording)
    expect(thanks).to_contain_text("look in the folder for junk")
    if page.scripted:  # type: ignore[attr-defined]
        expect(thanks).to_contain_text("You gave the address ada@example.com.")
    else:
        # The page without a script is reached by an address, where no reader's may stand.
        expect(page.get_by_role("heading", level=1)).to_have_text(letters[1].thanks_wording)
        assert "ada" not in page.url
