"""A Sheet as MJML, then HTML, for the readers of one territory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

import mrml
from django.template import Context, Engine

from matinee.editions import openings, segments
from matinee.editions.colours import Palette, palette
from matinee.editions.items import (
    FilmOfTheWeekItem,
    Item,
    MarkItem,
    OnlyForItem,
    ReleasesItem,
    Sheet,
    StoryItem,
)
from matinee.editions.links import Links, leave, pixel, preferences
from matinee.post import letter
from matinee.post.letter import slot

RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_INDENT = re.compile(r"\n\s*")
FILLER = range(12)  # keeps inboxes from showing the masthead after a short preheader
TEMPLATES = Path(__file__).parent / "templates" / "editions" / "mjml"
_FIXED = re.compile(r"\{\{ ([pd])\.(\w+) \}\}")


class PressError(Exception):
    """The edition could not be rendered; the message is for the editor."""


def direction(language: str) -> str:
    """Return "rtl" or "ltr" for a BCP 47 tag."""
    return "rtl" if language.lower().split("-")[0] in RTL else "ltr"


def stars(count: int) -> str:
    """Return full and empty stars, five in all."""
    return "★" * count + "☆" * (5 - count)


@dataclass
class Placed:
    """An item with its template and what its territory adds."""

    item: Item
    template: str
    rows: list[openings.Row] = field(default_factory=list)
    unknown: bool = False
    stars: str = ""
    when: str = ""
    url: str = ""


def for_territory(items: Iterable[Item], territory: str) -> Iterator[Item]:
    """Yield the items that readers in `territory` are sent, "only for" opened up.

    What is for a segment stands between two marks.
    """
    for item in items:
        if not isinstance(item, OnlyForItem):
            yield item
        elif item.segment and item.territory in ("", territory):
            yield MarkItem(item.id, segments.begins(item.segment))
            yield from item.items
            yield MarkItem(item.id, segments.ends(item.segment))
        elif item.territory and item.territory == territory:
            yield from item.items


def film_line(item: FilmOfTheWeekItem, territory: str, sheet: Sheet) -> str:
    """Return when the film of the week opens for the reader."""
    row = openings.row(item.film, territory, sheet.day)
    line = f"{row.where} {row.when}" if row.past else f"{row.when}, {row.where}"
    line = line.strip(" ,")
    return line[:1].upper() + line[1:]


def place(item: Item, territory: str, sheet: Sheet) -> Placed:
    """Return an item ready for its template."""
    name = item.kind
    if isinstance(item, StoryItem) and item.lead:
        name = "lead"
    placed = Placed(item, f"editions/mjml/{'letter_block' if name == 'letter' else name}.mjml")
    if isinstance(item, ReleasesItem):
        placed.rows = openings.rows(item.films, territory, sheet.day)
        placed.unknown = not all(row.known for row in placed.rows)
    elif isinstance(item, FilmOfTheWeekItem):
        placed.stars = stars(item.stars)
        placed.when = film_line(item, territory, sheet)
        placed.url = item.story.url if item.story else item.film.url
    return placed


@lru_cache(maxsize=8)
def _words_of_direction(language: str) -> dict[str, object]:
    rtl = direction(language) == "rtl"
    return {
        "dir": "rtl" if rtl else "ltr",
        "start": "right" if rtl else "left",
        "end": "left" if rtl else "right",
        "gap_start": "20px 0 0" if rtl else "0 0 20px",
        "filler": FILLER,
    }


@lru_cache(maxsize=16)
def _engine(colours: Palette, language: str) -> Engine:
    """Return our templates with a newsletter's colours and direction written into them.

    They are looked up some hundreds of times a letter and are always the same: written in, a
    letter takes half the time.
    """
    fixed = {"p": asdict(colours), "d": _words_of_direction(language)}

    def written(match: re.Match[str]) -> str:
        return str(fixed[match[1]][match[2]])

    sources = {
        f"editions/mjml/{path.name}": _FIXED.sub(written, path.read_text(encoding="utf-8"))
        for path in TEMPLATES.iterdir()
    }
    return Engine(
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                [("django.template.loaders.locmem.Loader", sources)],
            )
        ],
        libraries={"letters": "matinee.editions.templatetags.letters"},
    )


def _rich_styles(colours: Palette) -> dict[str, str]:
    return {
        "p": "margin:0 0 16px",
        "h3": "margin:22px 0 8px;font-size:20px;line-height:1.3",
        "ul": "margin:0 0 16px;padding:0 0 0 24px",
        "ol": "margin:0 0 16px;padding:0 0 0 26px",
        "li": "margin:0 0 6px",
        "a": f"color:{colours.accent}",
    }


def territory_name(sheet: Sheet, code: str) -> str:
    """Return a territory's name, where one of the edition's films opens there."""
    for film in sheet.films():
        if code in film.openings:
            return with_article(film.openings[code].territory_name)
    return ""


def with_article(name: str) -> str:
    """Return a country's name as it stands in an English sentence."""
    plural = name.startswith("United ") or name.endswith(("lands", "ines", "Republic", "Islands"))
    return f"the {name}" if plural else name


