"""Subject tests: who gets which, who waits, who chooses, and what everybody else gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.utils import timezone

from matinee.editions.models import EditionPage
from matinee.insight.models import Click
from matinee.mailings import control, holds, odds, sending, trials
from matinee.mailings.models import Batch, Delivery, Mailing, Plan, Wave
from matinee.post.relay import Envelope, Result
from tests.mailings.sending_help import ToldRelay, assert_adds_up, edition_for, taken, work

pytestmark = pytest.mark.django_db
OWN, OTHER = "Nobody watches the exits", "Who is minding the exits?"
READERS = 800


class ReadingRelay(ToldRelay):
    """Takes every letter, and keeps which subjects went to whom."""

    def __init__(self) -> None:
        super().__init__(self._read)
        self.subjects: dict[str, list[str]] = {}

    def _read(self, envelope: Envelope) -> Result:
        message = message_from_bytes(envelope.message, policy=policy.default)
        self.subjects.setdefault(str(message["Subject"]), []).append(envelope.recipient)
        return taken(envelope)


def tried(*others: str, share: int = 50, readers: int = READERS) -> Mailing:
    """Return a mailing that tries the edition's own subject and these."""
    edition = edition_for(readers)
    plan = Plan(edition=edition, subjects=list(others), test_share=share, test_hours=4)
    return sending.start(edition, plan=plan, wake=False)


def hours_pass(mailing: Mailing, hours: float) -> None:
    """Let everything of this mailing have happened so much earlier."""
    by = timedelta(hours=hours)
    for wave in Wave.objects.filter(mailing=mailing):
        Wave.objects.filter(pk=wave.pk).update(due_at=wave.due_at - by)
    for batch in Batch.objects.filter(mailing=mailing):
        Batch.objects.filter(pk=batch.pk).update(next_at=batch.next_at - by)
    Mailing.objects.filter(pk=mailing.pk).update(started_at=mailing.started_at - by)
    gone = Delivery.objects.filter(mailing=mailing, handed_at__isnull=False)
    gone.update(handed_at=timezone.now() - by, done_at=timezone.now() - by)


def click(mailing: Mailing, arm: int, readers: int, *, machine: bool = False) -> None:
    """Let so many of those who got this subject follow a link."""
    batches = Batch.objects.filter(wave__mailing=mailing, wave__arm=arm).order_by("position")
    ids = [pk for b in batches for pk in range(b.first_id, b.last_id + 1)][:readers]
    Click.objects.bulk_create(
        Click(
            mailing=mailing,
            delivery_id=pk,
            link=n,
            by_machine=machine,
            first_at=timezone.now() - timedelta(minutes=5),
        )
        for pk in ids
        for n in (0, 1)
    )


@pytest.fixture
def relay() -> Iterator[ReadingRelay]:
    yield ReadingRelay()


def test_a_share_gets_the_subjects_and_the_others_wait(relay: ReadingRelay) -> None:
    mailing = tried(OTHER)
    work(mailing, relay)
    assert set(relay.subjects) == {OWN, OTHER}
    for recipients in relay.subjects.values():
        assert READERS * 0.19 < len(recipients) < READERS * 0.31
    assert len(set(relay.recipients)) == len(relay.recipients) < READERS
    assert not control.close_if_done(mailing)
    (line,) = holds.told(mailing)
    assert line.startswith(f"{READERS - len(relay.recipients):,} readers wait for the subject test")
    assert_adds_up(mailing)


def test_what_did_better_goes_to_everybody_else(relay: ReadingRelay) -> None:
    mailing = tried(OTHER)
    work(mailing, relay)
    before = len(relay.recipients)
    hours_pass(mailing, 4.1)
    click(mailing, 1, 15)
    click(mailing, 2, 50)
    work(mailing, relay)
    assert control.close_if_done(mailing)
    mailing.refresh_from_db()
    assert (mailing.winner, mailing.chosen_by) == (2, "clicks")
    assert len(relay.subjects[OTHER]) > READERS - before
    assert Counter(relay.recipients).most_common(1)[0][1] == 1
    assert len(relay.recipients) == READERS
    assert_adds_up(mailing)
    edition = EditionPage.objects.get(pk=mailing.edition_id)
    assert (edition.subject, edition.title) == (OTHER, OTHER)


def test_too_close_to_call_the_first_goes(relay: ReadingRelay) -> None:
    mailing = tried(OTHER)
    work(mailing, relay)
    hours_pass(mailing, 4.1)
    click(mailing, 1, 30)
    click(mailing, 2, 33)
    stood = trials.of(mailing)
    assert stood is not None
    assert stood.verdict.winner == 0
    assert stood.verdict.sentence.startswith("Too close to call")
    work(mailing, relay)
    mailing.refresh_from_db()
    assert (mailing.winner, mailing.chosen_by) == (1, "rule")
    assert EditionPage.objects.get(pk=mailing.edition_id).subject == OWN


