"""Furniture told from story, line by line, by the rules in furniture.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matinee.stories.intake.text import Block, fold

LIMIT = 3000  # a longer line is a story run together with furniture, or nothing that rules know


@dataclass(frozen=True)
class Rule:
    """One rule of furniture.toml."""

    kind: str
    form: str
    pattern: re.Pattern[str]
    words: int
    lists: bool

    def matches(self, text: str) -> bool:
        """Whether the folded line is furniture of this rule's kind."""
        if self.form == "whole":
            return self.pattern.fullmatch(text) is not None
        if len(text.split()) > self.words:
            return False
        if self.form == "starts":
            return self.pattern.match(text) is not None
        return self.pattern.search(text) is not None


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules, compiled once. Raises KeyError for a rule without a form or kind."""
    data = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))
    found = []
    for rule in data["rule"]:
        form = next(f for f in ("whole", "starts", "has") if f in rule)
        found.append(
            Rule(
                rule["kind"], form, re.compile(rule[form], re.IGNORECASE),
                rule.get("words", 40), rule.get("list", False),
            )
        )  # fmt: skip
    return tuple(found)


def _bare(text: str) -> str:
    """Return a line without the marks that Markdown and menus put around it."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", fold(text))
    return re.sub(r"[*_#>]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", text).strip(" -–—•·|>»→")


def rule_for(text: str) -> Rule | None:
    """Return the rule that a line of copy falls under, or None where it is story."""
    if len(text) > LIMIT:
        return None
    bare = _bare(text)
    return next((rule for rule in rules() if rule.matches(bare)), None)


def kind_of(text: str) -> str | None:
    """Return the kind of furniture that a line is, or None where it is story."""
    rule = rule_for(text)
    return rule.kind if rule else None


# --- lines that no rule knows, by the words they are made of --------------------------------

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*|@|£|\$")
_READER = frozenset(["you", "your", "our", "we", "us", "me", "i'd", "my"])
_NEVER_ALONE = frozenset(
    ["free", "read", "more", "stories", "like", "month", "home", "close", "phone", "watch", "pay",
     "listen", "rights", "breaking", "edition", "link", "search", "page", "sign", "follow",
     "follows", "allow", "accept", "data", "valid", "sent", "print", "computer", "popular",
     "partners", "tip", "archive", "updates", "delivered", "receive", "access", "device"]
)  # fmt: skip
_TOLD = re.compile(r"\b(?:said|says|told|tells|added|recalled|explained)\b")


@cache
def furniture_words() -> dict[str, str]:
    """Return {word: kind} of furniture.toml's words."""
    data = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))
    return {word: kind for kind, words in data["words"].items() for word in words.split()}


def leaning(text: str) -> tuple[str | None, float, int]:
    """Return (kind, share of furniture's words in the line, how many different ones).

    Words that stories use as well count only beside one that they seldom use.
    """
    words = [w.lower() for w in _WORD.findall(fold(text[:600]))]
    known = furniture_words()
    hits = [w for w in words if w in known]
    if not hits:
        return None, 0.0, 0
    sure = [w for w in hits if w not in _NEVER_ALONE]
    if not sure:
        return None, 0.5 * len(hits) / len(words), 0
    weight = len(hits) + 0.5 * sum(w in _READER for w in words)
    kinds = [known[w] for w in sure]
    return max(kinds, key=kinds.count), weight / len(words), len(set(hits))


def leans(text: str, *, beside: bool = False) -> str | None:
    """Return the kind of furniture that a line's words speak for, or None.

    `beside`: another line of furniture stands before it, so that less is asked.
    """
    if len(text) > 420 or _TOLD.search(text) or text[:1] in '“"‘':
        return None
    kind, share, different = leaning(text)
    if different >= 2 and share >= (0.2 if beside else 0.27):
        return kind
    if different >= 4 and share >= 0.2:
        return kind
    return kind if beside and different >= 1 and share >= 0.3 else None


# --- furniture run together with the story on one line ----------------------------------------

_RUN_CUES = re.compile(
    r"please enter a valid e-?mail( address)?"
    r"|sign(ing)? (me )?up\b|subscrib(e|ing)\b|newsletters?\b|\binbox\b|e-?mail address"
    r"|would like to be e-?mailed about|i (want|would like) to (hear|receive|be)\b"
    r"|(read|see) our (privacy|cookie)( and cookie)? (notice|policy|statement)|privacy (notice|policy)"
    r"|thanks for (signing up|joining|subscribing)( to)?( the| our)?( ?newsletter)?"
    r"|thank you for (signing up|subscribing|joining)|free weekly (e-?mail|newsletter)|get our\b"
    r"|terms of (use|service)|unsubscribe|accept all|manage choices|skip to (main )?content"
    r"|advertisement|share (this|on) |(article|story) continues below|read more|cookies\b"
    r"|find (your )?bookmarks in your [^.]{0,80}section[^.]{0,40}"
    r"|remove from bookmarks|article bookmarked"
    r"|\b(e-?mails?|subscription|log ?in|recaptcha|robots|unsubscribe|valid|puzzle)\b|type a valid"
    r"|how we use your data|you have \d+ free articles|reject( all)?\b"
    r"|thanks for [a-z]+ing\b( the)?|thanks, you have joined|your details|whenever you like",
    re.IGNORECASE,
)
_QUOTE_MARK = re.compile(r"[“”\"]")


def prefix_length(text: str) -> int:
    """Return how much of a line's front is run-together furniture (0 where none is).

    It reaches from the front to the end of the last cue with no long stretch of plain text
    before it; a cut-off thank-you at the end of the line is taken whole.
    """
    straight = text.replace("’", "'").replace("‘", "'")
    end, cues = 0, 0
    for match in _RUN_CUES.finditer(straight[:LIMIT]):
        gap = straight[end : match.start()]
        if len(gap) > 190 or (cues and len(re.findall(r"[.!?] [A-Z]", gap)) > 1):
            break
        if _QUOTE_MARK.search(gap) and cues:
            break
        end, cues = match.end(), cues + 1
    if cues < 2:
        return 0
    rest = straight[end:]
    if len(rest) < 60 and not re.search(r"[.!?]['\"”]?$", rest.strip()):
        return len(text)
    # The last cue's own sentence belongs to it, where it is short.
    tail = re.match(r"[^.!?“”\"]{0,110}[.!?](?=\s)", rest)
    if tail and _RUN_CUES.search(straight[max(0, end - 40) : end]) and len(tail[0]) < 70:
        words = tail[0].strip()
        if words[:1].islower() or not words[:1].isalpha():
            end += tail.end()
    return end


def neighbours(lines: list[Block], kinds: list[str | None]) -> None:
    """Fill in what stands between furniture: lines of a form, titles of a list. In place."""
    for i, block in enumerate(lines):
        if kinds[i] is not None or block.kind:
            continue
        before = kinds[i - 1] if i else None
        after = next((k for k in kinds[i + 1 : i + 3] if k), None)
        if before == "signup" and after == "signup" and _plain(block.text, 240):
            kinds[i] = "signup"


def _plain(text: str, limit: int) -> bool:
    return len(text) <= limit and not _QUOTE_MARK.search(text)


def title_like(text: str) -> bool:
    """Whether a line could be the title of another story: short, and no sentence."""
    bare = _bare(text)
    return 8 < len(bare) <= 130 and bare[-1] not in ".,;:" and not bare.startswith(('"', "By "))
