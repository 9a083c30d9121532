"""How many readers followed links to stories, for the drafting of other newsletters' editions."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from matinee.editions.models import PressedLetter
from matinee.editions.sheet import page_url
from matinee.insight.models import Click
from matinee.stories.models import StoryPage

LOOK_BACK = timedelta(days=35)
MOST_LETTERS = 400


def readers_of(stories: list[StoryPage]) -> dict[int, int]:
    """Return by story id how many deliveries of the last five weeks had its link followed.

    Machines that follow links are among them; it decides nothing but the order of a draft.
    """
    asked = {story.canonical_url or page_url(story): story.pk for story in stories}
    letters = PressedLetter.objects.filter(
        edition__mailing__started_at__gt=timezone.now() - LOOK_BACK
    ).order_by("-pk")
    places: dict[tuple[int, int], int] = {}  # (mailing, link's number): story
    for mailing, links in letters.values_list("edition__mailing__pk", "links")[:MOST_LETTERS]:
        for number, address in enumerate(links):
            if address in asked:
                places[mailing, number] = asked[address]
    if not places:
        return {}
    wanted = Q()
    for mailing, number in places:
        wanted |= Q(mailing_id=mailing, link=number)
    counts: dict[int, int] = {}
    found = Click.objects.filter(wanted).values_list("mailing_id", "link").annotate(n=Count("pk"))
    for mailing, number, count in found.order_by():
        story = places[mailing, number]
        counts[story] = counts.get(story, 0) + count
    return counts


def clicked_between(mailing_id: int, first: int, last: int, until: datetime) -> int:
    """Return how many of a mailing's deliveries first … last had a link followed by then.

    Machines that gave themselves away are not among them: they follow every subject's links.
    """
    ours = Click.objects.filter(
        mailing_id=mailing_id,
        delivery_id__range=(first, last),
        first_at__lte=until,
        by_machine=False,
    )
    return ours.values("delivery_id").distinct().count()
