"""The cue beside a quote: the verb of saying, and the words that are its subject."""

from __future__ import annotations

import re

from matinee.stories.intake.cue_forms import NOBODY, form_after, form_before, passive
from matinee.stories.intake.subjects import (
    TOGETHER,
    Cue,
    ends_in_and,
    first_clause,
    joined,
    subject_after,
    subject_before,
)
from matinee.stories.intake.text import UP, sentences
from matinee.stories.intake.verbs import CALLS, GOES_ON, OF_ANOTHER, PARTICIPLES, VERB

__all__ = ["GOES_ON", "Cue", "cue_after", "cue_before", "first_clause", "introduces"]

_ACCORDING = re.compile(r"\b(?P<verb>[Aa]ccording to)\b")
_NAMING = frozenset(["named", "called", "dubbed", "described", "cited"])  # "a butler named Grue"
# "Commented producer Lars Bodin:", as American trades turn it.
_VERB_FIRST = re.compile(
    r"^\s*(?:Said|Says|Added|Adds|Commented|Noted|Notes|Explained|Explains|Recalled|Recalls|"
    r"Continued|Replied|Quipped|Wrote|Concluded)\b"
)
_LEADS_UP = re.compile(
    r"^(?:is|was|as|and|but|or|so|for|at least|this is|that is|that’s|that's)?\s*(?:how|what|as|"
    r"so)?$"
)


def cue_after(gap: str, place: int, *, ended: bool) -> Cue | None:
    """Return the cue that follows a quote: "…," X said; "…," said X.

    `gap` begins behind the closing mark, which stands at `place` in the copy; `ended` says that
    the quote closed with a full stop, so that a capital begins another sentence.
    """
    if form := form_after(gap[:320], place):
        return form
    clause = first_clause(gap[:320])
    lead = clause.lstrip(" ,—–-…)")
    skipped = len(clause) - len(lead)
    if not lead or clause.lstrip()[:1] in ".;:!?":
        return None
    for match in list(VERB.finditer(lead))[:4]:
        left = lead[: match.start()]
        if not left.strip():
            found = subject_after(lead[match.end() :])
            if found:
                at = place + skipped + match.end() + found[1]
                rest = lead[match.end() + found[1] + len(found[0]) :]
                who = TOGETHER if joined("", rest) else found[0]
                return Cue(who, match["verb"], at, 0.95)
            continue
        before = subject_before(left)
        if before is None:
            continue
        head = left[: before[1]].strip()
        if head and not _LEADS_UP.match(head):
            if ended or len(head.split()) > 9 or match["verb"] in _NAMING:
                continue
        sure = 0.95 if not head else 0.8
        who = TOGETHER if joined(left[: before[1]]) else before[0]
        return Cue(who, match["verb"], place + skipped + before[1], sure)
    if according := _ACCORDING.match(lead):
        found = subject_after(lead[according.end() :])
        if found:
            at = place + skipped + according.end() + found[1]
            return Cue(found[0], "according to", at, 0.9)
    return None


def introduces(gap: str) -> bool:
    """Whether what follows a quote leads up to the next one: "…." She said: "…"."""
    return gap.rstrip()[-1:] in ":," and len(gap) < 400


# "At a packed screening the woman beside me turned and said": one whom the story does not name.
_PASSER_BY = re.compile(
    rf"(?:[^{UP}]|[{UP}](?=[a-z]+ [a-z])){{0,60}}\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother) (?:\w+ ){{0,2}}"
    r"(?:woman|man|lady|girl|boy|stranger|usher|punter|couple) (?:beside|next to|behind|in|on|at|opposite|near|sitting|with)\b"
)


def cue_before(before: str, place: int) -> Cue | None:
    """Return the cue that leads up to a quote: X said: "…"; X called it "…"; says X, "…".

    `before` ends where the quote opens; it begins at `place` in the copy.
    """
    if form := form_before(before, place):
        return form
    if before.rstrip()[-1:] in {".", "!", "?"}:
        return None
    clause, offset = before, 0
    for sentence, start, end in sentences(before):
        if end >= len(before.rstrip()):
            clause, offset = sentence, start
    clause = before[offset:]
    if len(clause) > 420:
        offset += len(clause) - 420
        clause = clause[-420:]
    if undergone := passive(clause, place + offset):
        return undergone
    clause = _VERB_FIRST.sub(lambda m: m[0].lower(), clause)
    matches = list(VERB.finditer(clause))
    for match in reversed(matches[-5:]):
        tail = clause[match.end() :]
        after = subject_after(tail)
        if after and not tail[: after[1]].strip() and _ends_with(tail, after):
            inverted = not clause[: match.start()].strip(" ,—–")
            at = place + offset + match.end() + after[1]
            parted = clause[: match.start()].rstrip().endswith((",", "—", "–", "\x00"))
            if (inverted or parted) and tail.rstrip()[-1:] in {",", ":", "–", "—"}:
                return Cue(after[0], match["verb"], at, 0.9, True)
        left = clause[: match.start()].rstrip()
        if match["verb"] in OF_ANOTHER and left[-1:] == "," and match is not matches[0]:
            continue  # "paid tribute to his late co-star, X, calling her …"
        found = subject_before(clause[: match.start()])
        if found is not None:
            who = TOGETHER if joined(clause[: found[1]]) else found[0]
            return Cue(who, match["verb"], place + offset + found[1], 0.93, True)
        if match["verb"] in PARTICIPLES or ends_in_and(clause[: match.start()].rstrip()):
            if _PASSER_BY.match(clause):
                return Cue(NOBODY, match["verb"], place + offset + match.start(), 0.85, True)
            return Cue("", match["verb"], place + offset + match.start(), 0.85, True)
    # "The minister, whose office …, called it": somebody's words, whoever it was.
    if (
        matches
        and matches[-1]["verb"] in CALLS
        and 1 <= len(clause[matches[-1].end() :].split()) <= 6
    ):
        return Cue(NOBODY, matches[-1]["verb"], place + offset + matches[-1].start(), 0.8, True)
    if matched := re.fullmatch(
        rf"\s*(?P<who>[{UP}][\w’'.-]+(?: [{UP}][\w’'.-]+){{0,3}})\s*:\s*", clause
    ):
        return Cue(matched["who"], "said", place + offset + matched.start("who"), 0.9, True)
    if according := _ACCORDING.search(clause):
        found = subject_after(clause[according.end() :])
        if found:
            at = place + offset + according.end() + found[1]
            return Cue(found[0], "according to", at, 0.85, True)
    return None


def _ends_with(tail: str, found: tuple[str, int]) -> bool:
    rest = tail[found[1] :].strip(" ,:—–")
    return rest == found[0] or len(rest) - len(found[0]) <= 2
