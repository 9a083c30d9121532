"""Real processes, a real sink, SIGKILL and SIGTERM at random moments."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mailings.sending_help import (
    House,
    assert_accounted_for,
    recording_sink,
    wait_for,
)

READERS = 1500
CONNECTIONS = 4  # the default of SMTP_CONNECTIONS
Build = Callable[[str], House]


def test_killed_again_and_again_each_reader_is_accounted_for(build: Build, tmp_path: Path) -> None:
    chance = random.Random(20231222)
    kills = 0
    with recording_sink(tmp_path, "--delay", "0.004") as sink:
        house = build(sink.url)
        edition = house.furnish(READERS)
        workers = [house.matinee("edition", "send", edition) for _ in range(2)]
        for moment in sorted(chance.sample(range(50, READERS - 300), 4)):
            wait_for(lambda moment=moment: len(sink.lines()) >= moment)
            victim = workers.pop(chance.randrange(2))
            victim.send_signal(signal.SIGKILL)
            victim.communicate()
            kills += 1
            workers.append(house.matinee("edition", "send", edition))
        for worker in workers:
            _, err = worker.communicate(timeout=120)
            assert worker.returncode == 0, err
        assert_accounted_for(house, sink, edition, unknown_at_most=CONNECTIONS * kills)


def test_run_again_after_a_kill_it_goes_on_where_it_was(build: Build, tmp_path: Path) -> None:
    with recording_sink(tmp_path, "--delay", "0.002") as sink:
        house = build(sink.url)
        edition = house.furnish(600)
        worker = house.matinee("edition", "send", edition)
        wait_for(lambda: len(sink.lines()) > 200)
        worker.kill()
        worker.communicate()
        house.run("edition", "send", edition)
        assert_accounted_for(house, sink, edition, unknown_at_most=CONNECTIONS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_finishes_the_wire_and_leaves_no_doubt(
    build: Build, tmp_path: Path, number: signal.Signals
) -> None:
    with recording_sink(tmp_path, "--delay", "0.004") as sink:
        house = build(sink.url)
        edition = house.furnish(800)
        for _ in range(2):
            before = len(sink.lines())
            worker = house.matinee("edition", "send", edition)
            wait_for(lambda before=before: len(sink.lines()) > before + 100)
            worker.send_signal(number)
            _, err = worker.communicate(timeout=20)
            assert worker.returncode == 1
            assert f"Go on with: matinee edition send {edition}" in err
            assert "Traceback" not in err
            counts = house.counts(edition)
            assert counts["unknown"] == counts["handed"] == 0
            assert counts["sent"] == len(sink.lines())
            assert counts["waiting"] == 800 - counts["sent"]
        house.run("edition", "send", edition)
        assert_accounted_for(house, sink, edition, unknown_at_most=0)
