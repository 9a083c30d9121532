"""The demo's content, read from its folder; README.md there says what is in which file."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "content"
_DAY = re.compile(r"\{day:([+-]\d+)\}")


def toml(name: str) -> dict[str, Any]:
    """Return one of the folder's TOML files."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def picture(name: str) -> Path:
    """Return the path of a picture."""
    return HERE / "pictures" / name


def written_day(day: date) -> str:
    """Return a day as our stories write it: 2 December 2026."""
    return f"{day.day} {day:%B %Y}"


def copy_text(file: str, *, published: date, today: date, signup: str) -> str:
    """Return a page of copy with its placeholders filled."""
    text = (HERE / "copy" / file).read_text(encoding="utf-8")
    text = text.replace("{date}", published.isoformat()).replace("{signup}", signup)
    return _DAY.sub(lambda match: written_day(today + timedelta(days=int(match[1]))), text)


def release_day(said: str, today: date) -> date:
    """Return a release's day: ISO, or counted from today as in "+11"."""
    return today + timedelta(days=int(said)) if said[0] in "+-" else date.fromisoformat(said)
