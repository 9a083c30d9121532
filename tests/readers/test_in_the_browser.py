"""The box, the confirm page and the preference centre in a real browser, scripts on and off."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from matinee.newsletters.models import Newsletter
from matinee.readers import limits, links
from matinee.readers.models import Reader, SignupRequest, Subscription
from tests.browsing import IN_A_BROWSER
from tests.readers.factories import newsletter

pytestmark = IN_A_BROWSER


@pytest.fixture
def letter(transactional_db: None) -> Newsletter:
    return newsletter(name="The Second Reel", strapline="What to see this week")


@pytest.fixture(params=["with scripts", "without scripts"])
def page(request: Any, browser: Browser, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        java_script_enabled=request.param == "with scripts",
    )
    made = context.new_page()
    complaints: list[str] = []
    # A refused form's 422 is told on the console too; a policy that was broken is what we want.
    made.on("console", lambda m: complaints.append(m.text) if "Policy" in m.text else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.scripted = request.param == "with scripts"  # type: ignore[attr-defined]
    yield made
    assert complaints == []
    context.close()


def sound(page: Page) -> None:
    """Fail where axe finds fault with the page as it is now."""
    if page.scripted:  # type: ignore[attr-defined]
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def press(page: Page, address: str) -> None:
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Sign up").click()


def test_the_box_from_a_bad_address_to_the_thank_you(page: Page, letter: Newsletter) -> None:
    page.goto(f"/newsletters/{letter.slug}/")
    sound(page)
    offers = page.get_by_label("I would like to be emailed about offers")
    expect(offers).not_to_be_checked()
    offers.check()
    page.wait_for_timeout(1600)
    press(page, "ada at home")
    expect(page.get_by_role("alert")).to_contain_text(letter.error_wording)
    expect(page.get_by_label("Email address")).to_have_value("ada at home")
    expect(page.get_by_label("I would like to be emailed about offers")).to_be_checked()
    sound(page)
    press(page, "ada@gmial.com")
    expect(page.get_by_text("Did you mean ada@gmail.com?")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Yes, use that").click()
    expect(page.locator(".signup__thanks")).to_contain_text(letter.thanks_wording)
    sound(page)
    assert Reader.objects.get().address == "ada@gmail.com"
    assert SignupRequest.objects.get().wanted[-1][0] == 0  # offers were asked for


def test_a_doubted_address_is_kept_when_the_reader_says_so(page: Page, letter: Newsletter) -> None:
    page.goto(f"/newsletters/{letter.slug}/")
    page.wait_for_timeout(1600)
    press(page, "ada@gmial.com")
    page.get_by_role("button", name="No, keep what I typed").click()
    expect(page.locator(".signup__thanks")).to_be_visible()
    assert Reader.objects.get().address == "ada@gmial.com"


@pytest.mark.parametrize("page", ["with scripts"], indirect=True)
def test_a_quick_finger_on_a_slow_line_gets_in_at_the_first_press(
    page: Page, letter: Newsletter
) -> None:
    here = f"/newsletters/{letter.slug}/"

    def slowly(route: Route) -> None:
        time.sleep(1.5)
        route.continue_()

    page.route(f"**{here}", slowly)
    page.goto(here)
    press(page, "ada@example.com")
    expect(page.locator(".signup__thanks")).to_be_visible()


def test_with_scripts_work_is_done_when_it_is_asked_for(
    page: Page, letter: Newsletter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NETWORK_EASY", 0)
    page.goto(f"/newsletters/{letter.slug}/")
    page.wait_for_timeout(1600)
    press(page, "ada@example.com")
    if page.scripted:  # type: ignore[attr-defined]
        expect(page.locator(".signup__thanks")).to_be_visible(timeout=60_000)
        assert Reader.objects.exists()
    else:
        expect(page.get_by_text("please try again in an hour")).to_be_visible()
        assert not Reader.objects.exists()


def test_confirming_choosing_leaving_and_coming_back(page: Page, letter: Newsletter) -> None:
    other = newsletter(name="Rewind")
    page.goto("/newsletters/")
    sound(page)
    page.get_by_label("The Second Reel").check()
    page.wait_for_timeout(1600)
    press(page, "ada@example.com")
    expect(page.locator(".signup__thanks")).to_be_visible()

    path = links.confirm_url(SignupRequest.objects.get().pk)
    page.goto("/" + path.split("/", 3)[3])
    sound(page)
    assert Subscription.objects.get().state == "pending"
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.get_by_role("heading", name="You’re in.")).to_be_visible()
    sound(page)
    assert Subscription.objects.mailable(letter).count() == 1

    page.get_by_role("link", name="Your preferences").click()
    sound(page)
    expect(page.get_by_label("The Second Reel")).to_be_checked()
    page.get_by_label("Rewind").check()
    page.get_by_role("button", name="Save what I receive").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    assert Subscription.objects.mailable(other).count() == 1

    subscription = Subscription.objects.get(newsletter=letter)
    page.goto("/" + links.leave_url(subscription.pk).split("/", 3)[3])
    sound(page)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You’ve left The Second Reel")).to_be_visible()
    sound(page)
    assert not Subscription.objects.mailable(letter).exists()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Welcome back.")).to_be_visible()
    assert Subscription.objects.mailable(letter).count() == 1
