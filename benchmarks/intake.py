"""How much of a page of copy intake gets right, and how fast.

    python benchmarks/intake.py [FOLDER…] [--json] [--failures]

Every `.txt`, `.html` and `.md` page in a folder that has gold answers beside it (`NAME.json`, the
shape of `matinee intake --json`) is read and scored; benchmarks/copy/README.md says how each kind
is compared. Without a folder the three sets of the project are scored: `making`, which the rules
were made with, `practice`, which they were mended by after a first unseen run, and `held_out`,
which they were not. `--failures` tells what differed, page by page; of `held_out` only where that
folder is named.

Speed is stories a second of processor time on one core, reading to finished answers. The
yardsticks run over the same pages in the same run: for text and Markdown a plain regular
expression that splits into sentences, words and quoted stretches; for HTML, trafilatura's bare
extraction of the body. A ratio is ours divided by the yardstick's.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Run as a script, Python puts this folder first on its path, where `copy` is not the library's.
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]

from benchmarks.copy.counting import Count, Score  # noqa: E402
from benchmarks.copy.score import score_page  # noqa: E402

HOME = ROOT / "benchmarks" / "copy"
PAGES = (".txt", ".html", ".md")
BARS = {
    "body f1": 0.98,
    "furniture recall": 0.98,
    "quotes f1": 0.95,
    "speakers right": 0.90,
    "speakers wrong": 0.03,
    "captions with credits f1": 0.95,
    "releases f1": 0.95,
    "wrong territories": 0,
    "text stories per second": 200,
}
UPPER = {"speakers wrong", "wrong territories"}
_PLAIN = re.compile(r"[^.!?\n]+[.!?]*")
_WORDS = re.compile(r"\w+")
_MARKED = re.compile(r"[“\"‘']([^”\"’']*)[”\"’']")


@dataclass(frozen=True)
class Page:
    """A page of copy and the gold answers to it."""

    path: Path
    data: bytes
    gold: dict[str, Any]

    @property
    def html(self) -> bool:
        """Whether the page is HTML, where offsets mean nothing."""
        return self.path.suffix == ".html"


def pages_in(folder: Path) -> list[Page]:
    """The pages of a folder that have gold answers, by name.

    Raises ValueError where the folder has none.
    """
    pages = [
        Page(path, path.read_bytes(), json.loads(path.with_suffix(".json").read_text("utf-8")))
        for path in sorted(folder.iterdir())
        if path.suffix in PAGES and path.with_suffix(".json").exists()
    ]
    if not pages:
        raise ValueError(f"{folder}: no page with gold answers beside it")
    return pages


def read(page: Page) -> dict[str, Any]:
    """Intake's answers for a page."""
    from matinee.stories.intake import read_bytes

    answers: dict[str, Any] = read_bytes(
        page.data, source=page.path.name, content_type=None
    ).as_json()
    return answers


def score_folder(pages: list[Page]) -> tuple[Score, dict[str, list[str]]]:
    """The score of a folder, and what differed by page."""
    total, differences = Score(), {}
    for page in pages:
        copy = None if page.html else page.data.decode("utf-8")
        score = score_page(page.gold, read(page), copy)
        differences[page.path.name] = score.differences
        total.add(score)
    return total, differences


def rate(work: Callable[[], object], stories: int, seconds: float = 1.0) -> float:
    """Stories a second of processor time, over at least two rounds and `seconds`."""
    work()
    rounds, start = 0, time.process_time()
    while rounds < 2 or time.process_time() - start < seconds:
        work()
        rounds += 1
    return rounds * stories / (time.process_time() - start)


def speeds(pages: list[Page]) -> tuple[dict[str, float], dict[str, float]]:
    """Stories a second for text and for HTML, and their ratios to the yardsticks."""
    figures, ratios = {}, {}
    for kind, wanted in (("text", False), ("html", True)):
        some = [page for page in pages if page.html is wanted]
        if not some:
            continue
        ours = rate(lambda some=some: [read(page) for page in some], len(some))
        bare = _trafilatura if wanted else _plain
        yard = rate(lambda some=some, bare=bare: [bare(page.data) for page in some], len(some))
        figures[f"{kind} stories per second"] = ours
        figures[f"{kind} yardstick per second"] = yard
        ratios[f"{kind} speed"] = ours / yard
    return figures, ratios


def _plain(data: bytes) -> int:
    text = data.decode("utf-8")
    sentences = _PLAIN.findall(text)
    return sum(len(_WORDS.findall(part)) for part in sentences) + len(_MARKED.findall(text))


