"""What an edition says, with every look-up done: what press, web page and preflight read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from matinee.editions.rich import Rich


@dataclass(frozen=True)
class Shot:
    """A picture at one size: its absolute address, pixels to be shown at, and its words."""

    url: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class StoryRef:
    """A story as a letter tells of it."""

    pk: int
    headline: str
    standfirst: str
    url: str
    section: str = ""
    byline: str = ""
    live: bool = True
    shot: Shot | None = None


@dataclass(frozen=True)
class Opening:
    """One release of a film in one territory."""

    territory: str
    territory_name: str
    day: date
    said: str
    precision: str
    kind: int
    source: str
    inferred: str


@dataclass(frozen=True)
class FilmRef:
    """A film with its openings by territory: each the one that its readers should read of."""

    pk: int
    title: str
    year: int | None
    directors: tuple[str, ...]
    url: str
    openings: dict[str, Opening]
    facts: str = ""
    poster: Shot | None = None


@dataclass(frozen=True)
class Item:
    """One block; `id` is its block's, for findings to point at."""

    id: str
    kind: str = field(default="", init=False)


@dataclass(frozen=True)
class LetterItem(Item):
    """The critic's letter."""

    words: Rich
    signed: bool
    kind: str = field(default="letter", init=False)


@dataclass(frozen=True)
class StoryItem(Item):
    """One story; the lead has its large picture."""

    story: StoryRef
    lead: bool
    kind: str = field(default="story", init=False)


@dataclass(frozen=True)
class StoryListItem(Item):
    """Headlines under a heading."""

    heading: str
    stories: tuple[StoryRef, ...]
    kind: str = field(default="story_list", init=False)


@dataclass(frozen=True)
class QuoteItem(Item):
    """Somebody's words."""

    text: str
    speaker: str
    where_said: str
    story: StoryRef | None
    quote_id: int | None
    kind: str = field(default="quote", init=False)


@dataclass(frozen=True)
class PictureItem(Item):
    """A picture on its own."""

    shot: Shot
    url: str
    kind: str = field(default="picture", init=False)


@dataclass(frozen=True)
class ReleasesItem(Item):
    """Films and when they open where the reader lives."""

    heading: str
    films: tuple[FilmRef, ...]
    kind: str = field(default="releases", init=False)


@dataclass(frozen=True)
class FilmOfTheWeekItem(Item):
    """One film with its stars."""

    heading: str
    film: FilmRef
    stars: int
    verdict: str
    story: StoryRef | None
    kind: str = field(default="film_of_the_week", init=False)


@dataclass(frozen=True)
class FilmClubItem(Item):
    """Something old among what is new."""

    heading: str
    title: str
    facts: str
    words: str
    url: str
    shot: Shot | None
    story: StoryRef | None
    film: FilmRef | None
    kind: str = field(default="film_club", init=False)


@dataclass(frozen=True)
class TextItem(Item):
    """Plain words."""

    heading: str
    words: Rich
    kind: str = field(default="text", init=False)


@dataclass(frozen=True)
class ButtonItem(Item):
    """One thing to press."""

    label: str
    url: str
    live: bool = True
    kind: str = field(default="button", init=False)


@dataclass(frozen=True)
class PollItem(Item):
    """A question; `number` is its place among the edition's polls, `last_day`: said."""

    heading: str
    question: str
    answers: tuple[str, ...]
    number: int
    last_day: str
    kind: str = field(default="poll", init=False)


@dataclass(frozen=True)
class DividerItem(Item):
    """A thin line."""

    kind: str = field(default="divider", init=False)


@dataclass(frozen=True)
class SponsorItem(Item):
    """A paid place."""

    name: str
    words: str
    url: str
    shot: Shot | None
    kind: str = field(default="sponsor", init=False)


@dataclass(frozen=True)
class MarkItem(Item):
    """The mark before or behind what a segment's readers are sent: `editions.segments`."""

    mark: str
    kind: str = field(default="mark", init=False)


@dataclass(frozen=True)
class OnlyForItem(Item):
    """Items that only readers in one territory (unless ""), or one segment (unless 0), are sent."""

    territory: str
    territory_name: str
    items: tuple[Item, ...]
    segment: int = 0
    segment_name: str = ""
    kind: str = field(default="only_for", init=False)


@dataclass(frozen=True)
class Sheet:
    """A whole edition, ready to be rendered for any territory."""

    edition_id: int
    number: int | None
    day: date
    language: str
    subject: str
    preheader: str
    archive_url: str
    publication: str
    postal_address: str
    contact_address: str
    ink: str
    accent: str
    paper: str
    newsletter: str
    newsletter_slug: str
    strapline: str
    author: str
    author_bio: str
    author_shot: Shot | None
    sender: str
    sender_address: str
    reply_to: str
    items: tuple[Item, ...]

    @property
    def date_said(self) -> str:
        """The edition's date as a person would write it."""
        return f"{self.day:%A} {self.day.day} {self.day:%B %Y}"

    def everything(self) -> Iterator[Item]:
        """Yield each item, those for one territory only among them."""
        for item in self.items:
            yield item
            if isinstance(item, OnlyForItem):
                yield from item.items

    def films(self) -> Iterator[FilmRef]:
        """Yield each film whose dates the edition gives."""
        for item in self.everything():
            if isinstance(item, ReleasesItem):
                yield from item.films
            elif isinstance(item, FilmOfTheWeekItem):
                yield item.film

    def territories(self) -> list[str]:
        """Return the codes of the territories whose readers must be sent a letter of their own."""
        codes = {code for film in self.films() for code in film.openings}
        codes |= {item.territory for item in self.items if isinstance(item, OnlyForItem)}
        codes.discard("")
        return sorted(codes)
