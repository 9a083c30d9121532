"""The same sending with RabbitMQ between: detached, killed, redelivered, the broker restarted."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mailings.rabbit import Rabbit, missing, rabbit
from tests.mailings.sending_help import House, assert_accounted_for, recording_sink, wait_for

pytestmark = [
    pytest.mark.broker,
    pytest.mark.skipif(bool(missing()), reason=missing() or "-"),
]
Build = Callable[[str], House]


@pytest.fixture(scope="module")
def broker() -> Iterator[Rabbit]:
    """Return a broker that the tests of this file share."""
    with rabbit() as running:
        yield running


def with_broker(house: House, broker: Rabbit) -> House:
    """Give the house's processes the broker."""
    house.environment["BROKER_URL"] = broker.url
    return house


def is_done(house: House, edition: str) -> bool:
    """Say whether the edition's mailing is done."""
    return house.counts(edition).get("state") == "done"


def test_workers_send_what_was_left_to_them(build: Build, broker: Rabbit, tmp_path: Path) -> None:
    with recording_sink(tmp_path) as sink:
        house = with_broker(build(sink.url), broker)
        edition = house.furnish(700)
        workers = [house.matinee("worker") for _ in range(2)]
        out = house.run("edition", "send", edition, "--detach")
        assert "with the workers, for 700 readers" in out
        wait_for(lambda: is_done(house, edition), 90)
        for worker in workers:
            worker.terminate()
            _, err = worker.communicate(timeout=40)
            assert worker.returncode == 0, err
        assert_accounted_for(house, sink, edition, unknown_at_most=0)


def test_a_killed_workers_task_goes_to_another(
    build: Build, broker: Rabbit, tmp_path: Path
) -> None:
    with recording_sink(tmp_path, "--delay", "0.01") as sink:
        house = with_broker(build(sink.url), broker)
        edition = house.furnish(900)
        first = house.matinee("worker")
        house.run("edition", "send", edition, "--detach")
        wait_for(lambda: len(sink.lines()) > 150, 60)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        second = house.matinee("worker")
        wait_for(lambda: is_done(house, edition), 120)
        second.terminate()
        second.communicate(timeout=40)
        assert_accounted_for(house, sink, edition, unknown_at_most=4)


def test_the_broker_restarted_in_mid_send_loses_nobody(
    build: Build, broker: Rabbit, tmp_path: Path
) -> None:
    with recording_sink(tmp_path, "--delay", "0.01") as sink:
        house = with_broker(build(sink.url), broker)
        edition = house.furnish(900)
        worker = house.matinee("worker")
        house.run("edition", "send", edition, "--detach")
        wait_for(lambda: len(sink.lines()) > 150, 60)
        broker.stop()
        broker.start()
        wait_for(lambda: is_done(house, edition), 120)
        worker.terminate()
        worker.communicate(timeout=60)
        assert_accounted_for(house, sink, edition, unknown_at_most=0)


def test_without_a_broker_an_editor_still_starts_it_and_the_sweep_asks_again(
    build: Build, broker: Rabbit, tmp_path: Path
) -> None:
    with recording_sink(tmp_path) as sink:
        house = with_broker(build(sink.url), broker)
        edition = house.furnish(50)
        broker.stop()
        house.run("edition", "send", edition, "--detach")
        assert house.counts(edition)["waiting"] == 50
        broker.start()
        worker = house.matinee("worker")
        wait_for(lambda: is_done(house, edition), 90)
        worker.terminate()
        worker.communicate(timeout=40)
        assert_accounted_for(house, sink, edition, unknown_at_most=0)
