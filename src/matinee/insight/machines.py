"""Which opens and clicks are surely a machine's, as far as it gives itself away.

Mail programs load pictures unasked (Apple Mail Privacy Protection, since 2021, loads all of them
for everybody who has it on), and scanners follow every link before the reader sees the letter.
Only what gives itself away is told apart; so what is left is still an upper bound of people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from matinee.mailings.models import Delivery

# A reader does not have a letter in hand, read, and followed sooner after it left us.
TOO_SOON = timedelta(seconds=4)
# What Apple's privacy proxy says of itself: these two words, and nothing after them.
_APPLE_PROXY = "Mozilla/5.0"
_NAMES = re.compile(
    r"bot\b|bot/|crawl|spider|scan|preview|monitor|prefetch|facebookexternalhit|curl/|wget/|"
    r"python-|go-http-client|java/|okhttp|libwww|barracuda|proofpoint|mimecast|safelinks|"
    r"symantec|trendmicro|urldefense",
    re.IGNORECASE,
)
_PREFETCH = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def gives_itself_away(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request is a machine's by its own words (method, user agent, prefetch headers)."""
    if method == "HEAD":
        return True
    if any("prefetch" in headers.get(name, "").lower() for name in _PREFETCH):
        return True
    agent = headers.get("User-Agent", "").strip()
    return not agent or agent == _APPLE_PROXY or bool(_NAMES.search(agent[:500]))


def too_soon(delivery: Delivery) -> bool:
    """Whether the letter has only just left us, so that nobody can have it yet."""
    left = delivery.done_at or delivery.handed_at
    return left is not None and timezone.now() - left < TOO_SOON
