"""The receipts: what a worker that died put on the wire, and what its file can prove."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from matinee.mailings import receipts
from matinee.mailings.receipts import Receipt, Receipts, ReceiptsError


def ours(folder: Path) -> Receipts:
    file = Receipts(folder)
    file.begin(7, 1)
    return file


def test_a_result_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    file = ours(tmp_path)
    file.started(3)
    file.result(3, Receipt("refused", 550, "5.1.1 no such\nuser"))
    past = receipts.read_past(tmp_path, file.holder)
    assert past is not None
    section = past.sections[7, 1]
    assert section.started == {3}
    assert section.results == {3: Receipt("refused", 550, "5.1.1 no such user")}


def test_a_living_worker_is_not_called_dead(tmp_path: Path) -> None:
    file = ours(tmp_path)
    assert not receipts.is_dead(tmp_path, file.holder)
    file.close(keep=True)
    assert receipts.is_dead(tmp_path, file.holder)


def test_a_killed_process_leaves_every_line_and_its_lock(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from matinee.mailings.receipts import *;"
        "f = Receipts(Path(sys.argv[1])); f.begin(7, 1); f.started(1); f.started(2);"
        "f.result(1, Receipt('sent', 250, 'ok')); print(f.holder, flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    holder = process.stdout.readline().strip()
    assert not receipts.is_dead(tmp_path, holder)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    past = receipts.read_past(tmp_path, holder)
    assert past is not None
    assert past.dead
    assert past.whole
    assert past.sections[7, 1].started == {1, 2}
    assert set(past.sections[7, 1].results) == {1}


def test_after_the_machine_went_down_an_absent_line_proves_nothing(tmp_path: Path) -> None:
    file = ours(tmp_path)
    file.close(keep=True)
    path = tmp_path / f"{file.holder}{receipts.SUFFIX}"
    path.write_text(path.read_text().replace(receipts.boot_id(), "another-boot"))
    past = receipts.read_past(tmp_path, file.holder)
    assert past is not None
    assert past.dead
    assert not past.whole


def test_no_file_here_is_no_proof_of_death(tmp_path: Path) -> None:
    assert receipts.read_past(tmp_path, "elsewhere.1.abc") is None
    assert not receipts.is_dead(tmp_path, "elsewhere.1.abc")


def test_the_last_two_windows_are_both_told(tmp_path: Path) -> None:
    file = ours(tmp_path)
    file.result(1, Receipt("sent", 250, ""))
    file.begin(7, 2)
    past = receipts.read_past(tmp_path, file.holder)
    assert past is not None
    assert set(past.sections) == {(7, 1), (7, 2)}


def test_a_long_file_is_begun_again_only_after_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "LARGEST", 100)
    file = ours(tmp_path)
    for key in range(20):
        file.started(key)
    grown = file.path.stat().st_size
    file.begin(7, 2)
    assert file.path.stat().st_size > grown
    file.committed(7, 2)
    past = receipts.read_past(tmp_path, file.holder)
    assert past is not None
    assert set(past.sections) == {(7, 2)}
    assert past.whole


def test_a_half_written_last_line_is_never_a_result(tmp_path: Path) -> None:
    file = ours(tmp_path)
    with file.path.open("a") as more:
        more.write("R 12 sent 25")
    past = receipts.read_past(tmp_path, file.holder)
    assert past is not None
    assert past.sections[7, 1].results == {}


@pytest.fixture
def small_files() -> object:
    """Let this process write files of 4,000 bytes at most: a full disk, as far as it can tell."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))
    yield None
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_is_said_before_the_letter_goes(tmp_path: Path, small_files: object) -> None:
    file = ours(tmp_path)
    written = 0
    with pytest.raises(ReceiptsError, match="Nothing more is sent"):
        for key in range(5000):
            file.started(key)
            written += 1
    past = receipts.read_past(tmp_path, file.holder)
    assert past is not None
    assert len(past.sections[7, 1].started & set(range(written))) == written


def test_a_folder_that_cannot_be_written_is_said_clearly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ReceiptsError, match="RECEIPTS_DIR"):
        Receipts(blocked / "receipts")


def test_two_workers_of_one_process_have_files_of_their_own(tmp_path: Path) -> None:
    first, second = Receipts(tmp_path), Receipts(tmp_path)
    assert first.holder != second.holder
    assert first.holder.split(".")[0] == second.holder.split(".")[0]
    first.close()
    assert not first.path.exists()
    assert second.path.exists()
    assert os.getpid() == int(second.holder.split(".")[1])
