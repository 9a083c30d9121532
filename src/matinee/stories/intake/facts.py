"""The facts of a review's box: running time, certificate, stars, and the year behind a title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matinee.stories.intake.gates import Gated

_MINUTES = re.compile(
    r"\b(?:(?:[Rr]unning|[Rr]un) ?[Tt]ime:?|Duration:?|Length:?|"
    r"[Rr]uns:?(?: for| to| at)?)\s*(?:(?P<h>\d)\s?h(?:ou)?(?:rs?)?\.?,?\s?(?:and )?)?(?P<m>\d{1,3})\s?(?:min|m\b|"
    r"mins|minutes)"
    r"|\b(?:[Rr]unning|[Rr]un) ?[Tt]ime:?\s*(?P<h4>[1-4]):(?P<m4>[0-5]\d)\b"
    r"|\b(?P<h3>[1-4])\s?(?:h|hrs?|hours?)\.?,?\s?(?:and )?(?P<m3>\d{1,2})\s?(?:m|mins?|minutes)\b"
    r"|\b(?P<h5>an|one|two) hours? and (?P<m5>\d{1,2}) minutes\b"
    r"|(?<![-\d:.,£$€])\b(?P<m2>\d{2,3})\s?(?:min(?:ute)?s?|m(?=\s?[),.;|·•]))(?!\w)(?!,? (?:so as|as |to |when|while|and )|\s(?:walk|drive|"
    r"read|later|into|before|after|in\b|ovation|standing|of\b|away|by\b|on\b|with\b|from\b|late))",
)
_GRADES = r"PG-13|NC-17|MA ?15\+|12A|15A|14A|18A|R18|PG|TV-MA|U|G|M|R|12|15|16|18"
_CERTIFICATE = re.compile(
    rf"\b(?:[Cc]ert(?:ificate|\.)?|[Rr]ated|(?:MPAA?|BBFC|IFCO|MPA)(?: [Rr]ating)?|[Rr]ating|"
    rf"[Cc]lassification|[Cc]lassified)(?::\s*|\s+)(?P<c>{_GRADES})(?![\w/]|\.\d)"
    r"|(?<![\w./])(?P<c5>12A|15A|PG|U|12|15|18) [Cc]ert(?:ificate)?\b"
    r"|(?:^|(?<=[.,;|·(/•(] ))(?P<c2>12A|15A|14A|18A|PG-13|NC-17|MA ?15\+)(?=[,;|·•)/.]|\s|$)"
    r"|\((?P<c3>12A|15A|14A|PG-13|NC-17|PG|U|12|15|18|R|M(?=\) (?:\d|is|opens|in\b)))(?:[,;)]| cert)"
    r"|(?:^|(?<=\. ))(?P<c6>PG-13|NC-17|PG|R|G)\. (?=At |In |On |Available|Contains|Running|\d)"
    r"|\b(?:an?|its|the) (?P<c7>PG-13|NC-17|R|PG|M|12A?|15A?|16|18) (?:rating|certificate|classification)\b"
    r"|(?:^|(?<=[.,;|·•(/] )|(?<=\())(?P<c8>12A?|15A?|14A|16|18A?|PG|PG-13|NC-17|U|G|R|M|MA ?15\+)[,;./|·•]? "
    r"?\d{2,3} ?min(?!ute-)"
    r"|\d ?min(?:ute)?s?[.,;/|·•] ?(?P<c9>12A?|15A?|14A|16|18A?|PG-13|PG|NC-17|U|G|R|M|MA ?15\+)"
    r"(?=[).,;/|·•]|$)"
    r"|[,|·•] (?P<c4>12A|15A|PG|U|12|15|18)(?:[,|·•)]| cert)",
    re.MULTILINE,
)
_STARS = re.compile(
    r"(?P<full>[★⭐]{1,5})(?P<half>½)?[☆✩]{0,5}"
    r"|\b(?P<n>[0-5](?:\.5)?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)(?:\s+stars?)?\s*(?:out of|"
    r"/)\s*(?:5|[Ff]ive)\b(?!/)"
    r"|^(?:Rating|Verdict|Stars):?\s*(?P<n2>[0-5](?:\.5)?)\b"
    r"|^(?:Rating:? |Verdict:? )?(?P<n3>[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|"
    r"[Ff]ive)(?P<and> and a half)? stars?\b",
    re.MULTILINE,
)
_NUMBERS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
BOXED = Gated(
    r"[★⭐]|\b(?:[Cc]ert|[Rr]ated|[Rr]unning time|[Rr]un ?time|mins?\b|minutes|stars|[Rr]ating|"
    r"out of 5|/5)",
    needs="★|⭐|ert|ated|unning time|un time|untime|min|stars|ating|out of 5|/5",
)
_YEAR_AFTER = re.compile(
    r"[’”\"*_]*(?:,? [Dd]ir(?:\.|:|ected by) [^().;]{3,40})?,?\s*"
    r"\((?:[^()]{2,50}[,;/] ?)?(?P<y>(?:19|20)\d\d)[,;)]"
)
_YEAR_BEFORE = re.compile(r"\b(?P<y>(?:19|20)\d\d)[’']s [‘“\"'*_]*$")


@dataclass(frozen=True)
class Facts:
    """What a box states: minutes, certificate as printed, stars of five."""

    minutes: int | None = None
    certificate: str | None = None
    stars: float | None = None


def _minutes(text: str) -> int | None:
    match = _MINUTES.search(text)
    if match is None:
        return None
    if match["m2"]:
        minutes = int(match["m2"])
    elif match["h5"]:
        minutes = (2 if match["h5"] == "two" else 1) * 60 + int(match["m5"])
    elif match["h4"]:
        minutes = int(match["h4"]) * 60 + int(match["m4"])
    elif match["h3"]:
        minutes = int(match["h3"]) * 60 + int(match["m3"])
    else:
        minutes = int(match["h"] or 0) * 60 + int(match["m"])
    return minutes if 3 <= minutes <= 400 else None


_PLAINLY = re.compile(
    r"[Rr]un(?:ning)? ?[Tt]ime|Duration|minutes long|(?:[Tt]he film|[Ii]t|[Tt]his)(?:[’']s| is| runs(?: to)?) \d|\bruns (?:for |to |at )?\d|(?:^|[.!?] )\d{2,3} min(?:ute)?s?(?:\.|,|$)|\d ?h(?:rs?|ours?)?\.?,? \d{1,2} ?m|[(,|·•]\s*\d|\d\s?min(?:ute)?s?\s*[),|·•]|^\d"
)


def box_minutes(text: str) -> int | None:
    """Return a running time in minutes, only where it is plainly one: a box, or a label."""
    minutes = _minutes(text)
    return minutes if minutes and (len(text) < 160 or _PLAINLY.search(text)) else None


_TIMED = re.compile(r"\d(?:\s?[hm]|:\d)")  # every form of a running time has this
_GRADE_SIGNS = ("R. ", "G. ", "13. ", "17. ", "ert", "ated", "ating", "lassif", "(1", "(P",
    "(U", "(R", "(M", ", 1", ", P", ", U", ". 1", ". P", ". U", ". G", ". M", "G, ", "M, ", "R, ", "| ", "· ", "• ", "PAA",
                "BBFC", "12A", "15A", "MPA", "MA15", "MA 15")  # fmt: skip
_TIME_SIGNS = (
    "min",
    "m)",
    "m,",
    "m |",
    "m |",
    "m.",
    "m;",
    "unning",
    "h ",
    "1h",
    "2h",
    "3h",
    "hr",
    "hour",
)
_STAR_SIGNS = Gated(
    r"[★⭐]|out of|/\s*[5Ff]|^(?:Rating|Verdict|Stars|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)\b",
    needs="★|⭐|out of|/|Rating|Verdict|Stars|One|one|Two|two|Three|three|Four|four|Five|five",
)
_GRADE = re.compile(r"(?<!\w)(?:PG|NC-17|MA ?15|1[24568]A?|R18|TV-MA|[UGMR])(?!\w)")


def _any(signs: tuple[str, ...], text: str) -> bool:
    for sign in signs:  # noqa: SIM110 - `any` with a generator takes three times as long
        if sign in text:
            return True
    return False


def read_facts(text: str) -> Facts:
    """Return what the text of a page or of a film's part of it states."""
    lines = text.split("\n")
    timed = [line for line in lines if _TIMED.search(line) and _any(_TIME_SIGNS, line)]
    minutes = next((m for line in timed if (m := box_minutes(line))), None)
    certificate = stars = None
    graded = "\n".join(line for line in lines if _any(_GRADE_SIGNS, line) and _GRADE.search(line))
    if graded and (match := _CERTIFICATE.search(graded)):
        certificate = next(
            v for k in ("c", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9") if (v := match[k])
        )
    starred = "\n".join(line for line in lines if _STAR_SIGNS.search(line))
    if starred and (match := _STARS.search(starred)):
        if match["full"]:
            stars = len(match["full"]) + (0.5 if match["half"] else 0)
        else:
            said = next(v for k in ("n", "n2", "n3") if (v := match[k])).lower()
            stars = _NUMBERS.get(said) or float(said if said.replace(".", "").isdigit() else 0)
            stars += 0.5 if match["and"] else 0
    return Facts(minutes, certificate, stars)


def year_of(title: str, text: str) -> int | None:
    """Return the year that stands in brackets behind a title, or None."""
    at = text.find(title)
    while at >= 0:
        if before := _YEAR_BEFORE.search(text[max(0, at - 10) : at]):
            return int(before["y"])
        if found := _YEAR_AFTER.match(text, at + len(title)):
            return int(found["y"])
        at = text.find(title, at + len(title))
    return None
