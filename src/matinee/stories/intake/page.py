"""A whole page read: lines sorted, then everything found in the story's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from matinee.stories.intake import notes as desk_notes
from matinee.stories.intake.ages import Age, find_ages
from matinee.stories.intake.billing import find_billed, with_billed
from matinee.stories.intake.entries import Entry, find_entries
from matinee.stories.intake.facts import BOXED
from matinee.stories.intake.films import Story, make_films
from matinee.stories.intake.found import (
    Film,
    Found,
    Headline,
    Note,
    Paragraph,
    Person,
    Quote,
    ReleaseDate,
)
from matinee.stories.intake.headline import propose_headline
from matinee.stories.intake.homes import own_country, told_home
from matinee.stories.intake.interviewee import by_interviewee
from matinee.stories.intake.layout import sort_lines
from matinee.stories.intake.newsletter import read_newsletter
from matinee.stories.intake.people import Known, find_people, known_first
from matinee.stories.intake.quotes import Stretch, find_stretches, forget_titles, title_case
from matinee.stories.intake.releases import read_releases
from matinee.stories.intake.roundups import opening_together, opening_under
from matinee.stories.intake.sheet import Page
from matinee.stories.intake.speakers import Cast
from matinee.stories.intake.spotting import forget_words
from matinee.stories.intake.talk import Talk, mask
from matinee.stories.intake.text import Block, forget_sentences, lines_to_read
from matinee.stories.intake.titles import Marked, find_titles, likely_people

_NO_TITLE = re.compile(
    r"\d ?h.{0,12}|action|adventure|animation|biography|biopic|comedy|crime|documentary|drama|family|fantasy|"
    r"history|horror|musical|mystery|romance|thriller|war|western", re.IGNORECASE
)  # fmt: skip
_SEVERAL = re.compile(r"(?:Brothers|Sisters|Twins|Friends|Lovers|Cousins|Siblings|Newlyweds) [A-Z]")
# A film set in bold at the head of a paragraph: "**Harvest Moon**, which I loved, …"
_BOLD = re.compile(r"^\*\*(?P<t>[^*\n]{2,60})\*\*(?=,? (?:which|the|an?|is|by|from|with|[–—(]))")
ITALIC = re.compile(r"(?<![*_\w])[*_]([^*_\n]{2,80})[*_](?![*_\w])")


def read_page(
    copy: str, lines: Sequence[Block], *, source: str, today: date | None, page: Page | None = None,
    markdown: bool = False, italics: Sequence[str] = (), canonical: str | None = None,
) -> Found:  # fmt: skip
    """Return all that is found in a page's lines; every span points into `copy`."""
    forget_sentences()
    forget_words()
    forget_titles()
    page = page or Page()
    page.copy = copy
    page = sort_lines(lines, page, markdown=markdown)
    page.furniture.sort(key=lambda f: f.start)
    story, headings = lines_to_read((p.text, p.start, p.heading) for p in page.body)
    reference = page.reference or today
    stretches = find_stretches(story)
    captions = [(p.caption, p.start) for p in page.pictures]
    billed = find_billed(story)
    marked = _marked(story, stretches, italics, markdown=markdown)
    marked += [Marked(b.film, b.paragraph, b.film_at, opens=True) for b in billed if b.film]
    told = page.peopled()
    entries = [
        e
        for e in find_entries(story, headings)
        if not (_SEVERAL.match(e.title) or _NO_TITLE.fullmatch(e.title))
    ]
    works = [m.name for m in marked] + [e.title for e in entries if e.told]
    known = find_people(told, works)
    headline = page.headline.text if page.headline else None
    sure = likely_people(known, told)
    heads = ". ".join(s for s in (headline, page.standfirst and page.standfirst.text) if s)
    titles = find_titles(story, entries, marked, captions, heads, sure, [p.name for p in known])
    names = [t.name for t in titles]
    if any(p.name in name or name in p.name for name in names for p in known):
        known = find_people(told, [*names, *works])  # a title took somebody's name for its own
    known = with_billed(known, billed, names)
    speech = [s for s in stretches if not title_case(s.inner)]
    masked = mask(story, speech)
    cast = Cast(known, mask(story, speech, ends=True), [])
    talk = Talk(story, masked, cast, frozenset(n.lower() for n in names), headings)
    quotes = by_interviewee(talk.read(stretches), page, known, story)
    carried = frozenset(talk.carried)
    around = [(part.text, part.start) for part in (*page.meta, *page.furniture)]
    outside = [line for line in around if len(line[0]) < 300 and BOXED.search(line[0])]
    above = _above(page)
    releases = read_releases(
        masked, reference, above=[text for text, _ in above], listing=len(entries) >= 2,
        own=cache(lambda: own_country(copy)),
    )  # fmt: skip
    made = make_films(
        titles, Story([*above, *masked], known, cast, titles),
        entries, captions, releases, story, outside, billed,
        [
            *opening_together([*above, *story[:2]], entries, reference),
            *_under_days(page, story, above, entries, reference),
        ],
    )  # fmt: skip
    ages = find_ages(masked, cast)
    people = _people(known, quotes, made, copy)
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
        notes=tuple(_notes(all_text, stretches, carried, known, ages, page, copy)),
        meta=tuple(sorted(page.meta, key=lambda s: s.start)),
    )


