"""Run every test: all on SQLite, then all that touch the database again on PostgreSQL.

`python -m tests torture` runs the long fault tests instead, on both, one after another.

The PostgreSQL is the one bundled in a wheel, started here on a socket of its own and stopped
at the end. With MATINEE_REQUIRE_ALL=1 (CI) a skip is a failure. What follows `--` goes to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.postgres import bundled_postgres

# What touches no database, or brings servers of its own, ran on the first pass.
ON_POSTGRES = " and ".join(
    f"not {mark}" for mark in ("slow", "browser", "pure", "sink", "broker", "postgres")
)
HERE = Path(__file__).resolve().parent


def run(title: str, arguments: list[str], **environment: str) -> int:
    """Run pytest in a process of its own; return its exit code, with 5 (nothing ran) a failure."""
    print(f"\n=== {title}", flush=True)
    with tempfile.TemporaryDirectory(prefix="matinee-var-") as var:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "--dist",
            "loadfile",
            *arguments,
        ]
        return subprocess.run(
            command,
            cwd=HERE.parent,
            env={**os.environ, "MATINEE_VAR": var, **environment},
            check=False,
        ).returncode


def torture(extra: list[str]) -> int:
    """Run what is marked slow, on both databases; minutes each."""
    arguments = ["-m", "slow", "-n", "0", "-v", "--durations=0", *extra]
    on_sqlite = run("Torture, SQLite", arguments)
    with bundled_postgres() as url:
        on_postgres = run("Torture, PostgreSQL", arguments, DATABASE_URL=url)
    return on_sqlite or on_postgres


def main() -> int:
    """Run both passes and return the worse of their exit codes."""
    if sys.argv[1:2] == ["torture"]:
        return torture(sys.argv[2:])
    extra = sys.argv[1:]
    on_sqlite = run("SQLite", ["-m", "not slow", *extra])
    with bundled_postgres() as url:
        on_postgres = run("PostgreSQL", ["-m", ON_POSTGRES, *extra], DATABASE_URL=url)
    return on_sqlite or on_postgres


if __name__ == "__main__":
    sys.exit(main())
