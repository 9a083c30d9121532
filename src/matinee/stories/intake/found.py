"""What intake finds in a page of copy: a tree of proposals, each with its place in the copy."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Span:
    """A stretch of the copy: `start` and `end` in characters, end exclusive."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Furniture(Span):
    """What is on the page but is not the story."""

    kind: str = "other"


@dataclass(frozen=True)
class Paragraph(Span):
    """A paragraph of the body; `heading` for a crosshead between paragraphs."""

    heading: bool = False


@dataclass(frozen=True)
class Headline:
    """A headline; `proposed` where we made it up because the page has none."""

    text: str
    proposed: bool
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Newsletter:
    """A newsletter read out of its sign-up furniture."""

    name: str | None
    strapline: str | None = None
    cadence: str | None = None
    free: bool | None = None
    author: str | None = None
    publisher: str | None = None
    consent: str | None = None
    privacy: str | None = None
    error: str | None = None
    thanks: str | None = None
    button: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Placed:
    """Somebody in a picture and where they stand in it."""

    name: str
    position: str | None


@dataclass(frozen=True)
class Picture(Span):
    """A caption line: its words, credit, agency and who is where. `src` and `alt` from HTML."""

    caption: str = ""
    credit: str | None = None
    agency: str | None = None
    people: tuple[Placed, ...] = ()
    src: str | None = None
    alt: str | None = None


@dataclass(frozen=True)
class Quote(Span):
    """Words that somebody said. `parts` are the marked stretches that make it up."""

    speaker: str | None = None
    cue: str | None = None
    where_said: str | None = None
    confidence: float = 0.5
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class CastMember:
    """Who plays whom."""

    person: str
    character: str | None


@dataclass(frozen=True)
class Source:
    """What a film is based on."""

    title: str | None
    author: str | None
    year: int | None
    form: str | None


@dataclass(frozen=True)
class ReleaseDate:
    """One release as the copy says it. `date` is ISO; `inferred` names what we worked out."""

    territory: str
    date: str
    precision: str
    kind: int
    inferred: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Film:
    """A film as the copy tells of it."""

    title: str
    year: int | None = None
    directors: tuple[str, ...] = ()
    cast: tuple[CastMember, ...] = ()
    based_on: Source | None = None
    releases: tuple[ReleaseDate, ...] = ()
    running_time: int | None = None
    certificate: str | None = None
    stars: float | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody named in the story; the span is that of the first mention."""

    name: str
    age: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Note(Span):
    """Something for the copy desk to look at. Never a change."""

    kind: str = ""


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def _plain(value: Any) -> Any:
    """Return what was found as dicts and tuples; what it is made of never changes, and is kept."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    kind: Any = type(value)
    return {name: _plain(getattr(value, name)) for name in _fields(kind)}


_OF_THE_STORY = frozenset(
    ["copy", "headline", "standfirst", "byline", "published", "updated", "section", "canonical",
     "body"]
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """All that was found in one page. `copy` is the text that every span points into."""

    copy: str
    source: str = ""
    furniture: tuple[Furniture, ...] = ()
    newsletter: Newsletter | None = None
    headline: Headline | None = None
    standfirst: Span | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    canonical: str | None = None
    body: tuple[Paragraph, ...] = ()
    pictures: tuple[Picture, ...] = ()
    quotes: tuple[Quote, ...] = ()
    films: tuple[Film, ...] = ()
    people: tuple[Person, ...] = ()
    notes: tuple[Note, ...] = ()
    meta: tuple[Span, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the object that `matinee intake --json` prints."""
        data = {k: _plain(getattr(self, k)) for k in _fields(Found) if k not in _OF_THE_STORY}
        data["story_id"] = None
        data["story"] = {
            "headline": _plain(self.headline) if self.headline else None,
            "standfirst": _plain(self.standfirst) if self.standfirst else None,
            "byline": list(self.byline),
            "published": self.published,
            "updated": self.updated,
            "section": self.section,
            "canonical": self.canonical,
            "body": [_plain(p) for p in self.body],
        }
        order = ["source", "story_id", "furniture", "newsletter", "story"]
        listed = {k: list(v) if isinstance(v, tuple) else v for k, v in data.items()}
        return {k: listed[k] for k in order} | {k: v for k, v in listed.items() if k not in order}
