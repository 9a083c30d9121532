"""Titles of films: every run of capitals or marked words weighed by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from matinee.stories.intake.entries import Entry
from matinee.stories.intake.namesakes import likely_people
from matinee.stories.intake.quotes import title_case
from matinee.stories.intake.spotting import places_of
from matinee.stories.intake.text import APOS, LOW
from matinee.stories.intake.title_runs import (
    NO_RUN,
    NO_SEQUEL,
    RUN,
    SEQUEL,
    good,
    runs,
    variants,
)
from matinee.stories.intake.title_signs import GENRE, weigh

__all__ = ["GENRE", "Marked", "Title", "find_titles", "likely_people"]


@dataclass
class Title:
    """A film's title, how sure we are of it, and where it stands."""

    name: str
    votes: int = 0
    places: list[int] = field(default_factory=list)
    as_work: int = 0
    told: int = 0
    after: int = 0
    marked: bool = False


@dataclass(frozen=True)
class Marked:
    """Words in quote marks or italics that read as a title, with their place (of the words)."""

    name: str
    paragraph: int
    start: int
    opens: bool = False  # in bold at the head of a paragraph


_MOST = 80
_REVIEWED = re.compile(
    r"^[‘“\"']?(?P<t>[^–—:|(]{2,70}?)[,:]?[’”\"']?(?: \([^()]{1,20}\))?,?(?: [–—-])?:? (?:film |"
    r"movie )?review\b|^(?:film |movie )?review:? [‘“\"']?(?P<t2>[^–—:|"
    r"‘“”’\"]{2,70}?)[’”\"']?(?= ?[–—:|,]| - | is\b|$)",
    re.IGNORECASE,
)


def find_titles(
    paragraphs: Sequence[tuple[str, int]], entries: Sequence[Entry], marked: Sequence[Marked],
    captions: Sequence[tuple[str, int]], headline: str | None, people: Iterable[str],
    everybody: Iterable[str] = (),
) -> list[Title]:  # fmt: skip
    """Return the films that the story names, the likeliest main film first.

    `entries` are those that open parts of a round-up; `people` are names, which are
    no titles; `everybody` are runs that may be, of which no two joined by "and" are one.
    """
    names = frozenset(people)
    everyone = frozenset(everybody)
    surnames = frozenset(person.rpartition(" ")[2] for person in everyone)
    found: dict[str, Title] = {}

    def vote(
        name: str, votes: int, work: int = 0, after: int = 0, *, is_marked: bool = False
    ) -> None:
        name = name.strip(" ,.;:‘“”\"'*_")
        parts = re.split(r",? and |, | & ", name)
        if len(parts) > 1 and all(part in everyone or part in surnames for part in parts):
            return
        if good(name, names):
            title = found.setdefault(name, Title(name))
            title.votes += votes
            title.as_work += work
            title.told = max(title.told, votes)
            title.after = max(title.after, after)
            title.marked |= is_marked

    whole = "\n".join([headline or "", *(t for t, _ in paragraphs), *(t for t, _ in captions)])
    for text, _ in [*paragraphs, *captions]:
        for run, begin in runs(text, whole):
            if run in names or run in NO_RUN:
                continue
            inside = begin > 1 and (text[begin - 1] == " " and text[begin - 2].isalnum())
            for name, at in variants(run, names, inside=inside):
                weighed = weigh(text, begin + at, begin + at + len(name))
                if any(weighed):
                    vote(name, *weighed)
            if run[-1].isdigit() or ": " in run:
                if (sequel := SEQUEL.match(run)) and not NO_SEQUEL.match(run):
                    vote(sequel[0], 2)
    for mark in marked:
        text, start = paragraphs[mark.paragraph]
        votes, work, after = weigh(text, mark.start - start, mark.start - start + len(mark.name))
        seen = _SEEN.search(text[max(0, mark.start - start - 24) : mark.start - start])
        vote(mark.name, 2 + votes + 2 * (bool(seen) or mark.opens), work, after, is_marked=True)
    for text, _ in captions:
        if (" in " in text or "dir" in text) and (seen := _CAPTIONED.search(text)):
            name = seen["t"] or seen["t2"]
            vote(name, 3 if " " in name or seen["t2"] else 1)
    _read_headline(headline, found, vote)
    for entry in entries:
        vote(entry.title, 6)
    for name in _openers(paragraphs, names):
        vote(name, 3)
    return _settled(found, paragraphs, captions, headline)


# "Ann Lee in Low Water." under a picture; a home, a studio or a house is in a place.
_CAPTIONED = re.compile(
    rf"(?<!home)(?<!lives)(?<!location)(?<!house)(?<!studio)(?<!filming)(?<!born) in [‘“\"'*_]?"
    rf"(?P<t>{RUN.pattern})(?=[’”\"'*_.,;]|$)|^(?P<t2>{RUN.pattern}), dir"
)
NUMBERED = re.compile(r" (?:[2-9]|1\d|II|III|IV)(?:: .+)?$")
_SEEN = re.compile(r"\b(?:saw|seen|watch(?:ed|ing)?|loved|hated|reviewing|of) [‘“\"'*_]+$")


# "The Long Field: a slow burn that finally catches"
_OPENS_HEADLINE = re.compile(rf"[‘“\"'*_]?(?P<t>{RUN.pattern})[’”\"'*_]?: (?=[{LOW}])")
# What a page announces: the film of a book is its film, whatever else its director made.
_ADAPTED = re.compile(
    rf"\b(?:(?:screen|film|movie|cinema|feature) (?:version|adaptation)|adaptation|remake|sequel) (?:of|to) "
    rf"[‘“\"'*_]?(?P<t>{RUN.pattern})"
)


