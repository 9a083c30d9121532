"""A first look at a file that was brought: its columns, some lines, what they seem to be."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from matinee.readers.importing.shapes import (
    LONGEST_CELL,
    BadFile,
    Columns,
    encoding_of,
    recognise,
)
from matinee.readers.request_meta import clean

SAMPLES = 5
SHOWN = 60  # characters of a sample
WIDEST = 200  # columns
# What begins so is no text, whatever its name says.
FOREIGN = (
    (b"PK\x03\x04", "a spreadsheet or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)


@dataclass(frozen=True)
class Peek:
    """What a file looks like: its header, and for each column some of its cells."""

    header: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    """By column."""
    encoding: str
    columns: Columns | None
    """None where no column could be told to be the address."""

    @property
    def found(self) -> dict[str, str]:
        """Return which column was recognised as what."""
        return self.columns.said() if self.columns else {}


def peek(path: Path) -> Peek:
    """Return what a file looks like. Raises BadFile with words for an editor, and OSError."""
    with path.open("rb") as raw:
        start = raw.read(4096)
    for mark, what in FOREIGN:
        if start.startswith(mark):
            raise BadFile(f"It is {what}. Save the list as CSV (UTF-8) and bring that.")
    encoding = encoding_of(path)
    if b"\0" in start and not encoding.startswith(("utf-16", "utf-32")):
        raise BadFile("It is no text. Save the list as CSV (UTF-8) and bring that.")
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        first = text.readline(LONGEST_CELL)
        if not first.strip():
            raise BadFile("It is empty, or its first line is: that is where the columns are named.")
        delimiter = max(",;\t|", key=first.count)
        csv.field_size_limit(LONGEST_CELL)
        try:
            header = next(csv.reader([first.rstrip("\r\n")], delimiter=delimiter))
            rows = list(islice(filter(any, csv.reader(text, delimiter=delimiter)), SAMPLES))
        except csv.Error as error:
            raise BadFile("It can’t be read as lines of cells (CSV).") from error
    if len(header) > WIDEST:
        raise BadFile(f"It has {len(header):,} columns, which is no list of readers.")
    try:
        columns = recognise(header)
    except BadFile:
        columns = None
    names = tuple(clean(cell, 200).lstrip("\ufeff") for cell in header)
    samples = tuple(
        tuple(clean(row[i], SHOWN) for row in rows if i < len(row)) for i in range(len(header))
    )
    return Peek(names, samples, encoding, columns)
