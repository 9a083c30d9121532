"""Indexes of sitemaps (sitemaps.org): which of their sitemaps are followed; packed ones unpacked.

A paper's index leads to decades of pages. Followed are its news sitemaps, or else the few that
changed last; and of those the pages of the last two weeks.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from matinee.stories.intake import UnreadableCopy
from matinee.stories.intake.feed import Item

FOLLOWED = 5  # sitemaps of one index
UNPACKED = 20_000_000  # bytes
RECENT = timedelta(days=14)
_DEPTH = 2_000  # sitemaps of an index that are looked at; it may list 50,000


@dataclass(frozen=True)
class Child:
    """A sitemap that an index names, and the index's word on when it changed (or "")."""

    address: str
    changed: str = ""

    @property
    def moment(self) -> datetime:
        """When it changed, as far as that is told in a way that can be read."""
        try:
            told = datetime.fromisoformat(self.changed)
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)
        return told if told.tzinfo else told.replace(tzinfo=UTC)


def unpacked(body: bytes) -> bytes:
    """Return a gzip file's content, other bytes as they are.

    Raises UnreadableCopy where it is damaged, or larger than UNPACKED.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpack = zlib.decompressobj(31)  # gzip alone
    try:
        plain = unpack.decompress(body, UNPACKED)
    except zlib.error as error:
        raise UnreadableCopy("This packed sitemap arrived damaged.") from error
    if unpack.unconsumed_tail:
        limit = UNPACKED // 1_000_000
        raise UnreadableCopy(f"This packed sitemap is larger than {limit} MB when unpacked.")
    if not unpack.eof:
        raise UnreadableCopy("This packed sitemap arrived damaged.")
    return plain


def children(body: bytes, address: str) -> list[Child] | None:
    """Return the sitemaps of an index that are followed; None where the body is no index.

    Only those of the index's own site are: the protocol allows no others.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or etree.QName(root).localname.lower() != "sitemapindex":
        return None
    found: dict[str, Child] = {}
    for node in root.xpath(f"./*[local-name()='sitemap'][position() <= {_DEPTH}]"):
        whole = urljoin(address, _said(node, "loc"))
        if _same_site(whole, address):
            found.setdefault(whole, Child(whole, _said(node, "lastmod")[:64]))
    return chosen(list(found.values()))


def chosen(found: list[Child]) -> list[Child]:
    """Return the news sitemaps, or else those that changed last: at most FOLLOWED."""
    named = [child for child in found if "news" in urlsplit(child.address).path.lower()]
    return sorted(named or found, key=lambda child: child.moment, reverse=True)[:FOLLOWED]


def recent(items: tuple[Item, ...], now: datetime) -> list[Item]:
    """Return the pages published or changed within RECENT, newest first; undated ones are left."""
    dated = [(moment, item) for item in items if (moment := item.published or item.updated)]
    young = [pair for pair in dated if pair[0] > now - RECENT]
    return [item for _, item in sorted(young, key=lambda pair: pair[0], reverse=True)]


def _said(node: Any, name: str) -> str:
    return str(node.xpath(f"string(./*[local-name()='{name}'])")).strip()


def _site(address: str) -> str:
    host = (urlsplit(address).hostname or "").lower()
    return host.removeprefix("www.")


def _same_site(address: str, home: str) -> bool:
    try:
        parts, site = urlsplit(address), _site(home)
        return parts.scheme in ("http", "https") and (
            _site(address) == site or _site(address).endswith(f".{site}")
        )
    except ValueError:
        return False
