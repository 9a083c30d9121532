"""A territory's releases for feed readers and calendar programs, read back by others' parsers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from matinee.films import feeds
from matinee.films.models import Film, Release
from matinee.publication.models import Territory
from tests.films.factories import a_film, a_territory, opens

TITLE = 'Fish & <Chips>; "one", two\\three – Über 鯨'


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def read_back(text: str) -> list[dict[str, str]]:
    """The events of an iCalendar text, unfolded and unescaped (RFC 5545)."""
    assert "\n" not in text.replace("\r\n", "")
    events: list[dict[str, str]] = []
    depth: list[str] = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)", line)
        assert match, line
        name, value = match[1] + match[2], match[3]
        if name == "BEGIN":
            depth.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert depth.pop() == value
        elif depth[-1] == "VEVENT":
            assert name not in events[-1]
            events[-1][name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
    assert not depth
    return events


@pytest.mark.django_db
def test_the_atom_feed_is_one_that_feed_readers_take(client):
    opens(a_film(TITLE), "GB", day(3), note="in a few places")
    opens(a_film("Loose"), "GB", "2027-05-01", precision="month")
    opens(a_film("Theirs"), "US", day(3))
    answer = client.get("/releases/GB/feed.xml")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.version == "atom10"
    titles = [entry.title for entry in found.entries]
    assert titles[0] == "Loose: May 2027"
    assert "Über 鯨" in titles[1]
    assert len(titles) == 2
    assert "in a few places" in found.entries[1].summary
    assert found.entries[1].link.endswith(Film.objects.get(title=TITLE).get_absolute_url())


@pytest.mark.django_db
def test_the_atom_feed_has_what_rfc_4287_asks_for(client):
    opens(a_film(), "GB", day(3))
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.fromstring(client.get("/releases/GB/feed.xml").content)
    for needed in ("id", "title", "updated"):
        assert len(root.findall(atom + needed)) == 1
        assert len(root.findall(f"{atom}entry/{atom}{needed}")) == 1
    assert root.findtext(f"{atom}author/{atom}name")
    selves = [link.get("href") for link in root.findall(f"{atom}link[@rel='self']")]
    assert selves == ["http://testserver/releases/GB/feed.xml"]
    for moment in root.iter(f"{atom}updated"):
        assert datetime.fromisoformat(str(moment.text)).tzinfo is not None


@pytest.mark.django_db
def test_an_empty_territory_has_a_feed_all_the_same(client):
    a_territory("FR")
    found = feedparser.parse(client.get("/releases/FR/feed.xml").content)
    assert not found.bozo and found.entries == [] and found.feed.updated
    assert read_back(client.get("/releases/FR/calendar.ics").content.decode()) == []
    assert client.get("/releases/QQ/feed.xml").status_code == 404


@pytest.mark.django_db
def test_the_calendar_reads_back_as_it_was(client):
    sure = opens(a_film(TITLE), "GB", day(3), note="re-release; 4K, restored")
    opens(a_film("Loose"), "GB", "2027-12-01", precision="season")
    events = read_back(client.get("/releases/GB/calendar.ics").content.decode())
    one, other = sorted(events, key=lambda event: event["UID"])
    assert one["SUMMARY"] == f"{TITLE} (in cinemas)"
    assert "re-release; 4K, restored" in one["DESCRIPTION"]
    assert one["DTSTART;VALUE=DATE"] == f"{sure.date:%Y%m%d}"
    assert one["URL"] == f"http://testserver{sure.film.get_absolute_url()}"
    assert (other["DTSTART;VALUE=DATE"], other["DTEND;VALUE=DATE"]) == ("20271201", "20280301")
    assert (one["STATUS"], other["STATUS"]) == ("CONFIRMED", "TENTATIVE")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["feed.xml", "calendar.ics"])
def test_a_feed_that_has_not_changed_is_not_sent_again(client, name):
    release = opens(a_film(), "GB", day(3))
    address = f"/releases/GB/{name}"
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    release.date += timedelta(days=7)
    release.save()
    moved = client.get(address, headers={"If-None-Match": tag})
    assert moved.status_code == 200
    tag = moved.headers["ETag"]
    release.delete()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert "Cookie" not in moved.headers.get("Vary", "")


@pytest.mark.django_db
def test_only_what_readers_are_told_makes_a_release_changed():
    release = opens(a_film(), "GB", "2026-03-06")
    before = release.changed_at
    release.source = "somewhere else"
    release.save()
    release.refresh_from_db()
    assert release.changed_at == before
    release.precision = "month"
    release.save(update_fields=["precision"])
    release.refresh_from_db()
    assert release.changed_at > before


@pytest.mark.django_db
def test_the_page_leads_to_both_feeds(client):
    a_territory("GB")
    page = client.get("/releases/GB/").content.decode()
    head = page.split("</head>")[0]
    for kind, name in (("application/atom+xml", "feed.xml"), ("text/calendar", "calendar.ics")):
        link = re.search(
            rf'<link rel="alternate" type="{re.escape(kind)}"[^>]*href="([^"]+)"', head
        )
        assert link and link[1] == f"/releases/GB/{name}"
        assert client.get(link[1]).status_code == 200


def unsaved(title: str, note: str, on: date, precision: str) -> Release:
    return Release(
        pk=7, film=Film(title=title, slug="s"), territory=Territory(code="GB", name="Here"), date=on,
        precision=precision, note=note, changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


RELEASES = st.builds(
    unsaved, st.text(max_size=80), st.text(max_size=80),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(lambda d: d.replace(day=1)),
    st.sampled_from(["day", "month", "season", "year"]),
)  # fmt: skip


@given(st.lists(RELEASES, max_size=3), st.text(max_size=40))
def test_whatever_a_title_holds_both_feeds_can_be_read(found, name):
    text = feeds.icalendar(found, name=name, root="https://f.example")
    assert len(read_back(text)) == len(found)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    body = feeds.atom(
        found, title=name, author=name, root="https://f.example", path="/releases/GB/feed.xml",
        language="en-GB",
    )  # fmt: skip
    assert len(ET.fromstring(body).findall("{http://www.w3.org/2005/Atom}entry")) == len(found)
