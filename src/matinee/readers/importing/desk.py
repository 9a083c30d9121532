"""Imports begun in the desk: kept, tried, run by a worker, stopped, and forgotten.

The row says what is to be done; a task only wakes a worker, and the tick looks for what no worker
has touched for a while. Doing one twice does no harm, since an import is its own repetition.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.readers import importing
from matinee.readers.importing.peeking import Peek, peek
from matinee.readers.importing.shapes import BadFile, recognise
from matinee.readers.models import ReaderImport
from matinee.readers.request_meta import clean

logger = logging.getLogger(__name__)
State = ReaderImport.State
MOST_BYTES = 512 * 1024 * 1024
SILENT = timedelta(minutes=2)  # a batch of lines takes seconds
KEEP = timedelta(days=7)
WHATS = ("address", "name", "territory")


class Stopped(Exception):
    """Somebody pressed Stop."""


def folder() -> Path:
    """Return where files wait: beside the database, never where media are served from."""
    path = Path(settings.VAR) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(job: ReaderImport) -> Path:
    """Return where an import's file lies."""
    return folder() / f"{job.stored}.csv"


def rejects_of(job: ReaderImport) -> Path:
    """Return where the lines that were not taken are written, with their reasons."""
    return folder() / f"{job.stored}.rejects.csv"


def keep(file: UploadedFile[bytes], newsletter: Newsletter, user: Any, basis: str) -> ReaderImport:
    """Keep a file that was brought. Raises BadFile when it is no list of readers."""
    if (file.size or 0) > MOST_BYTES:
        raise BadFile(
            f"It is larger than {MOST_BYTES // 2**20} MB. Cut it in parts, or import it on the "
            "server with: matinee readers import."
        )
    job = ReaderImport(
        newsletter=newsletter,
        made_by=user,
        name=clean(Path(file.name or "").name, 200) or "list.csv",
        stored=secrets.token_hex(16),
        basis=clean(basis, 500),
    )
    path = path_of(job)
    try:
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        job.size = path.stat().st_size
        peek(path)
        job.save()
    except Exception:
        path.unlink(missing_ok=True)
        raise
    return job


def corrected(found: Peek, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that an editor chose, by their names in the file.

    `chosen` gives a column's number (from 0) or "" by what it holds. Raises BadFile when no
    column is left to be the address.
    """
    corrections = {}
    for what in WHATS:
        number = chosen.get(what, "")
        if number.isascii() and number.isdecimal() and int(number[:4]) < len(found.header):
            corrections[what] = found.header[int(number[:4])]
    recognise(found.header, corrections)
    return corrections


def start(job: ReaderImport, state: str) -> bool:
    """Let a worker try (State.TRY) or import (State.RUN) a file; False where it may not be now.

    Only what was tried is imported, so that an editor has seen what it will do.
    """
    before = {
        State.TRY: [State.LOOK, State.TRIED, State.STOPPED, State.FAILED],
        State.RUN: [State.TRIED],
    }[State(state)]
    with transaction.atomic():
        begun = ReaderImport.objects.filter(pk=job.pk, state__in=before).update(
            state=state,
            stop=False,
            done_bytes=0,
            problem="",
            counts={} if state == State.TRY else job.counts,
            heard_at=timezone.now() - SILENT,
        )
        if begun:
            transaction.on_commit(lambda: wake(job.pk))
    return bool(begun)


def wake(number: int) -> None:
    """Ask a worker to take an import up; never fails, since the tick looks too."""
    from matinee.readers.tasks import do_import

    try:
        do_import.enqueue(number)
    except Exception:
        logger.exception("No task could be enqueued for import %s; the tick will.", number)


def stop(job: ReaderImport) -> None:
    """Stop an import after the lines that it has in hand. What was taken in stays."""
    ReaderImport.objects.filter(pk=job.pk, state__in=ReaderImport.AT_WORK).update(stop=True)


def work(number: int) -> bool:
    """Do what an import's row asks for; False when there is nothing, or another is at it."""
    now = timezone.now()
    mine = ReaderImport.objects.filter(
        pk=number, state__in=ReaderImport.AT_WORK, heard_at__lte=now - SILENT
    ).update(heard_at=now)
    if not mine:
        return False
    job = ReaderImport.objects.select_related("newsletter").get(pk=number)
    row = ReaderImport.objects.filter(pk=number)

    def progress(done: int) -> None:
        row.update(done_bytes=done, heard_at=timezone.now())
        if row.filter(stop=True).exists():
            raise Stopped

    try:
        result = importing.run(
            path_of(job),
            job.newsletter,
            basis=job.basis,
            rejects=rejects_of(job),
            dry_run=job.state == State.TRY,
            corrections=job.corrections,
            progress=progress,
        )
    except Stopped:
        row.update(state=State.STOPPED)
    except BadFile as error:
        row.update(state=State.FAILED, problem=str(error)[:300])
    except FileNotFoundError:
        row.update(state=State.FAILED, problem="The file is gone. Bring it once more.")
    except Exception:
        logger.exception("Import %s failed.", number)
        row.update(
            state=State.FAILED,
            problem="Something went wrong on our side, which the server’s log tells. "
            "Try it once more: what was taken in stays, and nobody comes in twice.",
        )
    else:
        counts = {
            k: getattr(result, k)
            for k in ("lines", "new", "added", "unchanged", "left", "rejected")
        }
        state = State.TRIED if job.state == State.TRY else State.DONE
        row.update(state=state, counts=counts, done_bytes=job.size)
    return True


def take_up() -> int:
    """Wake workers for imports that nobody has touched for a while; return how many."""
    waiting = ReaderImport.objects.filter(
        state__in=ReaderImport.AT_WORK, heard_at__lte=timezone.now() - SILENT
    ).values_list("pk", flat=True)
    for number in waiting:
        wake(number)
    return len(waiting)


def discard(job: ReaderImport) -> None:
    """Delete an import's row and files. The readers stay, as does the ledger."""
    path_of(job).unlink(missing_ok=True)
    rejects_of(job).unlink(missing_ok=True)
    job.delete()


def forget_old() -> int:
    """Delete the files of imports of a week ago, which hold addresses; return how many."""
    old = ReaderImport.objects.filter(created_at__lt=timezone.now() - KEEP).exclude(
        state__in=ReaderImport.AT_WORK
    )
    gone = 0
    for job in old:
        for path in (path_of(job), rejects_of(job)):
            gone += path.exists()
            path.unlink(missing_ok=True)
    return gone
