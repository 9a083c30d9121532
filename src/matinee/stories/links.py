"""Links in received copy, asked in the background; what is dead becomes a note at the copy desk.

Asked once, by the guards that pages are fetched with, in each site's turn. What may pass is asked
again before anybody is bothered with it.
"""

from __future__ import annotations

import hashlib
import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from matinee.stories import manners, tasks
from matinee.stories.copies import Copy, Proposal
from matinee.stories.intake import probe
from matinee.stories.manners import Busy
from matinee.stories.pages import StoryPage
from matinee.stories.wanted import CopyLink

SECONDS = 20.0  # of one task, so that a worker is soon free for other work
LEASE = timedelta(minutes=2)
RETRIES = (timedelta(minutes=2), timedelta(minutes=30))
# A page for subscribers, or one that only takes people for browsers, is no dead link.
_CLOSED = frozenset({401, 402, 403, 405, 406, 407, 425, 429, 451})
DEAD, FAILING, PRIVATE = "dead-link", "failing-link", "private-link"
KINDS = (DEAD, FAILING, PRIVATE)


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def note_down(story: StoryPage, seen: dict[str, Any]) -> None:
    """Have the copy's links asked; those that were asked keep their answers, others go."""
    links = {_key(link["url"]): link for link in seen.get("links") or []}
    CopyLink.objects.filter(story=story).exclude(key__in=links).delete()
    known = set(CopyLink.objects.filter(story=story).values_list("key", flat=True))
    new = [
        CopyLink(
            story=story, key=key, url=link["url"], start=link["start"], end=link["end"],
            next_at=timezone.now(),
        )
        for key, link in links.items()
        if key not in known
    ]  # fmt: skip
    CopyLink.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        transaction.on_commit(tasks.wake_for_links)


def ask_due(seconds: float = SECONDS) -> int:
    """Ask links whose time has come, for so many seconds; return how many were asked."""
    asked, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        now = timezone.now()
        due = CopyLink.objects.filter(next_at__lte=now).order_by("next_at", "pk")
        row = due.select_related("story__raw_copy").first()
        if row is None:
            return asked
        # Whoever moves it first has it; left by the dead, it comes round again.
        mine = CopyLink.objects.filter(pk=row.pk, next_at=row.next_at)
        if mine.update(next_at=now + LEASE):
            asked += _ask(row)
    tasks.wake_for_links()
    return asked


def _ask(row: CopyLink) -> int:
    try:
        with manners.turn(row.url):
            answer = probe.probe(row.url)
    except Busy as busy:
        CopyLink.objects.filter(pk=row.pk).update(next_at=busy.until)
        return 0
    kind, said, may_pass = verdict(answer)
    if may_pass and row.tries < len(RETRIES):
        later = timezone.now() + RETRIES[row.tries]
        CopyLink.objects.filter(pk=row.pk).update(next_at=later, tries=row.tries + 1, said=said)
        return 1
    with transaction.atomic():
        settled = CopyLink.objects.filter(pk=row.pk).update(next_at=None, said=said[:250])
        copy: Copy | None = row.story.raw_copy
        if kind and settled and copy is not None:
            _note(row, copy, kind, said)
    return 1


def verdict(answer: probe.Probed) -> tuple[str, str, bool]:
    """Return (kind of note or "", what it answered in words, whether that may pass).

    RFC 9110 section 15 for the codes.
    """
    if answer.nowhere:
        return DEAD, answer.why, True
    if answer.trouble == "refused":
        return PRIVATE, answer.why, False
    if answer.trouble == "loop":
        return DEAD, answer.why, False
    if answer.trouble:
        return FAILING, answer.why, True
    said = f"It answered {answer.status}."
    if answer.status in (404, 410):
        return DEAD, said, False
    if answer.status < 400 or answer.status in _CLOSED:
        return "", said, False
    return FAILING, said, answer.status >= 500


def _note(row: CopyLink, copy: Copy, kind: str, said: str) -> None:
    url = row.url if len(row.url) <= 160 else f"{row.url[:159]}…"
    Proposal.objects.create(
        story=row.story,
        copy=copy,
        kind=Proposal.Kind.NOTE,
        data={"kind": kind, "text": f"{url}: {said}", "url": row.url},
        start=row.start,
        end=row.end,
    )
