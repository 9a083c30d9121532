"""Accept, edit and reject: what each does, and that it is written down."""

from __future__ import annotations

from datetime import date

import pytest

from matinee.films.models import Film, Person
from matinee.newsletters.models import Newsletter
from matinee.stories import use_cases
from matinee.stories.copies import Proposal, Quote
from matinee.stories.deciding import whole_thanks
from matinee.stories.pages import StoryPage
from tests.stories.factories import a_film, a_found, a_newsletter, an_editor

pytestmark = pytest.mark.django_db


def the(story: StoryPage, kind: str) -> Proposal:
    return story.proposals.get(kind=kind)


@pytest.fixture
def story() -> StoryPage:
    return use_cases.take_in(a_found(), source="a.txt")


def draft(story: StoryPage) -> StoryPage:
    story.refresh_from_db()
    return story.get_latest_revision_as_object()


def test_who_and_when_are_written_down(story):
    editor = an_editor()
    use_cases.accept(the(story, "quote"), editor)
    decided = the(story, "quote")
    assert decided.state == "accepted"
    assert decided.decided_by == editor
    assert decided.decided_at is not None


def test_an_accepted_quote_is_a_quote_and_a_rejected_one_is_none(story):
    use_cases.accept(the(story, "quote"))
    quote = Quote.objects.get(story=story)
    assert (quote.speaker, quote.where_said) == ("Rosa Lind", "Harbour Film Festival")
    use_cases.reject(the(story, "quote"))
    assert not Quote.objects.exists()


def test_an_edited_quote_says_the_new_and_remembers_the_old(story):
    use_cases.edit(the(story, "quote"), {"speaker": "Rosa Maria Lind"}, an_editor())
    assert Quote.objects.get().speaker == "Rosa Maria Lind"
    decided = the(story, "quote")
    assert decided.state == "edited"
    assert decided.as_found["speaker"] == "Rosa Lind"


def test_a_quote_pulled_out_stands_one_paragraph_after_its_words(story):
    use_cases.pull_out(the(story, "quote"))
    use_cases.pull_out(the(story, "quote"))
    kinds = [b.block_type for b in draft(story).body]
    assert kinds.count("quote") == 1
    assert kinds.index("quote") == 3


def test_an_accepted_headline_gives_the_story_its_title_and_address(story):
    use_cases.edit(the(story, "headline"), {"text": "Forty nights in a van"})
    page = draft(story)
    assert (page.title, page.headline_accepted, page.slug) == (
        "Forty nights in a van", True, "forty-nights-in-a-van",
    )  # fmt: skip


def test_an_empty_headline_is_refused_in_words(story):
    with pytest.raises(use_cases.CannotDecide, match="Write a headline"):
        use_cases.edit(the(story, "headline"), {"text": "  "})
    assert the(story, "headline").is_open


def test_a_picture_edited_changes_its_block_and_rejected_takes_it_off(story):
    use_cases.edit(the(story, "picture"), {"credit": "Jo Bell"})
    block = next(b for b in draft(story).body if b.block_type == "picture")
    assert block.value["credit"] == "Jo Bell"
    use_cases.reject(the(story, "picture"))
    assert "picture" not in [b.block_type for b in draft(story).body]
    use_cases.accept(the(story, "picture"))
    assert "picture" in [b.block_type for b in draft(story).body]


def test_an_accepted_film_is_made_with_its_credits(story):
    use_cases.accept(the(story, "film"))
    film = Film.objects.get()
    assert film.directors == ["Rosa Lind"]
    part = film.credits.get(role="cast")
    assert (part.person.name, part.character) == ("Mara Quill", "Ines")
    assert list(draft(story).films.all()) == [film]


def test_a_known_film_is_matched_and_not_doubled(story):
    known = a_film("salt road", 2025)
    use_cases.accept(the(story, "film"))
    assert list(Film.objects.all()) == [known]


def test_a_film_taken_back_leaves_the_story_but_not_the_catalogue(story):
    use_cases.accept(the(story, "film"))
    use_cases.reject(the(story, "film"))
    assert not draft(story).films.all()
    assert Film.objects.exists()


def test_an_accepted_release_stands_in_its_own_territory_with_what_was_inferred(story):
    use_cases.accept(the(story, "film"))
    use_cases.accept(the(story, "release"))
    film = Film.objects.get()
    release = film.release_for("GB")
    assert (release.date, release.inferred) == (date(2025, 9, 12), "year")
    assert film.release_for("US") is None


def test_a_release_without_a_date_is_refused_in_words(story):
    with pytest.raises(use_cases.CannotDecide, match="territory of two letters"):
        use_cases.edit(the(story, "release"), {"date": "soon"})


def test_a_newsletter_read_from_furniture_waits_for_an_editor_to_open_it(story):
    use_cases.accept(the(story, "newsletter"))
    made = Newsletter.objects.get()
    assert (made.state, made.cadence, made.author) == ("proposed", "weekly", "Ada Osei")
    assert made.error_wording == "Please enter a valid email address."
    assert made.thanks_wording == "Thanks for signing up to the Reel Notes."
    assert draft(story).newsletter == made


def test_a_newsletter_of_ours_is_matched_by_name(story):
    ours = a_newsletter("The Reel Notes")
    use_cases.accept(the(story, "newsletter"))
    assert list(Newsletter.objects.all()) == [ours]
    assert draft(story).newsletter == ours


def test_a_rejected_newsletter_takes_its_box_along(story):
    use_cases.reject(the(story, "newsletter"))
    assert "signup" not in [b.block_type for b in draft(story).body]


@pytest.mark.parametrize(
    ("said", "name", "whole"),
    [
        (
            "Thanks for signing up to the",
            "The Late Reel",
            "Thanks for signing up to The Late Reel.",
        ),
        ("Thanks for joining", "Reel", "Thanks for joining."),
        ("You are in!", "Reel", "You are in!"),
        ("Welcome to Reel", "Reel", "Welcome to Reel."),
        ("", "Reel", ""),
    ],
)
def test_a_cut_off_thank_you_gets_its_name(said, name, whole):
    assert whole_thanks(said, name) == whole


def test_accept_all_decides_everything_once(story):
    assert len(use_cases.accept_all(story, an_editor())) == 8
    assert not story.proposals.filter(state="proposed").exists()
    assert use_cases.accept_all(story) == []
    assert Person.objects.filter(name="Mara Quill").exists()
    film = Film.objects.get()
    assert film.release_for("GB") is not None


def test_a_live_story_changes_for_readers_on_publishing_only(story):
    use_cases.accept(the(story, "headline"))
    use_cases.publish(story)
    use_cases.accept(the(story, "film"))
    assert not StoryPage.objects.get(pk=story.pk).films.exists()
    use_cases.publish(story)
    assert StoryPage.objects.get(pk=story.pk).films.exists()
