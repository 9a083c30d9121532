"""Drafting again keeps what an editor did; the next edition tells nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.editions import drafting, states
from matinee.editions.merging import Drafted, digest, merge
from matinee.editions.models import EditionPage
from matinee.newsletters.models import Newsletter
from matinee.stories.models import SectionPage, StoryPage
from tests.editions import newsroom

LATER = newsroom.NOW + timedelta(hours=5)


def edit(edition: EditionPage, change) -> None:  # type: ignore[no-untyped-def]
    """Change the raw body as the desk would, and save a revision."""
    newest = edition.latest()
    newest.body = drafting._stream(change(newest.body.get_prep_value()))
    newest.save_revision()


def new_story(
    title: str = "Hot off the press", *, after: timedelta = timedelta(hours=4)
) -> StoryPage:
    features = SectionPage.objects.get(slug="features")
    return newsroom.story(features, title, at=newsroom.NOW + after)


def titles(edition: EditionPage) -> list[str]:
    return [b.value["story"].title for b in edition.body if b.block_type in ("lead", "story")]


@pytest.mark.django_db
def test_the_open_draft_is_drafted_again_and_no_second_one_made() -> None:
    newsletter = newsroom.busy_week()
    first = drafting.draft(newsletter, now=newsroom.NOW)
    new_story()
    again = drafting.draft(newsletter, now=LATER)
    assert again.pk == first.pk
    assert "Hot off the press" in titles(again)


@pytest.mark.django_db
def test_a_written_letter_stays() -> None:
    newsletter = newsroom.busy_week()

    def write(body):  # type: ignore[no-untyped-def]
        body[0]["value"]["words"] = "<p>Dear you,</p>"
        return body

    edit(drafting.draft(newsletter, now=newsroom.NOW), write)
    new_story()
    again = drafting.draft(newsletter, now=LATER)
    assert "Dear you" in again.body[0].value["words"].source


@pytest.mark.django_db
def test_a_block_taken_away_does_not_come_back() -> None:
    newsletter = newsroom.busy_week()
    made = drafting.draft(newsletter, now=newsroom.NOW)
    edit(made, lambda body: [b for b in body if b["type"] != "quote"])
    for _ in range(2):
        again = drafting.draft(newsletter, now=LATER)
        assert "quote" not in [b.block_type for b in again.body]


@pytest.mark.django_db
def test_a_changed_order_and_added_blocks_stay() -> None:
    newsletter = newsroom.busy_week()
    made = drafting.draft(newsletter, now=newsroom.NOW)
    own = {"type": "text", "value": {"heading": "PS", "words": "<p>Mine.</p>"}, "id": "own"}

    def turn(body):  # type: ignore[no-untyped-def]
        return [own, *reversed(body)]

    edit(made, turn)
    before = [b.block_type for b in made.latest().body]
    again = drafting.draft(newsletter, now=newsroom.NOW)
    assert [b.block_type for b in again.body] == before


@pytest.mark.django_db
def test_a_changed_subject_stays_and_an_untouched_preheader_follows() -> None:
    newsletter = newsroom.busy_week()
    newest = drafting.draft(newsletter, now=newsroom.NOW).latest()
    newest.subject = "My own words"
    newest.save_revision()
    new_story("Aardvarks")
    again = drafting.draft(newsletter, now=LATER)
    assert again.subject == "My own words"
    assert again.title == "My own words"
    assert "Aardvarks" in again.preheader


@pytest.mark.django_db
def test_an_approved_edition_is_not_drafted_again() -> None:
    newsletter = newsroom.busy_week()
    states.approve(drafting.draft(newsletter, now=newsroom.NOW))
    with pytest.raises(drafting.DraftingError, match="approved already"):
        drafting.draft(newsletter, now=LATER)


def send(newsletter: Newsletter) -> EditionPage:
    made = states.start_sending(drafting.draft(newsletter, now=newsroom.NOW))
    return states.finish_sending(made)


@pytest.mark.django_db
def test_no_story_stands_in_two_editions_in_a_row() -> None:
    newsletter = newsroom.busy_week()
    first = send(newsletter)
    new_story()
    second = drafting.draft(newsletter, now=LATER)
    assert second.pk != first.pk
    assert second.number == 2
    assert titles(second) == ["Hot off the press"]


@pytest.mark.django_db
def test_after_an_edition_with_nothing_new_the_message_names_its_day() -> None:
    newsletter = newsroom.busy_week()
    send(newsletter)
    with pytest.raises(drafting.NothingToDraft, match="since the last edition"):
        drafting.draft(newsletter, now=LATER)


blocks = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)


@given(first=blocks, kept=st.data(), second=blocks)
def test_merging_never_loses_a_touched_block_nor_brings_back_a_removed_one(
    first: list[str], kept: st.DataObject, second: list[str]
) -> None:
    def proposed(keys: list[str], words: str) -> list[Drafted]:
        return [Drafted(key, "text", {"words": f"{key} {words}"}) for key in keys]

    body, record = merge([], {}, proposed(first, "one"))
    assert [b["value"]["words"][0] for b in body] == first
    removed = {b["id"] for b in body if kept.draw(st.booleans())}
    left = [b for b in body if b["id"] not in removed]
    touched = [b for b in left if kept.draw(st.booleans())]
    for block in touched:
        block["value"] = {"words": block["value"]["words"] + " by hand"}
    again, _ = merge(left, record, proposed(second, "two"))
    words = [b["value"]["words"] for b in again]
    gone = {b["value"]["words"][0] for b in body} - {b["value"]["words"][0] for b in left}
    assert [b["value"]["words"] for b in touched] == [w for w in words if w.endswith("by hand")]
    assert not gone & {w[0] for w in words}
    expected = set(second) - gone | {b["value"]["words"][0] for b in touched}
    assert {w[0] for w in words} == expected
    assert len({b["id"] for b in again}) == len(again)


def test_saving_in_the_desk_alone_is_no_touch() -> None:
    drafted = {"heading": "Also", "stories": [4, 5], "why": "Because."}
    saved = {
        "heading": "Also",
        "stories": [
            {"type": "item", "value": 4, "id": "x"},
            {"type": "item", "value": 5, "id": "y"},
        ],
        "why": "",
    }
    assert digest(drafted) == digest(saved)
    assert digest(drafted) != digest({**saved, "heading": "And"})
