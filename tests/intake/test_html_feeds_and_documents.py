"""HTML, feeds, Word and bytes: each read into the same kind of answer."""

from __future__ import annotations

import io

import docx
import pytest

from matinee.stories.intake import (
    UnreadableCopy,
    decode,
    read_bytes,
    read_docx,
    read_feed,
    read_html,
    read_markdown,
)

PARAGRAPH = (
    "Ann Lee has won a prize for Goat Song, a film about a goat that could not be told a lie."
)
SECOND = "“He ate the prize,” said Lee, who is 41. “It was mostly icing, but it was the principle.”"
PAGE = f"""<!doctype html><html><head><title>Goat wins | The Paper</title>
<link rel="canonical" href="https://paper.example/goat">
<meta property="og:title" content="Goat wins prize">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Goat wins prize",
"datePublished":"2024-03-05T06:00:00Z","dateModified":"2024-03-06T06:00:00+00:00",
"author":[{{"name":"Jo March"}}],"articleSection":"Film"}}</script></head><body>
<nav><a href="/">Home</a></nav><div class="cookie-banner"><p>We use cookies.</p></div>
<article><h1>Goat wins prize</h1><p class="standfirst">A long day in Leeds</p>
<figure><img src="/goat.jpg" alt="A goat"><figcaption>Ann Lee (left) and the goat
<span class="credit">Photograph: Jo Day/PA</span></figcaption></figure>
<p>{PARAGRAPH}</p>
<aside class="newsletter-signup"><h3>Sign up to Reel Life</h3><p>Every Friday, free</p></aside>
<h2>Icing</h2><p>{SECOND}</p><script>var p = "no";</script></article>
<section class="related"><h3>More stories</h3><ul><li>A dog wins</li></ul></section>
<footer>© 2024 The Paper</footer></body></html>"""


def test_a_page_of_html_gives_head_body_picture_and_furniture() -> None:
    found = read_html(PAGE)
    assert found.headline is not None
    assert (found.headline.text, found.headline.proposed) == ("Goat wins prize", False)
    assert found.standfirst is not None
    assert found.standfirst.text == "A long day in Leeds"
    assert found.byline == ("Jo March",)
    assert found.published == "2024-03-05T06:00:00+00:00"
    assert found.updated == "2024-03-06T06:00:00+00:00"
    assert (found.section, found.canonical) == ("Film", "https://paper.example/goat")
    assert [(p.text, p.heading) for p in found.body] == [
        (PARAGRAPH, False),
        ("Icing", True),
        (SECOND, False),
    ]
    [picture] = found.pictures
    assert (picture.credit, picture.agency) == ("Jo Day/PA", "PA")
    assert {"cookie", "signup", "related"} <= {f.kind for f in found.furniture}
    assert found.newsletter is not None
    assert found.newsletter.name == "Reel Life"
    assert [q.speaker for q in found.quotes] == ["Ann Lee"]


def test_spans_of_a_page_of_html_point_into_its_text() -> None:
    found = read_html(PAGE.encode("utf-16"))
    for part in (*found.body, *found.furniture, *found.quotes):
        assert part.text.split()[0].strip("“") in found.copy[part.start : part.end]
    assert "var p" not in found.copy


RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title>
<item><title>Goat wins prize</title><link>https://paper.example/goat</link><guid>goat-1</guid>
<pubDate>Tue, 05 Mar 2024 06:00:00 GMT</pubDate>
<description>&lt;p&gt;{PARAGRAPH}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</description></item>
<item><title>Dog loses</title><link>https://paper.example/dog</link>
<description>Nobody was hurt, but the dog has asked for a recount.</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>The Paper</title><entry><id>tag:goat</id><title>Goat wins prize</title>
<link href="https://paper.example/goat"/><updated>2024-03-06T07:00:00Z</updated>
<published>2024-03-05T06:00:00Z</published><author><name>Jo March</name></author>
<content type="html">&lt;p&gt;{PARAGRAPH}&lt;/p&gt;</content></entry></feed>"""


def test_each_entry_of_a_feed_is_a_page_of_its_own() -> None:
    goat, dog = read_feed(RSS.encode())
    assert (goat.id, goat.url, goat.title) == (
        "goat-1",
        "https://paper.example/goat",
        "Goat wins prize",
    )
    assert [p.text for p in goat.found.body] == [PARAGRAPH, SECOND]
    assert goat.found.published == "2024-03-05T06:00:00+00:00"
    assert dog.id == "https://paper.example/dog"
    assert dog.found.headline is not None
    assert dog.found.headline.text == "Dog loses"


def test_an_atom_entry_tells_its_author_and_both_its_times() -> None:
    [entry] = read_feed(ATOM.encode())
    assert entry.found.byline == ("Jo March",)
    assert entry.updated == "2024-03-06T07:00:00+00:00"
    assert entry.found.updated == "2024-03-06T07:00:00+00:00"
    assert entry.found.canonical == "https://paper.example/goat"


def test_what_is_no_feed_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableCopy, match=r"feed\.$"):
        read_feed(b"<html></html>")


def word() -> bytes:
    """A Word document of a heading and two paragraphs."""
    document = docx.Document()
    document.add_heading("Goat wins prize", 0)
    document.add_paragraph(PARAGRAPH)
    document.add_paragraph(SECOND)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.mark.parametrize("kind", [None, "application/octet-stream"])
def test_a_word_document_is_known_by_its_look(kind: str | None) -> None:
    found = read_bytes(word(), source="copy", content_type=kind)
    assert found.headline is not None
    assert found.headline.text == "Goat wins prize"
    assert [p.text for p in found.body] == [PARAGRAPH, SECOND]


def test_a_damaged_word_document_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableCopy, match="cannot be opened"):
        read_docx(word()[:400])


def test_markdown_keeps_its_marks_and_tells_its_heads() -> None:
    found = read_markdown(
        f"---\ntitle: Goat wins prize\nauthor: Jo March\ndate: 2024-03-05\n---\n\n{PARAGRAPH}\n\n"
        f"## Icing\n\n![The goat](goat.jpg)\n*Image: Jo Day*\n\n{SECOND}\n"
    )
    assert found.headline is not None
    assert found.headline.text == "Goat wins prize"
    assert (found.byline, found.published) == (("Jo March",), "2024-03-05")
    assert [(p.text, p.heading) for p in found.body][1] == ("## Icing", True)
    assert [(p.caption, p.credit, p.src) for p in found.pictures] == [
        ("The goat", "Jo Day", "goat.jpg")
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"\x00\x00",
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        b"PK\x03\x04zip",
    ],
)
def test_what_is_no_copy_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableCopy, match=r"\.$"):
        read_bytes(data, source="x")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("“Ça va”".encode(), "“Ça va”"),
        ("“Ça va”".encode("utf-8-sig"), "“Ça va”"),
        ("“Ça va”".encode("utf-16"), "“Ça va”"),
        ("“Ça va”".encode("cp1252"), "“Ça va”"),
        (b"\xfe\xff" + "“Ça”".encode("utf-16-be"), "“Ça”"),
    ],
)
def test_bytes_are_decoded_as_they_were_meant(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_the_answer_has_the_contract_s_shape() -> None:
    answer = read_html(PAGE, source="https://paper.example/goat").as_json()
    assert {"source", "story_id", "furniture", "newsletter", "story", "pictures", "quotes", "films",
            "people", "notes"} <= answer.keys()  # fmt: skip
    assert {
        "headline",
        "standfirst",
        "byline",
        "published",
        "updated",
        "section",
        "body",
    } <= answer["story"].keys()
    assert answer["story_id"] is None
    assert answer["source"] == "https://paper.example/goat"
    assert "copy" not in answer
