"""An index of sitemaps, from a real server: its news is followed, politely and conditionally."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from matinee.stories import manners, polling, sitemaps
from matinee.stories.intake import UnreadableCopy
from matinee.stories.pages import StoryPage
from matinee.stories.sitemaps import Child, chosen, unpacked
from matinee.stories.sources import AskedHost, Source
from tests.stories.newsroom import Newsroom, open_newsroom, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with open_newsroom(monkeypatch) as made:
        yield made


def ago(**time: int) -> str:
    return (timezone.now() - timedelta(**time)).isoformat()


def a_sitemap(*pages: tuple[str, str]) -> str:
    """A sitemap of these (address, changed) pages."""
    urls = "".join(f"<url><loc>{a}</loc><lastmod>{m}</lastmod></url>" for a, m in pages)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def an_index(room: Newsroom, *parts: tuple[str, str], etag: str = "") -> Source:
    """A source that is an index of these (path, changed) sitemaps."""
    named = "".join(
        f"<sitemap><loc>{room.address}{path}</loc><lastmod>{changed}</lastmod></sitemap>"
        for path, changed in parts
    )
    told = '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    headers = {"ETag": etag} if etag else {}
    address = room.put("/index.xml", f"{told}{named}</sitemapindex>", "text/xml", **headers)
    return Source.objects.get_or_create(address=address)[0]


def a_page(room: Newsroom, slug: str) -> str:
    return room.put(f"/{slug}", page(slug.capitalize(), f"<p>The tide of {slug} came in.</p>"))


def poll(source: Source) -> Source:
    Source.objects.filter(pk=source.pk).update(next_at=timezone.now())
    AskedHost.objects.all().delete()
    assert polling.poll_due() == 1
    source.refresh_from_db()
    return source


def titles() -> set[str]:
    return set(StoryPage.objects.values_list("title", flat=True))


def test_its_news_sitemap_is_read_and_its_archives_are_left(room):
    room.put("/news.xml", a_sitemap((a_page(room, "low"), ago(hours=3))), "text/xml")
    room.put("/2019.xml", a_sitemap((a_page(room, "old"), ago(hours=1))), "text/xml")
    source = poll(an_index(room, ("/2019.xml", ago(hours=1)), ("/news.xml", ago(hours=2))))
    assert source.said == "1 entry in 1 sitemap: 1 new."
    assert source.kind == "sitemap"
    assert room.paths() == ["/index.xml", "/news.xml", "/low"]
    assert titles() == {"Low"}


def test_without_news_the_sitemaps_that_changed_last_are_read_and_only_their_young_pages(room):
    young, old = a_page(room, "young"), a_page(room, "old")
    undated = a_page(room, "undated")
    pages = a_sitemap((young, ago(days=2)), (old, ago(days=40)), (undated, ""))
    parts = []
    for number in range(8):
        room.put(f"/{number}.xml", pages if number == 7 else a_sitemap(), "text/xml")
        parts.append((f"/{number}.xml", ago(days=8 - number)))
    source = poll(an_index(room, *parts))
    assert source.said == "1 entry in 5 sitemaps: 1 new."
    assert room.paths()[:6] == ["/index.xml", "/7.xml", "/6.xml", "/5.xml", "/4.xml", "/3.xml"]
    assert titles() == {"Young"}


def test_a_sitemap_whose_date_stands_still_is_not_asked_again(room):
    low, high = a_page(room, "low"), a_page(room, "high")
    room.put("/news-a.xml", a_sitemap((low, ago(hours=3))), "text/xml")
    room.put("/news-b.xml", a_sitemap((high, ago(hours=3))), "text/xml")
    first = ago(hours=2)
    poll(an_index(room, ("/news-a.xml", first), ("/news-b.xml", first)))
    room.asked.clear()
    source = poll(an_index(room, ("/news-a.xml", first), ("/news-b.xml", first)))
    assert room.paths() == ["/index.xml"]
    assert source.said == "Nothing has changed since the last poll."
    room.asked.clear()
    room.put("/news-b.xml", a_sitemap((a_page(room, "higher"), ago(hours=1))), "text/xml")
    poll(an_index(room, ("/news-a.xml", first), ("/news-b.xml", ago(hours=1))))
    # The page that left the list is asked whether it stands; the unread sitemap's is not.
    assert room.paths() == ["/index.xml", "/news-b.xml", "/higher", "/high"]
    assert titles() == {"Low", "High", "Higher"}


def test_an_index_that_stands_still_may_have_sitemaps_that_do_not(room):
    low = a_page(room, "low")
    room.put("/news.xml", a_sitemap((low, ago(hours=3))), "text/xml", ETag='"one"')
    source = poll(an_index(room, ("/news.xml", ""), etag='"index"'))
    room.asked.clear()
    poll(source)
    asked = dict(room.asked)
    assert asked["/index.xml"]["If-None-Match"] == '"index"'
    assert asked["/news.xml"]["If-None-Match"] == '"one"'
    assert source.said == "Nothing has changed since the last poll."
    both = a_sitemap((low, ago(hours=3)), (a_page(room, "high"), ago(hours=1)))
    room.put("/news.xml", both, "text/xml", ETag='"two"')
    poll(source)
    assert titles() == {"Low", "High"}


def test_what_is_left_over_comes_with_the_next_poll(room, monkeypatch):
    monkeypatch.setattr(polling, "PAGES", 2)
    pages = [(a_page(room, f"tide-{n}"), ago(hours=n + 1)) for n in range(3)]
    room.put("/news.xml", a_sitemap(*pages), "text/xml", ETag='"one"')
    source = poll(an_index(room, ("/news.xml", ago(hours=1)), etag='"index"'))
    assert source.said == "3 entries in 1 sitemap: 2 new. 1 more come with the next poll."
    poll(source)
    assert StoryPage.objects.count() == 3


def test_one_that_fails_is_said_and_the_others_are_read(room):
    room.put("/news-a.xml", "", "text/xml", status=500)
    room.put("/news-b.xml", a_sitemap((a_page(room, "low"), ago(hours=3))), "text/xml")
    source = poll(an_index(room, ("/news-a.xml", ""), ("/news-b.xml", "")))
    assert source.said == (
        "1 entry in 1 sitemap: 1 new. 1 sitemap could not be read: "
        "The site answered 500 instead of the page."
    )
    assert source.failures == 0


def test_where_all_fail_the_poll_failed(room):
    room.put("/news.xml", "", "text/xml", status=500)
    source = poll(an_index(room, ("/news.xml", "")))
    assert source.failures == 1
    assert source.said.startswith("None of its sitemaps could be read.")


def test_packed_ones_are_unpacked(room):
    packed = gzip.compress(a_sitemap((a_page(room, "low"), ago(hours=3))).encode())
    room.put("/news.xml.gz", packed, "application/x-gzip")
    poll(an_index(room, ("/news.xml.gz", "")))
    assert titles() == {"Low"}


def test_what_is_packed_too_small_to_be_true_is_refused():
    with pytest.raises(UnreadableCopy, match="larger than 20 MB"):
        unpacked(gzip.compress(b" " * 21_000_000))
    with pytest.raises(UnreadableCopy, match="damaged"):
        unpacked(gzip.compress(b"<urlset/>")[:-6])
    with pytest.raises(UnreadableCopy, match="damaged"):
        unpacked(b"\x1f\x8bno")
    assert unpacked(b"<urlset/>") == b"<urlset/>"


def test_only_sitemaps_of_its_own_site_are_followed():
    names = [
        "https://paper.example/news.xml", "https://maps.paper.example/news.xml",
        "https://other.example/news.xml", "https://evilpaper.example/news.xml",
        "ftp://paper.example/news.xml", "//paper.example/n/news.xml",
    ]  # fmt: skip
    named = "".join(f"<sitemap><loc>{name}</loc></sitemap>" for name in names)
    body = f"<sitemapindex>{named}</sitemapindex>".encode()
    found = sitemaps.children(body, "https://www.paper.example/index.xml")
    assert [child.address for child in found or []] == [
        names[0], names[1], "https://paper.example/n/news.xml",
    ]  # fmt: skip
    assert sitemaps.children(b"<urlset/>", "https://paper.example/") is None


def test_dates_that_cannot_be_read_come_last():
    found = [Child("https://x.example/a", "soon"), Child("https://x.example/b", "2025-03-04")]
    assert [child.address[-1] for child in chosen(found)] == ["b", "a"]


def test_an_index_of_strangers_says_so(room):
    room.put("/index.xml", "<sitemapindex><sitemap><loc>https://x.example/news</loc></sitemap>"
             "</sitemapindex>", "text/xml")  # fmt: skip
    source = poll(Source.objects.create(address=f"{room.address}/index.xml"))
    assert source.said == (
        "This is an index of sitemaps. Give the address of the one with the news: "
        "https://x.example/news."
    )


def test_a_busy_site_s_sitemaps_wait_for_the_next_poll(room, monkeypatch):
    room.put("/news.xml", a_sitemap((a_page(room, "low"), ago(hours=3))), "text/xml")
    source = an_index(room, ("/news.xml", ""))
    ask = manners.ask

    def busy_after_the_index(url, **more):
        if url.endswith("/news.xml"):
            raise manners.Busy(timezone.now())
        return ask(url, **more)

    monkeypatch.setattr(manners, "ask", busy_after_the_index)
    assert poll(source).said == "Nothing has changed since the last poll."
    monkeypatch.setattr(manners, "ask", ask)
    poll(source)
    assert titles() == {"Low"}
