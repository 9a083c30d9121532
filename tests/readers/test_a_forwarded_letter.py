"""Who holds a forwarded letter may leave and pause, but neither see nor erase its reader."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from matinee.post.inbox import Inbox
from matinee.readers import limits, links, owning, post_office
from matinee.readers.models import Note, Reader, Subscription
from matinee.readers.use_cases import confirm
from tests.readers.factories import asked, newsletter, notes, reader, subscription

pytestmark = pytest.mark.django_db
ADDRESS = "ada.lovelace@engines.example"


@pytest.fixture(autouse=True)
def inbox(settings: Any) -> Inbox:
    settings.MAIL_URL = "inbox:"
    return Inbox(Path(settings.INBOX_PATH))


@pytest.fixture
def door() -> str:
    """Return the path of the preference link in a reader's letters."""
    letter = newsletter()
    confirm(links.confirm_tokens().mint(asked(ADDRESS, letter).request_id, 0).leave)
    Note.objects.all().delete()
    return f"/preferences/{links.leave_token(subscription(ADDRESS, letter).pk)}/"


def mailed(inbox: Inbox, kind: str) -> str:
    """Return the path that was mailed, from the newest mail."""
    assert post_office.send_waiting() == 1
    mail = inbox.messages()[-1]
    assert mail.parsed["To"] == ADDRESS or ADDRESS in str(mail.parsed["To"])
    found = re.search(rf"https?://[^/\s]+(/own/{kind}/\S+)", mail.body("plain") or "")
    assert found
    return found[1]


def test_the_preferences_do_not_show_the_address(client: Client, door: str) -> None:
    page = client.get(door).content.decode()
    assert ADDRESS not in page
    assert "lovelace" not in page
    assert "a…@e….example" in page


def test_the_data_comes_by_a_link_to_the_readers_own_address(
    client: Client, door: str, inbox: Inbox
) -> None:
    said = client.post(door, {"do": "data"}, follow=True).content.decode()
    assert "on its way to your own address" in said
    assert ADDRESS not in said
    path = mailed(inbox, "data")
    assert ADDRESS in client.get(path).content.decode()
    response = client.get(f"{path}?as=json")
    assert response.json()["reader"]["address"] == ADDRESS
    assert "my-data.json" in response["Content-Disposition"]


def test_erasure_comes_by_a_link_too_and_a_get_erases_nobody(
    client: Client, door: str, inbox: Inbox
) -> None:
    client.post(door, {"do": "erase"})
    path = mailed(inbox, "erase")
    assert "Yes, erase me" in client.get(path).content.decode()
    assert Reader.objects.exists()
    assert "You are erased" in client.post(path, {"sure": "yes"}).content.decode()
    assert not Reader.objects.exists()
    assert client.post(path, {"sure": "yes"}).status_code == 410


def test_the_letters_own_link_opens_neither(client: Client, door: str) -> None:
    token = door.split("/")[2]
    for path in (f"/own/data/{token}/", f"/own/data/{token}/?as=json", f"/own/erase/{token}/"):
        response = client.get(path)
        assert response.status_code == 410
        assert ADDRESS not in response.content.decode()
    assert client.post(f"/own/erase/{token}/", {"sure": "yes"}).status_code == 410
    for old in ("data.json", "erase/"):
        assert client.post(door + old, {"sure": "yes"}).status_code == 404
    assert Reader.objects.exists()


def test_a_link_is_for_one_deed_and_for_an_hour(
    client: Client, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = owning.url(reader(ADDRESS), "data").rstrip("/").rpartition("/")[2]
    assert client.get(f"/own/erase/{token}/").status_code == 410
    now = timezone.now()
    for minutes, status in ((59, 200), (61, 410)):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr("matinee.readers.owning.timezone.now", lambda later=later: later)
        assert client.get(f"/own/data/{token}/").status_code == status


def test_leaving_and_pausing_stay_immediate(client: Client, door: str) -> None:
    client.post(door, {"do": "pause", "weeks": "2"})
    assert reader(ADDRESS).paused_until
    client.post(door, {"do": "newsletters"})
    assert Subscription.objects.get().state == "left"
    assert not Note.objects.exists()


def test_an_address_changes_only_with_a_yes_from_its_own_mailbox(client: Client, door: str) -> None:
    client.post(door, {"do": "address", "address": "thief@example.com"})
    change = reader(ADDRESS).address_change
    yes_of_the_new = links.change_tokens().mint(change.pk, change.nonce).read
    client.post(f"/change/{yes_of_the_new}/")
    assert reader(ADDRESS)


def test_nobody_is_flooded_with_such_mails(client: Client, door: str, inbox: Inbox) -> None:
    for _ in range(6):
        client.post(door, {"do": "data"})
    assert post_office.send_waiting() == limits.MAILS_A_DAY
    assert len(notes(state=Note.State.HELD)) == 6 - limits.MAILS_A_DAY


@given(st.emails())
def test_a_masked_address_gives_little_away(address: str) -> None:
    domain = address.rpartition("@")[2]
    assert len(owning.masked(address)) <= 5 + len(domain.rpartition(".")[2]) + 1