def _trafilatura(data: bytes) -> str | None:
    import trafilatura

    found: str | None = trafilatura.extract(data.decode("utf-8"))
    return found


def figures_of(score: Score) -> dict[str, float]:
    """All figures of a score: precision, recall and F1 by kind, shares and tallies."""
    figures: dict[str, float] = {}
    for kind, count in sorted(score.counts.items()):
        figures[f"{kind} precision"] = count.precision
        figures[f"{kind} recall"] = count.recall
        figures[f"{kind} f1"] = count.f1
    tallies = score.tallies
    spoken = sum(tallies[f"speakers {verdict}"] for verdict in ("right", "wrong", "open"))
    for verdict in ("right", "wrong", "open"):
        figures[f"speakers {verdict}"] = tallies[f"speakers {verdict}"] / (spoken or 1)
    for part, whole in (
        ("cues right", "cues"),
        ("where said right", "where said"),
        ("agencies right", "agencies"),
        ("release kinds right", "releases right"),
        ("release films right", "releases right"),
        ("furniture kind right", "furniture characters right"),
    ):
        if tallies[whole]:
            figures[part] = tallies[part] / tallies[whole]
    figures["wrong territories"] = tallies["wrong territories"]
    return figures


def table(name: str, pages: list[Page], score: Score, figures: dict[str, float]) -> str:
    """The score as lines for a terminal; a bar that is not met is marked."""
    lines = [f"{name}: {len(pages)} pages", f"  {'kind':<24}{'wanted':>7}{'found':>7}{'right':>7}"]
    lines[-1] += f"{'prec.':>8}{'recall':>8}{'F1':>8}"
    for kind, count in sorted(score.counts.items()):
        lines.append(f"  {kind:<24}{_row(count)}{_verdict(kind, figures)}")
    for label, value in figures.items():
        if not label.endswith((" precision", " recall", " f1")):
            shown = f"{value:,.0f}" if label.endswith("second") else f"{value:.3f}"
            lines.append(f"  {label:<45}{shown:>8}{_bar(label, value)}")
    return "\n".join(lines)


def _row(count: Count) -> str:
    numbers = f"{count.wanted:>7}{count.found:>7}{count.right:>7}"
    return numbers + f"{count.precision:>8.3f}{count.recall:>8.3f}{count.f1:>8.3f}"


def _verdict(kind: str, figures: dict[str, float]) -> str:
    labels = (f"{kind} {part}" for part in ("recall", "f1"))
    return "".join(_bar(label, figures[label]) for label in labels)


def _bar(label: str, value: float) -> str:
    bar = BARS.get(label)
    if bar is None:
        return ""
    met = value <= bar if label in UPPER else value >= bar
    return f"   bar {bar:g} {'met' if met else 'NOT MET'}"


def main(arguments: list[str] | None = None) -> int:
    """Score folders and print the figures; 2 where a folder cannot be read."""
    parser = argparse.ArgumentParser(prog="benchmarks/intake.py", description="Score intake.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--failures", action="store_true", help="tell what differed, page by page")
    asked = parser.parse_args(arguments)
    folders = asked.folders or [HOME / name for name in ("making", "practice", "held_out")]
    figures: dict[str, float] = {}
    ratios: dict[str, float] = {}
    counted: dict[str, int] = {}
    for folder in folders:
        try:
            pages = pages_in(folder)
        except (OSError, ValueError) as trouble:
            print(f"{folder} cannot be scored: {trouble}", file=sys.stderr)
            return 2
        score, differences = score_folder(pages)
        timed, ratio = speeds(pages)
        ours = {**figures_of(score), **timed}
        name = folder.resolve().name
        counted[name] = len(pages)
        figures.update({f"{name} {label}": value for label, value in ours.items()})
        ratios.update({f"{name} {label}": value for label, value in ratio.items()})
        if not asked.json:
            print(table(name, pages, score, ours))
            print("".join(f"  {label} (ours / yardstick) {ratio[label]:.4f}\n" for label in ratio))
        if asked.failures and (asked.folders or name != "held_out"):
            _tell(differences)
    if asked.json:
        settings = {"pages": counted, "bars": BARS, "python": sys.version.split()[0]}
        answer = {"benchmark": "intake", "figures": figures, "ratios": ratios, "settings": settings}
        print(json.dumps(answer, ensure_ascii=False))
    return 0


def _tell(differences: dict[str, list[str]]) -> None:
    for page, lines in differences.items():
        for line in lines:
            print(f"{page}: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
