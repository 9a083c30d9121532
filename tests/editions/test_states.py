"""The life of an edition, step by step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.editions import drafting, states
from matinee.editions.models import EditionPage
from tests.editions import newsroom

pytestmark = pytest.mark.django_db
State = EditionPage.State


def edition() -> EditionPage:
    return drafting.draft(newsroom.busy_week(pictures=False), now=newsroom.NOW)


def step(made: EditionPage, to: str) -> None:
    """Take the step that leads to a state."""
    if to == State.SCHEDULED:
        states.schedule(made, timezone.now() + timedelta(hours=1))
    else:
        {
            State.DRAFT: states.call_back,
            State.READY: states.mark_ready,
            State.APPROVED: states.approve,
            State.SENDING: states.start_sending,
            State.SENT: states.finish_sending,
        }[State(to)](made)


@pytest.mark.parametrize("start", State.values)
@pytest.mark.parametrize("to", State.values)
def test_only_the_allowed_steps_can_be_taken(start: str, to: str) -> None:
    made = edition()
    EditionPage.objects.filter(pk=made.pk).update(state=start)
    if to in states.ALLOWED[start]:
        step(made, to)
        assert EditionPage.objects.get(pk=made.pk).state == to
    else:
        with pytest.raises(states.NotAllowedError, match="cannot become"):
            step(made, to)
        assert EditionPage.objects.get(pk=made.pk).state == start


def test_two_who_send_at_once_send_once() -> None:
    made = edition()
    other = EditionPage.objects.get(pk=made.pk)
    states.start_sending(made)
    with pytest.raises(states.NotAllowedError):
        states.start_sending(other)


def test_sending_freezes_the_newest_words_and_opens_the_page() -> None:
    made = edition()
    newest = made.latest()
    newest.subject = "The newest words"
    newest.save_revision()
    frozen = states.start_sending(made)
    assert (frozen.state, frozen.live, frozen.subject) == (State.SENDING, True, "The newest words")
    assert frozen.sent_at is not None
    assert all("The newest words" in row.html for row in frozen.letters.all())


def test_the_letters_carry_the_day_they_really_go() -> None:
    made = edition()  # drafted for a Thursday in January 2024
    frozen = states.start_sending(made)
    today = timezone.now().astimezone(frozen.newsletter.zone)
    assert f"{today:%A} {today.day} {today:%B %Y}" in frozen.letters.first().text


def test_called_back_before_anything_went_it_is_a_draft_again_and_its_page_closes() -> None:
    frozen = states.start_sending(edition())
    states.call_back(frozen)
    row = EditionPage.objects.get(pk=frozen.pk)
    assert (row.state, row.live, row.sent_at) == (State.DRAFT, False, None)


def test_a_sent_edition_is_locked_for_everybody() -> None:
    made = edition()
    assert made.get_lock() is None
    frozen = states.start_sending(made)
    lock = frozen.get_lock()
    assert lock.for_user(None)
    assert "gone out" in lock.get_message(None)


def test_a_time_gone_by_cannot_be_set() -> None:
    with pytest.raises(ValueError, match="gone by"):
        states.schedule(edition(), timezone.now() - timedelta(minutes=1))


def test_a_revision_restored_brings_words_back_and_no_state() -> None:
    made = edition()
    old = made.latest().latest_revision
    states.approve(made)
    restored = old.as_object()
    assert restored.state == State.APPROVED
