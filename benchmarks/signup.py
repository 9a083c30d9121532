"""Sign-ups a second through the real server, beside a bare view that inserts one row.

    python benchmarks/signup.py [--seconds N] [--json]

Granian serves both from one process tree, on the bundled PostgreSQL, with the project's own
middleware for both. The yardstick is a view that inserts one row as Django does it, by
`Row.objects.create`, and answers 302, as a form without a script is answered; beside it stands
one that sends a bare INSERT past the ORM. A sign-up counts its limits, finds or makes
the reader, key and subscription, writes the request, the consent record and the outbox row,
commits, and is sealed into the chain. Afterwards the rows are counted and the chain walked: a
sign-up that is not in the ledger is not counted. Every sign-up comes from a network of its own
(by a forwarding header from a trusted proxy), and few from one /16, since one network would be
asked to wait, and many of one /16 to work. The
sealing is done by the servers' processes too, and is part of what is measured.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CLIENTS = 8
WORKERS = 2
ROUNDS = 6
BAR = 0.5


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """The site with the yardstick's view in front; granian imports this."""
    return _application()(environ, start_response)


_made: list[Any] = []
_lock = threading.Lock()


def _application() -> Any:
    with _lock:
        if not _made:
            os.environ["DJANGO_SETTINGS_MODULE"] = "matinee.config.settings"
            from django.conf import settings
            from django.core.wsgi import get_wsgi_application

            settings.ROOT_URLCONF = "benchmarks.signup"
            _made.append(get_wsgi_application())
    return _made[0]


def __getattr__(name: str) -> Any:
    """Give Django `urlpatterns` once it asks for them, when settings are ready."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.db import connection, models
    from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
    from django.urls import include, path
    from django.views.decorators.csrf import csrf_exempt

    class Row(models.Model):  # noqa: DJ008 - a bare one
        id = models.BigAutoField(primary_key=True)
        address = models.CharField(max_length=254)

        class Meta:
            app_label = "benchmark"
            db_table = "bench_row"

    @csrf_exempt
    def bare(request: HttpRequest) -> HttpResponse:
        Row.objects.create(address=request.POST["address"])
        return HttpResponseRedirect("/thanks/")

    @csrf_exempt
    def raw(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_row (address) VALUES (%s)", [request.POST["address"]])
        return HttpResponseRedirect("/thanks/")

    return [path("bare/", bare), path("raw/", raw), path("", include("matinee.config.urls"))]


@contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """Serve on a free port of loopback; yield it."""
    from matinee.config import serving

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The command of `matinee serve`, but for the application, which has the yardstick in front.
    command = [
        "benchmarks.signup:application" if part.startswith("matinee.") else part
        for part in serving.commands("127.0.0.1", port, web_workers=WORKERS)["web"]
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        for _ in range(200):
            time.sleep(0.1)
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                connection.request("GET", "/newsletters/")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                continue
        else:
            raise SystemExit("The server did not come up.")
        yield port
    finally:
        process.terminate()
        process.wait()


def _client(
    port: int, path: str, form: dict[str, str], number: int, until: float, done: Any
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    count = 0
    for n in itertools.count():
        if time.monotonic() >= until:
            break
        body = urlencode({**form, "address": f"reader{number}x{n}@example.com"})
        network = f"{11 + number}.{n & 255}.{n >> 8 & 255}.1"
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": network,
            "Origin": "http://localhost:8000",
            "User-Agent": "Benchmark",
        }
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 302:
            raise SystemExit(f"{path} answered {answer.status}.")
        count += 1
    done.put(count)


def rate(
    port: int, path: str, form: dict[str, str], seconds: float, turn: int
) -> tuple[int, float]:
    """Return how many posts were answered, and how many a second. No two turns share a reader."""
    done: Any = multiprocessing.Queue()
    started = time.monotonic()
    clients = [
        multiprocessing.Process(
            target=_client,
            args=(port, path, form, turn * CLIENTS + i, started + seconds, done),
        )
        for i in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    counts = [done.get(timeout=seconds + 60) for _ in clients]
    for client in clients:
        client.join()
    return sum(counts), sum(counts) / (time.monotonic() - started)


def measure(seconds: float) -> dict[str, Any]:
    """Run everything; return the figures in the shape that all benchmarks share."""
    from tests.postgres import bundled_postgres

    with tempfile.TemporaryDirectory(prefix="matinee-bench-") as var, bundled_postgres() as url:
        (Path(var) / "static").mkdir()
        environment = {
            **os.environ,
            "MATINEE_VAR": var,
            "DATABASE_URL": url,
            "TRUSTED_PROXIES": "127.0.0.1",
            "SECRET_KEY": "benchmark" * 6,
            "PYTHONPATH": str(ROOT),
        }
        os.environ.update(environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "matinee.config.settings"
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE bench_row (id bigserial PRIMARY KEY, address varchar(254))"
            )
        return _figures(environment, seconds)


def _figures(environment: dict[str, str], seconds: float) -> dict[str, Any]:
    from matinee.newsletters.models import Newsletter
    from matinee.readers import ledger, stamps
    from matinee.readers.models import ConsentRecord, Subscription

    letter = Newsletter.objects.create(slug="bench", name="Bench")
    stamp = stamps.make([letter.current_wording().pk], 0, time.time() - 60)
    form = {"newsletter": "bench", "stamp": stamp, "page": "/a/", "form": "story box"}
    raw, bare, ours, signed = [], [], [], 0
    with served(environment) as port:
        # A first short turn of each warms both up and is not counted.
        for path in ("/raw/", "/bare/", "/sign-up/"):
            rate(port, path, form, 2, 0)
        warm = ConsentRecord.objects.count()
        # By turns, so that neither has the quieter machine; the median of the turns' ratios.
        for turn in range(1, ROUNDS + 1):
            raw.append(rate(port, "/raw/", form, seconds / ROUNDS, turn)[1])
            bare.append(rate(port, "/bare/", form, seconds / ROUNDS, turn)[1])
            count, per_second = rate(port, "/sign-up/", form, seconds / ROUNDS, turn)
            ours.append(per_second)
            signed += count
    written = ConsentRecord.objects.count() - warm
    ledger.seal_waiting()
    verdict = ledger.verify()
    if written != signed or not verdict.ok or Subscription.objects.count() != verdict.records:
        raise SystemExit(f"{signed} sign-ups were answered, {written} are in the ledger.")
    figures = {
        "signups_per_second": round(median(ours), 1),
        "bare_inserts_per_second": round(median(bare), 1),
        "raw_inserts_per_second": round(median(raw), 1),
        "records_in_chain": verdict.records,
    }
    return {
        "benchmark": "signup",
        "figures": figures,
        "ratios": {
            "signups_to_bare_inserts": _ratio(ours, bare),
            "signups_to_raw_inserts": _ratio(ours, raw),
        },
        "settings": {
            "seconds": seconds,
            "rounds": ROUNDS,
            "clients": CLIENTS,
            "workers": WORKERS,
        },
    }


def _ratio(ours: list[float], theirs: list[float]) -> float:
    """Return the median of the turns' ratios."""
    return round(median(mine / other for mine, other in zip(ours, theirs, strict=True)), 3)


def main() -> int:
    """Print the figures; 1 when the ratio is below the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=18.0, help="of each, in all")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.seconds)
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in {**found["figures"], **found["ratios"]}.items():
            print(f"{name.replace('_', ' '):32} {value:>10,}")
    return 0 if found["ratios"]["signups_to_bare_inserts"] >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
