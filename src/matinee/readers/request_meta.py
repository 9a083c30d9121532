"""What the ledger and the limits may know of a request: a network, never a whole address."""

from __future__ import annotations

import ipaddress
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
AGENT_LENGTH = 300
PAGE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class RequestMeta:
    """Where a request came from: its network (/24 or /48, "" unknown) and its user agent."""

    network: str = ""
    agent: str = ""


def clean(text: str, length: int) -> str:
    """Return foreign text on one line, without control characters, `length` at most.

    PostgreSQL takes no NUL and UTF-8 no lone surrogate, and anybody can send us either.
    """
    if text.isascii() and text.isprintable():
        return text[: length * 2].strip()[:length]  # as below, for what nearly all text is
    kept = "".join(c for c in text[: length * 2] if unicodedata.category(c) not in _UNWANTED)
    return kept.strip()[:length]


_UNWANTED = frozenset({"Cc", "Cs", "Co", "Cn"})


@lru_cache(maxsize=8)
def _trusted(
    names: tuple[str, ...],
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(name, strict=False) for name in names)


def _parse(text: str) -> IPAddress | None:
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def peer(request: HttpRequest) -> IPAddress | None:
    """Return the reader's own address, or None where it cannot be known.

    X-Forwarded-For is read only when the connection itself comes from one of TRUSTED_PROXIES,
    and then from the right: the first hop that is no proxy of ours is the reader. What stands
    further left is the reader's own invention, for all we know.
    """
    return _peer(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        tuple(settings.TRUSTED_PROXIES),
    )


@lru_cache(maxsize=64)  # a request is asked for its peer more than once
def _peer(remote: str, forwarded: str, proxies: tuple[str, ...]) -> IPAddress | None:
    trusted = _trusted(proxies)
    here = _parse(remote)
    if here is None or not any(here in network for network in trusted):
        return here
    for hop in reversed(forwarded.split(",")):
        address = _parse(hop)
        if address is None:
            break
        here = address
        if not any(address in network for network in trusted):
            break
    return here


@lru_cache(maxsize=64)
def network_of(address: IPAddress | None) -> str:
    """Return the /24 (IPv4) or /48 (IPv6) that an address lies in, "" for None."""
    if address is None:
        return ""
    if address.version == 4:
        return f"{str(address).rpartition('.')[0]}.0/24"
    return str(ipaddress.ip_network((address, 48), strict=False))


def wide_of(network: str) -> str:
    """Return the /16 (IPv4) or /32 (IPv6) around a `network_of`, "" for ""."""
    if ":" in network:
        return str(ipaddress.IPv6Network(network).supernet(new_prefix=32))
    return ".".join([*network.split(".")[:2], "0.0/16"]) if network else ""


def from_request(request: HttpRequest) -> RequestMeta:
    """Return what may be kept of a request."""
    return RequestMeta(
        network=network_of(peer(request)),
        agent=clean(request.META.get("HTTP_USER_AGENT", ""), AGENT_LENGTH),
    )


def page_of(path: str) -> str:
    """Return a page's path without its query, which may hold what is not ours to keep."""
    return clean(path.partition("?")[0].partition("#")[0], PAGE_LENGTH)
