"""A letter's HTML taken apart with the standard library, for rules to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"img", "br", "hr", "meta", "link", "base", "input"})


@dataclass
class Tag:
    """One element: its name, attributes, the words inside it and the tags around it."""

    name: str
    attrs: dict[str, str]
    parents: tuple[str, ...]
    words: str = ""
    children: list[Tag] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, empty where it is missing."""
        return self.attrs.get(name, "")


class Markup(HTMLParser):
    """Every element of a page in order, and its style sheets."""

    def __init__(self) -> None:
        """Start empty; use `Markup.of`."""
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.styles: list[str] = []
        self._open: list[Tag] = []

    @classmethod
    def of(cls, html: str) -> Markup:
        """Return a page taken apart."""
        markup = cls()
        markup.feed(html)
        markup.close()
        return markup

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        parents = tuple(one.name for one in self._open)
        made = Tag(tag, {key: value or "" for key, value in attrs}, parents)
        if self._open:
            self._open[-1].children.append(made)
        self.tags.append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        while any(one.name == tag for one in self._open):
            if self._open.pop().name == tag:
                break

    def handle_data(self, data: str) -> None:
        """Give words to every element around them."""
        if self._open and self._open[-1].name == "style":
            self.styles.append(data)
        for one in self._open:
            one.words += data

    def all(self, *names: str) -> list[Tag]:
        """Return every element of these names, in order."""
        return [tag for tag in self.tags if tag.name in names]
