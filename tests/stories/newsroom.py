"""Another newsroom's site, served for real on the loopback: feeds, sitemaps and pages."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from matinee.stories import intake, manners
from matinee.stories.intake import probe

LOW_TIDE = "<p>The harbour was empty for the first time in a century.</p><p>Nobody came.</p>"
HIGH_TIDE = "<p>The boats came back on the evening tide, and the town with them.</p>"


class Newsroom:
    """Pages by path; what was asked, with which headers; the most requests at any one time."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, tuple[int, str | bytes, str, dict[str, str]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def put(
        self,
        path: str,
        body: str | bytes,
        kind: str = "text/html",
        status: int = 200,
        **headers: str,
    ) -> str:
        """Serve this from now on; return its address."""
        self.pages[path] = (
            status,
            body,
            kind,
            {k.replace("_", "-"): v for k, v in headers.items()},
        )
        return self.address + path

    def feed(self, *entries: str, etag: str = "") -> str:
        """Serve an RSS feed of these items."""
        body = (
            '<?xml version="1.0"?><rss version="2.0" xmlns:content='
            '"http://purl.org/rss/1.0/modules/content/"><channel><title>The Tide</title>'
            f"{''.join(entries)}</channel></rss>"
        )
        headers = {"ETag": etag} if etag else {}
        return self.put("/feed.xml", body, "application/rss+xml", **headers)

    def item(self, slug: str, title: str, body: str = LOW_TIDE, author: str = "Ada Osei") -> str:
        """One item of an RSS feed, whose page is served too."""
        address = self.put(f"/{slug}", page(title, body))
        return (
            f"<item><guid>{slug}</guid><link>{address}</link><title>{title}</title>"
            f"<author>{author}</author><pubDate>Tue, 04 Mar 2025 09:00:00 GMT</pubDate>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
        )

    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [path for path, _ in self.asked]


def page(title: str, body: str) -> str:
    """An HTML page of a story."""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><article>"
        f"<h1>{title}</h1>{body}</article></body></html>"
    )


@contextmanager
def open_newsroom(monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """Run the site, let this machine's own addresses be reached, and shorten the pauses."""
    room: list[Newsroom] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with room[0].lock:
                room[0].at_once += 1
                room[0].most_at_once = max(room[0].at_once, room[0].most_at_once)
                room[0].asked.append((self.path, dict(self.headers)))
            try:
                self.give()
            finally:
                with room[0].lock:
                    room[0].at_once -= 1

        do_HEAD = do_GET

        def give(self) -> None:
            nothing: tuple[int, str | bytes, str, dict[str, str]] = (404, "", "text/html", {})
            status, body, kind, headers = room[0].pages.get(self.path, nothing)
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                status, body = 304, ""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET" and body:
                self.wfile.write(body.encode() if isinstance(body, str) else body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    room.append(Newsroom(f"http://127.0.0.1:{server.server_port}"))
    monkeypatch.setattr(intake, "fetch", functools.partial(intake.fetch, allow_private=True))
    monkeypatch.setattr(probe, "probe", functools.partial(probe.probe, allow_private=True))
    monkeypatch.setattr(manners, "GAP", 0.01)
    thread.start()
    yield room[0]
    server.shutdown()
    server.server_close()
    thread.join()
