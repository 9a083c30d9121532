"""The listener, spoken to by real clients over real sockets; as a process of its own at the end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError

from matinee.insight import listener
from matinee.insight.listener import Listener, ListenError, is_ours, place
from matinee.insight.models import MailReport
from matinee.readers.models import Subscription, Suppression
from tests.insight.returns import DOMAIN, gone_out, mail, readers_of, return_path, tokens
from tests.torture.newsroom import make_newsletter

pytestmark = pytest.mark.django_db(transaction=True)


@contextlib.contextmanager
def open_door(url: str) -> Iterator[Listener]:
    """Run a listener in a thread; its threads write to the test's database."""
    door = Listener(place(url))
    opened = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(
        target=lambda: loop.run_until_complete(door.run(stop, opened.set)), daemon=True
    )
    thread.start()
    assert opened.wait(10)
    try:
        yield door
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        assert not thread.is_alive()
        loop.close()


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Listener]:
    with open_door(f"lmtp://{tmp_path}/door.sock") as opened:
        yield opened


@pytest.fixture
def deliveries():
    newsletter = make_newsletter()
    return gone_out(newsletter, readers_of(newsletter, 2))[1]


_lines: list[smtplib.SMTP] = []


@pytest.fixture(autouse=True)
def hang_up() -> Iterator[None]:
    yield
    while _lines:
        _lines.pop().close()


def talk(door: Listener) -> smtplib.SMTP:
    kind = smtplib.LMTP if door.where.lmtp else smtplib.SMTP
    _lines.append(kind(door.where.path or "127.0.0.1", door.port, timeout=20))
    return _lines[-1]


def give(line: smtplib.SMTP, to: list[str], raw: bytes) -> tuple[list[int], list[str]]:
    """Say a mail's envelope and data; return the codes of RCPT and the lines after the data."""
    line.ehlo_or_helo_if_needed()
    line.mail("")
    codes = [line.rcpt(address)[0] for address in to]
    line.putcmd("DATA")
    assert line.getreply()[0] == 354
    line.send(re.sub(rb"(?m)^\.", b"..", raw) + b"\r\n.\r\n")
    accepted = sum(code == 250 for code in codes)
    answers = []
    for _ in range(accepted if isinstance(line, smtplib.LMTP) else 1):
        code, words = line.getreply()
        answers.append(f"{code} {words.decode()}")
    return codes, answers


def test_each_recipient_gets_an_answer_of_its_own(door, deliveries):
    first, second = deliveries
    line = talk(door)
    codes, answers = give(
        line,
        [return_path(first), "stranger@readers.example", return_path(second)],
        mail("postfix-unknown-user"),
    )
    assert codes == [250, 550, 250]
    assert answers == ["250 2.0.0 Taken in"] * 2
    line.quit()
    assert set(MailReport.objects.values_list("delivery_id", "kind")) == {
        (first.pk, "hard"),
        (second.pk, "hard"),
    }
    assert Suppression.objects.count() == 2


def test_our_own_trouble_leaves_the_mail_with_the_mail_server(door, deliveries, monkeypatch):
    real = listener.take_in
    line = talk(door)

    def no_database(raw: bytes, recipient: str) -> None:
        raise OperationalError("disk I/O error reader@readers.example")

    monkeypatch.setattr(listener, "take_in", no_database)
    _, answers = give(line, [return_path(deliveries[0])], mail("postfix-unknown-user"))
    assert answers[0].startswith("451 4.3.0")
    assert not MailReport.objects.exists()
    monkeypatch.setattr(listener, "take_in", real)
    _, answers = give(line, [return_path(deliveries[0])], mail("postfix-unknown-user"))
    assert answers == ["250 2.0.0 Taken in"]
    assert MailReport.objects.count() == 1


def test_the_way_out_works_by_mail(door, deliveries):
    way_out = f"leave+{tokens(deliveries[0]).leave}@{DOMAIN}"
    give(talk(door), [way_out], b"From: a@readers.example\r\n\r\nunsubscribe")
    assert Subscription.objects.get(pk=deliveries[0].subscription_id).state == "left"


