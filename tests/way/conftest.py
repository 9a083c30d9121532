"""The whole of Matinee, running: the demo newsroom served by real processes, and a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.post.servers import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class House:
    """A running Matinee: its address and how to give it commands."""

    site: str
    environment: dict[str, str]

    def matinee(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one command of it."""
        return subprocess.run(
            [sys.executable, "-m", "matinee", *words],
            env=self.environment, cwd=ROOT, check=check, capture_output=True, text=True,
        )  # fmt: skip


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the address answers; fail when the process ends first or a minute is over."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, "the server ended by itself"
            time.sleep(0.1)
    pytest.fail(f"{address} did not answer within a minute")


@pytest.fixture(scope="package")
def house() -> Iterator[House]:
    """Set the demo up with a few readers and serve it: web, worker and all."""
    with tempfile.TemporaryDirectory(prefix="matinee-way-") as var:
        port = free_port()
        site = f"http://127.0.0.1:{port}"
        environment = {
            **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
            "MATINEE_VAR": var, "SITE_URL": site, "MAIL_URL": "inbox:",
        }  # fmt: skip
        made = House(site, environment)
        made.matinee("demo", "--no-serve", "--readers", "12")
        server = subprocess.Popen(
            [sys.executable, "-m", "matinee", "serve", "--bind", f"127.0.0.1:{port}"],
            env=environment, cwd=ROOT,
        )  # fmt: skip
        try:
            wait_for(f"{site}/", server)
            yield made
        finally:
            server.terminate()
            assert server.wait(40) == 0, "the tree of processes did not stop cleanly"


@pytest.fixture(params=["scripts on", "scripts off"])
def page(request, browser, house):  # type: ignore[no-untyped-def]
    """A reader's window, at a phone's width, with scripts and without."""
    context = browser.new_context(
        base_url=house.site, java_script_enabled=request.param == "scripts on",
        viewport={"width": 390, "height": 844},
    )  # fmt: skip
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser, house):  # type: ignore[no-untyped-def]
    """An editor's window, logged in."""
    context = browser.new_context(base_url=house.site, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    window = context.new_page()
    window.goto("/desk/login/")
    window.fill("[name=username]", "editor")
    window.fill("[name=password]", "matinee")
    window.click("button[type=submit]")
    window.wait_for_url("**/desk/")
    yield window
    context.close()
