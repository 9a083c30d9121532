"""A reader's and an editor's pages in a real browser: without scripts, and by axe's rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from matinee.films.known import set_release
from matinee.stories.copies import Quote
from matinee.stories.pages import StoryPage
from tests.browsing import IN_A_BROWSER
from tests.stories.browsing import log_in
from tests.stories.factories import COPY, a_film, a_newsletter, a_story, territories

pytestmark = [*IN_A_BROWSER, pytest.mark.usefixtures("ground")]


@pytest.fixture
def site(live_server) -> StoryPage:
    territories("GB", "US")
    film = a_film()
    set_release(film, {"territory": "GB", "date": timezone.localdate().isoformat()})
    soon = timezone.localdate() + timedelta(30)
    set_release(film, {"territory": "US", "date": soon.isoformat()})
    body = [
        ("paragraph", "<p>One.</p>"),
        ("paragraph", "<p>Two.</p>"),
        ("signup", {"newsletter": None}),
        ("quote", {"text": "I slept in the van", "speaker": "Rosa Lind", "where_said": ""}),
        ("paragraph", "<p>Three.</p>"),
    ]
    story = a_story("Forty nights", body=body, films=[film], newsletter=a_newsletter())
    Quote.objects.create(story=story, text="I slept in the van", speaker="Rosa Lind")
    a_story("Another", standfirst="It follows.")
    return story


PUBLIC = ["/", "/film/", "/film/forty-nights/", "/films/", "/films/salt-road-2025/",
          "/releases/GB/", "/privacy/", "/nowhere/"]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_public_pages_fit_and_keep_the_policy(browser, live_server, site, width, scheme):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in PUBLIC:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
        broken = [c for c in complaints if "Security Policy" in c or "Error" in c]
        assert not broken, (address, broken)
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_public_pages(browser, live_server, site, width, scheme):
    # axe is injected, which the policy rightly forbids: it runs in a context without.
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 800},
        color_scheme=scheme, bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    for address in PUBLIC:
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, (address, found.generate_report())
    context.close()


def test_an_editor_pastes_decides_and_publishes_without_scripts(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page)
    page.goto("/desk/copy/")
    page.fill("[name=text]", COPY)
    page.click("text=Take it in")
    story = StoryPage.objects.get()
    assert page.url.endswith(f"/desk/copy/story/{story.pk}/")
    assert page.locator("a.mark--quote").inner_text() == "“I slept in the van for forty nights,”"
    quote = story.proposals.get(kind="quote")
    page.locator(f"#p{quote.pk} button[value=accept]").click()
    assert "Accepted by ed" in page.locator(f"#p{quote.pk}").inner_text()
    page.fill("#headline", "Forty nights in a van")
    page.click("text=Accept this headline")
    page.click("text=Accept all")
    assert "decided" in page.locator(".review__count").inner_text()
    page.locator(".review__deeds button[value=publish]").click()
    assert StoryPage.objects.get().live
    page.goto("/")
    assert "Forty nights in a van" in page.locator("main").inner_text()
    context.close()


def test_a_file_dropped_on_the_desk_is_taken_in(context, live_server):
    page = context.new_page()
    log_in(page)
    page.goto("/desk/copy/")
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "page.txt", {type: "text/plain"}));
          const zone = document.querySelector("[data-drop]");
          zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true}));
        }""",
        COPY,
    )
    page.wait_for_url("**/desk/copy/story/*/")
    assert StoryPage.objects.get().raw_copy.source == "page.txt"


def test_the_copy_desk_is_accessible(browser, live_server):
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    log_in(page)
    page.goto("/desk/copy/")
    assert Axe().run(page, context=".copydesk").violations_count == 0
    page.fill("[name=text]", COPY)
    page.click("text=Take it in")
    page.wait_for_selector(".review")
    found = Axe().run(page, context=".review")
    assert found.violations_count == 0, found.generate_report()
    context.close()
