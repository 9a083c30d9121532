"""Where the links lead."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from matinee.editions import items
from matinee.editions.preflight.finding import Finding, Level, Looked, rule

NOT_SAYING = frozenset({"here", "click here", "this", "link", "more", "read more", "this link"})


def every_link(sheet: items.Sheet) -> Iterator[tuple[str, str, str]]:
    """Yield (block id, address, words) of every link that an editor or a story brought in."""
    for item in sheet.everything():
        if isinstance(item, items.LetterItem | items.TextItem):
            yield from ((item.id, url, words.strip()) for url, words in item.words.links)
        elif isinstance(item, items.ButtonItem):
            yield item.id, item.url, item.label
        elif isinstance(item, items.SponsorItem):
            yield item.id, item.url, item.name
        elif isinstance(item, items.PictureItem) and item.url:
            yield item.id, item.url, item.shot.alt
        for story in _stories(item):
            yield item.id, story.url, story.headline


def _stories(item: items.Item) -> list[items.StoryRef]:
    if isinstance(item, items.StoryListItem):
        return list(item.stories)
    story = getattr(item, "story", None)
    return [story] if isinstance(story, items.StoryRef) else []


def _is_malformed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return True
    if parts.scheme in ("mailto", "tel"):
        return not parts.path
    return parts.scheme not in ("http", "https") or not host or " " in url


def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".internal", ".test"))


@rule("link-malformed")
def malformed(looked: Looked) -> Iterator[Finding]:
    """A link that no browser could follow."""
    for block, url, words in every_link(looked.sheet):
        full = f"{settings.SITE_URL}{url}" if url.startswith("/") else url
        if _is_malformed(full):
            yield Finding(
                "link-malformed",
                Level.STOP,
                f"the link “{words or url}”",
                f"“{url}” leads nowhere." if url else "It has no address: its page is on no site.",
                "Give it a whole address, from https:// on.",
                block,
            )


@rule("link-insecure")
def insecure(looked: Looked) -> Iterator[Finding]:
    """A link over plain HTTP, other than to the site itself on somebody's laptop."""
    for block, url, words in every_link(looked.sheet):
        if url.startswith("http://") and not url.startswith(f"{settings.SITE_URL}/"):
            yield Finding(
                "link-insecure",
                Level.WARN,
                f"the link “{words or url}”",
                "It is not encrypted; browsers warn before they open it.",
                "Use the address with https://.",
                block,
            )


@rule("link-private")
def private(looked: Looked) -> Iterator[Finding]:
    """A link to a machine that readers cannot reach."""
    for block, url, words in every_link(looked.sheet):
        outside = url.startswith(("http://", "https://")) and not url.startswith(settings.SITE_URL)
        if outside and not _is_malformed(url) and _is_private(url):
            yield Finding(
                "link-private",
                Level.STOP,
                f"the link “{words or url}”",
                "It leads to a machine inside your own network; readers cannot reach it.",
                "Use the public address of the page.",
                block,
            )


@rule("link-to-draft")
def to_draft(looked: Looked) -> Iterator[Finding]:
    """A link to a page that is not published."""
    for item in looked.sheet.everything():
        drafts = [story.headline for story in _stories(item) if not story.live]
        if isinstance(item, items.ButtonItem) and not item.live:
            drafts.append(item.label)
        for headline in drafts:
            yield Finding(
                "link-to-draft",
                Level.STOP,
                f"“{headline}”",
                "It is not published, so its readers would find nothing.",
                "Publish it, or take it out of the edition.",
                item.id,
            )


@rule("link-words")
def says_nothing(looked: Looked) -> Iterator[Finding]:
    """A link whose words say nothing of where it leads (WCAG 2.2, 2.4.4)."""
    for block, url, words in every_link(looked.sheet):
        if not words or words.lower().strip(" .:!…") in NOT_SAYING:
            yield Finding(
                "link-words",
                Level.WARN,
                f"the link to {url}",
                f"Its words, “{words}”, don’t say where it leads. Many readers hear links alone."
                if words
                else "It has no words, so nobody can tell where it leads.",
                "Link the words that name what is there.",
                block,
            )
