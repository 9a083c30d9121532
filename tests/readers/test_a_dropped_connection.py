"""A sign-up does not ask first whether its connection still lives; it goes on by a new one."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from matinee.readers import limits, stamps
from matinee.readers.models import ConsentRecord, Note
from tests.readers.factories import newsletter

pytestmark = pytest.mark.django_db(transaction=True)


def drop() -> None:
    """End our own connection from the server's side, as a restart or a pooler does."""
    assert connection.connection is not None
    own = connection.connection.info.backend_pid
    other: Any = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
    other.close()


def test_a_sign_up_outlives_a_connection_that_died_meanwhile(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite is a file: there is nothing to drop
    monkeypatch.setattr(stamps, "REMEMBER", 1e9)  # so that counting is the first statement
    letter = newsletter()
    stamp = stamps.make([letter.current_wording().pk], 0, time.time() - 60)
    form = {"newsletter": letter.slug, "stamp": stamp, "form": "box"}
    for n in range(3):
        answer = client.post("/sign-up/", {**form, "address": f"reader{n}@example.com"})
        assert answer.status_code == 302
        drop()
        # As Django begins each request.
        connection.health_check_done = False  # type: ignore[attr-defined]
    assert Note.objects.count() == ConsentRecord.objects.count() == 3


def test_within_a_transaction_that_died_nothing_is_tried_again() -> None:
    if connection.vendor != "postgresql":
        return
    with pytest.raises(OperationalError), transaction.atomic():
        drop()
        limits.count_request("0" * 64, "203.0.113.0/24")
