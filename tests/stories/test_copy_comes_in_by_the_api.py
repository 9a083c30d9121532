"""POST /api/copy: text, HTML, Word or an address in; the draft and what was found out."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from matinee.stories import tokens
from matinee.stories.copies import Copy
from matinee.stories.pages import StoryPage
from matinee.stories.site import section_page
from matinee.stories.tokens import CopyToken
from tests.stories.factories import COPY, a_visitor, an_editor
from tests.stories.newsroom import LOW_TIDE, open_newsroom, page

pytestmark = pytest.mark.django_db
AT = "/api/copy"


@pytest.fixture
def token() -> str:
    return tokens.make("Our CMS", an_editor())[1]


def send(token: str, body: str | bytes, kind: str = "text/plain", at: str = AT):
    # Real checks: the test client skips those of CSRF unless told.
    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {token}"}
    return client.generic("POST", at, body, content_type=kind, headers=headers)


def send_json(token: str, **told: object):
    return send(token, json.dumps(told), "application/json")


def is_problem(answer, status: int, words: str) -> bool:
    told = answer.json()
    assert answer.status_code == status, told
    assert answer["Content-Type"] == "application/problem+json"
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert words in told["detail"]
    return True


def test_text_becomes_a_draft_with_what_the_command_prints(token, tmp_path):
    answer = send(token, COPY)
    assert answer.status_code == 201
    told = answer.json()
    story = StoryPage.objects.get()
    assert told["draft"].endswith(f"/desk/copy/story/{story.pk}/")
    assert answer["Location"] == told["draft"]
    assert not story.live
    assert story.raw_copy.received_by.username == "ed"
    path = tmp_path / "a.txt"
    path.write_text(COPY)
    out = StringIO()
    call_command("intake", str(path), "--json", stdout=out)
    printed = json.loads(out.getvalue())
    assert {**printed, "source": "api"} == {
        k: v for k, v in told.items() if k not in ("draft", "seen_before")
    }


def test_the_same_copy_again_is_the_same_draft(token):
    first, again = send(token, COPY), send(token, COPY)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["story_id"] == again.json()["story_id"]
    assert again.json()["seen_before"] is True
    assert StoryPage.objects.count() == 1


def test_html_and_json_are_read_as_what_they_are(token):
    html = page("Low tide", LOW_TIDE)
    assert send(token, html, "text/html; charset=utf-8").json()["story"]["headline"]["text"] == (
        "Low tide"
    )
    assert send_json(token, html=html).json()["seen_before"] is True
    assert send_json(token, text=COPY, section="").status_code == 201


def test_another_charset_is_heeded(token):
    answer = send(
        token, "Die Küste.\n\nNiemand kam.".encode("utf-16-le"), "text/plain; charset=utf-16-le"
    )
    assert "Küste" in Copy.objects.get().text
    assert answer.status_code == 201
    assert is_problem(send(token, b"\xff\xfe\xff", "text/plain; charset=ascii2"), 400, "charset")


def test_an_address_is_fetched_and_kept_as_home(token, monkeypatch):
    with open_newsroom(monkeypatch) as room:
        address = room.put("/a", page("Low tide", LOW_TIDE))
        answer = send_json(token, url=address)
        feed = send_json(token, url=room.feed(room.item("b", "High tide")))
        missing = send_json(token, url=f"{room.address}/none")
    assert answer.json()["source"] == address
    assert is_problem(feed, 422, "This is a feed")
    assert is_problem(missing, 422, "answered 404")


def test_private_addresses_are_refused(token):
    assert is_problem(send_json(token, url="http://127.0.0.1/"), 422, "private network")


def test_the_section_is_one_of_ours(token):
    section_page("arts")
    assert send(token, COPY, at=f"{AT}?section=arts").json()
    assert StoryPage.objects.get().section == "arts"
    assert is_problem(send_json(token, text="Other.", section="cars"), 422, "no section")


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        (" ", "text/plain", 400, "nothing in this request"),
        ("x", "image/png", 415, "Send text/plain"),
        ("{", "application/json", 400, "not JSON"),
        ("[" * 100_000, "application/json", 400, "not JSON"),
        ("[]", "application/json", 400, "one object"),
        ('{"url": 1}', "application/json", 400, "values are strings"),
        ('{"title": "x", "text": "y"}', "application/json", 400, "not known here: title"),
        ('{"section": "film"}', "application/json", 400, "Give one of"),
        ('{"text": "x", "url": "y"}', "application/json", 400, "Give one of"),
        ('{"url": "ftp://x.example"}', "application/json", 422, "http://"),
        ("<rss><channel/></rss>", "text/html", 422, "This is a feed"),
        ("%PDF-1.7", "text/plain", 422, "It is kept as it came"),
        ("x" * 5_000_001, "text/plain", 413, "5 MB"),
    ],
)
def test_what_cannot_be_taken_is_a_problem_in_words(token, body, kind, status, words):
    assert is_problem(send(token, body, kind), status, words)
    assert not StoryPage.objects.exists()


def test_unreadable_copy_is_kept(token):
    send(token, "%PDF-1.7")
    assert bytes(Copy.objects.get(state="unreadable").raw) == b"%PDF-1.7"


def test_only_post_does_anything(token, client):
    answer = client.get(AT)
    assert is_problem(answer, 405, "POST")
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer matinee_wrong", "Basic ZWQ6eA=="])
def test_without_a_token_that_holds_nobody_is_heard(token, client, header):
    client.force_login(an_editor("other"))  # a login in the desk does not count here
    answer = client.post(AT, COPY, content_type="text/plain", headers={"Authorization": header})
    assert is_problem(answer, 401, "Authorization: Bearer")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert not Copy.objects.exists()


def test_a_token_is_hashed_at_rest_and_refused_once_revoked(token):
    row = CopyToken.objects.get()
    assert token not in "".join(str(value) for value in vars(row).values())
    tokens.revoke(row)
    assert is_problem(send(token, COPY), 401, "Bearer")


def test_a_token_ends_with_its_maker_s_account_and_rights():
    user = a_visitor()
    token = tokens.make("x", user)[1]
    assert is_problem(send(token, COPY), 403, "may not make stories")
    user.is_superuser = True
    user.is_active = False
    user.save()
    assert is_problem(send(token, COPY), 401, "Bearer")


def test_a_token_asks_so_often_a_minute(token, monkeypatch):
    monkeypatch.setattr(tokens, "A_MINUTE", 2)
    # The minute may turn between two of them: of five at most four pass.
    answers = [send(token, COPY) for _ in range(5)]
    late = [answer for answer in answers if answer.status_code == 429]
    assert late
    assert is_problem(late[0], 429, "Wait")
    assert 1 <= int(late[0]["Retry-After"]) <= 60


def test_tokens_are_made_and_revoked_in_the_desk(client):
    client.force_login(an_editor())
    assert "There are none yet" in client.get("/desk/copy/tokens/").content.decode()
    made = client.post("/desk/copy/tokens/", {"name": "Our CMS"})
    shown = made.content.decode()
    token = shown.split('token__words">')[1].split("<")[0]
    assert "no-store" in made["Cache-Control"]
    assert send(token, COPY).status_code == 201
    listed = client.get("/desk/copy/tokens/").content.decode()
    assert token not in listed
    assert "Last used" in listed
    row = CopyToken.objects.get()
    client.post(f"/desk/copy/tokens/{row.pk}/revoke/")
    assert send(token, COPY).status_code == 401
    assert "Revoked on" in client.get("/desk/copy/tokens/").content.decode()


def test_nobody_revokes_another_s_token(client):
    row, _ = tokens.make("x", an_editor())
    client.force_login(a_visitor())
    assert client.post(f"/desk/copy/tokens/{row.pk}/revoke/").status_code in (302, 403)
    row.refresh_from_db()
    assert row.revoked_at is None
