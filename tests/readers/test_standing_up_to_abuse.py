"""A flood from one network leads to hardly any mail, and real readers elsewhere still get in."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from matinee.readers import challenges, limits, request_meta, stamps
from matinee.readers.boxes import Box, State
from matinee.readers.limits import Verdict
from matinee.readers.models import Note, SpentChallenge, Tally
from matinee.readers.views.box import read_entry, take
from tests.readers.factories import newsletter

pytestmark = pytest.mark.django_db
FLOOD = 10_000


def post(client: Client, letter: Any, address: str, network: str, **fields: Any) -> Any:
    stamp = stamps.make([letter.current_wording().pk], 0, time.time() - 60)
    form = {"newsletter": letter.slug, "address": address, "stamp": stamp, "form": "box", **fields}
    # As the script posts: only the box comes back, which is quicker.
    return client.post("/sign-up/", form, REMOTE_ADDR=network, headers={"X-Matinee-Box": "1"})


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that is counted fall into one stretch, however slow the machine is."""
    now = timezone.now()
    monkeypatch.setattr(limits, "timezone", SimpleNamespace(now=lambda: now))


def at_the_door(letter: Any, address: str, network: str, **fields: Any) -> Box:
    """Post as above, at the box's own use case: what pages cost is not what a flood is about."""
    stamp = stamps.make([letter.current_wording().pk], 0, time.time() - 60)
    form = {"newsletter": letter.slug, "address": address, "stamp": stamp, "form": "box", **fields}
    request = RequestFactory().post("/sign-up/", form, REMOTE_ADDR=network)
    return take(request, read_entry(request))


@pytest.mark.usefixtures("one_minute")
@pytest.mark.parametrize("strangers", [500, pytest.param(FLOOD, marks=pytest.mark.slow)])
def test_under_a_flood_from_one_network_fewer_than_one_in_a_hundred_lead_to_a_mail(
    client: Client, strangers: int
) -> None:
    # What one network gets through an hour without work is a number, not a share: so many of
    # 500 strangers are as many of 10,000.
    letter = newsletter()
    for n in range(strangers):
        at_the_door(letter, f"stranger{n}@example.com", f"203.0.113.{n % 250}")
    let_through = Note.objects.count()
    assert 0 < let_through <= limits.NETWORK_EASY
    assert let_through < FLOOD / 100
    # A real reader elsewhere, without scripts, while it goes on:
    assert post(client, letter, "ada@example.org", "198.51.100.9").status_code == 200
    assert Note.objects.count() == let_through + 1
    # The desk is told how many were turned away, and why.
    refused = refusals()
    turned_away = sum(refused.values())
    assert turned_away == strangers - let_through
    assert refused["limit"] > refused["work"] > 0