def _marked(
    story: Sequence[tuple[str, int]], stretches: Sequence[Stretch], italics: Sequence[str],
    *, markdown: bool,
) -> list[Marked]:  # fmt: skip
    """Return what stands in quote marks or italics and reads as a title."""
    found = [
        Marked(s.inner.rstrip(",.;: "), s.paragraph, s.start + 1)
        for s in stretches
        if title_case(s.inner)
    ]
    for number, (text, start) in enumerate(story):
        if markdown:
            found += [
                Marked(m[1], number, start + m.start(1))
                for m in ITALIC.finditer(text) if title_case(m[1])
            ]  # fmt: skip
            if (bold := _BOLD.match(text)) and title_case(bold["t"]):
                found.append(Marked(bold["t"], number, start + 2, opens=True))
        for words in dict.fromkeys(italics):
            if (at := text.find(words)) >= 0:
                found.append(Marked(words, number, start + at))
    return found


def _people(
    known: Sequence[Known], quotes: Sequence[Quote], made: Sequence[Film], copy: str
) -> list[Person]:
    """Return those whom the story gives reason to hold for people, characters left out."""
    named = {q.speaker for q in quotes}
    for film in made:
        named |= {*film.directors, *(c.person for c in film.cast)}
        if film.based_on:
            named.add(film.based_on.author)
    characters = {c.character for f in made for c in f.cast if c.character}
    characters |= {p.name for p in known if p.name.partition(" ")[2] in characters}
    return [
        Person(p.name, p.age, p.start, p.end)
        for p in known
        if (p.name in named or (p.evidence >= 2 and not _after_the(p, copy)))
        and p.name not in characters
    ]


def _under_days(
    page: Page, story: Sequence[tuple[str, int]], above: Sequence[tuple[str, int]],
    entries: Sequence[Entry], reference: date | None,
) -> list[tuple[str, ReleaseDate]]:  # fmt: skip
    """Return what opens on the days that stand as lines of their own in a calendar."""
    lines = [(s.text, s.start) for s in (*page.meta, *(p for p in page.body if p.heading))]
    if len(entries) < 2 or sum(len(text) < 40 for text, _ in lines) < 2:
        return []
    head = [text for text, _ in (*above, *((s.text, s.start) for s in page.meta[:3]))]
    return opening_under(lines, entries, told_home(story, head, listing=True), reference)


def _above(page: Page) -> list[tuple[str, int]]:
    """Return the headline and standfirst that stand above the story, where they have a place."""
    above = []
    if page.headline and page.headline.start is not None:
        above.append((page.headline.text, page.headline.start))
    if page.standfirst:
        above.append((page.standfirst.text, page.standfirst.start))
    first = page.body[0].start if page.body else 0
    return sorted((p for p in above if p[1] < first), key=lambda p: p[1])


def _after_the(person: Known, copy: str) -> bool:
    """Whether "The" stands before a name of which nothing else speaks: then it is no person."""
    lead = copy[max(0, person.start - 4) : person.start].lower()
    return lead == "the " and person.age is None and not known_first(person.name)


def _proposed(body: Sequence[Paragraph], made: Sequence[Film]) -> Headline | None:
    text = propose_headline([p.text for p in body if not p.heading])
    return Headline(text, True) if text else None


def _notes(
    texts: Sequence[tuple[str, int]], stretches: Sequence[Stretch], carried: frozenset[int],
    known: Sequence[Known], ages: Sequence[Age], page: Page, copy: str,
) -> list[Note]:  # fmt: skip
    found: list[Note] = []
    for text, start in texts:
        found += desk_notes.doubled_words(text, start)
    found += desk_notes.unmatched_quotes(stretches, carried, copy)
    found += desk_notes.spelt_two_ways(known, texts)
    found += desk_notes.ages_disagree(ages, copy)
    found += desk_notes.missing_credits(page.pictures)
    return sorted(found, key=lambda n: n.start)
