"""Films put together: each credit, source and release given to the film that its sentence means."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from matinee.stories.intake.billing import Billed
from matinee.stories.intake.credit_words import OWN_FILMS, THEIR_FILMS
from matinee.stories.intake.credits import (
    Credit,
    Reader,
    Roll,
    character,
    first_film,
    own_film,
    spoken_of,
)
from matinee.stories.intake.cues import Cue
from matinee.stories.intake.entries import Entry
from matinee.stories.intake.facts import read_facts, year_of
from matinee.stories.intake.found import CastMember, Film, ReleaseDate, Source
from matinee.stories.intake.people import Known
from matinee.stories.intake.source import find_sources
from matinee.stories.intake.speakers import Cast
from matinee.stories.intake.text import UP, sentences
from matinee.stories.intake.titles import GENRE, NUMBERED, Title


@dataclass
class _Made:
    """A film in the making."""

    title: Title
    directors: dict[str, int] = field(default_factory=dict)
    cast: dict[str, str | None] = field(default_factory=dict)
    stars: set[str] = field(default_factory=set)  # said to star in so many words
    source: Source | None = None
    releases: list[ReleaseDate] = field(default_factory=list)


class Story:
    """The story's sentences with speech blanked out, and the people and films named in them."""

    def __init__(
        self, paragraphs: Sequence[tuple[str, int]], people: Sequence[Known], cast: Cast,
        titles: Sequence[Title],
    ) -> None:  # fmt: skip
        """`paragraphs` have speech blanked out with NUL; `cast` resolves pronouns and roles."""
        self.people = people
        self.cast = cast
        self.roll = Roll(people)
        self.titles = [t.name for t in titles]
        self.sentences = [s for text, start in paragraphs for s in sentences(text, start)]
        self._starts = [start for _, start, _ in self.sentences]
        self._paragraphs = [start for _, start in paragraphs]
        self.lines = paragraphs

    def text_at(self, place: int) -> str:
        """Return the sentence that a place stands in."""
        at = bisect_right(self._starts, place) - 1
        return self.sentences[at][0] if at >= 0 else ""

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Return (start, end) of the sentence that a place stands in."""
        at = bisect_right(self._starts, place) - 1
        return (place, place) if at < 0 else self.sentences[at][1:]

    def paragraph_at(self, place: int) -> int:
        """Return where the paragraph begins that a place stands in."""
        at = bisect_right(self._paragraphs, place) - 1
        return self._paragraphs[at] if at >= 0 else 0

    def names_maker(self, text: str) -> bool:
        """Whether a sentence says who directs: then "his new film" may be that one's."""
        return "direct" in text or "filmmaker" in text

    def whom(self, subject: str, place: int) -> Known | None:
        """Return the person whom "he" or "the actor" means, where that is plain."""
        _, sure, person = self.cast.resolve(Cue(subject, "plays", place, 1.0), None)
        return person if sure >= 0.6 else None


