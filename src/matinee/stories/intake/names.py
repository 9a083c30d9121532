"""What a person's name looks like, and what its first part tells."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from matinee.stories.intake.name_words import ORG, ROLE_WORDS, STOP_FIRST, SURNAMES
from matinee.stories.intake.text import APOS, LOW, UP

PARTICLES = (
    "de", "da", "di", "del", "della", "der", "den", "van", "von", "la", "le", "du", "dos", "el",
    "al", "bin", "ibn", "ap", "Ní", "Ó", "Mac", "Nic", "St",
)  # fmt: skip
_PARTICLE = rf"(?:{'|'.join(PARTICLES)})"
_PART = (
    rf"(?:O[{APOS}][{UP}][{LOW}]+(?:-[{UP}][{LOW}]+)*|[{UP}][{LOW}]+(?:[-{APOS}][{UP}][{LOW}]+)*(?:[{UP}][{LOW}]+|"
    rf"-(?!born|based|led|set|made|style|time|year|old|like|era|wide|only|run|owned|bound|up|in|on|to|out|off|by|"
    rf"a|the|and|held|shot|lit|free|born)[{LOW}]{{2,5}}(?![\w-]))?|"
    rf"[{UP}]\.(?:[{UP}]\.)*)"
)
NAME = re.compile(rf"\b{_PART}(?:\s+(?:{_PARTICLE}\s+)*{_PART}){{1,3}}(?![{LOW}])")
TITLES = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Mx|Sir|Dame|Lord|Lady|Dr|Professor|Prof|Cllr|Rev|Revd|Capt|Sgt|Lt|Insp|Sen|Rep|Gov|"
    r"Garda|Sergeant|Inspector|Superintendent|Detective|Constable|Councillor|Senator)\.?\s+){1,3}"
)


@cache
def first_names() -> dict[str, str]:
    """Return {folded first name: "m" or "f"} for names that nearly always tell."""
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return dict.fromkeys(data["male"].split(), "m") | dict.fromkeys(data["female"].split(), "f")


@cache
def _either() -> frozenset[str]:
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return frozenset(data["either"].split())


def sex_of_first_name(name: str) -> str | None:
    """Return "m" or "f" where a full name's first part tells, else None."""
    decomposed = unicodedata.normalize("NFKD", name.split()[0].lower())
    folded = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")
    return first_names().get(folded) or first_names().get(folded.split("-")[0])


@lru_cache(maxsize=2048)
def known_first(name: str) -> bool:
    """Whether a name begins with a usual first name."""
    folded = unicodedata.normalize("NFKD", name.split()[0].lower())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return folded in first_names() or folded in _either()


_LED_BY_PARTICLE = re.compile(r"(?i:de|da|di|del|della|der|den|von|la|le|du|dos|el|ní|ó|ap)\s")


@lru_cache(maxsize=2048)
def plausible(name: str) -> bool:
    """Whether a run of capitalised words could be a person's name."""
    words = name.split()
    org = ORG.search(name)
    if org and org[0] in SURNAMES and org.start() > 0 and known_first(name):
        org = None
    if (words[0] in STOP_FIRST and words[0] != "Will") or org or _LED_BY_PARTICLE.match(name):
        return False
    if words[-1] in _PRONOUNS:
        return False  # "… at her home in Yonkers, N.Y. She was 91."
    return not any(w.lower() in {"the", "of", "and"} for w in words)


_PRONOUNS = frozenset(["He", "She", "It", "They", "We", "I", "You", "His", "Her", "Its", "Their"])


@lru_cache(maxsize=2048)
def trim(text: str) -> str:
    """Return a name without a title (Mr, Dame) or a first word that only begins a sentence."""
    text = TITLES.sub("", text)
    words = text.split()
    while len(words) > 2 and (words[0] in STOP_FIRST or words[0] in ROLE_WORDS):
        words = words[1:]
    return " ".join(words)
