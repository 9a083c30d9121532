"""To whom it would go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q

from matinee.editions.models import EditionPage
from matinee.editions.preflight.finding import Finding, Level, Looked, rule
from matinee.readers.models import Subscription


@rule("audience")
def audience(looked: Looked) -> Iterator[Finding]:
    """How many readers, and how many of them new since the last edition."""
    newsletter = looked.edition.newsletter
    mailable = Subscription.objects.mailable(newsletter, at=looked.now)
    if not mailable.exists():
        yield Finding(
            "audience",
            Level.STOP,
            "the readers",
            f"Nobody has an active, confirmed subscription to {newsletter.name}.",
            "Put its sign-up box into stories, or bring readers in with: matinee readers import",
        )
        return
    if not looked.notes:
        return
    count = mailable.count()
    last = _last_sent(looked)
    new = mailable.filter(since__gt=last.sent_at).count() if last and last.sent_at else count
    when = f"the last edition went on {_day(looked, last)}" if last else "nothing was sent before"
    yield Finding(
        "audience",
        Level.NOTE,
        "the readers",
        f"{count:,} readers would get it, {new:,} of them new; {when}.",
        "Nothing to do.",
    )


@rule("never-confirmed")
def never_confirmed(looked: Looked) -> Iterator[Finding]:
    """Active subscriptions that no record of their own proves: there must be none.

    They are not mailed (`mailable` asks for the proof again), but something has gone past the
    ledger, and nothing goes out before somebody knows what.
    """
    newsletter = looked.edition.newsletter
    active = Subscription.objects.filter(newsletter=newsletter, state=Subscription.State.ACTIVE)
    proved = Q(proof__reader=F("reader"), proof__newsletter=F("newsletter"))
    count = active.exclude(proved).count()
    if count:
        yield Finding(
            "never-confirmed",
            Level.STOP,
            "the readers",
            f"{count:,} active subscriptions have no record of consent of their own.",
            "Tell whoever keeps Matinee to run: matinee consent verify",
        )


@rule("sent-lately")
def sent_lately(looked: Looked) -> Iterator[Finding]:
    """A second edition within a day."""
    last = _last_sent(looked)
    daily = looked.edition.newsletter.cadence == "daily"
    apart = timedelta(hours=12 if daily else 24)
    if last and last.sent_at and looked.now - last.sent_at < apart:
        yield Finding(
            "sent-lately",
            Level.WARN,
            "the last edition",
            f"“{last}” went out less than {apart.seconds // 3600 or 24} hours ago.",
            "Send this one on its day, or tick this off if you mean it.",
        )


def _last_sent(looked: Looked) -> EditionPage | None:
    frozen = EditionPage.objects.filter(
        newsletter=looked.edition.newsletter, state__in=EditionPage.FROZEN
    )
    last: EditionPage | None = frozen.exclude(pk=looked.edition.pk).order_by("-sent_at").first()
    return last


def _day(looked: Looked, last: EditionPage) -> str:
    assert last.sent_at is not None
    local = last.sent_at.astimezone(looked.edition.newsletter.zone)
    return f"{local.day} {local:%B %Y}"
