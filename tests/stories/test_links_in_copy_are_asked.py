"""Links in copy are asked in the background, of a real server; what is dead becomes a note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.publication import schedule
from matinee.stories import addresses, intake, links, receiving, tasks, updating, use_cases
from matinee.stories.copies import Proposal
from matinee.stories.intake import probe
from matinee.stories.pages import StoryPage
from matinee.stories.sources import AskedHost
from matinee.stories.wanted import CopyLink
from tests.stories.newsroom import Newsroom, open_newsroom, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with open_newsroom(monkeypatch) as made:
        yield made


def taken(html: str, source: str = "https://paper.example/a") -> StoryPage:
    """A story of an HTML page with these paragraphs."""
    raw = page("The empty harbour", html).encode()
    (story,) = receiving.take_bytes(raw, source=source, content_type="text/html").stories
    return story


def ask() -> int:
    """Ask all links now, whatever their time."""
    CopyLink.objects.filter(next_at__isnull=False).update(next_at=timezone.now())
    AskedHost.objects.all().delete()
    return links.ask_due()


def notes(story: StoryPage) -> list[Proposal]:
    return list(story.proposals.filter(kind="note", data__kind__in=links.KINDS))


def test_a_dead_link_becomes_a_note_at_its_words_and_a_live_one_none(room):
    live, dead = room.put("/here", "yes"), f"{room.address}/gone"
    story = taken(
        f"<p>The harbour was empty, as <a href='{live}'>the pilots said</a> on Monday.</p>"
        f"<p>It was <a href='{dead}'>the first time</a> in a century, they added.</p>"
    )
    assert not notes(story)  # intake asks nobody
    assert room.asked == []
    assert ask() == 2
    (note,) = notes(story)
    assert note.words == "the first time"
    assert note.data == {
        "kind": "dead-link", "text": f"{dead}: It answered 404.", "url": dead,
    }  # fmt: skip
    assert ask() == 0  # each is asked once


def test_the_desk_says_it_and_says_that_links_are_being_asked(room, admin_client):
    story = taken(f"<p>It was <a href='{room.address}/gone'>the first time</a> in a century.</p>")
    desk = f"/desk/copy/story/{story.pk}/"
    assert "1 link in the copy is being asked" in admin_client.get(desk).content.decode()
    ask()
    told = admin_client.get(desk).content.decode()
    assert "being asked" not in told
    assert "Dead link" in told
    assert "It answered 404." in told


def test_a_page_for_subscribers_is_no_dead_link(room):
    story = taken(f"<p>It was <a href='{room.put('/x', '', status=403)}'>the first</a> time.</p>")
    ask()
    assert not notes(story)


def test_what_may_pass_is_asked_three_times_before_anybody_is_told(room):
    url = room.put("/x", "", status=503)
    story = taken(f"<p>It was <a href='{url}'>the first time</a> in a century.</p>")
    for _ in range(2):
        ask()
        assert not notes(story)
        assert CopyLink.objects.get().next_at > timezone.now() + timedelta(minutes=1)
    ask()
    (note,) = notes(story)
    assert note.data["kind"] == "failing-link"
    assert CopyLink.objects.get().next_at is None


def test_no_private_address_is_asked(monkeypatch):
    with open_newsroom(monkeypatch) as room:
        monkeypatch.undo()  # as it is outside tests: nothing on this machine may be reached
        story = taken(f"<p>It was <a href='{room.put('/x', 'yes')}'>the first</a> time.</p>")
        ask()
        assert room.asked == []
    (note,) = notes(story)
    assert note.data["kind"] == "private-link"
    assert "inside a private network" in note.data["text"]


def test_a_name_that_cannot_be_looked_up_here_is_not_called_dead():
    answer = probe.Probed("https://x.example/", trouble="unreachable", why="No answer.")
    assert links.verdict(answer) == ("failing-link", "No answer.", True)
    nowhere = probe.Probed("https://x.example/", trouble="unreachable", why="No.", nowhere=True)
    assert links.verdict(nowhere)[0] == "dead-link"


def test_furniture_s_links_are_left_and_text_and_markdown_have_links_too(room):
    story = taken(
        "<p>The harbour was empty for the first time in a century, as the pilots said.</p>"
        "<div class='related'><a href='/more'>More stories</a></div>"
        "<footer><a href='https://x.example/terms'>Terms</a></footer>"
    )
    assert not story.copy_links.exists()
    text = (
        "The harbour was empty (see https://x.example/a_b).\n\n"
        "It was [the first time](https://x.example/c) in a century, the pilots said."
    )
    found = intake.read_markdown(text)
    told = addresses.seen(found, text.encode(), content_type="text/markdown")["links"]
    assert [(link["url"], link["text"]) for link in told] == [
        ("https://x.example/a_b", "https://x.example/a_b"),
        ("https://x.example/c", "the first time"),
    ]
    assert all(found.copy[link["start"] : link["end"]] == link["text"] for link in told)


def test_a_relative_link_is_of_the_page_s_own_site():
    raw = page("A", "<p>The pilots, who <a href='/p'>knew it</a>, said so on Monday.</p>").encode()
    found = intake.read_html(raw)
    (link,) = addresses.seen(found, raw, source="https://x.example/news/a")["links"]
    assert link["url"] == "https://x.example/p"
    assert addresses.seen(found, raw, source="paste")["links"] == []


def test_an_updated_story_keeps_its_note_while_the_link_stands(room):
    dead = f"{room.address}/gone"
    first = f"<p>It was <a href='{dead}'>the first time</a> in a century, they said.</p>"
    story = taken(first)
    ask()
    again = page("The empty harbour", f"<p>The boats came back in the end.</p>{first}").encode()
    updating.update(story, intake.read_html(again), source="https://paper.example/a", raw=again)
    (note,) = notes(story)
    assert note.words == "the first time"
    assert note.copy == StoryPage.objects.get(pk=story.pk).raw_copy
    without = page("The empty harbour", "<p>The boats came back in the end.</p>").encode()
    updating.update(story, intake.read_html(without), source="https://paper.example/a", raw=without)
    assert not notes(story)
    assert not story.copy_links.exists()


def test_a_busy_site_is_left_and_the_rest_is_asked(room):
    url = room.put("/x", "yes")
    taken(f"<p>It was <a href='{url}'>the first time</a> in a century.</p>")
    host = url.split("/")[2]
    AskedHost.objects.create(host=host, busy_until=timezone.now() + timedelta(hours=1))
    assert links.ask_due() == 0
    assert room.asked == []
    assert CopyLink.objects.get().next_at > timezone.now() + timedelta(minutes=50)


def test_taking_in_wakes_a_worker_and_the_tick_does_so_again(
    monkeypatch, django_capture_on_commit_callbacks
):
    woken: list[int] = []
    monkeypatch.setattr(tasks, "wake_for_links", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        taken("<p>The pilots, who <a href='https://x.example/p'>knew it</a>, said so.</p>")
    assert woken == [1]
    schedule._jobs["stories: ask links in received copy"].run()
    assert woken == [1, 1]
    CopyLink.objects.update(next_at=None)
    schedule._jobs["stories: ask links in received copy"].run()
    assert woken == [1, 1]


def test_a_dismissed_note_stays_dismissed(room):
    story = taken(f"<p>It was <a href='{room.address}/gone'>the first time</a> ever.</p>")
    ask()
    use_cases.reject(notes(story)[0])
    ask()
    assert [note.state for note in notes(story)] == ["rejected"]