@pytest.mark.usefixtures("one_minute")
@pytest.mark.parametrize("kind", ["a /24 each", "a /48 each"])
def test_under_a_flood_from_many_networks_the_busy_ones_are_put_to_work(
    client: Client, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    # In proportion to the limits: forty of a /16's 256 networks, twelve strangers each.
    monkeypatch.setattr("random.randrange", lambda shards: 0)  # counts add up at once
    letter = newsletter()
    networks, each = 40, 12
    for n in range(networks * each):
        where = f"203.{n % networks}.7.1" if "24" in kind else f"2001:db8:{n % networks:x}::1"
        at_the_door(letter, f"stranger{n}@example.com", where)
    let_through = Note.objects.count()
    free = max(limits.OVERALL_EASY // limits.SHARDS, networks * limits.QUIET_NETWORK)
    assert let_through <= free + networks
    refused = refusals()
    assert refused["work"] == networks * each - let_through
    # Readers of such a network get in with a little work, others without any.
    busy = "203.1.7.9" if "24" in kind else "2001:db8:1::9"
    box = at_the_door(letter, "ben@example.org", busy)
    assert box.state is State.WORK
    box = at_the_door(letter, "ben@example.org", busy, altcha=solve(box.challenge))
    assert box.state is State.THANKS
    assert post(client, letter, "ada@example.org", "198.51.100.9").status_code == 200
    assert Note.objects.count() == let_through + 2


@pytest.mark.usefixtures("one_minute")
@pytest.mark.parametrize("kind", ["/24s of a /16", "/48s of a /32"])
@pytest.mark.parametrize("strangers", [300, pytest.param(FLOOD, marks=pytest.mark.slow)])
def test_under_a_flood_from_all_over_a_provider_fewer_than_one_in_a_hundred_lead_to_a_mail(
    client: Client, kind: str, strangers: int
) -> None:
    # As above, what gets through is a number: no network of the 250 need send more than one.
    letter = newsletter()
    where = "203.0.{}.7" if "24" in kind else "2001:db8:{:x}::7"
    for n in range(strangers):
        at_the_door(letter, f"stranger{n}@example.com", where.format(n % 250))
    let_through = Note.objects.count()
    assert 0 < let_through <= limits.WIDE_EASY < FLOOD / 100
    assert sum(refusals().values()) == strangers - let_through
    # Elsewhere a real reader without scripts gets in, and within that provider one with them.
    assert post(client, letter, "ada@example.org", "198.51.100.9").status_code == 200
    assert Note.objects.count() == let_through + 1
    box = at_the_door(letter, "ben@example.org", where.format(251))
    assert box.state is State.WORK
    box = at_the_door(letter, "ben@example.org", where.format(251), altcha=solve(box.challenge))
    assert box.state is State.THANKS
    assert Note.objects.count() == let_through + 2


def test_a_network_lies_in_what_is_around_it() -> None:
    assert request_meta.wide_of("203.0.113.0/24") == "203.0.0.0/16"
    assert request_meta.wide_of("2001:db8:1::/48") == "2001:db8::/32"
    assert request_meta.wide_of("") == ""


def refusals() -> dict[str, int]:
    """Return what was turned away so far, by why."""
    found: dict[str, int] = {}
    for bucket, count in Tally.objects.filter(bucket__startswith="refused:").values_list(
        "bucket", "count"
    ):
        why = bucket.split(":")[1]
        found[why] = found.get(why, 0) + count
    return found


def solve(challenge: str) -> str:
    given = json.loads(challenge)
    for number in range(given["maxNumber"] + 1):
        if hashlib.sha256(f"{given['salt']}{number}".encode()).hexdigest() == given["challenge"]:
            solved = {k: given[k] for k in ("algorithm", "challenge", "salt", "signature")}
            return base64.b64encode(json.dumps({**solved, "number": number}).encode()).decode()
    raise AssertionError("no number solves it")


def test_work_lets_a_reader_of_a_busy_network_in_once(client: Client) -> None:
    letter = newsletter()
    for n in range(limits.NETWORK_EASY):
        post(client, letter, f"student{n}@example.com", "203.0.113.1")
    before = Note.objects.count()
    response = post(client, letter, "ada@example.com", "203.0.113.2")
    assert "data-challenge" in response.content.decode()
    assert Note.objects.count() == before
    work = solve(challenges.challenge())
    post(client, letter, "ada@example.com", "203.0.113.2", altcha=work)
    assert Note.objects.count() == before + 1
    post(client, letter, "ben@example.com", "203.0.113.2", altcha=work)
    assert Note.objects.count() == before + 1, "the same work was taken twice"


@pytest.mark.parametrize("bad", ["", "x", "e30=", "bnVsbA==", "WzFd", "A" * 3000])
def test_no_solution_is_none(bad: str) -> None:
    assert not challenges.accept(bad)
    assert not SpentChallenge.objects.exists()


def test_a_solution_of_ones_own_making_is_none() -> None:
    salt, number = "abc", 7
    forged = {
        "algorithm": "SHA-256",
        "salt": salt,
        "number": number,
        "challenge": hashlib.sha256(f"{salt}{number}".encode()).hexdigest(),
        "signature": "0" * 64,
    }
    assert not challenges.accept(base64.b64encode(json.dumps(forged).encode()).decode())


def test_everybody_together_puts_busy_networks_to_work_and_quiet_ones_not() -> None:
    flood = limits.Limits(address=1, network=limits.QUIET_NETWORK + 1, overall=10_000)
    quiet = limits.Limits(address=1, network=1, overall=10_000)
    assert (flood.verdict, quiet.verdict) == (Verdict.WORK, Verdict.FINE)


@pytest.mark.django_db(transaction=True)
def test_counting_is_right_from_several_connections_at_once() -> None:
    import threading

    from django.db import OperationalError, connection

    def work() -> None:
        for _ in range(25):
            while True:
                try:
                    limits.count({"bucket": timezone.now()})
                    break
                except OperationalError:
                    time.sleep(0.002)  # in memory, SQLite doesn't wait for a lock
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert limits.count({"bucket": timezone.now()}) == {"bucket": 101}


def meta(peer: str, forwarded: str = "") -> str:
    headers = {"REMOTE_ADDR": peer}
    if forwarded:
        headers["HTTP_X_FORWARDED_FOR"] = forwarded
    return request_meta.from_request(RequestFactory().get("/", **headers)).network


def test_forwarding_headers_are_believed_from_our_own_proxies_only(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []
    assert meta("192.0.2.1", "203.0.113.9") == "192.0.2.0/24"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert meta("192.0.2.1", "203.0.113.9") == "192.0.2.0/24"
    assert meta("10.0.0.1", "203.0.113.9") == "203.0.113.0/24"
    # The left end is whatever the reader wrote; the right end is what our proxy saw.
    assert meta("10.0.0.1", "1.2.3.4, 203.0.113.9") == "203.0.113.0/24"
    assert meta("10.0.0.1", "203.0.113.9, 10.0.0.2") == "203.0.113.0/24"
    assert meta("10.0.0.1", "2001:db8:1:2::3") == "2001:db8:1::/48"
    assert meta("10.0.0.1", "[2001:db8:1:2::3]:443") == "2001:db8:1::/48"
    assert meta("10.0.0.1", "::ffff:203.0.113.9") == "203.0.113.0/24"
    assert meta("10.0.0.1", "rubbish") == "10.0.0.0/24"
    assert meta("", "203.0.113.9") == ""


@given(header=st.text(max_size=200), peer=st.text(max_size=40))
def test_no_header_breaks_the_reading_of_networks(header: str, peer: str) -> None:
    meta(peer, header)
