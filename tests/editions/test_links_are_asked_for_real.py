"""Links to other sites are asked over the web, and preflight says what they answered."""

from __future__ import annotations

import functools
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matinee.editions import linkcheck
from matinee.editions.models import EditionPage, LinkCheck
from matinee.editions.preflight.checked import checked
from matinee.editions.preflight.finding import Finding, Looked
from matinee.stories.intake import probe
from tests.editions import newsroom
from tests.post import certificates
from tests.post.servers import free_port

SEEN: list[tuple[str, str]] = []


class Site(BaseHTTPRequestHandler):
    """A site with a page of each kind."""

    def _answer(self) -> None:
        SEEN.append((self.command, self.path))
        path = self.path.strip("/")
        if path == "slow":
            time.sleep(1.5)
        if path == "no-head" and self.command == "HEAD":
            return self._say(405)
        if path.startswith("to-http-"):
            return self._say(302, f"http://127.0.0.1:{path.rpartition('-')[2]}/200")
        if path == "moved":
            return self._say(301, "/200")
        if path == "away":
            return self._say(302, f"http://localhost:{self.server.server_address[1]}/200")
        if path == "loop":
            return self._say(302, "/loop")
        return self._say(int(path) if path.isdecimal() else 200)

    do_GET = do_HEAD = _answer

    def _say(self, code: int, location: str = "") -> None:
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def serve(context: ssl.SSLContext | None = None) -> Iterator[int]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    running.daemon_threads = True
    if context:
        running.socket = context.wrap_socket(running.socket, server_side=True)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running.server_port
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def plain() -> Iterator[int]:
    yield from serve()


@pytest.fixture
def site(plain: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """A site on the loopback, which only tests may reach, and its address."""
    SEEN.clear()
    allowed = functools.partial(probe.probe, allow_private=True, seconds=0.8)
    monkeypatch.setattr(probe, "probe", allowed)
    return f"http://127.0.0.1:{plain}"


def look(url: str) -> LinkCheck:
    row, _ = LinkCheck.objects.get_or_create(key=linkcheck.key_of(url), defaults={"url": url})
    return linkcheck.look(row)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/200", "fine"), ("/moved", "fine"), ("/no-head", "fine"), ("/404", "gone"),
        ("/410", "gone"), ("/500", "failing"), ("/503", "failing"), ("/403", "closed"),
        ("/429", "closed"), ("/slow", "unreachable"), ("/loop", "refused"),
    ],
)  # fmt: skip
def test_each_answer_is_told_for_what_it_is(site: str, path: str, verdict: str) -> None:
    assert look(site + path).verdict == verdict


@pytest.mark.django_db
def test_head_comes_first_and_get_where_head_is_refused(site: str) -> None:
    look(f"{site}/200")
    look(f"{site}/no-head")
    assert SEEN == [("HEAD", "/200"), ("HEAD", "/no-head"), ("GET", "/no-head")]


@pytest.mark.django_db
def test_a_private_address_is_not_asked_at_all(plain: int) -> None:
    SEEN.clear()
    row = look(f"http://127.0.0.1:{plain}/200")
    assert row.verdict == "refused"
    assert "private network" in row.why
    assert not SEEN


@pytest.mark.django_db
def test_a_host_that_nobody_answers_for_is_unreachable(site: str) -> None:
    assert look(f"http://127.0.0.1:{free_port()}/").verdict == "unreachable"
    assert look("http://no-such-host.invalid/").verdict == "unreachable"


@pytest.mark.django_db
def test_a_way_from_https_to_http_is_told(
    site: str, plain: int, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    own = certificates.certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=str(own.path))
    monkeypatch.setattr(httpx, "create_ssl_context", lambda **_: trusting)
    for port in serve(own.server_context()):
        row = look(f"https://127.0.0.1:{port}/to-http-{plain}")
        assert (row.verdict, row.insecure) == ("fine", True)
        assert row.leads_to == f"{site}/200"
        assert not look(f"https://127.0.0.1:{port}/200").insecure


@pytest.mark.django_db
def test_what_fails_is_asked_again_three_times_ever_later_and_then_left(site: str) -> None:
    waits = []
    for _ in range(5):
        row = look(f"{site}/500")
        assert row.checked_at
        waits.append(round((row.next_at - row.checked_at).total_seconds() / 60))
    assert waits[:3] == [1, 5, 15]
    assert waits[3] > 60 * 24
    LinkCheck.objects.update(url=f"{site}/200")
    assert linkcheck.look(LinkCheck.objects.get()).tries == 0