class Focus:
    """Which film a place in the story speaks of."""

    def __init__(self, titles: Sequence[Title], story: Story, entries: Sequence[Entry]) -> None:
        """`entries` are the films that open parts of a round-up."""
        self.main = titles[0].name if titles else None
        self.spots = sorted((place, t.name) for t in titles for place in t.places)
        self._places = [place for place, _ in self.spots]
        self.story = story
        names = {t.name for t in titles}
        # The film that another one on the page is the sequel of.
        self.first = next(
            (t.name[: m.start()] for t in titles if (m := NUMBERED.search(t.name))), None
        )
        self.first = self.first if self.first in names else None
        self.parts = sorted((e.place, e.title) for e in entries if e.title in names)

    def at(self, place: int) -> str | None:
        """Return the film that a fact at `place` is about.

        It is the one named in its sentence, else the one that its paragraph or part of the page
        is about, else the main one.
        """
        if self.first and _THE_FIRST.search(self.story.text_at(place)):
            return self.first
        start, end = self.story.sentence_at(place)
        inside = self._between(start, end)
        if inside:
            before = [name for p, name in inside if p <= place]
            if before:
                return before[-1]
            between = self.story.text_at(place)[max(0, place - start) : inside[0][0] - start]
            return self._around(place) if _HIS_OTHER.search(between) else inside[0][1]
        if _another_film(self.story.text_at(place)):
            return None
        return self._around(place)

    def _between(self, start: int, end: int) -> list[tuple[int, str]]:
        """Return (place, film) of the titles that stand from `start` to before `end`."""
        return self.spots[bisect_left(self._places, start) : bisect_left(self._places, end)]

    def _around(self, place: int) -> str | None:
        begin = self.story.paragraph_at(place)
        named = [name for _, name in self._between(begin, place)]
        if named and len(set(named)) == 1 and self._opens(begin, named[0]):
            return named[0]
        if named and _THAT_FILM.match(self.story.text_at(place)):
            before, _ = self.story.sentence_at(place)
            last = self.story.sentence_at(before - 2)[0]
            near = {name for _, name in self._between(max(begin, last), before)}
            if len(near) == 1:
                return near.pop()
        return self.part_at(place) or self.main

    def part_at(self, place: int) -> str | None:
        """Return the film whose part of a round-up a place is in, None where it is in none."""
        at = bisect_right([p for p, _ in self.parts], place) - 1
        return self.parts[at][1] if at >= 0 and len(self.parts) > 1 else None

    def _opens(self, begin: int, name: str) -> bool:
        """Whether a paragraph begins by naming the film: then it is about it."""
        return any(begin <= p < begin + 16 for p, n in self.spots if n == name)


# "directed by A, whose short film B …": what is said before belongs to the film talked of.
_HIS_OTHER = re.compile(
    r"\b(?:whose|who (?:made|directed|wrote)|best known for|known for|the (?:director|maker) of|"
    r"previous(?:ly)?|earlier)\b"
)
# "It stars …", "The film opens …": the one that the sentence before names.
_THAT_FILM = re.compile(
    rf"^(?:It|The (?:[\w-]+ )?(?:film|movie|picture|feature|{GENRE})|Its|In it)\b|"
    rf"^[{UP}][\w.’'-]* [{UP}][\w-]+[’']s? (?:[\w£$€.’'-]+ ){{0,5}}{GENRE}\b"
)
# A film that the story names nowhere else: what is said of it is not the main film's.
_ANOTHER_FILM = re.compile(
    r"\b(?:next|previous|last|other|earlier|upcoming|forthcoming|following|"
    r"another) (?:[\w-]+ )?(?:film|feature|movie|project|picture)\b"
)


_THE_FIRST = re.compile(
    r"^(?:The (?:first|original)(?: (?:film|movie|one|picture))?|In the (?:first|original))\b"
)
_FILM_WORDS = ("film", "feature", "movie", "project", "picture")


def _another_film(text: str) -> bool:
    return any(word in text for word in _FILM_WORDS) and _ANOTHER_FILM.search(text) is not None


def read_credits(story: Story) -> list[Credit]:
    """Return all credits of the story, in its order."""
    reader = Reader(story.people, story.titles)
    found: list[Credit] = []
    for text, start, _ in story.sentences:
        if text.count("|") > 3:  # a row of a chart bills nobody
            continue
        if mentions := story.roll.find(text, start):
            found += reader.read(text, start, mentions)
        found += _by_subject(text, start, story, reader)
    return found


