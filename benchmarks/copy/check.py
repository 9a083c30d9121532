"""Check that gold answers are true to their pages: python benchmarks/copy/check.py [FOLDER…]

Everything a gold answer quotes must stand in its page: furniture, headline, body, captions and
credits as they are, a quote from its first mark to its last with its words in order. Keys must be
those of the shape in README.md, offsets must point at what they say, dates must be real dates.
`--place` writes offsets into the answers of text and Markdown pages, then checks.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
from datetime import date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KEYS = {"source", "furniture", "newsletter", "story", "pictures", "quotes", "films", "people"}
KEYS |= {"notes"}
STORY = {"headline", "standfirst", "byline", "published", "updated", "section", "body"}
FILM = {"title", "year", "directors", "cast", "based_on", "releases", "running_time"}
FILM |= {"certificate", "stars"}
FURNITURE = {"signup", "cookie", "advert", "related", "share", "subscribe", "other"}
NOTES = {"doubled-word", "unmatched-quote", "name-spelling", "age-disagrees", "date-disagrees"}
NOTES |= {"missing-credit"}
PRECISIONS = {"day", "month", "season", "year"}
UNSHOWN = {"script", "style", "head", "template", "noscript"}
OPENING, CLOSING = "“‘\"'", "”’\"'"
_OPEN = re.compile(rf"[{OPENING}](?:\s?[{OPENING}])?[\[(….£$*_—-]*$")
_CLOSE = re.compile(rf"[^\w\s{CLOSING}]*[{CLOSING}](?:[.,!?…]?(?:[{CLOSING}]|\s”))?")
_STOP = re.compile(r"[.!?…]*")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class _Visible(HTMLParser):
    """Collects the text that a page shows, and what its meta elements and scripts hold."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.shown: list[str] = []
        self.told: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in UNSHOWN
        self.told += [value for _, value in attrs if value]
        if tag not in {"a", "em", "i", "b", "strong", "span", "cite", "small", "sup", "abbr"}:
            self.shown.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in UNSHOWN
        if tag not in {"a", "em", "i", "b", "strong", "span", "cite", "small", "sup", "abbr"}:
            self.shown.append(" ")

    def handle_data(self, data: str) -> None:
        (self.told if self.depth else self.shown).append(data)


def visible(page: Path) -> str:
    """A page's text as a reader sees it; of HTML with white space folded."""
    text = page.read_text("utf-8")
    if page.suffix != ".html":
        return text
    parser = _Visible()
    parser.feed(text)
    return fold("".join(parser.shown))


def told(page: Path) -> str:
    """What an HTML page says besides its shown text: titles, meta data, alt texts."""
    parser = _Visible()
    parser.feed(page.read_text("utf-8"))
    return fold(html.unescape(" ".join(parser.told)))


def fold(text: str) -> str:
    """A text with each run of white space made one space."""
    return " ".join(text.split())


def loose(text: str) -> re.Pattern[str]:
    """A pattern for a text with any white space between its words."""
    return re.compile(r"\s+".join(re.escape(part) for part in text.split()))


def quote_pattern(text: str) -> re.Pattern[str]:
    """A pattern for a quote's words in order, with marks, a cue or a caption between pieces.

    A gap longer than marks must begin where a piece or a paragraph ends and end at a mark.
    """
    joint = rf"(?:[^\w]{{1,12}}?|[^\w]*?(?:[{CLOSING}*_]\s|\n)[^“]{{1,420}}?[{OPENING}][^\w]*)"
    parts = [re.escape(part) for part in _WORD.findall(text)]
    return re.compile(joint.join(parts), re.DOTALL)


