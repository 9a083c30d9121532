"""A worker's own file of what it put on the wire, kept so that a crash loses no knowledge.

One worker process owns one file and holds a lock on it for as long as it lives. The file has one
line for each event, appended with one write each, in this order:

    H 1 <boot id> <pid>                     the file's header
    W <batch> <window>                      a window begins (before its commit)
    S <delivery>                            its letter goes to the wire (before the first byte)
    R <delivery> <outcome> <code> <reason>  what the relay said (at once)

What the lines are worth after a crash:

- The process died (SIGKILL, out of memory): every line is there, for the kernel keeps what was
  written. A handed delivery without S never left; with S but no R it was on the wire.
- The machine died (power): lines may be missing at the end. The header's boot id tells, and then
  the absence of a line proves nothing: handed without R is unknown.

So nothing is fsynced: after a power cut absence is not believed, and else it needs no fsync. What
must not be lost is the commit that marked the window handed; that one is durable (see `windows`).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

SUFFIX = ".receipts"
# A file is begun again after a commit when it has grown past this (bytes).
LARGEST = 4 * 1024 * 1024
REASON_LIMIT = 160


class ReceiptsError(Exception):
    """The receipts cannot be written, so nothing more may be sent. The text says why."""


@dataclass(frozen=True)
class Receipt:
    """What the relay said of one delivery: outcome word, reply code (0: none), and reason."""

    outcome: str
    code: int
    reason: str


@dataclass
class Section:
    """What stands in a file of one window: the letters that were begun, and the replies."""

    started: set[int] = field(default_factory=set)
    results: dict[int, Receipt] = field(default_factory=dict)


@dataclass
class Past:
    """What a worker's file tells about its windows, by (batch, window).

    `dead`: its process has certainly ended. `whole`: the machine did not go down since, so that
    an absent line means an absent event.
    """

    dead: bool
    whole: bool
    sections: dict[tuple[int, int], Section] = field(default_factory=dict)


def boot_id() -> str:
    """Return what tells one run of this machine from the next ("" where the system has none)."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def place(folder: Path) -> str:
    """Return the folder's own random name: two hosts, or two containers, never share one.

    Raises ReceiptsError when the folder cannot be made or written.
    """
    path = folder / "place"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            # Written beside and linked into place, so that no reader finds it half written.
            draft = folder / f"place.{secrets.token_hex(6)}"
            draft.write_text(secrets.token_hex(8), encoding="ascii")
            try:
                path.hardlink_to(draft)
            finally:
                draft.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ReceiptsError(_why(folder, error)) from error


def _why(path: Path, error: OSError) -> str:
    return (
        f"Receipts cannot be written to {path}: {error.strerror}. Nothing more is sent without "
        "them. Make room there or set RECEIPTS_DIR, then start again."
    )


class Receipts:
    """The file of this worker. Not for use by two threads at once."""

    def __init__(self, folder: Path) -> None:
        """Make the file and lock it; raises ReceiptsError when that fails."""
        self.holder = f"{place(folder)}.{os.getpid()}.{secrets.token_hex(6)}"
        self.path = folder / f"{self.holder}{SUFFIX}"
        self._size = 0
        self._torn = False
        try:
            self._fd = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o600)
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ReceiptsError(_why(self.path, error)) from error
        self._header()

    def _header(self) -> None:
        self._append(f"H 1 {boot_id() or '-'} {os.getpid()}\n")

    def _append(self, line: str) -> None:
        data = line.encode("utf-8", "replace")
        if self._torn:
            # The last write was cut short: end its line, so that the two do not run together.
            data = b"\n" + data
        try:
            written = os.write(self._fd, data)
        except OSError as error:
            raise ReceiptsError(_why(self.path, error)) from error
        self._size += written
        self._torn = written < len(data)
        if self._torn:
            raise ReceiptsError(_why(self.path, OSError(28, os.strerror(28))))

    def begin(self, batch: int, window: int) -> None:
        """Note that a window begins; call it before the window is marked handed."""
        self._append(f"W {batch} {window}\n")

    def committed(self, batch: int, window: int) -> None:
        """Begin the file again if it is long: all before this window stands in the database."""
        if self._size > LARGEST:
            try:
                os.ftruncate(self._fd, 0)
            except OSError as error:
                raise ReceiptsError(_why(self.path, error)) from error
            self._size = 0
            self._header()
            self.begin(batch, window)

    def started(self, delivery: int) -> None:
        """Note that a letter is about to go to the wire; if this raises, it must not go."""
        self._append(f"S {delivery}\n")

    def result(self, delivery: int, receipt: Receipt) -> None:
        """Note what the relay said."""
        reason = " ".join(receipt.reason.split())[:REASON_LIMIT]
        self._append(f"R {delivery} {receipt.outcome} {receipt.code} {reason}\n")

    def close(self, *, keep: bool = False) -> None:
        """Let go of the file; it is deleted unless `keep` (its results are not all recorded)."""
        if not keep:
            self.path.unlink(missing_ok=True)
        os.close(self._fd)


def _is_locked(file: BinaryIO) -> bool:
    # Its owner holds the lock as long as the process lives, however long it hangs.
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def read_past(folder: Path, holder: str) -> Past | None:
    """Return what the holder's file in this folder tells, or None if there is none here.

    No file is no proof of death: the holder may be on another host.
    """
    try:
        with (folder / f"{holder}{SUFFIX}").open("rb") as file:
            return _parse(file.read(), dead=not _is_locked(file))
    except OSError:
        return None


def _parse(data: bytes, dead: bool) -> Past:
    past = Past(dead=dead, whole=False)
    section = Section()
    # A last line without its end is kept: half a start is still a start.
    for line in data.decode("utf-8", "replace").split("\n"):
        words = line.split(" ", 4)
        try:
            if words[0] == "H":
                past.whole = bool(words[2].strip("-")) and words[2] == boot_id()
            elif words[0] == "W":
                key = (int(words[1]), int(words[2]))
                section = past.sections.setdefault(key, Section())
            elif words[0] == "S":
                section.started.add(int(words[1]))
            elif words[0] == "R" and len(words) == 5:
                section.results[int(words[1])] = Receipt(words[2], int(words[3]), words[4])
        except (ValueError, IndexError):
            # A torn line proves that something was begun, not what: believe no absence.
            past.whole = False
    return past


def is_dead(folder: Path, holder: str) -> bool:
    """Return whether the holder is known to be dead: its file is here and nobody locks it."""
    try:
        with (folder / f"{holder}{SUFFIX}").open("rb") as file:
            return not _is_locked(file)
    except OSError:
        return False


def forget(folder: Path, holder: str) -> None:
    """Delete a dead holder's file once all it tells is recorded."""
    (folder / f"{holder}{SUFFIX}").unlink(missing_ok=True)