def test_an_editor_chooses_at_once_and_only_once(relay: ReadingRelay) -> None:
    mailing = tried(OTHER)
    work(mailing, relay)
    assert trials.choose(mailing, 2)
    assert not trials.choose(mailing, 1)
    assert not trials.choose(mailing, 1, by="clicks")
    mailing.refresh_from_db()
    assert (mailing.winner, mailing.chosen_by) == (2, "hand")
    work(mailing, relay)
    assert control.close_if_done(mailing)
    assert len(relay.recipients) == READERS
    with pytest.raises(trials.NoTest):
        trials.choose(mailing, 1)


def test_machines_and_late_clicks_count_for_nobody() -> None:
    mailing = tried(OTHER)
    work(mailing)
    click(mailing, 1, 60, machine=True)
    click(mailing, 2, 7)
    first, second = trials.measured(mailing)
    # The letters went a moment ago, and a click of five minutes ago came by then.
    assert (first.clicks, second.clicks) == (0, 7)
    assert first.readers + second.readers == Delivery.objects.filter(state="sent").count()


def test_the_time_runs_from_the_last_letter_of_the_test(relay: ReadingRelay) -> None:
    mailing = tried(OTHER)
    control.pause(mailing)
    hours_pass(mailing, 5)
    control.resume(mailing)
    work(mailing, relay)
    mailing.refresh_from_db()
    assert mailing.winner == 0
    assert len(relay.recipients) < READERS * 0.65
    assert mailing.waves.get(arm=0).due_at > timezone.now() + timedelta(hours=3)
    hours_pass(mailing, 4.1)
    work(mailing, relay)
    assert len(relay.recipients) == READERS


def test_who_is_stopped_or_has_left_gets_no_winner(relay: ReadingRelay) -> None:
    from matinee.readers.models import Subscription

    mailing = tried(OTHER)
    work(mailing, relay)
    rest = Batch.objects.filter(wave__arm=0).order_by("position")
    gone = Delivery.objects.get(pk=rest[0].first_id)
    Subscription.objects.filter(pk=gone.subscription_id).update(state="left")
    control.stop(mailing)
    hours_pass(mailing, 4.1)
    before = len(relay.recipients)
    work(mailing, relay)
    assert len(relay.recipients) == before
    control.resume(mailing)
    work(mailing, relay)
    gone.refresh_from_db()
    assert gone.state == "skipped"
    assert len(relay.recipients) == READERS - 1
    assert_adds_up(mailing)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"subjects": [OTHER, "Third", "Fourth", "Fifth"]}, "Up to 4"),
        ({"subjects": [OTHER, OTHER.upper()]}, "are the same"),
        ({"subjects": ["Two\nlines"]}, "one line"),
        ({"test_share": 60}, "5 to 50 %"),
        ({"test_hours": 100}, "hours"),
        ({"test_share": 40}, f"needs {odds.readers_needed()}"),
        ({"local_time": timezone.now().time()}, "own hour"),
    ],
)
def test_what_cannot_be_tried_is_refused_and_nothing_is_started(
    change: dict[str, Any], why: str
) -> None:
    edition = edition_for(READERS)
    fields = {"subjects": [OTHER], "test_share": 50, "test_hours": 4, **change}
    with pytest.raises(sending.Refused, match=why):
        sending.start(edition, plan=Plan(edition=edition, **fields), wake=False)
    assert not Mailing.objects.exists()
    assert EditionPage.objects.get(pk=edition.pk).state == "draft"


def test_few_readers_are_told_what_a_test_needs() -> None:
    with pytest.raises(trials.NoTest, match=r"about 10 .* needs 199.* Send with one"):
        trials.check(Plan(subjects=[OTHER], test_share=20), OWN, 100)
    with pytest.raises(trials.NoTest, match="Try them on 40 %"):
        trials.check(Plan(subjects=[OTHER], test_share=20), OWN, 1000)
    trials.check(Plan(subjects=[OTHER], test_share=20), OWN, 2000)


def test_each_mailing_deals_anew_and_evenly() -> None:
    mailing = tried(OTHER, "A third", "A fourth", share=50, readers=1600)
    sizes = [wave.size for wave in mailing.waves.all()]
    assert sum(sizes) == 1600
    for size in sizes[:4]:
        assert 150 < size < 260
    other = Mailing(secret="5" * 32)
    rows = Delivery.objects.filter(mailing=mailing)
    ours = dict(rows.annotate(w=trials.dealt("subscription_id", mailing, 50, 4)).values_list("pk", "w"))  # fmt: skip
    theirs = dict(rows.annotate(w=trials.dealt("subscription_id", other, 50, 4)).values_list("pk", "w"))  # fmt: skip
    again = [pk for pk, w in ours.items() if w < 4 and theirs[pk] < 4]
    assert 300 < len(again) < 500  # of 800: a half, as chance has it
