"""The answer and its timing do not tell a known address from an unknown one."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matinee.readers import ledger, limits, links, stamps, tasks
from matinee.readers.use_cases import confirm, leave, suppress
from tests.readers.factories import asked, newsletter, subscription

pytestmark = pytest.mark.django_db
KINDS = ("unknown", "pending", "active", "left", "suppressed")
EACH = 25


def address(kind: str, n: int) -> str:
    return f"{kind[:3]}{n:03}@example.com"


def prepare(letter: Any, n: int) -> None:
    """Make the n-th reader of each kind, but the unknown."""
    for kind in KINDS[1:]:
        who = address(kind, n)
        what = asked(who, letter)
        if kind in {"active", "left"}:
            confirm(links.confirm_tokens().mint(what.request_id, 0).leave)
        if kind == "left":
            leave(subscription(who, letter).pk, "page")
        if kind == "suppressed":
            suppress(who, "hand")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """One network asks all; sealing and waking are for everybody, now and then."""
    monkeypatch.setattr(limits, "NETWORK_EASY", 10**9)
    monkeypatch.setattr(limits, "NETWORK", (10**9, 3600))
    monkeypatch.setattr(ledger, "SEAL_EVERY", 1e9)
    monkeypatch.setattr(tasks, "WAKE_EVERY", 1e9)


def test_answers_and_statements_are_the_same_and_the_time_is_of_one_kind(client: Client) -> None:
    letter = newsletter()
    stamp = stamps.make([letter.current_wording().pk], 0, time.time() - 60)
    form = {"newsletter": letter.slug, "stamp": stamp, "form": "box", "page": "/a/"}

    def post(kind: str, n: int) -> tuple[Any, ...]:
        answer = client.post("/sign-up/", {**form, "address": address(kind, n)})
        heads = {k: v for k, v in answer.headers.items() if k not in {"Expires", "Date"}}
        return answer.status_code, heads, answer.content, dict(answer.cookies)

    for n in range(EACH + 3):
        prepare(letter, n)
    for n in range(2):
        for kind in KINDS:
            post(kind, n)  # what is made once is made
    answers, counts = [], []
    for kind in KINDS:
        with CaptureQueriesContext(
            connection,
        ) as asked_:
            answers.append(post(kind, 2))
        # Drawing numbers ahead happens once in many sign-ups, whoever they are.
        counts.append(sum("generate_series" not in q["sql"] for q in asked_.captured_queries))
    assert all(answer == answers[0] for answer in answers)
    assert len(set(counts)) == 1

    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for n in range(3, EACH + 3):
        for at in range(len(KINDS)):  # by turns, in a turning order
            kind = KINDS[(at + n) % len(KINDS)]
            began = time.thread_time()
            post(kind, n)
            took[kind].append(time.thread_time() - began)
    usual = median(took["unknown"])
    for kind in KINDS[1:]:
        # A rank test: how often a known address takes longer than an unknown one. Half is none.
        longer = sum(a > b for a in took[kind] for b in took["unknown"]) / EACH**2
        assert 0.1 < longer < 0.9 or abs(median(took[kind]) - usual) < 0.15 * usual, kind
