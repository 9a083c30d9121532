"""What holds for the tests of editions."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

# Wagtail leaves the temporary file of a rendition that it has just cut to the garbage collector.
LEFT_OPEN = (
    "ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning",
    "ignore:unclosed file <_io.BufferedRandom:ResourceWarning",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let that one pass in the tests that cut pictures."""
    for item in items:
        if item.nodeid.startswith("tests/editions/"):
            for allowed in LEFT_OPEN:
                item.add_marker(pytest.mark.filterwarnings(allowed))


@pytest.fixture(autouse=True, scope="session")
def _static_root() -> None:
    """WhiteNoise warns of a directory that is not there; collected files are not needed here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
