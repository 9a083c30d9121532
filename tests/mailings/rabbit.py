"""A RabbitMQ of its own for a test: loopback ports, a folder, nothing of the system's."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


def missing() -> str:
    """Return why no broker can run here, or ""."""
    if not SERVER.exists():
        return "RabbitMQ is not installed"
    return "" if shutil.which("epmd") else "Erlang's epmd is not installed"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Rabbit:
    """One broker; `stop` and `start` again keep its queues."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.epmd_port, dist_port = free_port(), free_port()
        (home / "plugins").write_text("[].")
        (home / "rabbitmq.conf").write_text("vm_memory_high_watermark.absolute = 512MB\n")
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"test{os.getpid()}x{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(dist_port),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        """Its BROKER_URL."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Start the broker and wait until it speaks AMQP."""
        for command in (["epmd", "-port", str(self.epmd_port)], [str(SERVER)]):
            with (self.home / "out").open("ab") as out:
                self._processes.append(
                    subprocess.Popen(
                        command,
                        env=self.environment,
                        cwd=self.home,
                        stdout=out,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                )
        until = time.monotonic() + 120
        while not self._speaks():
            if time.monotonic() > until or self._processes[-1].poll() is not None:
                raise RuntimeError((self.home / "out").read_text(errors="replace")[-2000:])
            time.sleep(0.3)

    def _speaks(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 2) as line:
                line.settimeout(5)
                line.sendall(b"AMQP\x00\x00\x09\x01")
                return len(line.recv(8)) == 8
        except OSError:
            return False

    def stop(self) -> None:
        """End it: the processes that we started, and their children, by their group."""
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._processes = []


@contextlib.contextmanager
def rabbit() -> Iterator[Rabbit]:
    """Run a broker for the length of the block."""
    with tempfile.TemporaryDirectory(
        prefix="mrabbit", dir="/tmp", ignore_cleanup_errors=True
    ) as home:
        broker = Rabbit(Path(home))
        try:
            broker.start()
            yield broker
        finally:
            broker.stop()
