"""TMDB's and Wikidata's answers, as files: what is taken, what is left, and what never breaks."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.films.imports import UnknownLayout, bring, read, take_in
from matinee.films.models import Credit, Film, Person, Release
from matinee.publication.models import Publication, Territory
from tests.films.factories import a_film, a_territory, opens

pytestmark = pytest.mark.django_db


def dated(day: str, kind: int = 3, **more: str) -> dict[str, Any]:
    return {"release_date": f"{day}T00:00:00.000Z", "type": kind, "note": "", **more}


TMDB: dict[str, Any] = {
    "id": 77, "title": "Salt Road", "release_date": "2026-02-14", "runtime": 104,
    "overview": "A lake.",
    "credits": {
        "cast": [{"name": "Mara Quill", "character": "Ines", "order": 0},
                 {"name": "Teo Brandt", "character": "", "order": 1}],
        "crew": [{"name": "Rosa Lind", "job": "Director"},
                 {"name": "Rosa Lind", "job": "Screenplay"}],
    },
    "release_dates": {"results": [
        {"iso_3166_1": "GB", "release_dates": [
            dated("2026-02-14", 1, note="Harbour"), dated("2026-03-06", 3, certification="15"),
            dated("2026-03-01", 2), dated("2026-06-01", 4), dated("2026-07-01", 5),
            dated("2026-12-24", 6)]},
        {"iso_3166_1": "DK", "release_dates": [dated("2026-04-02")]},
    ]},
}  # fmt: skip


def item(number: str) -> dict[str, Any]:
    value = {"entity-type": "item", "id": number, "numeric-id": int(number[1:])}
    return {"snaktype": "value", "datavalue": {"type": "wikibase-entityid", "value": value}}


def moment(day: str, precision: int) -> dict[str, Any]:
    value = {"time": f"+{day}T00:00:00Z", "precision": precision, "timezone": 0}
    return {"snaktype": "value", "datavalue": {"type": "time", "value": value}}


def claim(snak: dict[str, Any], rank: str = "normal", **qualifiers: Any) -> dict[str, Any]:
    return {"mainsnak": snak, "rank": rank, "qualifiers": {k: [v] for k, v in qualifiers.items()}}


def named(number: str, name: str, **claims: Any) -> dict[str, Any]:
    return {"id": number, "labels": {"en": {"language": "en", "value": name}}, "claims": claims}


TITLE = {"snaktype": "value", "datavalue": {"value": {"text": "Salt Road", "language": "en"}}}
WIKIDATA: dict[str, Any] = {
    "entities": {
        "Q900": {"id": "Q900", "labels": {}, "claims": {
            "P31": [claim(item("Q11424"))],
            "P1476": [claim(TITLE)],
            "P57": [claim(item("Q901"))],
            "P161": [claim(item("Q902"), P453=item("Q903")), claim(item("Q999"))],
            "P144": [claim(item("Q904"))],
            "P2047": [claim({"datavalue": {"value": {
                "amount": "+104", "unit": "http://www.wikidata.org/entity/Q7727"}}})],
            "P577": [
                claim(moment("2026-03-06", 11), P291=item("Q145")),
                claim(moment("2026-05-00", 10), P291=item("Q142")),
                claim(moment("2027-00-00", 9), P291=item("Q30")),
                claim(moment("2026-01-01", 11), "deprecated", P291=item("Q27")),
                claim(moment("2026-02-14", 11)),
                claim(moment("2026-08-01", 11), P291=item("Q145"), P437=item("Q723685")),
                claim(moment("2020-00-00", 8), P291=item("Q183")),
            ]}},
        "Q901": named("Q901", "Rosa Lind"),
        "Q902": named("Q902", "Mara Quill"),
        "Q903": named("Q903", "Ines"),
        "Q904": named("Q904", "The Dry Lake", P31=[claim(item("Q571"))], P1476=[claim(TITLE)],
                      P50=[claim(item("Q905"))], P577=[claim(moment("1974-00-00", 9))]),
        "Q905": named("Q905", "Hanna Berg", P31=[claim(item("Q5"))]),
    }
}  # fmt: skip


def told(film: Film) -> set[tuple[str, int, str, str]]:
    return {(r.territory_id, r.kind, r.date.isoformat(), r.precision) for r in film.releases.all()}


def everything() -> str:
    return serializers.serialize(
        "json",
        [row for model in (Film, Person, Credit, Release, Territory) for row in
         model.objects.order_by("pk")],
    )  # fmt: skip


def test_tmdb_numbers_the_six_kinds_as_we_do():
    (film,) = take_in(json.dumps(TMDB), source="a.json")
    assert told(film) == {
        ("GB", 1, "2026-02-14", "day"), ("GB", 2, "2026-03-01", "day"),
        ("GB", 3, "2026-03-06", "day"), ("GB", 4, "2026-06-01", "day"),
        ("GB", 5, "2026-07-01", "day"), ("GB", 6, "2026-12-24", "day"),
        ("DK", 3, "2026-04-02", "day"),
    }  # fmt: skip
    assert [r.label for r in Release.Kind] == [
        "Premiere", "Limited", "Theatrical", "Digital", "Physical", "Television",
    ]  # fmt: skip
    assert film.releases.get(kind=1).source == "TMDB 77, a.json"
    assert film.releases.get(kind=1).note == "Harbour"
    assert film.certificate == "15"  # the publication's own territory's
    denmark = Territory.objects.get(code="DK")
    assert (denmark.name, denmark.time_zone) == ("Denmark", "Europe/Copenhagen")


def test_wikidata_s_entity_has_its_dates_at_the_precision_that_it_gives():
    (film,) = take_in(json.dumps(WIKIDATA))
    assert (film.title, film.year, film.running_time) == ("Salt Road", 2026, 104)
    assert told(film) == {
        ("GB", 3, "2026-03-06", "day"), ("FR", 3, "2026-05-01", "month"),
        ("US", 3, "2027-01-01", "year"), ("GB", 4, "2026-08-01", "day"),
    }  # fmt: skip
    assert film.release_for("FR").said() == "May 2026"
    assert film.release_for("US").said() == "2027"
    assert film.release_for("IE") is None


def test_wikidata_s_people_have_the_names_that_the_file_holds():
    (brought,) = bring(json.dumps(WIKIDATA))
    film = brought.film
    assert film.directors == ["Rosa Lind"]
    part = film.credits.get(role="cast")
    assert (part.person.name, part.character) == ("Mara Quill", "Ines")
    assert (film.source_title, film.source_author) == ("The Dry Lake", "Hanna Berg")
    assert any("Q999" in words for words in brought.said)
    assert Film.objects.count() == 1  # neither the book nor anybody in it


def test_a_single_entity_without_the_others_is_a_film_whose_people_are_asked_for():
    (brought,) = bring(json.dumps(WIKIDATA["entities"]["Q900"]))
    assert brought.film.title == "Salt Road"
    assert brought.film.credits.count() == 0
    assert "ids=Q901|" in brought.said[0]


@pytest.mark.parametrize("answer", [TMDB, WIKIDATA], ids=["tmdb", "wikidata"])
def test_the_same_file_again_changes_nothing(answer):
    take_in(json.dumps(answer), source="a.json")
    before = everything()
    (again,) = bring(json.dumps(answer), source="b.json")
    assert everything() == before
    assert (again.new, again.added, again.moved) == (False, [], [])


def test_both_catalogues_tell_of_one_film():
    take_in(json.dumps(TMDB))
    (brought,) = bring(json.dumps(WIKIDATA))
    assert Film.objects.count() == 1
    assert {p.name for p in Person.objects.all()} == {"Rosa Lind", "Mara Quill", "Teo Brandt"}
    assert brought.film.releases.get(territory="GB", kind=4).said() == "1 June 2026"
    assert brought.said[0] == (
        "United Kingdom, digital: TMDB’s date stays, 1 June 2026. The file says 1 August 2026."
    )
    assert {r.territory_id for r in brought.added} == {"FR", "US"}


def test_a_surer_date_of_another_catalogue_is_taken():
    take_in(json.dumps(WIKIDATA))
    surer = json.loads(json.dumps(TMDB).replace('"DK"', '"FR"'))
    (brought,) = bring(json.dumps(surer))
    assert brought.film.release_for("FR").said() == "2 April 2026"
    assert [r.source for r in brought.moved] == ["TMDB 77"]


def test_a_newer_answer_moves_a_catalogue_s_date():
    (film,) = take_in(json.dumps(TMDB))
    newer = json.loads(json.dumps(TMDB).replace("2026-03-06", "2026-03-13"))
    (brought,) = bring(json.dumps(newer))
    assert [r.said() for r in brought.moved] == ["13 March 2026"]
    assert film.release_for("GB").said() == "13 March 2026"


def test_a_looser_date_moves_nothing():
    (film,) = take_in(json.dumps(TMDB))
    loose = deepcopy(WIKIDATA)
    loose["entities"]["Q900"]["claims"]["P577"] = [
        claim(moment("2028-00-00", 9), P291=item("Q145"))
    ]
    loose["entities"]["Q900"]["claims"]["P577"].append(claim(moment("2026-00-00", 9)))
    take_in(json.dumps(loose))
    assert film.release_for("GB").said() == "6 March 2026"


def test_the_newsroom_s_own_date_stays_and_the_difference_is_said():
    film = a_film()
    opens(film, "GB", "2026-03-20")
    (brought,) = bring(json.dumps(TMDB))
    assert film.release_for("GB").said() == "20 March 2026"
    assert brought.said == [
        "United Kingdom, theatrical: your own date stays, 20 March 2026. "
        "The file says 6 March 2026."
    ]


def test_only_kept_territories_where_that_is_asked():
    a_territory("GB")
    (brought,) = bring(json.dumps(TMDB), kept_only=True)
    assert {r.territory_id for r in brought.added} == {"GB"}
    assert brought.said == ["Left out, since you keep no such territory: DK."]
    assert not Territory.objects.filter(code="DK").exists()


def test_no_certificate_but_home_s():
    publication = Publication.load()
    publication.default_territory = "DK"
    publication.save()
    assert take_in(json.dumps(TMDB))[0].certificate == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "This is not JSON"),
        ("[" * 100_000, "nested too deep|not JSON"),
        ("null", "No film is in this file"),
        ('{"a": 1}', "No film is in this file"),
        ('{"title": 5}', "No film is in this file"),
        ('{"success": false, "status_message": "Invalid API key"}', "saying no.*Invalid API key"),
        ('{"name": "S", "first_air_date": "2020-01-01"}', "about a series"),
        ('{"error": {"code": "no-such-entity", "info": "No Q0"}}', "saying no.*No Q0"),
        ('{"entities": {"Q1": {"id": "Q1", "missing": ""}}}', "No film is among the entities"),
        ('{"id": "Q1", "statements": {}}', "REST interface"),
        (json.dumps({"entities": {"Q5": named("Q5", "A", P31=[claim(item("Q5"))])}}), "No film"),
        ('{"results": {"bindings": []}}', "No film is in this file"),
    ],
)
def test_what_is_no_film_is_refused_in_words(text, said):
    with pytest.raises(UnknownLayout, match=said):
        bring(text)
    assert not Film.objects.exists()


def test_what_is_odd_within_a_film_is_passed_over():
    odd = deepcopy(TMDB)
    odd["runtime"] = 10**30
    odd["release_date"] = "soon"
    odd["title"] = "Salt\x00 Road\ud800 " + "x" * 400
    odd["credits"]["cast"] += [None, {"name": None}, {"name": "\x07"}, {"order": "x", "name": "A"}]
    odd["release_dates"]["results"] += [
        7, {"iso_3166_1": "ZZZ", "release_dates": [dated("2026-01-01")]},
        {"iso_3166_1": "US", "release_dates": [
            dated("2026-02-30"), dated("0001-01-01"), dated("2026-01-01", 9), {}, "x"]},
    ]  # fmt: skip
    (film,) = take_in(json.dumps(odd))
    assert len(film.title) == 250 and film.title.startswith("Salt Road x")
    assert (film.year, film.running_time) == (None, None)
    assert {r.territory_id for r in film.releases.all()} == {"GB", "DK"}
    assert take_in(json.dumps(odd)) == [film]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["2026-01-01", "+2026-00-00T00:00:00Z", "Q145", "GB", "title", "normal"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.text(max_size=6)
        | st.sampled_from(["title", "results", "bindings", "entities", "claims", "labels", "P577",
                           "credits", "release_dates", "cast", "crew", "error", "film"]),
        inner, max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list)
        else ()
    ):  # fmt: skip
        found += places(inner, (*path, key))
    return found


@st.composite
def spoilt(draw) -> Any:
    """A good answer with a few of its members replaced by anything."""
    answer = deepcopy(draw(st.sampled_from([TMDB, WIKIDATA])))
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from(places(answer)))
        inner = answer
        for key in way:
            inner = inner[key]
        inner[last] = draw(ANY)
    return answer


def taken(text: str) -> None:
    try:
        read(text)
    except UnknownLayout as error:
        assert str(error)


@given(ANY)
@settings(max_examples=300)
def test_any_json_is_read_or_refused(answer):
    taken(json.dumps(answer))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    taken(text)


@given(spoilt())
@settings(max_examples=300)
def test_a_spoilt_answer_is_read_or_refused(answer):
    taken(json.dumps(answer))


@given(spoilt())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_spoilt_answer_is_written_down_twice_the_same(answer):
    try:
        bring(json.dumps(answer))
    except UnknownLayout:
        return
    before = everything()
    bring(json.dumps(answer))
    assert everything() == before


def test_the_command_says_what_came_and_what_did_not(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(WIKIDATA), encoding="utf-8")
    out = StringIO()
    call_command("films", "import", str(path), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "Salt Road (2026): 2 credits, 4 releases"
    assert "ids=Q999" in lines[1]
    out = StringIO()
    call_command("films", "import", "--json", str(path), stdout=out)
    line = json.loads(out.getvalue())
    assert (line["new"], line["releases_added"], line["releases_moved"]) == (False, 0, 0)


def test_the_command_refuses_in_one_line(tmp_path):
    for content, said in (
        (b"\xff\xfe", "not UTF-8"), (b"{}", "No film is in this file"), (b"{", "not JSON"),
    ):  # fmt: skip
        path = tmp_path / "b.json"
        path.write_bytes(content)
        with pytest.raises(CommandError, match=said):
            call_command("films", "import", str(path))


def test_the_command_says_what_is_out_and_coming():
    opens(a_film("Now"), "GB", "2026-03-06")
    opens(a_film("Loose"), "GB", "2026-04-01", precision="month")
    out = StringIO()
    call_command("films", "opening", "gb", "--on", "2026-03-11", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert [line["title"] for line in found["out"]] == ["Now"]
    assert [(line["title"], line["precision"]) for line in found["coming"]] == [("Loose", "month")]
    assert date.fromisoformat(found["first"]) == date(2026, 3, 6)
    with pytest.raises(CommandError, match="No releases are kept for QQ"):
        call_command("films", "opening", "qq")
