"""The one reminder: to somebody who asked, has not confirmed, and might have missed the mail."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.readers import post_office
from matinee.readers.confirming import LIFE
from matinee.readers.models import Note, SignupRequest

LIMIT = 1000
# A link that dies while the mail is on its way helps nobody.
LEAST_LEFT = timedelta(hours=12)


def remind(limit: int = LIMIT) -> int:
    """Put the reminders that are due into the outbox; return how many.

    One a reader, whatever they ask for meanwhile: who types a stranger's address again and again
    must not make us write again and again. Only where a confirmation mail really went out, and a
    newsletter that was asked for wants it (`remind_after_days`). What is confirmed, withdrawn,
    superseded or expired is no request that waits; the outbox holds back suppressed mailboxes.
    """
    after = dict(
        Newsletter.objects.filter(remind_after_days__gt=0, state=Newsletter.State.OPEN).values_list(
            "pk", "remind_after_days"
        )
    )
    if not after:
        return 0
    now = timezone.now()
    notes = Note.objects.filter(reader=OuterRef("reader"))
    waiting = SignupRequest.objects.filter(
        Exists(
            Note.objects.filter(
                request=OuterRef("pk"), kind=Note.Kind.CONFIRM, state=Note.State.SENT
            )
        ),
        ~Exists(notes.filter(kind=Note.Kind.REMINDER)),
        state=SignupRequest.State.WAITING,
        reminded=False,
        asked_at__lte=now - timedelta(days=min(after.values())),
        asked_at__gt=now - LIFE + LEAST_LEFT,
    )
    reminded = 0
    for request in waiting.order_by("pk").iterator(chunk_size=500):
        days = [after[n] for n, _ in request.wanted if n in after]
        if not days or request.asked_at > now - timedelta(days=min(days)):
            continue
        reminded += _put(request)
        if reminded >= limit:
            break
    return reminded


def _put(request: SignupRequest) -> bool:
    """Claim a request and put its note in one transaction: two workers make no second one."""
    with transaction.atomic():
        mine = SignupRequest.objects.filter(
            pk=request.pk, reminded=False, state=SignupRequest.State.WAITING
        ).update(reminded=True)
        if mine:
            post_office.put(
                Note(reader_id=request.reader_id, request=request, kind=Note.Kind.REMINDER)
            )
    return bool(mine)