def with_links(*urls: str) -> EditionPage:
    links = " ".join(f'<a href="{url}">words for {url[-4:]}</a>' for url in urls)
    made = newsroom.sound_edition()
    body = made.body.get_prep_value()
    body[0]["value"]["words"] = f"<p>Dear reader, {links}</p>"
    return newsroom.with_body(made, body)


def found(edition: EditionPage) -> list[Finding]:
    return list(checked(Looked(edition, timezone.now())))


@pytest.mark.django_db
def test_preflight_counts_as_it_goes_and_then_says_what_is_wrong(site: str) -> None:
    made = with_links(f"{site}/404", f"{site}/500", f"{site}/away", f"{site}/200", f"{site}/403")
    assert [f.why for f in found(made)] == ["Checking the links to other sites: 0 of 5 so far."]
    assert linkcheck.ask(made) == 5
    assert linkcheck.check_due.call() == 5
    assert linkcheck.progress(made).is_done
    findings = found(made)
    assert [f.level for f in findings] == ["stop", "warn", "warn", "note", "note"]
    gone, failing, away, closed, told = findings
    assert "no such page (404" in gone.why
    assert gone.where == "the link “words for /404”"
    assert gone.block
    assert "answered with an error (500" in failing.why
    assert "another site, localhost" in away.why
    assert "keeps machines out" in closed.why
    assert told.why == "All 5 links to other sites have been asked."


@pytest.mark.django_db
def test_in_a_closed_network_it_is_a_warning_in_plain_words_and_no_stop(site: str) -> None:
    made = with_links("http://no-such-host.invalid/page")
    linkcheck.ask(made)
    linkcheck.check_due.call()
    (unreachable, _) = found(made)
    assert unreachable.level == "warn"
    assert "no way out to the web" in unreachable.why


@pytest.mark.django_db
def test_asking_again_asks_what_is_new_and_what_is_old_but_nothing_twice(site: str) -> None:
    made = with_links(f"{site}/200", f"{site}/404")
    assert linkcheck.ask(made) == 2
    assert linkcheck.ask(made) == 0, "they wait to be asked already"
    linkcheck.check_due.call()
    assert linkcheck.ask(made) == 0, "the answers are fresh"
    later = timezone.now() + timedelta(hours=2)
    assert linkcheck.ask(made, now=later) == 2


@pytest.mark.django_db
def test_links_to_our_own_site_are_not_asked_over_the_web(site: str, settings) -> None:  # type: ignore[no-untyped-def]
    made = with_links(f"{settings.SITE_URL}/features/", "mailto:desk@reel.example", f"{site}/200")
    assert linkcheck.external(made) == [f"{site}/200"]


@pytest.mark.django_db(transaction=True)
def test_saving_an_edition_asks_in_the_background(site: str) -> None:
    from django_tasks_db.models import DBTaskResult

    made = with_links(f"{site}/404")
    waiting = DBTaskResult.objects.filter(task_path="matinee.editions.linkcheck.ask_edition")
    assert waiting.exists()
    assert not LinkCheck.objects.exists(), "saving waits for no other site"
    assert linkcheck.ask_edition.call(made.pk) == 1
    assert LinkCheck.objects.get().verdict == "gone"


@pytest.mark.django_db
def test_everything_is_asked_again_before_a_scheduled_sending(site: str) -> None:
    made = with_links(f"{site}/200")
    linkcheck.ask(made)
    linkcheck.check_due.call()
    EditionPage.objects.filter(pk=made.pk).update(
        state="scheduled", scheduled_for=timezone.now() + timedelta(minutes=10)
    )
    assert linkcheck.ask_again() == 0, "asked a moment ago"
    LinkCheck.objects.update(checked_at=timezone.now() - timedelta(hours=3))
    assert linkcheck.ask_again() == 1


@pytest.mark.django_db
def test_the_desk_says_how_far_it_is_and_asks_again_by_a_press(site: str, client: Client) -> None:
    made = with_links(f"{site}/200")
    client.force_login(User.objects.create_superuser("ines"))
    address = reverse("editions_links", args=[made.pk])
    assert client.get(address).json() == {"done": 0, "links": 1}
    assert not LinkCheck.objects.exists(), "looking changes nothing"
    client.post(reverse("editions_ask_links", args=[made.pk]))
    linkcheck.check_due.call()
    assert client.get(address).json() == {"done": 1, "links": 1}
    assert client.get(reverse("editions_ask_links", args=[made.pk])).status_code == 405
    html = client.get(reverse("editions_preflight", args=[made.pk])).content.decode()
    assert "The link to another site has been asked." in html
