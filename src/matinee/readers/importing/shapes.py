"""Reading lists of readers as other systems give them out: which column is what, row by row."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from matinee.readers import addresses
from matinee.readers.request_meta import clean

CHUNK = 1 << 20
LONGEST_CELL = 100_000
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
YES = frozenset({"true", "yes", "1", "t", "y"})
NO = frozenset({"false", "no", "0", "f", "n"})


class BadFile(ValueError):
    """A file that is no list of readers; the message says what is wrong with it."""


@dataclass(frozen=True)
class Shape:
    """One system's export: columns that tell it, and where things stand in it.

    `gone` maps a column to the values that mean that the reader must not be mailed; "*" stands
    for any value at all.
    """

    name: str
    signs: frozenset[str]
    address: tuple[str, ...] = ("email",)
    reader: tuple[str, ...] = ("name",)
    first: str = ""
    last: str = ""
    country: tuple[str, ...] = ("country",)
    gone: Mapping[str, frozenset[str]] = field(default_factory=dict)


ANY = frozenset({"*"})
# Told by columns that only that system has. The last fits whatever has an address.
SHAPES = (
    Shape(
        "Mailchimp",
        frozenset({"email address", "member_rating"}),
        address=("email address",),
        reader=(),
        first="first name",
        last="last name",
        country=("cc", "country"),
        gone={"unsub_time": ANY, "clean_time": ANY},
    ),
    Shape(
        "Substack",
        frozenset({"email", "email_disabled"}),
        gone={"email_disabled": YES},
    ),
    Shape(
        "Ghost",
        frozenset({"email", "subscribed_to_emails"}),
        gone={"subscribed_to_emails": NO, "deleted_at": ANY},
    ),
    Shape(
        "listmonk",
        frozenset({"email", "attributes", "status"}),
        gone={"status": frozenset({"disabled", "blocklisted"})},
    ),
    Shape(
        "Buttondown",
        frozenset({"email_address", "creation_date"}),
        address=("email_address", "email"),
        gone={
            "type": frozenset(
                {"unsubscribed", "removed", "blocked", "unactivated", "complained", "undeliverable"}
            ),
            "unsubscription_date": ANY,
        },
    ),
    Shape(
        "Buttondown",
        frozenset({"email", "subscriber_type"}),
        gone={"subscriber_type": frozenset({"unsubscribed", "removed", "unactivated"})},
    ),
    Shape(
        "plain",
        frozenset(),
        address=("email", "email address", "email_address", "e-mail", "address", "mail"),
        reader=("name", "full name", "full_name"),
        first="first name",
        last="last name",
        gone={"unsubscribed_at": ANY, "unsubscribed": YES},
    ),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may become a reader. `problem` says why not; "" when nothing is wrong."""

    line: int
    address: str = ""
    name: str = ""
    territory: str = ""
    problem: str = ""
    cells: Sequence[str] = ()


@dataclass(frozen=True)
class Columns:
    """Which column (counted from 0) holds what; None where there is none."""

    shape: str
    header: tuple[str, ...]
    address: int
    name: int | None
    first: int | None
    last: int | None
    territory: int | None
    gone: tuple[tuple[int, frozenset[str]], ...]

    def said(self) -> dict[str, str]:
        """Return what was recognised, for people: what is read from which column."""
        found = {"address": self.address, "name": self.name, "first name": self.first}
        found |= {"last name": self.last, "territory": self.territory}
        named = {what: self.header[i] for what, i in found.items() if i is not None}
        if self.gone:
            named["left out by"] = ", ".join(self.header[i] for i, _ in self.gone)
        return named


