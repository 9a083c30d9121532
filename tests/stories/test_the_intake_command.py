"""`matinee intake` as a shell sees it: lines, JSON, exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matinee.newsletters.models import Newsletter
from matinee.stories.copies import Copy
from matinee.stories.pages import StoryPage
from tests.stories.factories import COPY

pytestmark = pytest.mark.django_db

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://f.example/</link>
<item><title>First of two</title><link>https://f.example/1</link>
<pubDate>Tue, 04 Mar 2025 23:30:00 -0500</pubDate>
<description>The first story is about a boat that never left the harbour.</description></item>
<item><title>Second of two</title><link>https://f.example/2</link>
<description>The second story is about a lighthouse with nobody in it.</description></item>
</channel></rss>"""


def intake(*arguments: str) -> str:
    out = StringIO()
    call_command("intake", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(COPY, encoding="utf-8")
    return str(path)


def test_lines_say_what_was_found_and_where(page):
    told = intake(page)
    assert "(proposed headline)" in told
    assert "dated 4 March 2025" in told
    release = re.search(r"release (\d+)–(\d+): Salt Road, GB 2025-09-12 \(year worked out\)", told)
    assert "12 September" in COPY[int(release[1]) : int(release[2])]
    assert "/desk/copy/story/" in told


def test_json_is_one_object_a_page_in_the_contract_s_shape(page):
    told = json.loads(intake(page, "--json"))
    assert told["source"] == page
    assert told["story_id"] == StoryPage.objects.get().pk
    for key in (
        "furniture",
        "newsletter",
        "story",
        "pictures",
        "quotes",
        "films",
        "people",
        "notes",
    ):
        assert key in told
    assert set(told["story"]) >= {
        "headline",
        "standfirst",
        "byline",
        "published",
        "updated",
        "body",
    }


def test_the_same_page_again_says_so_and_makes_nothing(page):
    intake(page)
    assert "made before" in intake(page)
    assert StoryPage.objects.count() == 1


def test_several_pages_are_several_lines_of_json(page, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Another page altogether.\n\nIt says little.", encoding="utf-8")
    assert len(intake(page, str(other), "--json").splitlines()) == 2


def test_a_feed_is_several_stories_that_link_home_dated_in_our_zone(tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED, encoding="utf-8")
    assert len(intake(str(feed), "--json").splitlines()) == 2
    first = StoryPage.objects.get(title="First of two")
    assert first.canonical_url == "https://f.example/1"
    assert str(first.published_on) == "2025-03-05"  # half past four in the morning in London
    assert first.headline_accepted


def test_html_is_read_by_its_own_meta_data(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html><head><title>x</title>"
        '<link rel="canonical" href="https://f.example/boats"></head><body><article>'
        "<h1>Boats at rest</h1><p>The boats have not moved since the war, and nobody asks.</p>"
        "<p>Their owner, asked again this week, said the tide had not been right.</p>"
        "</article></body></html>",
        encoding="utf-8",
    )
    intake(str(page), "--publish")
    story = StoryPage.objects.get()
    assert (story.title, story.live) == ("Boats at rest", True)
    assert story.canonical_url == "https://f.example/boats"


def test_a_section_is_made_when_asked_for(page):
    intake(page, "--section", "festivals")
    assert StoryPage.objects.get().section == "festivals"


def test_open_lets_readers_sign_up_at_once(page):
    intake(page, "--accept", "--publish", "--open")
    assert Newsletter.objects.get().is_open


def test_what_cannot_be_read_is_kept_and_said(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.4 not a page")
    with pytest.raises(CommandError, match=r"PDF.*kept as it came"):
        intake(str(path))
    assert Copy.objects.get().state == "unreadable"


def test_one_bad_source_does_not_lose_the_others(page, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.txt: cannot be read: No such file"):
        intake(str(tmp_path / "nowhere.txt"), page)
    assert StoryPage.objects.count() == 1


def test_a_headline_is_for_one_page(page, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Another page altogether.\n\nIt says little.", encoding="utf-8")
    with pytest.raises(CommandError, match="for one page"):
        intake(page, str(other), "--headline", "Both")


def test_wrong_use_exits_2_with_the_usage():
    done = subprocess.run(
        [sys.executable, "-m", "matinee", "intake"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "usage: matinee intake" in done.stderr
