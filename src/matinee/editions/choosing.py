"""What a draft is made of: the stories, quote, films and earlier stories that fit this week."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from matinee.editions.models import EditionPage
from matinee.films.calendar import OPENINGS
from matinee.films.models import Credit, Film, Release
from matinee.newsletters.models import Newsletter
from matinee.stories.models import Quote, SectionPage, StoryPage

MOST_STORIES = 12
POOL = 60  # the newest stories, among which reading decides
HALF_LIFE = 3.0  # days after which a reader counts half
MOST_FILMS = 8
MOST_EARLIER = 3
LOOK_BACK = 6  # editions whose stories are not used again
FIRST = timedelta(days=35)  # how far a first edition looks back
OLD = timedelta(days=56)  # from when a story counts as archive
GOOD_LENGTH = (40, 220)  # characters of a quote that reads well on its own


@dataclass(frozen=True)
class Used:
    """What the last few editions held, so that no two in a row tell the same."""

    stories: frozenset[int]
    quotes: frozenset[int]
    films: frozenset[int]
    since: datetime | None


def _values(stream: Iterable[Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    for block in stream:
        kind, value = block["type"], block["value"]
        if kind == "only_for":
            yield from _values(value["content"])
        elif isinstance(value, dict):
            yield kind, value


def _ids(value: Any) -> set[int]:
    """Return the ids in a raw list of choosers, in either of the forms that Wagtail stores."""
    plain = [v["value"] if isinstance(v, dict) else v for v in value or ()]
    return {v for v in plain if isinstance(v, int)}


def ids_in(body: Iterable[Any]) -> tuple[set[int], set[str]]:
    """Return the ids of the films and the codes of the territories that a raw body names."""
    films: set[int] = set()
    codes: set[str] = set()
    for block in body:
        value = block["value"]
        if block["type"] == "only_for":
            codes |= {value["territory"]} if value.get("territory") else set()
        elif block["type"] in ("releases", "film_of_the_week"):
            films |= _ids([value.get("film")]) | _ids(value.get("films"))
    return films, codes


# Blocks that tell of a story, rather than quote from it.
TELLING = frozenset({"lead", "story", "story_list", "film_of_the_week", "film_club"})


def told_in(body: Iterable[Any]) -> set[int]:
    """Return the ids of the stories that a raw body tells of."""
    told: set[int] = set()
    for kind, value in _values(body):
        if kind in TELLING:
            told |= _ids([value.get("story")]) | _ids(value.get("stories"))
    return told


def used_before(newsletter: Newsletter, not_this: int | None) -> Used:
    """Return what the newsletter's last editions used, and when the last of them was drafted."""
    recent = (
        EditionPage.objects.filter(newsletter=newsletter, state__in=EditionPage.FROZEN)
        .exclude(pk=not_this)
        .order_by("-sent_at")
        .only("body", "drafted_at", "sent_at", "newsletter_id")[:LOOK_BACK]
    )
    stories: set[int] = set()
    quotes: set[int] = set()
    films: set[int] = set()
    since = None
    for edition in recent:
        since = since or edition.drafted_at or edition.sent_at
        for kind, value in _values(edition.body.get_prep_value()):
            stories |= _ids([value.get("story")]) | _ids(value.get("stories"))
            quotes |= _ids([value.get("quote")])
            if kind in ("film_club", "film_of_the_week"):
                films |= _ids([value.get("film")])
    return Used(frozenset(stories), frozenset(quotes), frozenset(films), since)


def _in_sections(newsletter: Newsletter) -> Q:
    """Stories under the newsletter's sections, by the tree's indexed paths; all if none named."""
    slugs = newsletter.section_slugs
    if not slugs:
        return Q()
    within = Q(pk__in=[])
    for path in SectionPage.objects.filter(slug__in=slugs).values_list("path", flat=True):
        within |= Q(path__startswith=path)
    return within


# Tells how many readers followed links to stories, by the story's id. What counts clicks stands
# on a floor above: it registers itself here, and without it a draft goes by freshness alone.
Reading = Callable[[list[StoryPage]], dict[int, int]]
READINGS: list[Reading] = []


@dataclass(frozen=True)
class Chosen:
    """The stories of a draft in their order, and how many readers each has had so far."""

    stories: list[StoryPage]
    readers: dict[int, int]