def encoding_of(path: Path) -> str:
    """Return a file's encoding: by its mark, else UTF-8 where all of it is, else Windows-1252."""
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in BOMS:
            if start.startswith(mark):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def recognise(header: Sequence[str], corrections: Mapping[str, str] | None = None) -> Columns:
    """Return which column is what; `corrections` name columns by hand ({"address": "Mail"}).

    Raises BadFile where no column can be the address.
    """
    names = [clean(cell, 200).lower().lstrip("\ufeff") for cell in header]
    by_name = {name: i for i, name in reversed(list(enumerate(names)))}
    shape = next(s for s in SHAPES if s.signs <= set(names))

    def find(*wanted: str) -> int | None:
        return next((by_name[w] for w in wanted if w in by_name), None)

    given = {what: find(name.lower()) for what, name in (corrections or {}).items()}
    for what, where in given.items():
        if where is None:
            raise BadFile(f"There is no column named {(corrections or {})[what]!r}.")
    address = given.get("address")
    if address is None:
        address = find(*shape.address)
    if address is None:
        raise BadFile(
            "No column holds an address. Its first line should name the columns, one of them "
            "email; or say which it is with --column address=NAME."
        )
    return Columns(
        shape.name,
        tuple(clean(cell, 200) for cell in header),
        address,
        given.get("name", find(*shape.reader)),
        find(shape.first) if shape.first else None,
        find(shape.last) if shape.last else None,
        given.get("territory", find(*shape.country)),
        tuple((by_name[c], values) for c, values in shape.gone.items() if c in by_name),
    )


@dataclass
class Listing:
    """An open file of readers: its columns, and its lines as candidates."""

    columns: Columns
    encoding: str
    _rows: Iterator[tuple[int, list[str], str]]
    _raw: BinaryIO
    _text: io.TextIOWrapper

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    def tell(self) -> int:
        """Return how many bytes were read, for a progress bar."""
        return self._raw.tell()

    def __iter__(self) -> Iterator[Candidate]:
        """Yield every line but the first and empty ones."""
        for line, cells, problem in self._rows:
            if problem:
                yield Candidate(line, problem=problem)
            elif any(cells):
                yield candidate(line, cells, self.columns)


def candidate(line: int, cells: Sequence[str], columns: Columns) -> Candidate:
    """Return what a line says, with the problem that keeps it out where there is one."""
    width = len(cells)

    def cell(i: int | None) -> str:
        return cells[i] if i is not None and i < width else ""

    typed = cell(columns.address)
    for i, values in columns.gone:
        value = cell(i).strip().lower()
        if value and (values is ANY or value in values):
            why = f"Not to be mailed: {columns.header[i]} is “{clean(value, 40)}” there."
            return Candidate(line, problem=why, cells=cells)
    try:
        address = addresses.tidy(typed)
    except addresses.BadAddress:
        problem = "No address." if not typed.strip() else "That is no email address."
        return Candidate(line, problem=problem, cells=cells)
    name = cell(columns.name) or f"{cell(columns.first)} {cell(columns.last)}"
    if name and not (name.isascii() and name.isprintable()):
        name = clean(name, 120)
    country = cell(columns.territory).strip().upper()
    territory = country if len(country) == 2 and country.isascii() and country.isalpha() else ""
    return Candidate(line, address, name.strip()[:120], territory, cells=cells)


def open_listing(path: Path, corrections: Mapping[str, str] | None = None) -> Listing:
    """Open a file of readers; raises BadFile, or OSError where it cannot be read."""
    encoding = encoding_of(path)
    raw = path.open("rb")
    text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
    try:
        columns, delimiter = _header(text, corrections)
    except Exception:
        text.close()
        raise
    return Listing(columns, encoding, _read(text, delimiter), raw, text)


def _header(text: io.TextIOWrapper, corrections: Mapping[str, str] | None) -> tuple[Columns, str]:
    try:
        first = text.readline(LONGEST_CELL)
    except UnicodeError as error:
        raise BadFile("It is cut in the middle of a character.") from error
    if not first.strip():
        raise BadFile("It is empty.")
    delimiter = max(",;\t|", key=first.count)
    try:
        header = next(csv.reader([first.rstrip("\r\n")], delimiter=delimiter))
    except (csv.Error, StopIteration) as error:
        raise BadFile("Its first line can’t be read as the names of columns.") from error
    return recognise(header, corrections), delimiter


def _read(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        line = reader.line_num + 2  # where this row begins; the header was line 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeError) as error:
            yield line, [], f"Unreadable: {clean(str(error), 80)}."
            if isinstance(error, UnicodeError):
                return
        else:
            yield line, cells, ""
