"""The sink, the disk and the database fail around real workers; every reader is accounted for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mailings.sending_help import (
    House,
    RecordingSink,
    assert_accounted_for,
    recording_sink,
    wait_for,
)

Build = Callable[[str], House]


def hurry(house: House, edition: str) -> None:
    """Make retries come after a fraction of a second, so that the test need not wait a minute."""
    script = (
        "import os, django; django.setup();"
        "from matinee.mailings import sending; from matinee.editions.models import EditionPage;"
        f"m = sending.start(EditionPage.objects.get(pk={edition}), wake=False);"
        "m.first_retry_seconds = 0.1; m.attempts_limit = 6; m.save()"
    )
    process = house.python("-c", script)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err


def test_a_sink_that_refuses_defers_and_drops_at_random(build: Build, tmp_path: Path) -> None:
    with recording_sink(tmp_path, "--flaky", "7", "--odds", "0.03") as sink:
        house = build(sink.url)
        edition = house.furnish(400)
        hurry(house, edition)
        house.run("edition", "send", edition)
        rows = house.rows(edition)
        assert_accounted_for(house, sink, edition, unknown_at_most=100)
        # What was answered with a no, or dropped after the taking, is told apart.
        assert sum(state == "sent" for state in rows.values()) > 300
        assert "refused" in rows.values()
        assert "unknown" in rows.values()


def test_a_sink_that_is_restarted_costs_nobody_an_attempt(build: Build, tmp_path: Path) -> None:
    sink = RecordingSink(tmp_path, "--delay", "0.003")
    sink.start()
    try:
        house = build(sink.url)
        edition = house.furnish(500)
        worker = house.matinee("edition", "send", edition)
        wait_for(lambda: len(sink.lines()) > 100)
        sink.stop()
        wait_for(lambda: "The relay cannot be used" in house.counts(edition)["trouble"])
        sink.start()
        _, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err
        # A letter that was with the sink when it died is in doubt: one a connection at most.
        assert_accounted_for(house, sink, edition, unknown_at_most=4)
        assert house.counts(edition)["refused"] == 0
    finally:
        sink.stop()


def test_a_full_disk_for_the_receipts_stops_it_and_sends_nobody_twice(
    build: Build, tmp_path: Path
) -> None:
    with recording_sink(tmp_path) as sink:
        house = build(sink.url)
        edition = house.furnish(500)
        # A limit on files' size fails writes as a full disk does, and this one process only.
        script = (
            "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "from django.db import connection;"
            "from matinee.mailings import receipts; append = receipts.Receipts._append;\n"
            "import os\n"
            "def small(self, line):\n"
            "    if self._size > 9000: os.write = full\n"
            "    append(self, line)\n"
            "def full(fd, data): raise OSError(28, 'No space left on device')\n"
            "receipts.Receipts._append = small\n"
            "sys.argv = ['matinee', 'edition', 'send', sys.argv[1]]\n"
            "from matinee.config.command import main; main()"
        )
        process = house.python("-c", script, edition)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "Nothing more is sent" in err
        assert "Traceback" not in err
        counts = house.counts(edition)
        assert 0 < counts["sent"] == len(sink.lines()) < 500
        assert counts["unknown"] == counts["handed"] == 0
        house.run("edition", "send", edition)
        assert_accounted_for(house, sink, edition, unknown_at_most=0)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a tiny file system needs root")
def test_receipts_on_a_really_full_file_system(build: Build, tmp_path: Path) -> None:
    tiny = tmp_path / "tiny"
    tiny.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(tiny)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a tiny file system")
    try:
        with recording_sink(tmp_path) as sink:
            house = build(sink.url)
            edition = house.furnish(600)
            house.environment["RECEIPTS_DIR"] = str(tiny)
            err = house.run("edition", "send", edition, code=1)
            assert "No space left on device" in err
            counts = house.counts(edition)
            assert counts["unknown"] == counts["handed"] == 0
            del house.environment["RECEIPTS_DIR"]
            house.run("edition", "send", edition)
            assert_accounted_for(house, sink, edition, unknown_at_most=0)
    finally:
        subprocess.run(["umount", str(tiny)], check=True)


def test_who_leaves_while_it_goes_is_not_mailed_a_window_later(
    build: Build, tmp_path: Path
) -> None:
    with recording_sink(tmp_path, "--delay", "0.02") as sink:
        house = build(sink.url)
        edition = house.furnish(1500)
        worker = house.matinee("edition", "send", edition)
        wait_for(lambda: len(sink.lines()) > 100)
        # Everybody with an even number leaves, in one statement.
        script = (
            "import django; django.setup();"
            "from matinee.readers.models import Subscription; from django.db.models import F;"
            "Subscription.objects.annotate(odd=F('pk') % 2).filter(odd=0).update(state='left');"
            "print('left')"
        )
        process = house.python("-c", script)
        out, err = process.communicate(timeout=60)
        assert out.strip() == "left", err
        before = len(sink.lines())
        _, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err
        after = [int(line[0].removeprefix("reader").split("@")[0]) for line in sink.lines()]
        # Their subscriptions are numbered one above their readers' names.
        late = [number for number in after[before + 100 :] if (number + 1) % 2 == 0]
        assert late == []
        assert house.counts(edition)["skipped"] > 50
        assert_accounted_for(house, sink, edition, unknown_at_most=0)


def test_a_silent_relay_does_not_keep_a_stop_waiting(build: Build, tmp_path: Path) -> None:
    with recording_sink(tmp_path, "--silent") as sink:
        house = build(sink.url)
        edition = house.furnish(20)
        worker = house.matinee("edition", "send", edition)
        wait_for(lambda: house.counts(edition).get("handed", 0) > 0)
        worker.terminate()
        _, err = worker.communicate(timeout=60)
        assert worker.returncode == 1, err
        counts = house.counts(edition)
        assert counts["waiting"] == 20
        assert counts["unknown"] == counts["handed"] == 0
