"""Whatever is brought to the copy desk or the API, nobody sees a fault of ours, and it is kept."""

from __future__ import annotations

import functools
import io
import json
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.stories import receiving, tokens, use_cases
from matinee.stories.copies import Copy
from matinee.stories.pages import StoryPage
from tests.stories.factories import COPY, a_found, an_editor

pytestmark = pytest.mark.django_db
DESK = "/desk/copy/"


@functools.cache
def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("The harbour was empty, “as ever”, said Rosa Lind.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PIECES = [
    b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"%PDF-1.7\n", b"PK\x03\x04", b"{\\rtf1", b"\x1f\x8b",
    b"\xff\xd8\xff\xe0", b"<?xml version='1.0'?>", b"<rss><channel><item><title>", b"</item>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", b"<html><body><article><p>", b"&#0;",
    b"<a href='http://[::1'>x</a>", b"<a href='//'>", b"<img srcset=', , 9w' src=''>",
    b"<base href='javascript:1'>", b"<link rel=canonical href='&#xD800;'>", b"<h1>", b"</h1>",
    b"<meta property='og:image' content='http://x.example/&#0;'>",
    b"<meta property='article:published_time' content='2025-02-31T25:61'>",
    b"<meta property='article:modified_time' content='2025-13-45'>",
    b'<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2025-99-99",'
    b'"headline":"\\u0000","author":[{"name":7}]}</script>',
    b"---\ndate: 31 February 2025\ntitle: \"\"\n---\n", b"# ", b"![a](http://[)", b"[x](http://[)",
    "“I slept in the van,” Lind said. ".encode(), "‘".encode(), "🎬".encode(), b"\r\n", b"\n\n",
    b"Salt Road will be released in UK cinemas on 31 February 2025. ", b"!!!", b" ",
]  # fmt: skip
HEAD, BODY = [b"<html><head><title>x</title>"], [b"</head><body><article><h1>Boats</h1><p>"]
pieces = st.lists(st.sampled_from(PIECES), max_size=4)
pages = st.tuples(st.just(HEAD), pieces, st.just(BODY), pieces)
copies = st.one_of(
    pages.map(lambda parts: b"".join(piece for part in parts for piece in part)),
    st.binary(min_size=1, max_size=200),
    st.text(min_size=1, max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)), min_size=1, max_size=9).map(
        b"".join
    ),
    st.integers(4, 4000).map(lambda cut: word()[:cut]),
).filter(bool)
KINDS = ["", "text/plain", "text/html", "text/markdown", "application/pdf", "x" * 150,
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"]  # fmt: skip
patiently = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(an_editor())
    return client


@given(raw=copies, kind=st.sampled_from(KINDS), name=st.text(min_size=1, max_size=12))
@patiently
def test_as_a_file(desk, caplog, raw, kind, name):
    caplog.clear()
    answer = desk.post(DESK, {"uploads": SimpleUploadedFile(f"{name}.txt", raw, kind)})
    assert answer.status_code in (200, 302)
    kept = Copy.objects.filter(sha256=use_cases.digest(raw)).first()
    assert kept is not None
    assert bytes(kept.raw) == raw
    if kept.state == Copy.State.UNREADABLE:
        assert kept.problem
        assert "It is kept as it came." in answer.content.decode()
    # A fault in the reading loses nothing, but a fault it is.
    assert not [record.exc_info for record in caplog.records if record.levelname == "ERROR"]


@given(text=copies.map(lambda raw: raw.decode("utf-8", "replace")))
@patiently
def test_as_a_paste(desk, text):
    answer = desk.post(DESK, {"text": text})
    assert answer.status_code in (200, 302)
    if text.strip():
        assert Copy.objects.exists()


@given(raw=copies, kind=st.sampled_from(KINDS[:4] + KINDS[6:]))
@patiently
def test_by_the_api(desk, raw, kind):
    token = tokens.make("Our CMS", an_editor_of(desk))[1]
    headers = {"Authorization": f"Bearer {token}"}
    answer = desk.generic("POST", "/api/copy", raw, content_type=kind, headers=headers)
    assert answer.status_code in (200, 201, 400, 415, 422), answer.content
    assert isinstance(json.loads(answer.content), dict)


def an_editor_of(client: Client):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="ed")


def said(desk: Client, **given: object) -> str:
    answer = desk.post(DESK, given)
    assert answer.status_code == 200
    return answer.content.decode()


