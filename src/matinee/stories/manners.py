"""How sites are asked: one request at a time for each, with a pause, and not when told to wait.

The turns are rows, so they hold over any number of workers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from matinee.stories import intake
from matinee.stories.intake import Fetched, FetchRefused
from matinee.stories.sources import AskedHost

GAP = 1.0  # seconds between two requests to one site
PATIENCE = 5.0  # seconds that we wait for our turn before going on with something else
HELD = timedelta(seconds=60)  # longer than any request; a worker that dies frees the site then
LONGEST = 7 * 86_400.0  # seconds that a Retry-After is believed


class Busy(Exception):
    """Somebody else is asking this site, or it asked to be left alone until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("This site is not to be asked yet.")
        self.until = until


def agent() -> str:
    """How we name ourselves, with where to complain (RFC 9110 section 10.1.5)."""
    return f"Matinee/0.1 (newsroom intake; +{settings.SITE_URL})"


@contextmanager
def turn(url: str) -> Iterator[None]:
    """Hold the turn to ask the address's site; raises Busy where it does not come soon.

    A FetchRefused that names a Retry-After keeps everybody off the site so long.
    """
    host = urlsplit(url).netloc.lower()[:255]
    AskedHost.objects.get_or_create(host=host, defaults={"busy_until": timezone.now()})
    row = AskedHost.objects.filter(host=host)
    give_up = time.monotonic() + PATIENCE
    while not row.filter(busy_until__lte=timezone.now()).update(busy_until=timezone.now() + HELD):
        until = row.values_list("busy_until", flat=True).get()
        wait = (until - timezone.now()).total_seconds()
        if time.monotonic() + wait > give_up:
            raise Busy(until)
        time.sleep(max(0.01, wait))
    pause = GAP
    try:
        yield
    except FetchRefused as error:
        pause = max(GAP, min(error.retry_after or 0.0, LONGEST))
        raise
    finally:
        row.update(busy_until=timezone.now() + timedelta(seconds=pause))


def ask(url: str, *, etag: str = "", last_modified: str = "", **more: Any) -> Fetched:
    """Fetch in our turn; `more` is for `intake.fetch`. Raises Busy, and FetchRefused with why."""
    with turn(url):
        return intake.fetch(
            url, etag=etag or None, last_modified=last_modified or None, agent=agent(), **more
        )