@pytest.mark.parametrize(
    "address",
    [
        "bounce+" + "T" * 43 + "@" + DOMAIN,
        "postmaster@" + DOMAIN,
        "bounce@" + DOMAIN,
        "x@y.example",
    ],
)
def test_other_addresses_are_not_ours(address):
    assert not is_ours(address)


def test_our_addresses_are_ours_at_our_domain_only(settings, deliveries):
    ours = return_path(deliveries[0])
    settings.BOUNCE_DOMAIN = DOMAIN
    assert is_ours(ours)
    assert not is_ours(ours.replace(DOMAIN, "elsewhere.example"))
    settings.FEEDBACK_ADDRESSES = ["Feedback@tidewater.example"]
    assert is_ours("feedback@Tidewater.example")


def test_a_mail_without_end_is_refused_once_a_recipient_and_not_kept(door, deliveries):
    line = talk(door)
    both = [return_path(d) for d in deliveries]
    raw = mail("postfix-unknown-user") + b"x" * 70 + b"\r\n"
    _, answers = give(line, both, raw + (b"y" * 900 + b"\r\n") * 6000)
    assert [answer[:3] for answer in answers] == ["552", "552"]
    assert not MailReport.objects.exists()
    assert line.noop()[0] == 250


def test_long_lines_that_others_write_are_read(door, deliveries):
    raw = mail("postfix-unknown-user") + b"z" * 20_000 + b"\r\n"
    assert give(talk(door), [return_path(deliveries[0])], raw)[1] == ["250 2.0.0 Taken in"]


def test_too_many_at_once_are_asked_to_come_again(door, monkeypatch):
    monkeypatch.setattr(listener, "MOST_CONNECTIONS", 1)
    with talk(door) as line:
        assert line.noop()[0] == 250
        with pytest.raises(smtplib.SMTPConnectError) as told:
            talk(door)
        assert told.value.smtp_code == 421


def test_silence_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(listener, "PATIENCE", 0.2)
    with (
        open_door(f"smtp://127.0.0.1:{free_port()}") as door,
        socket.create_connection(("127.0.0.1", door.port), timeout=10) as line,
    ):
        assert line.recv(200).startswith(b"220")
        assert line.recv(200) == b""


def test_smtp_answers_for_all_as_one(deliveries):
    with open_door(f"smtp://127.0.0.1:{free_port()}") as door:
        line = talk(door)
        _, answers = give(line, [return_path(d) for d in deliveries], mail("yahoo-feedback"))
        assert answers == ["250 2.0.0 Taken in"]
        line.quit()


@pytest.mark.parametrize("garbage", [b"\x00\xff\xfe\r\n", b"DATA\r\n", b"LHLO\r\nMAIL\r\n" * 3])
def test_garbage_is_answered_and_ends_nothing(door, garbage):
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(10)
        line.connect(door.where.path)
        line.sendall(garbage)
        assert line.recv(400)
    assert talk(door).noop()[0] == 250


def test_nobodys_address_comes_into_the_log(door, deliveries, caplog, monkeypatch):
    caplog.set_level("DEBUG")
    monkeypatch.setattr(listener, "take_in", lambda raw, to: 1 / 0)
    give(talk(door), [return_path(deliveries[0])], mail("postfix-unknown-user"))
    assert "ZeroDivisionError" in caplog.text
    assert "@" not in caplog.text


@pytest.mark.parametrize("url", ["", "http://x:1", "lmtp://127.0.0.1", "lmtp://h:port", "lmtp:"])
def test_an_address_that_cannot_be_listened_on_is_named_in_words(url):
    with pytest.raises(ListenError, match=r"[Ll]isten"):
        place(url)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_as_a_process_it_opens_and_ends_on_sigterm(tmp_path):
    path = tmp_path / "lmtp.sock"
    process = subprocess.Popen(
        [sys.executable, "-m", "matinee", "outcomes", "--listen", f"lmtp://{path}"],
        env={**os.environ, "MATINEE_VAR": str(tmp_path), "DATABASE_URL": "sqlite:///x.sqlite3"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert "Listening" in process.stdout.readline()
        with smtplib.LMTP(str(path), timeout=20) as line:
            line.ehlo()
            assert line.docmd("RCPT TO:<a@b.example>")[0] == 503
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert not path.exists()
    finally:
        process.kill()
        process.stdout.close()
