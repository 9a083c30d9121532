"""A Sheet as plain text that one would gladly read: short lines, plain addresses, no leftovers."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from matinee.editions import items, openings
from matinee.editions.links import leave, preferences, vote
from matinee.editions.mjml import film_line, for_territory, stars, territory_name
from matinee.editions.rich import Rich
from matinee.post.letter import slot

WIDTH = 72  # columns
RULE = "—" * 3


def wrap(words: str, first: str = "", rest: str | None = None) -> str:
    """Return words on lines of at most 72 columns; an address is never broken."""
    hang = first if rest is None else rest
    lines = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=first if i == 0 else hang,
            subsequent_indent=hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for i, line in enumerate(words.split("\n"))
    ]
    return "\n".join(lines)


def rich(words: Rich) -> str:
    """Return rich text as paragraphs with empty lines between, list items without."""
    out: list[str] = []
    last = ""
    for kind, said in words.paragraphs():
        listed = kind not in ("p", "h3")
        text = wrap(said, f"  {kind} ", "    ") if listed else wrap(said)
        out.append(("\n" if listed and last not in ("p", "h3", "") else "\n\n") + text)
        last = kind
    return "".join(out).strip()


def heading(words: str) -> str:
    """Return a heading, underlined to its length."""
    return f"{words}\n{'-' * min(len(words), WIDTH)}"


def _letter(item: items.LetterItem, territory: str, sheet: items.Sheet) -> str:
    if not item.words:
        return ""
    signed = f"\n\n{sheet.author}" if item.signed and sheet.author else ""
    return rich(item.words) + signed


def _story(item: items.StoryItem, territory: str, sheet: items.Sheet) -> str:
    story = item.story
    lines = [wrap(story.headline.upper() if item.lead else story.headline)]
    if story.standfirst:
        lines.append(wrap(story.standfirst))
    if story.byline:
        lines.append(f"By {story.byline}")
    return "\n".join([*lines, story.url])


def _story_list(item: items.StoryListItem, territory: str, sheet: items.Sheet) -> str:
    told = [f"{wrap(story.headline)}\n{story.url}" for story in item.stories]
    return "\n\n".join([heading(item.heading), *told])


def _quote(item: items.QuoteItem, territory: str, sheet: items.Sheet) -> str:
    who = f"{item.speaker}, {item.where_said}" if item.where_said else item.speaker
    source = f"\n    {item.story.url}" if item.story else ""
    return wrap(f"“{item.text}”", "    ") + "\n" + wrap(who, "    – ", "      ") + source


def _picture(item: items.PictureItem, territory: str, sheet: items.Sheet) -> str:
    said = ". ".join(w.rstrip(".") for w in (item.shot.caption or item.shot.alt,) if w)
    credit = f" ({item.shot.credit})" if item.shot.credit else ""
    return wrap(f"[Picture: {said}{credit}]") + (f"\n{item.url}" if item.url else "")


def _releases(item: items.ReleasesItem, territory: str, sheet: items.Sheet) -> str:
    lines = [heading(item.heading)]
    if name := territory_name(sheet, territory):
        lines.append(f"Dates for {name}")
    rows = openings.rows(item.films, territory, sheet.day)
    lines.append("\n".join(_opening(row) for row in rows))
    if not all(row.known for row in rows):
        lines.append(f"Dates in other countries:\n{sheet.archive_url}")
    return "\n\n".join(lines)


def _opening(row: openings.Row) -> str:
    said = (
        f"{row.where} {row.when}" if row.past else ", ".join(w for w in (row.when, row.where) if w)
    )
    said = said[:1].lower() + said[1:] if row.past or not row.known else said
    return wrap(f"{row.film.title}: {said}", "  ", "    ")


def _film_of_the_week(item: items.FilmOfTheWeekItem, territory: str, sheet: items.Sheet) -> str:
    marks = f"  {stars(item.stars)} ({item.stars} of 5)" if item.stars else ""
    lines = [heading(item.heading), "", f"{item.film.title}{marks}"]
    lines += [wrap(line) for line in (item.film.facts, item.verdict) if line]
    lines.append(film_line(item, territory, sheet))
    url = item.story.url if item.story else item.film.url
    return "\n".join([*lines, url] if url else lines)


def _film_club(item: items.FilmClubItem, territory: str, sheet: items.Sheet) -> str:
    lines = [heading(item.heading), "", item.title]
    lines += [wrap(line) for line in (item.facts, item.words) if line]
    return "\n".join([*lines, item.url] if item.url else lines)


def _text(item: items.TextItem, territory: str, sheet: items.Sheet) -> str:
    return (heading(item.heading) + "\n\n" if item.heading else "") + rich(item.words)


def _button(item: items.ButtonItem, territory: str, sheet: items.Sheet) -> str:
    return f"{item.label}:\n{item.url}"


def _poll(item: items.PollItem, territory: str, sheet: items.Sheet) -> str:
    answers = [
        f"{wrap(said, '  – ', '    ')}\n    {vote(item.number, n)}"
        for n, said in enumerate(item.answers)
    ]
    until = f"Each opens a page with one button. Until {item.last_day}."
    return "\n\n".join([heading(item.heading), wrap(item.question), *answers, until])


def _divider(item: items.DividerItem, territory: str, sheet: items.Sheet) -> str:
    return RULE


def _sponsor(item: items.SponsorItem, territory: str, sheet: items.Sheet) -> str:
    return f"Advertisement, paid for by {item.name}\n\n{wrap(item.words)}\n{item.url}"


_SAY: dict[str, Callable[[Any, str, items.Sheet], str]] = {
    "letter": _letter,
    "story": _story,
    "story_list": _story_list,
    "quote": _quote,
    "picture": _picture,
    "releases": _releases,
    "film_of_the_week": _film_of_the_week,
    "film_club": _film_club,
    "text": _text,
    "button": _button,
    "poll": _poll,
    "divider": _divider,
    "sponsor": _sponsor,
}


def _mast(sheet: items.Sheet) -> str:
    number = f" · No. {sheet.number}" if sheet.number else ""
    mast = [sheet.newsletter.upper(), sheet.strapline, f"{sheet.date_said}{number}"]
    return "\n".join(wrap(line) for line in mast if line)


def _foot(sheet: items.Sheet) -> Iterator[str]:
    yield RULE
    yield wrap(
        f"You get this because you asked for {sheet.newsletter} from {sheet.publication} "
        f"at {slot('address')}."
    )
    yield f"Unsubscribe:\n{leave()}"
    yield f"Choose what you get:\n{preferences()}"
    yield f"Read it on the web:\n{sheet.archive_url}"
    if sheet.postal_address:
        yield "\n".join([sheet.publication, *sheet.postal_address.splitlines()])


def text(sheet: items.Sheet, territory: str) -> str:
    """Return the edition's plain text for readers in `territory`, slots in it."""
    out, last = [_mast(sheet)], ""
    for item in for_territory(sheet.items, territory):
        if isinstance(item, items.MarkItem):
            out.append(item.mark)
        elif said := _SAY[item.kind](item, territory, sheet):
            # Stories follow each other closely; anything else stands apart.
            out.append(("\n\n" if item.kind == last == "story" else "\n\n\n") + said)
            last = item.kind
    out.append("\n\n\n" + "\n\n".join(_foot(sheet)))
    return "".join(out) + "\n"
