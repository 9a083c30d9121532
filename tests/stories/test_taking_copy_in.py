"""Copy becomes a draft with proposals; nothing of it is lost."""

from __future__ import annotations

import re
from datetime import date

import pytest

from matinee.stories import sketch, use_cases
from matinee.stories.copies import Copy, Proposal
from matinee.stories.intake import found as shapes
from matinee.stories.pages import FrontPage, StoryPage
from matinee.stories.site import ensure_site, section_page
from tests.stories.factories import COPY, a_found, a_newsletter

pytestmark = pytest.mark.django_db


def kinds(story: StoryPage) -> list[str]:
    return [block.block_type for block in story.body]


def words(story: StoryPage) -> list[str]:
    return [re.sub("<[^>]+>", "", str(b.value)) for b in story.body if b.block_type == "paragraph"]


def test_a_draft_stands_in_the_default_section_with_its_facts():
    story = use_cases.take_in(a_found(), source="a.txt")
    assert not story.live
    assert story.section == "film"
    assert story.published_on == date(2025, 3, 4)
    assert story.title == "Rosa Lind: I slept in the van for forty nights"
    assert not story.headline_accepted


def test_paragraphs_keep_their_order_and_every_word():
    found = a_found()
    story = use_cases.take_in(found, source="a.txt")
    assert words(story) == [p.text for p in found.body]


def test_the_box_stands_between_paragraphs_and_the_picture_where_its_line_stood():
    story = use_cases.take_in(a_found(), source="a.txt")
    assert kinds(story) == [
        "paragraph", "paragraph", "signup", "paragraph", "paragraph", "picture", "paragraph",
    ]  # fmt: skip


def test_no_box_where_neither_page_nor_section_has_a_newsletter():
    story = use_cases.take_in(a_found(newsletter=None), source="a.txt")
    assert "signup" not in kinds(story)


def test_a_box_where_the_section_has_a_newsletter():
    section = section_page("film")
    section.newsletter = a_newsletter()
    section.save()
    story = use_cases.take_in(a_found(newsletter=None), source="a.txt")
    assert kinds(story).count("signup") == 1
    assert story.box_newsletter == section.newsletter


def test_markup_in_copy_is_words_not_markup():
    text = "He said <script>alert(1)</script> & left."
    body = (shapes.Paragraph(text, 0, len(text)),)
    story = use_cases.take_in(shapes.Found(copy=text, body=body), source="x")
    assert "&lt;script&gt;" in str(story.body[0].value.source)


def test_every_find_is_a_proposal_whose_place_holds_its_words():
    story = use_cases.take_in(a_found(), source="a.txt")
    by_kind = {p.kind: p for p in story.proposals.all()}
    assert set(by_kind) == set(Proposal.Kind.values) - {"update"}
    assert all(p.is_open for p in by_kind.values())
    assert by_kind["quote"].words == "“I slept in the van for forty nights,”"
    assert by_kind["release"].words == "UK cinemas on 12 September"
    assert by_kind["release"].data["inferred"] == ["year"]
    assert by_kind["newsletter"].words == "Reel Notes"
    assert by_kind["person"].data["paragraph"] == 2


def test_the_copy_is_kept_byte_for_byte():
    raw = b"\xef\xbb\xbf" + COPY.encode()
    story = use_cases.take_in(a_found(), source="a.txt", raw=raw)
    assert bytes(Copy.objects.get().raw) == raw
    assert story.raw_copy.text == COPY


def test_the_same_copy_twice_is_one_story():
    first = use_cases.take_in(a_found(), source="a.txt")
    again = use_cases.take_in(a_found(), source="b.txt")
    assert again.pk == first.pk
    assert StoryPage.objects.count() == Copy.objects.count() == 1


def test_near_duplicates_are_reported_and_not_merged():
    text = " ".join(f"word{n}" for n in range(200))
    other = text.replace("word150", "changed")
    unlike = " ".join(f"other{n}" for n in range(200))
    for copy in (text, other, unlike):
        found = shapes.Found(copy=copy, body=(shapes.Paragraph(copy, 0, len(copy)),))
        use_cases.take_in(found, source=copy[:5])
    assert StoryPage.objects.count() == 3
    near = sketch.near(Copy.objects.get(text=text))
    assert [n.copy.text for n in near] == [other]
    assert near[0].share > 0.8


def test_a_headline_that_the_page_itself_had_is_accepted():
    story = use_cases.take_in(a_found(headline=shapes.Headline("Its own", False, 0, 7)), source="a")
    assert story.headline_accepted
    assert not story.proposals.filter(kind="headline").exists()


def test_a_section_of_ours_is_found_by_name_and_an_unknown_one_is_noted():
    section_page("festivals", "Festivals")
    story = use_cases.take_in(a_found(section="Festivals"), source="a")
    assert story.section == "festivals"
    other = use_cases.take_in(a_found(copy=COPY + "x", section="Gardening"), source="b")
    assert other.section == "film"
    assert any("Gardening" in p.data["text"] for p in other.proposals.filter(kind="note"))


def test_unreadable_copy_is_kept_once_with_why():
    for _ in range(2):
        use_cases.keep_unreadable(b"\x00\x01", "This is not text.", source="x.bin")
    copy = Copy.objects.get()
    assert (copy.state, bytes(copy.raw), copy.problem) == (
        "unreadable",
        b"\x00\x01",
        "This is not text.",
    )


def test_the_site_is_made_once_and_points_at_the_front_page(settings):
    settings.SITE_URL = "https://films.example:8443"
    front = ensure_site()
    assert ensure_site().pk == front.pk
    assert FrontPage.objects.count() == 1
    site = front.get_site()
    assert (site.hostname, site.port, site.is_default_site) == ("films.example", 8443, True)