def _by_subject(text: str, start: int, story: Story, reader: Reader) -> list[Credit]:
    """Read "The actor, 34, plays …" and "… is her first film", of whoever that means."""
    found = []
    if plays := spoken_of(text):
        place = start + plays.start("subj")
        if person := story.whom(plays["subj"], place):
            role = character(plays["role"], reader.real, reader.titles)
            found.append(Credit("cast", person, role, place))
    if (own := own_film(text)) and not story.names_maker(text):
        place = start + own.start("subj")
        person = story.whom("he" if own["subj"] == "his" else "she", place)
        if person and person.roles == {"actor"}:
            found.append(Credit("cast", person, None, place + len(own[0]), 1))
    if first := first_film(text):
        subject = first["subj"] or first["subj2"]
        place = start + first.start() + first[0].lower().index(subject.lower())
        if person := story.whom("he" if subject.lower() == "his" else "she", place):
            found.append(Credit("director", person, None, place, 1))
    if (several := THEIR_FILMS.search(text)) and (who := story.roll.keys.get(several["who"])):
        found += [
            Credit("director", who, None, start + text.index(title), 2)
            for title in reader.titles
            if title in text[several.end() :]
        ]
    if listed := OWN_FILMS.match(text):
        person = story.whom("he" if listed["subj"] == "His" else "she", start)
        if person and person.roles <= {"director", "writer"}:
            found += [
                Credit("director", person, None, start + text.index(title), 2)
                for title in reader.titles
                if title in text[listed.end() :]
            ]
    return found


def caption_credits(
    captions: Sequence[tuple[str, int]], story: Story
) -> list[tuple[str | None, Credit]]:
    """Return (film, credit) for the people whom captions place in a film."""
    found: list[tuple[str | None, Credit]] = []
    reader = Reader(story.people, story.titles)
    for text, start in captions:
        bare = _bare(text)
        film = next(
            (t for t in story.titles if f" in {t}" in bare or f" scene from {t}" in bare), None
        )
        if film is None:
            for credit in reader.read(bare, start, story.roll.find(bare, start)):
                if credit.job == "cast" and credit.character:
                    found.append((story.titles[0] if story.titles else None, credit))
            continue
        end = max(bare.find(f" in {film}"), bare.find(f" scene from {film}"))
        for mention in story.roll.find(bare, start):
            after = bare[mention.end - start :]
            if bare[: mention.start - start].endswith((" as ", " by ")):
                continue
            if mention.start - start < end and not after.startswith((" directs", " on the set")):
                role = reader.role("", after)
                found.append((film, Credit("cast", mention.person, role, mention.start, 1)))
    return found


def _bare(text: str) -> str:
    return text.translate(str.maketrans("", "", '‘“”"*_')).replace("’ ", " ")


def make_films(
    titles: Sequence[Title], story: Story, entries: Sequence[Entry],
    captions: Sequence[tuple[str, int]], releases: Sequence[ReleaseDate],
    paragraphs: Sequence[tuple[str, int]], outside: Sequence[tuple[str, int]],
    billed: Sequence[Billed] = (),
    together: Sequence[tuple[str, ReleaseDate]] = (),
) -> list[Film]:  # fmt: skip
    """Return the story's films with what it tells of each, the main film first."""
    if not titles:
        return []
    focus = Focus(titles, story, entries)
    names = [t.name for t in titles]
    made = {t.name: _Made(t) for t in titles}
    credits = [(focus.at(c.place), c) for c in read_credits(story)]
    credits += caption_credits(captions, story)
    credits += [
        (b.film or focus.at(b.start), Credit(b.job, person, None, b.start, 3))
        for b in billed if b.job and (person := story.roll.keys.get(b.name))
    ]  # fmt: skip
    _give_credits(made, credits)
    for source, place, same in find_sources(paragraphs):
        film = made.get(focus.at(place) or "")
        if film and film.source is None and source.title not in set(names) - {film.title.name}:
            title = film.title.name if same and source.title is None else source.title
            film.source = Source(title, _in_full(source.author, story), source.year, source.form)
    for name, release in [*together, *((focus.at(r.start), r) for r in releases)]:
        if film := made.get(name or ""):
            told = (release.territory, release.date, release.kind)
            if told not in {(r.territory, r.date, r.kind) for r in film.releases}:
                film.releases.append(release)
    whole = "\n".join(text for text, _ in paragraphs)
    kept = [
        m for m in made.values()
        if m.title.name == focus.main or _has_facts(m) or year_of(m.title.name, whole)
    ]  # fmt: skip
    _fallback_director(kept[0], story.people, story)
    outside = [*outside, *captions]
    below = paragraphs[0][1] if paragraphs else 0
    unspoken = [(text, start) for text, start in story.lines if start >= below]
    return [_film(m, focus, unspoken, outside, alone=len(kept) == 1) for m in kept]


