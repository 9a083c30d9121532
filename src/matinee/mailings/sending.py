"""Sending an edition: start it, work on it until done, and send again what is in doubt."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import Error as DatabaseError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from matinee.editions import preflight, states
from matinee.editions.models import EditionPage
from matinee.mailings import (
    audience,
    clock,
    control,
    leases,
    plans,
    tasks,
    trials,
    waves,
    windows,
)
from matinee.mailings.models import Batch, Deed, Delivery, Mailing, Plan, Wave, record_deed
from matinee.mailings.signals import Stop, obeying
from matinee.mailings.signing import DkimKeyError, signer_for
from matinee.mailings.whom import NoSuchReaders, Whom
from matinee.mailings.worker import Worker
from matinee.post.headers import domain_of

Progress = Callable[[Mailing], None]
# How long `run` puts up with a database that is away before it gives up (seconds).
DATABASE_PATIENCE = 60.0
# A background worker stays for what is due within so long (seconds).
SOON = 2.0


class Refused(Exception):
    """The edition is not sent; the text says why, and `findings` are preflight's stops."""

    def __init__(self, why: str, findings: Sequence[Any] = ()) -> None:
        super().__init__(why)
        self.findings = list(findings)


def start(
    edition: EditionPage,
    *,
    user: Any = None,
    plan: Plan | None = None,
    wake: bool = True,
    over_warnings: bool = False,
) -> Mailing:
    """Freeze the edition, write down who gets it, and ask for workers (unless not `wake`).

    All in one transaction: it is started whole or not at all, and once only, whoever else is
    starting it. It goes as `plan` says, or as the edition's kept plan, or at once and uncapped.
    Raises Refused, also while a warning stands that nobody has ticked off, unless
    `over_warnings`: for what was scheduled, where nobody sits who could.
    """
    if Mailing.objects.filter(edition=edition).exists():
        raise Refused("This edition has been given to the mail already. It is never sent twice.")
    try:
        signer_for(domain_of(edition.newsletter.sender_address))
    except DkimKeyError as error:
        raise Refused(f"Letters cannot be signed. {error} See DKIM_KEY.") from error
    _refuse_standing(edition, over_warnings)
    try:
        with transaction.atomic():
            return _start(edition, user, plan or plans.of(edition), wake)
    except IntegrityError as error:
        if Mailing.objects.filter(edition=edition).exists():
            raise Refused("Somebody else has just started sending this edition.") from error
        raise
    except (states.NotAllowedError, trials.NoTest, NoSuchReaders) as error:
        raise Refused(str(error)) from error


def _refuse_standing(edition: EditionPage, over_warnings: bool) -> None:
    """Raise Refused for stops, and for warnings that nobody has ticked off."""
    standing = preflight.standing(edition)
    stops = [finding for finding in standing if finding.level == "stop"]
    if stops:
        what = "; ".join(f"{finding.where}: {finding.why}" for finding in stops[:3])
        raise Refused(f"Preflight stops this edition. {what}", stops)
    if standing and not over_warnings:
        raise Refused(f"Warnings stand that nobody has ticked off: {_named(standing)}.", standing)


def _named(findings: Sequence[preflight.Finding]) -> str:
    return ", ".join(dict.fromkeys(f"{one.rule} ({one.where})" for one in findings))


def pass_over(edition: EditionPage, rules: Sequence[str], user: Any = None) -> int:
    """Tick off every standing warning of these rules, as the sheet does; return how many.

    Raises Refused, having ticked nothing, for a rule of which no warning stands nor is ticked.
    """
    warnings = [one for one in preflight.standing(edition) if one.level == "warn"]
    known = {one.rule for one in warnings} | {rule for rule, _ in preflight.ticked(edition)}
    if strange := [rule for rule in rules if rule not in known]:
        those = _named(warnings) or "none"
        raise Refused(f"No warning is called {', '.join(strange)}. Standing: {those}.")
    chosen = [one for one in warnings if one.rule in rules]
    for finding in chosen:
        preflight.tick(edition, finding, user)
    return len(chosen)


def _start(edition: EditionPage, user: Any, plan: Plan, wake: bool) -> Mailing:
    frozen = states.start_sending(edition, user)
    now = clock.database_now()
    mailing = Mailing.objects.create(
        edition=frozen,
        newsletter=frozen.newsletter,
        started_by=user if getattr(user, "pk", None) else None,
        started_at=now,
        dated_at=now,
        rate=plan.rate,
        domain_rate=plan.domain_rate,
        domain_rates=plan.domain_rates,
        warm_up=plan.warm_up,
    )
    whom = Whom.of(plan)
    mailing.audience = _snapshot(mailing, plan, whom)
    narrowed = f" {whom.words}" if whom.words else ""
    if not mailing.audience:
        raise Refused(
            f"Nobody would get it: {frozen.newsletter} has no active reader{narrowed} who may be "
            "mailed."
        )
    mailing.save(update_fields=["audience"])
    how = f", each at {plan.local_time:%H:%M} where they are" if plan.local_time else ""
    if mailing.test_hours:
        how = f", {mailing.waves.exclude(arm=0).count()} subjects tried on {plan.test_share} %"
    told = f"started, to {mailing.audience} readers{narrowed}{how}"
    record_deed(mailing, told[:200], user)
    if wake:
        tasks.wake_workers(mailing)
    edition.refresh_from_db()
    return mailing


