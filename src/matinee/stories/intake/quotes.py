"""Quote marks paired into stretches, over paragraphs, with speech told from titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matinee.stories.intake.text import LOW, UP

VERBS = (
    "said|says|saying|told|tells|telling|added|adds|adding|recalled|recalls|explained|explains|explaining|admitted|admits|"
    "revealed|reveals|joked|jokes|joking|laughed|laughs|wrote|writes|replied|replies|responded|responds|"
    "insisted|insists|remembered|remembers|argued|argues|described|describes|describing|praised|praises|called|"
    "calls|calling|noted|notes|continued|continues|quipped|confessed|confesses|claimed|claims|suggested|suggests|"
    "declared|declares|announced|asked|asks|wondered|tweeted|posted|shared|teased|stated|states|commented|"
    "reflected|reflects|mused|muses|concluded|concludes|agreed|agrees|warned|promised|promises|hailed|dubbed|likened|"
    "observed|observes|offered|offers|grins|grinned|smiles|smiled|shrugs|shrugged|sighs|sighed|beams|"
    "begins|began|answers|answered|shouted|whispered|recounted|recounts|stressed|emphasised|emphasized|"
    "maintained|maintains|pointed out|points out|went on|goes on|credited|labelled|labeled|branded|"
    "thinks|thought|felt|believes|hopes|put it|puts it|chuckles|chuckled|cries|cried|exclaimed|lamented|protested|nods|deadpans|remarked|remarks|enthused|enthuses|thanked|thanks|cautioned|countered|interjects|interjected|marvels|marvelled|"
    "cracked|snapped|murmured|repeated|predicted|predicts|summed up|compared|characterised|characterized"
)
_TITLE_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "de",
        "del",
        "der",
        "des",
        "di",
        "du",
        "en",
        "et",
        "for",
        "from",
        "la",
        "le",
        "les",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "upon",
        "v",
        "van",
        "von",
        "vs",
        "with",
        "und",
        "y",
    ]
)
_APOSTROPHE_START = re.compile(
    r"[’'](?:em|til|cause|tis|twas|n|s|\d\ds?|round|bout)\b", re.IGNORECASE
)
PAIRS = {"“": "”", '"': '"', "‘": "’", "'": "'"}


@dataclass(frozen=True)
class Stretch:
    """One marked stretch in one paragraph; the span holds the marks."""

    paragraph: int
    start: int
    end: int
    inner: str
    mark: str
    closed: bool

    @property
    def words(self) -> int:
        """How many words are between the marks."""
        return len(self.inner.split())


def _opens(text: str, i: int) -> bool:
    before = text[i - 1] if i else " "
    after = text[i + 1] if i + 1 < len(text) else " "
    if after.isspace():
        return False
    return before.isspace() or before in '([—–-“"‘/…*_' or (text[i] == "“")


def _closing_single(text: str, start: int, mark: str) -> int:
    """Return the place of the mark that closes a single-quoted stretch, or -1.

    An apostrophe is no close: it has a letter behind it, or it ends a plural's possessive with
    a small word behind and a real close later.
    """
    fallback = -1
    for i in range(start, len(text)):
        if text[i] != mark:
            continue
        after = text[i + 1] if i + 1 < len(text) else " "
        before = text[i - 1]
        if after.isalnum() or before.isspace():
            continue
        if before in '.,!?…—–-”";:)' or after in '.,;:!?)”"' or i + 1 >= len(text):
            return i
        if before != "s" and before != "n":
            return i
        if fallback < 0:
            fallback = i
        # "actors’ strike": keep looking, but never beyond this sentence's likely end.
        if len(text) - i < 2 or re.match(r"\s+[" + UP + r"]", text[i + 1 :]):
            return fallback
    return fallback


def find_stretches(paragraphs: Sequence[tuple[str, int]]) -> list[Stretch]:
    """Return all marked stretches of the body's paragraphs, in order. Linear in their length."""
    found = []
    whole = [t for t, _ in paragraphs]
    doubles = sum(t.count("“") + t.count('"') for t in whole)
    for number, (text, start) in enumerate(paragraphs):
        found += _in_paragraph(number, text, start, singles=True, straight_single=doubles == 0)
    return found


