"""Releases that name no territory in so many words: nationwide, in cities, on a country's channel."""

from __future__ import annotations

from datetime import date

import pytest

from matinee.stories.intake.found import Found
from matinee.stories.intake.homes import own_country
from matinee.stories.intake.readers import read_text
from tests.intake.pages import page

INTRO = "The Tide Table is a drama directed by Maeve Cullinane, about a harbour master."


def told(found: Found) -> list[str]:
    return [
        f"{f.title}: {r.territory} {r.date} {r.precision}" for f in found.films for r in f.releases
    ]


def dates(*paragraphs: str) -> list[str]:
    return [line.removeprefix("The Tide Table: ") for line in told(page(INTRO, *paragraphs))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Tide Table goes out in North America on 12 April.",
            ["US 2024-04-12 day", "CA 2024-04-12 day"],
        ),
        (
            "Bay Films, which handles the picture in the UK and Ireland, is keeping to 12 April.",
            ["GB 2024-04-12 day", "IE 2024-04-12 day"],
        ),
        ("The Tide Table will play exclusively in New York from 12 April.", ["US 2024-04-12 day"]),
        ("It opens in Toronto, Calgary and Ottawa on 12 April.", ["CA 2024-04-12 day"]),
        ("It opens this Friday in Dublin and Cork.", ["IE 2024-03-08 day"]),
        (
            "It opens in Dublin and Cork on Friday; the rest of the country gets it on 12 April.",
            ["IE 2024-03-08 day", "IE 2024-04-12 day"],
        ),
        ("The Tide Table opens nationally on Australia Day 2025.", ["AU 2025-01-26 day"]),
        ("It comes to BBC iPlayer on 12 April.", ["GB 2024-04-12 day"]),
        (
            "It opens in Ireland on Friday, and hits Hulu on 12 April.",
            ["IE 2024-03-08 day", "US 2024-04-12 day"],
        ),
        ("It streams in Ireland and the UK on Crave from 12 April.", ["IE 2024-04-12 day", "GB 2024-04-12 day"]),
        ("The film's maker goes to a festival in Toronto. It opens on 12 April.", []),
        ("It was shot in Melbourne and opens on 12 April.", []),
        ("It opens the London Film Festival on 12 October.", []),
        ("The Tide Table opens in Latin America on 12 April.", []),
        ("The Tide Table opens in Northern Ireland on 12 April.", ["GB 2024-04-12 day"]),
        (
            "It opens in Canada on 12 April, and an American release is planned for the same month.",
            ["CA 2024-04-12 day", "US 2024-04-01 month"],
        ),
        ("It was picked up for the US by Bay, which will give it a short run from 12 April.", ["US 2024-04-12 day"]),
        ("Readers in Canada: 12 April.", ["CA 2024-04-12 day"]),
        ("New Zealand: 12 April.", ["NZ 2024-04-12 day"]),
        ("The Tide Table – 12 April (Ireland and UK)", ["IE 2024-04-12 day", "GB 2024-04-12 day"]),
        ("The Tide Table (was 12 April) opens in the UK on 19 April.", ["GB 2024-04-19 day"]),
    ],
)  # fmt: skip
def test_whose_a_date_is_may_be_told_in_many_ways(sentence: str, expected: list[str]) -> None:
    assert dates(sentence) == expected


AMERICAN = (
    "The moviegoers of Toledo, Ohio, stood in line at 7 p.m. PT for one of the last movie theaters "
    "between Chicago and Seattle, and Mom paid."
)
IRISH = "Tickets are €9, RTÉ was there, and so was half of Galway, Mayo and Connemara."
BRITISH = "Tickets are £9, the BBC was there, and so was half of Hull, Leeds and Sheffield."


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (AMERICAN, ["US 2024-04-12 day"]),
        (IRISH, ["IE 2024-04-12 day"]),
        (BRITISH, ["GB 2024-04-12 day"]),
        (f"{IRISH} {BRITISH}", []),
        ("Nothing here tells where it is.", []),
    ],
)
def test_nationwide_means_the_country_that_the_page_is_of(about: str, expected: list[str]) -> None:
    assert dates(about, "It is out nationwide on 12 April.") == expected
    assert dates(about, "It is released in cinemas around the country on 12 April.") == expected


def test_a_page_is_of_no_country_by_what_its_story_is_about() -> None:
    """An American film set in Canada makes no Canadian page."""
    assert own_country("It was shot in Toronto, Vancouver and Calgary by a Canadian.") is None


def test_a_story_about_one_countrys_dates_says_whose_they_are() -> None:
    found = page(
        "Bay Street Pictures has set U.S. release dates for two of its titles.",
        "First comes “The Tide Table,” a drama from director Maeve Cullinane, which gets a limited "
        "release on May 7, expanding nationwide on May 21.",
        "“Low Water,” a comedy directed by Ann Lee, opens in Canada on June 4. A date in other "
        "places has yet to be set.",
    )
    assert told(found) == [
        "The Tide Table: US 2024-05-07 day",
        "The Tide Table: US 2024-05-21 day",
        "Low Water: CA 2024-06-04 day",
    ]