def source(sheet: Sheet, territory: str, links: Links) -> str:
    """Return the edition's MJML for readers in `territory` ("": any other)."""
    colours = palette(sheet.ink, sheet.accent, sheet.paper)
    context = {
        "s": sheet,
        "p": colours,
        "d": _words_of_direction(sheet.language),
        "date": sheet.date_said,
        "items": [place(i, territory, sheet) for i in for_territory(sheet.items, territory)],
        "territory_name": territory_name(sheet, territory),
        "links": links,
        "rich_styles": _rich_styles(colours),
        "address_lines": sheet.postal_address.splitlines(),
        "pixel": pixel(),
        "slots": {
            "address": slot("address"),
            "leave_url": leave(),
            "preferences_url": preferences(),
        },
    }
    engine = _engine(colours, sheet.language)
    rendered = engine.get_template("editions/mjml/letter.mjml").render(Context(context))
    return _INDENT.sub("", rendered)


# mrml 0.2 prints attributes as Rust prints strings for debugging: a backslash twice, and what is
# not for printing (the marks of slots, soft hyphens, joiners) as \\u{…}. References pass.
_TAG = re.compile(r"(?<=<mj-title>)[^<]+|<[^>]+>")
_OPEN, _CLOSE = ((f"&#{ord(mark)};", mark) for mark in (letter.OPEN, letter.CLOSE))


def _armour(tag: re.Match[str]) -> str:
    if tag[0].isascii() and "\\" not in tag[0]:
        return tag[0]
    return "".join(c if c.isascii() and c != "\\" else f"&#{ord(c)};" for c in tag[0])


def html(sheet: Sheet, territory: str, links: Links) -> str:
    """Return the edition's HTML for readers in `territory`, slots in it.

    Raises PressError where the MJML is not well formed: that would be a fault of ours.
    """
    try:
        content = mrml.to_html(_TAG.sub(_armour, source(sheet, territory, links))).content
    except OSError as error:
        raise PressError(
            "The edition could not be rendered. Its blocks are kept as they are; "
            "look at the last one you changed."
        ) from error
    return _tidy(str(content).replace(*_OPEN).replace(*_CLOSE))


# Rules that MJML writes for Outlook 2003 and 2007 and for an old Thunderbird.
_PAST = re.compile(
    r"<!--\[if lte mso 11\]>.*?<!\[endif\]-->"
    r'|<style media="screen and \(min-width:480px\)">.*?</style>'
    r"|#outlook a ?\{[^}]*\}",
    re.DOTALL,
)


# MJML says of each cell what the block inside it says too, and each colour twice. What is left of
# it for all cells, that long words break, is in style.css.
_AROUND = re.compile(
    r'<td align="(?:left|right)"( class="\w+")? '
    r'style="font-size:0px;(padding:[^;"]+);word-break:break-word;"><div(?= style="[^"]*text-align)'
)
_TWICE = re.compile(r"background:#\w{6};(background-color:#\w{6};)")


def _tidy(content: str) -> str:
    """Leave out what MJML writes for clients long gone and for the sake of readability."""
    head, found, body = content.partition("</head>")
    # Outlook's neighbouring conditions become one.
    body = body.replace("<![endif]--><!--[if mso | IE]>", "")
    body = _TWICE.sub(r"\1", _AROUND.sub(r'<td\1 style="\2"><div', body))
    return _INDENT.sub("", _PAST.sub("", head) + found + body).replace("; }", "}")
