"""The public pages: front, section, story, film, feed, with and without anything in them."""

from __future__ import annotations

import gc
import json
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from matinee.films.known import find_or_make_film, set_release
from matinee.publication.models import Picture
from matinee.stories.copies import Quote
from matinee.stories.site import ensure_site, section_page
from tests.stories.factories import a_film, a_newsletter, a_story, territories

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves its renditions' temporary files to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def see(client, story) -> str:
    return read(client, story.get_url())


def a_picture() -> Picture:
    from io import BytesIO

    made = BytesIO()
    Image.new("RGB", (1600, 1000), "#884422").save(made, "JPEG")
    file = SimpleUploadedFile("p.jpg", made.getvalue(), "image/jpeg")
    return Picture.objects.create(title="p", file=file, description="A lake at dusk")


@pytest.fixture(autouse=True)
def _site():
    ensure_site()
    yield
    gc.collect()  # while this module's filters hold


def test_an_empty_site_says_so_kindly(client):
    assert "The first story is still being written" in read(client, "/")
    section_page("film")
    assert "Nothing in Film yet" in read(client, "/film/")
    assert "No films yet" in read(client, "/films/")
    assert "<feed" in read(client, "/feed.xml")


def test_the_front_leads_with_the_newest_and_groups_the_rest_by_section(client):
    for n in range(9):
        section = "film" if n % 2 else "festivals"
        a_story(f"Story {n}", section=section, published_on=date(2025, 3, 1) + timedelta(n))
    page = read(client, "/")
    assert page.index("Story 8") < page.index("Story 7") < page.index("Story 4")
    assert 'id="rail-film"' in page and 'id="rail-festivals"' in page
    assert page.count(">Story 8<") == 1


def test_drafts_are_nowhere(client):
    a_story("Shown")
    a_story("Hidden", live=False)
    for address in ("/", "/film/", "/feed.xml"):
        assert "Hidden" not in read(client, address)


def test_a_long_section_has_pages_and_a_wrong_number_is_forgiven(client):
    for n in range(14):
        a_story(f"Story {n}", published_on=date(2025, 3, 1) + timedelta(n))
    assert "Page 1 of 2" in read(client, "/film/")
    assert "Page 2 of 2" in read(client, "/film/?page=99")
    assert "Page 1 of 2" in read(client, "/film/?page=x")


def test_a_story_has_its_parts(client):
    story = a_story(
        "Forty nights", standfirst="In a van.", byline="Ada Osei, Ben Carrow",
        updated_on=date(2025, 3, 6),
        body=[
            ("paragraph", "<p>Words.</p>"),
            ("heading", "A crosshead"),
            ("quote", {"text": "I slept", "speaker": "Rosa Lind", "where_said": "at the festival"}),
        ],
    )  # fmt: skip
    page = see(client, story)
    for words in (
        "<h1>Forty nights</h1>", "In a van.", "<b>Ada Osei</b> and <b>Ben Carrow</b>",
        "4 March 2025", "Updated", "6 March 2025", "A crosshead", "I slept", "Rosa Lind",
        "at the festival",
    ):  # fmt: skip
        assert words in page


def test_a_picture_has_its_caption_credit_and_alternative_text(client):
    picture = a_picture()
    told = {"image": picture, "caption": "At dusk", "credit": "Jo Bell/PA", "alt": "A lake"}
    story = a_story(
        "S", body=[("picture", told)], lead_picture=picture, lead_caption="The lead",
        lead_credit="Ann", lead_alt="Water",
    )  # fmt: skip
    page = see(client, story)
    assert 'alt="A lake"' in page and 'alt="Water"' in page
    assert "At dusk" in page and "Jo Bell/PA" in page
    assert "srcset=" in page


def test_a_picture_without_a_file_waits_unseen(client):
    told = {"image": None, "caption": "At dusk", "credit": "PA", "alt": ""}
    assert "At dusk" not in see(client, a_story("S", body=[("picture", told)]))


def test_the_film_box_gives_each_territory_its_own_date_or_none_yet(client):
    territories("GB", "US", "IE")
    film = find_or_make_film(
        {"title": "Salt Road", "year": 2025, "directors": ["Rosa Lind"],
         "cast": [{"person": "Mara Quill", "character": "Ines"}],
         "based_on": {"title": "The Dry Lake", "author": "H. Berg", "year": 1974, "form": "novel"}}
    )  # fmt: skip
    set_release(film, {"territory": "US", "date": "2025-09-12"})
    page = see(client, a_story("S", films=[film]))
    box = re.sub(r"<[^>]+>|\s+", " ", page.split('<aside class="film"')[1].split("</aside>")[0])
    box = re.sub(r"\s+", " ", box)
    assert "United Kingdom no date yet" in box
    assert "United States 12 September 2025" in box
    assert "No date yet: Ireland" in box
    assert "Mara Quill as Ines" in box
    assert "The Dry Lake by H. Berg (novel, 1974)" in box


def test_a_film_in_the_body_has_no_second_box_below(client):
    film = a_film()
    page = see(client, a_story("S", films=[film], body=[("film", film)]))
    assert page.count('<aside class="film"') == 1


