"""A newsletter's two colours, whatever they are, become a palette that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.editions.colours import TEXT, contrast, palette, readable

colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_black_on_white_is_the_most_contrast_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(ink=colours, accent=colours, paper=colours)
def test_every_text_colour_reaches_its_contrast_on_any_paper(
    ink: str, accent: str, paper: str
) -> None:
    # Paper of middling grey reads in neither black nor white at 7:1; 4.5:1 is always there.
    for what, colour, ground in palette(ink, accent, paper).pairs():
        assert contrast(colour, ground) >= TEXT, what


@given(colour=colours, ground=colours)
def test_a_colour_that_can_be_read_stays_as_it_is(colour: str, ground: str) -> None:
    if contrast(colour, ground) >= TEXT:
        assert readable(colour, ground) == colour
