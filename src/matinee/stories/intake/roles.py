"""What people are to a film, by the words on either side of their names."""

from __future__ import annotations

import re

_WRITER_DIRECTOR = re.compile(
    r"\b(?:writer[-/ ](?:and[- ])?director|director[-/ ](?:and[- ])?writer)\b", re.IGNORECASE
)
_ROLES = {
    "crew": r"cinematographers?|composers?|(?:costume|production) designers?|choreographers?|"
    r"directors? of photography",
    "director": r"directors?|film-?makers?|auteur|helmer|writer-director|director-writer",
    "actor": r"actors?|actress|actresses|stars?|co-stars?|performer|newcomer|leading (?:man|lady)|"
    r"comedian|lead",
    "writer": r"writers?|screenwriters?|novelists?|authors?|playwrights?|memoirist|poet",
    "producer": r"producers?",
    "critic": r"critics?|reviewers?",
    "programmer": r"programmers?|festival director|artistic director|curators?",
    "manager": r"managers?|owners?|projectionists?|bosses|boss",
}
ROLE = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in _ROLES.items())})\b",
    re.IGNORECASE,
)
ROLE_NOUN = (
    r"actors?|actress|director|film-?maker|writer|author|novelist|playwright|producer|critic|star|"
    r"co-star|comedian|"
    r"cinematographer|composer|editor|screenwriter|programmer|manager|founder|president|secretary|"
    r"plasterer|"
    r"newcomer|volunteer|widow|widower|wife|husband|brother|sister|son|daughter|historian|"
    r"trawlerman|treasurer|warden|documentary maker|sergeant|organiser|organizer|owner|"
    r"projectionist|singer|musician|presenter|host|curator|head|chief|chair|chairman|chairwoman|"
    r"chairperson|minister|"
    r"councillor|mayor|professor|teacher|farmer|nurse|fisherman|farmer|artist|photographer|"
    r"designer|mother|father|"
    r"mum|mom|dad|grandmother|grandfather|nan|friend|neighbour|neighbor|cousin|partner|student|"
    r"officer|spokes\w+|"
    r"executive|distributor|winner|nominee|veteran|legend|icon|model|dancer|choreographer|poet|"
    r"journalist|reporter"
)
_LEAD = re.compile(r"((?:[\w’'-]+ ){0,3}[\w’'-]+,?)\s*$")
_TRAIL = re.compile(r"(?:,\s+|\s+(?:is|was)\s+)(?:who (?:is|was) )?((?:[\w’'-]+\s?){1,7})")
_NO_FILM_DIRECTOR = re.compile(
    r"\b(?:casting|art|music|musical|artistic|managing|festival|marketing|executive|theatre|stage|"
    r"creative|funeral|company|programme)[- ]directors?,? ?$",
    re.IGNORECASE,
)
_LAST_OF_ROLE = re.compile(rf"(?:.*\W)?(?:{'|'.join(_ROLES.values())}|man|lady)", re.IGNORECASE)


def role_before(before: str) -> set[str]:
    """Return what the words before a name say its bearer is: {"director"}, …"""
    last = before.rstrip(", \n").rpartition(" ")[2]
    if not _LAST_OF_ROLE.fullmatch(last):
        return set()
    lead = _LEAD.search(before[-44:])
    roles = list(ROLE.finditer(lead[1])) if lead else []
    if not lead or not roles or roles[-1].end() < len(lead[1].rstrip(", ")):
        return set()
    if _NO_FILM_DIRECTOR.search(lead[1]):
        return set()
    both = {"writer", "director"} if _WRITER_DIRECTOR.search(lead[1]) else set()
    return both | {str(roles[-1].lastgroup)}


def role_after(after: str) -> set[str]:
    """Return what the words behind a name say its bearer is."""
    trail = _TRAIL.match(after)
    found = ROLE.search(trail[1]) if trail else None
    if not trail or not found or re.match(r"[’']s\b", trail[1][found.end() :]):
        return set()
    of_another = re.search(r"\b(?:of|by|with|to|from) (?:the )?$", trail[1][: found.start()])
    return set() if of_another else {str(found.lastgroup)}
