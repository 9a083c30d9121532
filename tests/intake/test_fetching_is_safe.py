"""Fetching pages: nothing private is reached, and nothing large or slow is waited for."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from matinee.stories.intake import FetchRefused, fetch
from matinee.stories.intake.fetch import is_public

pytestmark = pytest.mark.pure

Answer = Callable[[BaseHTTPRequestHandler], None]


def page(body: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """An answer of 200 with this body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirect(to: str) -> Answer:
    """An answer that sends the client elsewhere."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.end_headers()

    return answer


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send headers, then a byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        pass


def unchanged(handler: BaseHTTPRequestHandler) -> None:
    """Answer 304 to whoever knows the tag."""
    known = handler.headers.get("If-None-Match") == '"one"'
    handler.send_response(304 if known else 200)
    handler.send_header("ETag", '"one"')
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    if not known:
        handler.wfile.write(b"<p>new</p>")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A real server on the loopback; yields its address without a slash at the end."""
    answers: dict[str, Answer] = {
        "/page": page("<p>Ça va</p>".encode()),
        "/moved": redirect("/page"),
        "/loop": redirect("/loop"),
        "/to-file": redirect("file:///etc/passwd"),
        "/picture": page(b"\x89PNG", "image/png"),
        "/large": page(b"x" * 60_000),
        "/packed": page(gzip.compress(b"<p>packed</p>"), Content_Encoding="gzip"),
        "/bomb": page(gzip.compress(b"0" * 40_000_000), Content_Encoding="gzip"),
        "/damaged": page(b"\x1f\x8b\x08nonsense", Content_Encoding="gzip"),
        "/brotli": page(b"?", Content_Encoding="br"),
        "/drip": drip,
        "/feed": unchanged,
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


def test_a_page_comes_with_its_address_kind_and_bytes(server: str) -> None:
    got = fetch(f"{server}/page", allow_private=True)
    assert got.body.decode() == "<p>Ça va</p>"
    assert got.url == f"{server}/page"
    assert got.content_type.startswith("text/html")


def test_a_redirect_is_followed_and_the_last_address_given(server: str) -> None:
    assert fetch(f"{server}/moved", allow_private=True).url == f"{server}/page"


def test_the_loopback_is_refused_by_default(server: str) -> None:
    with pytest.raises(FetchRefused, match="private network"):
        fetch(f"{server}/page")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://127.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://192.168.1.1/",
        "http://2130706433/",
    ],
)  # fmt: skip
def test_private_addresses_in_every_spelling_are_refused(url: str) -> None:
    with pytest.raises(FetchRefused):
        fetch(url, seconds=3)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/x", "gopher://x", "example.org", "", "http://",
     "http://user:secret@example.org/", "http://[", "\x00"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(FetchRefused, match=r"\.$"):
        fetch(url)


def test_a_redirect_out_of_the_web_is_refused(server: str) -> None:
    with pytest.raises(FetchRefused, match="http"):
        fetch(f"{server}/to-file", allow_private=True)


def test_a_public_page_that_sends_us_inside_is_refused(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each hop is checked by itself: the first address passes, the second does not."""
    asked: list[str] = []

    def public_once(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    monkeypatch.setattr(sys.modules[is_public.__module__], "is_public", public_once)
    inside = server.replace("127.0.0.1", "localhost")
    with pytest.raises(FetchRefused, match="private"):
        _hop(server, inside)
    assert len(asked) >= 2


def _hop(server: str, inside: str) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        redirect(f"{inside}/page")(handler)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as hop:
        thread = threading.Thread(target=hop.serve_forever, daemon=True)
        thread.start()
        try:
            fetch(f"http://127.0.0.1:{hop.server_port}/")
        finally:
            hop.shutdown()
            thread.join()


def test_the_connection_goes_to_the_address_that_was_checked(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers otherwise the second time is never asked a second time."""
    port = int(server.rpartition(":")[2])
    names: list[str] = []
    real = socket.getaddrinfo

    def once(host: str, *rest: object, **more: object) -> object:
        if host == "news.example":
            names.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert fetch(f"http://news.example:{port}/page", allow_private=True).body
    assert names == ["news.example"]


def test_endless_redirects_end(server: str) -> None:
    with pytest.raises(FetchRefused, match="more than 5"):
        fetch(f"{server}/loop", allow_private=True)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/picture", "image/png"), ("/missing", "404"), ("/damaged", "damaged"),
        ("/brotli", "packed"), ("/bomb", "larger"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_plain_words(server: str, path: str, words: str) -> None:
    with pytest.raises(FetchRefused, match=words):
        fetch(server + path, allow_private=True)


def test_a_large_page_is_refused(server: str) -> None:
    with pytest.raises(FetchRefused, match="larger"):
        fetch(f"{server}/large", allow_private=True, max_bytes=50_000)


def test_a_packed_page_is_unpacked(server: str) -> None:
    assert fetch(f"{server}/packed", allow_private=True).body == b"<p>packed</p>"


def test_a_page_that_drips_is_given_up_in_time(server: str) -> None:
    began = time.monotonic()
    with pytest.raises(FetchRefused, match="long"):
        fetch(f"{server}/drip", allow_private=True, seconds=0.6)
    assert time.monotonic() - began < 3


def test_nothing_new_is_told_apart_from_news(server: str) -> None:
    first = fetch(f"{server}/feed", allow_private=True)
    again = fetch(f"{server}/feed", allow_private=True, etag=first.etag)
    assert (first.body, first.not_modified) == (b"<p>new</p>", False)
    assert (again.body, again.not_modified) == (b"", True)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("10.1.2.3", False),
        ("100.64.0.1", False), ("172.16.0.1", False), ("fe80::1%eth0", False), ("fc00::1", False),
        ("64:ff9b::a00:1", False), ("2002:7f00:1::", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("::", False),
    ],
)  # fmt: skip
def test_public_addresses_are_told_from_the_others(address: str, public: bool) -> None:
    assert is_public(address) is public
