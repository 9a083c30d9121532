"""The demo's stories: pages of raw copy taken in, decided on and published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from matinee.config.demo.content_files import copy_text, picture, toml
from matinee.config.demo.newsroom import keep_picture
from matinee.newsletters.models import Newsletter
from matinee.stories import use_cases
from matinee.stories.intake import read_text
from matinee.stories.models import StoryPage


def _newsletter_for(section: str, newsletters: list[dict[str, Any]]) -> dict[str, Any]:
    return next(n for n in newsletters if section in n["sections"].split(", "))


def _decide(story: StoryPage, row: dict[str, Any], user: User, newsletter: str) -> StoryPage:
    """Do what an editor does: accept what was found, and give headline, picture and standfirst."""
    use_cases.headline(story, row["headline"], user)
    use_cases.accept_all(story, user)
    draft: StoryPage = story.get_latest_revision_as_object()
    draft.standfirst, draft.byline = row["standfirst"], row["byline"]
    draft.newsletter = Newsletter.objects.get(slug=newsletter)
    _lead_picture(draft, row)
    draft.save()
    draft.save_revision(user=user)
    return draft


def _lead_picture(draft: StoryPage, row: dict[str, Any]) -> None:
    """Set the picture that the caption in the copy speaks of at the story's head."""
    blocks = [dict(block) for block in draft.body.raw_data]
    caption = next((b for b in blocks if b["type"] == "picture"), None)
    words = caption["value"] if caption else {}
    draft.lead_caption = words.get("caption") or row["picture_alt"]
    draft.lead_credit = words.get("credit") or "Illustration: Wilf Garrow/Matinee demo"
    draft.lead_alt = row["picture_alt"]
    draft.lead_picture = keep_picture(
        picture(row["picture"]),
        title=row["headline"],
        alt=row["picture_alt"],
        caption=draft.lead_caption,
        credit=draft.lead_credit,
    )
    if caption:
        draft.body = [(b.block_type, b.value) for b in draft.body if b.id != caption["id"]]


def _backdate(story: StoryPage, day: date) -> None:
    """Let a story have been published when it says: the draft and the archive go by that."""
    moment = timezone.make_aware(datetime.combine(day, time(9, 0)))
    moment = min(moment, timezone.now())
    StoryPage.objects.filter(pk=story.pk).update(
        first_published_at=moment, last_published_at=moment
    )


def take_in_stories(data: dict[str, Any], user: User, today: date) -> Iterator[str]:
    """Take in and publish each page of copy that is not a story yet; yield each headline."""
    for row in toml("stories")["story"]:
        if not StoryPage.objects.filter(title=row["headline"]).exists():
            published = today - timedelta(days=row["days_ago"])
            newsletter = _newsletter_for(row["section"], data["newsletters"])
            text = copy_text(
                row["file"], published=published, today=today, signup=newsletter["scraped"]
            )
            found = read_text(text, source=row["file"], today=today)
            story = use_cases.take_in(found, source=row["file"], user=user, section=row["section"])
            draft = _decide(story, row, user, newsletter["slug"])
            use_cases.publish(draft, user)
            _backdate(draft, published)
        yield row["headline"]
