"""Up to four subjects, tried on a share of the readers; the others get the one that did best.

1.  The snapshot deals each reader to a subject, or to the rest, by a hash of the subscription
    that is salted by the mailing: one wave a subject, and one for the rest, which is held.
2.  When the time is up, or an editor says so before, one subject is chosen: the database takes
    the first choice and no other (a compare-and-set), whoever makes it.
3.  It is chosen by clicks where they tell; where it is too close to call, the first goes.

A held batch decides as any other does: whichever worker takes it up when its time has come. So
there is no clock of its own that a restart could lose.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, F, Max, Min, Sum, Value, When
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan

from matinee.editions.models import EditionPage
from matinee.mailings import clock, odds, tasks, windows
from matinee.mailings.models import Batch, Mailing, Plan, Wave, record_deed
from matinee.mailings.odds import Tried, Verdict

MOST_SUBJECTS = 4
LEAST_SHARE, MOST_SHARE = 5, 50
LEAST_HOURS, MOST_HOURS = 0.25, 72.0
# (mailing, first delivery, last delivery, until): how many of these followed a link by then.
Reading = Callable[[int, int, int, datetime], int]
# The room that counts clicks stands above this one, and puts its reading here.
READINGS: list[Reading] = []
_PRIME = 2**31 - 1


class NoTest(ValueError):
    """The test cannot be made so; the text says why, and what could be."""


def check(plan: Plan, own: str, readers: int) -> None:
    """Raise NoTest where the plan's subjects cannot be tried on so many readers.

    `own` is the edition's own subject, the first to be tried.
    """
    subjects = all_of(plan, own)
    if len(subjects) > MOST_SUBJECTS:
        raise NoTest(f"Up to {MOST_SUBJECTS} subjects can be tried, the edition's own among them.")
    if len({subject.casefold() for subject in subjects}) < len(subjects):
        raise NoTest("Two of the subjects are the same. Change one, or leave it out.")
    if any(len(subject) > 200 or not subject.isprintable() for subject in subjects):
        raise NoTest("A subject is one line of up to 200 characters.")
    if plan.local_time:
        raise NoTest(
            "Subjects cannot be tried on a mailing that goes at each reader's own hour: some "
            "would have it before the test is over. Choose one of the two."
        )
    if not LEAST_SHARE <= plan.test_share <= MOST_SHARE:
        raise NoTest(f"Try them on {LEAST_SHARE} to {MOST_SHARE} % of the readers.")
    if not LEAST_HOURS <= plan.test_hours <= MOST_HOURS:
        raise NoTest(f"Let the test run for {LEAST_HOURS:g} to {MOST_HOURS:g} hours.")
    each, least = readers * plan.test_share // 100 // len(subjects), odds.readers_needed()
    if each < least:
        raise NoTest(_too_few(len(subjects), each, least, readers))


def _too_few(subjects: int, each: int, least: int, readers: int) -> str:
    share = math.ceil(100 * least * subjects / readers) if readers else 100
    way = f"Try them on {share} % of the readers" if share <= MOST_SHARE else "Send with one"
    if share > MOST_SHARE and subjects > 2 and 200 * least <= MOST_SHARE * readers:
        way = "Try fewer subjects"
    return (
        f"Each subject would go to about {each:,} readers, and needs {least:,}: fewer cannot tell "
        f"{odds.LOW:.0%} clicks from {odds.HIGH:.0%}. {way}."
    )


def all_of(plan: Plan, own: str) -> list[str]:
    """Return the subjects that a plan has tried, the edition's own first; it alone: no test."""
    return [own.strip(), *(other for other in plan.subjects if other != own.strip())]


def make(mailing: Mailing, plan: Plan) -> list[Wave]:
    """Write down a wave for each subject, due now, and one for the rest, due at the test's end."""
    subjects = all_of(plan, mailing.edition.subject)
    start = mailing.started_at
    rows = [
        Wave(mailing=mailing, number=n, arm=n + 1, subject=words, due_at=start)
        for n, words in enumerate(subjects)
    ]
    end = start + timedelta(hours=plan.test_hours)
    rows.append(Wave(mailing=mailing, number=len(subjects), due_at=end))
    mailing.test_hours = plan.test_hours
    mailing.save(update_fields=["test_hours"])
    return Wave.objects.bulk_create(rows)


