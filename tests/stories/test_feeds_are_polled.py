"""Feeds and news sitemaps on a schedule, from a real server: politely, and never over an editor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.publication import schedule
from matinee.stories import intake, manners, polling, tasks, use_cases
from matinee.stories.copies import Copy, Proposal
from matinee.stories.deciding import blocks_of, set_blocks
from matinee.stories.pages import StoryPage
from matinee.stories.sources import AskedHost, Source, SourceEntry
from tests.stories.newsroom import HIGH_TIDE, LOW_TIDE, Newsroom, open_newsroom, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with open_newsroom(monkeypatch) as made:
        yield made


def poll(source: Source) -> Source:
    """Poll it now, whatever its time."""
    Source.objects.filter(pk=source.pk).update(next_at=timezone.now())
    AskedHost.objects.all().delete()
    assert polling.poll_due() == 1
    source.refresh_from_db()
    return source


def a_source(address: str, **more: object) -> Source:
    return Source.objects.create(address=address, **more)


def updates(story: StoryPage) -> list[Proposal]:
    return list(story.proposals.filter(kind="update", state="proposed"))


def draft(story: StoryPage) -> StoryPage:
    return StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()


def words(story: StoryPage) -> str:
    return str(draft(story).body)


def test_each_entry_becomes_a_draft_that_links_home(room):
    source = a_source(room.feed(room.item("a", "Low tide"), room.item("b", "High tide", HIGH_TIDE)))
    poll(source)
    assert source.kind == "rss"
    assert source.said == "2 entries: 2 new."
    story = StoryPage.objects.get(title="Low tide")
    assert not story.live
    assert story.headline_accepted
    assert story.canonical_url == f"{room.address}/a"
    assert story.byline == "Ada Osei"
    assert story.published_on.isoformat() == "2025-03-04"
    assert "empty for the first time" in words(story)


def test_the_next_poll_comes_after_its_minutes_give_or_take(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide")), minutes=60))
    wait = source.next_at - timezone.now()
    assert timedelta(minutes=53) < wait < timedelta(minutes=67)
    assert polling.poll_due() == 0


def test_what_did_not_change_is_asked_for_conditionally_and_not_read_again(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide"), etag='"one"')))
    poll(source)
    assert room.asked[-1][1]["If-None-Match"] == '"one"'
    assert source.said == "Nothing has changed since the last poll."
    assert StoryPage.objects.count() == 1


def test_we_say_who_we_are(room, settings):
    poll(a_source(room.feed(room.item("a", "Low tide"))))
    agent = room.asked[0][1]["User-Agent"]
    assert agent.startswith("Matinee/")
    assert settings.SITE_URL in agent


def test_an_entry_that_changed_changes_its_draft_in_place(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide"))))
    story = StoryPage.objects.get()
    room.feed(room.item("a", "Lowest tide", LOW_TIDE + HIGH_TIDE))
    poll(source)
    assert source.said == "1 entry: 1 updated."
    assert draft(story).title == "Lowest tide"
    assert "evening tide" in words(story)
    assert not updates(story)
    assert StoryPage.objects.count() == 1


def test_what_an_editor_wrote_is_never_overwritten_but_offered(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide"))))
    story = StoryPage.objects.get()
    use_cases.headline(story, "An empty harbour")
    room.feed(room.item("a", "Lowest tide", LOW_TIDE + HIGH_TIDE))
    poll(source)
    assert draft(story).title == "An empty harbour"
    assert "evening tide" in words(story)  # the words nobody touched are brought up to date
    (offer,) = updates(story)
    assert (offer.data["text"], offer.data["was"]) == ("Lowest tide", "An empty harbour")
    use_cases.accept(offer)
    assert draft(story).title == "Lowest tide"
    use_cases.reject(Proposal.objects.get(pk=offer.pk))
    assert draft(story).title == "An empty harbour"


def test_a_body_that_an_editor_changed_waits_and_then_keeps_its_pictures(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide"))))
    story = draft(StoryPage.objects.get())
    blocks = blocks_of(story)
    blocks[0]["value"] = "<p>An editor’s own words.</p>"
    picture = {"image": None, "caption": "The harbour", "credit": "Jo Bell", "alt": ""}
    blocks.insert(1, {"type": "picture", "value": picture, "id": "p1"})
    set_blocks(story, blocks)
    use_cases.save(story, None)
    room.feed(room.item("a", "Low tide", LOW_TIDE + HIGH_TIDE))
    poll(source)
    assert "An editor’s own words" in words(story)
    assert "evening tide" not in words(story)
    (offer,) = updates(story)
    assert any("evening tide" in added for added in offer.data["came"])
    assert use_cases.accept_all(StoryPage.objects.get()) == []  # never by the way
    use_cases.accept(offer)
    kinds = [b["type"] for b in blocks_of(draft(story))]
    assert kinds == ["paragraph", "picture", "paragraph", "paragraph"]
    assert "evening tide" in words(story)
    use_cases.reject(Proposal.objects.get(pk=offer.pk))
    assert "An editor’s own words" in words(story)


def test_a_save_in_the_desk_is_no_change_of_words(room):
    """The rich text editor adds keys and drops entities; the words are the same."""
    body = '<p>The harbour’s "own" boats &amp; nets.</p>'
    source = poll(a_source(room.feed(room.item("a", "Low tide", body))))
    story = draft(StoryPage.objects.get())
    blocks = blocks_of(story)
    assert "&quot;" in blocks[0]["value"] or '"' in blocks[0]["value"]
    blocks[0]["value"] = '<p data-block-key="x1">The harbour’s "own" boats &amp; nets.</p>'
    set_blocks(story, blocks)
    use_cases.save(story, None)
    room.feed(room.item("a", "Low tide", body + HIGH_TIDE))
    poll(source)
    assert not updates(story)
    assert "evening tide" in words(story)


def test_a_live_story_is_only_ever_offered_its_update(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide"))))
    story = use_cases.publish(StoryPage.objects.get())
    room.feed(room.item("a", "Lowest tide", HIGH_TIDE))
    poll(source)
    live = StoryPage.objects.get()
    assert live.title == "Low tide"
    assert not live.has_unpublished_changes
    assert {u.data["field"] for u in updates(story)} == {"title", "body"}
    room.feed(room.item("a", "Tidal", HIGH_TIDE))
    poll(source)
    assert [u.data["text"] for u in updates(story) if u.data["field"] == "title"] == ["Tidal"]


def test_what_was_decided_stays_decided(room):
    quote = "<p>“Nobody sailed for forty years,” Rosa Lind told The Tide.</p>"
    source = poll(a_source(room.feed(room.item("a", "Low tide", LOW_TIDE + quote))))
    story = StoryPage.objects.get()
    (found,) = story.proposals.filter(kind="quote")
    use_cases.accept(found)
    room.feed(room.item("a", "Low tide", HIGH_TIDE + quote))
    poll(source)
    (found,) = story.proposals.filter(kind="quote")
    assert found.state == "accepted"
    assert story.quotes.count() == 1


def test_the_copy_desk_shows_the_offer(room, admin_client):
    source = poll(a_source(room.feed(room.item("a", "Low tide"))))
    story = use_cases.publish(StoryPage.objects.get())
    room.feed(room.item("a", "Lowest tide", HIGH_TIDE))
    poll(source)
    shown = admin_client.get(f"/desk/copy/story/{story.pk}/").content.decode()
    assert "Changed at its home" in shown
    assert "Lowest tide" in shown
    assert "Keep ours" in shown
    assert "Accept all" not in shown  # there is nothing else to accept


def test_what_falls_off_the_list_is_not_taken_for_deleted(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide"), room.item("b", "High tide"))))
    room.feed(room.item("b", "High tide"))
    poll(source)
    entry = SourceEntry.objects.get(url__endswith="/a")
    assert (entry.listed, entry.gone_at) == (False, None)
    asked = room.paths().count("/a")
    poll(source)
    assert room.paths().count("/a") == asked  # asked once, not for ever


def test_what_was_taken_down_is_marked_and_nothing_else(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide"), room.item("b", "High tide"))))
    story = SourceEntry.objects.get(url__endswith="/a").story
    del room.pages["/a"]
    room.feed(room.item("b", "High tide"))
    poll(source)
    assert "1 taken down at home" in source.said
    assert SourceEntry.objects.get(url__endswith="/a").gone_at is not None
    (note,) = [p for p in story.proposals.filter(kind="note") if p.data["kind"] == "gone"]
    assert "Taken down at its home" in note.data["text"]
    poll(source)
    assert len([p for p in story.proposals.all() if p.data.get("kind") == "gone"]) == 1


def test_an_atom_feed_may_say_itself_what_it_took_back(room):
    entry = (
        "<entry><id>tag:a</id><title>Low tide</title><updated>2025-03-04T09:00:00Z</updated>"
        f'<link href="{room.address}/a"/><content type="html">&lt;p&gt;The harbour was empty.'
        "&lt;/p&gt;</content></entry>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at='
        '"http://purl.org/atompub/tombstones/1.0"><title>Tide</title><id>t</id>{}</feed>'
    )
    room.put("/a", page("Low tide", LOW_TIDE))
    address = room.put("/atom", atom.format(entry), "application/atom+xml")
    source = poll(a_source(address))
    assert source.kind == "atom"
    took = '<at:deleted-entry ref="tag:a" when="2025-03-05T09:00:00Z"/>'
    room.put("/atom", atom.format(took), "application/atom+xml")
    poll(source)
    assert SourceEntry.objects.get().gone_at is not None


def a_sitemap(room: Newsroom, *stories: tuple[str, str, str]) -> str:
    urls = "".join(
        f"<url><loc>{room.address}/{slug}</loc><lastmod>{changed}</lastmod><news:news>"
        f"<news:publication_date>2025-03-04T09:00:00+00:00</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>"
        for slug, title, changed in stories
    )
    return room.put(
        "/news.xml",
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>',
        "application/xml",
    )


def test_a_news_sitemap_has_its_pages_fetched_and_fetched_again_when_changed(room):
    room.put("/a", page("Low tide", LOW_TIDE))
    source = poll(a_source(a_sitemap(room, ("a", "Low tide", "2025-03-04"))))
    assert source.kind == "sitemap"
    story = StoryPage.objects.get()
    assert story.canonical_url == f"{room.address}/a"
    poll(source)
    assert room.paths().count("/a") == 1
    room.put("/a", page("Low tide", LOW_TIDE + HIGH_TIDE))
    a_sitemap(room, ("a", "Low tide", "2025-03-05"))
    poll(source)
    assert "evening tide" in words(story)


def test_more_pages_than_one_poll_takes_come_with_the_next(room, monkeypatch):
    monkeypatch.setattr(polling, "PAGES", 2)
    for n in range(3):
        room.put(f"/{n}", page(f"Tide {n}", f"<p>The harbour was empty {n} times that year.</p>"))
    address = a_sitemap(room, *[(str(n), f"Tide {n}", "2025-03-04") for n in range(3)])
    source = poll(a_source(address, minutes=600))
    assert source.said == "3 entries: 2 new. 1 more come with the next poll."
    assert source.next_at < timezone.now() + timedelta(minutes=10)
    poll(source)
    assert StoryPage.objects.count() == 3


def test_a_summary_is_made_whole_where_that_is_asked(room):
    item = room.item("a", "Low tide").replace(LOW_TIDE, "<p>In short.</p>")
    poll(a_source(room.feed(item), whole_pages=True))
    assert "empty for the first time" in words(StoryPage.objects.get())


def test_a_failure_is_said_in_words_and_asked_again_ever_later(room):
    source = a_source(room.put("/feed.xml", "", status=500), minutes=30)
    waits = []
    for _ in range(3):
        poll(source)
        waits.append((source.next_at - timezone.now()).total_seconds() / 60)
    assert source.said == "The site answered 500 instead of the page."
    assert source.failures == 3
    for wait, planned in zip(waits, (60, 120, 240), strict=True):
        assert planned * 0.89 < wait < planned * 1.11
    room.feed(room.item("a", "Low tide"))
    assert poll(source).failures == 0


def test_retry_after_is_obeyed_for_the_source_and_its_site(room):
    busy = a_source(room.put("/busy", "", status=503, Retry_After="7200"), minutes=5)
    other = a_source(room.feed(room.item("a", "Low tide")), next_at=timezone.now())
    Source.objects.filter(pk=other.pk).update(next_at=timezone.now() + timedelta(minutes=1))
    poll(busy)
    assert busy.next_at > timezone.now() + timedelta(minutes=118)
    Source.objects.filter(pk=other.pk).update(next_at=timezone.now())
    asked = len(room.asked)
    assert polling.poll_due() == 1
    assert len(room.asked) == asked  # nobody asks that site before its time
    other.refresh_from_db()
    assert other.next_at > timezone.now() + timedelta(minutes=118)
    assert other.leased_until is None


def test_a_feed_that_is_gone_for_good_is_switched_off(room):
    source = poll(a_source(room.put("/feed.xml", "", status=410)))
    assert not source.on
    assert "gone for good" in source.said


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<html><head><link rel=alternate type=application/rss+xml href=/rss></head></html>",
         "This is a page, not a feed. It names its own feed: /rss"),
        ("<html><body><p>Hello.</p></body></html>", "There is no feed or sitemap"),
        ("<sitemapindex><sitemap><loc>https://x.example/news.xml</loc></sitemap></sitemapindex>",
         "https://x.example/news.xml"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset>&b;</urlset>', "0 entries"),
    ],
)  # fmt: skip
def test_what_is_no_feed_says_what_to_do(room, body, words):
    source = poll(a_source(room.put("/feed.xml", body)))
    assert words in source.said


def test_a_story_that_an_editor_deleted_does_not_come_back(room):
    source = poll(a_source(room.feed(room.item("a", "Low tide"))))
    StoryPage.objects.get().delete()
    room.feed(room.item("a", "Lowest tide"))
    poll(source)
    assert not StoryPage.objects.exists()


def test_an_entry_that_cannot_be_fetched_is_told_and_does_not_stop_the_others(room):
    missing = room.item("a", "Low tide").replace(LOW_TIDE, "")
    del room.pages["/a"]
    source = poll(a_source(room.feed(missing, room.item("b", "High tide"))))
    assert source.said == "2 entries: 1 new, 1 that could not be read."
    assert "404" in SourceEntry.objects.get(title="Low tide").problem
    room.put("/a", page("Low tide", LOW_TIDE))
    poll(source)
    assert StoryPage.objects.count() == 2


def test_a_source_that_is_off_is_not_asked(room):
    a_source(room.feed(room.item("a", "Low tide")), on=False)
    assert polling.poll_due() == 0
    assert room.asked == []


def test_a_leased_source_is_left_to_its_worker_until_the_lease_runs_out(room):
    source = a_source(room.feed(room.item("a", "Low tide")))
    Source.objects.update(leased_until=timezone.now() + timedelta(minutes=5))
    assert polling.poll_due() == 0
    Source.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert polling.poll_due() == 1
    source.refresh_from_db()
    assert source.leased_until is None


def test_a_second_worker_leaves_alone_what_the_first_is_at(room, monkeypatch):
    """While the first is asking, the second comes by: same source, and another of the same site."""
    monkeypatch.setattr(manners, "PATIENCE", 0.05)
    first = a_source(room.feed(room.item("a", "Low tide")))
    other = a_source(room.put("/other", "<rss><channel/></rss>", "text/xml"))
    Source.objects.filter(pk=first.pk).update(next_at=timezone.now() - timedelta(minutes=1))
    fetch, passing = intake.fetch, []

    def fetch_slowly(url: str, **more: object) -> object:
        if not passing:
            passing.append(polling.poll_due())
            passing.extend(room.paths())
        return fetch(url, **more)

    monkeypatch.setattr(intake, "fetch", fetch_slowly)
    polling.poll_due()
    assert passing == [1]  # it tried the other, and its site was busy: nothing was asked
    assert room.paths() == ["/feed.xml"]
    other.refresh_from_db()
    assert (other.leased_until, other.failures, other.polled_at) == (None, 0, None)


def test_a_turn_that_does_not_come_soon_is_given_up(monkeypatch):
    monkeypatch.setattr(manners, "PATIENCE", 0.05)
    with manners.turn("https://x.example/a"):
        began = time.monotonic()
        with pytest.raises(manners.Busy), manners.turn("https://x.example/b"):
            pass
        assert time.monotonic() - began < 1


def test_the_tick_wakes_a_worker_for_what_is_due(room, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks, "wake", lambda: woken.append(1))
    job = schedule._jobs["stories: poll feeds and sitemaps"]
    job.run()
    assert woken == []
    a_source(room.feed(room.item("a", "Low tide")))
    job.run()
    assert woken == [1]


def test_the_same_copy_twice_makes_one_story(room):
    poll(a_source(room.feed(room.item("a", "Low tide"))))
    room.pages["/other"] = room.pages["/feed.xml"]
    poll(a_source(f"{room.address}/other"))
    assert StoryPage.objects.count() == 1
    assert Copy.objects.count() == 1
