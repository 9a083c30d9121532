"""Releases as the papers of five countries phrase them: places, kinds, days told from others."""

from __future__ import annotations

import pytest

from tests.intake.pages import page

# Read on Tuesday 5 March 2024.
INTRO = "The Tide Table is a drama directed by Maeve Cullinane, about a harbour master."
PHRASES: list[tuple[str, list[str]]] = [
    ("The Tide Table opens in UK cinemas on 12 April.", ["GB 2024-04-12 day 3"]),
    ("The Tide Table hits U.S. theaters April 12.", ["US 2024-04-12 day 3"]),
    ("The Tide Table hits theaters April 12.", []),
    (
        "The Tide Table is in select U.S. theaters on April 12 before expanding nationwide on April 26.",
        ["US 2024-04-12 day 2", "US 2024-04-26 day 3"],
    ),
    (
        "The Tide Table opens in New York and Los Angeles on April 12 before expanding nationwide on April 26.",
        ["US 2024-04-12 day 2", "US 2024-04-26 day 3"],
    ),
    (
        "The Tide Table opens in limited release in the U.S. on April 12, expanding wide April 26.",
        ["US 2024-04-12 day 2", "US 2024-04-26 day 3"],
    ),
    ("The Tide Table streams on Netflix in the UK from 12 April.", ["GB 2024-04-12 day 4"]),
    (
        "The Tide Table will stream in the US on Hulu from April 12 and in Canada on Crave the same day.",
        ["US 2024-04-12 day 4", "CA 2024-04-12 day 4"],
    ),
    (
        "The Tide Table will be released in the US on 12 June and in the UK a week later.",
        ["US 2024-06-12 day 3", "GB 2024-06-19 day 3"],
    ),
    (
        "The Tide Table will be released in the US on 12 June, with the UK following two weeks later.",
        ["US 2024-06-12 day 3", "GB 2024-06-26 day 3"],
    ),
    (
        "The Tide Table is released in the UK on 12 June, and a day later in Ireland.",
        ["GB 2024-06-12 day 3", "IE 2024-06-13 day 3"],
    ),
    ("The Tide Table lands in Irish cinemas this Friday.", ["IE 2024-03-08 day 3"]),
    (
        "The Tide Table opens in Australian cinemas on Boxing Day next year.",
        ["AU 2025-12-26 day 3"],
    ),
    (
        "The Tide Table opens in the UK on March 5 next year and in Ireland a week later.",
        ["GB 2025-03-05 day 3", "IE 2025-03-12 day 3"],
    ),
    (
        "British audiences will see The Tide Table in February 2025, and talks are under way for France.",
        ["GB 2025-02-01 month 3"],
    ),
    (
        "A distributor is planning a U.S. theatrical run for The Tide Table in spring 2025.",
        ["US 2025-03-01 season 3"],
    ),
    (
        "The Tide Table has been moved from June 4 to July 16, 2025, in North America.",
        ["US 2025-07-16 day 3", "CA 2025-07-16 day 3"],
    ),
    ("The Tide Table bows stateside on Sept. 24.", ["US 2024-09-24 day 3"]),
    ("Down Under, The Tide Table lands on April 11.", ["AU 2024-04-11 day 3"]),
    ("The Tide Table is in Irish cinemas from Friday.", ["IE 2024-03-08 day 3"]),
    ("The Tide Table is in UK cinemas from tomorrow.", ["GB 2024-03-06 day 3"]),
    ("The Tide Table is in UK cinemas from today.", ["GB 2024-03-05 day 3"]),
    (
        "The Tide Table is in UK and Irish cinemas from Friday March 8.",
        ["GB 2024-03-08 day 3", "IE 2024-03-08 day 3"],
    ),
    (
        "The Tide Table is in cinemas across the UK and Ireland from 8 March.",
        ["GB 2024-03-08 day 3", "IE 2024-03-08 day 3"],
    ),
    ("The Tide Table opened in Australia last Thursday.", ["AU 2024-02-29 day 3"]),
    ("The Tide Table opened in the UK last month.", ["GB 2024-02-01 month 3"]),
    ("The Tide Table is due in UK cinemas next month.", ["GB 2024-04-01 month 3"]),
    ("The Tide Table is due in UK cinemas later this month.", ["GB 2024-03-01 month 3"]),
    ("The Tide Table is due in UK cinemas next week.", []),
    ("The Tide Table will be released in the UK this autumn.", ["GB 2024-09-01 season 3"]),
    ("The Tide Table will be released in the UK in autumn 2025.", ["GB 2025-09-01 season 3"]),
    ("The Tide Table will be released in the UK in early 2025.", ["GB 2025-01-01 year 3"]),
    ("The Tide Table will be released in the UK next spring.", ["GB 2025-03-01 season 3"]),
    ("The Tide Table will be released in the UK at Christmas.", []),
    ("The Tide Table opens on Christmas Day in the US.", ["US 2024-12-25 day 3"]),
    ("The Tide Table opens in the UK on Boxing Day.", ["GB 2024-12-26 day 3"]),
    ("The Tide Table opens in the UK on New Year’s Day.", ["GB 2025-01-01 day 3"]),
    ("The Tide Table opens in the UK on Valentine’s Day 2025.", ["GB 2025-02-14 day 3"]),
    (
        "The Tide Table will arrive in British cinemas on 12 April, a month after its US release.",
        ["GB 2024-04-12 day 3"],
    ),
    (
        "The Tide Table will arrive in British cinemas on 12 April and American theatres on 10 May.",
        ["GB 2024-04-12 day 3", "US 2024-05-10 day 3"],
    ),
    ("UK release: 12 April. US release: 10 May.", ["GB 2024-04-12 day 3", "US 2024-05-10 day 3"]),
    ("Release date: April 12 (UK), May 10 (US)", ["GB 2024-04-12 day 3", "US 2024-05-10 day 3"]),
    ("Released: 12 April (UK); 10 May (US)", ["GB 2024-04-12 day 3", "US 2024-05-10 day 3"]),
    (
        "In UK cinemas 12 April; in US theaters 10 May; in Australian cinemas 16 May.",
        ["GB 2024-04-12 day 3", "US 2024-05-10 day 3", "AU 2024-05-16 day 3"],
    ),
    (
        "The Tide Table is in UK cinemas on 12 April, in the US on 10 May and in Australia on 16 May",
        ["GB 2024-04-12 day 3", "US 2024-05-10 day 3", "AU 2024-05-16 day 3"],
    ),
    (
        "The Tide Table is in cinemas in Australia on 16 May, the UK on 17 May and the US and Canada on 24 May.",
        [
            "AU 2024-05-16 day 3",
            "GB 2024-05-17 day 3",
            "US 2024-05-24 day 3",
            "CA 2024-05-24 day 3",
        ],
    ),
    (
        "The Tide Table is out on 16 May in Australia, 17 May in the UK and Ireland, and 24 May in North America.",
        [
            "AU 2024-05-16 day 3",
            "GB 2024-05-17 day 3",
            "IE 2024-05-17 day 3",
            "US 2024-05-24 day 3",
            "CA 2024-05-24 day 3",
        ],
    ),
    (
        "The Tide Table will premiere at the Toronto International Film Festival on September 7.",
        ["CA 2024-09-07 day 1"],
    ),
    ("The Tide Table will screen at the Galway Film Fleadh on 12 July.", []),
    ("Cullinane was born in the UK on 12 April 1970.", []),
    ("Filming began in Ireland on 12 April.", []),
    ("Cullinane’s book is published in the UK on 12 April.", []),
    ("Cullinane is in the UK on 12 April for a talk.", []),
    ("The Tide Table is on BBC One on Friday at 9pm.", []),
    ("The Tide Table airs in the UK on BBC One on 12 April.", ["GB 2024-04-12 day 6"]),
    (
        "The Tide Table is released on DVD and Blu-ray in the UK on 12 April.",
        ["GB 2024-04-12 day 5"],
    ),
    (
        "The Tide Table is in UK cinemas from 12 April and available on digital from 10 June.",
        ["GB 2024-04-12 day 3", "GB 2024-06-10 day 4"],
    ),
    (
        "The Tide Table opens in Canada April 12, with the U.S. to follow April 19.",
        ["CA 2024-04-12 day 3", "US 2024-04-19 day 3"],
    ),
    (
        "The Tide Table was released in France in November and will open here on 12 April.",
        ["FR 2023-11-01 month 3"],
    ),
    (
        "The Tide Table will be released in the UK on 14 February 2025, and on 21 February in the US.",
        ["GB 2025-02-14 day 3", "US 2025-02-21 day 3"],
    ),
    ("The Tide Table has a UK release date of 12 April.", ["GB 2024-04-12 day 3"]),
    ("The Tide Table gets its UK release on 12 April.", ["GB 2024-04-12 day 3"]),
    ("The Tide Table has been given an Irish release date of 12 April.", ["IE 2024-04-12 day 3"]),
    ("The Tide Table has moved its US release from 12 April to 10 May.", ["US 2024-05-10 day 3"]),
    (
        "The Tide Table, originally due in UK cinemas on 12 April, will now be released in the UK on 10 May.",
        ["GB 2024-05-10 day 3"],
    ),
    (
        "Norr Films will release The Tide Table in the UK and Ireland on 12 April.",
        ["GB 2024-04-12 day 3", "IE 2024-04-12 day 3"],
    ),
    (
        "Norr will open the film in UK cinemas on 12 April, with Hale Pictures handling the US release on 10 May.",
        ["GB 2024-04-12 day 3", "US 2024-05-10 day 3"],
    ),
    ("Norr has set an April 12 release in the US for The Tide Table.", ["US 2024-04-12 day 3"]),
    ("Norr has set an April 12 U.S. release for The Tide Table.", ["US 2024-04-12 day 3"]),
    ("The Tide Table heads to U.S. theaters via Norr on April 12.", ["US 2024-04-12 day 3"]),
    (
        "Norr releases in the U.S. on April 12; Hale Pictures has the UK, where it bows on May 10.",
        ["US 2024-04-12 day 3", "GB 2024-05-10 day 3"],
    ),
    (
        "The Tide Table is in Australian cinemas from April 12. It is out in New Zealand on April 18.",
        ["AU 2024-04-12 day 3", "NZ 2024-04-18 day 3"],
    ),
    ("The Tide Table is now showing in Australian cinemas.", []),
    (
        "The Tide Table will be available to stream in the UK on 12 April on Prime Video.",
        ["GB 2024-04-12 day 4"],
    ),
    (
        "The Tide Table arrives on Disney+ in the UK and Ireland on Wednesday 13 March.",
        ["GB 2024-03-13 day 4", "IE 2024-03-13 day 4"],
    ),
    ("The Tide Table (12A) is in UK cinemas from Fri 12 Apr.", ["GB 2024-04-12 day 3"]),
    (
        "UK cinemas, 12 April; Australian cinemas, 2 May.",
        ["GB 2024-04-12 day 3", "AU 2024-05-02 day 3"],
    ),
    (
        "The Tide Table is released in UK cinemas on Friday. It opens in the US on 29 March.",
        ["GB 2024-03-08 day 3", "US 2024-03-29 day 3"],
    ),
    (
        "British audiences will have to wait until 10 May; in the US it opens on 12 April.",
        ["GB 2024-05-10 day 3", "US 2024-04-12 day 3"],
    ),
    ("British audiences can see it from 10 May.", ["GB 2024-05-10 day 3"]),
    ("Cinemagoers in Ireland can see it from 10 May.", ["IE 2024-05-10 day 3"]),
    ("The Tide Table was a hit in the US, where it opened on 12 January.", ["US 2024-01-12 day 3"]),
    (
        "The Tide Table received its British premiere in Leeds on 12 February.",
        ["GB 2024-02-12 day 1"],
    ),
    ("The Tide Table will be in US theaters on Nov. 8, 2024.", ["US 2024-11-08 day 3"]),
    ("The Tide Table is in theaters nationwide Friday.", []),
    ("The Tide Table opens Friday in U.S. theaters.", ["US 2024-03-08 day 3"]),
    ("The Tide Table is in U.S. theaters Friday, March 8.", ["US 2024-03-08 day 3"]),
    ("The Tide Table comes to UK cinemas on 8/3/2024.", ["GB 2024-03-08 day 3"]),
    (
        "The Tide Table will be released in the UK by Norr Films on 12 April 2024 and by Hale in the US on 10 May 2024.",
        ["GB 2024-04-12 day 3", "US 2024-05-10 day 3"],
    ),
    ("The Tide Table opened on 10 February in the UK.", ["GB 2024-02-10 day 3"]),
    (
        "After opening in the US in January, The Tide Table reaches the UK on 12 April.",
        ["US 2024-01-01 month 3", "GB 2024-04-12 day 3"],
    ),
    (
        "The UK release is on 12 April. The US will have to wait until the autumn.",
        ["GB 2024-04-12 day 3", "US 2024-09-01 season 3"],
    ),
    (
        "A US release has not been dated, but the film opens in the UK on 12 April.",
        ["GB 2024-04-12 day 3"],
    ),
    ("The film opens in the UK on 12 April; no US date has been set.", ["GB 2024-04-12 day 3"]),
    (
        "The film opens in the UK on 12 April, a year after it won a prize in Canada.",
        ["GB 2024-04-12 day 3"],
    ),
    (
        "The film opens in UK cinemas on Friday, having taken £3m in Ireland.",
        ["GB 2024-03-08 day 3"],
    ),
    (
        "The Tide Table is in UK cinemas from 12 April. Americans will have to wait until the summer.",
        ["GB 2024-04-12 day 3", "US 2024-06-01 season 3"],
    ),
    ("The Tide Table will be shown on television in the UK on 1 May.", ["GB 2024-05-01 day 6"]),
    (
        "The Tide Table opens in the US on 12 April. The UK gets it a week later.",
        ["US 2024-04-12 day 3", "GB 2024-04-19 day 3"],
    ),
    (
        "The Tide Table opens in the US on 12 April, a week later than planned.",
        ["US 2024-04-12 day 3"],
    ),
    ("The Tide Table is due in UK cinemas in Halloween week.", []),
]