def dealt(subscription: str, mailing: Mailing, share: int, subjects: int) -> Case:
    """Return which wave a subscription (a field's name) belongs to: 0 … subjects - 1, or the rest.

    A universal hash, (a·id + b) mod p (J. L. Carter, M. N. Wegman, 1979), with a and b from the
    mailing's secret: so a test's readers are others each time, and no pattern in ids matters.
    """
    salt = int(mailing.secret, 16)
    a, b = salt % (_PRIME - 1) + 1, (salt // _PRIME) % _PRIME

    def whole(number: int) -> Value:
        return Value(number, output_field=BigIntegerField())

    number: Combinable = Cast(F(subscription), BigIntegerField())
    place: Combinable = (number % whole(_PRIME) * whole(a) + whole(b)) % whole(_PRIME)
    bucket = ExpressionWrapper(place % whole(100 * subjects), output_field=BigIntegerField())
    return Case(
        # The bound is a multiple of the subjects, so each has as many buckets as any other.
        When(LessThan(bucket, whole(share * subjects)), then=bucket % whole(subjects)),
        default=whole(subjects),
        output_field=BigIntegerField(),
    )


@dataclass(frozen=True)
class Trial:
    """How a mailing's test of subjects stands."""

    tried: Sequence[Tried]
    verdict: Verdict
    winner: int
    chosen_by: str
    ends_at: datetime  # in the newsletter's zone
    rest: int
    rule: str

    @property
    def outcome(self) -> str:
        """What was chosen, or what will happen, in words."""
        if not self.winner:
            return f"{self.rest:,} other readers wait until {self.ends_at:%H:%M on %-d %B}."
        how = {
            "clicks": "because it did better",
            "hand": "by an editor",
            "rule": "because it was too close to call",
        }[self.chosen_by]
        return f"The other {self.rest:,} readers get subject {self.winner}, chosen {how}."


RULE = (
    "When the time is up, the subject that did better goes to everybody else. Where it is too "
    "close to call you may choose until then; if nobody does, the first subject goes."
)


def of(mailing: Mailing) -> Trial | None:
    """Return how the mailing's test stands by the clicks so far; None where there is none."""
    if not mailing.test_hours:
        return None
    rest = mailing.waves.get(arm=0)
    tried = measured(mailing)
    return Trial(
        tried,
        odds.verdict(tried),
        mailing.winner,
        mailing.chosen_by,
        rest.due_at.astimezone(mailing.newsletter.zone),
        rest.size,
        RULE,
    )


@dataclass(frozen=True)
class _Arm:
    wave: Wave
    first: int
    last: int
    sent: int
    waiting: int
    handed_at: datetime | None


def _arms(mailing: Mailing) -> list[_Arm]:
    found = []
    for wave in mailing.waves.filter(arm__gt=0):
        batches = wave.batches.aggregate(
            first=Min("first_id"),
            last=Max("last_id"),
            **{name: Sum(name) for name in ("sent", *_SETTLED)},
        )
        if batches["first"] is None:
            continue
        # First attempts alone: what a full mailbox puts off for hours holds nobody up.
        went = windows.of_mailing(mailing.pk).filter(
            pk__range=(batches["first"], batches["last"]), attempts=1
        )
        found.append(
            _Arm(
                wave,
                batches["first"],
                batches["last"],
                batches["sent"],
                wave.size - batches["sent"] - sum(batches[name] for name in _SETTLED),
                went.aggregate(at=Max("handed_at"))["at"],
            )
        )
    return found


_SETTLED = ("handed", "deferred", "refused", "skipped", "unknown")


def measured(mailing: Mailing) -> list[Tried]:
    """Return each subject's readers and clicks, every subject's for the same length of time.

    Its letters go one subject after the other; the one that went first would else have longer.
    """
    arms, now = _arms(mailing), clock.database_now()
    last = max((arm.handed_at for arm in arms if arm.handed_at), default=now)
    return [
        Tried(
            arm.wave.arm,
            arm.wave.subject,
            arm.sent,
            sum(
                read(mailing.pk, arm.first, arm.last, now - (last - (arm.handed_at or last)))
                for read in READINGS
            ),
        )
        for arm in arms
    ]


def choose(mailing: Mailing, number: int, *, by: str = "hand", user: Any = None) -> bool:
    """Give the rest this subject, at once; False where one had been chosen already.

    Raises NoTest where there is no such subject to choose.
    """
    wave = mailing.waves.filter(arm=number).first() if number else None
    if wave is None or mailing.is_over:
        raise NoTest("There is no such subject to choose, or the mailing is over.")
    now, tried = clock.database_now(), measured(mailing)
    with transaction.atomic():
        # The one who changes the row has chosen; everybody else finds it chosen.
        ours = Mailing.objects.filter(pk=mailing.pk, winner=0)
        if not ours.update(winner=number, chosen_by=by):
            mailing.refresh_from_db()
            return False
        rest = mailing.waves.filter(arm=0)
        rest.filter(due_at__gt=now).update(due_at=now)
        rest.update(subject=wave.subject)
        Batch.objects.filter(wave__in=rest, next_at__gt=now).update(next_at=now)
        EditionPage.objects.filter(pk=mailing.edition_id).update(
            subject=wave.subject, title=wave.subject[:255]
        )
        figures = ", ".join(f"{one.number}: {one.clicks} of {one.readers}" for one in tried)
        record_deed(mailing, f"subject {number} chosen by {by} (clicks {figures})"[:200], user)
        tasks.wake_workers(mailing)
    mailing.refresh_from_db()
    return True


def may_go(batch: Batch) -> bool:
    """Whether a batch that is due may be sent: the rest of a test only once a subject is chosen.

    Chooses it where the time is up. Where the test's own letters took long, the time runs from
    the last of them, and the rest is put off until then.
    """
    mailing = Mailing.objects.select_related("newsletter", "edition").get(pk=batch.mailing_id)
    if not mailing.test_hours or mailing.winner:
        return True
    wave = Wave.objects.filter(batches=batch).first()
    if wave is None or wave.arm:
        return True
    now, arms = clock.database_now(), _arms(mailing)
    span = timedelta(hours=mailing.test_hours)
    last = max((arm.handed_at for arm in arms if arm.handed_at), default=mailing.started_at)
    end = now + span if any(arm.waiting > 0 for arm in arms) else last + span
    # A minute more or less is no reason to put it off: the test's letters never all go at once.
    if end > now + span / 20:
        put_off = mailing.waves.filter(pk=wave.pk, mailing__winner=0)
        put_off.update(due_at=end)
        Batch.objects.filter(wave__in=put_off).update(next_at=end)
        return False
    said = odds.verdict(measured(mailing))
    choose(mailing, said.winner or 1, by="clicks" if said.winner else "rule")
    return True


def held(mailing: Mailing) -> list[str]:
    """Return a sentence where readers wait for a test to end."""
    if not mailing.test_hours or mailing.winner:
        return []
    rest = mailing.waves.get(arm=0)
    at = rest.due_at.astimezone(mailing.newsletter.zone)
    return [f"{rest.size:,} readers wait for the subject test, until {at:%H:%M on %-d %B}."]
