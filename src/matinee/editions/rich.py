"""Rich text, read once and written three ways: for a letter, for plain text, for a web page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from matinee.post.letter import strip_markers

SAME = {"strong": "b", "em": "i", "h1": "h3", "h2": "h3", "h4": "h3", "div": "p"}
KEPT = frozenset({"p", "b", "i", "a", "ul", "ol", "li", "h3", "br"})
BLOCKS = frozenset({"p", "h3", "li"})
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

Token = tuple[str, str]  # ("text", words), ("open", tag), ("open a", href), ("close", tag)


class _Reader(HTMLParser):
    """Keeps a few tags, well nested, and the words; drops everything else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self.open: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.hidden += 1
            return
        tag = SAME.get(tag, tag)
        if tag not in KEPT:
            return
        if tag == "br":
            self.tokens.append(("open", "br"))
        elif tag != "a":
            self.open.append(tag)
            self.tokens.append(("open", tag))
        elif href := _safe(dict(attrs).get("href") or ""):
            self.open.append("a")
            self.tokens.append(("open a", href))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.hidden = max(0, self.hidden - 1)
            return
        tag = SAME.get(tag, tag)
        if tag not in self.open:
            return
        while self.open:
            last = self.open.pop()
            self.tokens.append(("close", last))
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.hidden and data:
            # Again: a character reference may have stood for a mark.
            self.tokens.append(("text", strip_markers(data)))

    def done(self) -> tuple[Token, ...]:
        while self.open:
            self.tokens.append(("close", self.open.pop()))
        return tuple(self.tokens)


def _safe(href: str) -> str:
    href = strip_markers(href).strip()
    return href if href.startswith("/") or urlsplit(href).scheme in SAFE_SCHEMES else ""


@dataclass(frozen=True)
class Rich:
    """Some rich text: paragraphs, lists, bold, italic and links, and nothing else."""

    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, html: str) -> Rich:
        """Read HTML; unknown tags, attributes, scripts and unsafe addresses are left out."""
        reader = _Reader()
        reader.feed(strip_markers(html))
        reader.close()
        return cls(reader.done())

    def __bool__(self) -> bool:
        return any(kind == "text" and words.strip() for kind, words in self.tokens)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Each (address, words) in order."""
        found: list[tuple[str, str]] = []
        inside = False
        for kind, value in self.tokens:
            if kind == "open a":
                found.append((value, ""))
                inside = True
            elif (kind, value) == ("close", "a"):
                inside = False
            elif kind == "text" and inside:
                found[-1] = (found[-1][0], found[-1][1] + value)
        return found

    def html(
        self,
        styles: dict[str, str] | None = None,
        href: Callable[[str], str] | None = None,
    ) -> str:
        """Return well-formed HTML; `styles` are inline by tag, `href` may rewrite addresses."""
        out: list[str] = []
        for kind, value in self.tokens:
            if kind == "text":
                out.append(escape(value.replace("\n", " "), quote=False))
            elif kind == "close":
                out.append(f"</{value}>")
            elif value == "br":
                out.append("<br/>")
            else:
                tag = "a" if kind == "open a" else value
                out.append(f"<{tag}")
                if kind == "open a":
                    out.append(f' href="{escape(href(value) if href else value)}"')
                if styles and tag in styles:
                    out.append(f' style="{styles[tag]}"')
                out.append(">")
        return "".join(out)

    def paragraphs(self) -> list[tuple[str, str]]:
        """Return (kind, words) of each paragraph, heading or list item, for plain text.

        Kinds are p, h3 and the item's own mark ("•" or "1."). A link's address follows its
        words in brackets.
        """
        found: list[tuple[str, list[str]]] = [("p", [])]
        lists: list[int | None] = []
        address = ""
        for kind, value in self.tokens:
            if kind == "text":
                found[-1][1].append(value)
            elif kind == "open a":
                address = value
            elif (kind, value) == ("close", "a"):
                if "".join(found[-1][1]).strip() != address:
                    found[-1][1].append(f" ({address})")
            elif kind == "open" and value == "br":
                found[-1][1].append("\n")
            elif kind == "open" and value in ("ul", "ol"):
                lists.append(0 if value == "ol" else None)
            elif kind == "close" and value in ("ul", "ol"):
                lists.pop()
            elif kind == "open" and value == "li":
                found.append((_mark(lists), []))
            elif kind == "open" and value in BLOCKS:
                if found[-1][1] or not lists:
                    found.append((value, []))
            elif kind == "close" and value in BLOCKS:
                found.append(("p", []))
        joined = [(kind, "".join(words).strip()) for kind, words in found]
        return [(kind, words) for kind, words in joined if words]

    def plain(self) -> str:
        """Return the words alone, paragraphs joined by one space."""
        words = "".join(
            value if kind == "text" else " " if value in BLOCKS else ""
            for kind, value in self.tokens
        )
        return " ".join(words.split())


def _mark(lists: list[int | None]) -> str:
    if not lists or lists[-1] is None:
        return "•"
    lists[-1] += 1
    return f"{lists[-1]}."
