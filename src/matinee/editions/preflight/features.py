"""Which mail programs know the HTML and CSS that a letter uses, by caniemail.com's tests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from matinee.editions.markup import Markup
from matinee.editions.preflight.finding import Finding, Level, Looked, rule

DATA = Path(__file__).with_name("caniemail.json")
POINTS = {"y": 1.0, "a": 0.5, "n": 0.0}
POOR = 0.6
_DECLARATION = re.compile(r"(?:^|[;{])\s*([a-z-]+)\s*:\s*([^;{}]+)")
# Used for what they add; every letter reads well without them.
EXTRAS = frozenset(
    {
        "css-at-media-prefers-color-scheme",
        "css-border-radius",
        "css-color-scheme",
        "html-meta-color-scheme",
        "css-opacity",
        "css-overflow",
        "css-at-media",
        "css-max-width",
        "css-max-height",
        "css-word-break",
        "css-word-spacing",
        "css-outline",
        "css-selector-child",
        "css-text-transform",
        "css-letter-spacing",
        "html-aria-label",
        "css-important",
        "html-anchor-links",
        "html-role",
        "html-lang",
        "html-dir",
        "html-style",
        "css-direction",
        "css-display-none",
        "css-table-layout",
        "css-cursor",
        "html-semantics",
        "html-target",
    }
)


@lru_cache(maxsize=1)
def data() -> dict[str, Any]:
    """Return the vendored data: source, licence, date, clients, features."""
    loaded: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Score:
    """How well the programs tested know a letter: 0 to 1, and features from the worst on."""

    total: float
    by_client: dict[str, float]
    worst: list[tuple[str, float]]
    lacking: dict[str, list[str]]


def used(markup: Markup) -> set[str]:
    """Return the slugs of the features that a page uses and the data knows."""
    known = data()["features"]
    found: set[str] = set()
    styles = [tag.get("style") for tag in markup.tags] + markup.styles
    for style in styles:
        found |= {f"css-{name}" for name, _ in _DECLARATION.findall(style)}
        found |= {
            f"css-unit-{'percent' if u == '%' else u}" for u in re.findall(r"\d(px|em|%)", style)
        }
        found |= {"css-important"} if "!important" in style else set()
        found |= {"css-display-none"} if "display:none" in style.replace(" ", "") else set()
    for sheet in markup.styles:
        found |= {"css-at-media"} if "@media" in sheet else set()
        found |= {"css-at-media-prefers-color-scheme"} if "prefers-color-scheme" in sheet else set()
        found |= {"css-selector-child"} if re.search(r"[\w)]>[\w.]", sheet) else set()
        found |= {"css-selector-class"} if re.search(r"\.[a-z]", sheet) else set()
        found |= {"css-selector-attribute"} if re.search(r"\[[a-z-]+[\]=]", sheet) else set()
    for tag in markup.tags:
        found.add("html-h1-h6" if re.fullmatch(r"h[1-6]", tag.name) else f"html-{tag.name}")
        found |= {"html-lists"} if tag.name in ("ul", "ol") else set()
        found |= {f"html-{name}" for name in tag.attrs}
        if tag.get("name") == "color-scheme":
            found.add("html-meta-color-scheme")
    return found & set(known)


def score(markup: Markup) -> Score:
    """Return how well a page's features are known; a partly known one counts half."""
    features, clients = data()["features"], data()["clients"]
    slugs = sorted(used(markup))
    support = {slug: features[slug]["support"] for slug in slugs}
    by_client = {}
    for key, name in clients.items():
        points = [POINTS[s[key]] for s in support.values() if s.get(key) in POINTS]
        by_client[name] = sum(points) / len(points) if points else 1.0
    means, lacking = {}, {}
    for slug, tested in support.items():
        points = [POINTS[v] for v in tested.values() if v in POINTS]
        means[slug] = sum(points) / len(points) if points else 1.0
        lacking[slug] = [clients[key] for key, v in tested.items() if v == "n"]
    worst = sorted(means.items(), key=lambda pair: pair[1])[:8]
    total = sum(by_client.values()) / len(by_client)
    return Score(total, by_client, worst, lacking)


@rule("features")
def features(looked: Looked) -> Iterator[Finding]:
    """The score of the letter that most readers get, and what it leans on that few know."""
    result = score(looked.markup[0][1])
    least, share = min(result.by_client.items(), key=lambda pair: pair[1])
    yield Finding(
        "features",
        Level.NOTE,
        "the HTML",
        f"The programs tested know {result.total:.0%} of what it uses; {least} the least "
        f"({share:.0%}) (caniemail.com, {data()['date']}).",
        "Nothing to do.",
    )
    for slug, mean in result.worst:
        if slug not in EXTRAS and mean < POOR:
            yield Finding(
                "features",
                Level.WARN,
                data()["features"][slug]["title"],
                f"Not known to: {', '.join(result.lacking[slug])} "
                f"(caniemail.com, {data()['date']}).",
                "Look at the preview “As Outlook on Windows reads it”.",
            )
