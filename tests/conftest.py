"""What holds for every test: where the shared copy lies, and that CI skips nothing."""

from __future__ import annotations

import gc
import os
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import OperationalError, connection
from django.test import TransactionTestCase

from matinee.config.fresh import fewer_collections
from tests.browsing import browser

__all__ = ["browser"]

REQUIRE_ALL = os.environ.get("MATINEE_REQUIRE_ALL") == "1"
# Playwright's loop runs in our thread, and Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
_migrated: list[str] = []
PURE = ("tests/post/", "tests/intake/", "tests/benchmarks/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of rooms that hold no Django, so that one database pass is enough for them."""
    for item in items:
        if item.nodeid.startswith(PURE):
            item.add_marker(pytest.mark.pure)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):  # type: ignore[no-untyped-def]
    """Turn a skip into a failure where everything is required."""
    outcome = yield
    report = outcome.get_result()
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here nothing may be: {report.longrepr}"


@pytest.fixture(autouse=True)
def _own_var(settings, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Give each test its own inbox, receipts and media, so that none sees another's."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INBOX_PATH = tmp_path / "inbox"
    settings.RECEIPTS_PATH = tmp_path / "receipts"


_migrating = fewer_collections()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:  # type: ignore[no-untyped-def]
    """Migrate with fewer looks for garbage: this comes before, `django_db_setup` after it."""
    _migrating.__enter__()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    """Keep what the migrations made (Wagtail's root, groups, locale), to put it back."""
    _migrating.__exit__(None, None, None)
    with django_db_blocker.unblock():
        _migrated.append(connection.creation.serialize_db_to_string())


def _empty_and_put_back(self: Any) -> None:
    """End a test that committed: empty the tables, the ledger's too, and put the seed back.

    The live server shares our connection on SQLite, and what it is still answering when the
    browser has gone holds the tables: then this waits for it, and starts over.
    """
    until = time.monotonic() + 30
    while True:
        try:
            return _empty_once()
        except OperationalError as refused:
            if "locked" not in str(refused) or time.monotonic() > until:
                raise
        gc.collect()  # a reader that hung up may have left a half-read cursor behind
        time.sleep(0.1)


def _empty_once() -> None:
    """Take the ledger's triggers away, which refuse the flush; flush, seed, and set them again."""
    triggers = import_module("matinee.readers.migrations.0002_ledger_triggers")
    with connection.cursor() as cursor:
        for sql in triggers.reverse_statements(connection.vendor):
            cursor.execute(sql)
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        if _migrated:
            connection.creation.deserialize_db_from_string(_migrated[0])
            # PostgreSQL counts on from where the emptied tables stood, not from what was put back.
            everything = apps.get_models(include_auto_created=True)
            for sql in connection.ops.sequence_reset_sql(no_style(), everything):
                cursor.execute(sql)
        for sql in triggers.statements(connection.vendor):
            cursor.execute(sql, None)


# TestCase rolls back and has a teardown of its own; this is for those that commit.
TransactionTestCase._fixture_teardown = _empty_and_put_back  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test sees the words of another's database."""
    from matinee.readers import at_once, stamps

    stamps.forget_shown()
    at_once.forget_numbers()
