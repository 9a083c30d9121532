"""A newsroom to send from: one newsletter, so many readers, one edition of a wanted size.

As a program it fills the database that DATABASE_URL names, migrating it first:
`python -m tests.torture.newsroom --readers N [--letter BYTES]`; it prints the edition's id.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

TERRITORIES = ("GB", "US", "IE", "DE")
NAMES = ("Ada Penrose", "Björn Lindqvist", "", "Chiara D’Amico", "佐藤 恵")
WORDS = (
    "The late showing at the Regal drew a patient crowd, and by the second reel nobody was "
    "looking at the exits any more. "
)


def make_newsletter(slug: str = "second-reel") -> Any:
    """Return a newsletter of that slug, made where there is none."""
    from matinee.newsletters.models import Newsletter

    newsletter, _ = Newsletter.objects.get_or_create(
        slug=slug,
        defaults={"name": "Second Reel", "sender_address": "reel@second-reel.net"},
    )
    return newsletter


def make_edition(newsletter: Any, *, subject: str = "Nobody watches the exits") -> Any:
    """Return a draft edition with a few words in it, under the newsletter's archive."""
    from django.utils import timezone

    from matinee.editions.models import EditionPage, NewsletterPage

    archive = NewsletterPage.objects.filter(newsletter=newsletter).first()
    if archive is None:
        archive = NewsletterPage(title=newsletter.name, slug=newsletter.slug, newsletter=newsletter)
        front_page().add_child(instance=archive)
    edition = EditionPage(
        newsletter=newsletter, subject=subject, preheader="And other stories", title=subject
    )
    edition.drafted_at = timezone.now()
    edition.body = [("letter", {"words": f"<p>{WORDS * 3}</p>", "signed": True, "why": ""})]
    archive.add_child(instance=edition)
    return EditionPage.objects.get(pk=edition.pk)


def front_page() -> Any:
    """Return the site's front page, made where there is none."""
    from wagtail.models import Page, Site

    from matinee.publication.models import Publication
    from matinee.stories.models import FrontPage

    front = FrontPage.objects.first()
    if front is None:
        root = Page.objects.get(depth=1)
        front = FrontPage(title="The Regal", slug="regal")
        root.add_child(instance=front)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": front}
        )
        publication = Publication.load()
        publication.postal_address = "1 Arcade Lane, Hull HU1 1AA"
        publication.contact_address = "post@second-reel.net"
        publication.save()
    return front


def make_readers(newsletter: Any, count: int, *, start: int = 0) -> None:
    """Give the newsletter so many active readers, each proved by consent."""
    from tests.torture import audiences

    audiences.make(newsletter, count, start=start, names=NAMES, territories=TERRITORIES)


def enlarge(edition: Any, size: int, links: int = 15) -> None:
    """Replace each pressed letter by one of about `size` bytes with so many tracked links."""
    from matinee.editions.models import PressedLetter
    from matinee.editions.press import letter_headers, sample
    from matinee.editions.sheet import read
    from matinee.post.letter import Letter, slot

    hrefs = "".join(
        f'<a href="https://second-reel.net/l/{slot("read")}/{n}">Story {n}</a> '
        for n in range(links)
    )
    foot = f'<a href="https://second-reel.net/u/{slot("leave")}/">Unsubscribe</a>'
    headers = letter_headers(read(edition))

    def compile_with(filler: int) -> Letter:
        html = f"<p>Dear {slot('name')}</p><p>{'x ' * filler}</p>{hrefs}{foot}"
        return Letter.compile(headers=headers, text=f"Dear {slot('name')}\n", html=html)

    empty = len(compile_with(0).fill(sample()))
    # Soft line breaks add three bytes to each 75.
    letter = compile_with(max(0, int((size - empty) / 2 * 75 / 78)))
    PressedLetter.objects.filter(edition=edition).update(letter=letter.to_bytes())


def main() -> None:
    """Fill the database and print the edition's id."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=1000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    newsletter = make_newsletter()
    make_readers(newsletter, options.readers)
    print(make_edition(newsletter).pk)


if __name__ == "__main__":
    main()
