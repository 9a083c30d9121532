"""A test that committed is put away when the server's last answer is out, not in the midst of it."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction


@pytest.mark.django_db(transaction=True)
def test_an_answer_still_being_read_delays_the_emptying_and_does_not_fail_it() -> None:
    reading = threading.Event()

    def answer() -> None:
        with transaction.atomic():
            cursor = connection.cursor()
            cursor.execute("SELECT id FROM wagtailcore_page")
            assert cursor.fetchone()
            reading.set()
            time.sleep(0.5)
        connection.close()

    threading.Thread(target=answer).start()
    # The test is over before the answer is; its end would fail were the tables not waited for.
    assert reading.wait(10)
