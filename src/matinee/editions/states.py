"""The life of an edition: draft → ready → approved → scheduled → sending → sent.

Every change of state is one of these functions. Each checks that the step is allowed and moves
from the very state it saw, so two people (or two workers) pressing at once do it once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from matinee.editions.models import EditionPage

State = EditionPage.State

ALLOWED: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.READY, State.APPROVED, State.SCHEDULED, State.SENDING}),
    State.READY: frozenset({State.DRAFT, State.APPROVED, State.SCHEDULED, State.SENDING}),
    State.APPROVED: frozenset({State.DRAFT, State.READY, State.SCHEDULED, State.SENDING}),
    State.SCHEDULED: frozenset({State.DRAFT, State.APPROVED, State.SENDING}),
    State.SENDING: frozenset({State.SENT, State.DRAFT}),
    State.SENT: frozenset(),
}


class NotAllowedError(Exception):
    """The edition's state does not allow this step; the message is for the editor."""


def can(edition: EditionPage, to: str) -> bool:
    """Whether the edition may go to the state `to` from where it is."""
    return to in ALLOWED[edition.state]


@transaction.atomic
def _move(edition: EditionPage, to: str, user: Any, **fields: Any) -> EditionPage:
    row = EditionPage.objects.get(pk=edition.pk)
    changed = {"state": to, **fields}
    ours = can(row, to) and EditionPage.objects.filter(pk=row.pk, state=row.state).update(**changed)
    if not ours:
        now = row.get_state_display().lower()
        raise NotAllowedError(
            f"“{row}” is “{now}”, so it cannot become “{State(to).label.lower()}”."
        )
    for name, value in changed.items():
        setattr(edition, name, value)
    log(edition, "matinee.edition_state", user=user, data={"from": row.state, "to": to})
    return edition


@transaction.atomic
def call_back(edition: EditionPage, user: Any = None) -> EditionPage:
    """Make it a draft again, before anything has gone out (also what cancelling a sending does).

    Its web page closes with it. Raises NotAllowedError where it has been sent.
    """
    _move(edition, State.DRAFT, user, scheduled_for=None, sent_at=None)
    row = EditionPage.objects.get(pk=edition.pk)
    if row.live:
        row.unpublish(user=user, log_action=False)
        edition.live = False
    return edition


def mark_ready(edition: EditionPage, user: Any = None) -> EditionPage:
    """Say that it is written and waits to be read over."""
    return _move(edition, State.READY, user)


def approve(edition: EditionPage, user: Any = None) -> EditionPage:
    """Say that it may go."""
    return _move(edition, State.APPROVED, user)


def schedule(edition: EditionPage, at: datetime, user: Any = None) -> EditionPage:
    """Set the moment it goes (aware, later than now); raises ValueError for one gone by."""
    if at <= timezone.now():
        raise ValueError("That moment has gone by. Choose a later one, or send it now.")
    return _move(edition, State.SCHEDULED, user, scheduled_for=at)


@transaction.atomic
def start_sending(edition: EditionPage, user: Any = None) -> EditionPage:
    """Freeze its words and its letters, and open its web page. Returns the frozen edition.

    The web page opens now because the first readers' "view in browser" needs it. Whoever calls
    this has asked `preflight.stops` before.
    """
    from matinee.editions import press

    row = EditionPage.objects.get(pk=edition.pk)
    if not can(row, State.SENDING):
        _move(edition, State.SENDING, user)
    newest = row.latest()
    newest.sent_at = timezone.now()
    press.keep(newest)
    _move(edition, State.SENDING, user, sent_at=newest.sent_at)
    edition.refresh_from_db()
    newest = EditionPage.objects.get(pk=edition.pk)
    revision = newest.get_latest_revision() or newest.save_revision(user=user)
    revision.publish(user=user, log_action=False)
    frozen: EditionPage = EditionPage.objects.get(pk=edition.pk)
    return frozen


def finish_sending(edition: EditionPage, user: Any = None) -> EditionPage:
    """Say that every reader of it is accounted for."""
    return _move(edition, State.SENT, user)
