"""Editors come in by a password, and by a second factor where there is one; nobody round it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.cache import cache
from django.core.mail import send_mail
from django.test import Client, override_settings

from matinee.post.inbox import Inbox

pytestmark = pytest.mark.django_db
DOOR = "/desk/login/"
WORD = "a long password"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def editor(name: str = "ines") -> User:
    user = User.objects.create_user(name, email=f"{name}@lantern.example", password=WORD)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def sign_in(client: Client, name: str = "ines", word: str = WORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post(DOOR, {"username": name, "password": word, **more})


def code_of(user: User) -> str:
    secret = Authenticator.objects.get(user=user, type="totp").wrap().instance.data["secret"]
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def with_an_app(user: User) -> User:
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


def test_a_password_is_enough_where_no_second_factor_is_set(client: Client) -> None:
    editor()
    answer = sign_in(client, next="/desk/pages/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/pages/")
    assert client.get("/desk/").status_code == 200


def test_a_wrong_password_is_told_at_the_form_and_keeps_the_name(client: Client) -> None:
    editor()
    answer = sign_in(client, word="wrong")
    page = answer.content.decode()
    assert "not correct" in page and 'value="ines"' in page and "wrong" not in page
    assert client.get("/desk/").status_code == 302


def test_the_next_page_is_one_of_ours(client: Client) -> None:
    editor()
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/desk/"


def test_with_an_app_the_password_alone_opens_nothing(client: Client) -> None:
    user = with_an_app(editor())
    answer = sign_in(client)
    assert answer["Location"].startswith("/desk/account/second-factor/authenticate/")
    assert client.get("/desk/").status_code == 302
    wrong = client.post(answer["Location"], {"code": "000000"})
    assert wrong.status_code == 200 and client.get("/desk/").status_code == 302
    right = client.post(answer["Location"], {"code": code_of(user)})
    assert right["Location"] == "/desk/" and client.get("/desk/").status_code == 200


def test_an_editor_sets_up_an_app_and_keeps_recovery_codes(client: Client) -> None:
    user = editor()
    sign_in(client)
    assert b"/desk/account/second-factor/" in client.get("/desk/account/").content
    # A desk left open on a table is not enough to change how its editor comes in.
    setting_up = "/desk/account/second-factor/totp/activate/"
    assert client.get(setting_up)["Location"].startswith("/desk/account/again/")
    client.post("/desk/account/again/", {"password": WORD})
    page = client.get(setting_up).content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    assert secret, page
    assert "data:image/svg+xml" in page
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret[1], counter))
    assert client.post(setting_up, {"code": code})["Location"]
    assert Authenticator.objects.filter(user=user).count() == 2
    codes = client.get("/desk/account/second-factor/recovery-codes/").content.decode()
    assert len(re.findall(r"\b\d{8}\b", codes)) == 10


@override_settings(SECOND_FACTOR="required")
def test_where_it_is_required_nobody_works_without_one(client: Client) -> None:
    user = editor()
    sign_in(client)
    answer = client.get("/desk/pages/", follow=True)
    assert answer.redirect_chain[0][0] == "/desk/account/second-factor/"
    assert b"asks every editor for a second factor" in answer.content
    with_an_app(user)
    assert client.get("/desk/", follow=True).redirect_chain == []


def test_nobody_makes_an_editor_of_themselves(client: Client) -> None:
    data = {"username": "eve", "password1": WORD, "password2": WORD}
    assert client.post("/desk/account/new/", data)["Location"] == DOOR
    assert not User.objects.filter(username="eve").exists()


def test_who_is_no_editor_is_told_so_and_not_sent_round(client: Client) -> None:
    User.objects.create_user("reader", password=WORD)
    sign_in(client, "reader")
    answer = client.get("/desk/", follow=True)
    assert answer.status_code == 200 and b"permission" in answer.content


@override_settings(AXES_ENABLED=True)
def test_guessing_is_shut_out_in_every_process_whatever_headers_it_forges(client: Client) -> None:
    editor()
    for guess in range(8):
        cache.clear()  # as another process would see it: the count is in the database
        last = client.post(
            DOOR,
            {"username": "ines", "password": f"guess {guess}"},
            headers={"x-forwarded-for": f"192.0.2.{guess}"},
        )
    assert last.status_code == 429 and b"Wait an hour" in last.content
    assert sign_in(client).status_code == 429


def test_codes_cannot_be_guessed_one_after_another(client: Client) -> None:
    user = with_an_app(editor())
    where = sign_in(client)["Location"]
    for guess in range(6):
        client.post(where, {"code": f"00000{guess}"})
    late = client.post(where, {"code": code_of(user)})
    assert b"Too many" in late.content and client.get("/desk/").status_code == 302


@override_settings(EMAIL_BACKEND="matinee.config.django_mail.RelayBackend")
def test_a_forgotten_password_is_mailed_by_the_relay_that_letters_go_by(
    client: Client, settings
) -> None:  # type: ignore[no-untyped-def]
    editor()
    known = client.post("/desk/password_reset/", {"email": "ines@lantern.example"})
    unknown = client.post("/desk/password_reset/", {"email": "nobody@lantern.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    (message,) = Inbox(Path(settings.INBOX_PATH)).messages()
    assert "/desk/password_reset/confirm/" in message.body("plain")


@override_settings(
    EMAIL_BACKEND="matinee.config.django_mail.RelayBackend", MAIL_URL="smtp://127.0.0.1:9"
)
def test_a_relay_that_is_away_is_said_and_raises_only_where_asked() -> None:
    with pytest.raises(OSError, match="MAIL_URL"):
        send_mail("Hello", "Words", None, ["ines@lantern.example"])
    assert send_mail("Hello", "Words", None, ["ines@lantern.example"], fail_silently=True) == 0
    assert mail.outbox == []
