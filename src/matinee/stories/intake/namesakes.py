"""Names that are people's whatever else they look like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matinee.stories.intake.people import Known, known_first

_PERSON_AFTER = re.compile(
    r"^(?:, (?:who\b|\d\d[,.)])| (?:said|says|told|tells|recalled|added|wrote|directs|directed|"
    r"plays|played|recalls|insists|admits|"
    r"laughs|grew up|was born|(?:co-)?stars? (?:in|as|opposite|alongside|with)|leads|turns|"
    r"won (?:an?|the) (?:Oscar|Bafta|Emmy)|is an? (?:[\w-]+ ){0,3}(?:actor|director|writer))\b|"
    r"[’']s? (?:[\w-]+ ){0,3}(?:film|movie|drama|comedy|thriller|documentary|debut|feature)\b|"
    r"[’']s? (?:new|latest|first|second|debut|film|character|performance|career|role)\b"
    r"|, (?:the )?(?:co-)?(?:stars?|director|writer|producer|screenwriter|actor|actress|"
    r"novelist) (?:of|behind|who|and)\b)"
)
_PERSON_BEFORE = re.compile(
    r"\b(?:director|actor|actress|star|writer|producer|critic|novelist|author|playwright|newcomer|"
    r"comedian|features?|with|played by|Mr|Ms|Mrs|Sir|Dame|"
    r"film-?maker|co-star|by|starring|stars|alongside|opposite|said|says)\.? $"
    r"|\b(?:wife|husband|partner|brother|sister|daughter|son|mother|father|friend),? $",
    re.IGNORECASE,
)


def likely_people(known: Sequence[Known], texts: Sequence[tuple[str, int]]) -> list[str]:
    """Return the names that are people's whatever else they look like.

    A usual first name, an age, or words beside it that only people have.
    """
    whole = "\n".join(text for text, _ in texts)
    found = []
    for person in known:
        if person.age is not None or known_first(person.name):
            found.append(person.name)
            continue
        at = whole.find(person.name)
        while at >= 0:
            end = at + len(person.name)
            before = whole[max(0, at - 24) : at]
            if whole.startswith((", which ", " (19", " (20"), end):
                at = whole.find(person.name, end)
                continue
            if _PERSON_AFTER.match(whole[end : end + 60]) or _PERSON_BEFORE.search(before):
                found.append(person.name)
                break
            at = whole.find(person.name, end)
    together = frozenset(found)
    for person in known:
        if person.name not in together and _starred_with(person.name, whole, together):
            found.append(person.name)
    return found


# "starring Ann Lee and Moss Arden": who stands in a row with a star is one.
_IN_A_ROW = re.compile(
    r"\b(?:starring|stars?|with|featuring|from|by|between) (?P<who>[^.;:()\n]{4,60}?),?(?: and| &) $"
)


def _starred_with(name: str, whole: str, sure: frozenset[str]) -> bool:
    at = whole.find(name)
    row = _IN_A_ROW.search(whole[max(0, at - 80) : at]) if at > 0 else None
    return row is not None and row["who"].split(", ")[-1] in sure
