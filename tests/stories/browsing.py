"""Logging in at the desk in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.stories.factories import an_editor

PASSWORD = "a long password"


def log_in(page: Page) -> None:
    """Make an editor and log in as them."""
    an_editor()
    page.goto("/desk/login/")
    page.fill("[name=username]", "ed")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