def choose(newsletter: Newsletter, used: Used, now: datetime) -> Chosen:
    """Return at most twelve stories: an editor's picks, then fresh and read, none told before.

    A reader counts half for each three days of a story's age; where nobody has read any, the
    newest come first. The pick that the lead is taken from is the newest.
    """
    newest = fresh_stories(newsletter, used, now)
    picks = [story for story in _picks(newsletter, now) if story.pk not in used.stories]
    taken = {story.pk for story in picks}
    rest = [story for story in newest if story.pk not in taken]
    readers: dict[int, int] = {}
    for reading in READINGS:
        for pk, count in reading([*picks, *rest]).items():
            readers[pk] = readers.get(pk, 0) + count

    def worth(story: StoryPage) -> tuple[float, datetime, int]:
        age = max(0.0, (now - story.first_published_at).total_seconds() / 86400)
        weighed = readers.get(story.pk, 0) * 0.5 ** (age / HALF_LIFE)
        return (weighed, story.first_published_at, story.pk)

    ordered = [*picks, *sorted(rest, key=worth, reverse=True)]
    return Chosen(ordered[:MOST_STORIES], readers)


def _picks(newsletter: Newsletter, now: datetime) -> list[StoryPage]:
    """Return the editor's picks of the last five weeks, newest first."""
    picks = StoryPage.objects.filter(
        _in_sections(newsletter), live=True, pick=True, first_published_at__gt=now - FIRST
    ).select_related("lead_picture")
    return list(picks.order_by("-first_published_at", "-pk")[:POOL])


def fresh_stories(newsletter: Newsletter, used: Used, now: datetime) -> list[StoryPage]:
    """Return the newest live stories since the last edition, none that was in one.

    For the first edition those of the last five weeks, or failing those the newest.
    """
    stories = StoryPage.objects.filter(
        _in_sections(newsletter), live=True, first_published_at__isnull=False
    )
    since = used.since or now - FIRST
    if used.since or stories.filter(first_published_at__gt=since).exists():
        stories = stories.filter(first_published_at__gt=since)
    newest = stories.select_related("lead_picture").order_by("-first_published_at", "-pk")
    # The used ones are few: leaving them out here keeps the query on its index.
    found = newest[: POOL + len(used.stories)]
    return [story for story in found if story.pk not in used.stories][:POOL]


def lead_first(stories: list[StoryPage]) -> list[StoryPage]:
    """Return the stories with the one to open with in front: the first that has a picture.

    Where an editor picked any, it is one of those, picture or not.
    """
    offered = [story for story in stories if story.pick] or stories
    lead = next((story for story in offered if story.lead_picture_id), offered[0])
    return [lead, *(story for story in stories if story is not lead)]


def quote_of_the_week(stories: list[StoryPage], used: Used) -> Quote | None:
    """Return the accepted quote that stands best alone: attributed, neither short nor long."""
    order = {story.pk: place for place, story in enumerate(stories)}
    found = (
        Quote.objects.filter(story_id__in=order)
        .exclude(speaker="")
        .exclude(pk__in=used.quotes)
        .select_related("story")[:200]
    )

    def fit(quote: Quote) -> tuple[bool, bool, int]:
        low, high = GOOD_LENGTH
        return (
            not low <= len(quote.text) <= high,
            not quote.where_said,
            order[quote.story_id],
        )

    return min(found, key=fit, default=None)


def films_of(stories: list[StoryPage]) -> dict[int, int]:
    """Return the story (its id) of each film (its id) that the stories are about."""
    through = StoryPage.films.through.objects.filter(storypage_id__in=[s.pk for s in stories])
    pairs = through.values_list("film_id", "storypage_id")
    place = {story.pk: n for n, story in enumerate(stories)}
    told: dict[int, int] = {}
    for film, story in sorted(pairs, key=lambda pair: place[pair[1]]):
        told.setdefault(film, story)
    return told


@dataclass(frozen=True)
class Openings:
    """Films to list: those of the stories, and those that open this week or next somewhere."""

    of_stories: list[int]
    opening: list[int]


