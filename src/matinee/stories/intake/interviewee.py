"""The one whom a page interviews, as its headline tells: "Della Quist: ‘I asked for a swan’"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matinee.stories.intake.found import Quote
from matinee.stories.intake.people import NAME, Known, plausible
from matinee.stories.intake.sheet import Page
from matinee.stories.intake.text import Line

_INTERVIEW = re.compile(
    rf"(?:[A-Z][\w’' -]{{0,30}}? )??(?P<who>{NAME.pattern})(?: on [^:‘“]{{2,70}})?: ?[‘“'\"]"
)
_FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|d|ve|ll)|my|me|myself)\b")
_SURE = 0.62  # enough to be offered, and the first to be doubted


def by_interviewee(
    quotes: Sequence[Quote], page: Page, known: Sequence[Known], story: Sequence[Line]
) -> list[Quote]:
    """Return the quotes, those in the first person that stand alone given to whom is interviewed.

    Only where the headline names somebody before words of theirs, and nothing says who speaks.
    """
    match = _INTERVIEW.match(page.headline.text) if page.headline else None
    who = match["who"] if match else ""
    if not any(p.name == who for p in known) and not _opens_a_line(who, story):
        return list(quotes)
    alone = {start: start + len(text.rstrip()) for text, start in story}
    return [
        replace(q, speaker=who, confidence=_SURE)
        if q.speaker is None
        and not q.cue
        and alone.get(q.start) == q.end
        and _FIRST_PERSON.search(q.text)
        else q
        for q in quotes
    ]


def _opens_a_line(who: str, story: Sequence[Line]) -> bool:
    """Whether a paragraph begins with this name, which nothing else may show to be a person's."""
    return bool(who) and plausible(who) and any(text.startswith(who) for text, _ in story)
