"""What a reader reads of a date: design rule 6, in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.editions import openings
from matinee.editions.items import FilmRef, Opening

DAY = date(2024, 1, 25)


def film(title: str = "F", **days: date) -> FilmRef:
    made = {code: opening(code, day) for code, day in days.items()}
    return FilmRef(1, title, 2024, (), "", made)


def opening(code: str, day: date, precision: str = "day", kind: int = 3) -> Opening:
    said = f"{day.day} {day:%B %Y}" if precision == "day" else f"{day:%B %Y}"
    return Opening(code, code, day, said, precision, kind, "", "")


@pytest.mark.parametrize(
    ("day", "when", "where", "soon"),
    [
        (date(2024, 1, 26), "Friday 26 January", "in cinemas", True),
        (date(2024, 2, 2), "Friday 2 February", "in cinemas", False),
        (date(2024, 3, 8), "8 March 2024", "in cinemas", False),
        (date(2023, 12, 22), "22 December 2023", "in cinemas since", False),
    ],
)
def test_a_date_is_said_as_near_as_it_is(day: date, when: str, where: str, soon: bool) -> None:
    row = openings.row(film(GB=day), "GB", DAY)
    assert (row.when, row.where, row.soon) == (when, where, soon)


def test_the_next_to_open_come_first_then_those_out_then_those_without_a_date() -> None:
    films = [
        film("Undated"), film("Out long", GB=date(2023, 1, 1)), film("Later", GB=date(2024, 3, 1)),
        film("Soon", GB=date(2024, 1, 26)), film("Out lately", GB=date(2024, 1, 19)),
    ]  # fmt: skip
    rows = openings.rows(films, "GB", DAY)
    assert [r.film.title for r in rows] == ["Soon", "Later", "Out lately", "Out long", "Undated"]


@given(
    known=st.dictionaries(
        st.sampled_from(["GB", "US", "FR", "DE"]),
        st.dates(date(2023, 1, 1), date(2025, 12, 31)),
        max_size=4,
    ),
    reader=st.sampled_from(["GB", "US", "FR", "DE", "JP", ""]),
)
def test_nobody_ever_reads_another_territorys_date(known: dict[str, date], reader: str) -> None:
    row = openings.row(film(**known), reader, DAY)
    if reader in known:
        assert str(known[reader].day) in row.when
        assert row.known
    else:
        assert (row.when, row.known) == (openings.NO_DATE, False)
