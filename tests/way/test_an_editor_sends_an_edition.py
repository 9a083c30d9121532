"""An editor logs in, opens the draft, changes the subject, previews it and sends it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.way.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("way")]


def test_from_login_to_report(desk: Page, house: House) -> None:
    house.matinee("edition", "draft", "first-night")
    shown = house.matinee("edition", "show", "first-night", "--json").stdout
    number = re.search(r'"edition": (\d+)', shown)
    assert number
    desk.goto(f"/desk/pages/{number[1]}/edit/")
    desk.get_by_role("textbox", name=re.compile("^Subject")).fill("An evening indoors")
    desk.locator(
        "[name=action-submit], button[name=action-publish], button.action-save"
    ).first.click()
    desk.wait_for_load_state()
    assert "An evening indoors" in house.matinee("edition", "show", "first-night").stdout

    response = desk.goto(f"/desk/pages/{number[1]}/edit/preview/?mode=email")
    assert response is not None and response.ok

    desk.goto(f"/desk/pages/{number[1]}/edit/")
    sheet = desk.locator("a[href*='/desk/sending/']").first.get_attribute("href")
    assert sheet
    desk.goto(sheet)
    for warning in desk.locator("input[name=passed_over]").all():
        warning.check()
    send = desk.get_by_role("button", name=re.compile(r"^Send to \d+ readers?"))
    expect(send).to_be_visible()
    send.click()
    expect(desk.get_by_text(re.compile("sent|sending", re.IGNORECASE)).first).to_be_visible()
    for _ in range(60):
        if '"state": "sent"' in house.matinee("edition", "status", "first-night", "--json").stdout:
            break
        desk.wait_for_timeout(500)
    else:
        pytest.fail("the edition was not sent within its time")
    desk.goto(f"/desk/insight/{number[1]}/")
    expect(desk.get_by_text("An evening indoors").first).to_be_visible()