class Checker:
    """Collects what is wrong with one page's gold answers."""

    def __init__(self, page: Path, gold: dict[str, Any], place: bool) -> None:
        self.page, self.gold, self.place = page, gold, place
        self.copy = visible(page)
        self.offsets = page.suffix != ".html"
        self.wrong: list[str] = []

    def run(self) -> list[str]:
        """Check everything; the answers' faults in words."""
        self._keys(KEYS, self.gold, "page")
        story = self.gold["story"]
        self._keys(STORY, story, "story")
        self._each("furniture", self.gold["furniture"])
        self._each("body", story["body"])
        for part in ("headline", "standfirst"):
            value = story[part]
            text = value["text"] if isinstance(value, dict) else value
            if text and not self._stands(text):
                self.wrong.append(f"{part} is not in the page: {text!r}")
        for kind in ("published", "updated"):
            self._iso(story[kind], kind)
        if any(item["kind"] not in FURNITURE for item in self.gold["furniture"]):
            self.wrong.append("a kind of furniture that nobody knows")
        self._pictures()
        self._quotes()
        self._films()
        self._people()
        self._overlaps()
        return self.wrong

    def _keys(self, wanted: set[str], given: dict[str, Any], what: str) -> None:
        if missing := wanted - set(given):
            self.wrong.append(f"{what} has no {', '.join(sorted(missing))}")

    def _stands(self, text: str) -> bool:
        if loose(text).search(self.copy):
            return True
        return not self.offsets and fold(text) in told(self.page)

    def _each(self, what: str, items: list[dict[str, Any]]) -> None:
        after = 0
        for item in items:
            span = self._find(what, item, after, loose(item["text"]))
            after = span[1] if span else after

    def _find(
        self, what: str, item: dict[str, Any], after: int, pattern: re.Pattern[str]
    ) -> tuple[int, int] | None:
        """Where an item stands: at its own offsets, or else first after the one before it."""
        if "start" in item and not self.place:
            after = item["start"]
        place = pattern.search(self.copy, after)
        if place is None and "start" not in item:
            place = pattern.search(self.copy)
        if place is None:
            shown = item.get("text") or item.get("caption")
            self.wrong.append(f"{what} is not in the page: {shown[:90]!r}")
            return None
        if what != "quote":
            self._span(what, item, place.span())
        return place.span()

    def _span(self, what: str, item: dict[str, Any], span: tuple[int, int]) -> None:
        if not self.offsets:
            if "start" in item:
                self.wrong.append(f"{what} of an HTML page has offsets")
            return
        if self.place:
            item["start"], item["end"] = span
        if "start" in item and (item["start"], item["end"]) != span:
            self.wrong.append(f"{what} stands at {span}, not {item['start'], item['end']}")

    def _pictures(self) -> None:
        after = 0
        for picture in self.gold["pictures"]:
            self._keys({"caption", "credit", "agency", "people"}, picture, "picture")
            parts = [part for part in (picture["caption"], picture["credit"]) if part]
            # Broadcasters' pages show the credit over the picture, before its caption.
            orders = [parts] if self.offsets else [parts, parts[::-1]]
            ways = [r".{0,40}?".join(loose(part).pattern for part in order) for order in orders]
            pattern = re.compile("|".join(ways), re.DOTALL)
            span = self._find("picture", picture, after, pattern)
            after = span[1] if span else after
            if picture["agency"] and picture["agency"].casefold() not in str(parts).casefold():
                self.wrong.append(f"agency {picture['agency']} is not in the credit")
            for who in picture["people"]:
                if not self._stands(who["name"]):
                    self.wrong.append(f"{who['name']} is not in the page")

    def _quotes(self) -> None:
        after = 0
        for quote in self.gold["quotes"]:
            self._keys({"text", "speaker", "cue", "where_said"}, quote, "quote")
            span = self._find("quote", quote, after, quote_pattern(quote["text"]))
            if span is None:
                continue
            after = span[0] + 1
            self._span("quote", quote, self._marks(span, quote["text"]))
            for part in ("cue", "where_said"):
                if quote[part] and not self._stands(quote[part]):
                    self.wrong.append(f"{part} is not in the page: {quote[part]!r}")
            surname = (quote["speaker"] or "").split()[-1:]
            if surname and surname[0] not in self.copy:
                self.wrong.append(f"speaker is not in the page: {quote['speaker']}")

    def _marks(self, span: tuple[int, int], text: str) -> tuple[int, int]:
        """The span of a quote's words widened to its first and last marks."""
        before = _OPEN.search(self.copy[: span[0]])
        if before is None:
            self.wrong.append(f"no mark before {text[:60]!r}")
            return span
        close = _CLOSE.match(self.copy, span[1])
        # Where the closing mark was forgotten, the quote ends with its sentence.
        stop = _STOP.match(self.copy, span[1])
        place = close or stop
        return before.start(), place.end() if place else span[1]

    def _films(self) -> None:
        for film in self.gold["films"]:
            self._keys(FILM, film, f"film {film.get('title')}")
            self._named(film["title"])
            for who in [*film["directors"], *(part["person"] for part in film["cast"])]:
                self._named(who)
            if film["based_on"]:
                self._keys({"title", "author", "year", "form"}, film["based_on"], "based_on")
                for part in ("title", "author"):
                    if film["based_on"][part]:
                        self._named(film["based_on"][part])
            for release in film["releases"]:
                self._release(release)

    def _release(self, release: dict[str, Any]) -> None:
        self._keys({"territory", "date", "precision", "kind", "inferred"}, release, "release")
        self._iso(release["date"], "release")
        if release["precision"] not in PRECISIONS or release["kind"] not in range(1, 7):
            self.wrong.append(f"release of {release['date']}: precision or kind")
        if release["territory"] is not None and not re.fullmatch("[A-Z]{2}", release["territory"]):
            self.wrong.append(f"release of {release['date']}: territory {release['territory']}")
        year = release["date"][:4]
        if year not in self.copy and "year" not in release["inferred"]:
            self.wrong.append(f"release of {release['date']}: its year is not in the page")

    def _named(self, text: str) -> None:
        if not self._stands(text) and text.split()[-1] not in self.copy:
            self.wrong.append(f"{text} is not in the page")

    def _iso(self, text: str | None, what: str) -> None:
        try:
            if text:
                datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        except ValueError:
            self.wrong.append(f"{what}: {text} is no date")

    def _people(self) -> None:
        for who in self.gold["people"]:
            if not self._stands(who["name"]):
                self.wrong.append(f"{who['name']} is not in the page")
            if who.get("age") is not None and not re.search(rf"\b{who['age']}\b", self.copy):
                self.wrong.append(f"age {who['age']} is not in the page")
        for note in self.gold["notes"]:
            if note["kind"] not in NOTES or (note.get("text") and not self._stands(note["text"])):
                self.wrong.append(f"note {note['kind']} {note.get('text')!r}")

    def _overlaps(self) -> None:
        """Furniture, body and captions of a text page never cover the same characters."""
        if not self.offsets:
            return
        parts = [*self.gold["furniture"], *self.gold["story"]["body"], *self.gold["pictures"]]
        spans = sorted((p["start"], p["end"]) for p in parts if "start" in p)
        for (_, end), (start, _) in pairwise(spans):
            if start < end:
                self.wrong.append(f"two things at {start}: {self.copy[start : start + 50]!r}")


