"""What the doctor looks at: each check gives its state and a sentence."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from matinee.mailings.models import Batch
from matinee.newsletters.models import Newsletter
from matinee.post.relay import RelayConfigError, open_relay
from matinee.publication.models import PrivacyNotice, Publication, TickSlot

State = Literal["good", "warn", "bad"]

_TRIGGERS = {
    "sqlite": (
        "SELECT count(*) FROM sqlite_master "
        "WHERE type = 'trigger' AND tbl_name = 'readers_consentrecord'"
    ),
    "postgresql": (
        "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE c.relname = 'readers_consentrecord' AND NOT t.tgisinternal"
    ),
}


@dataclass(frozen=True)
class Check:
    """One thing looked at."""

    name: str
    state: State
    says: str


def _database() -> Iterator[Check]:
    plan = MigrationExecutor(connection).migration_plan(
        MigrationExecutor(connection).loader.graph.leaf_nodes()
    )
    if plan:
        yield Check("database", "bad", f"{len(plan)} migrations are missing: matinee migrate")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield Check("database", "good", f"{connection.vendor} answers, and is up to date")


def _triggers() -> Iterator[Check]:
    """The ledger's triggers are there: see whether the database itself would refuse."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        count = cursor.fetchone()[0]
    if count:
        yield Check("consent ledger", "good", "the database refuses to change or delete records")
    else:
        yield Check("consent ledger", "bad", "its triggers are gone: anybody could change records")


def _mail() -> Iterator[Check]:
    try:
        relay = open_relay(settings.MAIL_URL, inbox_path=settings.INBOX_PATH)
    except RelayConfigError as error:
        yield Check("mail", "bad", str(error))
        return
    if settings.MAIL_URL.startswith("inbox:"):
        yield Check("mail", "warn", "goes to the embedded inbox; set MAIL_URL to reach readers")
        return
    options = getattr(relay, "options", None)
    if options is not None:
        from matinee.post.smtp.connection import Connection, NotAccepted
        from matinee.post.smtp.line import ConnectionLost

        async def knock() -> None:
            line = await Connection.open(options)
            await line.quit()

        try:
            asyncio.run(asyncio.wait_for(knock(), 10))
        except (ConnectionLost, NotAccepted, TimeoutError) as error:
            yield Check("mail", "bad", f"{error or 'the relay did not answer'}; see MAIL_URL")
            return
    yield Check("mail", "good", "the relay lets us in")


def _work() -> Iterator[Check]:
    newest = TickSlot.objects.order_by("-slot").first()
    if newest is None or newest.slot < timezone.now() - timedelta(minutes=10):
        yield Check(
            "workers", "warn", "none has ticked in ten minutes: run matinee serve or worker"
        )
    else:
        yield Check("workers", "good", "one has ticked in the last ten minutes")
    lost = Batch.objects.filter(
        done=False, lease_until__lt=timezone.now() - timedelta(minutes=5)
    ).count()
    if lost:
        yield Check("sending", "warn", f"{lost} batches wait for a worker to take them up")


def _room() -> Iterator[Check]:
    free = shutil.disk_usage(settings.VAR).free / 2**30
    state: State = "bad" if free < 0.2 else "warn" if free < 2 else "good"
    yield Check("disk", state, f"{free:.1f} GiB free for receipts and the database")


def _words() -> Iterator[Check]:
    publication = Publication.load()
    if not publication.postal_address.strip():
        yield Check("postal address", "warn", "none is set; most countries want one in every email")
    if PrivacyNotice.current() is None:
        yield Check("privacy notice", "bad", "none is published; the sign-up box must link to one")
    if not Newsletter.objects.filter(state=Newsletter.State.OPEN).exists():
        yield Check("newsletters", "warn", "none is open to readers")


def _settings() -> Iterator[Check]:
    if settings.DEBUG:
        yield Check("settings", "bad", "DEBUG is on: never where others can reach the site")
    if not settings.HTTPS:
        yield Check("settings", "warn", "SITE_URL is not https; one-click unsubscribe wants it")


CHECKS: list[Callable[[], Iterator[Check]]] = [
    _database, _triggers, _mail, _work, _room, _words, _settings,
]  # fmt: skip


def examine() -> list[Check]:
    """Run every check; one that fails itself is reported as bad, and the others go on."""
    found: list[Check] = []
    for check in CHECKS:
        try:
            found += check()
        except (Error, OSError) as error:
            name = check.__name__.strip("_")
            found.append(Check(name, "bad", str(error).splitlines()[0] or type(error).__name__))
    return found