CALENDAR = """Every film coming to Australian cinemas this winter
By Ann Other
2 June 2025

It is cold, and cinemas are warm. Here is what they have until the end of August.

A Lantern for Ada (5 June)
Ann Lee directs a drama about two lifeguards. Rated PG. New Zealand: 12 June.

The Hollow Crown (19 June, with previews from 14 June)
A comedy from director Max Porter. The Yanks get it first, on June 13, and Britain not till July 8.

Low Water (3 July)
An icy thriller directed by Maeve Cullinane. It is already out on digital in the States.
"""


def test_a_calendar_for_one_country_gives_its_dates() -> None:
    found = read_text(CALENDAR, today=date(2025, 6, 2))
    assert told(found) == [
        "A Lantern for Ada: AU 2025-06-05 day",
        "A Lantern for Ada: NZ 2025-06-12 day",
        "The Hollow Crown: AU 2025-06-19 day",
        "The Hollow Crown: US 2025-06-13 day",
        "The Hollow Crown: GB 2025-07-08 day",
        "Low Water: AU 2025-07-03 day",
    ]


def test_a_calendar_for_no_country_gives_none() -> None:
    found = read_text(CALENDAR.replace("Australian cinemas", "cinemas"), today=date(2025, 6, 2))
    assert {line.partition(": ")[2] for line in told(found)} == {
        "NZ 2025-06-12 day",
        "US 2025-06-13 day",
        "GB 2025-07-08 day",
    }


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("The first film makes its U.K. debut on Shudder on March 24.", "GB 2024-03-24 day"),
        ("It will be released in the UK on 26 December.", "GB 2025-12-26 day"),
    ],
)
def test_a_day_of_the_weeks_to_come_is_of_this_year(second: str, expected: str) -> None:
    found = dates(f"It will be released in Canada on Nov. 8, 2025. {second}")
    assert found[-1] == expected


def test_the_nearest_word_before_a_date_tells_its_kind() -> None:
    found = page(
        INTRO, "It opens Friday in the UK and 12 April in Australia, and hits Peacock on 1 May."
    )
    assert [(r.territory, r.kind) for r in found.films[0].releases] == [
        ("GB", 3),
        ("AU", 3),
        ("US", 4),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is on Netflix from 12 April everywhere but France.", []),
        ("It opens on 12 April in the whole world excluding the UK and Ireland.", []),
        ("It opens in the UK on Good Friday.", ["GB 2024-03-29 day"]),
        ("It opens in Ireland on Easter Monday.", ["IE 2024-04-01 day"]),
        ("It opens in the UK on Easter Sunday 2025.", ["GB 2025-04-20 day"]),
        ("It is out in the US on Black Friday.", []),
        (
            "It has been out in Germany since 1 February; the UK gets it on 12 April.",
            ["DE 2024-02-01 day", "GB 2024-04-12 day"],
        ),
        ("It opens today in Toronto.", ["CA 2024-03-05 day"]),
        ("The film opens in the whole of Latin America on 12 April.", []),
    ],
)
def test_places_left_out_and_days_that_move(sentence: str, expected: list[str]) -> None:
    assert dates(sentence) == expected


def test_what_was_shown_on_television_may_be_released_in_cinemas() -> None:
    found = page(
        INTRO, "The film, which was on BBC Two last year, is released in Ireland on 12 April."
    )
    assert [(r.territory, r.kind) for r in found.films[0].releases][-1] == ("IE", 3)


DAYS = """Every film coming to {where} in April 2024
By Ann Other
5 March 2024

Clear your diary, or the part of it that you keep for the dark. Here is all that we know about so far.

Friday 5 April

Seahouses Ahoy
Director Ellie Marr sends two comedians out in a boat that neither can row, in a comedy of weather.

Friday 12 April

The Long Goodnight
A night porter falls asleep and the hotel carries on without him. Paul Ferris directs it slowly.

Magnolia Road
A street in Leeds is to be knocked down in this documentary by Ines Bell, who grew up in it once.
"""


def test_films_under_a_day_open_on_it() -> None:
    assert set(told(read_text(DAYS.format(where="UK cinemas")))) >= {
        "The Long Goodnight: GB 2024-04-12 day",
        "Magnolia Road: GB 2024-04-12 day",
    }
    assert told(read_text(DAYS.format(where="cinemas"))) == []


def test_nationally_is_here_though_another_country_follows() -> None:
    found = dates(
        "It is made by Salt Pictures Pty Ltd of Sydney, Australia, with money from Brisbane.",
        "It will be released nationally on 20 June, with a New Zealand release to follow on 4 July.",
    )
    assert found == ["AU 2024-06-20 day", "NZ 2024-07-04 day"]
