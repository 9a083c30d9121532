"""A letter as the best-known mail programs show it: with what they strip taken out of its styles.

What each program knows is caniemail.com's data, vendored in `preflight/caniemail.json` with its
licence and date: a property, selector or media query that it marks "n" for a program is taken out.
Beyond that table:

- Gmail drops a <style> block of more than 8,192 characters, and every one for accounts of other
  providers read in its apps (caniemail.com, html-style, notes 1 to 3; both as of the data's date).
- Outlook on Windows lays out with Word: it opens `[if mso]` comments, and knows padding on table
  cells alone, max-width on none but tables and no display but block, inline and none (Microsoft,
  "Word 2007 HTML and CSS rendering capabilities in Outlook 2007"; caniemail.com, css-padding,
  css-max-width, css-display: marked "a").
- Apple Mail is WebKit, and keeps all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

GMAIL_STYLE = 8192  # characters
KEYS = {
    "gmail": "gmail.desktop-webmail",
    "gmail-other": "gmail.android",
    "outlook": "outlook.windows",
    "apple": "apple-mail.ios",
    "yahoo": "yahoo.desktop-webmail",
}
_STYLE = re.compile(r"(<style\b[^>]*>)(.*?)(</style>)", re.DOTALL)
_INLINE = re.compile(r"(<(\w+)\b[^>]*?\sstyle=\")([^\"]*)(\")")
_FOR_OUTLOOK = re.compile(r"<!--\[if mso(?: \| IE)?\]>(.*?)<!\[endif\]-->", re.DOTALL)
_NOT_OUTLOOK = re.compile(r"<!--\[if !mso\]><!-->(.*?)<!--<!\[endif\]-->", re.DOTALL)
_DARK = "prefers-color-scheme"
_CHILD, _ATTRIBUTE = re.compile(r"[\w)\]]\s*>\s*[\w.]"), re.compile(r"\[[\w-]+")
_CELLS = frozenset({"td", "th"})

Knows = Callable[[str], bool]


def knows(client: str) -> Knows:
    """Return whether a program knows a feature of the data; what was never tested passes."""
    from matinee.editions.preflight.features import data

    features = data()["features"]

    def asked(feature: str) -> bool:
        return bool(features.get(feature, {}).get("support", {}).get(KEYS[client]) != "n")

    return asked


def as_read_in(client: str, content: str) -> str:
    """Return a letter's HTML as `client` (a key of KEYS) shows it; raises KeyError for another."""
    if client == "apple":
        return content
    asked = knows(client)
    if client == "outlook":
        content = _NOT_OUTLOOK.sub("", content)
        content = _FOR_OUTLOOK.sub(r"\1", content)

    def styles(found: re.Match[str]) -> str:
        too_long = client == "gmail" and len(found[2]) > GMAIL_STYLE
        if client == "gmail-other" or too_long:
            return ""
        return found[1] + "".join(_rules(found[2], asked)) + found[3]

    def inline(found: re.Match[str]) -> str:
        kept = _declarations(found[3], asked)
        if client == "outlook":
            kept = [one for one in kept if _in_word(found[2], one)]
        return found[1] + ";".join(kept) + found[4]

    return _INLINE.sub(inline, _STYLE.sub(styles, content))


def _rules(sheet: str, asked: Knows) -> Iterator[str]:
    """Yield the rules of a style sheet that a program keeps, media queries opened and closed."""
    for head, body in _blocks(sheet):
        if head.startswith("@media"):
            scheme = _DARK not in head or asked(f"css-at-media-{_DARK}")
            if asked("css-at-media") and scheme:
                yield f"{head}{{{''.join(_rules(body, asked))}}}"
        elif head.startswith("@") or _selectable(head, asked):
            yield f"{head}{{{';'.join(_declarations(body, asked))}}}"


def _selectable(selector: str, asked: Knows) -> bool:
    if _CHILD.search(selector) and not asked("css-selector-child"):
        return False
    return not _ATTRIBUTE.search(selector) or asked("css-selector-attribute")


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield (what stands before the brace, what stands between the braces) at the top level."""
    at, depth, head, start = 0, 0, "", 0
    for n, mark in enumerate(sheet):
        if mark == "{":
            if depth == 0:
                head, start = sheet[at:n].strip(), n + 1
            depth += 1
        elif mark == "}" and depth:
            depth -= 1
            if depth == 0:
                yield head, sheet[start:n]
                at = n + 1


def _declarations(style: str, asked: Knows) -> list[str]:
    said = (one.strip() for one in style.split(";"))
    return [one for one in said if one and asked(f"css-{one.partition(':')[0].strip()}")]


def _in_word(tag: str, declaration: str) -> bool:
    name, _, value = declaration.partition(":")
    if name.startswith("padding"):
        return tag in _CELLS
    if name in ("max-width", "max-height"):
        return tag == "table"
    return name != "display" or value.strip() in ("block", "inline", "none")
