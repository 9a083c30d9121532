"""A draft's order: editors' picks, then what is fresh and read; and no story is told twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from matinee.editions import choosing, drafting, press, states
from matinee.editions.models import EditionPage
from matinee.editions.sheet import page_url
from matinee.insight.models import Click
from matinee.insight.reading import readers_of
from matinee.mailings.models import Mailing
from matinee.stories.models import StoryPage
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Return a table of readers by headline, which the drafting asks."""
    table: dict[str, int] = {}
    monkeypatch.setattr(
        choosing, "READINGS", [lambda stories: {s.pk: table.get(s.title, 0) for s in stories}]
    )
    return table


def stories(*titles: str, pictures: bool = True) -> dict[str, StoryPage]:
    """Publish stories, the first the newest, two hours apart."""
    section = newsroom.section(newsroom.site())
    shown = newsroom.picture() if pictures else None
    return {
        title: newsroom.story(
            section, title, at=newsroom.NOW - timedelta(hours=2 * n + 1), shown=shown
        )
        for n, title in enumerate(titles)
    }


def order(edition: EditionPage) -> list[str]:
    return [str(b.value["story"].title) for b in edition.body if b.block_type in ("lead", "story")]


def whys(edition: EditionPage) -> dict[str, str]:
    return {
        str(b.value["story"].title): str(b.value["why"])
        for b in edition.body
        if b.block_type in ("lead", "story")
    }


def pick(*made: StoryPage) -> None:
    StoryPage.objects.filter(pk__in=[story.pk for story in made]).update(pick=True)


def test_editors_picks_come_first_then_the_most_read_then_the_newest(read: dict[str, int]) -> None:
    made = stories("Newest", "Read a little", "Read much", "Picked", "Old and quiet")
    pick(made["Picked"])
    read.update({"Read a little": 3, "Read much": 80})
    edition = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    assert order(edition) == ["Picked", "Read much", "Read a little", "Newest", "Old and quiet"]
    said = whys(edition)
    assert said["Picked"] == "An editor’s pick with a picture."
    assert "80 readers of other letters followed it" in said["Read much"]
    assert said["Newest"] == "Published 23 January, since the last edition."


def test_a_reader_weighs_less_as_a_story_ages(read: dict[str, int]) -> None:
    section = newsroom.section(newsroom.site())
    newsroom.story(section, "A fortnight old", at=newsroom.NOW - timedelta(days=14))
    newsroom.story(section, "Of today", at=newsroom.NOW - timedelta(hours=3))
    read.update({"A fortnight old": 100, "Of today": 20})
    edition = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    assert order(edition) == ["Of today", "A fortnight old"]


def test_without_readers_the_newest_comes_first() -> None:
    stories("First", "Second", "Third")
    assert order(drafting.draft(newsroom.newsletter(), now=newsroom.NOW)) == [
        "First", "Second", "Third",
    ]  # fmt: skip


def test_a_pick_without_a_picture_still_leads_over_what_nobody_picked() -> None:
    made = stories("Pictured")
    section = newsroom.section(StoryPage.objects.get().get_parent().get_parent().specific, "more")
    plain = newsroom.story(section, "Picked", at=newsroom.NOW - timedelta(days=2))
    pick(plain)
    edition = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    assert order(edition) == ["Picked", "Pictured"]
    assert made["Pictured"].lead_picture_id


def test_a_pick_that_was_passed_over_may_come_after_its_week_but_never_twice() -> None:
    section = newsroom.section(newsroom.site())
    newsletter = newsroom.newsletter()
    late = newsroom.story(section, "Passed over", at=newsroom.NOW - timedelta(days=9))
    newsroom.story(section, "Then", at=newsroom.NOW - timedelta(days=8))
    first = drafting.draft(newsletter, now=newsroom.NOW - timedelta(days=7))
    body = [b for b in first.latest().body.get_prep_value() if b["value"].get("story") != late.pk]
    states.start_sending(newsroom.with_body(first.latest(), body))
    pick(late)
    newsroom.story(section, "Now", at=newsroom.NOW - timedelta(hours=1))
    second = drafting.draft(newsletter, now=newsroom.NOW)
    assert order(second) == ["Passed over", "Now"]
    states.start_sending(second)
    newsroom.story(section, "Next", at=newsroom.NOW + timedelta(days=6))
    assert order(drafting.draft(newsletter, now=newsroom.NOW + timedelta(days=7))) == ["Next"]


def test_what_the_editor_put_in_by_hand_is_not_proposed_again() -> None:
    made = stories("One", "Two", "Three", "Four")
    newsletter = newsroom.newsletter()
    edition = drafting.draft(newsletter, now=newsroom.NOW).latest()
    body = [b for b in edition.body.get_prep_value() if b["type"] in ("letter", "lead")]
    mine: dict[str, Any] = {
        "heading": "Mine", "stories": [made["Three"].pk, made["Two"].pk], "why": "",
    }  # fmt: skip
    body.append({"type": "story_list", "value": mine, "id": "by-hand"})
    edition.drafted = {**edition.drafted, "blocks": {
        pk: known for pk, known in edition.drafted["blocks"].items() if known["key"] in ("letter", "lead")
    }}  # fmt: skip
    EditionPage.objects.filter(pk=edition.pk).update(drafted=edition.drafted)
    newsroom.with_body(edition, body)
    again = drafting.draft(newsletter, now=newsroom.NOW)
    assert order(again) == ["One", "Four"]


def test_a_lead_that_the_editor_chose_stays_and_loses_nobody_the_others() -> None:
    made = stories("One", "Two", "Three")
    newsletter = newsroom.newsletter()
    edition = drafting.draft(newsletter, now=newsroom.NOW).latest()
    body = [b for b in edition.body.get_prep_value() if b["value"].get("story") != made["Two"].pk]
    lead = next(b for b in body if b["type"] == "lead")
    lead["value"]["story"] = made["Two"].pk
    edition.drafted = {**edition.drafted, "blocks": {
        pk: k for pk, k in edition.drafted["blocks"].items() if k["key"] != f"story:{made['Two'].pk}"
    }}  # fmt: skip
    EditionPage.objects.filter(pk=edition.pk).update(drafted=edition.drafted)
    newsroom.with_body(edition, body)
    again = drafting.draft(newsletter, now=newsroom.NOW)
    assert order(again)[0] == "Two"
    assert sorted(order(again)) == ["One", "Three", "Two"]
    assert again.subject == "Two"


def test_links_followed_in_other_letters_are_counted_by_story() -> None:
    made = stories("Followed", "Ignored")
    other = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    frozen = states.start_sending(other)
    mailing = Mailing.objects.create(edition=frozen, newsletter=frozen.newsletter)
    links = press.variant_for(frozen, "").links
    number = links.index(page_url(made["Followed"]))
    for delivery in range(3):
        Click.objects.create(mailing=mailing, delivery_id=delivery, link=number)
    assert readers_of(list(made.values())) == {made["Followed"].pk: 3}
    assert readers_of([]) == {}
    assert readers_of in choosing.READINGS, "the room above has registered itself"
