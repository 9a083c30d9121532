"""Accepted pictures' files fetched in the background, safely and in the site's turn.

A row says what is due and what came of it; a task only wakes a worker. Whatever fails is said on
the row, and the proposal, its words and its place in the story stay as they are.
"""

from __future__ import annotations

import hashlib
import io
import logging
import time
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from matinee.publication.models import Picture
from matinee.stories import manners, pictures, tasks, undoing, use_cases
from matinee.stories.copies import Proposal
from matinee.stories.intake import FetchRefused
from matinee.stories.intake.fetch import PICTURE_BYTES, PICTURE_TYPES
from matinee.stories.manners import Busy
from matinee.stories.picture_files import NoPicture, PictureFile, read_picture
from matinee.stories.wanted import PictureFetch

logger = logging.getLogger(__name__)
State = PictureFetch.State
LEASE = timedelta(minutes=3)  # longer than any fetch; a worker that dies frees the row then
RETRIES = (timedelta(minutes=1), timedelta(minutes=10))
SECONDS = 30.0  # of one task, so that a worker is soon free for other work


def fetch_due(seconds: float = SECONDS) -> int:
    """Fetch pictures whose time has come, for so many seconds; return how many were tried."""
    tried, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        due = PictureFetch.objects.filter(state=State.WAITING, next_at__lte=timezone.now())
        row = due.order_by("next_at", "pk").first()
        if row is None:
            return tried
        # Whoever moves it first has it; left by the dead, it comes round again.
        mine = PictureFetch.objects.filter(pk=row.pk, next_at=row.next_at, state=State.WAITING)
        if mine.update(next_at=timezone.now() + LEASE):
            _fetch(row)
            tried += 1
    tasks.wake_for_pictures()
    return tried


def _fetch(row: PictureFetch) -> None:
    try:
        got = manners.ask(
            row.address, types=PICTURE_TYPES, max_bytes=PICTURE_BYTES, thing="picture"
        )
        _put(row, read_picture(got.body))
    except Busy as busy:
        _later(row, busy.until, "Its site is being asked for something else; it comes next.")
    except FetchRefused as error:
        _refused(row, error)
    except NoPicture as error:
        _failed(row, str(error))
    except Exception:
        logger.exception("Picture %s: it could not be kept.", row.pk)
        _failed(row, "Matinee itself went wrong here; its log says how.")


def _refused(row: PictureFetch, error: FetchRefused) -> None:
    """Try again what may pass: a site that did not answer, is busy (429), or failed (5xx)."""
    passing = error.status >= 500 or error.status == 429 or error.unreached
    if not passing or row.tries >= len(RETRIES):
        _failed(row, str(error))
        return
    wait = RETRIES[row.tries]
    if error.retry_after:
        wait = max(wait, timedelta(seconds=min(error.retry_after, 86_400)))
    row.tries += 1
    _later(row, timezone.now() + wait, f"{error} It is tried again.")


def _later(row: PictureFetch, when: datetime, said: str) -> None:
    PictureFetch.objects.filter(pk=row.pk).update(next_at=when, tries=row.tries, said=said)


def _failed(row: PictureFetch, why: str) -> None:
    PictureFetch.objects.filter(pk=row.pk).update(state=State.FAILED, said=why)


@transaction.atomic
def _put(row: PictureFetch, read: PictureFile) -> None:
    """Keep the picture and put it into the story, if the proposal still stands."""
    still = Q(pk=row.pk, state=State.WAITING)
    kept = PictureFetch.objects.select_for_update().filter(still).first()
    if kept is None:
        return  # the editor took it back meanwhile
    proposal = Proposal.objects.select_related("story", "copy").get(pk=kept.proposal_id)
    words = _fill(proposal, read)
    kept.picture = _picture(proposal, read, kept.address)
    kept.state = State.DONE
    kept.said = f"{read.width} by {read.height} pixels.{words}"
    kept.save()
    if proposal.story is None or not proposal.stands:
        return
    draft = use_cases.draft_of(proposal.story)
    before = draft.latest_revision_id
    if pictures.put_all(draft):
        use_cases.save(draft, None)
        undoing.moved_on(proposal.story, before)


def _fill(proposal: Proposal, read: PictureFile) -> str:
    """Give the proposal the file's own words where it has none; say which were taken."""
    lacking = {
        name: value
        for name, value in (("caption", read.caption), ("credit", read.credit))
        if value and not (proposal.data.get(name) or "").strip()
    }
    if not lacking:
        return ""
    if proposal.as_found is None:
        proposal.as_found = proposal.data
    proposal.data = {**proposal.data, **lacking}
    proposal.save(update_fields=["data", "as_found"])
    return f" The {' and '.join(lacking)} stood in the file itself: check before publishing."


def _picture(proposal: Proposal, read: PictureFile, address: str) -> Picture:
    """Return the picture of this file, made if it is new here: the same file is not kept twice."""
    digest = hashlib.sha1(read.data, usedforsecurity=False).hexdigest()  # as Wagtail's file_hash
    known: Picture | None = Picture.objects.filter(file_hash=digest).first()
    if known is not None:
        return known
    data: dict[str, Any] = proposal.data
    name = unquote(urlsplit(address).path.rsplit("/", 1)[-1]).rsplit(".", 1)[0][:60] or "picture"
    caption = str(data.get("caption") or "")
    made = Picture(
        title=(caption or name)[:255],
        description=str(data.get("alt") or "")[:255],
        caption=caption[:500],
        credit=str(data.get("credit") or "")[:250],
        agency=str(data.get("agency") or "")[:120],
        file=ImageFile(io.BytesIO(read.data), name=f"{name}.{read.extension}"),
        file_hash=digest,
        file_size=len(read.data),
        uploaded_by_user=proposal.decided_by,
    )
    made.save()
    return made
