"""Mail from this room to one reader: an outbox of notes, written and sent by whoever works.

A note holds no text and no address: the mail is composed from the rows as it goes. It is claimed
for ten minutes; a worker that dies leaves it to the next. So a note may rarely go twice, which a
confirmation bears, and is never lost, which a reader who waits for one would not bear.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from matinee.post.relay import Envelope, Outcome, Relay, RelayConfigError, Result, open_relay
from matinee.readers import compose, limits
from matinee.readers.models import Note, SignupRequest, Suppression

logger = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)
WINDOW = 50
TRIES = 6
BACKOFF = (60, 300, 900, 3600, 4 * 3600, 12 * 3600)  # seconds
KEEP = timedelta(days=90)
CAPPED = frozenset(
    {
        Note.Kind.CONFIRM,
        Note.Kind.REMINDER,
        Note.Kind.ALREADY,
        Note.Kind.CHANGE_NEW,
        Note.Kind.OWN,
    }
)


def put(note: Note) -> None:
    """Put a note into the outbox and wake a worker once the transaction is committed."""
    from matinee.readers.tasks import wake

    note.save()
    transaction.on_commit(wake)


def send_waiting(limit: int = 1000) -> int:
    """Send the notes that are due, up to `limit`; return how many a relay took."""
    sent = 0
    for _ in range(0, limit, WINDOW):
        notes = _claim()
        if not notes:
            break
        sent += _send(notes)
    return sent


def _claim() -> list[Note]:
    now = timezone.now()
    with transaction.atomic():
        due = Note.objects.filter(
            state__in=[Note.State.WAITING, Note.State.TAKEN], due_at__lte=now
        ).order_by("due_at")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        numbers = list(due.values_list("pk", flat=True)[:WINDOW])
        if numbers:
            Note.objects.filter(pk__in=numbers).update(
                state=Note.State.TAKEN, due_at=now + CLAIM, tries=F("tries") + 1
            )
    return list(
        Note.objects.filter(pk__in=numbers).select_related("reader", "request").order_by("pk")
    )


def _held(note: Note) -> bool:
    """Whether a note may not go: a suppressed mailbox, or more than its share for today."""
    key = compose.recipient_key(note)
    if Suppression.objects.filter(address_key=key).exists():
        return True
    return note.tries == 1 and note.kind in CAPPED and not limits.may_mail(key)


def _send(notes: Sequence[Note]) -> int:
    envelopes: list[Envelope] = []
    by_key: dict[int, Note] = {}
    for note in notes:
        try:
            if _held(note):
                _settle(note, Note.State.HELD)
                continue
            mail = compose.mail(note)
        except Exception:
            logger.exception("Note %s could not be written.", note.pk)
            _settle(note, Note.State.FAILED)
            continue
        if mail is None:  # what it was about is no more
            _settle(note, Note.State.HELD)
            continue
        note.message_id = mail.message_id
        note.sha256 = hashlib.sha256(mail.message).hexdigest()
        by_key[note.pk] = note
        envelopes.append(Envelope(note.pk, mail.sender, mail.recipient, mail.message))
    results = _hand_over(envelopes) if envelopes else []
    for result in results:
        _record(by_key[result.key], result)
    return sum(result.outcome is Outcome.SENT for result in results)


def _hand_over(envelopes: Sequence[Envelope]) -> list[Result]:
    async def go() -> list[Result]:
        relay: Relay = open_relay(
            settings.MAIL_URL, connections=1, inbox_path=settings.INBOX_PATH, timeout=30.0
        )
        results: list[Result] = []
        try:
            await relay.hand_over(envelopes, results.append)
        finally:
            await relay.close()
        return results

    try:
        return asyncio.run(go())
    except (RelayConfigError, OSError) as error:
        # Claimed notes come up again by themselves when their claim runs out.
        logger.error("Mail to readers waits: %s", error)
        return []


def _record(note: Note, result: Result) -> None:
    if result.outcome is Outcome.SENT:
        note.sent_at = timezone.now()
        _settle(note, Note.State.SENT)
        _supersede(note)
    elif result.outcome is Outcome.DEFERRED and note.tries < TRIES:
        wait = BACKOFF[min(note.tries, len(BACKOFF)) - 1]
        note.due_at = timezone.now() + timedelta(seconds=wait)
        _settle(note, Note.State.WAITING)
    else:
        logger.warning("Note %s was not taken: %s %s", note.pk, result.code, result.text)
        _settle(note, Note.State.FAILED)


def _settle(note: Note, state: str) -> None:
    note.state = state
    note.save(update_fields=["state", "due_at", "sent_at", "message_id", "sha256"])


def _supersede(note: Note) -> None:
    """Let older links rest once a mail that covers all they ask for has really gone out."""
    request = note.request
    if request is None or note.kind not in {Note.Kind.CONFIRM, Note.Kind.REMINDER}:
        return
    covered = {newsletter_id for newsletter_id, _ in request.wanted}
    older = SignupRequest.objects.filter(
        reader=note.reader_id, state=SignupRequest.State.WAITING, pk__lt=request.pk
    )
    done = [r.pk for r in older if {n for n, _ in r.wanted} <= covered]
    SignupRequest.objects.filter(pk__in=done).update(state=SignupRequest.State.SUPERSEDED)


def forget_old() -> int:
    """Delete notes that were settled 90 days ago; return how many."""
    settled = [Note.State.SENT, Note.State.FAILED, Note.State.HELD]
    return Note.objects.filter(state__in=settled, created_at__lt=timezone.now() - KEEP).delete()[0]
