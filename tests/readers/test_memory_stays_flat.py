"""Walking the ledger and giving readers out take no more memory for ten times as many."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.newsletters.models import Newsletter
from matinee.readers import exporting, importing, ledger
from matinee.readers.models import ConsentRecord, Reader
from tests.readers.factories import newsletter

pytestmark = pytest.mark.django_db
FEW, MANY = 1_500, 7_500


def bring(tmp_path: Path, letter: Newsletter, first: int, last: int) -> None:
    path = tmp_path / "list.csv"
    lines = "".join(f"reader{n}@example.com,Reader {n}\n" for n in range(first, last))
    path.write_text(f"email,name\n{lines}")
    importing.run(path, letter, basis="They asked us to.")


def peak(deed: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        deed()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def give_out(letter: Newsletter) -> int:
    return sum(1 for _ in exporting.lines(letter))


def test_five_times_as_many_take_no_more_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small stretches, so that they are many in a small ledger too.
    monkeypatch.setattr(ledger, "WALK", 500)
    monkeypatch.setattr(exporting, "STRETCH", 500)
    letter = newsletter()
    bring(tmp_path, letter, 0, FEW)
    few_walked, few_given = peak(ledger.verify), peak(lambda: give_out(letter))
    bring(tmp_path, letter, FEW, MANY)
    assert peak(ledger.verify) < 1.5 * few_walked
    assert peak(lambda: give_out(letter)) < 1.5 * few_given
    assert ledger.verify().records == MANY
    assert give_out(letter) == MANY + 1


def test_an_import_that_died_half_way_is_mended_by_importing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = newsletter()
    path = tmp_path / "list.csv"
    path.write_text("email\n" + "".join(f"reader{n}@example.com\n" for n in range(50)))
    monkeypatch.setattr(importing, "BATCH", 10)
    done = []

    def die(read: int) -> None:
        done.append(read)
        if len(done) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.run(path, letter, basis="They asked us to.", progress=die)
    assert Reader.objects.count() == ConsentRecord.objects.count() == 30
    assert ledger.verify().ok
    result = importing.run(path, letter, basis="They asked us to.")
    assert (result.new, result.unchanged, result.rejected) == (20, 30, 0)
    assert ledger.verify().records == 50