def check_folder(folder: Path, place: bool) -> tuple[int, list[str]]:
    """The number of pages of a folder, and what is wrong with them."""
    wrong: list[str] = []
    pages = [path for path in sorted(folder.iterdir()) if path.suffix in {".txt", ".html", ".md"}]
    for page in pages:
        answers = page.with_suffix(".json")
        if not answers.exists():
            wrong.append(f"{page.name}: no gold answers")
            continue
        gold = json.loads(answers.read_text("utf-8"))
        wrong += [f"{page.name}: {fault}" for fault in Checker(page, gold, place).run()]
        if place:
            text = json.dumps(gold, ensure_ascii=False, indent=1)
            answers.write_text(text + "\n", "utf-8")
    return len(pages), wrong


def main(arguments: list[str] | None = None) -> int:
    """Check folders, print the faults; 1 where there are any."""
    parser = argparse.ArgumentParser(prog="benchmarks/copy/check.py")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--place", action="store_true", help="write offsets into the answers")
    asked = parser.parse_args(arguments)
    faults = 0
    for folder in asked.folders or [HERE / "making", HERE / "held_out"]:
        count, wrong = check_folder(folder, asked.place)
        faults += len(wrong)
        print(f"{folder.name}: {count} pages, {len(wrong)} faults", *wrong, sep="\n  ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
