"""Whatever colours an editor picks, words reach the contrast that WCAG asks."""

from __future__ import annotations

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from matinee.publication import theme
from matinee.publication.models import Publication

colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(ink=colours, accent=colours, paper=colours, dark=st.booleans())
def test_any_three_colours_give_readable_words(ink, accent, paper, dark):
    made = {k: theme.parse(v) for k, v in theme.palette(ink, accent, paper, dark=dark).items()}
    assert theme.contrast(made["ink"], made["paper"]) >= 4.5
    assert theme.contrast(made["accent"], made["paper"]) >= 4.5
    assert theme.contrast(made["on-accent"], made["accent"]) >= 4.5
    assert theme.contrast(made["quiet"], made["paper"]) >= 4.5


def test_contrast_is_as_defined():
    assert theme.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert theme.contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_colours_that_are_readable_stay_as_they_were_picked():
    made = theme.palette("#1d1a26", "#a3211f", "#fffdf8")
    assert (made["ink"], made["accent"], made["paper"]) == ("#1d1a26", "#a3211f", "#fffdf8")


@pytest.mark.django_db
def test_the_stylesheet_is_css_and_may_be_kept_while_its_version_is_the_present_one(client):
    publication = Publication.load()
    version = theme.version(publication)
    answer = client.get(f"/theme.css?v={version}")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    rules = tinycss2.parse_stylesheet(answer.content.decode(), skip_whitespace=True)
    assert len(rules) == 3
    assert all(rule.type != "error" for rule in rules)
    publication.accent = "#00557f"
    publication.save()
    assert theme.version(publication) != version
    old = client.get(f"/theme.css?v={version}")
    assert "max-age=60" in old.headers["Cache-Control"]
    assert "#00557f" in old.content.decode()
