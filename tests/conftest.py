"""What holds for every test: where the shared copy lies, and that CI skips nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REQUIRE_ALL = os.environ.get("MATINEE_REQUIRE_ALL") == "1"
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
