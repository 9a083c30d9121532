"""PostgreSQL goes down in mid-send and comes back; nobody is lost, nobody is mailed twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mailings.sending_help import House, assert_accounted_for, recording_sink, wait_for
from tests.postgres import Server, own_postgres

pytestmark = pytest.mark.postgres  # a server of its own, whatever the other tests use
CONNECTIONS = 4


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with own_postgres() as server:
        yield server


def test_it_goes_on_by_itself_when_the_database_is_back(server: Server, tmp_path: Path) -> None:
    with recording_sink(tmp_path, "--delay", "0.004") as sink:
        house = House(tmp_path, server.url, sink.url)
        edition = house.furnish(900)
        worker = house.matinee("edition", "send", edition)
        for moment, how in ((150, "fast"), (500, "immediate")):
            wait_for(lambda moment=moment: len(sink.lines()) > moment)
            server.restart(how, away=1.5)
        _, err = worker.communicate(timeout=120)
        assert worker.returncode == 0, err
        assert "Traceback" not in err
        assert_accounted_for(house, sink, edition, unknown_at_most=2 * CONNECTIONS)
