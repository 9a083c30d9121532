"""Bad input of every kind gets an answer, never a 500."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from email_validator import EmailNotValidError, validate_email
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from matinee.readers import addresses, importing, keys, limits, links, stamps
from matinee.readers.models import Reader, Tally
from matinee.readers.request_meta import clean
from tests.readers.factories import newsletter

pytestmark = pytest.mark.django_db
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ANY_TEXT = st.text(st.characters(codec=None), max_size=300) | st.text(max_size=300)
BYTES = st.binary(max_size=400)
LOCAL = st.from_regex(r"[A-Za-z0-9_.+-]{1,70}", fullmatch=True)
LABEL = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)


def post(client: Client, **fields: Any) -> int:
    Tally.objects.all().delete()
    data = {k: _sendable(v) for k, v in fields.items()}
    return client.post("/sign-up/", data, headers={"X-Matinee-Box": "1"}).status_code


def _sendable(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


@QUICK
@given(typed=ANY_TEXT, page=ANY_TEXT, form=ANY_TEXT, box=ANY_TEXT)
def test_any_text_in_any_field(client: Client, typed: str, page: str, form: str, box: str) -> None:
    letter = _letter()
    stamp = stamps.make([letter.current_wording().pk], 0, time.time() - 60)
    status = post(
        client, newsletter=letter.slug, address=typed, page=page, form=form, box=box, stamp=stamp
    )
    assert status < 500


@QUICK
@given(stamp=ANY_TEXT, work=ANY_TEXT, slug=ANY_TEXT)
def test_any_stamp_work_and_newsletter(client: Client, stamp: str, work: str, slug: str) -> None:
    assert post(client, newsletter=slug, address="a@example.com", stamp=stamp, altcha=work) < 500
    letter = _letter()
    fields = {"newsletter": letter.slug, "address": "a@example.com", "altcha": work}
    assert post(client, **fields, stamp=stamp) < 500


@QUICK
@given(body=BYTES)
def test_any_bytes_as_a_form(client: Client, body: bytes) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/x"):
        assert client.post("/sign-up/", body, content_type=kind).status_code < 500


TOKENS = st.text(min_size=1, max_size=60).filter(lambda t: "/" not in t) | st.from_regex(
    r"[A-Za-z0-9_-]{43}", fullmatch=True
)
DOORS = (
    "u/{}/",
    "u/{}/back/",
    "u/{}/why/",
    "confirm/{}/",
    "change/{}/",
    "preferences/{}/",
    "own/data/{}/",
    "own/erase/{}/",
)


@given(token=TOKENS)
def test_no_text_is_a_token_of_any_kind(token: str) -> None:
    for kind in ("links", "confirm", "change", "own-data", "own-erase", "undo"):
        for purpose in ("read", "leave"):
            assert links.RotatingLinkTokens(keys.every(kind)).check(purpose, token) is None


# Which texts are tokens the test above tries by hundreds; here each costs eight whole pages.
@settings(QUICK, max_examples=12)
@given(token=TOKENS, method=st.sampled_from(["get", "post"]))
@example(token="A" * 43, method="post")
@example(token="\0", method="get")
@example(token="..", method="post")
@example(token="%2F\ud800", method="get")
def test_any_token_at_any_door(client: Client, token: str, method: str) -> None:
    for door in DOORS:
        path = "/" + door.format(quote(token, errors="surrogatepass"))
        assert getattr(client, method)(path).status_code < 500


# What may go wrong with a number lies at its edges.
@settings(QUICK, max_examples=2)
@given(ids=st.tuples(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1)))
@example(ids=(0, 0))
@example(ids=(2**31, 1))
@example(ids=(2**63 - 1, 2**63 - 1))
def test_good_tokens_of_numbers_that_are_nobodys(client: Client, ids: tuple[int, int]) -> None:
    for tokens in (links.link_tokens(), links.confirm_tokens(), links.change_tokens()):
        minted = tokens.mint(*ids)
        for door in ("u", "confirm", "change", "preferences"):
            for token in (minted.leave, minted.read):
                assert client.post(f"/{door}/{token}/").status_code < 500


@QUICK
@given(
    agent=st.text(st.characters(codec="latin-1"), max_size=400),
    language=st.text(st.characters(codec="latin-1"), max_size=400),
)
def test_any_header(client: Client, agent: str, language: str) -> None:
    letter = _letter()
    stamp = stamps.make([letter.current_wording().pk], 0, time.time() - 60)
    form = {"newsletter": letter.slug, "address": "ada@example.com", "stamp": stamp}
    Tally.objects.all().delete()
    response = client.post("/sign-up/", form, HTTP_USER_AGENT=agent, HTTP_ACCEPT_LANGUAGE=language)
    assert response.status_code == 302


def _letter() -> Any:
    from matinee.newsletters.models import Newsletter

    return Newsletter.objects.first() or newsletter()


@QUICK
@given(content=BYTES | ANY_TEXT.map(lambda t: ("email\n" + t).encode("utf-8", "surrogatepass")))
def test_any_bytes_as_a_list(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    try:
        result = importing.run(path, _letter(), basis="test", rejects=tmp_path / "bad.csv")
    except importing.BadFile:
        return
    parts = (result.new, result.added, result.unchanged, result.left, result.rejected)
    assert sum(parts) == result.lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "cp1252", "latin-1", "utf-7"])
@QUICK
@given(name=st.text(max_size=30))
def test_any_name_in_any_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    path = tmp_path / "list.csv"
    text = f'email,name\nada@example.com,"{name}"\n'
    path.write_bytes(text.encode(encoding, "replace"))
    importing.run(path, _letter(), basis="test", rejects=None)
    for reader in Reader.objects.all():
        assert reader.name == clean(reader.name, 120)


@given(
    local=LOCAL, labels=st.lists(LABEL, min_size=1, max_size=3), end=st.sampled_from(["com", "uk"])
)
@settings(max_examples=400, deadline=None)
def test_the_quick_check_agrees_with_the_thorough_one(local: str, labels: Any, end: str) -> None:
    typed = f"{local}@{'.'.join(labels)}.{end}"
    try:
        thorough = validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        thorough = None
    try:
        ours = addresses.tidy(typed)
    except addresses.BadAddress:
        ours = None
    assert ours == thorough


@given(typed=ANY_TEXT)
def test_any_text_as_an_address(typed: str) -> None:
    try:
        address = addresses.tidy(typed)
    except addresses.BadAddress:
        return
    assert addresses.key_of(address) == addresses.key_of(address.upper().lower())
    addresses.typo_hint(address)


def test_slips_are_seen_and_real_domains_left_alone() -> None:
    for slip, meant in [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("yaho.co.uk", "yahoo.co.uk"),
        ("outlok.com", "outlook.com"),
    ]:
        assert addresses.typo_hint(f"a@{slip}") == f"a@{meant}"
    for real in (
        "gmail.com",
        "gmx.at",
        "yahoo.fr",
        "example.com",
        "hey.com",
        "mail.com",
        "bbc.co.uk",
    ):
        assert addresses.typo_hint(f"a@{real}") is None


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(limits, "NETWORK_EASY", 10**9)
    yield
