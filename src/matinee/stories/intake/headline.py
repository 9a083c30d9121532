"""A headline made out of the story's first sentence, for pages that show none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matinee.stories.intake.text import LOW, UP, sentences

LONGEST = 95
_DATELINE = re.compile(
    rf"^[{UP}]{{2,}}(?:\s[{UP}]{{2,}})*(?:,? [{UP}][{LOW}]+\.?)?(?: \([^)]{{2,20}}\))? [—–-]+ "
)
_CLAUSE = re.compile(
    r"(?:,|;|:| [–—-]) ?|\s(?:as|which|who|when|while|after|before|because|that)\s"
)


def propose_headline(paragraphs: Sequence[str]) -> str | None:
    """Return a headline of at most about 95 characters, cut at a clause, without its full stop."""
    if not paragraphs:
        return None
    start = " ".join(paragraphs[0][:2000].split())
    first = next((s for s, _, _ in sentences(start)), start)
    first = re.sub(r"^(?:EXCLUSIVE|UPDATED?|BREAKING)\s*[:–—-]\s*", "", first)
    first = _DATELINE.sub("", first).rstrip(".")
    if len(first) <= LONGEST:
        return first or None
    good = [
        m.start()
        for m in _CLAUSE.finditer(first)
        if 35 <= m.start() <= LONGEST and _balanced(first[: m.start()])
    ]
    if good:
        return first[: good[-1]].rstrip(" ,;:–—-")
    return first[: LONGEST - 3].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _balanced(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0
