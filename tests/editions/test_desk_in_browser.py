"""The editor's Thursday in a real browser: from the desk's first page to the previews."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page

from matinee.editions.models import EditionPage
from tests.browsing import IN_A_BROWSER
from tests.editions import newsroom

SHOTS = os.environ.get("MATINEE_SHOTS", "")
pytestmark = IN_A_BROWSER


@pytest.fixture
def page(browser: Browser, live_server, settings) -> Iterator[Page]:  # type: ignore[no-untyped-def]
    """Return a page of Chromium, logged in as an editor with a busy week before her."""
    settings.SITE_URL = live_server.url
    # The server was started with this one.
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    User.objects.create_superuser("ines", password="a long password", first_name="Ines")
    newsroom.busy_week()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    opened.goto("/desk/")
    opened.fill("input[name=username]", "ines")
    opened.fill("input[name=password]", "a long password")
    opened.press("input[name=password]", "Enter")
    opened.wait_for_selector("#this-week")
    yield opened
    context.close()


def shot(page, name: str, full: bool = True) -> None:  # type: ignore[no-untyped-def]
    """Keep a picture of the screen where MATINEE_SHOTS names a directory."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=full)


def test_the_editor_drafts_writes_looks_and_checks(page) -> None:  # type: ignore[no-untyped-def]
    shot(page, "desk-home")
    page.click("text=Draft this week’s edition")
    page.wait_for_selector("#id_subject")
    shot(page, "edition-editor")
    edition = EditionPage.objects.get()

    # Counts and inboxes follow every key.
    page.fill("#id_subject", "Boats, patience and one lens")
    assert page.inner_text("#count_subject").startswith("28 characters")
    assert page.inner_text(".inbox-view--phone b") == "Boats, patience and one lens"
    page.fill("#id_subject", "x" * 80)
    assert "longer than inboxes show" in page.inner_text("#count_subject")
    page.fill("#id_subject", "Boats, patience and one lens")
    page.click("button:has-text('Save draft')")
    page.wait_for_function("document.title.includes('Boats')")
    assert edition.latest().subject == "Boats, patience and one lens"

    page.goto(f"/desk/editions/{edition.pk}/previews/")
    page.wait_for_selector("iframe")
    letter = page.frame_locator("iframe[title='Email']")
    assert letter.locator("h1").inner_text() == "Second Screening"
    assert letter.locator("img").first.evaluate("i => i.complete && i.naturalWidth") == 1200
    off = page.frame_locator("iframe[title='Images off']")
    assert off.locator("img").first.evaluate("i => i.naturalWidth") == 0
    dark = page.frame_locator("iframe[title='Email, dark']")
    assert (
        dark.locator(".pg").evaluate("e => getComputedStyle(e).backgroundColor")
        == "rgb(15, 14, 18)"
    )
    page.wait_for_load_state("networkidle")
    shot(page, "previews")

    page.goto(f"/desk/editions/{edition.pk}/preflight/")
    assert "the letter at the top" in page.inner_text(".preflight")
    shot(page, "preflight")
    button = page.locator("li:has-text('the letter at the top') button")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Ticked off so far")
    assert edition.ticks.get().ticked_by == "Ines"


def test_the_letter_holds_at_320_pixels_and_at_double_text(page, live_server) -> None:  # type: ignore[no-untyped-def]
    page.click("text=Draft this week’s edition")
    page.wait_for_selector("#id_subject")
    edition = EditionPage.objects.get()
    for width, zoom in ((320, 1), (390, 2)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/desk/editions/{edition.pk}/preview/email/")
        page.evaluate(f"document.documentElement.style.fontSize = '{100 * zoom}%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_in_the_letter_and_on_its_web_page(page) -> None:  # type: ignore[no-untyped-def]
    from axe_playwright_python.sync_playwright import Axe

    from matinee.editions import drafting, states

    edition = drafting.draft(newsroom.Newsletter.objects.get(), now=newsroom.NOW)
    context = page.context.browser.new_context(bypass_csp=True, base_url=page.url.split("/desk")[0])
    reader = context.new_page()
    frozen = states.start_sending(edition)
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)
        for address in (frozen.get_url_parts()[2], frozen.get_parent().get_url_parts()[2]):
            reader.goto(address)
            found = Axe().run(reader)
            assert found.violations_count == 0, found.generate_report()
            shot(reader, f"web-{'archive' if address.count('/') == 2 else 'edition'}-{scheme}")
        from matinee.editions import press

        html, _ = press.filled(press.variant(frozen, "GB"))
        reader.set_content(html)
        # Landmarks belong to the mail program's page, not to what is read inside it.
        off = {rule: {"enabled": False} for rule in ("landmark-one-main", "region")}
        found = Axe().run(reader, options={"rules": off})
        assert found.violations_count == 0, found.generate_report()
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.emulate_media(color_scheme="light")
    reader.goto(frozen.get_url_parts()[2])
    shot(reader, "web-edition-390")
    context.close()