def _in_paragraph(
    number: int, text: str, start: int, *, singles: bool, straight_single: bool
) -> list[Stretch]:
    found = []
    i, length = 0, len(text)
    no_more: set[str] = set()  # marks that close nowhere later: looked for once, not again
    while i < length:
        mark = text[i]
        if mark not in PAIRS or mark in no_more or not _opens(text, i):
            i += 1
            continue
        if mark == "'" and (
            _APOSTROPHE_START.match(text, i) or not _worth_single(text, i, straight_single)
        ):
            i += 1
            continue
        if (
            mark == "‘"
            and _APOSTROPHE_START.match(text, i)
            and _closing_single(text, i + 1, "’") < 0
        ):
            i += 1
            continue
        closing = PAIRS[mark]
        if closing in "’'":
            end = _closing_single(text, i + 1, closing)
        else:
            end = text.find(closing, i + 1)
            again = text.find(mark, i + 1) if mark == "“" else -1
            if again >= 0 and (end < 0 or again < end) and mark == "“":
                nested_end = text.find(closing, end + 1) if end >= 0 else -1
                end = (
                    nested_end
                    if end >= 0 and nested_end >= 0 and text[i + 1 : i + 2] == "‘"
                    else end
                )
        if end < 0:
            if mark in "'":
                no_more.add(mark)
                i += 1
                continue
            if mark == "‘" and length - i < 3:
                i += 1
                continue
            inner = text[i + 1 :].strip()
            found.append(Stretch(number, start + i, start + length, inner, mark, closed=False))
            break
        inner = text[i + 1 : end].strip()
        if inner:
            found.append(Stretch(number, start + i, start + end + 1, inner, mark, closed=True))
        i = end + 1
    return found


def _worth_single(text: str, i: int, only_singles: bool) -> bool:
    """Whether a straight single mark can open a quote here and not an apostrophe."""
    end = _closing_single(text, i + 1, "'")
    return end > 0 and (only_singles or end - i < 200)


def title_case(inner: str) -> bool:
    """Whether words read as the name of a work: capitals but for small words, and not long."""
    words = re.findall(r"[^\s—–-]+", inner.strip(" ,.;:"))
    if not words or len(words) > 12:
        return False
    if inner.rstrip().endswith((".", "?", "!")) and len(words) > 4:
        return False
    big = [w for w in words if w.lower().strip("’'.,:!?") not in _TITLE_SMALL]
    return (
        bool(big)
        and all(w[:1].isupper() or w[:1].isdigit() or not w[:1].isalpha() for w in big)
        and (words[0][:1].isupper() or words[0][:1].isdigit())
    )


_CUE_AFTER = re.compile(
    rf"^,?\s*(?:[{UP}{LOW}’'.]+\s+){{1,5}}?(?:{VERBS})\b|^,?\s*(?:{VERBS})\s+[{UP}a-z]"
)


def is_title(stretch: Stretch, after: str, before: str, works: frozenset[str]) -> bool:
    """Whether a stretch is the name of a work and not speech."""
    bare = stretch.inner.strip(" ,.;:!?").lower()
    if bare in works:
        return True
    if not title_case(stretch.inner):
        return False
    if re.search(rf"\b(?:{VERBS})[,:]?\s*$", before) and not re.search(
        r"\b(?:called|calls|dubbed|praised|compared|wrote|writes|directed|hailed|announced|described)\s*$",
        before,
    ):
        return False
    if stretch.inner.rstrip()[-1:] in ",!?.…" and _CUE_AFTER.match(after):
        return stretch.words > 3
    if stretch.words == 1 and stretch.inner.rstrip()[-1:] in "!?.":
        return False
    return True


@dataclass(frozen=True)
class Run:
    """One quote: its stretches in order. `start`/`end` from the first mark to the last."""

    parts: tuple[Stretch, ...]

    @property
    def start(self) -> int:
        """Where its first mark stands."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where its last mark ends."""
        return self.parts[-1].end

    @property
    def text(self) -> str:
        """Its words, stretches joined by one space."""
        return " ".join(" ".join(p.inner.split()) for p in self.parts)

    def plus(self, more: Stretch) -> Run:
        """Return the quote with one stretch more."""
        return replace(self, parts=(*self.parts, more))
