"""What SpamAssassin says, where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

from matinee.editions import press
from matinee.editions.preflight.finding import Finding, Level, Looked, rule

PATIENCE = 60  # seconds
WARN = 2.0
STOP = 5.0  # SpamAssassin's own threshold
_SCORE = re.compile(r"score=(-?\d+(?:\.\d+)?)")
_TESTS = re.compile(r"tests=([A-Z0-9_,\s]+)")


def score(message: bytes) -> tuple[float, str] | None:
    """Return (points, names of the tests hit) by local tests only, or None without SpamAssassin."""
    program = shutil.which("spamassassin")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "--local", "--test-mode"],
            input=message,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = done.stdout.decode("utf-8", "replace")
    head = re.sub(r"\n[ \t]+", " ", said.split("\n\n", 1)[0])
    found = _SCORE.search(head)
    if found is None:
        return None
    tests = _TESTS.search(head)
    return float(found[1]), re.sub(r"\s+", "", tests[1]) if tests else ""


@rule("spam-score", thorough=True)
def spam_score(looked: Looked) -> Iterator[Finding]:
    """SpamAssassin's score of the letter that most readers get."""
    result = score(looked.variants[0].letter.fill(press.sample(looked.now)))
    if result is None:
        yield Finding(
            "spam-score",
            Level.NOTE,
            "SpamAssassin",
            "It is not installed here (or did not answer), so nothing was scored.",
            "Install it where editions are checked, if you like to have its score.",
        )
        return
    points, tests = result
    level = Level.STOP if points >= STOP else Level.WARN if points >= WARN else Level.NOTE
    yield Finding(
        "spam-score",
        level,
        "SpamAssassin",
        f"It gives {points:.1f} points (spam is {STOP:.0f} and more): {tests or 'nothing'}.",
        "Nothing to do." if level == Level.NOTE else "Look at the tests named, the subject first.",
    )
