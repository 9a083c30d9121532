"""An editor looks at an edition as one reader gets it: their country, their segments, their name."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from matinee.editions import previews
from matinee.readers.addresses import key_of
from matinee.readers.models import Reader
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


def reader(territory: str, address: str = "ada@reel.example") -> Reader:
    return Reader.objects.create(
        address=address, address_key=key_of(address), name="Ada Penrose", territory=territory
    )


@pytest.fixture
def client() -> Client:
    made = Client()
    made.force_login(User.objects.create_superuser("ines", "ines@reel.example"))
    return made


def test_it_holds_their_own_countrys_dates() -> None:
    edition = newsroom.sound_edition()
    british = previews.answer(edition, f"for-{reader('GB').pk}").content
    assert british == previews.answer(edition, "in-GB").content
    elsewhere = previews.answer(edition, f"for-{reader('NZ', 'ben@reel.example').pk}").content
    assert elsewhere == previews.answer(edition, "email").content
    assert elsewhere != british


def test_they_are_found_by_address_which_stands_in_no_url(client: Client) -> None:
    edition, one = newsroom.sound_edition(), reader("GB")
    door = reverse("editions_preview_for", args=[edition.pk])
    answer = client.post(door, {"address": " Ada@Reel.example "})
    assert answer["Location"].endswith(f"?reader={one.pk}")
    page = client.get(answer["Location"]).content.decode()
    assert "As this reader gets it" in page
    assert client.get(f"/desk/editions/{edition.pk}/preview/for-{one.pk}/").status_code == 200


@pytest.mark.parametrize("address", ["nobody@reel.example", "", "x" * 5000, "\x00"])
def test_an_address_that_is_nobodys_is_said(client: Client, address: str) -> None:
    edition = newsroom.sound_edition()
    door = reverse("editions_preview_for", args=[edition.pk])
    answer = client.post(door, {"address": address}, follow=True)
    assert "No reader has this address" in answer.content.decode()


@pytest.mark.parametrize(
    "mode", ["for-0", "for-999999", "for-x", "for-" + "9" * 40, "as-²", "for-"]
)
def test_a_reader_who_is_none_is_not_found(client: Client, mode: str) -> None:
    edition = newsroom.sound_edition()
    assert client.get(f"/desk/editions/{edition.pk}/preview/{mode}/").status_code == 404


def test_who_may_not_see_readers_sees_no_letter_of_theirs() -> None:
    edition, one = newsroom.sound_edition(), reader("GB")
    critic = User.objects.create_user("critic", "critic@reel.example")
    critic.groups.add(Group.objects.get(name="Editors"))
    critic.user_permissions.clear()
    client = Client()
    client.force_login(critic)
    if critic.has_perm("readers.view_reader"):
        pytest.fail("the group may see readers: give the test another")
    for url in (
        f"/desk/editions/{edition.pk}/preview/for-{one.pk}/",
        f"/desk/editions/{edition.pk}/previews/?reader={one.pk}",
    ):
        answer = client.get(url, follow=True)
        assert "As this reader gets it" not in answer.content.decode()
        assert b"26 January" not in answer.content or "previews" in url
