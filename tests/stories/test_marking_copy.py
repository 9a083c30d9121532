"""The marked copy is the copy: nothing added, nothing lost, whatever the marks."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from matinee.stories.marking import Mark, stretches

marks = st.lists(
    st.builds(
        Mark,
        st.integers(-3, 60),
        st.integers(-3, 60),
        st.sampled_from(["quote", "film", "furniture"]),
        st.integers(0, 9),
    ),
    max_size=12,
)


@given(text=st.text(max_size=50), given_marks=marks)
def test_the_pieces_joined_are_the_text(text, given_marks):
    assert "".join(piece.text for piece in stretches(text, given_marks)) == text


@given(text=st.text(min_size=10, max_size=50), given_marks=marks)
def test_every_letter_carries_just_the_marks_that_it_stands_in(text, given_marks):
    at = 0
    for piece in stretches(text, given_marks):
        for place in range(at, at + len(piece.text)):
            over = {m.kind for m in given_marks if m.start <= place < m.end}
            assert set(piece.kinds) == over
        at += len(piece.text)


def test_of_two_marks_the_shorter_is_the_one_that_a_click_leads_to():
    pieces = stretches("He said Salt Road.", [Mark(0, 18, "quote", 1), Mark(8, 17, "film", 2)])
    assert [(p.text, p.key, p.begins) for p in pieces] == [
        ("He said ", 1, (1,)),
        ("Salt Road", 2, (2,)),
        (".", 1, ()),
    ]


def cost_of(marks: int) -> float:
    """Return the processor time of so many marks, the best of three (seconds)."""
    text = "word " * (marks * 10)
    many = [Mark(n * 50, n * 50 + 30, "quote", n + 1) for n in range(marks)]
    took = []
    for _ in range(3):
        before = time.process_time()
        assert len(stretches(text, many)) == 2 * marks
        took.append(time.process_time() - before)
    return min(took)


def test_many_marks_in_a_long_text_cost_in_proportion():
    assert cost_of(8_000) < 16 * cost_of(2_000) * 0.75  # were it quadratic: sixteen times
