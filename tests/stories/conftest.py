"""A real browser, and the ground that it stands on, for the tests that ask for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext
from wagtail.models import Collection, Locale, Page


@pytest.fixture
def ground(transactional_db) -> None:
    """Put back what migrations put in and the test before this one took out."""
    Locale.objects.get_or_create(language_code="en-gb")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")


@pytest.fixture
def context(browser, live_server) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    yield made
    made.close()