def _in_full(author: str | None, story: Story) -> str | None:
    """Return an author's full name where the story gives it: "Mr Wragby’s memoir"."""
    known = story.roll.keys.get(author or "")
    return known.name if known and author == known.surname else author


def _has_facts(film: _Made) -> bool:
    return bool(film.directors or film.cast or film.source or film.releases)


def _give_credits(made: dict[str, _Made], credits: Sequence[tuple[str | None, Credit]]) -> None:
    for name, credit in credits:
        film = made.get(name or "")
        if film is None:
            continue
        who = credit.person.name
        if credit.job == "director":
            film.directors[who] = max(film.directors.get(who, 0), credit.sure)
            continue
        if film.cast.get(who) is None:
            film.cast[who] = credit.character
        if credit.sure > 2:
            film.stars.add(who)
    for film in made.values():
        best = max(film.directors.values(), default=0)
        # "Paul Mescal’s new film" may be his as its star: any better word on who directed wins.
        film.directors = {
            who: sure for who, sure in film.directors.items()
            if sure == best and not (sure < 2 and who in film.cast)
        }  # fmt: skip
        parts = [(actor, role) for actor, role in film.cast.items() if role]
        film.cast = {
            who: role for who, role in film.cast.items()
            if (who not in film.directors or role or who in film.stars)
            and not any(actor != who and _is_part(who, role) for actor, role in parts)
        }  # fmt: skip


def _is_part(who: str, role: str) -> bool:
    """Whether a name is that of a part: "Moll Kettle" of Moll, "Jasper Rime" of Sir Jasper Rime."""
    return who == role or role.endswith(f" {who}") or who.startswith(f"{role} ")


def _fallback_director(film: _Made, people: Sequence[Known], story: Story) -> None:
    """The one person whom the story calls a director is the main film's, where none is named."""
    if film.directors:
        return
    author = film.source.author if film.source else None
    called = [
        p.name for p in people
        if "director" in p.roles and p.name not in film.cast and p.name != author
    ]  # fmt: skip
    if len(called) == 1:
        film.directors[called[0]] = 1
    elif not called and (meant := _called_director(story)):
        film.directors[meant] = 1


def _called_director(story: Story) -> str | None:
    """Return whom "the director" means where the story first says so."""
    for text, start, _ in story.sentences:
        if (at := text.find("he director, ")) > 0 or (at := text.find("he director said")) > 0:
            person = story.whom("the director", start + at - 1)
            return person.name if person else None
    return None


def _film(
    made: _Made,
    focus: Focus,
    story: Sequence[tuple[str, int]],
    outside: Sequence[tuple[str, int]],
    *,
    alone: bool,
) -> Film:
    title = made.title.name
    part = "\n".join(t for t, s in story if alone or focus.at(s + len(t) - 1) == title)
    whole = "\n".join(t for t, _ in story)
    # A row of stars is no line of the story: in a round-up it is the film's whose part it stands in.
    own = [
        text for text, start in outside
        if alone or (focus.part_at(start) or focus.main) == title
    ]  # fmt: skip
    facts = read_facts("\n".join([part, *own]))
    at = made.title.places[0] if made.title.places else None
    return Film(
        title=title,
        year=year_of(title, whole) or year_of(title, "\n".join(text for text, _ in outside)),
        directors=tuple(made.directors),
        cast=tuple(CastMember(who, role) for who, role in made.cast.items()),
        based_on=made.source,
        releases=tuple(made.releases),
        running_time=facts.minutes,
        certificate=facts.certificate,
        stars=facts.stars,
        start=at,
        end=None if at is None else at + len(title),
    )
