"""Pages and feeds fetched from the web, without ever reaching into a private network.

The address that a name resolves to is checked and then connected to as it is, so that a second
answer of the name server (DNS rebinding) changes nothing. Redirects are followed by hand, each
checked anew. Proxies and credentials of the environment are not used.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import httpcore
import httpx

MAX_BYTES = 5_000_000
MAX_SECONDS = 20.0
MAX_REDIRECTS = 5
AGENT = "Matinee/0.1 (newsroom intake)"
_TYPES = frozenset(
    [
        "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/xml",
        "application/xml", "application/rss+xml", "application/x-rss+xml", "application/atom+xml", "application/rdf+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ]
)  # fmt: skip
# Sitemaps may lie packed (sitemaps.org, "Sitemap file location"), and servers call that many things.
FEED_TYPES = _TYPES | {
    "application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream",
}  # fmt: skip
PICTURE_BYTES = 25_000_000
# Some stores of pictures call every file a stream of bytes; what it is, decoding tells.
PICTURE_TYPES = frozenset(
    [
        "image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/gif", "image/webp",
        "image/avif", "application/octet-stream", "binary/octet-stream",
    ]
)  # fmt: skip
NO_SITE = "There is no site of this name."
_NO_PAGE = "page or feed that can be read"
Thing = Literal["page", "picture"]
_ACCEPT: dict[Thing, str] = {
    "page": "text/html, */*;q=0.5",
    "picture": "image/jpeg, image/png, image/*;q=0.8, */*;q=0.1",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FetchRefused(ValueError):
    """A page that was not fetched; the message says why in one sentence for the editor.

    `status` is the site's answer, 0 where none came; `retry_after` is how many seconds it asks us
    to stay away (RFC 9110 section 10.2.3), None where it does not say. `unreached` says that the
    site did not answer, which may pass.
    """

    def __init__(
        self,
        why: str,
        *,
        status: int = 0,
        retry_after: float | None = None,
        unreached: bool = False,
    ) -> None:
        super().__init__(why)
        self.status, self.retry_after, self.unreached = status, retry_after, unreached


@dataclass(frozen=True)
class Fetched:
    """What came back. `url` is where it was found in the end; `body` is at most MAX_BYTES long.

    `etag` and `last_modified` are the server's own words, to be sent with the next request;
    `not_modified` says that nothing changed since (304, RFC 9110 section 15.4.5), `body` is empty.
    """

    url: str
    body: bytes
    content_type: str
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    etag: str | None = None,
    last_modified: str | None = None,
    seconds: float = MAX_SECONDS,
    max_bytes: int = MAX_BYTES,
    agent: str = AGENT,
    types: frozenset[str] = _TYPES,
    thing: Thing = "page",
) -> Fetched:
    """Fetch a page or feed by http or https, in at most `seconds` altogether.

    `agent` is how we name ourselves to the site (RFC 9110 section 10.1.5). `types` are the media
    types that are taken, and `thing` is the word for what is fetched in messages.
    `allow_private` lets private and loopback addresses through: for a newsroom's own network,
    never for addresses that strangers give. Raises FetchRefused with the reason.
    """
    deadline = time.monotonic() + seconds
    headers = {"User-Agent": agent, "Accept-Encoding": "gzip", "Accept": _ACCEPT[thing]}
    wanted = _Wanted(deadline, max_bytes, types, thing)
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    backend = _CheckedBackend(deadline, allow_private)
    try:
        with httpx.Client(
            transport=_Transport(backend), trust_env=False, headers=headers, timeout=seconds
        ) as client:
            return _follow(client, url, wanted)
    except FetchRefused:
        raise
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        why = f"The {thing} took longer than {seconds:g} seconds."
        raise FetchRefused(why, unreached=True) from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchRefused("This is not a web address that can be fetched.") from error
    except (httpx.HTTPError, httpcore.ConnectError, httpcore.NetworkError, httpcore.ProtocolError,
            OSError) as error:  # fmt: skip
        why = "The site could not be reached, or broke off."
        raise FetchRefused(why, unreached=True) from error


@dataclass(frozen=True)
class _Wanted:
    """What is taken of an answer: until when (monotonic seconds), how much, of which types."""

    deadline: float
    max_bytes: int
    types: frozenset[str]
    thing: Thing

    @property
    def too_large(self) -> FetchRefused:
        return FetchRefused(f"The {self.thing} is larger than {self.max_bytes / 1e6:g} MB.")


def _follow(client: httpx.Client, url: str, wanted: _Wanted) -> Fetched:
    for _ in range(MAX_REDIRECTS + 1):
        address = _checked_url(url)
        with client.stream("GET", address) as response:
            if response.is_redirect and "location" in response.headers:
                url = str(address.join(response.headers["location"]))
                continue
            return _taken(response, str(address), wanted)
    raise FetchRefused(f"The {wanted.thing} sent us on more than {MAX_REDIRECTS} times.")


def _checked_url(url: str) -> httpx.URL:
    address = httpx.URL(url.strip())
    if address.scheme not in {"http", "https"} or not address.host:
        raise FetchRefused("Only addresses that begin with http:// or https:// are fetched.")
    if address.userinfo:
        raise FetchRefused("Addresses with a name and password in them are not fetched.")
    return address


def _taken(response: httpx.Response, url: str, wanted: _Wanted) -> Fetched:
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    kind = response.headers.get("content-type", "")
    if response.status_code == 304:
        return Fetched(url, b"", kind, etag, modified, not_modified=True)
    if response.status_code != 200:
        raise FetchRefused(
            f"The site answered {response.status_code} instead of the {wanted.thing}.",
            status=response.status_code,
            retry_after=_wait(response.headers.get("retry-after", "")),
        )
    bare = kind.partition(";")[0].strip().lower()
    if bare and bare not in wanted.types:
        if bare == "application/pdf" and wanted.thing == "page":
            raise FetchRefused(
                "The address leads to a PDF, which is not read. Copy the text out and paste that."
            )
        what = "picture that can be kept" if wanted.thing == "picture" else _NO_PAGE
        raise FetchRefused(f"This is no {what}: the site calls it {bare[:100]}.")
    said = response.headers.get("content-length", "")
    if said.isdigit() and int(said) > wanted.max_bytes:
        raise wanted.too_large
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    body = _read(_plain(response.iter_raw(), encoding, wanted), wanted)
    return Fetched(url, body, kind, etag, modified)


def _wait(said: str, now: float | None = None) -> float | None:
    """Return Retry-After's seconds or date (RFC 9110 section 10.2.3) as seconds from now."""
    if said.strip().isdigit():
        return float(said.strip()[:9])
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - (time.time() if now is None else now))