def opening_films(told: Iterable[int], day: date) -> Openings:
    """Return films that have a release to speak of, the stories' own before the others."""
    dated = set(Release.objects.filter(film_id__in=told).values_list("film_id", flat=True))
    of_stories = [film for film in told if film in dated][:MOST_FILMS]
    soon = Release.objects.filter(
        date__range=(day, day + timedelta(days=13)),
        precision=Release.Precision.DAY,
        kind__in=OPENINGS,
    ).order_by("date", "film_id")
    others = dict.fromkeys(soon.values_list("film_id", flat=True)[:100])
    room = MOST_FILMS - len(of_stories)
    return Openings(of_stories, [film for film in others if film not in dated][:room])


def kin(films: Iterable[int]) -> list[int]:
    """Return films that share a director or an actor with these, and these themselves."""
    films = list(films)
    people = Credit.objects.filter(
        film_id__in=films, role__in=(Credit.Role.DIRECTOR, Credit.Role.CAST)
    ).values("person_id")
    shared = Credit.objects.filter(person_id__in=people).values_list("film_id", flat=True)
    return list(dict.fromkeys([*films, *shared.order_by("film_id")[:200]]))


def earlier_stories(
    today: list[StoryPage], told_already: list[StoryPage], films: Iterable[int], used: Used
) -> list[StoryPage]:
    """Return earlier stories that today's link to, then those about the same films or people."""
    ids = [story.pk for story in today]
    here = [story.pk for story in told_already]
    content_type = ContentType.objects.get_for_model(Page)
    linked = ReferenceIndex.objects.filter(
        base_content_type=content_type,
        to_content_type=content_type,
        object_id__in=[str(pk) for pk in ids],
    ).values_list("to_object_id", flat=True)[:100]
    named = [int(pk) for pk in linked if pk.isdecimal()]
    older = StoryPage.objects.filter(live=True).exclude(pk__in=[*here, *used.stories])
    if used.since is None and today:
        older = older.filter(first_published_at__lt=min(s.first_published_at for s in today))
    first = list(older.filter(pk__in=named).order_by("-first_published_at")[:MOST_EARLIER])
    about = (
        older.filter(pk__in=_about(films))
        .exclude(pk__in=[s.pk for s in first])
        .order_by("-first_published_at")
    )
    return [*first, *about[: MOST_EARLIER - len(first)]]


def _about(films: Iterable[int]) -> Any:
    return StoryPage.films.through.objects.filter(film_id__in=kin(films)).values("storypage_id")


@dataclass(frozen=True)
class ClubPick:
    """Something old: a story about a film, or a film alone, and why it was taken."""

    story: StoryPage | None
    film: Film | None
    why: str


def film_club(
    newsletter: Newsletter,
    today: list[StoryPage],
    films: Iterable[int],
    used: Used,
    now: datetime,
    turn: int,
) -> ClubPick | None:
    """Return a film from the archive: kin to this week's where there is one, else by turns."""
    films = list(films)
    archive = (
        StoryPage.objects.filter(_in_sections(newsletter), live=True)
        .filter(first_published_at__lt=now - OLD)
        .exclude(pk__in=[*used.stories, *(story.pk for story in today)])
    )
    with_film = archive.filter(pk__in=StoryPage.films.through.objects.values("storypage_id"))
    akin = with_film.filter(pk__in=_about(films)).order_by("-first_published_at").first()
    if akin is not None:
        return _club(akin, films, "From the archive: it shares somebody with this week’s films.")
    some = list(with_film.order_by("first_published_at")[:40])
    if some:
        return _club(some[turn % len(some)], films, "From the archive, where it is its turn.")
    old = Film.objects.filter(year__lte=now.year - 10).exclude(pk__in=[*films, *used.films])
    shared = old.filter(pk__in=kin(films)).order_by("-year").first()
    if shared is not None:
        return ClubPick(None, shared, "An older film by somebody in this week’s.")
    others = list(old.order_by("year", "pk")[:40])
    if not others:
        return None
    return ClubPick(None, others[turn % len(others)], "An older film, where it is its turn.")


def _club(story: StoryPage, films: list[int], why: str) -> ClubPick:
    own = list(story.films.all())
    return ClubPick(story, next((f for f in own if f.pk not in films), own[0]), why)
