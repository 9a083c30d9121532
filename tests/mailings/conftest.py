"""Houses for tests that run real processes: each with a database of its own."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.mailings.sending_help import House

_numbers = itertools.count()


def _named(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _on_postgres(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Return what makes a DATABASE_URL of a fresh, migrated database for a house's folder.

    On the database that DATABASE_URL names where that is PostgreSQL, else on SQLite. Migrating
    takes seconds, so it is done once, and each house gets a copy.
    """
    server = os.environ.get("DATABASE_URL", "")
    home = tmp_path_factory.mktemp("template")
    if server.startswith("postgres"):
        template = f"template_{os.getpid()}_{next(_numbers)}"  # two folders may ask
        _on_postgres(server, f"CREATE DATABASE {template}")
        House(home, _named(server, template), "inbox:").run("migrate", "--verbosity", "0")

        def copy(folder: Path) -> str:
            name = f"house_{os.getpid()}_{next(_numbers)}"
            _on_postgres(server, f"CREATE DATABASE {name} TEMPLATE {template}")
            return _named(server, name)
    else:
        file = home / "template.sqlite3"
        House(home, f"sqlite:///{file}", "inbox:").run("migrate", "--verbosity", "0")

        def copy(folder: Path) -> str:
            shutil.copy(file, folder / "house.sqlite3")
            return f"sqlite:///{folder / 'house.sqlite3'}"

    return copy


@pytest.fixture
def build(migrated: Callable[[Path], str], tmp_path: Path) -> Iterator[Callable[[str], House]]:
    """Return what builds this test's house, given where its mail goes."""

    houses: list[House] = []

    def make(mail_url: str) -> House:
        home = tmp_path / "house"
        home.mkdir()
        houses.append(House(home, migrated(home), mail_url))
        return houses[-1]

    yield make
    for house in houses:
        house.clear()


@pytest.fixture(autouse=True)
def static_folder(settings) -> None:  # type: ignore[no-untyped-def]
    """Let the web server's static folder exist, as it does once something is collected."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
