"""Furniture told from story, line by line, by the rules and weights in furniture.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from matinee.stories.intake.text import Block, fold

LIMIT = 3000  # a longer line is a story run together with furniture, or nothing that rules know
HEAVY = 1.0  # weight against the root of the length, from which on a line is furniture
_TOKEN = re.compile(r"[a-z0-9©&'-]+")
_QUOTED = re.compile(r"\"[^\"]{12,}\"|(?<!\w)'[^']{20,}'(?!\w)")
_YOU = re.compile(r"\b(?:you|your|you're|we|we're|we've|our|us|my|i'd|i)\b")
_ORDERS = re.compile(
    r"(?:please )?(?:sign|log|subscribe|register|join|get|click|tap|enter|download|follow|support|"
    r"become|try|add|save|"
    r"share|listen|see|check|find|keep|stay|never|send|report|read|watch|access|enjoy|want|like "
    r"us|to view|by )\b"
)
_JOBS = frozenset(
    [
        "writer",
        "reporter",
        "journalist",
        "critic",
        "editor",
        "correspondent",
        "columnist",
        "contributor",
        "covers",
        "follow",
    ]
)
_SURE = 2.5  # a phrase of this weight is furniture's alone
_SPEAKS = re.compile(
    r"\b(?:said|says|told|tells|added|adds|recalled|wrote|explained|joked|laughed|replied|quipped|"
    r"insisted|admitted)\b"
)


@dataclass(frozen=True)
class Rule:
    """One rule of furniture.toml."""

    kind: str
    form: str
    pattern: re.Pattern[str]
    words: int
    lists: bool
    ends: bool


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules, compiled once. Raises StopIteration for a rule without a form."""
    found = []
    for rule in _data()["rule"]:
        form = next(f for f in ("whole", "starts", "has") if f in rule)
        pattern = re.compile(rule[form], re.IGNORECASE)
        found.append(
            Rule(
                rule["kind"],
                form,
                pattern,
                rule.get("words", 40),
                rule.get("list", False),
                rule.get("ends", False),
            )
        )
    return tuple(found)


@cache
def weights() -> dict[tuple[str, ...], tuple[str, float]]:
    """Return {words: (kind, weight)} for phrases of one to three words."""
    return {
        tuple(phrase.split()): (kind, weight)
        for kind, phrases in _data()["weights"].items()
        for phrase, weight in phrases.items()
    }


def words_of(text: str) -> list[str]:
    """Return a line's words as they are weighed: in small letters, quotes straight."""
    return _TOKEN.findall(_bare(text).lower())


@cache
def _firsts() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in weights())


def hits(tokens: Sequence[str]) -> list[tuple[int, int, str, float]]:
    """Return (first word, number of words, kind, weight) of what weighs, longest phrase first."""
    firsts = _firsts()
    begins = [i for i, token in enumerate(tokens) if token in firsts]
    if not begins:
        return []
    table, found, behind = weights(), [], 0
    for i in begins:
        for size in (3, 2, 1) if i >= behind else ():
            entry = table.get(tuple(tokens[i : i + size]))
            if entry is not None and i + size <= len(tokens):
                found.append((i, size, *entry))
                behind = i + size
                break
    return found


def _bare(text: str) -> str:
    """Return a line without the marks that Markdown and menus put around it."""
    text = fold(text)
    if "](" in text:
        text = re.sub(r"\[([^\]]{0,200})\]\([^)]{0,300}\)", r"\1", text)
    if "*" in text or "_" in text or text[:1] in "#>":
        text = re.sub(r"[*_#>]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", text)
    return text.strip(" -–—•·|>»→")


@cache
def _together(form: str) -> tuple[re.Pattern[str], tuple[Rule, ...]]:
    """Return all rules of a form as one pattern for text in small letters.

    That is far quicker than one rule after the other, than ignoring the case, and than keeping
    what each group matched: an alternative is left then at its first letter.
    """
    some = tuple(rule for rule in rules() if rule.form == form)
    small = (_CAPITAL.sub(lambda m: m[0].lower(), rule.pattern.pattern) for rule in some)
    return re.compile("|".join(f"(?:{_GROUP.sub('(?:', pattern)})" for pattern in small)), some


_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")  # a letter, and no class such as \S


@lru_cache(maxsize=1024)
def rule_for(text: str) -> Rule | None:
    """Return the rule that a line of copy falls under, or None where none takes it.

    Rules for whole lines come first, then those for beginnings, then the others.
    """
    if len(text) > LIMIT:
        return None
    bare, low, tokens = _looked(text)
    length = len(bare.split())
    speech = bare[:1] == '"'  # no rule begins with a quote, and a paragraph in four does
    whole, some = _together("whole")
    if length <= 40 and not speech and whole.fullmatch(low):
        return next((rule for rule in some if rule.pattern.fullmatch(bare)), None)
    starts, some = _together("starts")
    if not speech and starts.match(low):
        for rule in some:
            if length <= rule.words and rule.pattern.match(bare):
                return rule
    if _JOBS.isdisjoint(tokens) and not hits(tokens):
        return None
    if '"' in bare and _SPEAKS.search(bare):
        return None
    has, some = _together("has")
    if has.search(low):
        for rule in some:
            if length <= rule.words and rule.pattern.search(bare):
                return rule
    return None