@pytest.mark.parametrize(("sentence", "wanted"), PHRASES, ids=[phrase[0] for phrase in PHRASES])
def test_each_phrase_gives_its_territories_and_days(sentence: str, wanted: list[str]) -> None:
    found = page(INTRO, sentence)
    given = [
        f"{release.territory} {release.date} {release.precision} {release.kind}"
        for film in found.films
        for release in film.releases
    ]
    assert sorted(given) == sorted(wanted)


def test_a_day_counted_from_another_says_that_it_was_worked_out() -> None:
    found = page(INTRO, "It opens in the US on 12 April 2024 and in the UK a week later.")
    (film,) = found.films
    assert [release.inferred for release in film.releases] == [(), ("year", "month", "day")]


def test_dates_without_a_place_are_for_the_place_that_the_page_says() -> None:
    found = page(
        "Here are the films to clear a dinner for. All dates are for the U.S. and may change.",
        "Borrowed Weather, directed by Ingrid Sol, is a drama about a forecaster who lies.",
        "In limited release September 20; on Netflix October 4.",
    )
    (film,) = found.films
    given = [(r.territory, r.date, r.kind) for r in film.releases]
    assert given == [("US", "2024-09-20", 2), ("US", "2024-10-04", 4)]


def test_dates_without_a_place_stay_out_where_the_page_says_none() -> None:
    found = page(INTRO, "In limited release September 20; on Netflix October 4.")
    assert not any(film.releases for film in found.films)


@pytest.mark.parametrize(
    ("festival", "territory"),
    [
        ("Calgary International Film Festival", "CA"),
        ("Edinburgh International Film Festival", "GB"),
        ("Galway Film Fleadh", "IE"),
        ("Sydney Film Festival", "AU"),
    ],
)
def test_a_premiere_at_a_city_s_festival_is_in_its_country(festival: str, territory: str) -> None:
    found = page(INTRO, f"The Tide Table had its world premiere at the {festival} on 20 February.")
    (release,) = found.films[0].releases
    assert (release.territory, release.date, release.kind) == (territory, "2024-02-20", 1)


def test_figures_released_on_a_day_are_no_film() -> None:
    found = page(INTRO, "Final figures are released on Monday for U.S. and Canadian theaters.")
    assert not any(film.releases for film in found.films)
