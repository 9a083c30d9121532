"""Typed reading of the environment: each setting from NAME or the file that NAME_FILE names."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return NAME's text, or that of the file named by NAME_FILE (for secrets).

    Raises ImproperlyConfigured when neither is set and no default is given.
    """
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which cannot be read: {error.strerror}."
            ) from error
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name}, or {name}_FILE to a file that holds it.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return NAME as yes or no; raises ImproperlyConfigured for any other word."""
    value = text(name, "yes" if default else "no").strip().lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} takes yes or no, not {value!r}.")


def number(name: str, default: int) -> int:
    """Return NAME as a whole number; raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} takes a whole number, not {value!r}.") from error


def names(name: str, default: str = "") -> list[str]:
    """Return NAME's comma-separated words, without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def prefixed(prefix: str) -> dict[str, str]:
    """Return all that begins with `prefix`, without it; NAME_FILE is read as everywhere."""
    found = {n.removesuffix("_FILE") for n in os.environ if n.startswith(prefix)}
    return {name.removeprefix(prefix): text(name) for name in sorted(found)}


def database(url: str, base: Path) -> dict[str, object]:
    """Return Django's settings for a DATABASE_URL.

    `sqlite:///var/matinee.sqlite3` is relative to `base`, `sqlite:////abs/path` is not;
    `postgresql://user:password@host:port/name?host=/socket/dir` is as libpq reads it.
    Raises ImproperlyConfigured for another kind of address.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path.removeprefix("/")) or "var/matinee.sqlite3"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(base / name),
            "OPTIONS": {
                # A writer takes its lock at BEGIN, so that two never deadlock on upgrading.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                # recursive_triggers: else INSERT OR REPLACE slips by the ledger's triggers.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-65536;"
                    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.get("host", unquote(parts.hostname or "")),
            "PORT": query.get("port", str(parts.port or "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {parts.scheme or 'nothing'}://; "
        "Matinee runs on sqlite:/// and postgresql://."
    )
