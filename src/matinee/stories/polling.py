"""Sources polled: asked politely and conditionally, their entries taken in, updated or marked gone.

A source is leased to one worker at a time. Whatever goes wrong is said in words on the source, and
it is asked again later: ever later, while it goes on.
"""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from matinee.stories import intake, manners, parts, sitemaps, updating, use_cases
from matinee.stories.intake import FetchRefused, Found, UnreadableCopy, feed, probe
from matinee.stories.intake.feed import Item, Listing
from matinee.stories.intake.fetch import FEED_TYPES
from matinee.stories.intake.found import Headline
from matinee.stories.manners import Busy
from matinee.stories.parts import Gathered
from matinee.stories.sitemaps import Child
from matinee.stories.sources import Source, SourceEntry
from matinee.stories.tally import Tally

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=15)
MOST = 200  # entries looked at in one poll
PAGES = 20  # pages fetched in one poll
PROBES = 10  # entries that vanished whose pages are asked in one poll
SOON = timedelta(minutes=5)  # until the next poll, where pages were left over
LATEST = timedelta(days=1)  # the longest that failures put off a poll
GONE = (404, 410)


def poll_due() -> int:
    """Poll every source whose time has come; return how many were asked."""
    asked = 0
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    due = Source.objects.filter(free, on=True, next_at__lte=now).order_by("next_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:100]):
        # Whoever writes the lease first has it; one left by the dead runs out.
        row = Source.objects.filter(free, pk=pk, on=True, next_at__lte=now)
        if row.update(leased_until=timezone.now() + LEASE):
            _poll(Source.objects.get(pk=pk))
            asked += 1
    return asked


def _poll(source: Source) -> None:
    try:
        tally = _ask(source)
    except Busy as busy:
        source.next_at = busy.until
    except (FetchRefused, UnreadableCopy) as error:
        _failed(source, error)
    except Exception:
        logger.exception("Source %s: the poll failed.", source.pk)
        _failed(source, ValueError("Matinee itself went wrong here; its log says how."))
    else:
        source.polled_at, source.failures = timezone.now(), 0
        source.said = tally.words() if tally else "Nothing has changed since the last poll."
        wait = timedelta(minutes=source.minutes)
        source.next_at = _after(min(wait, SOON) if tally and tally.left else wait)
    source.leased_until = None
    # Not what an editor may have changed meanwhile: the address, the section, the switch.
    source.save(
        update_fields=[
            *("kind", "polled_at", "said", "failures", "next_at", "leased_until"),
            *("etag", "last_modified"),
        ]
    )


def _failed(source: Source, error: Exception) -> None:
    """Say why, and put the next poll off: twice as long each time, and as long as asked to."""
    source.polled_at, source.said = timezone.now(), str(error)
    source.failures += 1
    wait = min(timedelta(minutes=source.minutes) * 2 ** min(source.failures, 12), LATEST)
    source.next_at = _after(wait)
    if isinstance(error, FetchRefused):
        if error.retry_after:
            asked = timedelta(seconds=min(error.retry_after, manners.LONGEST))
            source.next_at = max(source.next_at, timezone.now() + asked)
        if error.status == 410:
            # RFC 9110 section 15.5.11: likely permanent, and links to it should be removed.
            source.said = "The site says that this feed is gone for good. It is switched off."
            Source.objects.filter(pk=source.pk).update(on=False)


def _after(wait: timedelta) -> datetime:
    """So much later, give or take a tenth, so that sources do not all fall due at once."""
    return timezone.now() + wait * random.uniform(0.9, 1.1)  # noqa: S311 - not a secret


def _ask(source: Source) -> Tally | None:
    """Ask the source and take in what it lists; None where it says that nothing changed."""
    got = manners.ask(
        source.address, etag=source.etag, last_modified=source.last_modified, types=FEED_TYPES
    )
    if got.not_modified:
        # An index may stand still while its sitemaps change: each is asked for itself.
        children = parts.known(source)
        if not children:
            return None
        listing, gathered = _gather(source, children)
        if not gathered.read and not gathered.failed:
            return None
    else:
        listing, gathered = _listing(source, sitemaps.unpacked(got.body))
    tally = _take_all(source, listing, gathered)
    # What is left over would be hidden by a 304 to the next poll.
    again = bool(tally.left or tally.again)
    parts.keep(gathered, again=again)
    if not got.not_modified:
        source.etag = "" if again else got.etag or ""
        source.last_modified = "" if again else (got.last_modified or "")[:200]
    nothing = gathered.unread and not (gathered.read or gathered.failed or tally.gone)
    return None if nothing else tally


def _listing(source: Source, body: bytes) -> tuple[Listing, Gathered]:
    children = sitemaps.children(body, source.address)
    if not children:
        return feed.listing(body), Gathered()  # which says of an index of strangers what to do
    return _gather(source, children)


def _gather(source: Source, children: list[Child]) -> tuple[Listing, Gathered]:
    gathered = parts.gather(source, children)
    if gathered.failed and not gathered.read and len(gathered.failed) == len(children):
        raise UnreadableCopy(f"None of its sitemaps could be read. {gathered.failed[0]}")
    return Listing("sitemap", tuple(gathered.items)), gathered


def _take_all(source: Source, listing: Listing, gathered: Gathered) -> Tally:
    """Take in what is new or changed in the list; ask about what is not in it any more."""
    source.kind = listing.kind
    tally = Tally(entries=len(listing.items), sitemaps=len(gathered.read))
    tally.failed = gathered.failed
    known = {entry.key: entry for entry in source.entries.select_related("story")}
    for item in listing.items[:MOST]:
        entry = known.pop(_key(item.key), None)
        entry = entry or SourceEntry(source=source, key=_key(item.key))
        part = gathered.part_of.get(item.key)
        if part is not None and entry.part_id != part.pk:
            entry.part = part
            if entry.pk:
                entry.save(update_fields=["part"])
        _take(source, item, entry, tally)
    others = {_key(item.key) for item in listing.items[MOST:]} | set(map(_key, gathered.older))
    gone = [e for k, e in known.items() if k not in others and e.part_id not in gathered.unread]
    _vanished(gone, listing, tally)
    return tally


def _key(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()


def _take(source: Source, item: Item, entry: SourceEntry, tally: Tally) -> None:
    """Take in one entry that is new or changed; what fails is said on it and tried again."""
    if entry.mark == item.mark and entry.listed:
        return
    entry.url, entry.title, entry.listed = item.url, item.title[:255], True
    if entry.mark and entry.story is None and not entry.problem:
        entry.mark = item.mark  # an editor deleted the story: it does not come back
        entry.save()
        return
    try:
        found, raw, kind = _read(source, item, tally)
    except Busy:
        tally.left += 1
        return
    except FetchRefused as error:
        entry.problem = str(error)
        tally.unread += 1
        tally.again = True
    except UnreadableCopy as error:
        entry.problem, entry.mark = str(error), item.mark
        use_cases.keep_unreadable(item.html.encode() or b" ", str(error), source=item.url)
        tally.unread += 1
    else:
        if found is None:
            tally.left += 1
            return
        with transaction.atomic():
            _put(source, entry, found, (raw, kind), tally)
            entry.mark, entry.problem, entry.gone_at = item.mark, "", None
            entry.save()
        return
    entry.save()


def _read(source: Source, item: Item, tally: Tally) -> tuple[Found | None, bytes, str]:
    """Read an entry's own words, or its page; None where the next poll is to fetch that."""
    whole = source.whole_pages or source.kind == Source.Kind.SITEMAP or not item.html.strip()
    if not whole or not item.url:
        found = feed.read_item(item, source=source.address)
        return found, item.html.encode(), "text/html"
    if tally.pages >= PAGES:
        return None, b"", ""
    tally.pages += 1
    got = manners.ask(item.url)
    found = intake.read_bytes(got.body, source=got.url, content_type=got.content_type)
    headline = found.headline
    if item.title and (headline is None or headline.proposed):
        headline = Headline(item.title, False)
    # Its home is where it was found, whatever the page forgets to say.
    found = replace(found, canonical=found.canonical or got.url, headline=headline)
    return found, got.body, got.content_type


def _put(
    source: Source, entry: SourceEntry, found: Found, kept: tuple[bytes, str], tally: Tally
) -> None:
    raw, kind = kept
    where = found.source or source.address
    if entry.story is None:
        section = source.section.slug if source.section else ""
        entry.story = use_cases.take_in(
            found, source=where, raw=raw, content_type=kind, section=section
        )
        tally.new += 1
        return
    came = updating.update(entry.story, found, source=where, raw=raw, content_type=kind)
    tally.updated += bool(came.changed)
    tally.offered += bool(came.offered)


def _vanished(entries: Iterable[SourceEntry], listing: Listing, tally: Tally) -> None:
    """Tell what was taken down from what only fell off the end of the list.

    A feed may say so itself (RFC 6721); else the entry's page is asked, once.
    """
    taken_back = {_key(ref) for ref in listing.deleted}
    for entry in entries:
        if entry.gone_at or not (entry.listed or entry.key in taken_back):
            continue
        if entry.key in taken_back:
            _gone(entry, tally)
        elif tally.pages < PAGES + PROBES and entry.url:
            tally.pages += 1
            try:
                with manners.turn(entry.url):
                    answer = probe.probe(entry.url)
            except Busy:
                continue
            if answer.status in GONE:
                _gone(entry, tally)
            elif not answer.trouble and answer.status < 400:
                entry.listed = False
                entry.save(update_fields=["listed"])


def _gone(entry: SourceEntry, tally: Tally) -> None:
    entry.gone_at, entry.listed = timezone.now(), False
    tally.gone += 1
    with transaction.atomic():
        entry.save(update_fields=["gone_at", "listed"])
        if entry.story is not None:
            day = timezone.localdate()
            updating.gone(
                entry.story,
                f"Taken down at its home, as seen on {day.day} {day:%B %Y}. "
                "Nothing was changed here: look before it goes into an edition.",
            )
