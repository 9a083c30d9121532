"""A small newsroom to draft from: a site, sections, stories with pictures, films, a newsletter."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.models import Collection, Locale, Page, Site

from matinee.editions import drafting
from matinee.editions.models import EditionPage
from matinee.films.models import Credit, Film, Person, Release
from matinee.newsletters.models import Newsletter
from matinee.publication.models import Picture, Publication, Territory
from matinee.readers.use_cases import import_reader
from matinee.stories.models import FrontPage, Quote, SectionPage, StoryPage

NOW = datetime(2024, 1, 23, 9, 0, tzinfo=UTC)  # a Tuesday; the newsletter goes on Thursday

HEADLINES = [
    "The lighthouse picture that nobody thought would be finished",
    "A projectionist’s last reel",
    "Why the matinee is full again",
    "Three hours in the dark with a heron",
    "The sound of snow: inside the quietest mixing room in Europe",
    "An actor learns to row",
    "Costumes by candlelight",
    "The festival that would not cancel",
    "Notes on a very small crew",
    "Where the extras went for lunch",
    "How to light a kitchen",
    "The last video shop on the coast",
]


@lru_cache(maxsize=32)
def drawn(width: int, height: int, seed: int) -> bytes:
    """Return a JPEG: bands of dusk over water, different for each seed."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for y in range(height):
        t = y / height
        draw.line(
            [(0, y), (width, y)],
            (int(40 + 180 * t), int(50 + 60 * ((t + seed / 7) % 1)), int(110 - 60 * t)),
        )
    draw.ellipse([width * 0.6, height * 0.2, width * 0.75, height * 0.2 + width * 0.15], "#f6d8a0")
    draw.rectangle([0, int(height * 0.78), width, height], "#171b2b")
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80)
    return held.getvalue()


def picture(title: str = "Still", size: tuple[int, int] = (1200, 750), seed: int = 1) -> Picture:
    """Return a stored picture with its words."""
    width, height = size
    return Picture.objects.create(
        title=title,
        description=f"{title}: a low sun over dark water",
        caption=f"{title}, shot on the last evening",
        credit="Ida Brandt/Harbour Films",
        file=ImageFile(io.BytesIO(drawn(width, height, seed)), name=f"{title.lower()}-{seed}.jpg"),
        width=width,
        height=height,
    )


def site() -> FrontPage:
    """Return the front page of the one site, with the publication and three territories."""
    publication = Publication.load()
    publication.name = "The Evening Reel"
    publication.postal_address = "12 Wharf Street\nLeith, Edinburgh EH6 7AA"
    publication.contact_address = "desk@reel.example"
    publication.save()
    for code, name in (("GB", "United Kingdom"), ("US", "United States"), ("FR", "France")):
        Territory.objects.get_or_create(code=code, defaults={"name": name})
    Locale.objects.get_or_create(language_code="en-gb")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    front = FrontPage(title="The Evening Reel", slug="reel")
    root.add_child(instance=front)
    for stale in Site.objects.all():
        stale.delete()
    Site.objects.create(hostname="localhost", root_page=front, is_default_site=True)
    Site.clear_site_root_paths_cache()
    return FrontPage.objects.get(pk=front.pk)


def section(front: FrontPage, slug: str = "features") -> SectionPage:
    """Return a live section."""
    page = SectionPage(title=slug.title(), slug=slug)
    front.add_child(instance=page)
    return SectionPage.objects.get(pk=page.pk)


def story(
    parent: SectionPage,
    title: str,
    *,
    at: datetime = NOW,
    shown: Picture | None = None,
    films: list[Film] | None = None,
    **fields: Any,
) -> StoryPage:
    """Return a live story published at `at`."""
    page = StoryPage(
        title=title,
        standfirst=fields.pop(
            "standfirst", "What happened when the money ran out, and who stayed."
        ),
        byline=fields.pop("byline", "Mara Quill"),
        published_on=at.date(),
        lead_picture=shown,
        lead_alt=fields.pop("lead_alt", "A low sun over dark water" if shown else ""),
        lead_caption=fields.pop("lead_caption", "The last evening of the shoot" if shown else ""),
        lead_credit=fields.pop("lead_credit", "Ida Brandt/Harbour Films" if shown else ""),
        **fields,
    )
    parent.add_child(instance=page)
    if films:
        page.films.set(films)
        page.save()
    StoryPage.objects.filter(pk=page.pk).update(first_published_at=at)
    return StoryPage.objects.get(pk=page.pk)


