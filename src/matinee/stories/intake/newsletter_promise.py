"""What a letter promises: the strapline in a sign-up prompt, without the words that only ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matinee.stories.intake.newsletter_words import (
    ADJ,
    CADENCE,
    CAP,
    FORM,
    NOUN,
    PERSON,
    SECTION_LETTER,
    STOP,
)
from matinee.stories.intake.text import UP

_ASKING = re.compile(
    rf"^(?:Join|Subscribe to|Sign up (?:to|for|now)|Get) (?:our|the) {ADJ}{NOUN} (?=[{UP}])"
)
_PITCH = re.compile(
    rf"^(?:(?:{CAP} ){{1,4}}(?=Get our))?(?:Get|Receive|Join|Subscribe to|Sign up (?:to|for)) (?:our|the) "
    rf"{ADJ}(?:[A-Z][a-z]+day )?{NOUN} "
    rf"(?:for|with|on|about|featuring|filled with|packed with|full of) (?P<s>[^.!?]{{8,110}}?)"
    rf"(?= from (?:our|the) [a-z ]{{3,30}} {CAP}| (?:Get|Please|Enter|Email|SIGN|Sign)\b|[.!?]|$)"
    rf"|^(?:Get|Receive) (?P<s2>[^.!?]{{12,140}}?) (?:with|in) (?:our|the) {ADJ}"
    rf"(?:{CAP} |& ){{0,5}}{NOUN}\.?$"
    r"|^(?:Sign up|Subscribe|Join)\b.{0,40}? with (?P<s3>our [a-z -]{0,24}(?:run-?down|round-?up|guide|"
    r"pick|selection|digest|choice) [^.!?]{8,120}?)(?=, (?:every|each|sent|on)\b|[.!?]|$)"
    r"|^Sign up for (?P<s4>(?!our|the|free|a|news|this|more|updates|daily|weekly|all|breaking|e-?mail|alerts)"
    r"[a-z]+ [^.!?]{12,140})$"
)


def strapline(lines: Sequence[str], text: str, name: str | None) -> str | None:
    """Return what the letter promises, without the words that only ask to sign up."""
    for line in lines:
        for sentence in re.split(r"(?<=[.!?]) ", line):
            if pitched := _PITCH.match(sentence.rstrip(".!")):
                return str(next(filter(None, pitched.groups())))
    said = _promise(lines, text, name)
    pitched = _PITCH.match(said) if said else None
    return str(next(filter(None, pitched.groups()))) if pitched else said


def _promise(lines: Sequence[str], text: str, name: str | None) -> str | None:
    if name and name in text:
        for lead, promise in _PROMISES:
            match = _behind(name, text, lead, promise)
            if match and not _by_whom(match["s"]) and not _ONLY_A_LETTER.match(match["s"].strip()):
                return match["s"].strip(" ,")
        before = next((m for m in _THEN_JOIN.finditer(text) if m["rest"].startswith(name)), None)
        if before and not _INVITES.match(before["s"]):
            return before["s"]
    return _own_line(lines, name)


# What stands right before a letter's name, and behind it: the promise.
_PROMISES = [
    (("",), re.compile(rf" is an? {ADJ}{NOUN}, (?P<s>(?!free)[^.!?]{{12,150}}?)(?=[.!?])")),
    (("",), re.compile(r" is (?P<s>an? (?:reader-supported|independent|free|weekly) [^.!?]{4,60}? (?:about|on|for|from) [^.!?]{8,100}?)(?=[.!?])")),
    (("",), re.compile(rf"(?:,|:| [-–—]) (?P<s>(?!delivered\b|sent\b|out\b|free\b|(?:every|each) \w+ )[^.!?]{{8,150}}?){STOP}")),
    (("",), re.compile(r" (?P<s>(?:An?|Our|Your|All|What|Everything|The best) [a-z][^!?.]{12,150}\.)")),
    (("",), re.compile(rf" (?:[a-z-]+ ){{0,2}}{NOUN}(?:,| for free:|:) (?P<s>[^.!?]{{8,150}}?){STOP}")),
    (("",), re.compile(rf" {NOUN} (?:and|to) (?P<s>(?:get|receive) [^.!?]{{10,150}}?){STOP}")),
    (("Get ", "get "), re.compile(r" for (?P<s>[^.!?]{8,150}?[.!?]?)(?: (?:Enter|Email|E-mail|"
                                  r"Sign)\b|$|(?<=[.!?]) )")),
    ((". ",), re.compile(r" (?P<s>(?:What|All|Our|The best|Everything) [^!?]{10,150}?\.)")),
]  # fmt: skip
_THEN_JOIN = re.compile(
    rf"(?:^|\. )(?P<s>[{UP}][^.!?]{{20,160}})[.!?] (?:Sign up|Subscribe|Get|Join) "
    r"(?:to|for )?(?:our |the |now )*(?=(?P<rest>[^\n]{0,200}))"
)


def _behind(
    name: str, text: str, lead: tuple[str, ...], promise: re.Pattern[str]
) -> re.Match[str] | None:
    """Return the promise that first follows a name which one of `lead` stands before."""
    at = text.find(name)
    while at >= 0:
        opens = text.endswith(lead, 0, at) or (at == 0 and lead == (". ",))
        if opens and (match := promise.match(text, at + len(name))):
            return match
        at = text.find(name, at + 1)
    return None


# "our fortnightly email" tells when, not what.
_ONLY_A_LETTER = re.compile(rf"^(?:our|the|a|your) {ADJ}{NOUN}$")


def _by_whom(text: str) -> bool:
    return re.fullmatch(rf"by {PERSON}(?:, .*)?", text.strip(" ,")) is not None


def _own_line(lines: Sequence[str], name: str | None) -> str | None:
    """Return a line of the form that tells what the letter holds, and nothing else."""
    for line in _sentences_of(lines):
        first = re.match(
            r"(?P<s>(?:Get|All|The|Our|Everything|Take|Wake|Five|One|Ten|A|"
            r"Be) [^!?]{12,170}?)(?= (?:Get our|Please|Receive the|Enter your|SIGN UP|"
            r"That e-?mail|E-?mail address|I would|I'd like)\b|$)",
            line,
        )
        said = first["s"] if first else line
        if (
            line == name
            or said.endswith("?")
            or FORM.match(said)
            or not 4 <= len(said.split()) <= 32
            or SECTION_LETTER.fullmatch(said)
        ):
            continue
        tells = _CONTENTS.search(said) or any(re.search(p, said) for p in CADENCE.values())
        names_it = name is not None and name in said
        if tells and not _INVITES.match(said) and (first is not None or not names_it):
            return said.strip(" ,")
    return None


def _sentences_of(lines: Sequence[str]) -> list[str]:
    """Return the lines, those that ask for something cut into sentences, less the asking."""
    found: list[str] = []
    for line in lines:
        asks = _INVITES.match(line) or _INVITES_LATE.search(line)
        found += [_ASKING.sub("", s) for s in (re.split(r"(?<=[.!?]) ", line) if asks else [line])]
    return found


_INVITES_LATE = re.compile(r"\b(?:sign up|subscribe|join|register)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\b(?:latest|best|news|stories|films?|inbox|everything|reviews?)\b")
_INVITES = re.compile(
    r"(?:Sign up|Subscribe|Join|Click|Register|See also|More|Read|Related|Watch|Most|Already|"
    r"Become|Support|Free|Like|Love|For more|Enjoy)\b|.*\b(?:join the|sign up|subscribe)\b"
)
