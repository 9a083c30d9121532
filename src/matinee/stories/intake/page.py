"""A whole page read: lines sorted, then everything found in the story's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from matinee.stories.intake import films as film_finder
from matinee.stories.intake import notes as desk_notes
from matinee.stories.intake.found import Film, Found, Headline, Note, Paragraph, Person, Quote
from matinee.stories.intake.layout import Page, propose_headline, sort_lines
from matinee.stories.intake.newsletter import read_newsletter
from matinee.stories.intake.people import Known, find_people
from matinee.stories.intake.quotes import Run, Stretch, find_stretches, is_title, title_case
from matinee.stories.intake.releases import read_releases
from matinee.stories.intake.speakers import Cast, Cue, cue_after, cue_before, where_said
from matinee.stories.intake.text import Block, sentences

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
    masked = _mask(story, [s for s in stretches if not title_case(s.inner)])
    directors = film_finder.find_directors(masked, known)
    quotes, carried = _read_quotes(story, masked, stretches, known, directors, titles)
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


def _mask(story: Sequence[tuple[str, int]], stretches: Sequence[Stretch]) -> list[tuple[str, int]]:
    """Return the paragraphs with what stands in quote marks blanked out, place for place."""
    texts = [list(text) for text, _ in story]
    for stretch in stretches:
        start = story[stretch.paragraph][1]
        begin, end = stretch.start - start, stretch.end - start
        texts[stretch.paragraph][begin:end] = "\x00" * (end - begin)
    return [("".join(chars), start) for chars, (_, start) in zip(texts, story, strict=True)]


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


# --- quotes ----------------------------------------------------------------------------------


def _read_quotes(
    story: Sequence[tuple[str, int]], masked: Sequence[tuple[str, int]], stretches: Sequence[Stretch],
    known: Sequence[Known], directors: Sequence[str], titles: Sequence[str],
) -> tuple[list[Quote], frozenset[int]]:  # fmt: skip
    works = frozenset(t.lower() for t in titles)
    speech = []
    for s in stretches:
        text, start = story[s.paragraph]
        after, before = text[s.end - start :], text[: s.start - start]
        if not is_title(s, after, before, works):
            speech.append(s)
    reader = _Reader(
        story, masked, Cast(known, masked, directors), frozenset(p.name for p in known)
    )
    return reader.read(speech)


class _Reader:
    """Walks the story's speech in order, keeping who spoke last."""

    def __init__(
        self, story: Sequence[tuple[str, int]], masked: Sequence[tuple[str, int]], cast: Cast,
        names: frozenset[str],
    ) -> None:  # fmt: skip
        self.story, self.masked, self.cast, self.names = story, masked, cast, names
        self.last: Known | None = None
        self.last_name: str | None = None
        self.last_paragraph = -9
        self.quotes: list[Quote] = []

    def read(self, speech: Sequence[Stretch]) -> tuple[list[Quote], frozenset[int]]:
        """Return the quotes, and where unclosed stretches begin that rightly run on."""
        carried: set[int] = set()
        groups: dict[int, list[Stretch]] = {}
        for s in speech:
            groups.setdefault(s.paragraph, []).append(s)
        open_run: tuple[int, Stretch] | None = None  # (place in quotes, its last stretch)
        for number in sorted(groups):
            line = groups[number]
            if open_run is not None and self._runs_on(open_run[1], line[0]):
                place, before = open_run
                carried.add(before.start)
                self._extend(place, line[0])
                open_run = None if line[0].closed else (place, line[0])
                held, line = line[0], line[1:]
                line = self._after_run_on(place, held, line)
                if line:
                    self._paragraph(number, line)
            else:
                open_run = None
                self._paragraph(number, line)
            if groups[number] and not groups[number][-1].closed and self.quotes:
                open_run = (len(self.quotes) - 1, groups[number][-1])
        return self.quotes, frozenset(carried)

    def _runs_on(self, before: Stretch, now: Stretch) -> bool:
        """Whether a quote left open goes on here: the next paragraph opens with its mark."""
        text, start = self.story[now.paragraph]
        opens = now.start == start and now.mark == before.mark
        return opens and now.paragraph - before.paragraph <= 1

    def _extend(self, place: int, more: Stretch) -> None:
        q = self.quotes[place]
        self.quotes[place] = Quote(
            text=f"{q.text} {' '.join(more.inner.split())}", start=q.start, end=more.end,
            speaker=q.speaker, cue=q.cue, where_said=q.where_said, confidence=q.confidence,
            parts=(*q.parts, (more.start, more.end)),
        )  # fmt: skip
        self.last_paragraph = more.paragraph

    def _after_run_on(self, place: int, held: Stretch, line: list[Stretch]) -> list[Stretch]:
        """Join "…," she said, "…" behind a stretch that ran on from the paragraph before."""
        while line and self._joined(held, line[0]):
            self._extend(place, line[0])
            held, line = line[0], line[1:]
        return line

    def _paragraph(self, number: int, line: list[Stretch]) -> None:
        text, start = self.story[number]
        masked = self.masked[number][0]
        runs: list[tuple[Run, Cue | None]] = []
        for i, s in enumerate(line):
            until = line[i + 1].start - start if i + 1 < len(line) else len(text)
            since = line[i - 1].end - start if i else 0
            before, after = masked[since : s.start - start], masked[s.end - start : until]
            joins = bool(runs) and self._joined(line[i - 1], s)
            cue = self._cue(s, before, after, start + since)
            if joins and runs:
                run, old = runs[-1]
                runs[-1] = (run.plus(s), old or cue)
            else:
                if cue is None and i and not re.search(r"[.!?]", before.strip()):
                    cue = runs[-1][1] if runs else None
                runs.append((Run((s,)), cue))
        for i, (run, cue) in enumerate(runs):
            if (
                cue is None
                and i + 1 < len(runs)
                and self._adjoining(run, runs[i + 1][0], start, masked)
            ):
                cue = runs[i + 1][1]
            self._settle(run, cue, number, alone=len(runs) == 1)

    def _adjoining(self, run: Run, following: Run, start: int, masked: str) -> bool:
        return not masked[run.end - start : following.start - start].strip(" \x00")

    def _joined(self, before: Stretch, now: Stretch) -> bool:
        """Whether two stretches are one quote, split by its cue: "…," said X, "…"."""
        if before.paragraph != now.paragraph:
            return False
        text, start = self.masked[now.paragraph]
        between = text[before.end - start : now.start - start]
        if len(between) > 190 or "\x00" in between:
            return False
        whole = before.inner.rstrip()[-1:] in ",.!?…—–-" or between.lstrip()[:1] in ",—–"
        if not whole:
            return False
        if (cue_after(between, 0)) is None:
            return False
        rest = between.strip()
        ends = re.search(r"[.!?]", re.sub(r"\b(?:Mr|Ms|Mrs|Dr|St)\.", "", rest[:-1])) is not None
        return rest[-1:] in ".,:;—–" and not ends

    def _cue(self, s: Stretch, before: str, after: str, since: int) -> Cue | None:
        found = cue_after(after, s.end) if not re.match(r"^\s*[.!?;]\s*[A-Z]", after) else None
        full_stop_inside = s.inner.rstrip()[-1:] in ".…" and s.mark in "“\"‘'"
        if (
            found
            and full_stop_inside
            and not after.startswith(",")
            and re.match(r"^\s*[A-Z]", after)
            and re.match(r"\s*(?:He|She|They)\b", after)
        ):
            found = None  # "…." She said …: a new sentence with a saying of its own
        if found:
            return found
        clause = before
        for sentence, begin, _ in sentences(before):
            clause, offset = sentence, begin
        offset = len(before) - len(clause) if clause and before.endswith(clause) else 0
        found = cue_before(clause, since + offset)
        if found is None and before.strip() and before.rstrip()[-1:] in ":":
            found = cue_before(before, since)
        return found

    def _settle(self, run: Run, cue: Cue | None, number: int, *, alone: bool) -> None:
        text, start = self.story[number]
        words = sum(p.words for p in run.parts)
        opens = run.start == start
        speaker, sure, person = (
            (None, 0.0, None) if cue is None else self.cast.resolve(cue, self.last)
        )
        verb = cue.verb if cue else None
        if cue is None:
            carry = self._carry(run, number, opens)
            if carry:
                speaker, sure, person = carry
            elif words < 5 or not self._speech_like(run, opens):
                return
        elif (
            words < 2
            and cue.verb
            not in {
                "said",
                "says",
                "told",
                "described",
                "called",
                "insisted",
                "insists",
                "tells",
                "calls",
            }
            and run.parts[0].inner[-1:] not in ".!?,"
        ):
            pass
        where = self._where(run, number)
        self.quotes.append(
            Quote(
                text=run.text, start=run.start, end=run.end, speaker=speaker if sure >= 0.5 else None,
                cue=verb, where_said=where, confidence=round(sure, 2),
                parts=tuple((p.start, p.end) for p in run.parts),
            )
        )  # fmt: skip
        if speaker and sure >= 0.5:
            self.last, self.last_name, self.last_paragraph = person, speaker, number
        elif cue is not None:
            self.last, self.last_name = None, None

    def _carry(
        self, run: Run, number: int, opens: bool
    ) -> tuple[str | None, float, Known | None] | None:
        """A quote with no cue: the one before it goes on, here or from the last paragraph."""
        if self.last_name is None or not self.quotes:
            return None
        text, start = self.story[number]
        masked = self.masked[number][0]
        before = masked[: run.start - start]
        if self.last_paragraph == number:
            previous = self.quotes[-1]
            gap = masked[max(0, previous.end - start) : run.start - start]
            if len(gap) < 200 and run.parts[0].words >= 4:
                return self.last_name, 0.75, self.last
            return None
        if (
            opens
            and number - self.last_paragraph == 1
            and not masked.replace("\x00", "").strip(" .,")
        ):
            return self.last_name, 0.6, self.last
        if not opens and run.parts[0].words >= 4 and before.strip():
            return None
        return None

    def _speech_like(self, run: Run, opens: bool) -> bool:
        inner = run.parts[0].inner
        return opens or inner[:1].isupper() or sum(p.words for p in run.parts) >= 6

    def _where(self, run: Run, number: int) -> str | None:
        masked, start = self.masked[number]
        context = ""
        for sentence, begin, end in sentences(masked, start):
            if begin < run.end and end > run.start - 1:
                context += " " + sentence
        context = context or masked
        return where_said(context.replace("\x00", " ").strip(), self.names) if context else None
