"""Run every test: all on SQLite, then all that touch the database again on PostgreSQL.

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


def main() -> int:
    """Run both passes and return the worse of their exit codes."""
    extra = sys.argv[1:]
    on_sqlite = run("SQLite", ["-m", "not slow", *extra])
    with bundled_postgres() as url:
        on_postgres = run(
            "PostgreSQL",
            ["-m", "not slow and not browser and not pure and not sink and not broker", *extra],
            DATABASE_URL=url,
        )
    return on_sqlite or on_postgres


if __name__ == "__main__":
    sys.exit(main())