def film(title: str, year: int = 2024, director: str = "Noor Halden", **fields: Any) -> Film:
    """Return a film by a director."""
    made = Film.objects.create(
        title=title, year=year, running_time=104, certificate="12A", **fields
    )
    person, _ = Person.objects.get_or_create(name=director)
    Credit.objects.create(film=made, person=person, role=Credit.Role.DIRECTOR)
    return made


def opens(made: Film, territory: str, day: date, **fields: Any) -> Release:
    """Return a film's opening in a territory."""
    return Release.objects.create(
        film=made, territory_id=territory, date=day, source="the distributor", **fields
    )


def newsletter(**fields: Any) -> Newsletter:
    """Return an open weekly newsletter that goes on Thursdays at seven."""
    return Newsletter.objects.create(
        **{
            "slug": "second-screening",
            "name": "Second Screening",
            "strapline": "What to see this week, and what to see again",
            "author": "Mara Quill",
            "author_bio": "Film critic, and late for everything but the trailers",
            "sender_address": "newsletter@reel.example",
            "ink": "#14213d",
            "accent": "#c2410c",
            **fields,
        }
    )


def busy_week(stories: int = 5, pictures: bool = True) -> Newsletter:
    """Return a newsletter with a week's stories, a film that opens in two countries, a quote."""
    front = site()
    features = section(front)
    shown = [picture(f"Still {n}", seed=n) if pictures else None for n in range(3)]
    lighthouse = film("The Long Light")
    opens(lighthouse, "US", date(2023, 12, 22))
    opens(lighthouse, "GB", date(2024, 1, 26))
    heron = film("A Heron in March", director="Jo Adeyemi")
    opens(heron, "GB", date(2024, 2, 2))
    for n in range(stories):
        story(
            features,
            HEADLINES[n % len(HEADLINES)],
            at=NOW - timedelta(hours=6 * (n + 1)),
            shown=shown[n % 3],
            films=[lighthouse] if n == 0 else [heron] if n == 3 else None,
        )
    first = StoryPage.objects.get(title=HEADLINES[0])
    Quote.objects.create(
        story=first,
        text="We had one boat, one lens and eleven days, and nobody went home.",
        speaker="Noor Halden",
        where_said="at the Harbour festival",
    )
    old = film("Low Water", year=1998)
    story(
        features,
        "Low Water, twenty-five years on",
        at=NOW - timedelta(days=400),
        shown=shown[0],
        films=[old],
        standfirst="The film that taught a coast to look at itself, and still can.",
    )
    return newsletter()


def sound_edition() -> EditionPage:
    """Return an edition that preflight has nothing against, and a reader for it."""
    made = drafting.draft(busy_week(), now=NOW).latest()
    Release.objects.filter(territory_id="US").update(date=date(2024, 2, 16))
    import_reader("reader@example.net", [made.newsletter], basis="Asked at the box office")
    body = made.body.get_prep_value()
    body[0]["value"]["words"] = "<p>Dear reader, this was a week of boats and patience.</p>"
    return with_body(made, body)


def with_body(edition: EditionPage, body: list[dict[str, Any]]) -> EditionPage:
    """Return the edition with another raw body, saved as the desk saves."""
    field = EditionPage._meta.get_field("body")
    edition.body = field.stream_block.to_python(body)
    edition.save_revision()
    return EditionPage.objects.get(pk=edition.pk).latest()


def with_block(edition: EditionPage, kind: str, value: Any, at: int | None = None) -> EditionPage:
    """Return the edition with one block more, at the end or at a place."""
    body = edition.body.get_prep_value()
    block = {"type": kind, "value": value, "id": f"test-{kind}"}
    body.insert(len(body) if at is None else at, block)
    return with_body(edition, body)
