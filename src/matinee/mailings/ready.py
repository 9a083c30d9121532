"""Making a window ready: which of the readers may be mailed now, and their letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.mailings import clock, letters, pace, windows
from matinee.mailings.letters import Desk
from matinee.mailings.models import Delivery, Mailing
from matinee.mailings.pace import Orders
from matinee.mailings.pens import Filled, Pens
from matinee.mailings.windows import Fate, Row
from matinee.mailings.wire import Outgoing, Sending


@dataclass(frozen=True)
class Ready:
    """A window's deliveries before any is marked: those that go, and those set aside.

    `at` (steady seconds) is when it was asked who may be mailed.
    """

    at: float

    rows: list[Row]
    going: list[Row]
    aside: dict[int, Fate]
    sending: Sending
    outgoing: list[Outgoing]


def ready(
    mailing: Mailing, desk: Desk, pens: Pens, rows: list[Row], wanted: Orders, sending: Sending
) -> Ready:
    """Ask whether these deliveries may be mailed, and address their letters."""
    at = clock.steady()
    mailable, aside = windows.with_addresses(rows, mailing.newsletter, wanted.now)
    for row in mailable:
        if problem := letters.address_problem(row):
            aside[row.id] = Fate(
                Delivery.State.REFUSED,
                reason=problem,
                was_deferred=row.state == Delivery.State.DEFERRED,
            )
    aside |= pace.hold_back(mailing.pk, wanted, [row for row in mailable if row.id not in aside])
    going = [row for row in mailable if row.id not in aside]
    desk.meet(going)
    addressed = [desk.address(row) for row in going]
    filled: Sequence[Filled] = pens.sign(addressed) if desk.signs else addressed
    outgoing = [
        Outgoing(row.id, row.address, letter, sending)
        for row, letter in zip(going, filled, strict=True)
    ]
    return Ready(at, rows, going, aside, sending, outgoing)
