"""The worker: takes batches by lease and sends them window by window.

For each batch:

1.  take a lease on it: a compare-and-set, so that two workers never hold one;
2.  if its last holder died, settle what that one had handed (`recovery`);
3.  read what people want of the mailing; end here if it is not running or we are to stop;
4.  wait for the relay, the rate cap and the warm-up plan, as need be;
5.  choose the next few deliveries, and ask again which readers may be mailed;
6.  in one commit: renew the lease, record the last window, mark this one handed;
7.  put it on the wire; each start and each reply goes into the receipts at once;
8.  put back what the gate stopped, then go to 3;
9.  when nothing is left to send now, record the last window, count, and let go of the batch.

A large window that is nearly out has a thread do 1 and 5 for the one that follows (`ahead`).

So a crash at any line leaves at most one window handed, and of that window the receipts say what
was on the wire: at most one letter for each connection.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from django.conf import settings
from django.db import connection

from matinee.mailings import leases
from matinee.mailings.ahead import Ahead
from matinee.mailings.batch_run import BatchRun
from matinee.mailings.leases import LeaseLost
from matinee.mailings.models import Mailing
from matinee.mailings.pens import Pens
from matinee.mailings.receipts import Receipts
from matinee.mailings.signals import Stop
from matinee.mailings.wire import Wire
from matinee.post.relay import open_relay
from matinee.readers.models import Subscription

FIRST_WINDOW = 100


class Worker:
    """One process's worker. Holds one batch at a time, one relay and one file of receipts."""

    def __init__(
        self,
        *,
        stop: Stop | None = None,
        mail_url: str | None = None,
        connections: int | None = None,
        on_window: Callable[[Mailing], None] | None = None,
    ) -> None:
        """Open the receipts; raises ReceiptsError. The relay is only opened by the first window."""
        self.stop = stop or Stop()
        self.folder = settings.RECEIPTS_PATH
        self.receipts = Receipts(self.folder)
        relay = open_relay(
            mail_url or settings.MAIL_URL,
            connections=connections or settings.SMTP_CONNECTIONS,
            inbox_path=settings.INBOX_PATH,
            timeout=getattr(settings, "SMTP_TIMEOUT", 300.0),
        )
        self.wire = Wire(relay)
        self.pens = Pens()
        self.ahead = Ahead(_frugal)
        self.coming: Future[BatchRun | None] | None = None
        self.only: Mailing | None = None
        self.on_window = on_window or (lambda mailing: None)
        self.nap = 0.0
        self.last_nap = 0.0
        # How fast this relay has been, learnt from window to window and from batch to batch.
        self.size = FIRST_WINDOW
        self.rate_seen = 0.0
        self.clean = True

    def __enter__(self) -> Worker:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            _frugal()
            with connection.cursor() as cursor:
                # A look at a thousand rows tells the planner that a newsletter has more readers
                # than a window; else it reads them all to find a hundred.
                cursor.execute("PRAGMA analysis_limit=1000")
                cursor.execute(f"ANALYZE {Subscription._meta.db_table}")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.ahead.close()
        self.wire.close()
        self.pens.close()
        # What could not be recorded must be found by the next worker: then the file stays.
        self.receipts.close(keep=kind is not None or not self.clean)

    def run(self, mailing: Mailing | None = None) -> int:
        """Send every batch that needs a worker now; return how many batches were worked on.

        Raises ReceiptsError when receipts cannot be written (full disk).
        """
        self.only, worked = mailing, 0
        while run := self._next():
            worked += 1
            run.run()
        return worked

    def _next(self) -> BatchRun | None:
        """Return the run that was made ready ahead, even where we are to stop: it lets go."""
        coming, self.coming = self.coming, None
        if coming is not None and (run := coming.result()):
            with suppress(LeaseLost):
                leases.begin(run.lease)
                return run
        if self.stop.asked:
            return None
        lease = leases.take(self.receipts.holder, self.folder, self.only)
        return BatchRun(self, lease) if lease else None

    def take_ahead(self) -> BatchRun | None:
        """Take the next batch and make its first window ready; for the thread."""
        lease = leases.take_ahead(self.receipts.holder, self.only)
        if lease is None:
            return None
        run = BatchRun(self, lease)
        run.make_ahead()
        return run


def _frugal() -> None:
    """Have SQLite's connection in this thread be safe, and small."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # A power cut must not undo the commit that marked a window handed.
            cursor.execute("PRAGMA synchronous=FULL")
            # It walks over its readers once: what it has passed need not stay in memory.
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute("PRAGMA cache_size=-16384")
