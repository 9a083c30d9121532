"""Polls: what was asked in an edition, one answer a reader, and how the answers stand.

A click in a letter only leads to a page: mail scanners follow links too. There a press of the
button (a POST) counts. The token in the link names the subscription and the edition, is signed for
this purpose alone, and opens nothing else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from matinee.editions.ballots import PollVote
from matinee.editions.models import EditionPage
from matinee.post.tokens import LinkTokens
from matinee.readers import keys
from matinee.readers.links import RotatingLinkTokens
from matinee.readers.models import Subscription


class PollClosedError(Exception):
    """The poll takes no answers any more."""


@dataclass(frozen=True)
class Poll:
    """One poll of an edition; `number` is its place among the edition's polls, from 0."""

    edition: EditionPage
    id: str
    number: int
    question: str
    answers: tuple[str, ...]
    closes: datetime

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether answers are taken: the edition has gone out, and the time is not over."""
        return self.edition.is_frozen and (now or timezone.now()) < self.closes

    @property
    def last_day(self) -> str:
        """The day it closes, in the newsletter's zone: "Thursday 30 November"."""
        local = self.closes.astimezone(self.edition.newsletter.zone)
        return f"{local:%A} {local.day} {local:%B}"

    @property
    def closes_said(self) -> str:
        """When it closes, in the newsletter's zone: "Thursday 30 November, 08:00"."""
        local = self.closes.astimezone(self.edition.newsletter.zone)
        return f"{self.last_day}, {local:%H:%M}"


@dataclass(frozen=True)
class Row:
    """How one answer stands: how many readers gave it, and their share in whole percent."""

    answer: str
    readers: int
    percent: int


@dataclass(frozen=True)
class Results:
    """How a poll stands."""

    rows: list[Row]
    readers: int


@dataclass(frozen=True)
class Caller:
    """Who came by a link: a subscription of this edition's newsletter, and their answer so far."""

    subscription: Subscription
    poll: Poll
    given: int | None


def closes_at(edition: EditionPage, days: int) -> datetime:
    """Return when a poll closes: so many days after the edition went, or is going to go."""
    went = edition.sent_at or edition.scheduled_for
    went = went or edition.newsletter.next_send(edition.drafted_at or timezone.now())
    return went + timedelta(days=days)


def of(edition: EditionPage) -> list[Poll]:
    """Return an edition's polls, in its order."""
    blocks = [block for block in edition.body if block.block_type == "poll"]
    return [
        Poll(
            edition,
            str(block.id),
            number,
            " ".join(str(block.value["question"]).split()),
            tuple(" ".join(str(answer).split()) for answer in block.value["answers"]),
            closes_at(edition, int(block.value["days"] or 7)),
        )
        for number, block in enumerate(blocks)
    ]


_made: dict[tuple[bytes, ...], LinkTokens] = {}


def tokens() -> LinkTokens:
    """Return the tokens of polls' links: (subscription id, edition id), purpose "read"."""
    secrets = keys.every("poll")
    if tuple(secrets) not in _made:
        _made[tuple(secrets)] = RotatingLinkTokens(secrets)
    return _made[tuple(secrets)]


def token(subscription_id: int, edition_id: int) -> str:
    """Return what fills the slot `vote` of a subscription's letter."""
    return tokens().mint(subscription_id, edition_id).read


def caller(token: str, number: int) -> Caller | None:
    """Return who came by a link to an edition’s poll; None where the link is not ours."""
    payload = tokens().check("read", token)
    if payload is None:
        return None
    edition = EditionPage.objects.public_ones().filter(pk=payload.delivery_id).first()
    subscription = (
        Subscription.objects.select_related("reader").filter(pk=payload.subscription_id).first()
    )
    if edition is None or subscription is None:
        return None
    asked = of(edition)
    if subscription.newsletter_id != edition.newsletter_id or number >= len(asked):
        return None
    given = PollVote.objects.filter(
        edition=edition, poll=asked[number].id, reader=subscription.reader_id
    ).first()
    return Caller(subscription, asked[number], given.answer if given else None)


@transaction.atomic
def answer(who: Caller, choice: int, now: datetime | None = None) -> PollVote:
    """Count a reader's answer, or change the one they gave.

    Raises PollClosedError after its time, ValueError for an answer that the poll has not.
    """
    if not who.poll.is_open(now):
        raise PollClosedError("This poll has closed.")
    if not 0 <= choice < len(who.poll.answers):
        raise ValueError("There is no such answer.")
    vote, _ = PollVote.objects.update_or_create(
        edition=who.poll.edition,
        poll=who.poll.id,
        reader_id=who.subscription.reader_id,
        defaults={"answer": choice, "at": now or timezone.now()},
    )
    return vote


def results(poll: Poll) -> Results:
    """Return how a poll stands now. Percentages are rounded each, so they may add up to 99."""
    given = PollVote.objects.filter(edition=poll.edition, poll=poll.id)
    counted = Counter(given.values_list("answer", flat=True))
    readers = sum(counted[n] for n in range(len(poll.answers)))
    rows = [
        Row(said, counted[n], round(100 * counted[n] / readers) if readers else 0)
        for n, said in enumerate(poll.answers)
    ]
    return Results(rows, readers)


@dataclass(frozen=True)
class Tally:
    """How all of an edition's polls stand together: how many readers gave how many answers."""

    polls: list[tuple[Poll, Results]]
    readers: int
    answers: int


def tally(edition: EditionPage) -> Tally:
    """Return every poll of an edition with its results, for the desk."""
    polls = [(poll, results(poll)) for poll in of(edition)]
    given = PollVote.objects.filter(edition=edition, poll__in=[poll.id for poll, _ in polls])
    readers = given.values("reader").distinct().count()
    return Tally(polls, readers, sum(result.readers for _, result in polls))
