"""One worker's time with one batch: window after window, until nothing is left or it is to stop."""

from __future__ import annotations

import logging
import time
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import Error as DatabaseError
from django.db import connection

from matinee.mailings import (
    ahead,
    clock,
    leases,
    letters,
    pace,
    recovery,
    trials,
    unreachable,
    windows,
)
from matinee.mailings.leases import Lease, LeaseLost
from matinee.mailings.models import Delivery, Mailing
from matinee.mailings.pace import Orders
from matinee.mailings.ready import Ready, ready
from matinee.mailings.receipts import ReceiptsError
from matinee.mailings.windows import Fate, Row, Window
from matinee.mailings.wire import Gate, Outgoing, Sending

if TYPE_CHECKING:
    from matinee.mailings.worker import Worker

logger = logging.getLogger(__name__)

SMALLEST, LARGEST = 20, 2500
# A window is about so much work (seconds): long enough that its commit costs little, short
# enough that a lost machine leaves few in doubt.
WINDOW_SECONDS = 0.7
# A window of so many letters is worth looking ahead of, once so much of it has been begun. What was
# made ready longer ago than this (seconds) is asked for again: a reader may have left meanwhile.
WORTH_IT, NEARLY_OUT, FRESH = 200, 0.75, 0.5
LONGEST_NAP = 60.0
RENEW_EVERY = 10.0
# A worker that is asked to stop waits so long for answers to letters on the wire (seconds):
# a little less than what service managers give it before they kill it.
STOP_PATIENCE = 15.0
STOPPED = "The worker was asked to stop."


