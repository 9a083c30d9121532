"""How fast: the rate cap over all workers, caps per domain, warm-up, and when to try again."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from matinee.mailings import clock, windows
from matinee.mailings.models import LONGEST_WAIT_SECONDS, Delivery, DomainPace, Mailing
from matinee.mailings.receipts import Receipt
from matinee.mailings.windows import Fate, Row

# A capped worker books this much time at once, so that a change of the cap acts soon (seconds).
BOOKING = 0.5
# A booking further away than this was made under a clock since set back (seconds).
FURTHEST = 60.0
# Letters whose domain has no room within this time are put off instead of waited for (seconds).
DOMAIN_PATIENCE = 0.5
DAY = timedelta(days=1)
# The reason of a delivery that waits for its domain's turn; a change of the cap finds it by this.
HELD_BACK = "Held back by the cap for its domain."


@dataclass(frozen=True, slots=True)
class Orders:
    """What a person wants of the mailing at this moment."""

    state: str
    rate: float
    domain_rate: float
    domain_rates: Mapping[str, float]
    warm_up: Sequence[int]
    now: datetime

    def cap_of(self, domain: str) -> float:
        """Return a recipient domain's cap, in letters a second; 0: none."""
        return float(self.domain_rates.get(domain, self.domain_rate))

    @property
    def running(self) -> bool:
        """Whether letters may go."""
        return self.state == Mailing.State.RUNNING

    @property
    def uncapped(self) -> bool:
        """Whether nobody holds letters up: no cap, and no warm-up."""
        return not (self.rate > 0 or self.domain_rate > 0 or self.domain_rates or self.warm_up)


def orders(mailing_id: int) -> Orders:
    """Read the mailing's row: workers do so at each window and twice a second between."""
    row = Mailing.objects.values_list(
        "state", "rate", "domain_rate", "domain_rates", "warm_up"
    ).get(pk=mailing_id)
    return Orders(*row, clock.database_now())


def book(mailing_id: int, letters: int) -> float:
    """Book time for so many letters under the rate cap; return how long to wait first (seconds).

    The mailing's row is the bucket, so that the cap holds over workers on any machines.
    """
    with transaction.atomic():
        mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
        if mailing.rate <= 0:
            return 0.0
        now = clock.database_now().timestamp()
        start = mailing.paced_until
        if not now <= start <= now + FURTHEST + letters / mailing.rate:
            start = now
        until = start + letters / mailing.rate
        Mailing.objects.filter(pk=mailing_id).update(paced_until=until)
    return start - now


def book_warm_up(mailing_id: int, letters: int) -> tuple[int, datetime]:
    """Take letters from today's share of the warm-up plan; return how many, and when more come.

    Days are counted from the mailing's start. After the plan's last day there is no limit.
    """
    with transaction.atomic():
        mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
        now = clock.database_now()
        day = max(0, (now - mailing.started_at) // DAY)
        tomorrow = mailing.started_at + DAY * (day + 1)
        if day >= len(mailing.warm_up):
            return letters, now
        used = mailing.warm_used if mailing.warm_day == day else 0
        granted = max(0, min(letters, int(mailing.warm_up[day]) - used))
        Mailing.objects.filter(pk=mailing_id).update(warm_day=day, warm_used=used + granted)
    return granted, tomorrow


def give_back_warm_up(mailing_id: int, letters: int) -> None:
    """Put back what was taken from today's share for letters that did not go after all."""
    if letters > 0:
        ours = Mailing.objects.filter(pk=mailing_id, warm_used__gte=letters)
        ours.update(warm_used=F("warm_used") - letters)


def hold_back(mailing_id: int, wanted: Orders, rows: Sequence[Row]) -> dict[int, Fate]:
    """Return the rows that their domain's cap puts off, each with its own booked time.

    A row that waited for its turn already (deferred, never tried) keeps it.
    """
    if wanted.domain_rate <= 0 and not wanted.domain_rates:
        return {}
    by_domain: dict[str, list[Row]] = {}
    for row in rows:
        domain = row.address.rpartition("@")[2].lower()
        if wanted.cap_of(domain) > 0 and (row.state == Delivery.State.WAITING or row.attempts):
            by_domain.setdefault(domain, []).append(row)
    if not by_domain:
        return {}
    held: dict[int, Fate] = {}
    with transaction.atomic():
        now = clock.database_now().timestamp()
        # In one order, so that two workers never wait for each other's domains.
        for domain in sorted(by_domain):
            DomainPace.objects.get_or_create(mailing_id=mailing_id, domain=domain)
            pace = DomainPace.objects.select_for_update().get(mailing_id=mailing_id, domain=domain)
            at, rate = max(pace.paced_until, now), wanted.cap_of(domain)
            for row in by_domain[domain]:
                if at - now > DOMAIN_PATIENCE:
                    held[row.id] = Fate(
                        Delivery.State.DEFERRED,
                        reason=HELD_BACK,
                        wait=at - now,
                        was_deferred=row.state == Delivery.State.DEFERRED,
                    )
                at += 1 / rate
            DomainPace.objects.filter(pk=pace.pk).update(paced_until=at)
    return held


def wait_before_try(attempts: int, first: float) -> float:
    """Return how long to wait after so many attempts (seconds): doubling, spread by a quarter."""
    wait: float = min(first * 2.0 ** max(0, attempts - 1), LONGEST_WAIT_SECONDS)
    return wait * random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, guards nothing


def fate_of(mailing: Mailing) -> windows.FateOf:
    """Return how this mailing turns a receipt, after so many attempts, into a delivery's fate."""

    def judge(receipt: Receipt, attempts: int) -> Fate:
        if receipt.outcome == Delivery.State.SENT:
            return windows.SENT
        if receipt.outcome != Delivery.State.DEFERRED:
            return Fate(receipt.outcome, receipt.code, receipt.reason)
        if attempts >= mailing.attempts_limit:
            reason = f"Given up after {attempts} attempts: {receipt.reason}"
            return Fate(Delivery.State.REFUSED, receipt.code, reason)
        wait = wait_before_try(attempts, mailing.first_retry_seconds)
        return Fate(Delivery.State.DEFERRED, receipt.code, receipt.reason, wait)

    return judge