def upload(name: str, raw: bytes, kind: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw, kind)


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"text": "  \n "}, "Paste some copy, choose a file, or give an address."),
        ({"address": "http://127.0.0.1/"}, "This address is inside a private network"),
        ({"address": "http://[::ffff:10.0.0.1]/"}, "This address is inside a private network"),
        ({"address": "ftp://paper.example/a"}, "Only addresses that begin with http"),
        ({"address": "http://"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(desk, given_, words):
    assert words in said(desk, **given_)
    assert not StoryPage.objects.exists()


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.pdf", b"%PDF-1.7 scan", "PDFs are not read. Copy the text out of it and paste that."),
        ("a.docx", word()[:3000], "This Word document cannot be opened."),
        ("a.zip", b"PK\x03\x04 and so on", "This is an archive. Unpack it"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x02\x00\x03\x04", "This is no text"),
        ("a.txt", b"\x00\x00 \n", "There is nothing in this copy."),
    ],
)
def test_what_cannot_be_read_says_so_is_kept_and_can_be_had_back(desk, name, raw, words):
    page = said(desk, uploads=upload(name, raw))
    assert words in page
    assert "It is kept as it came." in page
    copy = Copy.objects.get()
    assert desk.get(f"{DESK}received/{copy.pk}/").content == raw


def test_an_empty_word_document_and_a_zip_that_pretends(desk):
    empty = io.BytesIO()
    docx.Document().save(empty)
    assert "There are no words in this document." in said(
        desk, uploads=upload("a.docx", empty.getvalue())
    )
    pretends = io.BytesIO()
    with zipfile.ZipFile(pretends, "w") as archive:
        archive.writestr("word/document.xml", "<no")
    assert "cannot be opened" in said(desk, uploads=upload("b.bin", pretends.getvalue()))
    assert Copy.objects.count() == 2


def test_one_bad_file_among_good_ones_stops_none(desk):
    files = [upload("a.txt", COPY.encode()), upload("b.pdf", b"%PDF-1.7 scan")]
    answer = desk.post(DESK, {"uploads": files}, follow=True)
    page = answer.content.decode()
    assert "1 story was taken in" in page
    assert "b.pdf: PDFs are not read." in page


def test_a_fault_in_the_keeping_keeps_the_copy_all_the_same(desk, monkeypatch, caplog):
    # The fault is put in by hand, since none is known; the keeping is real.
    def fault(*args, **kwargs):
        raise ValueError("a fault")

    monkeypatch.setattr("matinee.stories.proposing.proposals", fault)
    assert "stopped Matinee from reading it" in said(desk, text=COPY)
    assert bytes(Copy.objects.get().raw) == COPY.encode()
    assert not StoryPage.objects.exists()
    assert "Salt Road" not in caplog.text


def test_dates_that_are_none_are_none():
    taking = receiving.take_bytes(
        b"<html><head><meta property='article:modified_time' content='2025-13-45'></head><body>"
        b"<article><h1>Boats</h1><p>The boats have not moved since the war.</p></article></body>",
        source="a.html",
    )
    (story,) = taking.stories
    assert story.updated_on is None


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
def test_what_no_database_keeps_is_kept_as_missing(caplog, sign):
    raw = (
        '<html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": '
        f'"Boats {sign} at rest"}}</script></head><body><article><p>The boats have not moved '
        "since the war, and nobody asks why.</p></article></body></html>"
    ).encode()
    (story,) = receiving.take_bytes(raw, source="a.html\x00").stories
    assert story.title in ("Boats \ufffd at rest", "Boats ? at rest")
    assert not caplog.records


def test_headlines_of_mere_signs_make_addresses_of_their_own(desk):
    for text in ("# !!!\n\nThe harbour was empty.", "# !!!\n\nNobody came to see it."):
        desk.post(DESK, {"uploads": upload("a.md", text.encode(), "text/markdown")})
    first, second = StoryPage.objects.order_by("pk")
    assert len({first.slug, second.slug, ""}) == 3
    for story in (first, second):
        use_cases.headline(story, "???")
    assert len(set(StoryPage.objects.values_list("slug", flat=True))) == 2


def test_near_duplicates_are_said_where_they_come_in(desk):
    first = use_cases.take_in(a_found(), source="the first")
    answer = desk.post(DESK, {"text": COPY + "One more line."}, follow=True)
    page = answer.content.decode()
    assert "Much the same copy came in before." in page
    assert f"{DESK}story/{first.pk}/" in page
    assert StoryPage.objects.count() == 2
