"""Bad input at the doors besides the box: frames, links, choices, lists brought, proxies' words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from matinee.post.tokens import LinkTokens
from matinee.readers import links, owning
from matinee.readers.models import AllowedOrigin, ReaderImport, Subscription
from matinee.readers.use_cases import confirm
from tests.readers.factories import asked, newsletter, subscription

pytestmark = pytest.mark.django_db
QUICK = hypothesis_settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEW = hypothesis_settings(QUICK, max_examples=10)
# A form can carry NUL and any code point, but no lone surrogate: browsers send UTF-8.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.just("\0" * 3)
# What a server hands on of a header: any byte but those that end the line.
HEADER = st.text(
    st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=200
) | st.from_regex(r"https?://[^/\r\n\0]{0,40}/?[ -~]{0,40}", fullmatch=True).filter(
    lambda text: all(ord(c) < 256 for c in text)
)
ADDRESS = "ada@example.com"


@pytest.fixture
def letter() -> Any:
    """Return a newsletter with one reader, ADDRESS."""
    made = newsletter()
    confirm(links.confirm_tokens().mint(asked(ADDRESS, made).request_id, 0).leave)
    return made


@QUICK
@given(referer=HEADER, origin=HEADER, held=TEXT)
def test_any_page_may_ask_for_the_frame_and_the_script(
    client: Client, letter: Any, referer: str, origin: str, held: str
) -> None:
    headers = {"Referer": referer, "Origin": origin, "If-None-Match": origin}
    frame = client.get(f"/embed/{letter.slug}/", {"from": held}, headers=headers)
    assert frame.status_code in {200, 403}
    assert client.get("/embed/v1/signup.js", headers=headers).status_code in {200, 304}


@QUICK
@given(fields=st.dictionaries(st.sampled_from(["address", "page", "form", "box"]), TEXT))
def test_any_form_of_an_allowed_site_is_answered(
    client: Client, letter: Any, fields: dict[str, str]
) -> None:
    AllowedOrigin.objects.get_or_create(origin="https://www.example.org")
    posted = {"newsletter": letter.slug, **fields}
    for origin in ("https://www.example.org", "https://elsewhere.example"):
        answer = client.post("/sign-up/", posted, headers={"Origin": origin, "Referer": origin})
        assert answer.status_code < 500


@QUICK
@given(
    do=st.sampled_from(["newsletters", "details", "pause", "address"]),
    fields=st.dictionaries(
        st.sampled_from(
            ["newsletter", "offers", "name", "territory", "language", "weeks", "address"]
        ),
        TEXT | st.sampled_from(["999", "9" * 40, "٣", "-1", "GB", "ada@example.com"]),
    ),
)
def test_any_choice_in_the_preferences_is_answered(
    client: Client, letter: Any, do: str, fields: dict[str, str]
) -> None:
    token = links.leave_token(subscription(ADDRESS, letter).pk)
    answer = client.post(f"/preferences/{token}/", {"do": do, **fields}, follow=True)
    assert answer.status_code in {200, 422}


def _bent(token: str, data: st.DataObject) -> str:
    """Return a good token with one thing wrong: a bit, its length, or what stands around it."""
    raw = token.encode()
    at = data.draw(st.integers(0, len(raw) - 1))
    flipped = raw[:at] + bytes([raw[at] ^ (1 << data.draw(st.integers(0, 6)))]) + raw[at + 1 :]
    bent = data.draw(
        st.sampled_from(
            [flipped.decode("latin-1"), token[:at], token + token, token * 200, token + "\0é", ""]
        )
    )
    return "" if bent == token else bent.replace("/", "_")


@QUICK
@given(data=st.data())
def test_a_bent_token_opens_nothing_at_any_door(
    client: Client, letter: Any, data: st.DataObject
) -> None:
    from urllib.parse import quote

    mine = subscription(ADDRESS, letter)
    doors: dict[str, LinkTokens] = {
        "u/{}/": links.link_tokens(),
        "preferences/{}/": links.link_tokens(),
        "confirm/{}/": links.confirm_tokens(),
        "change/{}/": links.change_tokens(),
        "own/data/{}/": links.own_tokens("data"),
        "own/erase/{}/": links.own_tokens("erase"),
    }
    door = data.draw(st.sampled_from(sorted(doors)))
    bent = _bent(doors[door].mint(mine.pk, 0).leave, data)
    path = "/" + door.format(quote(bent))
    posted = {"sure": "yes", "do": "newsletters"}
    for answer in (client.get(path), client.post(path, posted)):
        assert answer.status_code in {404, 405, 410}
    # A machine that leaves by one click is told the same whatever its link: nothing to learn.
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code < 500
    mine.refresh_from_db()
    assert mine.state == Subscription.State.ACTIVE


@QUICK
@given(body=st.binary(max_size=200), kind=HEADER)
def test_one_click_with_any_body_and_type_leaves(
    client: Client, letter: Any, body: bytes, kind: str
) -> None:
    mine = subscription(ADDRESS, letter)
    Subscription.objects.update(state=Subscription.State.ACTIVE)
    token = links.leave_token(mine.pk)
    answer = client.generic("POST", f"/u/{token}/", body, content_type=kind or "text/plain")
    assert answer.status_code < 500


@FEW
@given(fields=st.dictionaries(st.sampled_from(["sure", "as", "why"]), TEXT.filter(bool)))
def test_any_answer_behind_the_mailed_links_erases_nobody_unsure(
    client: Client, letter: Any, fields: dict[str, str]
) -> None:
    mine = subscription(ADDRESS, letter)
    for deed in ("data", "erase"):
        path = owning.url(mine.reader, deed).partition("://")[2].partition("/")[2]
        sent = {k: v for k, v in fields.items() if v != "yes"}
        assert client.get(f"/{path}", sent).status_code == 200
        assert client.post(f"/{path}", sent).status_code in {200, 405}
    assert subscription(ADDRESS, letter)


@QUICK
@given(forwarded=HEADER, other=HEADER, trusted=st.booleans())
def test_any_word_of_a_proxy_trusted_or_not_is_borne(
    client: Client, letter: Any, settings: Any, forwarded: str, other: str, trusted: bool
) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.0/8", "::1"] if trusted else []
    headers = {"X-Forwarded-For": forwarded, "Forwarded": other, "X-Forwarded-Host": other}
    token = links.leave_token(subscription(ADDRESS, letter).pk)
    answer = client.post(
        f"/preferences/{token}/", {"do": "details", "name": "Ada"}, headers=headers
    )
    assert answer.status_code == 302


ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "cp1252",
    "shift-jis",
    "koi8-r",
)
LISTS = st.sampled_from(
    [
        "email,name\nada@example.com,Zoë\n",
        'email,name\n"ada@example.com,"Zoë"",\n"',
        "email\nada@example.com\0\n\0",
        "email;name\r\rada@example.com;映画\r",
        "email,name\n" + "x" * 1_000_000,
        "x" * 1_000_000,
        '"' * 5000,
        "email,email,email\na@example.com,b@example.com\n,,,,,\n",
        "\n\n\n",
        "",
    ]
)


@pytest.fixture
def editor(settings: Any, tmp_path: Path) -> Client:
    """Return somebody who may import."""
    settings.VAR = tmp_path
    user = User.objects.create_user("importer", "importer@example.com", "pw")
    for name in ("access_admin", "import_reader"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("encoding", ENCODINGS)
@FEW
@given(text=LISTS, tail=st.binary(max_size=20))
def test_any_list_brought_to_the_desk_is_looked_at_or_refused(
    editor: Client, encoding: str, text: str, tail: bytes
) -> None:
    from matinee.readers.importing import desk

    letter = newsletter()
    file = SimpleUploadedFile("list.csv", text.encode(encoding, "replace") + tail)
    fields = {"file": file, "newsletter": letter.slug, "basis": "Test"}
    answer = editor.post("/desk/readers/import/", fields)
    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert "Traceback" not in answer.content.decode()
        return
    job = ReaderImport.objects.latest("pk")
    there = f"/desk/readers/import/{job.pk}/"
    assert editor.get(there).status_code == 200
    tried = editor.post(f"{there}do/", {"do": "try", "basis": "Test", "address": "0"})
    assert tried.status_code in {302, 422}
    desk.work(job.pk)
    assert editor.get(there).status_code == 200
