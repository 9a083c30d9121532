"""Cues without a verb of saying of their own: answers, statements, somebody's words, passives."""

from __future__ import annotations

import re

from matinee.stories.intake.people import NAME
from matinee.stories.intake.subjects import Cue, subject_after
from matinee.stories.intake.text import APOS, LOW, UP, sentences
from matinee.stories.intake.verbs import PASSIVES, VERB

_SAYING = (
    r"(?:answer|reply|response|verdict|advice|explanation|assessment|retort|view|conclusion|"
    r"message|motto|mantra|theory|summary|description|recollection|take|statement|comment|question|reaction|request)"
)
_OWN = r"(?:own |first |only |usual |stock |one-word |short |last |final |favourite |favorite )?"
_NAMED = rf"(?:(?:Mr|Mrs|Ms|Dr|Sir|Dame)\.? )?[{UP}][\w{APOS}.-]*[\w.](?: [{UP}][\w.-]*){{0,3}}"
_DESCRIBED = rf"[Tt]he (?:[{LOW}-]+ ){{0,2}}[{LOW}-]+"
_WHO = rf"(?P<who>{_NAMED}|{_DESCRIBED}|[Hh]is|[Hh]er)"
_OF_WHOM = {"his": "he", "her": "she"}
# "Tennick’s answer:", "Her advice to beginners was:", "The director’s verdict is short."
_ANSWERS = re.compile(
    rf"(?:^|[\s\x00]){_WHO}(?:(?<=[Hh]is)|(?<=[Hh]er)|[{APOS}]s?) {_OWN}{_SAYING}\b"
    rf"(?P<on> (?:to|on|about|for)\b[^.!?:“”\x00]{{1,60}}?)?"
    rf"(?P<is>,? (?:is|was|reads?|said|says|ran|came)\b[^.!?:“”\x00]{{0,40}})?\s*$"
)
# "In Tennick’s words," and "In the words of the director, it is"
_WORDS = re.compile(
    rf"\b[Ii]n (?:the words of (?P<of>{_NAMED}|{_DESCRIBED})|{_WHO}(?:(?<=his)|(?<=her)|"
    rf"[{APOS}]s?) {_OWN}words),?[^.!?:,“”\x00]{{0,50}}$"
)
# "Then, from Okafor:" and "For Tennick, the answer is simple:"
_FROM = re.compile(rf"^(?:[\w’'-]+,? ){{0,4}}from (?P<who>{_NAMED}):$")
_FOR = re.compile(rf"For (?P<who>{_NAMED}), [^.!?:“”\x00]{{3,60}}:$")
_STATEMENT = re.compile(
    rf"\b(?:[Aa]|[Tt]he) (?:joint |brief |short )?(?:statement|post|message|letter|note|email) "
    rf"(?:from|by) (?P<who>{_NAMED}|{_DESCRIBED})[^.!?:“”\x00]{{0,40}}? "
    r"(?:reads?|said|says|adds|added|ran|continued|went on)[:,]?\s*$"
)
# "…" was the director’s advice; "…" reads a statement from Tennick; "…" – Rory Tennick
_WAS_ANSWER = re.compile(
    rf"^[\s,]*(?:was|is|came) {_WHO}(?:(?<=his)|(?<=her)|[{APOS}]s?) {_OWN}{_SAYING}\b"
)
_READS = re.compile(
    r"^[\s,]*(?:reads?|ran|runs|says|said|begins|began|continued|went on) (?:a|the|an) "
    r"(?:[a-z-]+ )?(?:statement|post|message|letter|note|email|caption) (?:from|by|of) "
    rf"(?P<who>{_NAMED}|{_DESCRIBED})"
)
_SIGNED = re.compile(rf"^\s*[–—-]{{1,2}}\s?(?P<who>{NAME.pattern})(?:, [^.!?]{{2,60}})?\.?\s*$")
_BY = re.compile(r"^,? by (?=\S)")
_PASSIVE = re.compile(
    rf"\b(?P<be>(?:is|was|are|were|been|being)(?: \w+ly| also| once| even| later)?(?: both)?)? ?"
    rf"(?P<verb>{PASSIVES}|(?<=\bwas )told|(?<=\bwere )told|(?<=\bbeen )told)\b"
)
_BY_WHOM = re.compile(r"(?:^| )by (?=[^ ])")
NOBODY = "it"  # a subject that is no person: the speaker stays open


def _told(word: str) -> str:
    return _OF_WHOM.get(word.lower(), word.rstrip("."))


def form_before(before: str, place: int) -> Cue | None:
    """Return the cue of "X’s answer:", "in X’s words," or "a statement from X read:".

    `before` ends where the quote opens and begins at `place` in the copy.
    """
    clause, offset = before, 0
    for sentence, start, _ in sentences(before[-300:]):
        if sentence.strip(" \x00"):
            clause, offset = sentence, max(0, len(before) - 300) + start
    closed = clause.rstrip()
    mark = closed[-1:]
    if mark and mark in ":.–—":
        match = _ANSWERS.search(closed.rstrip(":.–— "))
        # A full stop leads up to speech only where the whole sentence is about the answer.
        if match and (mark != "." or (match["is"] and not closed[: match.start("who")].strip())):
            at = place + offset + match.start("who")
            return Cue(_told(match["who"]), "said", at, 0.85, True)
    if match := _FROM.search(closed) or _FOR.match(closed):
        return Cue(
            match["who"].rstrip("."), "said", place + offset + match.start("who"), 0.85, True
        )
    if match := _STATEMENT.search(closed):
        return Cue(match["who"], "said", place + offset + match.start("who"), 0.8, True)
    if match := _WORDS.search(closed):
        group = "of" if match["of"] else "who"
        at = place + offset + match.start(group)
        return Cue(_told(match[group]), "words", at, 0.9, True)
    return None


def form_after(after: str, place: int) -> Cue | None:
    """Return the cue of "… was X’s answer", "… reads a statement from X" or "… – X".

    `after` begins where the quote closes, which stands at `place` in the copy.
    """
    for pattern, verb, sure in ((_WAS_ANSWER, "said", 0.9), (_READS, "read", 0.75)):
        if match := pattern.match(after):
            return Cue(_told(match["who"]), verb, place + match.start("who"), sure)
    if match := _SIGNED.match(after):
        return Cue(match["who"], "", place + match.start("who"), 0.75)
    return None


def passive(clause: str, place: int) -> Cue | None:
    """Return the cue of "X was called …" or "described by Y as …": Y, or nobody yet.

    `clause` ends where the quote opens and stands at `place`.
    """
    match = next(reversed(list(_PASSIVE.finditer(clause))), None)
    if match is None:
        return None
    tail = clause[match.end() :]
    if VERB.search(tail):
        return None
    if by := _BY_WHOM.search(tail):
        if found := subject_after(tail[by.end() :]):
            at = place + match.end() + by.end() + found[1]
            return Cue(found[0], match["verb"], at, 0.92, True)
    if match["be"] and len(tail.split()) <= 6 and "," not in tail:
        return Cue(NOBODY, match["verb"], place + match.start("verb"), 0.9, True)
    return None


def by_whom(after: str, place: int, verb: str) -> Cue | None:
    """Return the cue of "… has been called “…” by Y"."""
    by = _BY.match(after)
    found = subject_after(after[by.end() :]) if by else None
    if by is None or found is None:
        return None
    return Cue(found[0], verb, place + by.end() + found[1], 0.92)
