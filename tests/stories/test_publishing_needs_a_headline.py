"""A proposed headline is not a headline: no way of publishing goes round that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from matinee.stories import use_cases
from matinee.stories.pages import StoryPage
from tests.stories.factories import a_found, a_story, an_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> StoryPage:
    return use_cases.take_in(a_found(), source="a.txt")


def is_live(story: StoryPage) -> bool:
    return StoryPage.objects.get(pk=story.pk).live


def test_publish_refuses_with_a_sentence(story):
    with pytest.raises(ValidationError, match="nobody has accepted"):
        use_cases.publish(story)
    assert not is_live(story)


def test_publish_goes_once_the_headline_is_accepted(story):
    use_cases.headline(story, story.title)
    assert use_cases.publish(story).live


def test_a_revision_cannot_be_scheduled_either(story):
    story.go_live_at = timezone.now() + timedelta(days=1)
    revision = story.save_revision(clean=False)
    with pytest.raises(ValidationError):
        revision.publish()


def test_saving_a_live_page_refuses(story):
    story.live = True
    with pytest.raises(ValidationError):
        story.save()


def _form(story: StoryPage, **changes: str) -> dict[str, str]:
    return {
        "title": story.title, "slug": story.slug, "standfirst": "", "byline": "",
        "published_on": "2025-03-04", "updated_on": "", "lead_picture": "", "lead_caption": "",
        "lead_credit": "", "lead_alt": "", "body-count": "0", "newsletter": "",
        "canonical_url": "", "seo_title": "", "search_description": "", "go_live_at": "",
        "expire_at": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        **changes,
    }  # fmt: skip


def test_the_desk_refuses_with_the_same_sentence(client, story):
    client.force_login(an_editor())
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    answer = client.post(edit, _form(story, **{"action-publish": "1"}))
    assert "nobody has accepted it yet" in answer.content.decode()
    assert not is_live(story)


def test_the_desk_saves_a_draft_without_one(client, story):
    client.force_login(an_editor())
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    answer = client.post(edit, _form(story))
    assert answer.status_code == 302
    assert not is_live(story)


def test_a_headline_written_in_the_desk_is_an_accepted_one(client, story):
    client.force_login(an_editor())
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    client.post(edit, _form(story, **{"title": "Mine", "action-publish": "1"}))
    assert is_live(story)
    assert StoryPage.objects.get(pk=story.pk).headline_accepted


def test_publishing_many_at_once_refuses_the_lot(client, story):
    other = a_story("Fine", live=False)
    other.save_revision()
    client.force_login(an_editor())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={story.pk}&id={other.pk}&next=/desk/")
    assert not is_live(story)
    assert not is_live(other)
