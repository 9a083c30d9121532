"""The press: an edition becomes one letter a variant (language, territory), ready to be filled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from html import escape, unescape

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from matinee.editions import mjml, segments, sheet, text
from matinee.editions.items import Sheet
from matinee.editions.links import Links, leave
from matinee.editions.models import EditionPage, PressedLetter
from matinee.post import headers
from matinee.post.letter import Letter, slot

__all__ = ["Variant", "letter_headers", "press", "sample", "territories", "variant_for", "variants"]


_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True)
class Variant:
    """One rendering: HTML and text with slots in them, and the letter compiled of both."""

    language: str
    territory: str
    html: str
    text: str
    letter: Letter
    links: list[str]

    @property
    def size(self) -> int:
        """Bytes of the whole message as a reader's mailbox counts it, with common-sized values."""
        return len(self.whole.fill(sample()))

    @property
    def whole(self) -> Letter:
        """The letter with the blocks of every segment in it: the largest that anybody gets."""
        return segments.cut(self.letter)


def sample(moment: datetime | None = None) -> dict[str, str]:
    """Return a value for each slot, of the size that real ones have; for looking and measuring."""
    return {
        "address": "reader@example.org",
        "name": "A Reader",
        "read": "r" * 43,
        "leave": "l" * 43,
        "vote": "v" * 43,
        "message_id": "<preview@example.org>",
        "date": format_datetime(moment or timezone.now()),
        "feedback": "preview",
    }


def _mailto(page: Sheet) -> str | None:
    """Where a mail ends a subscription, for clients that know no other way (RFC 2369)."""
    if settings.BOUNCE_DOMAIN:
        return f"leave+{slot('leave')}@{settings.BOUNCE_DOMAIN}"
    return f"{page.contact_address}?subject=unsubscribe" if page.contact_address else None


def letter_headers(page: Sheet) -> list[tuple[str, str]]:
    """Return the headers that every letter of an edition has, slots in them."""
    return headers.newsletter_headers(
        sender_name=page.sender,
        sender_address=page.sender_address,
        subject=page.subject,
        slug=page.newsletter_slug,
        newsletter=page.newsletter,
        unsubscribe_url=leave(),
        unsubscribe_mailto=_mailto(page),
        campaign=f"edition-{page.edition_id}",
        reply_to=page.reply_to,
        view_url=page.archive_url,
    )


def render(page: Sheet, territory: str, links: Links) -> Variant:
    """Return one variant; `links` goes on counting over all of an edition's."""
    html = mjml.html(page, territory, links)
    plain = text.text(page, territory)
    letter = Letter.compile(headers=letter_headers(page), text=plain, html=html)
    return Variant(page.language, territory, html, plain, letter, links.urls)


def territories(page: Sheet) -> list[str]:
    """Return each variant's territory: first "" for everybody else, then those with their own."""
    return ["", *page.territories()]


def variants(edition: EditionPage) -> list[Variant]:
    """Render an edition for every territory, from the words it holds now; nothing is kept."""
    page = sheet.read(edition)
    links = Links()
    return [render(page, territory, links) for territory in territories(page)]


def variant(edition: EditionPage, territory: str = "") -> Variant:
    """Render an edition for one territory, from the words it holds now; nothing is kept."""
    page = sheet.read(edition)
    own = territory if territory in page.territories() else ""
    return render(page, own, Links())


def _row(edition: EditionPage, one: Variant) -> PressedLetter:
    kept = one.letter.to_bytes()
    return PressedLetter(
        edition=edition,
        language=one.language,
        territory=one.territory,
        letter=kept,
        html=one.html,
        text=one.text,
        links=one.links,
        sha256=hashlib.sha256(kept).hexdigest(),
        bytes_size=one.size,
    )


@transaction.atomic
def press(edition: EditionPage) -> list[PressedLetter]:
    """Render the newest words of an edition and keep one letter a variant, replacing the last.

    Once sending has started the letters stay as they are: those are returned.
    Raises mjml.PressError where it cannot be rendered.
    """
    if edition.is_frozen:
        return list(edition.letters.all())
    return keep(edition.latest())


def keep(edition: EditionPage) -> list[PressedLetter]:
    """Render the words that this edition holds and keep the letters, replacing the last."""
    rows = [_row(edition, one) for one in variants(edition)]
    PressedLetter.objects.filter(edition_id=edition.pk).delete()
    return PressedLetter.objects.bulk_create(rows)


def variant_for(edition: EditionPage, territory: str, language: str = "") -> PressedLetter:
    """Return the letter for a reader: their language and territory, else the nearest to it.

    Raises PressedLetter.DoesNotExist where the edition has not been pressed.
    """
    letters: list[PressedLetter] = list(edition.letters.all())
    if not letters:
        raise PressedLetter.DoesNotExist("This edition has not been pressed yet.")

    def distance(letter: PressedLetter) -> tuple[bool, bool]:
        return (letter.language != language, letter.territory != territory)

    # Never another territory's: its own, or the one for everybody else.
    fitting = [letter for letter in letters if letter.territory in (territory, "")]
    return min(fitting, key=distance)


def letter_of(edition: EditionPage, pressed: PressedLetter, subject: str = "") -> Letter:
    """Return a pressed letter, under another subject than its own where one is given.

    The words are the pressed ones: only the header and the title in the HTML's head change.
    """
    if not subject or subject == _title_of(pressed.html):
        return Letter.from_bytes(bytes(pressed.letter))
    html = _TITLE.sub(lambda _: f"<title>{escape(subject)}</title>", pressed.html, count=1)
    page = replace(sheet.read(edition), subject=subject)
    return Letter.compile(headers=letter_headers(page), text=pressed.text, html=html)


def _title_of(html: str) -> str:
    found = _TITLE.search(html)
    return unescape(found[1]).strip() if found else ""


def fill_text(text: str, values: Mapping[str, str], *, escaped: bool = False) -> str:
    """Return text or HTML with its slots filled, for looking at: sending fills the letter."""
    for name, value in values.items():
        text = text.replace(slot(name), escape(value) if escaped else value)
    return text


def filled(
    one: Variant, values: Mapping[str, str] | None = None, meant: Iterable[int] | None = None
) -> tuple[str, str]:
    """Return (HTML, text) as a reader of these segments would get them (None: of all).

    Sample values are filled in where none are given.
    """
    said = values or sample()
    html, plain = segments.cut_text(one.html, meant), segments.cut_text(one.text, meant)
    return fill_text(html, said, escaped=True), fill_text(plain, said)
