"""A page or feed named by its address is fetched and taken in. The server here is a real one."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matinee.stories import intake
from matinee.stories.pages import StoryPage
from tests.stories.factories import an_editor

pytestmark = pytest.mark.django_db

PAGE = (
    "<!doctype html><html><head><title>x</title></head><body><article><h1>Boats at rest</h1>"
    "<p>The boats have not moved since the war, and nobody in the town asks why.</p>"
    "<p>Their owner, asked again this week, said the tide had not been right.</p>"
    "</article></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    """Gives one page, and nothing else."""

    def do_GET(self) -> None:
        body = PAGE.encode() if self.path == "/boats" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def inside(monkeypatch) -> None:
    """Let this machine's own server be reached, which is refused otherwise."""
    monkeypatch.setattr(intake, "fetch", functools.partial(intake.fetch, allow_private=True))


def test_the_command_takes_a_page_by_its_address(server, inside):
    call_command("intake", f"{server}/boats", stdout=StringIO())
    story = StoryPage.objects.get()
    assert story.title == "Boats at rest"
    assert story.raw_copy.source == f"{server}/boats"


def test_the_desk_takes_a_page_by_its_address(client, server, inside):
    client.force_login(an_editor())
    client.post("/desk/copy/", {"address": f"{server}/boats"})
    assert StoryPage.objects.get().title == "Boats at rest"


def test_a_private_address_is_refused_in_words(client, server):
    client.force_login(an_editor())
    answer = client.post("/desk/copy/", {"address": f"{server}/boats"})
    assert "inside a private network" in answer.content.decode()
    with pytest.raises(CommandError, match="inside a private network"):
        call_command("intake", f"{server}/boats")
    assert not StoryPage.objects.exists()


def test_a_page_that_is_gone_says_so(server, inside):
    with pytest.raises(CommandError, match="answered 404"):
        call_command("intake", f"{server}/gone")
