"""Recovery: what a worker that died left behind in its batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from matinee.mailings import leases, receipts, windows
from matinee.mailings.leases import Lease
from matinee.mailings.models import Batch, Delivery
from matinee.mailings.windows import Fate

IN_DOUBT = "The worker stopped while this letter was on its way; the relay may have taken it."
NO_RECEIPTS = "The worker was lost with its receipts; the relay may have taken this letter."


@dataclass(frozen=True)
class Recovered:
    """How many handed deliveries got the result in the receipts, went back, or are in doubt."""

    known: int
    put_back: int
    unknown: int


def recover(lease: Lease, folder: Path, fate_of: windows.FateOf) -> Recovered:
    """Settle every delivery that the batch's last holder had handed and not recorded.

    A receipt gives the result. Without one, the letter surely never left if its worker is dead
    and its file is whole and shows no start; else it is unknown, and is not sent again unless a
    person asks.
    """
    batch = lease.batch
    # Of a batch taken ahead nothing was handed, and there are no receipts under that name.
    past = receipts.read_past(folder, lease.inherited_from)
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        handed = list(
            windows.of_mailing(batch.mailing_id)
            .filter(
                pk__range=(batch.first_id, batch.last_id),
                state=Delivery.State.HANDED,
            )
            .order_by("pk")
        )
        fates = {row.pk: _judge(row, batch, past, fate_of) for row in handed}
        changes = Counter(fate.state for fate in fates.values())
        changes["handed"] -= len(handed)
        put_back = [pk for pk, fate in fates.items() if fate.state == Delivery.State.WAITING]
        cursor = min([batch.cursor, *(pk - 1 for pk in put_back)])
        windows.settle(lease, changes, fates, cursor)
    if past is not None and past.dead:
        leases.bury(folder, lease.inherited_from)
    unknown = changes[Delivery.State.UNKNOWN]
    return Recovered(len(handed) - len(put_back) - unknown, len(put_back), unknown)


def _judge(
    row: Delivery, batch: Batch, past: receipts.Past | None, fate_of: windows.FateOf
) -> Fate:
    if past is None:
        return Fate(Delivery.State.UNKNOWN, reason=NO_RECEIPTS)
    section = past.sections.get((batch.pk, row.window_number))
    if section is None:
        return Fate(Delivery.State.UNKNOWN, reason=NO_RECEIPTS)
    if receipt := section.results.get(row.pk):
        return fate_of(receipt, row.attempts)
    if past.dead and past.whole and row.pk not in section.started:
        return windows.PUT_BACK
    return Fate(Delivery.State.UNKNOWN, reason=IN_DOUBT)
