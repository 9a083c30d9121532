"""`matinee serve`: the web server and a worker as one process tree that starts and stops whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from django.conf import settings

GRACE_SECONDS = 20.0


def commands(host: str, port: int, *, web_workers: int) -> dict[str, list[str]]:
    """Return each child's command line by its name."""
    python = sys.executable
    door = [python, "-m", "matinee", "outcomes", "--listen"]
    return {
        "web": [
            python, "-m", "granian", "--interface", "wsgi",
            "--host", host, "--port", str(port), "--workers", str(web_workers),
            "--blocking-threads", "4", "--log-level", "warning", "--no-ws",
            "matinee.config.wsgi:application",
        ],
        "worker": [python, "-m", "matinee", "worker"],
        **({"outcomes": door} if settings.OUTCOMES_LISTEN else {}),
    }  # fmt: skip


class Tree:
    """Children that live and die together: when one ends, or we are told to, all are stopped."""

    def __init__(self, children: dict[str, list[str]]) -> None:
        self._commands = children
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._asked = False

    def run(self) -> int:
        """Start all, wait, stop all; return 0 when asked to stop, else the child's exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)
        # A child in a session of its own does not see the terminal's Ctrl-C: we pass it on, once.
        for name, command in self._commands.items():
            self._processes[name] = subprocess.Popen(
                command, env=os.environ.copy(), start_new_session=True
            )
        try:
            return self._watch()
        finally:
            self._stop_all(list(self._processes.values()))

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True

    def _watch(self) -> int:
        while not self._asked:
            for name, process in self._processes.items():
                if (code := process.poll()) is not None:
                    sys.stderr.write(
                        f"The {name} process ended (exit {code}); stopping the rest.\n"
                    )
                    return code or 1
            time.sleep(0.2)
        return 0

    @staticmethod
    def _stop_all(processes: Sequence[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
