"""What these tests share: an edition with readers, and a relay that does as it is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from matinee.mailings import sending, status
from matinee.mailings.models import Delivery, Mailing
from matinee.mailings.worker import Worker
from matinee.post.relay import Envelope, OnResult, Outcome, Result
from tests.torture import newsroom

ROOT = Path(__file__).resolve().parents[2]


def edition_for(readers: int, slug: str = "second-reel") -> Any:
    """Return a draft edition of a newsletter with so many active readers."""
    newsletter = newsroom.make_newsletter(slug)
    newsroom.make_readers(newsletter, readers)
    return newsroom.make_edition(newsletter)


def started(readers: int, **options: Any) -> Mailing:
    """Return a mailing to so many readers, started and with nothing sent."""
    mailing = sending.start(edition_for(readers), wake=False)
    for name, value in options.items():
        setattr(mailing, name, value)
    mailing.save()
    return mailing


def states(mailing: Mailing) -> Counter[str]:
    """Return how many deliveries are in each state, counted row by row."""
    return Counter(Delivery.objects.filter(mailing=mailing).values_list("state", flat=True))


def assert_adds_up(mailing: Mailing) -> None:
    """Check that the kept counts are those of the rows, and add up to the audience."""
    mailing.refresh_from_db()
    kept = {name: number for name, number in status.counts(mailing).items() if number}
    assert kept == dict(states(mailing))
    assert sum(kept.values()) == mailing.audience


Answer = Callable[[Envelope], Result]


def taken(envelope: Envelope) -> Result:
    """Take the letter."""
    _ = envelope.message
    return Result(envelope.key, Outcome.SENT, 250, "2.0.0", "ok")


class ToldRelay:
    """A relay in this process that answers each envelope as a function says, one at a time."""

    def __init__(self, answer: Answer = taken) -> None:
        self.answer = answer
        self.advice: float | None = None
        self.recipients: list[str] = []

    async def hand_over(self, envelopes: Sequence[Envelope], on_result: OnResult) -> None:
        """Answer each."""
        for envelope in envelopes:
            result = self.answer(envelope)
            if result.outcome is Outcome.SENT:
                self.recipients.append(envelope.recipient)
            on_result(result)

    async def close(self) -> None:
        """Nothing is open."""


def work(mailing: Mailing, relay: ToldRelay | None = None, **options: Any) -> ToldRelay:
    """Run one worker over what is to be sent now, with this relay; return the relay."""
    relay = relay or ToldRelay()
    with Worker(**options) as worker:
        worker.wire.relay = relay
        worker.run(mailing)
    return relay


class House:
    """A Matinee of its own in a folder: database, receipts, and commands as real processes."""

    def __init__(self, home: Path, database_url: str, mail_url: str) -> None:
        self.home = home
        self.processes: list[subprocess.Popen[str]] = []
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "BROKER_URL"},
            "MATINEE_VAR": str(home),
            "DATABASE_URL": database_url,
            "MAIL_URL": mail_url,
            # Preflight lets no real mail go from a site without https; nothing leaves this host.
            "SITE_URL": "https://second-reel.net",
            "PYTHONPATH": os.pathsep.join(
                [*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT)]
            ),
            "DJANGO_SETTINGS_MODULE": "matinee.config.settings",
        }

    def python(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start a Python process in this house."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )
        self.processes.append(process)
        return process

    def clear(self) -> None:
        """End what a failed test left running."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.communicate()

    def matinee(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a `matinee` command."""
        return self.python("-m", "matinee", *arguments)

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a `matinee` command to its end; return what it printed."""
        process = self.matinee(*arguments)
        out, err = process.communicate(timeout=300)
        assert process.returncode == code, (process.returncode, out, err)
        return out if code == 0 else err

    def furnish(self, readers: int) -> str:
        """Migrate, and make an edition with so many readers; return its id."""
        process = self.python("-m", "tests.torture.newsroom", "--readers", str(readers))
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        return out.strip()

    def counts(self, edition: str) -> dict[str, Any]:
        """Return the mailing's part of `edition status --json`; empty before it is started."""
        told: dict[str, Any] = json.loads(self.run("edition", "status", edition, "--json"))
        mailing: dict[str, Any] = told["mailing"] or {}
        return mailing

    def rows(self, edition: str) -> dict[str, str]:
        """Return each reader's address and the state of their delivery, row by row."""
        process = self.python("-m", "tests.torture.ledger", edition)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return dict(line.split("\t") for line in out.splitlines())


class RecordingSink:
    """The recording sink as a process."""

    def __init__(self, folder: Path, *options: str, port: int = 0) -> None:
        self.record = folder / "sink.record"
        self.options = options
        self.port = port
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, on the same port as before if it ran already."""
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "tests.torture.sink", "--port", str(self.port),
                "--record", str(self.record), *self.options,
            ],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def stop(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    @property
    def url(self) -> str:
        """Its MAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def lines(self) -> list[tuple[str, str, str]]:
        """Return (recipient, Message-ID, Date) of every message it took, in order."""
        if not self.record.exists():
            return []
        return [(row[0], row[1], row[2]) for row in self._rows()]

    def _rows(self) -> list[list[str]]:
        """Return the lines it has written whole: the last may be half on the disk yet."""
        whole = self.record.read_text().rpartition("\n")[0]
        return [line.split("\t") for line in whole.splitlines()]

    def times(self) -> list[tuple[str, float]]:
        """Return (recipient, seconds since the epoch) of every message; for `--times`."""
        return [(row[0], float(row[3])) for row in self._rows()]

    def copies(self) -> Counter[str]:
        """Return how many copies each recipient was taken for."""
        return Counter(line[0] for line in self.lines())


@contextmanager
def recording_sink(folder: Path, *options: str) -> Iterator[RecordingSink]:
    """Run the recording sink for the length of the block."""
    sink = RecordingSink(folder, *options)
    sink.start()
    try:
        yield sink
    finally:
        sink.stop()


def wait_for(what: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until `what` holds; fail after so many seconds."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def assert_accounted_for(
    house: House, sink: RecordingSink, edition: str, *, unknown_at_most: int
) -> None:
    """Check a finished mailing against what the sink took, reader by reader.

    Everybody is in a final state; who is sent was taken once; who is refused or skipped was not
    taken; who is unknown at most once; nobody twice; and the counts add up.
    """
    mailing = house.counts(edition)
    rows = house.rows(edition)
    copies = sink.copies()
    assert len(rows) == mailing["audience"]
    assert mailing["state"] == "done"
    final = ("sent", "refused", "skipped", "unknown")
    assert sum(mailing[name] for name in final) == mailing["audience"], mailing
    assert Counter(rows.values()) == {name: mailing[name] for name in final if mailing[name]}
    assert max(copies.values(), default=0) <= 1, "somebody got two copies"
    for address, state in rows.items():
        if state == "sent":
            assert copies[address] == 1, f"{address} is called sent and was not taken"
        elif state in {"refused", "skipped"}:
            assert copies[address] == 0, f"{address} is called {state} and was taken"
    assert mailing["unknown"] <= unknown_at_most, mailing
