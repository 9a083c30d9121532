"""Undo brings back the story, the proposals and the catalogue as they were, and loses nothing."""

from __future__ import annotations

from datetime import date

import pytest

from matinee.films.known import set_release
from matinee.films.models import Film, Person, Release
from matinee.newsletters.models import Newsletter
from matinee.stories import undoing, use_cases
from matinee.stories.copies import Proposal, Quote
from matinee.stories.deciding import blocks_of
from matinee.stories.decisions import Decision
from matinee.stories.pages import StoryPage
from tests.stories.factories import a_film, a_found, an_editor, territories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> StoryPage:
    return use_cases.take_in(a_found(), source="a.txt")


def the(story: StoryPage, kind: str) -> Proposal:
    return story.proposals.get(kind=kind)


def state_of(story: StoryPage) -> dict[str, object]:
    """Everything that a decision may change."""
    story = StoryPage.objects.get(pk=story.pk)
    draft = story.get_latest_revision_as_object()
    fields = ("state", "data", "as_found", "block", "decided_by_id")
    return {
        "draft": [draft.title, draft.slug, draft.headline_accepted, blocks_of(draft)],
        "live": [story.title, story.slug, blocks_of(story), story.newsletter_id],
        "links": [draft.newsletter_id, sorted(f.pk for f in draft.films.all())],
        "proposals": list(story.proposals.order_by("pk").values_list("pk", *fields)),
        "quotes": list(Quote.objects.values_list("text", "speaker", "where_said")),
        "films": list(Film.objects.values_list("title", "year", "source_title")),
        "credits": list(Film.objects.values_list("credits__person__name", "credits__character")),
        "releases": list(Release.objects.values_list("territory_id", "date", "inferred")),
        "people": list(Person.objects.values_list("name", flat=True)),
        "newsletters": list(Newsletter.objects.values_list("name", "state")),
    }


@pytest.mark.parametrize(
    "kind", ["headline", "quote", "picture", "film", "release", "person", "newsletter", "note"]
)
@pytest.mark.parametrize("deed", [use_cases.accept, use_cases.reject])
def test_one_decision_of_each_kind(story, kind, deed):
    before = state_of(story)
    deed(the(story, kind), an_editor())
    assert state_of(story) != before
    use_cases.undo(story)
    assert state_of(story) == before


def test_an_edit_and_a_quote_pulled_out(story):
    before = state_of(story)
    use_cases.edit(the(story, "film"), {"title": "Another Road", "directors": ["Ann Other"]})
    use_cases.undo(story)
    assert state_of(story) == before
    use_cases.pull_out(the(story, "quote"))
    use_cases.undo(story)
    assert state_of(story) == before


def test_many_at_once_are_undone_at_once_and_then_what_was_before(story):
    states = [state_of(story)]
    use_cases.accept(the(story, "quote"))
    states.append(state_of(story))
    assert len(use_cases.accept_all(story, kind="person")) == 1
    states.append(state_of(story))
    assert len(use_cases.accept_all(story, an_editor())) == 6
    for was in reversed(states):
        use_cases.undo(story)
        assert state_of(story) == was
    with pytest.raises(use_cases.CannotDecide, match="nothing to undo"):
        use_cases.undo(story)


def test_what_was_known_before_is_as_it_was_known(story):
    territories("GB")
    film = a_film("Salt Road", None)
    set_release(film, {"territory": "GB", "date": "2025-01-01"}, source="an earlier story")
    before = state_of(story)
    use_cases.accept_all(story)
    assert Film.objects.get().release_for("GB").date == date(2025, 9, 12)
    use_cases.undo(story)
    assert state_of(story) == before


def test_what_others_did_to_the_film_since_is_kept(story):
    use_cases.accept(the(story, "film"))
    film = Film.objects.get()
    set_release(film, {"territory": "FR", "date": "2025-10-01"})
    Film.objects.filter(pk=film.pk).update(running_time=101)
    use_cases.undo(story)
    film = Film.objects.get()
    assert film.running_time == 101
    assert film.release_for("FR").date == date(2025, 10, 1)


def test_a_story_changed_since_is_not_undone_over(story):
    use_cases.accept(the(story, "quote"))
    draft = use_cases.draft_of(story)
    draft.standfirst = "An editor’s own."
    use_cases.save(draft, None)
    assert not undoing.can_undo(undoing.last(story))
    with pytest.raises(use_cases.CannotDecide, match="changed after this decision"):
        use_cases.undo(story)
    assert use_cases.draft_of(story).standfirst == "An editor’s own."
    assert Quote.objects.exists()


def test_a_decision_that_came_meanwhile_is_not_undone_by_mistake(story):
    use_cases.accept(the(story, "quote"))
    seen = undoing.last(story).pk
    use_cases.accept(the(story, "person"))
    with pytest.raises(use_cases.CannotDecide, match="meanwhile"):
        use_cases.undo(story, number=seen)
    assert the(story, "person").stands


def test_a_live_story_is_undone_in_its_draft_only(story):
    use_cases.accept(the(story, "headline"))
    use_cases.accept(the(story, "film"))
    use_cases.publish(story)
    use_cases.undo(story)
    live = StoryPage.objects.get(pk=story.pk)
    assert live.live
    assert live.films.exists()
    assert not use_cases.draft_of(story).films.all()
    assert Film.objects.exists()  # readers see it on the story until changes are published


def test_what_cannot_be_decided_is_not_written_down(story):
    with pytest.raises(use_cases.CannotDecide):
        use_cases.edit(the(story, "headline"), {"text": " "})
    assert not Decision.objects.exists()


def test_decisions_say_what_was_done(story):
    use_cases.accept(the(story, "quote"))
    use_cases.accept_all(story, kind="person")
    use_cases.accept_all(story)
    said = list(Decision.objects.order_by("pk").values_list("said", "kind"))
    assert said == [
        ("Quote “I slept in the van for forty nights,” accepted", "quote"),
        ("1 person accepted", "person"),
        ("6 proposals accepted", ""),
    ]
