"""A whole page read: lines sorted, then everything found in the story's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from matinee.stories.intake import films as film_finder
from matinee.stories.intake import notes as desk_notes
from matinee.stories.intake.found import Film, Found, Headline, Note, Paragraph, Person
from matinee.stories.intake.layout import Page, propose_headline, sort_lines
from matinee.stories.intake.newsletter import read_newsletter
from matinee.stories.intake.people import Known, find_people
from matinee.stories.intake.quotes import Stretch, find_stretches, title_case
from matinee.stories.intake.releases import read_releases
from matinee.stories.intake.speakers import Cast
from matinee.stories.intake.talk import Talk, mask
from matinee.stories.intake.text import Block

ITALIC = re.compile(r"(?<![*_\w])[*_]([^*_\n]{2,80})[*_](?![*_\w])")


def read_page(
    copy: str, lines: Sequence[Block], *, source: str, today: date | None, page: Page | None = None,
    markdown: bool = False, italics: Sequence[str] = (), canonical: str | None = None,
) -> Found:  # fmt: skip
    """Return all that is found in a page's lines; every span points into `copy`."""
    page = page or Page()
    page.copy = copy
    page = sort_lines(lines, page, markdown=markdown)
    page.furniture.sort(key=lambda f: f.start)
    story = [(p.text, p.start) for p in page.body]
    reference = page.reference or today
    stretches = find_stretches(story)
    marked = [*italics, *(s.inner for s in stretches if title_case(s.inner))]
    if markdown:
        marked += [m[1] for text, _ in story for m in ITALIC.finditer(text) if title_case(m[1])]
    known = find_people(
        ([(p.caption, p.start) for p in page.pictures if p.caption] and story) or story
    )
    headline = page.headline.text if page.headline else None
    names = frozenset(p.name for p in known)
    titles = film_finder.find_titles(story, marked, headline, names)
    known = find_people(story, titles)
    masked = mask(story, [s for s in stretches if not title_case(s.inner)])
    directors = film_finder.find_directors(masked, known)
    headings = frozenset(n for n, p in enumerate(page.body) if p.heading)
    cast = Cast(known, masked, directors)
    talk = Talk(story, masked, cast, frozenset(t.lower() for t in titles), headings)
    quotes = talk.read(stretches)
    carried = frozenset(talk.carried)
    made = _read_films(page, story, masked, known, titles, directors, reference, copy)
    speakers = {q.speaker for q in quotes}
    in_films = {n for f in made for n in (*f.directors, *(c.person for c in f.cast))} | {
        f.based_on.author for f in made if f.based_on and f.based_on.author
    }
    characters = {c.character for f in made for c in f.cast if c.character}
    people = [
        Person(p.name, p.age, p.start, p.end)
        for p in known
        if (p.evidence >= 1 or p.name in speakers or p.name in in_films)
        and p.name not in characters
    ]
    all_text = [*story, *((p.text, p.start) for p in page.pictures)]
    return Found(
        copy=copy,
        source=source,
        furniture=tuple(page.furniture),
        newsletter=read_newsletter(page.furniture),
        headline=page.headline or _proposed(page.body, made),
        standfirst=page.standfirst,
        byline=tuple(dict.fromkeys(page.byline)),
        published=page.published,
        updated=page.updated,
        section=page.section,
        canonical=canonical,
        body=tuple(page.body),
        pictures=tuple(page.pictures),
        quotes=tuple(quotes),
        films=tuple(made),
        people=tuple(people),
        notes=tuple(_notes(all_text, stretches, carried, known, page, copy)),
        meta=tuple(sorted(page.meta, key=lambda s: s.start)),
    )


def _proposed(body: Sequence[Paragraph], made: Sequence[Film]) -> Headline | None:
    text = propose_headline([p.text for p in body if not p.heading], None, None)
    return Headline(text, True) if text else None


def _notes(
    texts: Sequence[tuple[str, int]], stretches: Sequence[Stretch], carried: frozenset[int],
    known: Sequence[Known], page: Page, copy: str,
) -> list[Note]:  # fmt: skip
    found: list[Note] = []
    for text, start in texts:
        found += desk_notes.doubled_words(text, start)
    found += desk_notes.unmatched_quotes(stretches, carried, copy)
    found += desk_notes.spelt_two_ways(known, texts)
    found += desk_notes.ages_disagree(known, texts)
    found += desk_notes.missing_credits(page.pictures)
    return sorted(found, key=lambda n: n.start)


def _read_films(
    page: Page, story: Sequence[tuple[str, int]], masked: Sequence[tuple[str, int]], known: Sequence[Known],
    titles: Sequence[str], directors: Sequence[str], reference: date | None, copy: str,
) -> list[Film]:  # fmt: skip
    if not titles:
        return []
    main = titles[0]
    releases = read_releases(masked, reference)
    cast = film_finder.find_cast(masked, known, titles, directors)
    captions = [(p.caption, p.start) for p in page.pictures]
    for member in film_finder.find_cast(
        [(t, s) for t, s in captions if any(title in t for title in titles)],
        known,
        titles,
        directors,
    ):
        mine = next((i for i, c in enumerate(cast) if c.person == member.person), None)
        if mine is not None and cast[mine].character is None and member.character:
            cast[mine] = member
    outside = [copy[s.start : s.end] for s in page.meta] + [f.text for f in page.furniture]
    facts = film_finder.box_facts("\n".join([*(t for t, _ in story), *outside]))
    whole = "\n".join(t for t, _ in story)
    at = next((start + text.find(main) for text, start in story if main in text), None)
    films = [
        film_finder.make_film(
            main, year=film_finder.year_of(main, whole), directors=directors[:2] if len(directors) < 3 else directors[:1],
            cast=cast, source=film_finder.find_source(story, main), releases=releases, facts=facts,
            start=at, end=None if at is None else at + len(main),
        )
    ]  # fmt: skip
    return films
