"""Whatever comes in: reading ends, spans lie in the copy, and nothing of it is lost."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.stories.intake import (
    Found,
    UnreadableCopy,
    read_bytes,
    read_feed,
    read_html,
    read_markdown,
    read_text,
)

WORDS = [
    "“", "”", "‘", "’", '"', "'", "(", ")",
        "*", "_", "#", "[", "](", "\n", "\n\n", " ", ". ", ", ", ": ",
    "she said", "he added", "said", "Paul Mescal", "the director", "Sign up to our newsletter",
    "Advertisement", "Read more",
        "(Getty Images)", "Photograph: A/B", "12 May 2024", "date 2024-01-01",
    "in UK cinemas", "on 3 May",
        "is based on the novel", "★★★", "\u2028", "\xa0", "<p>", "</p>", "<h1>", "{{",
    "By Ann Lee", "A", "é",
        "The film stars Ann Lee as Jo.", "\x00", "\ud800", "🎬", "-" * 9, "x" * 90,
]  # fmt: skip
COPY = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=60).map(" ".join)
ANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def spans(value: object) -> Iterable[tuple[int, int]]:
    """Every start and end in a JSON answer."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int):
            yield value["start"], value["end"]
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from spans(part)


def sound(found: Found) -> None:
    """Assert what holds for every page: the spans, and that each letter has its place."""
    for start, end in spans(found.as_json()):
        assert 0 <= start <= end <= len(found.copy)
    for part in (*found.furniture, *found.body, *found.pictures):
        assert part.text == found.copy[part.start : part.end]
    taken = bytearray(len(found.copy))
    for piece in (*found.body, *found.furniture, *found.pictures, *found.meta):
        taken[piece.start : piece.end] = b"\x01" * (piece.end - piece.start)
    lost = [c for c, kept in zip(found.copy, taken, strict=True) if not kept and not c.isspace()]
    assert not lost, "".join(lost)[:200]


@ANY
@given(COPY)
def test_any_text_is_read_and_nothing_lost(text: str) -> None:
    sound(read_text(text))


@ANY
@given(COPY)
def test_any_markdown_is_read_and_nothing_lost(text: str) -> None:
    sound(read_markdown(text))


@ANY
@given(COPY)
def test_any_html_is_read(text: str) -> None:
    sound(read_html(f"<html><body><article>{text}</article></body></html>"))
    sound(read_html(text))


@ANY
@given(
    st.binary(max_size=300)
    | COPY.map(lambda t: t.encode("utf-16", "replace"))
    | st.binary().map(b"<rss>".__add__)
)
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    for reader in (read_bytes, read_feed):
        try:
            found = reader(data, source="x")
        except UnreadableCopy as error:
            assert str(error).endswith(".")
        else:
            for one in [found] if isinstance(found, Found) else [e.found for e in found]:
                sound(one)


@ANY
@given(COPY)
def test_paragraphs_and_furniture_never_lie_upon_each_other(text: str) -> None:
    found = read_text(text)
    pieces = sorted((p.start, p.end) for p in (*found.body, *found.furniture, *found.pictures))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(pieces))


NASTY = {
    "quotes": '"', "curly quotes": "“a ",
        "closing": "”", "single quotes": "‘a ", "apostrophes": "a' ",
    "quoted words": "“Yes,” he said. ", "spaces": " ",
        "tabs and letters": "a \t", "one word": "a", "capitals": "A",
    "names": "Ann Lee ", "commas": "a, ", "names in a list":
        "Ann Lee, ", "dots": ". ", "brackets": "(", "lines": "a\n",
    "closed brackets": "(a) ", "digits": "1", "dates":
        "1 May 2024 ", "releases": "in the UK on 1 May and ", "hyphens": "a-",
    "possessives": "Ann’s ", "titles": "The House of ",
        "stars": "★", "markup": "*a* ", "newsletter": "newsletter ",
    "links": "[a](b) ", "cast": "Ann Lee as Jo and ", "said":
        "said ", "verbs": "she said that he said ", "slashes": "/ ",
    "directed": "directed by Ann Lee and ", "based":
        "based on the novel ", "minutes": "90 minutes ", "of": "of the ",
    "initials": "A. ", "colons": "a: ", "nested": "“‘", "comma capitals": "A, B",
}  # fmt: skip


@pytest.mark.parametrize("unit", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize("tail", ["", "!"], ids=["bare", "ended"])
def test_a_hundred_kilobytes_of_anything_are_read_in_seconds(unit: str, tail: str) -> None:
    text = unit * (100_000 // len(unit)) + tail
    began = time.process_time()
    sound(read_text(text))
    assert time.process_time() - began < 6


@pytest.mark.parametrize(
    "unit", ["<p>", "<div><p>a ", "<b>", "&amp;", "<", "<!--", "<figure>", "a<br>"]
)
def test_a_hundred_kilobytes_of_markup_are_read_in_seconds(unit: str) -> None:
    began = time.process_time()
    sound(read_html(unit * (100_000 // len(unit))))
    assert time.process_time() - began < 8


def test_time_grows_with_the_length_and_not_its_square() -> None:
    page = "“Yes,” said Ann Lee. The film is out in the UK on 1 May. She smiled.\n\n"

    def seconds(times: int) -> float:
        began = time.process_time()
        read_text(page * times)
        return time.process_time() - began

    seconds(10)
    small, large = min(seconds(60) for _ in range(3)), seconds(600)
    assert large < small * 30
