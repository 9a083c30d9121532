"""What opens when: by territory, in cinema weeks, no more precise than it is known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from matinee.films import calendar
from matinee.publication.models import Publication
from tests.films.factories import a_film, a_territory, opens

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 3, 11)


def titles(found) -> list[str]:
    return [release.film.title for release in found]


def test_the_cinema_week_runs_from_friday_here_and_from_thursday_in_australia():
    assert calendar.week_of("GB", WEDNESDAY) == (date(2026, 3, 6), date(2026, 3, 12))
    assert calendar.week_of("AU", WEDNESDAY) == (date(2026, 3, 5), date(2026, 3, 11))


def test_out_this_week_is_this_territory_s_only():
    opens(a_film("Ours"), "GB", "2026-03-06")
    opens(a_film("Theirs"), "US", "2026-03-06")
    opens(a_film("Last week's"), "GB", "2026-03-05")
    opens(a_film("A month's"), "GB", "2026-03-01", precision="month")
    assert titles(calendar.out_this_week("GB", WEDNESDAY)) == ["Ours"]


def test_premieres_are_not_openings():
    opens(a_film(), "GB", "2026-03-06", kind=1)
    assert calendar.out_this_week("GB", WEDNESDAY) == []


def test_coming_begins_after_this_week_and_ends_where_asked():
    for n, day in enumerate(("2026-03-12", "2026-03-13", "2026-04-01", "2026-06-01")):
        opens(a_film(f"F{n}"), "GB", day)
    assert titles(calendar.coming("GB", WEDNESDAY, 30)) == ["F1", "F2"]


def test_a_loose_date_is_coming_until_its_span_is_over():
    opens(a_film("March"), "GB", "2026-03-01", precision="month")
    opens(a_film("February"), "GB", "2026-02-01", precision="month")
    opens(a_film("This year"), "GB", "2026-01-01", precision="year")
    assert titles(calendar.coming("GB", WEDNESDAY, 30)) == ["This year", "March"]


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        ("day", "2026-12-04", "2026-12-04"),
        ("month", "2026-12-01", "2026-12-31"),
        ("season", "2026-12-01", "2027-02-28"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_release_may_fall_on_any_day_of_its_span(precision, first, last):
    release = opens(a_film(), "GB", first, precision=precision)
    assert calendar.span(release) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_page_says_no_date_yet_and_never_another_territory_s_date(client):
    a_territory("GB")
    opens(a_film("Abroad Only"), "US", timezone.localdate().isoformat())
    page = client.get("/releases/GB/").content.decode()
    assert "No date yet in the United Kingdom" in page
    assert "Abroad Only" in page.split("No date yet in")[1]
    assert "No film that we know of opens in the United Kingdom this week." in page


def test_the_page_lists_this_week_and_what_is_coming(client):
    today = timezone.localdate()
    first, last = calendar.week_of("GB", today)
    opens(a_film("Now"), "GB", first.isoformat())
    opens(
        a_film("Soon"), "GB", date.fromordinal(last.toordinal() + 9).isoformat(), note="re-release"
    )
    page = client.get("/releases/GB/").content.decode()
    assert page.index("Out this week") < page.index("Now") < page.index("Soon")
    assert "re-release" in page


def test_the_calendar_s_home_is_the_publication_s_own_territory(client):
    assert client.get("/releases/").status_code == 200
    a_territory("GB")
    publication = Publication.load()
    publication.default_territory = "GB"
    publication.save()
    assert client.get("/releases/").headers["Location"] == "/releases/GB/"


def test_small_letters_are_put_right_and_unknown_places_are_not_found(client):
    a_territory("GB")
    assert client.get("/releases/gb/").headers["Location"] == "/releases/GB/"
    assert client.get("/releases/QQ/").status_code == 404


def test_a_season_stands_after_its_months_and_a_heading_stands_once():
    for title, day, precision in (
        ("A", "2026-03-01", "month"), ("B", "2026-03-01", "season"), ("C", "2026-03-27", "day"),
        ("D", "2026-01-01", "year"), ("E", "2026-05-08", "day"), ("F", "2026-12-18", "day"),
    ):  # fmt: skip
        opens(a_film(title), "GB", day, precision=precision)
    months = calendar.by_month(calendar.coming("GB", WEDNESDAY, 400))
    assert [(m.said, "".join(titles(m.releases))) for m in months] == [
        ("March 2026", "CA"), ("May 2026", "E"), ("Spring 2026", "B"), ("December 2026", "F"),
        ("2026", "D"),
    ]  # fmt: skip


def test_a_premiere_is_no_date_for_the_territory():
    film = a_film()
    opens(film, "GB", "2026-03-06", kind=1)
    assert list(calendar.undated("GB")) == [film]
    opens(film, "GB", "2026-05-01", kind=3, precision="month")
    assert list(calendar.undated("GB")) == []


def test_today_is_the_territory_s_own():
    sydney = a_territory("AU")
    sydney.time_zone = "Australia/Sydney"
    evening = datetime(2026, 3, 11, 22, 0, tzinfo=UTC)
    assert calendar.today(sydney, evening) == date(2026, 3, 12)
    assert calendar.today(a_territory("GB"), evening) == WEDNESDAY


def test_an_edition_s_outlook_is_its_territory_s_and_no_surer_than_is_known():
    opens(a_film("Ours"), "GB", "2026-03-06")
    opens(a_film("Theirs"), "US", "2026-03-06")
    opens(a_film("March"), "GB", "2026-03-01", precision="month")
    opens(a_film("Next"), "GB", "2026-03-13")
    week = calendar.outlook("GB", WEDNESDAY, 30)
    assert (week.first, week.last) == (date(2026, 3, 6), date(2026, 3, 12))
    assert titles(week.out) == ["Ours"]
    assert titles(week.coming) == ["March", "Next"]


def test_a_loose_date_is_marked_up_no_surer_than_it_is(client):
    year = timezone.localdate().year + 1
    opens(a_film("May"), "GB", f"{year}-05-01", precision="month")
    opens(a_film("Summer"), "GB", f"{year}-06-01", precision="season")
    page = client.get("/releases/GB/").content.decode()
    assert f"May {year}" in page and f"Summer {year}" in page
    assert page.count("No day yet") == 2
    assert f"{year}-05" not in page and f"{year}-06" not in page


@pytest.mark.parametrize(
    ("given", "precision", "kept", "said"),
    [
        ("2026-03-17", "day", "2026-03-17", "17 March 2026"),
        ("2026-03-17", "month", "2026-03-01", "March 2026"),
        ("2026-07-20", "season", "2026-06-01", "summer 2026"),
        ("2026-12-31", "season", "2026-12-01", "winter 2026"),
        ("2027-02-03", "season", "2026-12-01", "winter 2026"),
        ("2026-07-20", "year", "2026-01-01", "2026"),
    ],
)
def test_a_loose_date_is_kept_as_the_first_day_of_what_is_known(given, precision, kept, said):
    release = opens(a_film(), "GB", given, precision=precision)
    release.refresh_from_db()
    assert (release.date.isoformat(), release.said()) == (kept, said)


def test_many_films_without_a_date_are_counted_and_the_newest_named(client):
    a_territory("GB")
    for n in range(45):
        a_film(f"Film {n:02}", 1980 + n)
    page = client.get("/releases/GB/").content.decode()
    assert "Film 44" in page and "Film 04" not in page
    assert "and 5 more films" in page
