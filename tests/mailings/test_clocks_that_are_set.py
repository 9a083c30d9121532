"""A worker's clock is set back or forward in mid-send (libfaketime, real processes)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mailings.sending_help import House, assert_accounted_for, recording_sink, wait_for

Build = Callable[[str], House]
READERS = 700
CONNECTIONS = 4

pytestmark = pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not installed")


def library() -> str:
    """Return the path of libfaketime, as its own program would preload it."""
    told = subprocess.run(
        ["faketime", "-f", "+0s", "printenv", "LD_PRELOAD"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.strip().split(":")[-1]


class Clock:
    """A wall clock that a test sets while processes run by it; monotonic clocks are let be."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.set("+0s")

    def set(self, offset: str) -> None:
        self.file.write_text(f"{offset}\n")

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


def test_set_back_an_hour_and_killed_it_is_taken_up_by_one_whose_clock_is_right(
    build: Build, tmp_path: Path
) -> None:
    clock = Clock(tmp_path)
    with recording_sink(tmp_path, "--delay", "0.004") as sink:
        house = build(sink.url)
        edition = house.furnish(READERS)
        right = house.environment
        house.environment = right | clock.environment
        worker = house.matinee("edition", "send", edition)
        wait_for(lambda: len(sink.lines()) > 100)
        clock.set("-1h")
        wait_for(lambda: len(sink.lines()) > 350)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        house.environment = right
        house.run("edition", "send", edition)
        assert_accounted_for(house, sink, edition, unknown_at_most=CONNECTIONS)


@pytest.mark.parametrize("offset", ["+2h", "-2h"])
def test_two_workers_whose_clocks_are_hours_apart_mail_nobody_twice(
    build: Build, tmp_path: Path, offset: str
) -> None:
    clock = Clock(tmp_path)
    with recording_sink(tmp_path, "--delay", "0.004") as sink:
        house = build(sink.url)
        edition = house.furnish(READERS)
        right = house.environment
        workers = [house.matinee("edition", "send", edition)]
        wait_for(lambda: len(sink.lines()) > 50)
        clock.set(offset)
        house.environment = right | clock.environment
        workers.append(house.matinee("edition", "send", edition))
        for worker in workers:
            _, err = worker.communicate(timeout=120)
            assert worker.returncode == 0, err
        house.environment = right
        # On SQLite the two share no clock: what one takes from the other alive is one window.
        assert_accounted_for(house, sink, edition, unknown_at_most=100)


def test_the_clock_that_these_tests_set_is_the_one_that_python_reads(tmp_path: Path) -> None:
    clock = Clock(tmp_path)
    script = (
        "import datetime, pathlib, sys, time; a = time.time(), time.monotonic();"
        "pathlib.Path(sys.argv[1]).write_text('-1h\\n');"
        "b = time.time(), time.monotonic(); print(a[0] - b[0] > 3000, b[1] - a[1] < 60)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(clock.file)],
        env=os.environ | clock.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["True", "True"]
