"""How long it takes to import a list of readers, and how much memory.

    python benchmarks/importing.py [--lines N] [--database sqlite|postgres] [--json]

The list is a CSV as another system gives it out: N lines (100,000 unless said), one in fifty of
them bad. Each import runs in a process of its own, as `matinee readers import` does, and its
memory is that process's peak. Wall time and the processor's are both told, since a machine that
others use stretches the first. The yardstick is the bare copying of as many rows (COPY on
PostgreSQL, executemany on SQLite) into one table without keys: it checks, encrypts and chains
nothing. Afterwards the readers are counted; with --again the list is imported once more, which
has to change nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]
# A million lines: seconds and megabytes.
BARS = {"sqlite": (120.0, 250.0), "postgres": (60.0, 250.0)}
BAD_EVERY = 50


def make_list(path: Path, lines: int) -> int:
    """Write a list; return how many of its lines are good."""
    good = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("email,name,country,created_at\r\n")
        for n in range(lines):
            bad = n % BAD_EVERY == BAD_EVERY - 1
            good += not bad
            address = (
                f"reader{n}.example.com" if bad else f"First.Last{n}@mail{n % 900}.example.com"
            )
            file.write(f"{address},First Last {n},GB,2023-02-01T00:00:00.000Z\r\n")
    return good


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "matinee.config.settings"
    import django

    django.setup()


def _spent() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def child(role: str, path: Path, lines: int) -> dict[str, Any]:
    """Do one part in this process; return what it took."""
    _django()
    from django.core.management import call_command
    from django.db import connection

    from matinee.newsletters.models import Newsletter
    from matinee.readers import importing

    if role == "prepare":
        call_command("migrate", verbosity=0)
        Newsletter.objects.create(slug="bench", name="Bench")
        return {}
    began, spent = time.monotonic(), _spent()
    found: dict[str, Any] = {}
    if role == "bare":
        _copy_bare(connection, path)
    else:
        letter = Newsletter.objects.get(slug="bench")
        result = importing.run(path, letter, basis="They asked us to.", rejects=Path(f"{path}.bad"))
        found = {"new": result.new, "unchanged": result.unchanged, "rejected": result.rejected}
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        **found,
        "seconds": time.monotonic() - began,
        "processor_seconds": _spent() - spent,
        "peak_mb": peak / 1024,
    }


def _copy_bare(connection: Any, path: Path) -> None:
    import csv

    with path.open(encoding="utf-8", newline="") as file, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (a text, b text, c text, d text)")
        rows = csv.reader(file)
        next(rows)
        if connection.vendor == "postgresql":
            with cursor.copy("COPY bench_row FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            from django.db import transaction

            with transaction.atomic():
                cursor.executemany("INSERT INTO bench_row VALUES (%s, %s, %s, %s)", rows)
        cursor.execute("DROP TABLE bench_row")


@contextmanager
def database(kind: str, home: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh database."""
    if kind == "sqlite":
        yield f"sqlite:///{home / 'bench.sqlite3'}"
        return
    from tests.postgres import bundled_postgres

    with bundled_postgres() as url:
        yield url


def measure(kind: str, lines: int, again: bool) -> dict[str, Any]:
    """Run each part in a process of its own; return the figures."""
    with tempfile.TemporaryDirectory(prefix="mbench") as name, database(kind, Path(name)) as url:
        path = Path(name) / "list.csv"
        good = make_list(path, lines)

        def run(role: str) -> dict[str, Any]:
            done = subprocess.run(
                [sys.executable, __file__, "--role", role, "--file", str(path)],
                env={**os.environ, "MATINEE_VAR": name, "DATABASE_URL": url},
                stdout=subprocess.PIPE,
                check=True,
            )
            return dict(json.loads(done.stdout))

        run("prepare")
        bare = run("bare")
        ours = run("import")
        if (ours["new"], ours["rejected"]) != (good, lines - good):
            raise SystemExit(f"{ours['new']} of {good} readers came in.")
        figures = {
            "lines": lines,
            "seconds": ours["seconds"],
            "processor_seconds": ours["processor_seconds"],
            "lines_per_second": lines / ours["seconds"],
            "seconds_a_million": ours["seconds"] * 1e6 / lines,
            "peak_mb": ours["peak_mb"],
            "bare_copy_seconds": bare["seconds"],
        }
        if again:
            second = run("import")
            if (second["new"], second["unchanged"]) != (0, good):
                raise SystemExit("Importing again changed something.")
            figures |= {"again_seconds": second["seconds"], "again_peak_mb": second["peak_mb"]}
    return {
        "benchmark": "importing",
        "figures": {name: round(value, 2) for name, value in figures.items()},
        "ratios": {"import_to_bare_copy": round(bare["seconds"] / ours["seconds"], 3)},
        "settings": {"lines": lines, "database": kind, "processors": os.cpu_count()},
    }


def main() -> int:
    """Print the figures; 1 where an import is too slow or too large."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--database", choices=sorted(BARS), default="postgres")
    parser.add_argument("--again", action="store_true", help="import the list a second time")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--role", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        print(json.dumps(child(options.role, options.file, options.lines)))
        return 0
    found = measure(options.database, options.lines, options.again)
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in {**found["figures"], **found["ratios"]}.items():
            print(f"{name.replace('_', ' '):24} {value:>14,}")
    seconds, megabytes = BARS[options.database]
    figures = found["figures"]
    return 0 if figures["seconds_a_million"] < seconds and figures["peak_mb"] < megabytes else 1


if __name__ == "__main__":
    sys.exit(main())
