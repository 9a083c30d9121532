"""MAIL_URL is understood, or refused in one sentence that says what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from matinee.post.inbox import InboxRelay
from matinee.post.relay import RelayConfigError, open_relay
from matinee.post.smtp.client import SmtpRelay
from matinee.post.smtp.options import Security, SmtpOptions


def options(url: str) -> SmtpOptions:
    relay = open_relay(url)
    assert isinstance(relay, SmtpRelay)
    return relay.options


def test_an_inbox_lies_where_the_url_or_else_the_settings_say(tmp_path: Path):
    named = open_relay(f"inbox:{tmp_path}/a%20b", inbox_path=tmp_path)
    assert isinstance(named, InboxRelay)
    assert named.inbox.path == tmp_path / "a b"
    default = open_relay("inbox:", inbox_path=tmp_path)
    assert isinstance(default, InboxRelay)
    assert default.inbox.path == tmp_path


@pytest.mark.parametrize(
    ("url", "host", "port", "security"),
    [
        ("smtp://relay.example", "relay.example", 25, Security.OFFERED),
        ("smtp://relay.example:587?starttls=required", "relay.example", 587, Security.REQUIRED),
        ("smtp://127.0.0.1:1025?starttls=never", "127.0.0.1", 1025, Security.NEVER),
        ("smtps://relay.example/", "relay.example", 465, Security.IMPLICIT),
        ("smtp://[::1]:2525", "::1", 2525, Security.OFFERED),
    ],
)
def test_host_port_and_security_are_read(url, host, port, security):
    read = options(url)
    assert (read.host, read.port, read.security) == (host, port, security)


def test_user_and_password_may_hold_any_character():
    read = options("smtp://desk%40t.example:p%2F%3A%40%23@relay.example?auth=LOGIN")
    assert (read.username, read.password, read.auth) == ("desk@t.example", "p/:@#", "login")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "nothing of the kind"),
        ("smpt://relay.example", "begins with smpt:"),
        ("http://relay.example", "begins with http:"),
        ("smtp://", "names no host"),
        ("smtp://relay.example:mail", "port"),
        ("smtp://relay.example:70000", "port"),
        ("smtp://relay.example?starttls=maybe", "starttls"),
        ("smtps://relay.example?starttls=never", "no starttls"),
        ("smtp://relay.example?tls=yes", "'tls'"),
        ("smtp://u:p@relay.example?auth=cram-md5", "auth"),
        ("smtp://relay.example?auth=login", "as nobody"),
        ("smtp://:secret@relay.example", "no user name"),
        ("smtp://u:a/b@relay.example", "port"),
        ("smtp://relay.example/x", "%2F"),
        ("smtp://relay.example?ca_file=/nowhere/at/all.pem", "ca_file"),
        ("smtp://[::1", "cannot be read"),
        ("inbox://host/path", "inbox:/path"),
        ("inbox:", "without a path"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(url, says):
    with pytest.raises(RelayConfigError) as told:
        open_relay(url)
    sentence = str(told.value)
    assert says in sentence
    assert sentence.startswith("MAIL_URL")
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("url", ["smtp://u:hush@h:x", "smtp://u:hush@h/x", "smtp://u:hush@h?tls=1"])
def test_a_refusal_never_tells_the_password(url):
    with pytest.raises(RelayConfigError) as told:
        open_relay(url)
    assert "hush" not in str(told.value)
