"""The editor's Thursday by keyboard alone: no mouse, and nothing put into focus by a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.way.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("way")]

# What a screen reader would say of the element in focus, and whether its focus can be seen.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const by = (e.getAttribute('aria-labelledby') || '').split(' ')
    .map(id => document.getElementById(id)).filter(Boolean).map(x => x.innerText).join(' ');
  const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const name = e.getAttribute('aria-label') || by || label || e.innerText || e.title || e.value || '';
  return {
    name: name.replace(/\\s+/g, ' ').trim(),
    tag: e.tagName.toLowerCase(),
    type: e.type || '',
    checked: !!e.checked,
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
      || style.boxShadow !== 'none',
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""


def tabs(page: Page, most: int = 160) -> Iterator[dict[str, object]]:
    """Press Tab again and again; yield what is in focus, which must be seen to be."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is not None:
            # A field of date and time shows which of its own parts is in focus.
            parts = str(found["type"]).startswith(("date", "time"))
            assert found["seen"] or parts, f"nobody can see that {found} is in focus"
            yield found


def tab_to(page: Page, name: str, tag: str = "", most: int = 160) -> None:
    """Press Tab until something of this name (a regular expression) is in focus."""
    passed = []
    for found in tabs(page, most):
        if re.search(name, str(found["name"])) and tag in ("", found["tag"]):
            # The page may still be gliding there.
            page.wait_for_function(f"() => ({FOCUSED})()?.inside", timeout=3000)
            return
        passed.append(str(found["name"])[:40])
    pytest.fail(f"no Tab leads to {name!r} on {page.url}; passed: {passed}")


def skip_to_main(page: Page) -> None:
    """Take the skip link, which is the first thing on every page of the desk."""
    page.wait_for_load_state("networkidle")
    tab_to(page, "^Skip to main content$", "a", most=1)
    page.keyboard.press("Enter")


def press(page: Page, name: str, tag: str = "", key: str = "Enter") -> None:
    """Tab to something and press it."""
    tab_to(page, name, tag)
    page.keyboard.press(key)


@pytest.fixture
def window(browser, house):  # type: ignore[no-untyped-def]
    """A window at a desk's width, and no mouse."""
    context = browser.new_context(base_url=house.site, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def log_in(page: Page) -> None:
    page.goto("/desk/login/")
    tab_to(page, "Username", "input")
    page.keyboard.type("editor")
    tab_to(page, "Password", "input", most=3)
    page.keyboard.type("matinee")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")


def a_story(house: House, folder: Path) -> None:
    copy = folder / "copy.txt"
    copy.write_text(
        f"date {date.today().isoformat()}\n\nThe organ at the Regal plays again.\n\n"
        "“It took nine years,” said Rosalind Mbeki, who mended it. “Most of it was dust.”\n"
    )
    house.matinee(
        "intake", str(copy), "--accept", "--publish", "--section", "film",
        "--headline", "The organ at the Regal",
    )  # fmt: skip


def order(page: Page) -> list[str]:
    """Return the kinds of the blocks, from the top."""
    found = page.locator("input[name^='body-'][name$='-type']").evaluate_all(
        """fields => fields.filter(f => /^body-\\d+-type$/.test(f.name)).map(
            f => [+f.form.elements[f.name.replace('-type', '-order')].value, f.value])"""
    )
    return [kind for _, kind in sorted(found)]


def test_from_login_to_report_without_a_mouse(window: Page, house: House, tmp_path: Path) -> None:
    a_story(house, tmp_path)
    log_in(window)
    skip_to_main(window)
    press(window, "^(Draft this week’s edition|Open it)$")
    window.wait_for_selector("#id_subject")
    edition = re.search(r"/pages/(\d+)/", window.url)
    assert edition

    # Write the subject and the letter, and move a block.
    tab_to(window, "^Subject", "input")
    window.keyboard.press("Control+A")
    window.keyboard.type("By hand and by key")
    tab_to(window, "^(Dear .*)?$", "div")  # a rich text field has no name but its words
    window.keyboard.type("Dear reader, the organ plays again.")
    before = order(window)
    press(window, "^Move down$", "button")
    window.wait_for_timeout(500)  # it glides
    after = order(window)
    # The first block that can be moved after the letter is the lead.
    assert after[1:3] == before[2:0:-1]
    assert sorted(after) == sorted(before)
    window.keyboard.press("Control+S")
    expect(window.get_by_text(re.compile("saved|draft of|updated", re.I)).first).to_be_visible()

    # Look at it, then at what preflight says.
    window.goto(f"/desk/pages/{edition[1]}/edit/")
    skip_to_main(window)
    window.goto(f"/desk/editions/{edition[1]}/previews/")
    skip_to_main(window)
    tab_to(window, "^Preflight$", "a")
    window.keyboard.press("Enter")
    window.wait_for_url("**/preflight/")
    assert "By hand and by key" in window.content()

    # The sheet: every warning ticked by the space bar, then the button.
    window.goto(f"/desk/pages/{edition[1]}/edit/")
    press(window, "^Actions$", "button")
    press(window, "^Send")
    window.wait_for_url(re.compile("/desk/sending/"))
    skip_to_main(window)
    for found in tabs(window):
        if found["type"] == "checkbox" and not found["checked"]:
            window.keyboard.press("Space")
        if re.match(r"^Send to [\d,]+ readers?", str(found["name"])):
            break
    else:
        pytest.fail("no Tab leads to the button that sends")
    window.keyboard.press("Enter")
    for _ in range(80):
        told = house.matinee("edition", "status", "the-back-row", "--json").stdout
        if f'"edition": {edition[1]},' in told and '"state": "sent"' in told:
            break
        window.wait_for_timeout(500)
    else:
        pytest.fail(f"the edition was not sent within its time: {told}")

    window.goto("/desk/")
    tab_to(window, "^How it went$", "a")
    window.keyboard.press("Enter")
    window.wait_for_url("**/desk/insight/")
    skip_to_main(window)
    press(window, "By hand and by key", "a")
    expect(window.get_by_text("By hand and by key").first).to_be_visible()
    assert f"/insight/{edition[1]}/" in window.url
