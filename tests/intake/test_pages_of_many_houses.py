"""Whole pages, written for these tests in the manner of many houses, each line with its kind.

A line of houses/NAME.txt is "kind|text": f furniture, b body, h headline, s standfirst, y byline,
d date, m any other line of the head (it may count as furniture); "c|text|caption|credit" a caption
with its credit, and "c+|text" a line more of the same caption.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from matinee.stories.intake import Found, read_text

HOUSES = sorted(Path(__file__).with_name("houses").glob("*.txt"))


@dataclass(frozen=True)
class Line:
    kind: str
    text: str
    caption: str = ""
    credit: str = ""


def lines_of(path: Path) -> list[Line]:
    found = []
    for row in filter(None, path.read_text(encoding="utf-8").split("\n")):
        kind, text = row.split("|", 1)
        if kind == "c":
            found.append(Line(kind, *text.rsplit("|", 2)))
        else:
            found.append(Line(kind, text))
    return found


def kind_at(found: Found, start: int, end: int) -> str:
    def there(items: object) -> bool:
        return any(i.start < end and i.end > start for i in items if i.start is not None)  # type: ignore[attr-defined]

    for kind, items in (
        ("f", found.furniture),
        ("b", found.body),
        ("c", found.pictures),
        ("h", [found.headline] if found.headline else []),
        ("s", [found.standfirst] if found.standfirst else []),
        ("m", found.meta),
    ):
        if there(items):
            return kind
    return "?"


def agrees(wanted: Line, got: str) -> bool:
    if wanted.kind in {"y", "d", "m"}:
        return got in {"m", "f", "?"}
    return got == wanted.kind[0] or (wanted.kind == "f" and got == "m" and len(wanted.text) < 30)


@pytest.mark.parametrize("path", HOUSES, ids=[p.stem for p in HOUSES])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["apart", "close"])
def test_each_line_of_a_page_is_what_it_is(path: Path, gap: str) -> None:
    lines = lines_of(path)
    found = read_text(gap.join(line.text for line in lines))
    at, wrong = 0, []
    for line in lines:
        got = kind_at(found, at, at + len(line.text))
        if not agrees(line, got):
            wrong.append(f"{line.kind} taken for {got}: {line.text[:80]}")
        at += len(line.text) + len(gap)
    assert not wrong


@pytest.mark.parametrize("path", HOUSES, ids=[p.stem for p in HOUSES])
def test_each_caption_has_its_own_credit(path: Path) -> None:
    lines = lines_of(path)
    found = read_text("\n\n".join(line.text for line in lines))
    got = [(p.caption.rstrip("."), p.credit or "") for p in found.pictures]
    assert got == [(line.caption.rstrip("."), line.credit) for line in lines if line.kind == "c"]


@pytest.mark.parametrize("path", HOUSES, ids=[p.stem for p in HOUSES])
def test_the_byline_and_the_date_are_read(path: Path) -> None:
    lines = lines_of(path)
    kinds = {line.kind for line in lines}
    found = read_text("\n\n".join(line.text for line in lines))
    assert ("y" not in kinds) or found.byline
    assert ("d" not in kinds) or found.published or found.updated or "2 days ago" in found.copy
