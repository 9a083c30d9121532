"""Films as others give and take them: schema.org, iCalendar, TMDB and Wikidata answers."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matinee.films.exports import movie
from matinee.films.feeds import icalendar
from matinee.films.imports import UnknownLayout, read, take_in
from matinee.films.known import find_or_make_film
from matinee.films.models import Film
from tests.films.factories import a_film, opens

pytestmark = pytest.mark.django_db

TMDB = {
    "title": "Salt Road", "release_date": "2026-02-14", "runtime": 104, "overview": "A lake.",
    "credits": {
        "cast": [{"name": "Teo Brandt", "character": "", "order": 1},
                 {"name": "Mara Quill", "character": "Ines", "order": 0}],
        "crew": [{"name": "Rosa Lind", "job": "Director"}, {"name": "Rosa Lind", "job": "Writer"},
                 {"name": "Jo Bell", "job": "Best Boy"}],
    },
    "release_dates": {"results": [{"iso_3166_1": "GB", "release_dates": [
        {"release_date": "2026-09-01T00:00:00.000Z", "type": 3, "note": "again"},
        {"release_date": "2026-03-06T00:00:00.000Z", "type": 3, "note": ""},
        {"release_date": "2026-02-14T00:00:00.000Z", "type": 1, "note": "Harbour"},
    ]}]},
}  # fmt: skip


def row(**cells: str) -> dict[str, dict[str, str]]:
    return {key: {"type": "literal", "value": value} for key, value in cells.items()}


WIKIDATA = {
    "head": {"vars": []},
    "results": {"bindings": [
        row(film="Q1", filmLabel="Salt Road", publicationDate="2026-02-14T00:00:00Z",
            directorLabel="Rosa Lind", castLabel="Mara Quill", characterLabel="Ines",
            releaseDate="2026-03-06T00:00:00Z", country="GB", duration="104",
            basedOnLabel="The Dry Lake", basedOnAuthorLabel="Hanna Berg"),
        row(film="Q1", filmLabel="Salt Road", castLabel="Teo Brandt", directorLabel="Rosa Lind",
            releaseDate="2026-04-10T00:00:00Z", country="US"),
        row(film="Q2", filmLabel="Night Ferry"),
    ]},
}  # fmt: skip


def test_a_tmdb_answer_gives_the_film_its_people_and_first_dates():
    (film,) = take_in(json.dumps(TMDB), source="tmdb.json")
    assert (film.title, film.year, film.running_time) == ("Salt Road", 2026, 104)
    assert film.directors == ["Rosa Lind"]
    assert [c.person.name for c in film.credits.filter(role="cast")] == ["Mara Quill", "Teo Brandt"]
    assert film.release_for("GB").said() == "6 March 2026"
    assert film.releases.get(kind=1).note == "Harbour"


def test_a_wikidata_answer_joins_the_rows_of_one_film():
    films = take_in(json.dumps(WIKIDATA))
    assert [f.title for f in films] == ["Salt Road", "Night Ferry"]
    film = films[0]
    assert {c.person.name for c in film.credits.filter(role="cast")} == {"Mara Quill", "Teo Brandt"}
    assert (film.source_title, film.source_author) == ("The Dry Lake", "Hanna Berg")
    assert film.release_for("GB").said() == "6 March 2026"
    assert film.release_for("US").said() == "10 April 2026"


def test_the_same_answer_twice_doubles_nothing():
    for _ in range(2):
        take_in(json.dumps(TMDB))
    film = Film.objects.get()
    assert (film.credits.count(), film.releases.count()) == (4, 2)


@pytest.mark.parametrize("text", ["not json", "{}", "[]", '{"results": []}', "3"])
def test_another_kind_of_file_is_refused_in_words(text):
    with pytest.raises(UnknownLayout, match=r"This is not JSON|No film is in this file"):
        read(text)


def test_the_command_takes_a_file_and_says_what_came(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(TMDB), encoding="utf-8")
    out = StringIO()
    call_command("films", "import", str(path), stdout=out)
    assert out.getvalue().strip() == "Salt Road (2026): 4 credits, 2 releases"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("films", "import", str(tmp_path / "none.json"))


def test_schema_org_s_movie_has_its_released_events_at_the_precision_known(client):
    film = find_or_make_film(
        {"title": "Salt Road", "year": 2026, "directors": ["Rosa Lind"],
         "cast": [{"person": "Mara Quill", "character": "Ines"}],
         "based_on": {"title": "The Dry Lake", "author": "H. Berg", "year": 1974, "form": "novel"}}
    )  # fmt: skip
    opens(film, "GB", "2026-03-06")
    opens(film, "FR", "2026-05-01", precision="month")
    told = movie(film, "https://f.example/films/salt-road-2026/")
    events = {e["location"]["identifier"]: e["startDate"] for e in told["releasedEvent"]}
    assert events == {"GB": "2026-03-06", "FR": "2026-05"}
    assert told["actor"][0]["characterName"] == "Ines"
    assert told["isBasedOn"]["@type"] == "Book"
    answer = client.get("/films/salt-road-2026/movie.json")
    assert answer.headers["Content-Type"].startswith("application/ld+json")
    assert answer.json()["name"] == "Salt Road"


def test_absent_facts_are_left_out():
    assert set(movie(a_film(year=None))) == {"@context", "@type", "name"}


def test_the_feed_is_icalendar_with_folded_lines_and_all_day_events(client):
    film = a_film("A Very Long Title; with marks, and é" + "x" * 60)
    opens(film, "GB", "2026-03-06")
    opens(a_film("Loose"), "GB", "2026-05-01", precision="month")
    text = client.get("/releases/GB/calendar.ics").content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:A Very Long Title\\; with marks\\, and é" in whole
    assert "DTSTART;VALUE=DATE:20260306\r\nDTEND;VALUE=DATE:20260307" in whole
    assert "DTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20260601" in whole
    assert whole.count("STATUS:TENTATIVE") == 1


def test_an_event_keeps_its_identity_between_fetches():
    release = opens(a_film(), "GB", "2026-03-06")
    one = icalendar([release], name="x", root="https://f.example:8000")
    assert f"UID:release-{release.pk}@f.example" in one
