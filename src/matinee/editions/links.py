"""The links of a letter, numbered: `/l/<reader's token>/<n>` leads to `links[n]`."""

from __future__ import annotations

import re

from django.conf import settings

from matinee.post.letter import slot

SITE_PATHS = ("http://", "https://")


class Links:
    """Numbers each address once, in the order of meeting, over all variants of an edition."""

    def __init__(self) -> None:
        """Start with none."""
        self.urls: list[str] = []
        self._numbers: dict[str, int] = {}

    def tracked(self, url: str) -> str:
        """Return the address to print for `url`; what is not on the web stays as it is."""
        if url.startswith("/"):
            url = settings.SITE_URL + url
        if not url.startswith(SITE_PATHS):
            return url
        if (number := self._numbers.get(url)) is None:
            number = self._numbers[url] = len(self.urls)
            self.urls.append(url)
        return f"{settings.SITE_URL}/l/{slot('read')}/{number}"


def vote(poll: int, answer: int) -> str:
    """Return the address of the page where an answer to an edition's poll is counted."""
    return f"{_votes()}{poll}/{answer}/"


def _votes() -> str:
    return f"{settings.SITE_URL}/poll/{slot('vote')}/"


def without_votes(text: str, instead: str) -> str:
    """Return a part of a letter whose polls' links lead to `instead`: there is no reader to ask."""
    return re.sub(re.escape(_votes()) + r"\d+/\d+/", lambda _: instead, text)


def pixel() -> str:
    """Return the address of the picture that counts an opening."""
    return f"{settings.SITE_URL}/o/{slot('read')}.gif"


def leave() -> str:
    """Return the address of the page (and one-click deed) that ends the subscription."""
    return f"{settings.SITE_URL}/u/{slot('leave')}/"


def preferences() -> str:
    """Return the address of the reader's own page of choices."""
    return f"{settings.SITE_URL}/preferences/{slot('leave')}/"