def test_a_story_that_lives_elsewhere_links_home(client):
    story = a_story("S", canonical_url="https://home.example/s")
    assert '<link rel="canonical" href="https://home.example/s">' in see(client, story)


def test_machines_read_a_news_article_that_cannot_break_out(client):
    story = a_story("</script><b>x", byline="Ada Osei", films=[a_film()])
    Quote.objects.create(story=story, text="Hm", speaker="Rosa Lind")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', see(client, story))[1]
    told = json.loads(block)
    assert told["@type"] == "NewsArticle"
    assert told["headline"] == "</script><b>x"
    assert told["about"][0]["name"] == "Salt Road"
    assert told["hasPart"][0]["creator"]["name"] == "Rosa Lind"


def test_the_box_shows_for_an_open_newsletter_only(client):
    newsletter = a_newsletter(state="proposed")
    body = [("paragraph", "<p>One.</p>"), ("signup", {"newsletter": None})]
    story = a_story("S", body=body, newsletter=newsletter)
    assert "signup" not in see(client, story)
    newsletter.state = "open"
    newsletter.save()
    assert "signup" in see(client, story)


def test_a_film_has_a_page_with_its_dates_stories_and_quotes(client):
    territories("GB", "US")
    film = a_film()
    set_release(film, {"territory": "US", "date": "2025-09-12", "kind": 2, "note": "New York"})
    story = a_story("Forty nights", films=[film])
    Quote.objects.create(story=story, text="I slept in the van", speaker="Rosa Lind")
    hidden = a_story("Hidden", films=[film], live=False)
    Quote.objects.create(story=hidden, text="Not yet said", speaker="Rosa Lind")
    page = read(client, film.get_absolute_url())
    for words in ("Salt Road", "New York", "United Kingdom: no date yet", "Forty nights"):
        assert words in page
    assert "I slept in the van" in page
    assert "Not yet said" not in page
    assert client.get("/films/none/").status_code == 404


def test_a_film_s_dates_stand_under_their_territory_home_first(client):
    territories("GB", "US")
    film = a_film()
    set_release(film, {"territory": "US", "date": "2025-08-01"})
    for kind, day in ((4, "2025-12-01"), (3, "2025-09-12")):
        set_release(film, {"territory": "GB", "date": day, "kind": kind})
    set_release(film, {"territory": "US", "date": "2025-12-01", "precision": "season", "kind": 5})
    table = read(client, film.get_absolute_url()).split("<tbody>")[1].split("</tbody>")[0]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", table)).strip()
    assert words == (
        "United Kingdom 12 September 2025 In cinemas 1 December 2025 To stream or rent "
        "United States 1 August 2025 In cinemas winter 2025 On disc"
    )
    assert table.count('rowspan="2"') == 2
    assert "2025-12-01" in table and table.count("<time") == 3  # a season has no such date


def test_a_film_s_page_asks_no_more_for_more_territories(client):
    territories("GB", "US", "IE")
    film = a_film()
    asked = []
    for codes in (("GB", "US"), ("FR", "AU", "CA", "NZ")):
        for code in codes:
            set_release(film, {"territory": code, "date": "2025-08-01"})
        client.get(film.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(film.get_absolute_url())
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_film_s_page_has_the_movie_and_its_releases_for_machines(client):
    territories("GB", "US")
    film = find_or_make_film({"title": "</script><i>x", "year": 2025, "directors": ["Rosa Lind"]})
    set_release(film, {"territory": "GB", "date": "2025-09-12", "kind": 3})
    set_release(film, {"territory": "US", "date": "2025-10", "precision": "month", "kind": 2})
    set_release(film, {"territory": "US", "date": "2025-12", "precision": "season", "kind": 4})
    page = read(client, film.get_absolute_url())
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Movie")
    assert told["name"] == "</script><i>x"
    assert told["url"] == f"http://testserver{film.get_absolute_url()}"
    assert {event["@type"] for event in told["releasedEvent"]} == {"PublicationEvent"}
    dates = {
        (e["location"]["identifier"], e["startDate"], e.get("endDate"))
        for e in told["releasedEvent"]
    }
    assert dates == {
        ("GB", "2025-09-12", None), ("US", "2025-10", None), ("US", "2025-12", "2026-02"),
    }  # fmt: skip
    assert client.get(f"{film.get_absolute_url()}movie.json").json() == told


def test_what_opens_this_week_stands_on_the_front(client):
    territories("GB")
    a_story("S")
    set_release(a_film(), {"territory": "GB", "date": timezone.localdate().isoformat()})
    assert "Out this week" in read(client, "/")


def test_the_feed_is_atom_with_an_entry_a_story(client):
    a_story("One & two", standfirst="A < B", byline="Ada Osei")
    root = ET.fromstring(client.get("/feed.xml").content)
    atom = "{http://www.w3.org/2005/Atom}"
    entry = root.find(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == "One & two"
    assert entry.findtext(f"{atom}summary") == "A < B"


def test_pages_run_nothing_inline(client):
    story = a_story("S", films=[a_film()], lead_picture=a_picture())
    for page in (see(client, story), read(client, "/"), read(client, "/film/")):
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", page)
