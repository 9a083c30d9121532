"""The desk's import and its page about other sites in a real browser, wide and on a telephone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from matinee.readers.importing import desk
from matinee.readers.models import AllowedOrigin, Reader, ReaderImport
from tests.browsing import IN_A_BROWSER
from tests.readers.factories import newsletter

SHOTS = os.environ.get("SHOTS_DIR", "")
pytestmark = IN_A_BROWSER

LIST = "Email Address,First Name,MEMBER_RATING,CC,UNSUB_TIME\n" + "".join(
    f"reader{n}@example.com,Reader {n},3,GB,{'2024-01-01' if n % 10 == 0 else ''}\n"
    for n in range(60)
)


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def enter(page: Page) -> None:
    User.objects.create_superuser("editor", "editor@example.com", "pw")
    page.goto("/desk/login/")
    page.locator("[name=username]").fill("editor")
    page.locator("[name=password]").fill("pw")
    page.locator("[type=submit]").first.click()


def sideways(page: Page) -> int:
    found = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return int(found)


@pytest.mark.parametrize("width", [390, 1280])
def test_an_editor_imports_a_list_and_lets_another_site_carry_the_box(
    browser: Browser,
    live_server: Any,
    settings: Any,
    tmp_path: Path,
    width: int,
) -> None:
    settings.VAR = tmp_path
    newsletter(name="The Second Reel")
    file = tmp_path / "audience.csv"
    file.write_text(LIST)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    enter(page)
    page.goto("/desk/readers/import/")
    shot(page, f"import-empty-{width}")
    page.get_by_label("File").set_input_files(str(file))
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("It looks like an export of Mailchimp")).to_be_visible()
    assert sideways(page) <= 0
    shot(page, f"import-look-{width}")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert")).to_contain_text("basis")
    page.get_by_label("On what basis").fill("Confirmed by mail in Mailchimp")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="Trying it")).to_be_visible()
    shot(page, f"import-try-{width}")
    job = ReaderImport.objects.get()
    assert desk.work(job.pk)
    # The page finds out by itself.
    page.get_by_role("button", name="Import 54 readers").click(timeout=5000)
    assert desk.work(job.pk)
    expect(page.get_by_text("Imported into The Second Reel")).to_be_visible(timeout=5000)
    shot(page, f"import-done-{width}")
    assert Reader.objects.count() == 54
    with page.expect_download() as got:
        page.get_by_role("link", name="which, and why").click()
    assert len(Path(got.value.path()).read_text().splitlines()) == 7

    page.goto("/desk/readers/elsewhere/")
    page.get_by_label("Allow a site").fill("http://partner.example")
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("alert")).to_contain_text("Only https")
    page.get_by_label("Allow a site").fill("https://partner.example")
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("cell", name="https://partner.example", exact=True)).to_be_visible()
    assert AllowedOrigin.objects.count() == 1
    assert sideways(page) <= 0
    expect(page.get_by_role("button", name="Copy").first).to_be_visible()
    shot(page, f"elsewhere-{width}")
    context.close()
