"""The long fault tests: `make torture`. Real processes, a real sink, both databases."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mailings.conftest import build, migrated  # noqa: F401 - the houses are built there
from tests.mailings.sending_help import House, assert_accounted_for, recording_sink, wait_for

Build = Callable[[str], House]
CONNECTIONS = 4
pytestmark = pytest.mark.slow

LEAVE_ALL_THE_WHILE = """
import os, random, sys, time
import django; django.setup()
from matinee.readers.models import Subscription
chance = random.Random(7)
keys = list(Subscription.objects.values_list("pk", "reader__address"))
chance.shuffle(keys)
print("ready", flush=True)
sys.stdin.readline()
for first in range(0, len(keys) // 2, 50):
    some = keys[first:first + 50]
    Subscription.objects.filter(pk__in=[pk for pk, _ in some]).update(state="left")
    now = time.time()
    for _, address in some:
        print(f"{now}\\t{address}", flush=True)
    time.sleep(float(sys.argv[1]))
"""


def kill_at_random(
    house: House, sink, edition: str, readers: int, kills: int, how: signal.Signals
) -> None:  # type: ignore[no-untyped-def]
    chance = random.Random(20231222)
    workers = [house.matinee("edition", "send", edition) for _ in range(2)]
    for moment in sorted(chance.sample(range(100, readers - 500), kills)):
        wait_for(lambda moment=moment: len(sink.lines()) >= moment, 240)
        victim = workers.pop(chance.randrange(2))
        victim.send_signal(how)
        victim.communicate(timeout=60)
        workers.append(house.matinee("edition", "send", edition))
    for worker in workers:
        _, err = worker.communicate(timeout=600)
        assert worker.returncode == 0, err


def test_killed_at_twenty_random_moments_of_20_000(build: Build, tmp_path: Path) -> None:  # noqa: F811
    with recording_sink(tmp_path, "--delay", "0.003") as sink:
        house = build(sink.url)
        edition = house.furnish(20_000)
        kill_at_random(house, sink, edition, 20_000, 20, signal.SIGKILL)
        assert_accounted_for(house, sink, edition, unknown_at_most=CONNECTIONS * 20)


def test_asked_to_stop_at_twenty_random_moments_nobody_is_in_doubt(
    build: Build,  # noqa: F811
    tmp_path: Path,
) -> None:
    with recording_sink(tmp_path, "--delay", "0.003") as sink:
        house = build(sink.url)
        edition = house.furnish(20_000)
        kill_at_random(house, sink, edition, 20_000, 20, signal.SIGTERM)
        assert_accounted_for(house, sink, edition, unknown_at_most=0)


def test_a_flaky_sink_and_kills_together(build: Build, tmp_path: Path) -> None:  # noqa: F811
    with recording_sink(tmp_path, "--delay", "0.002", "--flaky", "11", "--odds", "0.002") as sink:
        house = build(sink.url)
        edition = house.furnish(5_000)
        workers = [house.matinee("edition", "send", edition) for _ in range(2)]
        for moment in (800, 2_000, 3_500):
            wait_for(lambda moment=moment: len(sink.lines()) >= moment, 240)
            victim = workers.pop(0)
            victim.kill()
            victim.communicate()
            workers.append(house.matinee("edition", "send", edition))
        for worker in workers:
            _, err = worker.communicate(timeout=900)
            assert worker.returncode == 0, err
        assert_accounted_for(house, sink, edition, unknown_at_most=200)


def test_100_000_with_readers_leaving_all_the_while(build: Build, tmp_path: Path) -> None:  # noqa: F811
    with recording_sink(tmp_path, "--times") as sink:
        house = build(sink.url)
        edition = house.furnish(100_000)
        leaver = house.python("-c", LEAVE_ALL_THE_WHILE, "0.01", stdin=-1)
        assert leaver.stdout is not None and leaver.stdout.readline().strip() == "ready"
        worker = house.matinee("edition", "send", edition)
        wait_for(lambda: len(sink.lines()) > 1_000, 120)
        began = time.time()
        told, err = leaver.communicate("go\n", timeout=1_800)
        assert leaver.returncode == 0, err
        _, err = worker.communicate(timeout=1_800)
        assert worker.returncode == 0, err
        left = {line.split("\t")[1]: float(line.split("\t")[0]) for line in told.splitlines()}
        assert len(left) == 50_000 and min(left.values()) > began
        # A window is about half a second's work, and two may be under way.
        late = [
            address for address, at in sink.times() if address in left and at > left[address] + 2.0
        ]
        assert late == []
        assert house.counts(edition)["skipped"] > 1_000
        assert_accounted_for(house, sink, edition, unknown_at_most=0)