def _read_headline(headline: str | None, found: dict[str, Title], vote: object) -> None:
    assert callable(vote)
    if not headline:
        return
    if match := _REVIEWED.match(headline):
        name = (match["t"] or match["t2"] or "").strip(" ‘“\"'’”")
        if title_case(name):
            vote(name, 5)
    if opened := _OPENS_HEADLINE.match(headline):
        vote(opened["t"], 3)
    for adapted in _ADAPTED.finditer(headline):
        vote(adapted["t"], 4)
    for match in RUN.finditer(headline[:400]):
        for name, at in variants(match[0], frozenset(), inside=False):
            weighed = weigh(headline, match.start() + at, match.start() + at + len(name))
            if any(weighed):
                vote(name, *weighed)
    for quoted in re.finditer(r"[‘“\"']([^‘’“”\"]{2,60})[’”\"'](?!\w)", headline):
        if title_case(quoted[1]):
            vote(quoted[1], 2)


def _openers(paragraphs: Sequence[tuple[str, int]], people: frozenset[str]) -> list[str]:
    """Return titles that open paragraphs as their subjects, where three or more do so."""
    found = []
    for text, _ in paragraphs:
        if match := RUN.match(text):
            for name, at in variants(match[0], people, inside=False):
                if weigh(text, at, at + len(name))[2] >= 3 and good(name, people):
                    found.append(name)
                    break
    return found if len(found) >= 2 else []


# "Small Hours 2" is another film.
_GOES_ON = re.compile(rf"\w|[{APOS}]s [{LOW}]+ of\b| (?:[2-9]|II|III|IV)(?=[:,.’”\"'*_;)\s]|$)")


def _settled(
    found: dict[str, Title], paragraphs: Sequence[tuple[str, int]],
    captions: Sequence[tuple[str, int]], headline: str | None,
) -> list[Title]:  # fmt: skip
    """Keep what has votes enough; of two readings of one place keep the one that recurs."""
    # A page tells of some films, not of hundreds: more candidates than that are noise.
    likeliest = sorted(found.values(), key=lambda t: -t.votes)[:_MOST]
    for title in likeliest:
        title.places = [
            start + at
            for text, start in paragraphs if title.name in text
            for at in places_of(title.name, text, _GOES_ON)
        ]  # fmt: skip
        around = sum(len(places_of(title.name, text, _GOES_ON)) for text, _ in captions)
        heard = places_of(title.name, headline or "", _GOES_ON)
        title.votes += min(len(title.places) + around - 1, 3) + (
            3 if " " in title.name else 2
        ) * bool(heard)
    for title in likeliest:  # what has a sequel is a film
        if (number := NUMBERED.search(title.name)) and title.votes >= 4:
            if base := found.get(title.name[: number.start()]):
                base.votes += 2
    kept = [
        t for t in likeliest
        if t.votes >= (3 if t.after >= 3 and t.places and " " in t.name else 4)
        and (not t.as_work or (t.told >= 3 and len(t.places) != 1))
        and _solid(t)
    ]  # fmt: skip
    if not kept:  # a page that names its film once: the best that is plainly said
        kept = [
            t for t in likeliest
            if t.told >= 3 and t.places and not t.as_work and (" " in t.name or t.marked)
        ]  # fmt: skip
    kept = _with_article(kept, found, paragraphs)
    kept.sort(key=lambda t: (-t.votes, t.places[0] if t.places else 0))
    chosen: list[Title] = []
    for title in kept:
        if not any(_same_place(title, other) for other in kept if other is not title):
            chosen.append(title)
    return chosen


def _with_article(
    kept: list[Title], found: dict[str, Title], paragraphs: Sequence[tuple[str, int]]
) -> list[Title]:
    """Return the titles, "The Red Umbrella" for a "Red Umbrella" that headlines cut.

    A capital "The" in the middle of a sentence is the title's own.
    """
    settled = []
    for title in kept:
        full = found.get(f"The {title.name}")
        own = full is not None and any(
            re.search(rf"[\w’',] {re.escape(full.name)}(?!\w)", text) for text, _ in paragraphs
        )
        if full is not None and own:
            full.votes = max(full.votes, title.votes)
            full.places = sorted({*full.places, *title.places})
            title = full
        if title not in settled:
            settled.append(title)
    return settled


def _solid(title: Title) -> bool:
    """One plain word needs more: it may be anything."""
    return " " in title.name or title.marked or title.votes >= 5


def _same_place(title: Title, other: Title) -> bool:
    """Whether the other reading of the same words is the better one."""
    if title.name in other.name and title.name != other.name:
        if NUMBERED.fullmatch(other.name, len(title.name)) and other.name.startswith(title.name):
            return False
        if other.name == f"The {title.name}" and len(title.places) <= len(other.places) > 0:
            return True  # headlines drop the article
        alone = len(title.places) - len(other.places)
        return alone <= 0 and other.votes + 1 >= title.votes
    if title.name == f"The {other.name}" and 0 < len(title.places) >= len(other.places):
        return False
    if other.name in title.name and title.name != other.name:
        return not (len(other.places) - len(title.places) <= 0 and title.votes + 1 >= other.votes)
    return False
