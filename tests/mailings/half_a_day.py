"""Send an edition at an hour that has come in Ireland and not yet in the other places.

As a program: `python -m tests.mailings.half_a_day EDITION`; it works one turn as a background
worker does, and prints the addresses of those whose hour has come.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import django


def main() -> None:
    """Start it, work one turn, and print."""
    django.setup()
    from matinee.editions.models import EditionPage
    from matinee.mailings import sending
    from matinee.mailings.models import Delivery, Plan
    from matinee.newsletters.models import Newsletter
    from matinee.publication.models import Territory
    from matinee.readers.models import Reader

    Newsletter.objects.update(time_zone="Pacific/Pago_Pago")
    Territory.objects.all().delete()
    Territory.objects.create(code="IE", name="Ireland", time_zone="Pacific/Kiritimati")
    edition = EditionPage.objects.get(pk=int(sys.argv[1]))
    # An hour ago on Kiritimati (UTC+14), and so in a day's time on Pago Pago (UTC-11).
    there = datetime.now(tz=UTC) + timedelta(hours=13)
    plan = Plan(edition=edition, local_time=there.time(), local_day=there.date())
    mailing = sending.start(edition, plan=plan, wake=False)
    sending.work(mailing, seconds=20)
    due = Delivery.objects.filter(mailing=mailing, territory="IE").values("reader_id")
    print("\n".join(Reader.objects.filter(pk__in=due).values_list("address", flat=True)))


if __name__ == "__main__":
    main()
