"""Dates in running text and in date lines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.stories.intake.dates import find_dates, nearest_year, read_stamp_line

WHEN = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("on 3 May 2024", ("2024-05-03", "day")),
        ("on May 3, 2024", ("2024-05-03", "day")),
        ("on Friday, March 8th", ("2024-03-08", "day")),
        ("on 2024-05-03", ("2024-05-03", "day")),
        ("on 03/05/2024", ("2024-05-03", "day")),
        ("in January 2025", ("2025-01-01", "month")),
        ("in autumn 2025", ("2025-09-01", "season")),
        ("in the fall", ("2024-09-01", "season")),
    ],
)
def test_a_date_in_text_is_read(text: str, wanted: tuple[str, str]) -> None:
    (found,) = find_dates(text, reference=WHEN)
    assert (found.day.isoformat(), found.precision) == wanted


def test_a_day_that_no_month_has_is_no_date() -> None:
    assert find_dates("31 June 2024", reference=WHEN) == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Wed 20 Mar 2024 13.00 GMT", {"published": "2024-03-20T13:00:00+00:00"}),
        ("March 5, 2024 8:02am PT", {"published": "2024-03-05T08:02:00-08:00"}),
        ("Oct. 14, 2024 3 AM PT", {"published": "2024-10-14T03:00:00-07:00"}),
        ("Tue Mar 05 2024 - 06:00", {"published": "2024-03-05T06:00:00"}),
        ("Published 16 July 2024", {"published": "2024-07-16"}),
        (
            "PUBLISHED: 10:15, 5 March 2024 | UPDATED: 12:40, 5 March 2024",
            {"published": "2024-03-05T10:15:00", "updated": "2024-03-05T12:40:00"},
        ),
        ("Updated March 8, 2024 5:30 a.m. ET", {"updated": "2024-03-08T05:30:00-05:00"}),
    ],
)
def test_a_date_line_gives_time_and_zone(line: str, wanted: dict[str, str]) -> None:
    assert read_stamp_line(line) == wanted


@pytest.mark.parametrize(
    "line",
    ["It opens in Ireland on 8 March 2024.", "Five films for 2024", "", "Kelp is out on 8 March"],
)
def test_a_sentence_with_a_date_is_no_date_line(line: str) -> None:
    assert read_stamp_line(line, WHEN) is None


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_the_year_worked_out_is_the_nearest_ahead(day: date, when: date) -> None:
    year = nearest_year(day.month, day.day, when)
    assert abs(year - when.year) <= 1
    months = (year - when.year) * 12 + day.month - when.month
    assert -4 <= months <= 11


@given(st.text(max_size=200))
def test_any_line_ends_in_dates_or_none(line: str) -> None:
    read_stamp_line(line, WHEN)
    for found in find_dates(line, reference=WHEN):
        assert line[found.start : found.end]
