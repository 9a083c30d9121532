"""On a newsletter's day its draft is there without anybody asking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.editions import states, tasks
from matinee.editions.models import EditionPage
from matinee.newsletters.models import Newsletter
from matinee.publication import schedule
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


def due_in(hours: float, **fields: object) -> Newsletter:
    """Return a newsletter with a story, whose time is so many hours away."""
    newsroom.story(newsroom.section(newsroom.site()), "Fresh", at=timezone.now())
    at = timezone.now() + timedelta(hours=hours)
    return newsroom.newsletter(
        time_zone="UTC", send_weekday=at.weekday(), send_time=at.time(), **fields
    )


def test_a_draft_appears_a_day_ahead_and_only_once() -> None:
    due_in(20)
    assert tasks.draft_what_is_due() == 1
    assert tasks.draft_what_is_due() == 0
    assert EditionPage.objects.get().state == EditionPage.State.DRAFT


def test_nothing_appears_days_ahead() -> None:
    due_in(60)
    assert tasks.draft_what_is_due() == 0


def test_nothing_appears_of_a_closed_newsletter() -> None:
    due_in(20, state=Newsletter.State.CLOSED)
    assert tasks.draft_what_is_due() == 0


def test_with_no_story_it_stays_silent_and_tries_again() -> None:
    newsletter = due_in(20, sections="nothing-here")
    assert tasks.draft_what_is_due() == 0
    newsletter.sections = ""
    newsletter.save()
    assert tasks.draft_what_is_due() == 1


def test_a_fortnightly_one_skips_the_week_between() -> None:
    newsletter = due_in(20, cadence=Newsletter.Cadence.FORTNIGHTLY)
    tasks.draft_what_is_due()
    states.finish_sending(states.start_sending(EditionPage.objects.get()))
    EditionPage.objects.update(sent_at=newsletter.next_send(timezone.now()) - timedelta(days=7))
    newsroom.story(newsroom.SectionPage.objects.get(), "Fresher", at=timezone.now())
    assert tasks.draft_what_is_due() == 0
    EditionPage.objects.update(sent_at=newsletter.next_send(timezone.now()) - timedelta(days=14))
    assert tasks.draft_what_is_due() == 1


def test_the_job_is_registered_with_the_clock() -> None:
    assert "editions: draft what goes tomorrow" in schedule._jobs
