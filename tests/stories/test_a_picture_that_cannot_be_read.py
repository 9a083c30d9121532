"""A picture's file that is gone, cut short or no picture at all never makes a page fail."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image

from matinee.publication.models import Picture
from tests.stories.factories import a_story

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a cut that failed to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((640, 400), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def picture(data: bytes | None = None) -> Picture:
    """A picture whose file is then damaged to `data`."""
    made = Picture.objects.create(
        title="A still",
        description="Two people on a pier",
        file=ImageFile(io.BytesIO(jpeg()), name="still.jpg"),
    )
    if data is not None:
        Path(made.file.path).write_bytes(data)
    return made


@pytest.mark.parametrize("data", [b"", b"no picture", jpeg()[:700], jpeg()[:20]])
def test_the_story_and_the_front_page_come_without_it(client: Client, data: bytes) -> None:
    story = a_story(lead_picture=picture(data), lead_alt="Two people on a pier")
    page = client.get(story.url)
    assert page.status_code == 200
    assert story.title in page.content.decode()
    assert client.get("/").status_code == 200


def test_a_file_that_is_gone_is_gone_quietly(client: Client) -> None:
    missing = picture()
    story = a_story(lead_picture=missing, lead_alt="Two people on a pier")
    missing.file.storage.delete(missing.file.name)
    assert client.get(story.url).status_code == 200


def test_a_good_one_is_shown(client: Client) -> None:
    story = a_story(lead_picture=picture(), lead_alt="Two people on a pier")
    page = client.get(story.url).content.decode()
    assert "not-found" not in page and ".width-1200.jpg" in page
