"""The desk's page of feeds: add, change, poll now, remove, with good words and by those who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.stories import polling
from matinee.stories.pages import StoryPage
from matinee.stories.sources import Source
from tests.stories.factories import a_visitor, an_editor
from tests.stories.newsroom import open_newsroom

pytestmark = pytest.mark.django_db
DESK = "/desk/copy/sources/"
GIVEN = {"address": "https://news.example/feed.xml", "minutes": "30", "on": "on", "section": ""}


@pytest.fixture
def desk(client):
    client.force_login(an_editor())
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_an_empty_desk_says_what_to_do(desk):
    assert "Nothing is polled yet" in text(desk.get(DESK))
    assert "polled" in text(desk.get("/desk/copy/"))


def test_a_feed_is_added_polled_and_its_words_shown(desk, monkeypatch):
    with open_newsroom(monkeypatch) as room:
        address = room.feed(room.item("a", "Low tide"))
        desk.post(f"{DESK}add/", {**GIVEN, "address": address})
        assert "Not asked yet" in text(desk.get(DESK))
        polling.poll_due()
    shown = text(desk.get(DESK))
    assert "1 entry: 1 new." in shown
    assert "RSS feed" in shown
    source = Source.objects.get()
    assert "Low tide" in text(desk.get(f"{DESK}{source.pk}/"))


def test_poll_now_makes_it_due(desk):
    later = timezone.now() + timedelta(hours=1)
    source = Source.objects.create(address=GIVEN["address"], next_at=later)
    answer = desk.post(f"{DESK}{source.pk}/poll/", follow=True)
    source.refresh_from_db()
    assert source.next_at <= timezone.now()
    assert "It is being asked" in text(answer)
    assert desk.get(f"{DESK}{source.pk}/poll/").status_code == 405


def test_one_that_is_off_says_so(desk):
    source = Source.objects.create(address=GIVEN["address"], on=False)
    assert "switched off" in text(desk.get(DESK))
    assert "Switch it on first" in text(desk.post(f"{DESK}{source.pk}/poll/", follow=True))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"address": "nonsense"}, "Give a whole address"),
        ({"address": "ftp://news.example/x"}, "Give a whole address"),
        ({"address": "https://me:secret@news.example/x"}, "name and password"),
        ({"minutes": "1"}, "no more often than every five minutes"),
    ],
)
def test_what_cannot_be_polled_is_refused_in_words(desk, change, words):
    assert words in text(desk.post(f"{DESK}add/", {**GIVEN, **change}))
    assert not Source.objects.exists()


def test_an_address_is_polled_once(desk):
    Source.objects.create(address=GIVEN["address"])
    assert "polled already" in text(desk.post(f"{DESK}add/", GIVEN))


def test_changing_it_has_it_asked_afresh(desk):
    source = Source.objects.create(
        address=GIVEN["address"], etag='"one"', next_at=timezone.now() + timedelta(hours=1)
    )
    desk.post(f"{DESK}{source.pk}/", {**GIVEN, "minutes": "60"})
    source.refresh_from_db()
    assert (source.minutes, source.etag) == (60, "")
    assert source.next_at <= timezone.now()


def test_removing_it_leaves_its_stories(desk, monkeypatch):
    with open_newsroom(monkeypatch) as room:
        source = Source.objects.create(address=room.feed(room.item("a", "Low tide")))
        polling.poll_due()
    desk.post(f"{DESK}{source.pk}/remove/")
    assert not Source.objects.exists()
    assert StoryPage.objects.count() == 1


@pytest.mark.parametrize("path", ["", "add/", "1/"])
def test_who_may_not_take_copy_in_sees_none_of_it(client, path):
    client.force_login(a_visitor())
    assert client.get(DESK + path).status_code in (302, 403)
