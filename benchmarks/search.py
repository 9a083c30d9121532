"""How quickly the desk finds readers among a million, on PostgreSQL.

    python benchmarks/search.py [--readers N] [--rounds N] [--json]

N readers with a subscription each are made by SQL. Then the desk's searches are timed as the desk
runs them: the first page of fifty. The yardstick is one look-up by primary key, in the same run.
Median and worst are milliseconds; the bar is 100 for any median.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]
BAR = 100.0  # milliseconds

READERS = """
INSERT INTO readers_reader (address, address_key, name, territory, language, offers, source,
                            created_at)
SELECT 'reader' || n || '@mail' || n %% 997 || '.example.com', md5(n::text) || md5((-n)::text), '',
       (ARRAY['GB', 'US', 'IE', 'AU'])[1 + n %% 4], 'en-GB', false,
       '/film/story-' || n %% 500 || '/', now() - n * interval '1 minute'
FROM generate_series(1, %s) AS n
"""
RECORDS = """
INSERT INTO readers_consentrecord (reader_id, purpose, newsletter_id, event, at, page, form,
    wording_sha256, notice_sha256, language, basis, evidence)
SELECT id, 'newsletter', %s, 'imported', created_at, '', '', '', '', '', '', '{}'
FROM readers_reader ORDER BY id
"""
SUBSCRIPTIONS = """
INSERT INTO readers_subscription (reader_id, newsletter_id, state, since, created_at, proof_id,
    why_left)
SELECT reader_id, newsletter_id, (ARRAY['active', 'active', 'pending', 'left'])[1 + id % 4], at, at,
       id, ''
FROM readers_consentrecord
"""
SEARCHES: dict[str, dict[str, str]] = {
    "full address": {"q": "reader{n}@mail{m}.example.com"},
    "start of address": {"q": "reader{n}"},
    "short start": {"q": "rea"},
    "nobody": {"q": "nobody{n}@example.com"},
    "newest": {},
    "newsletter": {"newsletter": "bench"},
    "newsletter and state": {"newsletter": "bench", "state": "left"},
    "territory": {"territory": "IE"},
    "source page": {"source": "/film/story-{k}/"},
    "since": {"since": "2026-01-01"},
    "all filters": {
        "newsletter": "bench",
        "state": "active",
        "territory": "GB",
        "source": "/film/story-{k}/",
    },
}


def make(readers: int) -> None:
    """Make the readers, by SQL alone."""
    from django.core.management import call_command
    from django.db import connection

    from matinee.newsletters.models import Newsletter

    call_command("migrate", verbosity=0)
    letter = Newsletter.objects.create(slug="bench", name="Bench")
    with connection.cursor() as cursor:
        cursor.execute(READERS, [readers])
        cursor.execute(RECORDS, [letter.pk])
        cursor.execute(SUBSCRIPTIONS)
        cursor.execute("ANALYZE")


def _timed(given: dict[str, str], readers: int, rounds: int) -> list[float]:
    from matinee.readers.searching import SHOWN, Search

    took = []
    for turn in range(rounds):
        n = 1 + (turn * 7919) % readers
        words = {"n": n, "m": n % 997, "k": n % 500}
        search = Search.read({name: value.format(**words) for name, value in given.items()})
        began = time.perf_counter()
        list(search.readers().prefetch_related("subscriptions__newsletter")[: SHOWN + 1])
        took.append((time.perf_counter() - began) * 1000)
    return took


def measure(readers: int, rounds: int) -> dict[str, Any]:
    """Make a database, search it; return the figures."""
    from tests.postgres import bundled_postgres

    with tempfile.TemporaryDirectory(prefix="mbench") as var, bundled_postgres() as url:
        os.environ.update(
            MATINEE_VAR=var, DATABASE_URL=url, DJANGO_SETTINGS_MODULE="matinee.config.settings"
        )
        import django

        django.setup()
        from django.db import connection

        from matinee.readers.models import Reader

        make(readers)
        first = Reader.objects.order_by("pk").values_list("pk", flat=True)[0]
        by_key = []
        for turn in range(rounds):
            began = time.perf_counter()
            Reader.objects.get(pk=first + turn)
            by_key.append((time.perf_counter() - began) * 1000)
        figures = {"by key median": median(by_key)}
        ratios = {}
        for name, given in SEARCHES.items():
            took = _timed(given, readers, rounds)
            figures |= {f"{name} median": median(took), f"{name} worst": max(took)}
            ratios[f"{name} to by key"] = median(took) / median(by_key)
        connection.close()
    return {
        "benchmark": "search",
        "figures": {name: round(value, 2) for name, value in figures.items()},
        "ratios": {name: round(value, 2) for name, value in ratios.items()},
        "settings": {"readers": readers, "rounds": rounds, "unit": "milliseconds"},
    }


def main() -> int:
    """Print the figures; 1 where a search's median is over the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--readers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.readers, options.rounds)
    figures: dict[str, float] = found["figures"]
    if options.json:
        print(json.dumps(found))
    else:
        print(f"{'milliseconds':24} {'median':>10} {'worst':>10}")
        for name in SEARCHES:
            print(f"{name:24} {figures[f'{name} median']:>10,} {figures[f'{name} worst']:>10,}")
        print(f"{'(by primary key)':24} {figures['by key median']:>10,}")
    return int(any(ms >= BAR for name, ms in figures.items() if name.endswith("median")))


if __name__ == "__main__":
    sys.exit(main())
