"""The mails about signing up as a mail program shows them: readable in any light."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from matinee.publication.models import Publication
from matinee.readers import compose
from matinee.readers.models import Note
from tests.browsing import IN_A_BROWSER
from tests.readers.factories import asked, newsletter

pytestmark = IN_A_BROWSER


@pytest.mark.parametrize("accent", ["#a3211f", "#ffd400"])
def test_the_confirmation_mail_can_be_read_by_day_and_in_the_dark(
    browser: Browser, accent: str
) -> None:
    publication = Publication.load()
    publication.accent = accent  # a yellow too, on which white words could not be read
    publication.save()
    asked("ada@example.com", newsletter(name="The Second Reel"))
    mail = compose.mail(Note.objects.get())
    assert mail
    body = message_from_bytes(mail.message, policy=policy.default).get_body(("html",))
    assert body
    grounds = []
    for light in ("light", "dark"):
        page = browser.new_page(
            viewport={"width": 390, "height": 800},
            color_scheme=light,  # type: ignore[arg-type]
        )
        page.set_content(body.get_content())
        found = Axe().run(page, options={"runOnly": ["color-contrast"]})
        assert found.violations_count == 0, found.generate_report()
        grounds.append(
            page.get_by_text("It opens a page").evaluate(
                "e => getComputedStyle(e.closest('.page')).backgroundColor"
            )
        )
        page.close()
    assert grounds[0] != grounds[1]
