"""How long it takes to write down who gets an edition, and to cut that into batches.

    python benchmarks/snapshot.py [--readers N] [--database sqlite|postgres] [--json]

The audience is N readers (a million unless said), each with an active subscription that a consent
record proves, one in fifty of them suppressed. Timed is the statement that the order to send
runs, and the cutting, both committed; making the readers is not. The yardstick is the database's
own count of the same audience: it has to find the same rows and writes none.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]

from benchmarks import send  # noqa: E402

BARS = {"sqlite": 25.0, "postgres": 15.0}


def snapshot(options: argparse.Namespace) -> None:
    """As a child: suppress some, then take the snapshot; print the figures."""
    send._django()
    from django.db import connection, transaction
    from tests.torture import newsroom

    from matinee.editions import states
    from matinee.mailings import audience
    from matinee.mailings.models import Batch, Mailing
    from matinee.readers.models import Reader, Subscription, Suppression

    newsletter = newsroom.make_newsletter()
    some = Reader.objects.values_list("address_key", flat=True).order_by("pk")[::50]
    Suppression.objects.bulk_create(
        (Suppression(address_key=key, reason="bounce") for key in some), batch_size=10_000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    edition = newsroom.make_edition(newsletter)
    began = time.monotonic()
    wanted = Subscription.objects.mailable(newsletter).count()
    counted = time.monotonic() - began
    frozen = states.start_sending(edition)
    began = time.monotonic()
    with transaction.atomic():
        mailing = Mailing.objects.create(edition=frozen, newsletter=newsletter)
        taken = audience.snapshot(mailing)
    took = time.monotonic() - began
    if taken != wanted:
        raise SystemExit(f"The snapshot took {taken} readers where {wanted} may be mailed.")
    batches = Batch.objects.filter(mailing=mailing).count()
    print(json.dumps({"took": took, "counted": counted, "audience": taken, "batches": batches}))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Make the readers, take the snapshot in a process of its own."""
    import os
    import subprocess

    with (
        tempfile.TemporaryDirectory(prefix="mbench") as home,
        send.database(options.database, Path(home)) as url,
    ):
        environment = {"MATINEE_VAR": home, "DATABASE_URL": url}
        send.child("prepare", options, environment)
        done = subprocess.run(
            [sys.executable, __file__, "--role", "snapshot"],
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    told = json.loads(done.stdout.splitlines()[-1])
    return {
        "benchmark": "snapshot",
        "figures": {
            "snapshot seconds": told["took"],
            "count seconds": told["counted"],
            "audience": told["audience"],
            "batches": told["batches"],
        },
        "ratios": {"snapshot / count": told["took"] / told["counted"]},
        "settings": {"readers": options.readers, "database": options.database},
    }


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="How long the snapshot of an audience takes.")
    parser.add_argument("--readers", type=int, default=1_000_000)
    parser.add_argument("--database", choices=sorted(BARS), default="sqlite")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--role", choices=["snapshot"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        snapshot(options)
        return
    result = measure(options)
    if options.json:
        print(json.dumps(result))
        return
    print(f"snapshot: readers {options.readers}, database {options.database}")
    for name, value in result["figures"].items():
        bar = f"   (under {BARS[options.database]:.0f})" if name == "snapshot seconds" else ""
        print(f"  {name:<34}{value:>12,.2f}{bar}")


if __name__ == "__main__":
    main()
