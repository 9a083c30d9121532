"""Another site, on a server and an origin of its own, holds our box in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from matinee.newsletters.models import Newsletter
from matinee.readers import limits
from matinee.readers.models import AllowedOrigin, ConsentRecord, Reader
from tests.browsing import IN_A_BROWSER
from tests.readers.factories import newsletter

SHOTS = os.environ.get("SHOTS_DIR", "")
pytestmark = IN_A_BROWSER

ELEMENT = """<script src="{site}/embed/signup.js" async></script>
<matinee-signup newsletter="{slug}"><form action="{site}/sign-up/" method="post">
<input type="hidden" name="newsletter" value="{slug}">
<label>Your address <input type="email" name="address"></label><button>Join</button></form>
</matinee-signup>"""
FRAME = '<iframe src="{site}/embed/{slug}/" title="Sign up" width="100%" height="420"></iframe>'


class Elsewhere:
    """A site of somebody else: one page, whatever is asked for."""

    def __init__(self) -> None:
        self.body, self.headers = "", {}  # type: str, dict[str, str]
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                page = (
                    '<!doctype html><html lang="en"><meta name="viewport" '
                    'content="width=device-width"><title>Their page</title><body><main>'
                    f"<h1>Their review</h1>{outer.body}</main></body></html>"
                )
                self.wfile.write(page.encode())

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    site = Elsewhere()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def letter(transactional_db: None) -> Newsletter:
    return newsletter(name="The Second Reel", strapline="What to see this week")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def make(*, scripts: bool = True, width: int = 390) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=scripts
        )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        assert context.cookies() == []
        context.close()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def allow(elsewhere: Elsewhere) -> None:
    AllowedOrigin.objects.create(origin=elsewhere.origin)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_element_signs_up_from_another_site(
    opened: Callable[..., Page],
    elsewhere: Elsewhere,
    letter: Newsletter,
    live_server: Any,
    width: int,
) -> None:
    allow(elsewhere)
    elsewhere.body = ELEMENT.format(site=live_server.url, slug=letter.slug)
    page = opened(width=width)
    page.goto(f"{elsewhere.origin}/review/?utm_source=x")
    page.evaluate(
        "window.told = []; addEventListener('matinee-state', e => told.push(e.detail.state))"
    )
    frame = page.frame_locator("matinee-signup iframe")
    field = frame.get_by_label("Email address")
    expect(field).to_be_visible()
    expect(page.get_by_label("Your address")).to_be_hidden()
    page.wait_for_timeout(1600)
    shot(page, f"embed-{width}")
    field.fill("ada at home")
    frame.get_by_role("button", name="Sign up").click()
    expect(frame.get_by_role("alert")).to_contain_text(letter.error_wording)
    shot(page, f"embed-bad-{width}")
    # The frame is as high as what it shows: nothing is cut off and nothing scrolls in it.
    page.wait_for_timeout(100)
    inside = next(f for f in page.frames if "/embed/" in f.url)
    assert inside.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert Axe().run(page).violations_count == 0
    field.fill("ada@gmial.com")
    frame.get_by_role("button", name="Sign up").click()
    frame.get_by_role("button", name="Yes, use that").click()
    expect(frame.locator(".signup__thanks")).to_contain_text(letter.thanks_wording)
    expect(frame.locator(".signup__thanks")).to_be_focused()
    shot(page, f"embed-thanks-{width}")
    page.wait_for_timeout(100)
    assert page.evaluate("told")[-1] == "thanks"
    record = ConsentRecord.objects.get()
    assert (record.page, record.form) == (f"{elsewhere.origin}/review/", "embed")


def test_work_is_done_in_the_frame_when_it_is_asked_for(
    opened: Callable[..., Page],
    elsewhere: Elsewhere,
    letter: Newsletter,
    live_server: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allow(elsewhere)
    monkeypatch.setattr(limits, "NETWORK_EASY", 0)
    elsewhere.body = ELEMENT.format(site=live_server.url, slug=letter.slug)
    page = opened()
    page.goto(elsewhere.origin)
    frame = page.frame_locator("matinee-signup iframe")
    frame.get_by_label("Email address").fill("ada@example.com")
    frame.get_by_role("button", name="Sign up").click()
    expect(frame.locator(".signup__thanks")).to_be_visible(timeout=60_000)
    assert Reader.objects.exists()


def test_too_many_tries_and_a_closed_newsletter_say_so_in_the_frame(
    opened: Callable[..., Page],
    elsewhere: Elsewhere,
    letter: Newsletter,
    live_server: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allow(elsewhere)
    monkeypatch.setattr(limits, "ADDRESS", (0, 3600))
    elsewhere.body = ELEMENT.format(site=live_server.url, slug=letter.slug)
    page = opened()
    page.goto(elsewhere.origin)
    frame = page.frame_locator("matinee-signup iframe")
    frame.get_by_label("Email address").fill("ada@example.com")
    page.wait_for_timeout(1600)  # who is quicker is asked to press once more
    frame.get_by_role("button", name="Sign up").click()
    expect(frame.get_by_role("alert")).to_contain_text("one try too many")
    letter.state = Newsletter.State.CLOSED
    letter.save()
    page.reload()
    expect(frame.get_by_text("is closed to new readers")).to_be_visible()


def test_a_site_that_is_not_allowed_is_told_so(
    opened: Callable[..., Page], elsewhere: Elsewhere, letter: Newsletter, live_server: Any
) -> None:
    elsewhere.body = ELEMENT.format(site=live_server.url, slug=letter.slug)
    page = opened()
    page.goto(elsewhere.origin)
    frame = page.frame_locator("matinee-signup iframe")
    expect(frame.get_by_text("isn’t allowed on this site")).to_be_visible()
    expect(frame.get_by_text(elsewhere.origin)).to_be_visible()
    expect(frame.get_by_role("button")).to_have_count(0)
    page.wait_for_timeout(200)
    shot(page, "embed-refused")


def test_who_hides_where_they_are_is_stopped_by_the_browser_and_the_fallback_shows(
    opened: Callable[..., Page], elsewhere: Elsewhere, letter: Newsletter, live_server: Any
) -> None:
    # A page that claims to be an allowed one: the browser itself knows better.
    AllowedOrigin.objects.create(origin="https://partner.example")
    claim = f"{live_server.url}/embed/{letter.slug}/?from=https://partner.example/"
    elsewhere.body = f'<iframe id="f" src="{claim}" referrerpolicy="no-referrer"></iframe>'
    page = opened()
    page.goto(elsewhere.origin)
    page.wait_for_timeout(500)
    assert page.frame_locator("#f").get_by_label("Email address").count() == 0

    # A page whose own policy allows no frames: what stands inside the element is shown instead.
    elsewhere.body = ELEMENT.format(site=live_server.url, slug=letter.slug)
    elsewhere.headers = {"Content-Security-Policy": "frame-src 'none'"}
    page = opened()
    page.clock.install()
    page.goto(elsewhere.origin)
    page.locator("matinee-signup iframe").wait_for(state="attached")
    page.clock.fast_forward(11_000)
    expect(page.get_by_label("Your address")).to_be_visible()


def test_without_scripts_the_frame_works(
    opened: Callable[..., Page], elsewhere: Elsewhere, letter: Newsletter, live_server: Any
) -> None:
    allow(elsewhere)
    elsewhere.body = FRAME.format(site=live_server.url, slug=letter.slug)
    page = opened(scripts=False)
    page.goto(f"{elsewhere.origin}/review/")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Email address").fill("ada at home")
    page.wait_for_timeout(1700)
    frame.get_by_role("button", name="Sign up").click()
    expect(frame.get_by_role("alert")).to_contain_text(letter.error_wording)
    frame.get_by_label("Email address").fill("ada@example.com")
    frame.get_by_role("button", name="Sign up").click()
    expect(frame.get_by_text(letter.thanks_wording)).to_be_visible()
    record = ConsentRecord.objects.get()
    # Without the script the browser names the site only.
    assert (record.page, record.form) == (f"{elsewhere.origin}/", "embed")


def test_without_scripts_the_element_is_the_plain_form_and_lands_with_us(
    opened: Callable[..., Page], elsewhere: Elsewhere, letter: Newsletter, live_server: Any
) -> None:
    allow(elsewhere)
    elsewhere.body = ELEMENT.format(site=live_server.url, slug=letter.slug)
    page = opened(scripts=False)
    page.goto(f"{elsewhere.origin}/review/")
    page.get_by_label("Your address").fill("ada@example.com")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Nearly there")).to_be_visible()
    expect(page.get_by_label("Email address")).to_have_value("ada@example.com")
    shot(page, "embed-form-lands")
    assert not Reader.objects.exists()
    page.wait_for_timeout(1600)
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator(".signup__thanks")).to_be_visible()
    record = ConsentRecord.objects.get()
    assert (record.page, record.form) == (f"{elsewhere.origin}/", "embed form")
    page.get_by_role("link", name="Back to where you were reading").click()
    expect(page.get_by_role("heading", name="Their review")).to_be_visible()
