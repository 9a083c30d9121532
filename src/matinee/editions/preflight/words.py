"""The subject, the preheader and the letter at the top."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matinee.editions import items
from matinee.editions.preflight.finding import Finding, Level, Looked, rule

SUBJECT = 70  # characters: about what a desktop inbox shows; a phone shows some 40
PREHEADER = 140
# Merge fields of other systems: ours has none, so they would be printed as they stand.
_FIELD = re.compile(r"\{\{.*?\}\}|\*\|.*?\|\*|%%?[A-Z_]{3,}%%?|\[\[?[A-Z _]{3,}\]\]?|\{[a-z_]+\}")


@rule("subject-empty")
def subject_empty(looked: Looked) -> Iterator[Finding]:
    """An edition without a subject."""
    if not looked.sheet.subject:
        yield Finding(
            "subject-empty",
            Level.STOP,
            "the subject",
            "There is none; mail without one looks like a mistake, and often lands in spam.",
            "Write one. The lead’s headline is a good start.",
        )


@rule("subject-long")
def subject_long(looked: Looked) -> Iterator[Finding]:
    """A subject that inboxes cut."""
    length = len(looked.sheet.subject)
    if length > SUBJECT:
        yield Finding(
            "subject-long",
            Level.WARN,
            "the subject",
            f"It has {length} characters; most inboxes show {SUBJECT} or fewer, phones about 40.",
            "Put what matters first, and shorten the rest.",
        )


def is_shouting(words: str) -> bool:
    """Whether words are mostly capitals, or stress themselves with marks."""
    letters = [c for c in words if c.isalpha() and c.upper() != c.lower()]
    capitals = sum(c.isupper() for c in letters)
    return "!!" in words or "??" in words or (len(letters) >= 8 and capitals / len(letters) > 0.6)


@rule("subject-shouting")
def subject_shouting(looked: Looked) -> Iterator[Finding]:
    """A subject in capitals or with rows of exclamation marks."""
    if is_shouting(looked.sheet.subject):
        yield Finding(
            "subject-shouting",
            Level.WARN,
            "the subject",
            "It shouts; spam filters mind as much as readers do.",
            "Write it as a headline, in small letters and with one mark at most.",
        )


@rule("preheader")
def preheader(looked: Looked) -> Iterator[Finding]:
    """A preheader that is missing or will be cut."""
    length = len(looked.sheet.preheader)
    if length == 0:
        yield Finding(
            "preheader",
            Level.WARN,
            "the preheader",
            "It is empty, so inboxes show the start of the letter after the subject.",
            "Write what else is in the edition, in a line.",
        )
    elif length > PREHEADER:
        yield Finding(
            "preheader",
            Level.WARN,
            "the preheader",
            f"It has {length} characters; inboxes show {PREHEADER} or fewer.",
            "Shorten it.",
        )


@rule("letter-empty")
def letter_empty(looked: Looked) -> Iterator[Finding]:
    """A critic's letter that nobody has written."""
    for item in looked.sheet.items:
        if isinstance(item, items.LetterItem) and not item.words:
            yield Finding(
                "letter-empty",
                Level.WARN,
                "the letter at the top",
                "Nobody has written it. It is what readers open the mail for; empty, it is "
                "left out.",
                "Write a few lines, or take the block away.",
                item.id,
            )


@rule("nothing-in-it")
def nothing_in_it(looked: Looked) -> Iterator[Finding]:
    """An edition with nothing to read."""
    words = [i for i in looked.sheet.everything() if not isinstance(i, items.DividerItem)]
    written = [i for i in words if not (isinstance(i, items.LetterItem) and not i.words)]
    if not written:
        yield Finding(
            "nothing-in-it",
            Level.STOP,
            "the edition",
            "There is nothing in it to read.",
            "Draft it again, or add a story.",
        )


@rule("merge-field")
def merge_field(looked: Looked) -> Iterator[Finding]:
    """A merge field of another system, which would be printed as it stands."""
    said = [
        ("the subject", "", looked.sheet.subject),
        ("the preheader", "", looked.sheet.preheader),
    ]
    for item in looked.sheet.everything():
        rich = getattr(item, "words", "")
        words = rich if isinstance(rich, str) else rich.plain()
        said.append((f"the {item.kind.replace('_', ' ')}", item.id, words))
    for where, block, words in said:
        if found := _FIELD.search(words):
            yield Finding(
                "merge-field",
                Level.STOP,
                where,
                f"“{found[0]}” would be printed as it stands: letters have no such field.",
                "Say it without the reader’s name or data.",
                block,
            )
