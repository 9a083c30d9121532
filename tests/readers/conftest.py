"""A flush between tests may empty the ledger; nothing else ever may."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from matinee.readers import stamps

_migration = import_module("matinee.readers.migrations.0002_ledger_triggers")
_teardown = TransactionTestCase._fixture_teardown


def _fixture_teardown(self: Any) -> None:
    """Take the triggers away for the flush that ends a transactional test, then set them again."""
    with connection.cursor() as cursor:
        for sql in _migration.reverse_statements(connection.vendor):
            cursor.execute(sql)
        _teardown(self)
        for sql in _migration.statements(connection.vendor):
            cursor.execute(sql, None)


def _patch() -> None:
    # TestCase rolls back and has a teardown of its own; this is for those that commit.
    TransactionTestCase._fixture_teardown = _fixture_teardown  # type: ignore[method-assign]


_patch()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test sees the words of another's database."""
    stamps.forget_shown()
