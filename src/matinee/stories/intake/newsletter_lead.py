"""The first words of a sign-up box, run together: a letter's name, and right behind it its promise.

"Wide Angle Films, books and quarrels, out on Fridays. Email address Sign up" has no mark between
name and promise; what tells them apart is where a sentence begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The first of a form's fields, buttons, errors and consents: its promise ends there.
_FORM = re.compile(
    r"\b(?:(?:Your|Work|Enter (?:your|an)|Enter) e-?mail\b|E-?mail(?: [Aa]ddress)?(?:\*|:| (?=[A-Z])|$)|"
    r"Please (?:enter|fill|provide|check|supply)|There was an (?:error|issue)|This field|Invalid|"
    r"By (?:signing|subscribing|clicking|entering|providing|submitting|joining|continuing)|"
    r"SIGN (?:ME )?UP|Sign [Mm]e [Uu]p|Sign up(?! (?:for|to|with))|SUBSCRIBE|Subscribe(?! (?:for|to|now for))|"
    r"I (?:would|agree|want|consent)|Yes, I|Tick|Your (?:information|data|details|address)|We (?:use|will)|"
    r"Thanks?\b|Privacy|You(?:’|')re (?:in|signed)|Success|Close|Terms)"
)
_ASKS = re.compile(
    r"(?:Get|Receive|Join|Sign [Uu]p (?:for|to|now for|today for)|SIGN UP (?:FOR|TO)|Subscribe (?:to|now to)) "
    r"(?=[A-Z])"
)
# A sentence that promises begins so; inside a name none of these stands with a capital.
_OPENERS = frozenset(
    "Our Your All What What's Everything Every How Where Who Who's From Five Ten Three "
    "Seven One Each Join Be Why Best Top For Meet Here Here's It's It Stay Keep".split()
)
_ARTICLES = frozenset(["The", "A", "An"])
_SMALL = frozenset("of the and in on for a to at & with by".split())
_NO_NAME = frozenset(
    "More Most Popular Latest Read Follow Jump Get Sign Subscribe Never Enter Email Please Want Like Love Thanks".split()
)
# What tells of the name before a comma, and what goes on in a name or tells of it.
_TELLS = frozenset("our the a an your from by with free every each sent delivered".split())
_GO_ON = _SMALL | {"is", "was", "has"}
_PARTS = re.compile(r"(?:Log in(?: here)?|Sign in|Cancel anytime)[.!]? (?=[A-Z])")

_KICKER = re.compile(r"^(?:FREE )?(?:NEWSLETTERS?|E-?MAIL|Newsletter:)\s+(?=[A-Z])")


@dataclass(frozen=True)
class Lead:
    """What a box's first words say: its name (None where they only ask), and its promise."""

    name: str | None
    promise: str


def read_lead(text: str) -> Lead | None:
    """Return the name and the promise that a box begins with, or None where it begins otherwise."""
    text = _KICKER.sub("", text[:600])
    for part in _PARTS.split(text):
        form = _FORM.search(part)
        words = part[: form.start()].split() if form else []
        if words and (lead := _cut(words, asked=_ASKS.match(part))):
            return lead
    return None


def _cut(words: list[str], *, asked: re.Match[str] | None) -> Lead | None:
    """Cut words into name and promise where the promise begins."""
    if asked:
        words = words[len(asked[0].split()) :]
    at = _begins(words)
    if at is None or len(words) - at < 4 or (at == 1 and len(words[0]) < 4):
        return None
    name, promise = " ".join(words[:at]).rstrip(":–—-, "), " ".join(words[at:])
    if len(promise) > 130 and (first := re.match(r".{15,170}?[.!?](?=\s)", promise)):
        promise = first[0]
    promise = promise.strip(" ,")
    return Lead(name, promise) if len(promise) <= 180 else None


def _begins(words: list[str]) -> int | None:
    """Return which word a promise begins with: a name of one to five words stands before it."""
    if not words or words[0] in _NO_NAME | _OPENERS or not _capital(words[0]):
        return None
    for i, word in enumerate(words[1:7], 1):
        before = words[i - 1]
        if before in _SMALL and not _capital(word):
            continue
        if before.endswith(":") and before != ":":
            return i
        bare = word.replace("’", "'").rstrip(",")
        following = words[i + 1] if i + 1 < len(words) else ""
        if bare in _OPENERS or (bare in _ARTICLES and following[:1].islower()):
            return i
        if (
            _capital(word)
            and (word.endswith(",") or following[:1].islower())
            and following not in (_TELLS if word.endswith(",") else _GO_ON)
        ):
            return i if before not in _SMALL else None
        if not _capital(word) and word not in _SMALL:
            return None
        if before.endswith((".", "!", "?")):
            return None
    return None


def _capital(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()
