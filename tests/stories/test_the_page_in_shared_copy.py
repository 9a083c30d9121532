"""What `matinee intake` makes stand in Matinee from a real page of copy, row by row.

The page is looked at by its facts and its spans; its sentences are not repeated here.
"""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from matinee.films.models import Film
from matinee.newsletters.models import Newsletter
from matinee.stories.copies import Quote
from matinee.stories.pages import StoryPage

SHARED = sorted((Path(__file__).parents[3] / "shared" / "copy").glob("*.txt"))
FURNITURE = ("valid email", "SIGN UP", "privacy notice", "Thanks for signing", "would like to be")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHARED, reason="../shared/copy is absent: its page is not read here"),
]


def intake(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("intake", *arguments, "--json", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


@pytest.fixture
def told() -> dict[str, Any]:
    return intake(str(SHARED[0]))


@pytest.fixture
def story(told) -> StoryPage:
    return StoryPage.objects.get(pk=told["story_id"])


@pytest.fixture
def published() -> StoryPage:
    told = intake(str(SHARED[0]), "--publish", "--accept")
    return StoryPage.objects.get(pk=told["story_id"])


def words(story: StoryPage) -> str:
    return " ".join(str(b.value) for b in story.body if b.block_type == "paragraph")


def test_the_date_line_is_the_day_of_publication(story):
    assert story.published_on == date(2023, 12, 12)


def test_the_furniture_is_off_the_story_and_whole(told, story):
    assert {piece["kind"] for piece in told["furniture"]} == {"signup"}
    for phrase in FURNITURE:
        assert phrase not in words(story)
        assert any(phrase in piece["text"] for piece in told["furniture"])


def test_the_furniture_is_read_as_a_newsletter_and_proposed(story):
    proposal = story.proposals.get(kind="newsletter")
    assert proposal.is_open
    read = proposal.data
    assert read["name"] == "The Life Cinematic"
    assert (read["cadence"], read["free"], read["author"]) == ("weekly", True, "Clarisse Loughrey")
    assert read["publisher"] == "The Independent"
    assert read["consent"].endswith("from The Independent.")
    assert all(read[key] for key in ("privacy", "error", "thanks"))
    assert not Newsletter.objects.exists()


def test_accepted_the_newsletter_still_waits_to_be_opened(published):
    made = Newsletter.objects.get()
    assert made.state == Newsletter.State.PROPOSED
    assert published.newsletter == made


def test_the_body_is_whole_and_in_order_with_nothing_of_the_picture_line(told, story):
    copy = SHARED[0].read_text(encoding="utf-8")
    lines = [line.strip() for line in copy.split("\n") if line.strip()][1:]
    said = [line for line in lines if "via AP)" not in line]
    body = [re.sub("<[^>]+>", "", str(b.value)) for b in story.body if b.block_type == "paragraph"]
    assert [b.replace("&amp;", "&") for b in body] == said
    for item in told["story"]["body"]:
        assert copy[item["start"] : item["end"]] == item["text"]


def test_the_picture_line_is_a_picture_with_its_credit(story):
    picture = next(b.value for b in story.body if b.block_type == "picture")
    assert picture["credit"] == "Parisa Taghizadeh/ Searchlight Pictures via AP"
    proposal = story.proposals.get(kind="picture")
    assert {"name": "Andrew Scott", "position": "left"} in [
        {key: person[key] for key in ("name", "position")} for person in proposal.data["people"]
    ]


def test_the_doubled_word_is_pointed_out_and_not_mended(story):
    note = next(p for p in story.proposals.filter(kind="note") if p.data["kind"] == "doubled-word")
    assert note.words == "and and"
    picture = next(b.value for b in story.body if b.block_type == "picture")
    assert "and and" in picture["caption"]


def test_quotes_have_the_right_speakers_by_full_name(published):
    speakers = list(Quote.objects.filter(story=published).values_list("speaker", flat=True))
    assert set(speakers) == {"Paul Mescal", "Andrew Haigh"}
    assert speakers.count("Andrew Haigh") == 1
    assert speakers.count("Paul Mescal") >= 5


def test_a_quote_knows_where_it_was_said(published):
    places = set(Quote.objects.filter(story=published).values_list("where_said", flat=True))
    assert any("Actors on Actors" in place for place in places)


def test_the_headline_is_a_proposal_and_holds_publishing_up(story):
    assert not story.headline_accepted
    assert story.proposals.get(kind="headline").is_open
    with pytest.raises(CommandError, match="its headline is only proposed"):
        intake(str(SHARED[0]), "--publish")
    assert not StoryPage.objects.get(pk=story.pk).live


def test_a_headline_given_on_the_command_line_publishes():
    told = intake(str(SHARED[0]), "--publish", "--headline", "A tender film, says its star")
    story = StoryPage.objects.get(pk=told["story_id"])
    assert (story.live, story.title) == (True, "A tender film, says its star")


def test_the_film_has_its_director_cast_and_source(published):
    film = published.films.get()
    assert film.title == "All of Us Strangers"
    assert film.directors == ["Andrew Haigh"]
    cast = {c.person.name: c.character for c in film.credits.filter(role="cast")}
    assert cast["Andrew Scott"] == "Adam"
    assert cast["Paul Mescal"] == "Harry"
    assert (film.source_title, film.source_author) == ("Strangers", "Taichi Yamada")
    assert (film.source_year, film.source_form) == (1987, "novel")


def test_the_releases_are_two_and_the_inferred_year_is_marked(published):
    film = Film.objects.get()
    american, british = film.release_for("US"), film.release_for("GB")
    assert (american.date, american.kind, american.inferred) == (date(2023, 12, 22), 3, "year")
    assert (british.date, british.kind, british.inferred) == (date(2024, 1, 26), 3, "")
    assert film.releases.count() == 2


def test_people_have_their_ages_and_their_paragraph(story):
    people = {p.data["name"]: p.data for p in story.proposals.filter(kind="person")}
    assert people["Paul Mescal"]["age"] == 27
    assert people["Andrew Scott"]["age"] == 47
    assert people["Paul Mescal"]["paragraph"] == 0
    assert people["Andrew Scott"]["paragraph"] == 2


def test_every_proposal_with_a_place_points_into_the_copy(story):
    copy = SHARED[0].read_text(encoding="utf-8")
    assert story.raw_copy.text == copy
    placed = [p for p in story.proposals.all() if p.end]
    assert len(placed) > 12
    assert all(0 <= p.start < p.end <= len(copy) for p in placed)


def test_the_box_stands_between_paragraphs(story):
    kinds = [block.block_type for block in story.body]
    at = kinds.index("signup")
    assert (kinds[at - 1], kinds[at + 1]) == ("paragraph", "paragraph")
