"""Background work of the stories room: a task only means "wake up"; what is due stands in rows."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from matinee.publication.schedule import every
from matinee.stories.sources import Source
from matinee.stories.wanted import CopyLink, PictureFetch

logger = logging.getLogger(__name__)


@task()
def poll_due() -> int:
    """Poll the sources whose time has come; return how many were asked."""
    from matinee.stories import polling

    return polling.poll_due()


def wake() -> None:
    """Ask for a worker; without one the tick comes round."""
    try:
        poll_due.enqueue()
    except Exception:
        logger.exception("No task could be enqueued to poll sources; the tick will.")


@task()
def fetch_pictures() -> int:
    """Fetch the files of accepted pictures that are due; return how many were tried."""
    from matinee.stories import picture_fetching

    return picture_fetching.fetch_due()


def wake_for_pictures() -> None:
    """Ask for a worker to fetch pictures; without one the tick comes round."""
    try:
        fetch_pictures.enqueue()
    except Exception:
        logger.exception("No task could be enqueued to fetch pictures; the tick will.")


@task()
def ask_links() -> int:
    """Ask links of received copy that are due; return how many were asked."""
    from matinee.stories import links

    return links.ask_due()


def wake_for_links() -> None:
    """Ask for a worker to ask links; without one the tick comes round."""
    try:
        ask_links.enqueue()
    except Exception:
        logger.exception("No task could be enqueued to ask links; the tick will.")


@every(60, "stories: ask links in received copy")
def ask_links_again() -> int:
    """Wake a worker where a link is due; return how many are."""
    due = CopyLink.objects.filter(next_at__lte=timezone.now()).count()
    if due:
        wake_for_links()
    return due


@every(60, "stories: fetch accepted pictures")
def fetch_pictures_again() -> int:
    """Wake a worker where a picture is due; return how many are."""
    waiting = PictureFetch.State.WAITING
    due = PictureFetch.objects.filter(state=waiting, next_at__lte=timezone.now()).count()
    if due:
        wake_for_pictures()
    return due


@every(60, "stories: poll feeds and sitemaps")
def poll_again() -> int:
    """Wake a worker where a source is due; return how many are."""
    due = Source.objects.filter(on=True, next_at__lte=timezone.now()).count()
    if due:
        wake()
    return due
