"""A pattern behind a gate finds all that it finds without: else a reading would change unseen."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path

import pytest

from matinee.stories import intake
from matinee.stories.intake.gates import Gated
from matinee.stories.intake.text import sentences

COPY = Path(__file__).parents[2] / "benchmarks" / "copy"
# What no line of that copy has, and a pattern finds.
MORE = [
    "Ada Varga has directed two earlier features, including The Salt Road and Kelp",
    "Image: Tove Lindqvist / Harbour Films | The ferry leaves in the opening scene",
    "Ada Varga on the set of her film (Photo courtesy of Harbour Films)",
]


def gated() -> dict[str, Gated]:
    """Return all gated patterns of the room, by module and name."""
    found: dict[int, tuple[str, Gated]] = {}
    for module in pkgutil.iter_modules(intake.__path__, intake.__name__ + "."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Gated):
                place = f"{module.name.rpartition('.')[2]}.{name}"
                found.setdefault(id(value), (place, value))
    return dict(found.values())


@cache
def stretches() -> list[str]:
    """Return each line and sentence of the project's copy, and what leads up to each capital."""
    pages = [*COPY.glob("*/*.txt"), *COPY.glob("*/*.md")]
    lines = {line.strip() for page in pages for line in page.read_text("utf-8").splitlines()}
    told = {sentence for line in lines for sentence, _, _ in sentences(line)}
    fronts = {text[: m.start()] for text in told for m in re.finditer(r"\b[A-Z]", text[:300])}
    return [*MORE, *sorted(lines | told | fronts)]


@pytest.mark.parametrize("name", sorted(gated()))
def test_a_gate_is_open_wherever_its_pattern_matches(name: str) -> None:
    behind = gated()[name]
    found = [text for text in stretches() if behind.pattern.search(text)]
    assert [text for text in found if not behind.may(text)] == []
    assert found, "no copy of the project has anything for this pattern: give it a case"


def test_a_gate_spares_its_pattern_what_has_none_of_its_words() -> None:
    pattern = Gated(r"\b(?:directed|filmed) by (\w+)", needs="directed|filmed")
    assert not pattern.may("The film opens on Friday.")
    assert pattern.search("The film opens on Friday.") is None
    assert list(pattern.finditer("The film opens on Friday.")) == []
    match = pattern.search("A comedy directed by Varga.")
    assert match is not None and match[1] == "Varga"


def test_words_at_an_end_may_have_marks_behind_them() -> None:
    pattern = Gated(r"(?:Share|Print)[\s|]*$", ends="Share|Print")
    assert pattern.search("Comments Share | ") is not None
    assert not pattern.may("Share this with a friend")


def test_case_is_ignored_where_the_pattern_ignores_it() -> None:
    assert Gated("photo: .+", needs="photo", flags=re.IGNORECASE).match("PHOTO: Ann Other")
    assert Gated("photo: .+", needs="photo").match("PHOTO: Ann Other") is None


def test_a_bar_may_be_the_word() -> None:
    assert Gated(r"\w+ \| \w+", needs="||").match("Caption | Agency") is not None
    assert not Gated(r"\w+ \| \w+", needs="||").may("Caption and Agency")
