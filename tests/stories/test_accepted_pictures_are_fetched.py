"""An accepted picture's file comes from a real server, safely; what fails is said, nothing lost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

from matinee.publication import schedule
from matinee.publication.models import Picture
from matinee.stories import intake, picture_fetching, receiving, tasks, use_cases
from matinee.stories.copies import Proposal
from matinee.stories.deciding import blocks_of
from matinee.stories.pages import StoryPage
from matinee.stories.picture_files import NoPicture, read_picture
from matinee.stories.sources import AskedHost
from matinee.stories.wanted import PictureFetch
from tests.stories.newsroom import Newsroom, open_newsroom, page

pytestmark = pytest.mark.django_db
WORDS = "<p>The harbour was empty for the first time in a century, the pilots said.</p>"


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with open_newsroom(monkeypatch) as made:
        yield made


def photograph(kind: str = "JPEG", size: tuple[int, int] = (320, 200), **save: Any) -> bytes:
    """A picture whose top left corner is red and whose rest is not."""
    image = Image.effect_noise(size, 40).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(220, 0, 0))
    out = io.BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def exif(**tags: Any) -> Image.Exif:
    made = Image.Exif()
    for name, value in tags.items():
        made[{"orientation": 274, "description": 270, "artist": 315}[name]] = value
    made[282] = IFDRational(72)
    return made


def with_iptc(jpeg: bytes, **told: str) -> bytes:
    """Put IPTC-IIM words into a JPEG, as agencies do: an APP13 segment of Photoshop's."""
    numbers = {"by": 80, "credit": 110, "caption": 120}
    records = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for name, words in told.items():
        raw = words.encode()
        records += bytes([0x1C, 2, numbers[name]]) + len(raw).to_bytes(2, "big") + raw
    padded = records + b"\x00" * (len(records) % 2)
    block = b"8BIM\x04\x04\x00\x00" + len(records).to_bytes(4, "big") + padded
    segment = b"Photoshop 3.0\x00" + block
    return jpeg[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]


def figure(src: str, caption: str = "The harbour at noon (Jo Bell/Northlight)") -> str:
    return f"<figure><img src='{src}' alt='Boats'><figcaption>{caption}</figcaption></figure>"


def taken(html: str, source: str = "https://paper.example/a") -> StoryPage:
    raw = page("The empty harbour", WORDS + html + "<p>Nobody came, they said.</p>").encode()
    (story,) = receiving.take_bytes(raw, source=source, content_type="text/html").stories
    return story


def accepted(story: StoryPage) -> Proposal:
    use_cases.accept(story.proposals.get(kind="picture"))
    return story.proposals.get(kind="picture")


def fetch() -> int:
    """Fetch what waits, whatever its time."""
    PictureFetch.objects.filter(state="waiting").update(next_at=timezone.now())
    AskedHost.objects.all().delete()
    return picture_fetching.fetch_due()


def kept(picture: Picture) -> bytes:
    """The file as it lies in the library."""
    return Path(picture.file.path).read_bytes()


def shown(story: StoryPage) -> dict[str, Any]:
    """The value of the draft's picture block."""
    draft = use_cases.draft_of(StoryPage.objects.get(pk=story.pk))
    return next(b["value"] for b in blocks_of(draft) if b["type"] == "picture")


def test_an_accepted_picture_stands_in_the_story(room):
    data = photograph()
    story = taken(figure(room.put("/still.jpg", data, "image/jpeg")))
    assert room.asked == []
    proposal = accepted(story)
    assert shown(story)["image"] is None
    assert room.asked == []  # the editor does not wait for it
    assert fetch() == 1
    picture = Picture.objects.get()
    assert kept(picture) == data
    assert (picture.width, picture.height) == (320, 200)
    assert (picture.caption, picture.credit) == ("The harbour at noon", "Jo Bell/Northlight")
    assert picture.description == "Boats"
    assert shown(story)["image"] == picture.pk
    assert shown(story)["alt"] == "Boats"
    assert proposal.fetch.state == "done"
    assert fetch() == 0


def test_the_largest_of_its_sizes_is_taken_and_a_relative_address_is_whole(room):
    room.put("/a/big.jpg", photograph(size=(640, 400)), "image/jpeg")
    tag = (
        "<figure><picture><source srcset='small.jpg 320w, big.jpg 640w, vast.jpg 9000w'>"
        "<img src='data:image/gif;base64,R0lGOD' alt=''></picture>"
        "<figcaption>The harbour at noon (Jo Bell/Northlight)</figcaption></figure>"
    )
    story = taken(tag, source=f"{room.address}/a/story")
    accepted(story)
    fetch()
    assert room.paths() == ["/a/big.jpg"]
    assert Picture.objects.get().width == 640


