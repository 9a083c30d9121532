"""The page tree that stories stand in, made where it is missing."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page, Site

from matinee.publication.models import Publication
from matinee.stories.pages import FrontPage, SectionPage

DEFAULT_SECTION = ("film", "Film")
_PORTS = {"http": 80, "https": 443}


@transaction.atomic
def ensure_site() -> FrontPage:
    """Return the front page, made with the Wagtail site that it is the root of if missing.

    The site's host and port are those of SITE_URL. A second call changes nothing.
    """
    front: FrontPage | None = FrontPage.objects.first()
    if front is None:
        root = Page.objects.filter(depth=1).first() or Page.add_root(
            instance=Page(title="Root", slug="root")
        )
        front = root.add_child(
            instance=FrontPage(title=Publication.load().name, slug="front", live=True)
        )
        front.save_revision().publish()
        front.refresh_from_db()
    _point_site(front)
    return front


def _point_site(front: FrontPage) -> None:
    """Make the front page the root of the default site, and drop Wagtail's welcome page."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and site.root_page_id == front.pk:
        return
    welcome = site.root_page if site else None
    site = site or Site(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or _PORTS.get(address.scheme, 80)
    site.site_name = Publication.load().name
    site.root_page = front
    site.save()
    # Only the page that Wagtail's own migration makes: a bare Page without children.
    if welcome and type(welcome.specific) is Page and not welcome.get_children().exists():
        welcome.delete()


@transaction.atomic
def section_page(slug: str = "", name: str = "") -> SectionPage:
    """Return the section with this slug, made and published if there is none.

    Without a slug, the default section: Film.
    """
    slug = slugify(slug or name)
    if not slug:
        slug, name = DEFAULT_SECTION
    front = ensure_site()
    section: SectionPage | None = SectionPage.objects.child_of(front).filter(slug=slug).first()
    if section is None:
        # Fresh from the tree: add_child counts on the parent's numbers being up to date.
        parent = FrontPage.objects.get(pk=front.pk)
        title = name or slug.replace("-", " ").capitalize()
        section = parent.add_child(
            instance=SectionPage(title=title, slug=slug, show_in_menus=True, live=True)
        )
        section.save_revision().publish()
        section.refresh_from_db()
    return section


def find_section(said: str) -> SectionPage | None:
    """Return the section that a page names in its own words, if we have it."""
    slug = slugify(said)
    matches = SectionPage.objects.filter(slug=slug) | SectionPage.objects.filter(
        title__iexact=said.strip()
    )
    section: SectionPage | None = matches.first() if slug else None
    return section
