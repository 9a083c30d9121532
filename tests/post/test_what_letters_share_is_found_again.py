"""Letters from one template are told apart into it and their own words, and put together again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matinee.post.merging import Fields

WORDS = st.text(alphabet='ab1 <>"\n-[]%&;é✉', max_size=12)


def mark(name: str) -> str:
    return f"[-{name}-]"


def put_together(fields: Fields, letter: int) -> list[str]:
    texts = list(fields.templates)
    for name, value in fields.values(letter).items():
        texts = [text.replace(mark(name), value) for text in texts]
    return texts


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_any_letters_come_back_as_they_were(letters):
    fields = Fields(letters, mark)
    for number, letter in enumerate(letters):
        assert put_together(fields, number) == list(letter)


@given(st.lists(WORDS, min_size=2, max_size=2), st.lists(WORDS, min_size=2, max_size=5))
def test_letters_of_one_template_come_back_whatever_is_in_their_slots(around, slots):
    letters = [(f"{around[0]}{s}{around[1]}{s}", s, around[0]) for s in slots]
    fields = Fields(letters, mark)
    for number, letter in enumerate(letters):
        assert put_together(fields, number) == list(letter)


def test_a_token_in_many_links_is_one_field():
    links = (
        '<a href="https://t.example/l/{0}/1">one</a> <a href="https://t.example/l/{0}/2">two</a>'
    )
    fields = Fields([["S", "t", links.format(token)] for token in ("aaXbb", "ccYdd")], mark)
    assert list(fields.values(0).values()) == ["aaXbb"]
    assert fields.templates[:2] == ["S", "t"]
    assert fields.templates[2].count(mark("")[:2]) == 2


def test_letters_all_alike_have_no_fields():
    fields = Fields([["S", "t", "h"]] * 3, mark)
    assert fields.templates == ["S", "t", "h"]
    assert fields.values(2) == {}