def test_a_picture_that_lay_on_its_side_stands_upright(room):
    data = photograph(exif=exif(orientation=6))
    story = taken(figure(room.put("/still.jpg", data, "image/jpeg")))
    accepted(story)
    fetch()
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (200, 320)
    with Image.open(io.BytesIO(kept(picture))) as image:
        assert image.getexif().get(274, 1) == 1
        red, green, _ = image.convert("RGB").getpixel((190, 10))
        assert red > 150 > green  # what was left above is right above, turned by 90 degrees


def test_what_the_page_does_not_say_is_read_from_the_file(room):
    data = with_iptc(
        photograph(), caption="Boats at noon in Größe", by="Jo Bell", credit="Northlight"
    )
    story = taken(figure(room.put("/still.jpg", data, "image/jpeg"), "The harbour at noon"))
    proposal = accepted(story)
    fetch()
    proposal.refresh_from_db()
    assert shown(story)["caption"] == "The harbour at noon"  # the page's own words stand
    assert shown(story)["credit"] == "Jo Bell/Northlight"
    assert proposal.data["credit"] == "Jo Bell/Northlight"
    assert not proposal.as_found["credit"]
    said = PictureFetch.objects.get().said
    assert "320 by 200 pixels." in said
    assert "The credit stood in the file itself" in said


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (with_iptc(photograph(), caption="Noon", by="Jo Bell"), ("Noon", "Jo Bell")),
        (photograph(exif=exif(description="Noon", artist="Jo Bell")), ("Noon", "Jo Bell")),
        (photograph(exif=exif(description="OLYMPUS DIGITAL CAMERA")), ("", "")),
        (photograph(exif=exif(description="IMG_2031.jpg")), ("", "")),
        (
            photograph(
                xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/"
                b"1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements"
                b"/1.1/' xmlns:p='http://ns.adobe.com/photoshop/1.0/' p:Credit='Northlight'>"
                b"<dc:description><rdf:Alt><rdf:li>Noon</rdf:li></rdf:Alt></dc:description>"
                b"</rdf:Description></rdf:RDF></x:xmpmeta>"
            ),
            ("Noon", "Northlight"),
        ),
        (photograph("PNG"), ("", "")),
        (photograph("WEBP"), ("", "")),
        (photograph("GIF"), ("", "")),
        (photograph("AVIF"), ("", "")),
    ],
)
def test_words_in_files(data, told):
    read = read_picture(data)
    assert (read.caption, read.credit) == told


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (photograph()[:900], "arrived damaged"),
        (photograph("TIFF"), "no picture that can be read"),
        (photograph(size=(20, 300)), "only 20 by 300 pixels"),
        # One that says it is 30,000 pixels wide and high: refused before anything is unpacked.
        (photograph("PNG").replace(
            (320).to_bytes(4, "big") + (200).to_bytes(4, "big"),
            (30_000).to_bytes(4, "big") * 2, 1), "read"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_words(data, words):
    with pytest.raises(NoPicture, match=words):
        read_picture(data)


def test_more_pixels_than_a_page_needs_are_refused(monkeypatch):
    monkeypatch.setattr("matinee.stories.picture_files.MAX_PIXELS", 1000)
    with pytest.raises(NoPicture, match="million pixels"):
        read_picture(photograph())


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, "text/html", "The site answered 404 instead of the picture."),
        (200, "text/html", "This is no picture that can be kept: the site calls it text/html."),
        (200, "image/svg+xml", "the site calls it image/svg+xml"),
        (200, "image/jpeg", "The file is no picture that can be read"),
    ],
)
def test_a_failure_is_said_and_loses_nothing(room, admin_client, status, kind, words):
    story = taken(figure(room.put("/still.jpg", "<p>No.</p>", kind, status)))
    proposal = accepted(story)
    fetch()
    assert PictureFetch.objects.get().state == "failed"
    desk = f"/desk/copy/story/{story.pk}/"
    told = admin_client.get(desk).content.decode()
    assert "The picture’s file did not come." in told
    assert words in told
    assert proposal.stands
    assert shown(story)["caption"] == "The harbour at noon"
    assert not Picture.objects.exists()
    # The site mends it, and the editor presses “Try again”.
    room.put("/still.jpg", photograph(), "image/jpeg")
    admin_client.post(f"/desk/copy/proposal/{proposal.pk}/", {"deed": "picture"})
    assert "is being fetched…" in admin_client.get(desk).content.decode()
    fetch()
    assert "In the story. 320 by 200 pixels." in admin_client.get(desk).content.decode()
    assert shown(story)["image"] == Picture.objects.get().pk


