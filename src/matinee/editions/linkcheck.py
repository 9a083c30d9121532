"""Links to other sites asked for real, in the background, before an edition goes.

A row a link says what it answered and when. Saving an edition asks about what is new in it; the
tick asks again what failed, and everything shortly before a scheduled sending.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from matinee.editions import sheet
from matinee.editions.checked import LinkCheck, key_of
from matinee.editions.models import EditionPage
from matinee.publication.schedule import every
from matinee.stories.intake import probe

logger = logging.getLogger(__name__)
Verdict = LinkCheck.Verdict
FRESH = timedelta(hours=1)  # so long an answer is good enough while somebody writes
BEFORE_SENDING = timedelta(minutes=30)
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
SETTLED = timedelta(days=365)  # nobody asks again by itself
MOST = 200  # links of one edition
UNSURE = frozenset({Verdict.FAILING, Verdict.UNREACHABLE})


@dataclass(frozen=True)
class Progress:
    """How far the checking of an edition is: so many of so many links have been asked."""

    done: int
    links: int

    @property
    def is_done(self) -> bool:
        """Whether every link has an answer."""
        return self.done >= self.links


def external(edition: EditionPage) -> list[str]:
    """Return the addresses on other sites that the edition's own words lead to, each once."""
    from matinee.editions.preflight.links import every_link

    own = urlsplit(settings.SITE_URL).netloc
    found: dict[str, None] = {}
    for _, url, _ in every_link(sheet.read(edition)):
        try:
            parts = urlsplit(url)
        except ValueError:
            continue  # "link-malformed" speaks of it
        if parts.scheme in ("http", "https") and parts.netloc and parts.netloc != own:
            found[url] = None
    return list(found)[:MOST]


def known(urls: Iterable[str]) -> dict[str, LinkCheck]:
    """Return what is known of these addresses."""
    keys = {key_of(url): url for url in urls}
    rows = LinkCheck.objects.filter(key__in=keys)
    return {keys[row.key]: row for row in rows}


def progress(edition: EditionPage) -> Progress:
    """Return how far the checking of the edition's newest words is."""
    urls = external(edition)
    answered = [row for row in known(urls).values() if row.checked_at is not None]
    return Progress(len(answered), len(urls))


def ask(
    edition: EditionPage,
    *,
    fresh: timedelta = FRESH,
    now: datetime | None = None,
    waking: bool = True,
) -> int:
    """Have the edition's links asked in the background, but those asked within `fresh`.

    Returns how many are to be asked. What is being asked already is not asked twice: the row says
    so, and a task only wakes a worker.
    """
    now = now or timezone.now()
    urls = external(edition)
    rows = known(urls)
    new = [LinkCheck(key=key_of(u), url=u, next_at=now) for u in urls if u not in rows]
    LinkCheck.objects.bulk_create(new, ignore_conflicts=True)
    stale = [
        row.pk
        for row in rows.values()
        if row.checked_at is not None and row.checked_at < now - fresh and row.next_at > now
    ]
    LinkCheck.objects.filter(pk__in=stale).update(next_at=now, tries=0)
    if waking and (new or stale):
        transaction.on_commit(wake)
    return len(new) + len(stale)


def ask_soon(edition: EditionPage) -> None:
    """Have what is new in the edition's links asked once its words are committed."""
    transaction.on_commit(lambda: _enqueue(edition.pk))


def _enqueue(edition_id: int) -> None:
    try:
        ask_edition.enqueue(edition_id)
    except Exception:
        logger.exception("Edition %s: no task to check its links; the next save asks.", edition_id)


@task()
def ask_edition(edition_id: int) -> int:
    """Note and ask the links of an edition's newest words; return how many were asked."""
    edition = EditionPage.objects.filter(pk=edition_id).first()
    if edition is None or edition.is_frozen:
        return 0
    return check_due.call() if ask(edition.latest(), waking=False) else 0


def wake() -> None:
    """Ask for a worker; without one the tick comes round."""
    try:
        check_due.enqueue()
    except Exception:
        logger.exception("No task could be enqueued to check links; the tick will.")


@task()
def check_due() -> int:
    """Ask every address whose time has come; return how many were asked."""
    asked = 0
    while asked < MOST:
        now = timezone.now()
        row = LinkCheck.objects.filter(next_at__lte=now).order_by("next_at", "pk").first()
        if row is None:
            break
        # Taken by whoever moves it first; if they die, it comes round again.
        taken = LinkCheck.objects.filter(pk=row.pk, next_at=row.next_at)
        if taken.update(next_at=now + timedelta(minutes=2)):
            look(row)
            asked += 1
    return asked


def look(row: LinkCheck) -> LinkCheck:
    """Ask one address and keep the answer; what failed is asked again three times, ever later."""
    result = probe.probe(row.url)
    now = timezone.now()
    row.verdict = verdict(result)
    row.tries = row.tries + 1 if row.verdict in UNSURE else 0
    row.status, row.insecure, row.why = result.status, result.insecure, result.why[:200]
    row.leads_to = result.url if result.url != row.url else ""
    row.checked_at = now
    again = row.verdict in UNSURE and row.tries <= len(RETRIES)
    row.next_at = now + (RETRIES[row.tries - 1] if again else SETTLED)
    row.save()
    return row


def verdict(result: probe.Probed) -> str:
    """Return what an answer means: RFC 9110 section 15 for the codes."""
    if result.trouble:
        unreachable = result.trouble in ("unreachable", "slow")
        return Verdict.UNREACHABLE if unreachable else Verdict.REFUSED
    if result.status in (404, 410):
        return Verdict.GONE
    if result.status in (401, 403, 405, 406, 407, 429, 451):
        return Verdict.CLOSED
    return Verdict.FINE if result.status < 400 else Verdict.FAILING


@every(60, "editions: ask about links again")
def ask_again() -> int:
    """Ask what is due, and everything in what goes within half an hour; return how many."""
    soon = timezone.now() + BEFORE_SENDING
    state = EditionPage.State.SCHEDULED
    for edition in EditionPage.objects.filter(state=state, scheduled_for__lte=soon):
        ask(edition.latest(), fresh=BEFORE_SENDING)
    due = LinkCheck.objects.filter(next_at__lte=timezone.now()).count()
    if due:
        wake()
    return due
