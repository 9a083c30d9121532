"""Axe finds nothing on the public pages, in light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("way")]

PAGES = ["/", "/film/", "/newsletters/", "/newsletters/the-back-row/", "/the-back-row/",
         "/privacy/", "/releases/", "/inbox/", "/confirm/garbage/", "/u/garbage/"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, house, scheme):
    context = browser.new_context(base_url=house.site, color_scheme=scheme)
    page = context.new_page()
    page.goto("/")
    story = page.locator("main a[href*='/film/']:not([href$='/film/'])").first.get_attribute("href")
    page.goto("/the-back-row/")
    edition = page.locator("main a[href*='/the-back-row/2']").first.get_attribute("href")
    found = []
    for address in [*PAGES, story, edition]:
        page.goto(address)
        results = Axe().run(page)
        found += [
            f"{address}: {v['id']}: {v['nodes'][0]['html'][:120]}"
            for v in results.response["violations"]
        ]
    context.close()
    assert not found
