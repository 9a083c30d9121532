"""How a mailing goes, on a terminal: a bar counted per reader, with rate and time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from matinee.mailings import holds, status
from matinee.mailings.models import Mailing

if TYPE_CHECKING:
    from matinee.mailings.sending import Progress

# Between two looks at the counts (seconds).
LOOK_EVERY = 0.25
SETTLED = ("sent", "refused", "skipped", "unknown")


def sentence(mailing: Mailing) -> str:
    """Return one line that accounts for every reader."""
    counts = status.counts(mailing)
    told = {
        "sent": "sent",
        "refused": "refused",
        "skipped": "skipped",
        "unknown": "in doubt",
        "deferred": "to be tried again",
        "handed": "on the wire",
        "waiting": "waiting",
    }
    parts = [f"{counts[name]:,} {words}" for name, words in told.items() if counts[name]]
    return f"{mailing.audience:,} readers: " + (", ".join(parts) or "none")


@contextmanager
def bar(mailing: Mailing, *, shown: bool) -> Iterator[Progress | None]:
    """Yield what `sending.run` tells its progress to: a bar on standard error, or None."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[note]}"),
    )
    with RichProgress(*columns, console=Console(file=sys.stderr), speed_estimate_period=5) as rich:
        row = rich.add_task("Sending", total=mailing.audience, rate="", note="")
        looked = 0.0

        def tell(now: Mailing) -> None:
            nonlocal looked
            if time.monotonic() - looked < LOOK_EVERY:
                return
            looked = time.monotonic()
            counts = status.counts(now)
            notes = [
                f"{counts[name]:,} {name}"
                for name in ("deferred", "refused", "skipped", "unknown")
                if counts[name]
            ]
            rich.update(
                row,
                completed=sum(counts[name] for name in SETTLED),
                rate=f"{status.rate(now):,.0f}/s",
                note=", ".join(notes) or now.trouble or " ".join(holds.told(now)[:1]),
            )

        tell(mailing)
        yield tell
        looked = 0.0
        tell(mailing)