def _snapshot(mailing: Mailing, plan: Plan, whom: Whom) -> int:
    """Write down who gets it and when; return how many. Raises NoTest and NoSuchReaders."""
    if plan.subjects:
        own = mailing.edition.subject
        trials.check(plan, own, audience.count(mailing.newsletter, whom))
        if (tried := len(trials.all_of(plan, own))) > 1:
            return audience.snapshot(
                mailing,
                trials.make(mailing, plan),
                whom=whom,
                wave_of=lambda _, subscription: trials.dealt(
                    subscription, mailing, plan.test_share, tried
                ),
            )
    planned: Sequence[Wave] = ()
    if plan.local_time and plan.local_day:
        planned = waves.make(mailing, plan.local_day, plan.local_time)
    return audience.snapshot(mailing, planned, whom=whom)


def work(mailing: Mailing, *, seconds: float | None = None) -> tuple[int, bool]:
    """Work on batches that need a worker now, for about so many seconds; for a background task.

    Returns how many batches were worked on, and whether the time ran out before the work did.
    Obeys SIGTERM and Ctrl-C: what is on the wire is finished first. Raises ReceiptsError.
    """
    with obeying(Stop(seconds)) as stop, Worker(stop=stop) as worker:
        worked = worker.run(mailing)
        while not stop.asked and leases.soon(mailing, SOON):
            # A domain's next turn is a moment away: no reason to leave and be called again.
            stop.nap(0.5)
            worked += worker.run(mailing)
    done = control.close_if_done(mailing)
    return worked, not done and stop.asked and not stop.signal_number


def run(mailing: Mailing, *, progress: Progress | None = None, stop: Stop | None = None) -> Mailing:
    """Work in this process until the mailing is done, paused or stopped, or we are to stop.

    Waits for what is to be tried again later, and for other workers. Goes on through a restart
    of the database. Raises ReceiptsError, or the database's error after a minute without it.
    """
    tell = progress or (lambda _: None)
    lost_at: float | None = None
    with obeying(stop or Stop()) as asked:
        while not asked.asked:
            try:
                if _run_on(mailing, asked, tell):
                    break
            except DatabaseError:
                lost_at = lost_at or time.monotonic()
                if time.monotonic() - lost_at > DATABASE_PATIENCE:
                    raise
                connection.close()
                asked.nap(1.0)
            else:
                lost_at = None
    mailing.refresh_from_db()
    return mailing


def _run_on(mailing: Mailing, stop: Stop, tell: Progress) -> bool:
    """Work and wait until the mailing runs no more (True), or we are to stop (False)."""
    with Worker(stop=stop, on_window=tell) as worker:
        while not stop.asked:
            worker.run(mailing)
            done = control.close_if_done(mailing)
            tell(mailing)
            if done or mailing.state != Mailing.State.RUNNING:
                return True
            due = leases.waiting_for(mailing)
            wait = (due - clock.database_now()).total_seconds() if due else 1.0
            stop.nap(min(1.0, max(0.1, wait)))
    return False


def can_cancel(mailing: Mailing) -> bool:
    """Whether no worker has begun on it, so that it can be taken back."""
    begun = Batch.objects.filter(mailing=mailing).exclude(window_number=0, holder="")
    return not mailing.is_over and not begun.exists()


def cancel(mailing: Mailing, user: Any = None) -> EditionPage:
    """Take a mailing back before its first letter; the edition is a draft again.

    Raises Refused once a letter has been handed to the relay.
    """
    with transaction.atomic():
        Mailing.objects.select_for_update().get(pk=mailing.pk)
        if not can_cancel(mailing):
            raise Refused("The first letters have gone out. Stop the mailing instead.")
        edition = mailing.edition
        Delivery.objects.filter(mailing=mailing)._raw_delete(using=connection.alias)
        mailing.delete()
        return states.call_back(edition, user)


def resend_unknown(
    mailing: Mailing, user: Any = None, *, deliveries: Sequence[int] | None = None
) -> int:
    """Send again to those whose letter is in doubt, because a person asks; return how many.

    The letters have the same Message-ID and Date, so that a relay or inbox that did get the
    first can tell that it is the same. With `deliveries`, only to those (delivery ids).
    """
    count = 0
    with transaction.atomic():
        Mailing.objects.select_for_update().get(pk=mailing.pk)
        for batch in Batch.objects.select_for_update().filter(mailing=mailing, unknown__gt=0):
            doubtful = windows.of_mailing(mailing.pk).filter(
                pk__range=(batch.first_id, batch.last_id),
                state=Delivery.State.UNKNOWN,
            )
            if deliveries is not None:
                doubtful = doubtful.filter(pk__in=deliveries)
            back = doubtful.update(
                state=Delivery.State.WAITING, reason="", code=0, done_at=None, attempts=0
            )
            if back:
                Batch.objects.filter(pk=batch.pk).update(
                    unknown=F("unknown") - back,
                    done=False,
                    next_at=clock.database_now(),
                    cursor=batch.first_id - 1,
                )
                count += back
        if count:
            Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.DONE).update(
                state=Mailing.State.RUNNING, done_at=None
            )
            record_deed(mailing, f"sent again to {count} in doubt", user)
            tasks.wake_workers(mailing)
    mailing.refresh_from_db()
    return count


def deeds(mailing: Mailing) -> Sequence[Deed]:
    """Return what people did to the mailing, oldest first."""
    return list(mailing.deeds.select_related("user"))
