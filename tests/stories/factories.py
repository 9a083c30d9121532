"""Stories, copy and editors for tests, in plain functions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Page

from matinee.films.models import Film
from matinee.newsletters.models import Newsletter
from matinee.publication.models import Territory
from matinee.stories.intake import found as shapes
from matinee.stories.pages import StoryPage
from matinee.stories.site import section_page

COPY = """date 2025-03-04 Get Reel Notes, our free weekly email by Ada Osei SIGN UP

Rosa Lind has called her new film Salt Road the hardest thing she ever made.

“I slept in the van for forty nights,” Lind told the Harbour Film Festival.

The film follows a surveyor, Ines (Mara Quill), across a dry lake.

It opens in the second half of the year.

Rosa Lind on the set of ‘Salt Road’ (Jo Bell/Northlight)

Salt Road will be released in UK cinemas on 12 September, after a first showing at the lake itself.
"""


PROMPT = "Get Reel Notes, our free weekly email by Ada Osei SIGN UP"
SAID = "“I slept in the van for forty nights,”"


def place(words: str) -> dict[str, Any]:
    """Where the words stand in COPY, with the words."""
    start = COPY.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def at(words: str) -> dict[str, int]:
    """Where the words stand in COPY."""
    start = COPY.index(words)
    return {"start": start, "end": start + len(words)}


def a_found(**changes: Any) -> shapes.Found:
    """What an intake finds in COPY, in the engine's own shapes."""
    paragraphs = [line for line in COPY.split("\n\n")[1:] if "Jo Bell" not in line]
    told: dict[str, Any] = {
        "copy": COPY,
        "source": "a.txt",
        "furniture": (shapes.Furniture(kind="signup", **place(PROMPT)),),
        "newsletter": shapes.Newsletter(
            name="Reel Notes", strapline="What to see", cadence="weekly", free=True,
            author="Ada Osei", error="Please enter a valid email address",
            thanks="Thanks for signing up to the", **at("Reel Notes"),
        ),
        "headline": shapes.Headline("Rosa Lind: I slept in the van for forty nights", True),
        "published": "2025-03-04",
        "body": tuple(shapes.Paragraph(**place(p.strip())) for p in paragraphs),
        "pictures": (shapes.Picture(
            caption="Rosa Lind on the set of ‘Salt Road’", credit="Jo Bell/Northlight",
            people=(shapes.Placed("Rosa Lind", None),), alt="Rosa Lind on the set of ‘Salt Road’",
            **place("Rosa Lind on the set of ‘Salt Road’ (Jo Bell/Northlight)"),
        ),),
        "quotes": (shapes.Quote(
            speaker="Rosa Lind", cue="told", where_said="Harbour Film Festival", confidence=0.9,
            **{**place(SAID), "text": SAID.strip("“”")},
        ),),
        "films": (shapes.Film(
            title="Salt Road", directors=("Rosa Lind",),
            cast=(shapes.CastMember("Mara Quill", "Ines"),),
            releases=(shapes.ReleaseDate(
                "GB", "2025-09-12", "day", 3, ("year",), **at("UK cinemas on 12 September"),
            ),),
            **at("Salt Road"),
        ),),
        "people": (shapes.Person("Mara Quill", 31, **at("Mara Quill")),),
        "notes": (shapes.Note(kind="vague-date", **place("second half of the year")),),
    }  # fmt: skip
    return shapes.Found(**{**told, **changes})


def an_editor(name: str = "ed") -> Any:
    """Somebody who may do everything at the desk."""
    return get_user_model().objects.create_superuser(name, "", "a long password")


def a_visitor(name: str = "vi") -> Any:
    """Somebody with an account who may do nothing."""
    return get_user_model().objects.create_user(name, "", "a long password")


def a_story(
    title: str = "A story", *, section: str = "film", live: bool = True, **more: Any
) -> StoryPage:
    """A story in a section; `films` is a list of films."""
    films = more.pop("films", [])
    body = more.pop("body", [("paragraph", "<p>It begins here.</p>")])
    more.setdefault("published_on", date(2025, 3, 4))
    parent = Page.objects.get(pk=section_page(section).pk).specific
    story: StoryPage = parent.add_child(
        instance=StoryPage(title=title, live=live, body=body, **more)
    )
    if films:
        story.films.set(films)
        story.save()
    return story


def a_film(title: str = "Salt Road", year: int | None = 2025, **more: Any) -> Film:
    """A film."""
    return Film.objects.create(title=title, year=year, **more)


def territories(*codes: str) -> list[Territory]:
    """Territories, named as they are."""
    names = {"GB": "United Kingdom", "US": "United States", "IE": "Ireland", "FR": "France"}
    return [Territory.objects.get_or_create(code=c, defaults={"name": names[c]})[0] for c in codes]


def a_newsletter(name: str = "Reel Notes", **more: Any) -> Newsletter:
    """An open newsletter."""
    more.setdefault("slug", name.lower().replace(" ", "-"))
    return Newsletter.objects.create(name=name, **more)