def test_a_site_that_fails_is_asked_three_times_and_then_said(room):
    story = taken(figure(room.put("/still.jpg", "", "image/jpeg", 503, Retry_After="120")))
    accepted(story)
    for _ in range(2):
        fetch()
        row = PictureFetch.objects.get()
        assert row.state == "waiting"
        assert row.said.endswith("It is tried again.")
        assert row.next_at > timezone.now() + timedelta(seconds=100)
    fetch()
    assert PictureFetch.objects.get().state == "failed"
    assert len(room.asked) == 3


def test_a_file_that_is_too_large_is_not_read_to_its_end(room, monkeypatch):
    monkeypatch.setattr(picture_fetching, "PICTURE_BYTES", 5000)
    story = taken(figure(room.put("/still.jpg", photograph(), "image/jpeg")))
    accepted(story)
    fetch()
    assert "larger than 0.005 MB" in PictureFetch.objects.get().said


def test_no_private_address_is_asked(monkeypatch):
    with open_newsroom(monkeypatch) as room:
        monkeypatch.undo()  # as it is outside tests: nothing on this machine may be reached
        story = taken(figure(room.put("/still.jpg", photograph(), "image/jpeg")))
        accepted(story)
        fetch()
        assert room.asked == []
    assert "inside a private network" in PictureFetch.objects.get().said


def test_the_same_file_is_kept_once(room):
    address = room.put("/still.jpg", photograph(), "image/jpeg")
    first = taken(figure(address))
    second = taken(figure(address, "Noon at the harbour (Jo Bell/Northlight)"))
    for story in (first, second):
        accepted(story)
    assert fetch() == 2
    picture = Picture.objects.get()
    assert shown(first)["image"] == shown(second)["image"] == picture.pk
    assert shown(second)["caption"] == "Noon at the harbour"


def test_taken_back_while_it_was_under_way_it_does_not_come(room):
    story = taken(figure(room.put("/still.jpg", photograph(), "image/jpeg")))
    use_cases.reject(accepted(story))
    assert not PictureFetch.objects.exists()
    assert fetch() == 0


def test_a_picture_that_came_stays_over_undo_of_something_else_and_undo_takes_it_out(room):
    story = taken(figure(room.put("/still.jpg", photograph(), "image/jpeg")))
    accepted(story)
    use_cases.headline(story, "Nobody came")
    fetch()
    use_cases.undo(story)
    assert shown(story)["image"] == Picture.objects.get().pk
    use_cases.undo(story)
    assert shown(story)["image"] is None
    accepted(story)  # it is here still: nobody is asked again
    assert shown(story)["image"] == Picture.objects.get().pk
    assert fetch() == 0


def test_a_live_story_shows_it_when_changes_are_published(room):
    story = taken(figure(room.put("/still.jpg", photograph(), "image/jpeg")))
    use_cases.headline(story, "Nobody came")
    use_cases.publish(story)
    accepted(story)
    fetch()
    live = StoryPage.objects.get(pk=story.pk)
    assert [b.value["image"] for b in live.body if b.block_type == "picture"] == [None]
    use_cases.publish(story)
    live = StoryPage.objects.get(pk=story.pk)
    assert [b.value["image"] for b in live.body if b.block_type == "picture"] == [
        Picture.objects.get()
    ]


def test_a_page_without_captions_proposes_the_picture_that_its_head_names(room):
    address = room.put("/lead.jpg", photograph(), "image/jpeg")
    raw = page("A", WORDS).replace(
        "<title>",
        f"<meta property='og:image' content='{address}'>"
        "<meta property='og:image:alt' content='Boats'><title>",
    )
    taking = receiving.take_bytes(raw.encode(), source="https://p.example/", content_type="")
    (story,) = taking.stories
    accepted(story)
    fetch()
    draft = use_cases.draft_of(story)
    assert draft.body[0].block_type == "picture"
    assert (shown(story)["image"], shown(story)["alt"]) == (Picture.objects.get().pk, "Boats")


def test_markdown_s_pictures_have_addresses_too(room):
    address = room.put("/still.jpg", photograph(), "image/jpeg")
    text = f"# The empty harbour\n\nIt was empty.\n\n![Boats at noon (Jo Bell)]({address})\n\nNow."
    found = intake.read_markdown(text)
    story = use_cases.take_in(found, source="a.md", content_type="text/markdown")
    accepted(story)
    assert fetch() == 1
    assert shown(story)["image"] == Picture.objects.get().pk


def test_accepting_wakes_a_worker_and_the_tick_does_so_again(
    room, monkeypatch, django_capture_on_commit_callbacks
):
    woken: list[int] = []
    monkeypatch.setattr(tasks, "wake_for_pictures", lambda: woken.append(1))
    story = taken(figure(room.put("/still.jpg", photograph(), "image/jpeg")))
    with django_capture_on_commit_callbacks(execute=True):
        accepted(story)
    assert woken == [1]
    schedule._jobs["stories: fetch accepted pictures"].run()
    assert woken == [1, 1]