def _plain(chunks: Iterable[bytes], encoding: str, wanted: _Wanted) -> Iterator[bytes]:
    """Yield the body unpacked piece by piece, so that a small bomb cannot fill the memory."""
    if encoding in {"", "identity"}:
        yield from chunks
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise FetchRefused(f"The site packed the {wanted.thing} in a way that cannot be read.")
    unpack = zlib.decompressobj(47)  # 32 + 15: gzip or zlib, told by the header
    try:
        for chunk in chunks:
            yield unpack.decompress(chunk, wanted.max_bytes + 1)
            if unpack.unconsumed_tail:
                raise wanted.too_large
        yield unpack.flush()
    except zlib.error as error:
        raise FetchRefused(f"The {wanted.thing} arrived damaged.") from error


def _read(chunks: Iterable[bytes], wanted: _Wanted) -> bytes:
    parts, length = [], 0
    for chunk in chunks:
        length += len(chunk)
        if length > wanted.max_bytes:
            raise wanted.too_large
        if time.monotonic() > wanted.deadline:
            raise FetchRefused(f"The {wanted.thing} took too long to arrive.", unreached=True)
        parts.append(chunk)
    return b"".join(parts)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet's (RFC 6890), IPv4 inside IPv6 too."""
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.ip_address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return bool(ip.is_global and not ip.is_multicast and not ip.is_reserved)


class _CheckedBackend(httpcore.NetworkBackend):
    """Resolves a name, checks each address, and connects to the very address it checked."""

    def __init__(self, deadline: float, allow_private: bool) -> None:
        self.deadline, self.allow_private = deadline, allow_private
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,
        local_address: str | None = None, socket_options: Any = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Connect to the first address of the host, if all its addresses may be reached."""
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            # "Try again" is the name server's or the line's trouble, not the site's.
            if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                why = "The site's name could not be looked up from here."
                raise FetchRefused(why, unreached=True) from error
            raise FetchRefused(NO_SITE) from error
        addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        if not self.allow_private and not all(is_public(address) for address in addresses):
            raise FetchRefused("This address is inside a private network, and is not fetched.")
        trouble: Exception | None = None
        for address in addresses[:4]:
            try:
                stream = self.inner.connect_tcp(
                    address, port, timeout=_left(self.deadline), local_address=local_address,
                    socket_options=socket_options,
                )  # fmt: skip
                return _TimedStream(stream, self.deadline)
            except httpcore.ConnectError as error:
                trouble = error
        raise trouble or httpcore.ConnectError("no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Any = None
    ) -> httpcore.NetworkStream:
        """Refuse: sockets in the file system are as private as can be."""
        raise FetchRefused("Sockets are not fetched.")

    def sleep(self, seconds: float) -> None:
        """Wait, for httpcore's retries (there are none)."""
        time.sleep(seconds)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("out of time")
    return left


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at one deadline, however slowly the bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self.inner, self.deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there before the deadline."""
        return self.inner.read(max_bytes, timeout=_left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write before the deadline."""
        self.inner.write(buffer, timeout=_left(self.deadline))

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Begin TLS; the certificate is checked against the name, not the address."""
        stream = self.inner.start_tls(ssl_context, server_hostname, timeout=_left(self.deadline))
        return _TimedStream(stream, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        """Pass on what the connection knows of itself."""
        return self.inner.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self.stream

    def close(self) -> None:
        self.stream.close()


class _Transport(httpx.BaseTransport):
    """httpx over a connection pool that connects by the checked backend alone."""

    def __init__(self, backend: _CheckedBackend) -> None:
        self.pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=backend, http2=False, retries=0,
        )  # fmt: skip

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port,
            target=request.url.raw_path,
        )  # fmt: skip
        asked = httpcore.Request(
            request.method,
            url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self.pool.handle_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream),
            extensions=answer.extensions,
        )  # fmt: skip

    def close(self) -> None:
        """Close all connections."""
        self.pool.close()
