"""A reader opens a story, signs up, confirms, gets an edition and leaves, scripts on or off."""

from __future__ import annotations

import re
import time
import uuid
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.way.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("way")]


def open_mail(page: Page, address: str, subject: str) -> str:
    """Wait for the newest mail to an address whose subject holds some words; return its page."""
    for _ in range(60):
        page.goto(f"/inbox/?q={address}")
        link = page.locator(".inbox__list a", has_text=re.compile(subject, re.IGNORECASE))
        if link.count():
            return str(link.first.get_attribute("href"))
        time.sleep(0.5)
    raise AssertionError(f"no mail about {subject!r} came")


def link_in(page: Page, mail: str, part: str) -> str:
    """Return the first link in a mail's plain text that holds `part`."""
    page.goto(f"{mail}?view=text")
    return str(page.locator(f".inbox__text a[href*='{part}']").first.get_attribute("href"))


def take_in_a_story(house: House, headline: str, folder: Path) -> None:
    """Publish a story, so that there is something for the next edition."""
    copy = folder / "copy.txt"
    copy.write_text(
        f"date {date.today().isoformat()}\n\n"
        f"The Regal has a new carpet, and {headline} was the first to walk on it.\n\n"
        "“It is red,” said the manager, Rosalind Mbeki. “We thought about it for a year.”\n"
    )
    house.matinee(
        "intake", str(copy), "--accept", "--publish", "--section", "film",
        "--headline", f"A carpet for {headline.partition('@')[0]}",
    )  # fmt: skip


def test_from_the_story_to_the_inbox_and_out_again(
    page: Page, house: House, tmp_path: Path
) -> None:
    address = f"ruth.{uuid.uuid4().hex[:8]}@readers.example"
    page.goto("/")
    page.locator("main a[href*='/film/']:not([href$='/film/'])").first.click()
    box = page.locator("[data-signup]").first
    expect(box.get_by_role("checkbox")).not_to_be_checked()
    expect(box.get_by_role("link", name="privacy notice")).to_be_visible()
    prompt = box.locator(".signup__prompt").inner_text()
    assert "Thursday" in prompt

    box.get_by_label("Email address").fill("ruth at readers")
    time.sleep(2)  # nobody types faster; the box minds those who do
    box.locator(".signup__button").click()
    error = page.get_by_role("alert").first
    expect(error).to_be_visible()
    field = page.get_by_label("Email address").first
    expect(field).to_have_value("ruth at readers")
    expect(field).to_have_attribute("aria-invalid", "true")

    field.fill(address)
    time.sleep(2)
    page.locator("[data-signup] .signup__button").first.click()
    expect(page.locator(".signup__thanks").first).to_be_visible()

    mail = open_mail(page, address, "confirm|please|press|back row")
    page.goto(link_in(page, mail, "/confirm/"))
    page.get_by_role("button", name=re.compile("yes", re.IGNORECASE)).click()
    expect(page.get_by_role("heading", name="You’re in.")).to_be_visible()

    proof = house.matinee("consent", "prove", address).stdout
    assert prompt in " ".join(proof.split())

    take_in_a_story(house, address, tmp_path)
    house.matinee("edition", "draft", "the-back-row")
    house.matinee("edition", "send", "the-back-row")
    letter = open_mail(page, address, "carpet")
    link = link_in(page, letter, "/u/")
    page.goto(link)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name=re.compile("Done. You’ve left"))).to_be_visible()
    assert '"ok": true' in house.matinee("consent", "verify", "--json").stdout


def test_a_link_in_the_letter_is_counted_and_leads_on(page: Page, house: House) -> None:
    page.goto("/inbox/?q=The+woman+who+kept+the+lamp")
    mail = str(page.locator(".inbox__list a").first.get_attribute("href"))
    page.goto(f"{mail}html/")
    story = page.locator("a[href*='/l/']").first.get_attribute("href")
    assert story
    page.goto(story)
    assert "/l/" not in page.url
    assert page.url.startswith(house.site)


def test_following_the_leave_link_changes_nothing_by_itself(page: Page, house: House) -> None:
    page.goto("/inbox/?q=The+woman+who+kept+the+lamp")
    mail = str(page.locator(".inbox__list a").first.get_attribute("href"))
    link = link_in(page, mail, "/u/")
    for _ in range(2):
        page.goto(link)
        expect(page.get_by_role("button", name="Unsubscribe")).to_be_visible()
