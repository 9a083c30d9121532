"""Deciding in a real browser: by keys, without loading the page anew, with undo, seen and said."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from PIL import Image
from playwright.sync_api import Page as Screen
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from matinee.stories import picture_fetching, use_cases
from matinee.stories.copies import Proposal, Quote
from matinee.stories.pages import StoryPage
from tests.browsing import IN_A_BROWSER
from tests.stories.browsing import log_in
from tests.stories.factories import a_found
from tests.stories.newsroom import open_newsroom

pytestmark = [*IN_A_BROWSER, pytest.mark.usefixtures("ground")]


@pytest.fixture
def story(ground) -> StoryPage:
    return use_cases.take_in(a_found(), source="a.txt")


@pytest.fixture
def desk(browser, live_server, story) -> Iterator[Screen]:
    # axe is injected, which the desk's policy rightly forbids.
    made = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 800}, bypass_csp=True
    )
    page = made.new_page()
    log_in(page)
    page.goto(f"/desk/copy/story/{story.pk}/")
    page.wait_for_function("!document.querySelector('[data-keys-hint]').hidden")
    yield page
    made.close()


def the(story: StoryPage, kind: str) -> Proposal:
    return story.proposals.get(kind=kind)


def on(desk: Screen, item: object) -> None:
    """Wait until the keyboard stands on this proposal."""
    expect(desk.locator(f"[data-item='{item}']")).to_be_focused()


def told(desk: Screen, words: str) -> None:
    expect(desk.locator("[data-announce]")).to_contain_text(words)


def test_the_whole_copy_is_decided_and_undone_by_keys(desk, story):
    note, newsletter = the(story, "note"), the(story, "newsletter")
    desk.evaluate("window.stays = true")
    desk.keyboard.press("j")
    on(desk, "headline")
    desk.keyboard.press("r")
    told(desk, "A headline is accepted or rewritten")
    desk.keyboard.press("j")
    on(desk, note.pk)
    desk.keyboard.press("ArrowDown")
    on(desk, newsletter.pk)
    desk.keyboard.press("k")
    on(desk, note.pk)
    desk.keyboard.press("a")
    on(desk, newsletter.pk)
    told(desk, "seen. 1 of 8 decided.")
    desk.keyboard.press("r")
    on(desk, the(story, "film").pk)
    told(desk, "Newsletter “Reel Notes” rejected. 2 of 8 decided.")
    desk.keyboard.press("u")
    on(desk, newsletter.pk)
    told(desk, "Undone: Newsletter “Reel Notes” rejected. 1 of 8 decided.")
    expect(desk.locator(f"#p{newsletter.pk}")).to_contain_text("Undone. It waits again.")
    for left in range(7):
        desk.keyboard.press("a")
        told(desk, f"{8 - 6 + left} of 8" if left < 6 else "All 8 decided")
    assert not Proposal.objects.filter(state="proposed").exists()
    desk.keyboard.press("a")
    told(desk, "This is decided already. Press u to undo.")
    assert desk.evaluate("window.stays")  # the page was never loaded anew


def test_letters_in_a_field_are_words(desk, story):
    quote = the(story, "quote")
    desk.locator(f"#p{quote.pk}").focus()
    desk.keyboard.press("e")
    words = desk.locator(f"#id_p{quote.pk}-text")
    expect(words).to_be_focused()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("a jar, r u e?")
    desk.keyboard.press("Escape")
    on(desk, quote.pk)
    assert not Quote.objects.exists()
    desk.keyboard.press("e")
    desk.locator(f"#p{quote.pk} button[value=edit]").press("Enter")
    told(desk, "accepted with changes")
    assert Quote.objects.get().text == "a jar, r u e?"


def test_all_of_a_kind_by_its_button_and_back(desk, story):
    person = the(story, "person")
    Proposal.objects.create(
        story=story, copy=story.raw_copy, kind="person", data={"name": "Teo Brandt"}
    )
    desk.reload()
    desk.get_by_role("button", name="Accept all 2 people").click()
    told(desk, "2 people accepted. 2 of 9 decided.")
    group = desk.locator("section:has(#g-person)")
    expect(group.locator(".group__done")).to_have_text("2 people accepted.")
    group.get_by_role("button", name="Undo: 2 people accepted").click()
    told(desk, "Undone: 2 people accepted. 0 of 9 decided.")
    person.refresh_from_db()
    assert person.is_open


def test_keys_do_nothing_where_the_account_switched_them_off(desk, story):
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="ed"))
    profile.keyboard_shortcuts = False
    profile.save()
    desk.reload()
    desk.locator(f"#p{the(story, 'note').pk}").focus()
    desk.keyboard.press("a")
    desk.wait_for_timeout(200)
    assert the(story, "note").is_open
    assert desk.locator("[data-keys-hint]").count() == 0


def test_the_keys_are_shown_and_do_nothing_meanwhile(desk, story):
    desk.locator(f"#p{the(story, 'note').pk}").focus()
    desk.keyboard.press("?")
    dialog = desk.locator("#keyboard-shortcuts-dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Undo the last decision")
    desk.keyboard.press("a")
    desk.wait_for_timeout(200)
    assert the(story, "note").is_open


def test_a_picture_that_comes_shows_itself(desk, story, monkeypatch):
    picture = the(story, "picture")
    with open_newsroom(monkeypatch) as room:
        out = io.BytesIO()
        Image.effect_noise((320, 200), 40).convert("RGB").save(out, "JPEG")
        address = room.put("/still.jpg", out.getvalue(), "image/jpeg")
        Proposal.objects.filter(pk=picture.pk).update(data={**picture.data, "src": address})
        desk.locator(f"#p{picture.pk}").focus()
        desk.keyboard.press("a")
        shown = desk.locator(f"#p{picture.pk} .file")
        expect(shown).to_have_text("The picture’s file is being fetched…")
        assert picture_fetching.fetch_due() == 1
    expect(shown).to_contain_text("In the story. 320 by 200 pixels.")
    expect(shown.locator("img")).to_have_js_property("complete", True)
    told(desk, "In the story. 320 by 200 pixels.")


def test_what_could_not_be_kept_is_said(desk, story):
    desk.route("**/decide/", lambda route: route.abort())
    desk.get_by_role("button", name="Accept all 8").click()
    expect(desk.locator(".messages")).to_contain_text("Nothing was kept")
    assert not Proposal.objects.exclude(state="proposed").exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_and_after_deciding(desk, story, scheme):
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="ed"))
    profile.theme = scheme
    profile.save()
    use_cases.accept(the(story, "quote"))
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.reload()
    desk.keyboard.press("j")
    found = Axe().run(desk, context=".review")
    assert found.violations_count == 0, found.generate_report()
    assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_without_scripts_all_of_it_are_plain_forms(browser, live_server, story):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page)
    page.goto(f"/desk/copy/story/{story.pk}/")
    assert page.locator(".review__count").inner_text() == "0 of 8 decided"
    page.click("text=Accept all 8")
    assert page.locator(".review__count").inner_text() == "All 8 decided"
    assert "8 proposals accepted by ed" in page.locator(".review__last").inner_text()
    page.click(".review__bar .undo button")
    assert "Undone: 8 proposals accepted." in page.locator(".review__last").inner_text()
    assert page.locator(".review__count").inner_text() == "0 of 8 decided"
    context.close()