@lru_cache(maxsize=1024)
def _looked(text: str) -> tuple[str, str, list[str]]:
    """Return a line without the marks around it, that in small letters, and its words."""
    bare = _bare(text)
    low = bare.lower()
    return bare, low, _TOKEN.findall(low)


@lru_cache(maxsize=1024)
def weigh(text: str) -> tuple[str | None, float]:
    """Return the likeliest kind of furniture that a line is, and how heavily it speaks for that."""
    if len(text) > LIMIT:
        return None, 0.0
    _, low, tokens = _looked(text)
    unquoted = low
    if ('"' in low or low.count("'") > 1) and (unquoted := _QUOTED.sub(" ", low)) != low:
        tokens = _TOKEN.findall(unquoted)
    by_kind: dict[str, float] = {}
    sure = False
    for _, _, kind, weight in hits(tokens):
        sure = sure or weight >= _SURE
        by_kind[kind] = by_kind.get(kind, 0.0) + weight
    if not by_kind:
        return None, 0.0
    score = sum(by_kind.values()) / max(2.0, len(tokens)) ** 0.5
    if len(unquoted) < len(low) * 0.75 or _SPEAKS.search(unquoted):
        score *= 0.3
    elif (
        not sure
        and low.endswith((".", "'", '"'))
        and len(tokens) > 6
        and not (_YOU.search(unquoted) or _ORDERS.match(low))
    ):
        score *= 0.45
    return max(by_kind, key=lambda kind: by_kind[kind]), score


@lru_cache(maxsize=1024)
def kind_of(text: str) -> str | None:
    """Return the kind of furniture that a line is, or None where it is story."""
    if (rule := rule_for(text)) is not None:
        return rule.kind
    kind, score = weigh(text)
    return kind if score >= HEAVY else None


def forget_lines() -> None:
    """Forget the lines looked at: each page is asked about its own several times, no other's."""
    _looked.cache_clear()
    rule_for.cache_clear()
    weigh.cache_clear()
    kind_of.cache_clear()


def prefix_length(text: str) -> int:
    """Return how much of a line's front is run-together furniture (0 where none is).

    It reaches from the front to the last thing that weighs before a long stretch of plain story;
    what is left over without a full stop (a cut-off thank-you) is taken whole.
    """
    head = fold_same_length(text[:LIMIT]).lower()
    places = [(m.start(), m.end()) for m in _TOKEN.finditer(head)]
    found = hits([head[a:b] for a, b in places])
    end, last, total = 0, -1, 0.0
    for first, size, _, weight in found:
        gap = head[end : places[first][0]]
        if first - last > 26 or (total and _story_in(text[end : places[first][0]], gap)):
            break
        last, total = first + size - 1, total + weight
        end = places[last][1]
    if total < 3.0 or len(found) < 2:
        return 0
    rest = text[end:]
    if len(rest) < 500 and not re.search(r"[.!?](?:['\"”’]|\s|$)", rest) and _menu(rest):
        return len(text)
    if len(rest.strip()) < 70 and not re.search(r"[.!?]['’\"”]?$", rest.strip()):
        return len(text)
    tail = re.match(r"[^.!?“”\"]{0,60}[.!?](?=\s)", rest)
    if tail and (rest[:1] in ".!?" or rest.lstrip()[:1].islower()):
        end += tail.end()
    return end


def _menu(text: str) -> bool:
    """Whether words are a menu's: nearly all with capitals."""
    words = text.split()
    return sum(w[:1].isupper() or not w[:1].isalpha() for w in words) >= 0.8 * len(words)


def _story_in(text: str, low: str) -> bool:
    """Whether a gap between two things that weigh holds story: speech, or two whole sentences."""
    return '"' in low or "“" in text or len(re.findall(r"[.!?] [A-Z]", text)) > 2


def fold_same_length(text: str) -> str:
    """Return text with straight quotes, place for place."""
    return text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0xA0: " "})


def between(lines: Sequence[Block], kinds: list[str | None]) -> None:
    """Fill in what stands inside a sign-up box: plain short lines between its others. In place."""
    for i, block in enumerate(lines):
        if kinds[i] is not None or i == 0:
            continue
        after = [k for k in kinds[i + 1 : i + 3] if k]
        plain = len(block.text) <= 240 and '"' not in block.text and "“" not in block.text
        if plain and kinds[i - 1] == "signup" and "signup" in after:
            kinds[i] = "signup"


def title_like(text: str) -> bool:
    """Whether a line could be the title of another story: short, and no sentence of this one."""
    bare = _bare(text)
    return 3 < len(bare) <= 130 and bare[-1] not in ".,;:" and not bare.startswith("By ")