class BatchRun:
    """One worker's time with one batch."""

    def __init__(self, worker: Worker, lease: Lease) -> None:
        self.worker = worker
        self.lease = lease
        self.batch = lease.batch
        self.mailing = Mailing.objects.select_related("newsletter", "edition").get(
            pk=lease.batch.mailing_id
        )
        # Asked before the desk looks which subject this batch has.
        self.may_go = trials.may_go(self.batch)
        self.desk = letters.Desk(self.mailing, self.batch.wave)
        self.fate_of = pace.fate_of(self.mailing)
        self.last: Window | None = None
        self._made: tuple[int, Ready] | None = None
        self._coming: Future[None] | None = None
        self._looked = 0.0

    def run(self) -> None:
        try:
            if self.lease.inherited_from:
                recovery.recover(self.lease, self.worker.folder, self.fate_of)
            nothing_left = self.may_go and self._windows()
            self._flush()
            unreachable.suppress(self.batch)
            if nothing_left:
                self.batch = windows.finish(self.lease)
            else:
                leases.release(self.lease)
        except LeaseLost:
            self._lost()
        except ReceiptsError as error:
            self._note_trouble(str(error))
            with suppress(LeaseLost):
                self._flush()
                leases.release(self.lease)
            raise
        except DatabaseError:
            # What is not recorded stays in the receipts, for whoever takes the batch up.
            self.worker.clean = False
            raise

    def _windows(self) -> bool:
        """Send window after window; return whether the batch has nothing to send now."""
        while True:
            wanted = pace.orders(self.mailing.pk)
            if self.worker.stop.asked or not wanted.running:
                return False
            if self.worker.nap:
                self._rest(self.worker.nap)
                self.worker.nap = 0.0
                continue
            if made := self._made_ahead(wanted):
                self._window(wanted, made)
                continue
            rows = windows.choose(self.batch, self._room(wanted), wanted.now)
            if not rows:
                return True
            rows = self._warmed(wanted, rows)
            if not rows:
                return False
            if wanted.rate > 0 and not self._wait_turn(wanted, len(rows)):
                continue
            self._window(wanted, self._ready(wanted, rows))

    def make_ahead(self) -> None:
        """Make the window that follows ready, where nothing holds it up; for the thread."""
        wanted = pace.orders(self.mailing.pk)
        if self.may_go and wanted.running and wanted.uncapped:
            cursor = self.batch.cursor
            rows = windows.choose(self.batch, self._room(wanted), wanted.now)
            self._made = (cursor, self._ready(wanted, rows)) if rows else None

    def _made_ahead(self, wanted: Orders) -> Ready | None:
        """Return the window that was made ready ahead, if it is still what should go now."""
        coming, self._coming = self._coming, None
        if coming is not None:
            coming.result()
        if self._made is None:
            return None
        (cursor, made), self._made = self._made, None
        fresh = wanted.uncapped and clock.steady() - made.at < FRESH
        # Where letters were put back, the cursor went back with them: those come first.
        return made if fresh and cursor == self.batch.cursor else None

    def _look_ahead(self) -> None:
        """Have the next window made ready: of this batch, or of the one that comes after it."""
        if self.worker.stop.asked:
            return
        if self.batch.cursor < self.batch.last_id:
            self._coming = self.worker.ahead.submit(self.make_ahead)
        else:
            self.worker.coming = self.worker.ahead.submit(self.worker.take_ahead)

    def _room(self, wanted: Orders) -> int:
        """Return how many letters the next window may hold."""
        size = self.worker.size
        if wanted.rate > 0:
            return max(1, min(size, int(wanted.rate * pace.BOOKING)))
        # Windows of one size: a small last one would cost its commit all the same.
        left = self.batch.last_id - self.batch.cursor
        return -(-left // -(-left // size)) if left > size else size

    def _warmed(self, wanted: Orders, rows: list[Row]) -> list[Row]:
        if not wanted.warm_up:
            return rows
        granted, more_at = pace.book_warm_up(self.mailing.pk, len(rows))
        if not granted:
            self._flush()
            type(self.batch).objects.filter(pk=self.batch.pk).update(next_at=more_at)
        return rows[:granted]

    def _wait_turn(self, wanted: Orders, letters_wanted: int) -> bool:
        """Wait for our turn under the rate cap; False if people changed their mind meanwhile."""
        wait = pace.book(self.mailing.pk, letters_wanted)
        if wait > 0.05:
            self._flush()
        until = time.monotonic() + wait
        while (left := until - time.monotonic()) > 0:
            self.worker.stop.nap(min(left, 1.0))
            now_wanted = pace.orders(self.mailing.pk)
            if self.worker.stop.asked or (now_wanted.state, now_wanted.rate) != (
                wanted.state,
                wanted.rate,
            ):
                return False
            self._renew_if_due()
        return True

    def _rest(self, seconds: float) -> None:
        """Wait before the next window because the relay asks for it, or cannot be reached."""
        self._flush()
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.worker.stop.asked:
            self.worker.stop.nap(min(left, 1.0))
            if not pace.orders(self.mailing.pk).running:
                return
            self._renew_if_due()

    def _ready(self, wanted: Orders, rows: list[Row]) -> Ready:
        sending = Sending(self.worker.receipts, Gate(self._why_not))
        return ready(self.mailing, self.desk, self.worker.pens, rows, wanted, sending)

    def _why_not(self) -> str:
        """Return why the next letter may not go, or nothing; asked before each letter."""
        if self.worker.stop.asked:
            return STOPPED
        if not self.lease.trusted:
            return "The lease on the batch could not be renewed in time."
        return ""

    def _window(self, wanted: Orders, made: Ready) -> None:
        started_at = time.monotonic()
        rows, going, sending = made.rows, made.going, made.sending
        if wanted.warm_up:
            pace.give_back_warm_up(self.mailing.pk, len(rows) - len(going))
        number = self.batch.window_number + 1
        self.worker.receipts.begin(self.batch.pk, number)
        window = windows.hand(
            self.lease, going, made.aside, self.last, rate_seen=self.worker.rate_seen
        )
        self.last = window if going else None
        self.worker.receipts.committed(self.batch.pk, number)
        if going:
            if wanted.uncapped and len(going) >= WORTH_IT and ahead.possible():
                sending.nearly_out = int(NEARLY_OUT * len(going))
                sending.when_nearly_out = self._look_ahead
            self._send(window, made.outgoing, sending)
            self._learn(len(sending.results), time.monotonic() - started_at)
        self.worker.on_window(self.mailing)

    def _send(self, window: Window, outgoing: list[Outgoing], sending: Sending) -> None:
        """Put the window on the wire and settle each of its letters, whatever happens."""
        advice = 0.0
        self._looked = time.monotonic()
        try:
            advice = self.worker.wire.hand_over(outgoing, sending, lambda: self._look(sending))
        finally:
            for row in window.rows:
                window.fates[row.id] = self._fate(row, sending)
        put_back = any(fate is windows.PUT_BACK for fate in window.fates.values())
        if put_back or sending.gate.shut_because:
            self._flush()
        self._slow_down(advice, sending)
        if sending.failure:
            raise sending.failure

    def _fate(self, row: Row, sending: Sending) -> Fate:
        if receipt := sending.results.get(row.id):
            return self.fate_of(receipt, row.attempts + 1)
        if row.id not in sending.started:
            return windows.PUT_BACK
        return Fate(Delivery.State.UNKNOWN, reason=recovery.IN_DOUBT)

    def _look(self, sending: Sending) -> None:
        """While a window is out: shut the gate when people say so, and hold on to the lease."""
        if self.worker.stop.asked:
            sending.gate.shut(STOPPED, patience=STOP_PATIENCE)
        try:
            if not pace.orders(self.mailing.pk).running:
                sending.gate.shut("The mailing was paused or stopped.")
            self._renew_if_due()
        except LeaseLost:
            sending.gate.shut("Another worker took the batch.")
        except DatabaseError:
            # The letters on the wire are finished; recording them will tell what is wrong.
            sending.gate.shut("The database could not be reached.")
            connection.close()

    def _renew_if_due(self) -> None:
        if time.monotonic() - self._looked > RENEW_EVERY:
            leases.renew(self.lease)
            self._looked = time.monotonic()

    def _slow_down(self, advice: float, sending: Sending) -> None:
        """Wait longer each time that the relay is away or asks for less; forget it slowly."""
        away = bool(sending.trouble) and not sending.results
        if advice or away:
            longest = advice or LONGEST_NAP
            self.worker.nap = min(longest, max(1.0, self.worker.last_nap * 2))
            self.worker.last_nap = self.worker.nap
        elif sending.results:
            self.worker.last_nap /= 2
        if away:
            self._note_trouble(
                f"The relay cannot be used: {sending.trouble} Trying again every "
                f"{LONGEST_NAP:.0f} seconds or sooner."
            )
        elif self.mailing.trouble and sending.results:
            self._note_trouble("")

    def _note_trouble(self, what: str) -> None:
        with suppress(DatabaseError):
            Mailing.objects.filter(pk=self.mailing.pk).update(trouble=what[:300])
            self.mailing.trouble = what[:300]

    def _learn(self, letters_sent: int, seconds: float) -> None:
        worker = self.worker
        rate = letters_sent / max(seconds, 1e-3)
        worker.rate_seen = 0.7 * worker.rate_seen + 0.3 * rate if worker.rate_seen else rate
        worker.size = min(LARGEST, max(SMALLEST, int(worker.rate_seen * WINDOW_SECONDS)))

    def _flush(self) -> None:
        """Record the last window by itself."""
        if self.last is not None:
            windows.record(self.lease, self.last)
            self.last = None

    def _lost(self) -> None:
        """Leave the batch, telling what we know of our last window.

        Where the batch is ours yet, somebody changed rows that we had chosen (a cap raised, say):
        they are chosen afresh at once, by whoever comes first.
        """
        with suppress(LeaseLost):
            self._flush()
            leases.release(self.lease)
        if self.last is not None and self.last.fates:
            logger.warning("Batch %s was taken by another worker.", self.batch.pk)
            windows.record_late(self.batch, self.last)
            self.last = None
