"""What a draft holds, and where it comes from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matinee.editions import drafting
from matinee.editions.models import EditionPage, NewsletterPage
from matinee.films.models import Film, Release
from matinee.stories.models import Quote, SectionPage, StoryPage
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


def kinds(edition: EditionPage) -> list[str]:
    return [block.block_type for block in edition.body]


def block(edition: EditionPage, kind: str):  # type: ignore[no-untyped-def]
    return next(b.value for b in edition.body if b.block_type == kind)


def test_a_draft_has_a_letter_to_write_then_the_lead_stories_quote_releases_and_club() -> None:
    made = drafting.draft(newsroom.busy_week(), now=newsroom.NOW)
    assert kinds(made) == [
        "letter", "lead", "story", "story", "story", "story", "quote", "releases", "film_club",
    ]  # fmt: skip
    assert not made.live
    assert made.state == EditionPage.State.DRAFT
    assert str(block(made, "letter")["words"].source) == ""


def test_each_drafted_block_says_why_it_is_there() -> None:
    made = drafting.draft(newsroom.busy_week(), now=newsroom.NOW)
    assert all(b.value["why"] for b in made.body)
    assert "Mara Quill" in block(made, "letter")["why"]


def test_the_lead_is_the_newest_story_that_has_a_picture() -> None:
    front = newsroom.site()
    features = newsroom.section(front)
    newsroom.story(features, "Newest, no picture", at=newsroom.NOW - timedelta(hours=1))
    pictured = newsroom.story(
        features, "With a picture", at=newsroom.NOW - timedelta(hours=2), shown=newsroom.picture()
    )
    made = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    assert block(made, "lead")["story"].pk == pictured.pk
    assert block(made, "story")["story"].title == "Newest, no picture"


def test_only_stories_of_the_newsletters_sections_are_taken() -> None:
    front = newsroom.site()
    newsroom.story(newsroom.section(front, "features"), "Ours")
    newsroom.story(newsroom.section(front, "sport"), "Not ours")
    made = drafting.draft(newsroom.newsletter(sections="features"), now=newsroom.NOW)
    told = {b.value["story"].title for b in made.body if b.block_type in ("lead", "story")}
    assert told == {"Ours"}


def test_an_unpublished_story_is_not_taken() -> None:
    features = newsroom.section(newsroom.site())
    newsroom.story(features, "Out")
    hidden = newsroom.story(features, "Not out")
    StoryPage.objects.filter(pk=hidden.pk).update(live=False)
    made = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    assert {b.value["story"].title for b in made.body if b.block_type in ("lead", "story")} == {
        "Out"
    }


def test_the_subject_is_the_leads_headline_cut_at_a_natural_break() -> None:
    features = newsroom.section(newsroom.site())
    newsroom.story(
        features, "The sound of snow: inside the quietest, coldest mixing room in all of Europe"
    )
    made = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    assert made.subject == "The sound of snow: inside the quietest"
    assert len(made.subject) <= drafting.SUBJECT


def test_the_preheader_names_the_next_stories_and_fits() -> None:
    made = drafting.draft(newsroom.busy_week(), now=newsroom.NOW)
    assert made.preheader.startswith("Also: A projectionist’s last reel · ")
    assert len(made.preheader) <= drafting.PREHEADER


def test_the_quote_is_an_accepted_one_with_speaker_and_source() -> None:
    made = drafting.draft(newsroom.busy_week(), now=newsroom.NOW)
    quote = block(made, "quote")
    assert (quote["speaker"], quote["where_said"]) == ("Noor Halden", "at the Harbour festival")
    assert quote["story"].title == newsroom.HEADLINES[0]
    assert Quote.objects.filter(pk=quote["quote"]).exists()


def test_films_of_the_stories_and_films_that_open_soon_are_listed() -> None:
    newsletter = newsroom.busy_week()
    soon = newsroom.film("Opening Soon")
    newsroom.opens(soon, "FR", date(2024, 1, 31))
    late = newsroom.film("Opening Late")
    newsroom.opens(late, "FR", date(2024, 6, 1))
    shown_once = newsroom.film("A Premiere Only")
    newsroom.opens(shown_once, "FR", date(2024, 1, 31), kind=Release.Kind.PREMIERE)
    made = drafting.draft(newsletter, now=newsroom.NOW)
    assert [f.title for f in block(made, "releases")["films"]] == [
        "The Long Light", "A Heron in March", "Opening Soon",
    ]  # fmt: skip


def test_the_film_club_takes_something_old_that_shares_somebody_with_this_week() -> None:
    newsletter = newsroom.busy_week()
    features = SectionPage.objects.get(slug="features")
    other = newsroom.film("Unrelated", year=1990, director="Somebody Else")
    newsroom.story(
        features, "Unrelated, again", at=newsroom.NOW - timedelta(days=300), films=[other]
    )
    made = drafting.draft(newsletter, now=newsroom.NOW)
    club = block(made, "film_club")
    assert club["film"].title == "Low Water"
    assert "shares somebody" in club["why"]


def test_earlier_stories_about_the_same_film_are_brought_back() -> None:
    newsletter = newsroom.busy_week()
    features = SectionPage.objects.get(slug="features")
    film = Film.objects.get(title="The Long Light")
    newsroom.story(features, "On the set", at=newsroom.NOW - timedelta(days=50), films=[film])
    made = drafting.draft(newsletter, now=newsroom.NOW)
    earlier = block(made, "story_list")
    assert [story.title for story in earlier["stories"]] == ["On the set"]


def test_an_archive_page_is_made_where_there_was_none() -> None:
    newsletter = newsroom.busy_week()
    made = drafting.draft(newsletter, now=newsroom.NOW)
    archive = NewsletterPage.objects.get(newsletter=newsletter)
    assert archive.live
    assert made.get_parent().pk == archive.pk


def test_the_address_is_the_day_it_goes_in_the_newsletters_zone() -> None:
    newsletter = newsroom.busy_week()
    made = drafting.draft(newsletter, now=newsroom.NOW)
    assert made.slug == "2024-01-25"  # the Thursday after
    assert made.archive_url.endswith("/second-screening/2024-01-25/")
    assert made.number == 1


def test_nothing_to_draft_from_is_said_clearly() -> None:
    newsroom.section(newsroom.site())
    with pytest.raises(drafting.NothingToDraft, match="no story has been published"):
        drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    assert not EditionPage.objects.exists()


def test_a_site_without_a_front_page_is_said_clearly() -> None:
    with pytest.raises(drafting.DraftingError, match="no front page"):
        drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
