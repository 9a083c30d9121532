"""Release dates: the territory said with them, or none at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.stories.intake.releases import read_releases
from tests.intake.pages import WHEN


def releases(text: str) -> list[tuple[str, str, str, int]]:
    return [
        (r.territory, r.date, r.precision, r.kind)
        for r in read_releases([(text, 0)], WHEN)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It is released in UK cinemas on 3 May.", [("GB", "2024-05-03", "day", 3)]),
        ("It reaches US cinemas on 12 April; its UK release follows on 3 May 2024.",
         [("US", "2024-04-12", "day", 3), ("GB", "2024-05-03", "day", 3)]),
        ("It opens in UK and Irish cinemas on 22 March, and in Australian cinemas on 30 May.",
         [("GB", "2024-03-22", "day", 3), ("IE", "2024-03-2"
                                                 "2", "day", 3), ("AU", "2024-05-30", "day", 3)]),
        ("It opens on 22 March in Ireland and on 5 April in the UK.",
         [("IE", "2024-03-22", "day", 3), ("GB", "2024-04-05", "day", 3)]),
        ("It is due for release in the UK in autumn 2025, with a US release to follow in 2026.",
         [("GB", "2025-09-01", "season", 3), ("US", "2026-01-01", "year", 3)]),
        ("It will be in Canadian theatres in October.", [("CA", "2024-10-01", "month", 3)]),
        ("It opened in the US on 15 December 2023 and in the UK on 2 February.",
         [("US", "2023-12-15", "day", 3), ("GB", "2024-02-02", "day", 3)]),
        ("In Poland, where it opened in January, it was a "
         "hit.", [("PL", "2024-01-01", "month", 3)]),
        ("It is in UK cinemas from 19 April and on digital platforms from 1 July.",
         [("GB", "2024-04-19", "day", 3), ("GB", "2024-07-01", "day", 4)]),
        ("It will be on DVD and Blu-ray in the UK on 6 May.", [("GB", "2024-05-06", "day", 5)]),
        ("It will stream on Netflix in the US from April 5.", [("US", "2024-04-05", "day", 4)]),
        ("It had its premiere at the Berlin film festival on 18 "
         "February.", [("DE", "2024-02-18", "day", 1)]),
        ("It moves from 3 May to 17 May 2024 in the UK.", [("GB", "2024-05-17", "day", 3)]),
        ("It opens in New York and Los Angeles on June 7 before going wide across the U.S. on "
         "June 21.",
         [("US", "2024-06-07", "day", 2), ("US", "2024-06-21", "day", 3)]),
        ("The film opens in Ireland this Friday.", [("IE", "2024-03-08", "day", 3)]),
    ],
)  # fmt: skip
def test_each_date_has_the_territory_said_with_it(
    text: str, wanted: list[tuple[str, str, str, int]]
) -> None:
    assert releases(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "It opens on 3 May.",  # nobody says where
        "Tickets go on sale in the UK on 3 May.",
        "Shooting began in Ireland on 3 May.",
        "The Irish director opens up about the film on 3 May.",
        "No date has been set for Canada.",
        "All of Us opens on 3 May.",
        "The novel was published in the UK on 3 May.",
    ],
)
def test_what_is_no_release_gives_none(text: str) -> None:
    assert releases(text) == []


def test_a_year_worked_out_is_marked_so() -> None:
    (first, second) = read_releases(
        [("It opens in Ireland on 22 March and in the UK on 5 April 2024.", 0)], WHEN
    )
    assert (first.inferred, second.inferred) == (("year",), ())


def test_the_span_is_the_date_as_said() -> None:
    text = "It is released in UK cinemas on 3 May."
    (release,) = read_releases([(text, 100)], WHEN)
    assert text[release.start - 100 : release.end - 100] == "3 May"


PLACES = {"GB": "the UK", "US": "the US", "IE": "Ireland", "AU": "Australia", "CA": "Canada"}


@given(
    st.permutations(sorted(PLACES)),
    st.lists(st.integers(1, 28), min_size=3, max_size=3, unique=True),
)
def test_no_territory_is_given_anothers_date(codes: list[str], days: list[int]) -> None:
    said = list(zip(codes, days, strict=False))
    text = "It opens " + ", ".join(f"in {PLACES[c]} on {d} June" for c, d in said) + "."
    assert {(r[0], r[1]) for r in releases(text)} == {(c, f"2024-06-{d:02}") for c, d in said}
