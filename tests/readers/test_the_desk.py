"""The desk: readers are found, shown whole, proved, and only by those who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from matinee.readers import addresses, links
from matinee.readers.models import Reader, Segment, Suppression
from matinee.readers.use_cases import confirm
from tests.readers.factories import asked, newsletter, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    User.objects.create_superuser("editor", "editor@example.com", "pw")
    client = Client()
    assert client.login(username="editor", password="pw")
    return client


def some(letter: Any) -> Reader:
    confirm(links.confirm_tokens().mint(asked("ada@example.com", letter).request_id, 0).leave)
    asked("Ben@example.com", letter, page="/music/b/", territory="US")
    return reader()


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_readers_are_found_by_address_and_filters(editor: Client) -> None:
    letter = newsletter()
    some(letter)
    for query, ada, ben in [
        ("", True, True),
        ("q=AD", True, False),
        ("q=ben%40example.com", False, True),
        ("state=active", True, False),
        (f"newsletter={letter.slug}&state=pending", False, True),
        ("territory=US", False, True),
        ("source=/music/", False, True),
        ("since=2999-01-01", False, False),
        ("since=rubbish&state=x&before=rubbish", True, True),
    ]:
        page = text(editor, f"/desk/readers/?{query}")
        assert ("ada@example.com" in page, "Ben@example.com" in page) == (ada, ben), query


def test_one_readers_history_is_on_one_page_with_its_proof(editor: Client) -> None:
    ada = some(newsletter(name="Night Shift"))
    page = text(editor, f"/desk/readers/{ada.pk}/")
    for wanted in ("Confirmed from the mailbox", "Night Shift", "stands in the chain"):
        assert wanted in page
    assert "CONSENT DOCUMENT" in text(editor, f"/desk/readers/{ada.pk}/proof/")
    assert editor.get(f"/desk/readers/{ada.pk}/proof.json").json()["holds"]


def test_an_editor_suppresses_and_erases(editor: Client) -> None:
    ada = some(newsletter())
    editor.post(f"/desk/readers/{ada.pk}/deed/", {"do": "suppress"})
    assert Suppression.objects.get().reason == "hand"
    editor.post(f"/desk/readers/{ada.pk}/deed/", {"do": "erase"})
    assert not Reader.objects.filter(pk=ada.pk).exists()


def test_an_address_is_suppressed_by_hand_and_kept_as_a_hash(editor: Client) -> None:
    add = "/desk/suppressions/new/"
    assert b"Kept as a hash only" in editor.get(add).content
    editor.post(add, {"address": "Ada@example.com", "reason": "hand", "note": "Asked by letter"})
    assert Suppression.objects.get().address_key == addresses.key_of("ada@example.com")
    again = editor.post(add, {"address": "ada@example.com", "reason": "hand"})
    assert b"suppressed already" in again.content


def test_filters_are_saved_as_a_segment(editor: Client) -> None:
    editor.post("/desk/readers/segment/", {"name": "Americans", "territory": "US"})
    assert Segment.objects.get().query == "territory=US"
    assert "Americans" in text(editor, "/desk/readers/")


def test_the_plain_tables_and_the_boxes_page_open(editor: Client) -> None:
    some(newsletter())
    for path in ("suppressions", "segments", "signup-origins", "readers/boxes"):
        assert editor.get(f"/desk/{path}/").status_code == 200
    streamed = editor.get("/desk/readers/export.csv")
    assert b"ada@example.com" in b"".join(streamed.streaming_content)  # type: ignore[arg-type]


def test_without_the_right_nothing_is_shown() -> None:
    ada = some(newsletter())
    user = User.objects.create_user("junior", "junior@example.com", "pw")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.login(username="junior", password="pw")
    for path in ("", f"{ada.pk}/", f"{ada.pk}/proof/", "export.csv", "boxes/"):
        response = client.get(f"/desk/readers/{path}")
        assert response.status_code == 302
        assert b"ada@" not in response.content
    client.post(f"/desk/readers/{ada.pk}/deed/", {"do": "erase"})
    assert Reader.objects.filter(pk=ada.pk).exists()
    assert Client().get("/desk/readers/").status_code == 302
