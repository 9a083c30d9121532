"""How fast an edition goes out, against postfix's own smtp-source on the same sink.

    python benchmarks/send.py [--readers N] [--database sqlite|postgres] [--rounds N] [--json]

A letter of 25 KB with 15 tracked links, names and territories goes to every reader through one
worker, ledger and all: from the order to send (snapshot and batches among it) to the last count.
The yardstick, `smtp-source -d` with 10 sessions and the same size, runs before and after each
round on the same sink; a round's ratio is taken to the mean of its two neighbours, and the median
ratio counts. `--delay MS` has the sink answer each message so much later (then both sides have 50
connections); `--workers N` uses so many processes; `--dkim` signs with RSA-2048, and its yardstick
is what `openssl speed` says of bare signatures.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]

LETTER = 25_000
SMTP_SINK = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
SMTP_SOURCE = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
BARS = {"sent per second / smtp-source": 0.8, "sent per second / openssl speed": 0.7}


@contextlib.contextmanager
def sink(delay_ms: float = 0.0) -> Iterator[int]:
    """Run a sink on a free port; postfix's own, or ours where it is to answer late."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    if delay_ms:
        command = [
            sys.executable, "-m", "tests.torture.sink", "--port", str(port),
            "--record", os.devnull, "--delay", str(delay_ms / 1000),
        ]  # fmt: skip
    else:
        # As root it wants to know who to become.
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        command = [SMTP_SINK, *user, f"127.0.0.1:{port}", "512"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def yardstick(port: int, messages: int, sessions: int, size: int) -> float:
    """Return the messages a second of `smtp-source -d` (one recipient each)."""
    command = [
        SMTP_SOURCE, "-d", "-s", str(sessions), "-m", str(messages), "-l", str(size),
        "-f", "reel@second-reel.net", "-t", "reader@example.org", f"127.0.0.1:{port}",
    ]  # fmt: skip
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return messages / (time.monotonic() - began)


def stick(options: argparse.Namespace, port: int) -> float:
    """Return what this run's yardstick does in a second."""
    if options.dkim:
        from benchmarks.dkim import openssl_speed

        return openssl_speed() or float("nan")
    return yardstick(port, min(options.readers, 20_000), options.sessions, LETTER)


def signing_key() -> str:
    """Return a new RSA-2048 key in PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return (
        generate_private_key(65537, 2048)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


@contextlib.contextmanager
def database(kind: str, home: Path) -> Iterator[str]:
    """Yield a DATABASE_URL of its own, in `home`."""
    if kind == "sqlite":
        yield f"sqlite:///{home / 'bench.sqlite3'}"
        return
    from tests.postgres import bundled_postgres

    with bundled_postgres() as url:
        yield url


def child(role: str, options: argparse.Namespace, environment: dict[str, str]) -> list[str]:
    """Run this file again in a role; return its output's lines."""
    done = subprocess.run(
        [sys.executable, __file__, "--role", role, "--readers", str(options.readers)],
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.splitlines()


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.config.settings")
    import django

    django.setup()


def prepare(options: argparse.Namespace) -> None:
    """As a child: migrate, and write the readers."""
    _django()
    from django.core.management import call_command
    from tests.torture import newsroom

    call_command("migrate", verbosity=0, interactive=False)
    newsletter = newsroom.make_newsletter()
    newsroom.make_readers(newsletter, options.readers)


def start(options: argparse.Namespace) -> None:
    """As a child: start an edition with a letter of the wanted size; print id and seconds."""
    _django()
    from django.urls import reverse
    from tests.torture import newsroom

    from matinee.editions import press
    from matinee.mailings import sending

    edition = newsroom.make_edition(newsroom.make_newsletter())
    # Whoever gives the order has the site's addresses loaded: a desk that shows pages.
    reverse("wagtailadmin_home")
    began = time.monotonic()
    mailing = sending.start(edition, wake=False, over_warnings=True)
    took = time.monotonic() - began
    newsroom.enlarge(mailing.edition, LETTER)
    size = len(letter_of(mailing, press))
    print(json.dumps({"mailing": mailing.pk, "seconds": took, "bytes": size}))


def letter_of(mailing: Any, press: Any) -> bytes:
    """Return one filled letter."""
    from matinee.post.letter import Letter

    row = press.variant_for(mailing.edition, "GB", "en-GB")
    return Letter.from_bytes(bytes(row.letter)).fill(press.sample())


def work(options: argparse.Namespace) -> None:
    """As a child: work until the mailing is done; print seconds, counts and peak memory."""
    _django()
    from matinee.mailings import sending, status
    from matinee.mailings.models import Mailing

    mailing = Mailing.objects.latest("pk")
    profile = os.environ.get("BENCH_PROFILE")
    used = resource.getrusage(resource.RUSAGE_SELF)
    before = used.ru_utime + used.ru_stime
    began = time.monotonic()
    if profile:
        import cProfile

        with cProfile.Profile() as profiler:
            sending.run(mailing)
        profiler.dump_stats(profile)
    else:
        sending.run(mailing)
    took = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "seconds": took,
        "peak": used.ru_maxrss / 1024,
        "processor": used.ru_utime + used.ru_stime - before,
        "counts": status.counts(mailing),
    }
    print(json.dumps(told))


def send(options: argparse.Namespace, environment: dict[str, str]) -> dict[str, float]:
    """Start an edition and send it with so many workers; return the figures."""
    started = json.loads(child("start", options, environment)[-1])
    command = [sys.executable, __file__, "--role", "work"]
    began = time.monotonic()
    workers = [
        subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
        )
        for _ in range(options.workers)
    ]
    told = [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]
    whole = time.monotonic() - began
    assert all(worker.returncode == 0 for worker in workers)
    counts = told[-1]["counts"]
    if counts["sent"] != options.readers:
        raise SystemExit(f"Not everybody was mailed: {counts}")
    seconds = max(one["seconds"] for one in told) + started["seconds"]
    return {
        "sent per second": options.readers / seconds,
        "snapshot seconds": started["seconds"],
        "seconds with start-up": whole + started["seconds"],
        "worker peak MB": max(one["peak"] for one in told),
        "worker processor µs a letter": 1e6
        * sum(one["processor"] for one in told)
        / options.readers,
        "letter bytes": started["bytes"],
    }


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run the yardstick and ours by turns, all on one sink, beginning and ending with it."""
    with (
        tempfile.TemporaryDirectory(prefix="mbench") as home,
        database(options.database, Path(home)) as url,
        sink(options.delay) as port,
    ):
        environment = {
            "MATINEE_VAR": home,
            "DATABASE_URL": url,
            "SITE_URL": "https://second-reel.net",
            "MAIL_URL": f"smtp://127.0.0.1:{port}",
            "SMTP_CONNECTIONS": str(options.connections),
        }
        child("prepare", options, environment)
        if options.dkim:
            environment["DKIM_KEY"] = signing_key()
        sticks = [stick(options, port)]
        rounds = []
        for _ in range(options.rounds):
            rounds.append(send(options, environment))
            sticks.append(stick(options, port))
    ratios = [
        one["sent per second"] / statistics.mean(sticks[n : n + 2]) for n, one in enumerate(rounds)
    ]
    figures = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    return {
        "benchmark": "send",
        "figures": {**figures, f"{options.stick} per second": statistics.median(sticks)},
        "ratios": {f"sent per second / {options.stick}": statistics.median(ratios)},
        "rounds": {"ratio": ratios, "ours": [one["sent per second"] for one in rounds]},
        "settings": {
            name: getattr(options, name)
            for name in ("readers", "database", "connections", "workers", "delay", "rounds", "dkim")
        },
    }


def table(result: dict[str, Any]) -> str:
    """Return the figures as a plain table."""
    words = ", ".join(f"{name} {value}" for name, value in result["settings"].items())
    rows = [f"send: {words}"]
    rows += [f"  {name:<34}{value:>12,.1f}" for name, value in result["figures"].items()]
    for name, value in result["ratios"].items():
        bar = 0.9 if result["settings"]["delay"] else BARS[name]
        rows.append(f"  {name:<34}{value:>12.2f}   (at least {bar})")
    rows.append("  in each round: " + " ".join(f"{one:.2f}" for one in result["rounds"]["ratio"]))
    return "\n".join(rows)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=re.split(r"\n\n", __doc__ or "")[0])
    parser.add_argument("--readers", type=int, default=50_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--connections", type=int, help="10, or 50 with a delay")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--delay", type=float, default=0.0, metavar="MS")
    parser.add_argument("--dkim", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--role", choices=["prepare", "start", "work"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        {"prepare": prepare, "start": start, "work": work}[options.role](options)
        return
    options.sessions = 50 if options.delay else 10
    options.connections = options.connections or options.sessions
    options.stick = "openssl speed" if options.dkim else "smtp-source"
    if not Path(SMTP_SINK).exists():
        raise SystemExit("This needs postfix's smtp-sink and smtp-source (Debian: postfix).")
    result = measure(options)
    print(json.dumps(result) if options.json else table(result))


if __name__ == "__main__":
    main()
