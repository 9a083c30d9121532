"""Stories: what is still only a proposal, and quotes that are no longer what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from matinee.editions import items
from matinee.editions.preflight.finding import Finding, Level, Looked, rule
from matinee.stories.models import Proposal, Quote, StoryPage

_NOT_WORDS = re.compile(r"[^\w]+")


def _told(looked: Looked) -> dict[int, str]:
    """Return the headlines of the stories that the edition tells, by their ids."""
    told: dict[int, str] = {}
    for item in looked.sheet.everything():
        if isinstance(item, items.StoryItem | items.QuoteItem) and item.story:
            told[item.story.pk] = item.story.headline
    return told


@rule("proposals-open")
def proposals_open(looked: Looked) -> Iterator[Finding]:
    """A story with quotes, captions, credits or dates that no editor has accepted."""
    told = _told(looked)
    waiting: dict[int, list[str]] = {}
    open_ones = Proposal.objects.filter(story_id__in=told, state=Proposal.State.PROPOSED)
    for story, kind in open_ones.exclude(kind=Proposal.Kind.NOTE).values_list("story_id", "kind"):
        waiting.setdefault(story, []).append(kind)
    for story, kinds in waiting.items():
        what = ", ".join(sorted(set(kinds)))
        yield Finding(
            "proposals-open",
            Level.WARN,
            f"“{told[story]}”",
            f"{len(kinds)} found in its copy still wait for an editor ({what}).",
            "Open the story in the desk and accept, change or reject each.",
        )


def _bare(words: str) -> str:
    """Return words without marks and case: quotation marks may change, words may not."""
    return _NOT_WORDS.sub(" ", words).strip().lower()


@rule("quote-changed")
def quote_changed(looked: Looked) -> Iterator[Finding]:
    """A quote whose words or speaker are not those accepted, or not in the copy."""
    quotes = [item for item in looked.sheet.everything() if isinstance(item, items.QuoteItem)]
    rows = Quote.objects.in_bulk([q.quote_id for q in quotes if q.quote_id])
    for item in quotes:
        row = rows.get(item.quote_id or 0)
        if row is None:
            yield from _unsourced(item)
        elif _bare(row.text) != _bare(item.text):
            yield _changed(item, f"It was accepted as “{row.text}”.", "Put back what was said")
        elif _bare(row.speaker) != _bare(item.speaker):
            yield _changed(item, f"It was accepted as said by {row.speaker}.", "Name the speaker")


def _changed(item: items.QuoteItem, why: str, mend: str) -> Finding:
    return Finding(
        "quote-changed",
        Level.STOP,
        f"the quote of {item.speaker or 'nobody'}",
        why,
        f"{mend}, or change the accepted quote in its story first.",
        item.id,
    )


def _unsourced(item: items.QuoteItem) -> Iterator[Finding]:
    """Look for a quote typed in by hand in the words of its story."""
    if item.story is None:
        why = "It belongs to no accepted quote and to no story."
    else:
        story = StoryPage.objects.filter(pk=item.story.pk).first()
        if story is not None and _bare(item.text) in _bare(_words(story)):
            return
        why = "Its words are not in the story that it is said to come from."
    yield Finding(
        "quote-changed",
        Level.WARN,
        f"the quote of {item.speaker or 'nobody'}",
        why,
        "Choose the story it comes from, or check the words against your notes.",
        item.id,
    )


def _words(story: Any) -> str:
    raw = story.raw_copy.text if story.raw_copy else ""
    return f"{raw} {' '.join(re.sub(r'<[^>]+>', '', str(block.value)) for block in story.body)}"


@rule("quote-speaker")
def quote_speaker(looked: Looked) -> Iterator[Finding]:
    """A quote that says not who said it."""
    for item in looked.sheet.everything():
        if isinstance(item, items.QuoteItem) and not item.speaker:
            yield Finding(
                "quote-speaker",
                Level.STOP,
                f"the quote “{item.text[:60]}”",
                "It does not say who said it.",
                "Add the speaker’s full name.",
                item.id,
            )


@rule("story-twice")
def story_twice(looked: Looked) -> Iterator[Finding]:
    """The same story in two places."""
    seen: set[int] = set()
    for item in looked.sheet.items:
        refs = (
            item.stories
            if isinstance(item, items.StoryListItem)
            else (item.story,)
            if isinstance(item, items.StoryItem)
            else ()
        )
        for ref in refs:
            if ref.pk in seen:
                yield Finding(
                    "story-twice",
                    Level.WARN,
                    f"“{ref.headline}”",
                    "It stands in the edition twice.",
                    "Take one of the two out.",
                    item.id,
                )
            seen.add(ref.pk)
