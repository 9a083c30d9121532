"""A newsletter read out of its sign-up prompt: name, strapline, cadence, author, consent words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matinee.stories.intake.found import Furniture, Newsletter
from matinee.stories.intake.newsletter_lead import read_lead
from matinee.stories.intake.newsletter_promise import strapline
from matinee.stories.intake.newsletter_words import (
    A_NAME,
    ASKS,
    AUTHORS,
    BLURB,
    BUTTON,
    CADENCE,
    CAP,
    COMMENT_FORM,
    CONSENTS,
    ERROR,
    FORM,
    GENERIC,
    KINDS,
    LETTERHEAD,
    NAMES,
    NEXT,
    NO_CONSENT,
    NO_PERSON,
    ORDINARY_NAME,
    PRICES,
    PRIVACY,
    PUBLISHER,
    RUN_ON,
    SECTION_LETTER,
    SENDER,
    TELLING,
    THANKS,
)
from matinee.stories.intake.text import APOS, UP, fold


def _may_tell(text: str) -> bool:
    return TELLING.search(text.lower()) is not None or (
        text.count(" ") <= 6 and A_NAME.search(text) is not None
    )


def read_newsletter(furniture: Sequence[Furniture]) -> Newsletter | None:
    """Return the newsletter that the page's sign-up furniture speaks of, or None.

    Where a page has several prompts, the one that says most of itself is read.
    """
    groups = _groups([f for f in furniture if f.kind in KINDS and len(f.text) < 1500])
    read = [made for group in groups if (made := _read(group)) is not None]
    return max(read, key=_told, default=None)


def _groups(prompts: Sequence[Furniture]) -> list[list[Furniture]]:
    """Put prompts that stand close together into one, as the lines of a form do."""
    groups: list[list[Furniture]] = []
    for prompt in sorted(prompts, key=lambda f: f.start):
        if prompt.kind not in {"signup", "subscribe"} and not _may_tell(prompt.text):
            continue
        if prompt.kind == "other" and BLURB.search(prompt.text):
            continue
        if COMMENT_FORM.search(prompt.text):
            continue
        if groups and prompt.start - groups[-1][-1].end < 90:
            groups[-1].append(prompt)
        else:
            groups.append([prompt])
    groups = [_from_its_heading(g) for g in groups]
    return [
        g
        for g in groups
        if any(f.kind != "subscribe" and _of_a_form(f) or ASKS.search(f.text) for f in g)
    ]


def _from_its_heading(group: list[Furniture]) -> list[Furniture]:
    """Return a form's prompts without the links to stories that stand above its heading."""
    for i, prompt in enumerate(group):
        if _of_a_form(prompt):
            heads = [
                f for f in group[max(0, i - 2) : i]
                if LETTERHEAD.match(_tidy(f.text)) and not _LISTS.match(f.text)
            ]  # fmt: skip
            return [*heads, *group[i:]]
    return group


def _of_a_form(prompt: Furniture) -> bool:
    return (
        prompt.kind in {"signup", "subscribe"}
        or ASKS.search(prompt.text) is not None
        or BUTTON.fullmatch(prompt.text.strip()) is not None
    )


_LISTS = re.compile(r"(?:\d|[A-Z]\w* added\b|most |latest)", re.IGNORECASE)


def _told(letter: Newsletter) -> int:
    parts = (
        letter.name,
        letter.strapline,
        letter.cadence,
        letter.consent,
        letter.error,
        letter.author,
    )
    return sum(part is not None for part in parts) + 2 * (letter.name is not None)


_DRESS = re.compile(r"[*\[\]_]|\(/[^)]*\)")  # what Markdown puts around words
_ADVERT = re.compile(r"^[Aa][Dd](?:[Vv][Ee][Rr][Tt][Ii][Ss][Ee][Mm][Ee][Nn][Tt])? (?=[A-Za-z])")


def _tidy(text: str) -> str:
    return _ADVERT.sub("", _DRESS.sub("", fold(text))).strip()


def _read(group: Sequence[Furniture]) -> Newsletter | None:
    lines = [line for f in group for line in map(_tidy, f.text.split("\n")) if line]
    signups = [f for f in group if f.kind in {"signup", "subscribe"}] or list(group)
    own = [line for f in signups for line in map(_tidy, f.text.split("\n")) if line]
    text = " . ".join(lines)
    asked = (m[0].strip() for p in CONSENTS for m in p.finditer(text))
    consent = next((words for words in asked if not NO_CONSENT.search(words)), None)
    pitch = text.replace(consent, " . ") if consent else text
    pitch = THANKS.sub(" . ", pitch)
    lead = next(filter(None, map(read_lead, own)), None)
    if lead and lead.name and GENERIC.match(lead.name):
        lead = None
    name = (lead.name if lead else None) or _name(own, pitch) or _name(own, text)
    name = name or _name(lines, "") or _of_a_section(own)
    times = PRICES.sub(" ", pitch)
    cadence = next((c for c, p in CADENCE.items() if re.search(p, times)), None)
    if name is None and cadence is None and consent is None:
        return None
    error, thanks, button = ERROR.search(text), THANKS.search(text), BUTTON.search(text)
    privacy = PRIVACY.search(text)
    return Newsletter(
        name=name,
        strapline=lead.promise if lead else strapline(own, pitch, name),
        cadence=cadence,
        free=True
        if re.search(r"\b[Ff]ree\b(?! (?:articles|trial|account))|\bno charge\b", pitch)
        else None,
        author=_author(pitch),
        publisher=_publisher(consent, text),
        consent=consent,
        privacy=privacy[0] if privacy else None,
        error=error[0].strip() if error else None,
        thanks=thanks[0].strip() if thanks else None,
        button=button[0] if button else None,
        start=group[0].start,
        end=group[-1].end,
    )


def _of_a_section(lines: Sequence[str]) -> str | None:
    """Return the name in "Get our weekly Culture newsletter", where a box has no other."""
    found = next(filter(None, map(SECTION_LETTER.fullmatch, lines)), None)
    return found["name"] if found else None


def _name(lines: Sequence[str], text: str) -> str | None:
    for pattern in NAMES:
        for match in pattern.finditer(text):
            name = re.sub(
                rf"^(?!What|Who|Let|It|That|Here|There)(?:The )?{CAP}[{APOS}]s (?=[{UP}])",
                "",
                match["name"].strip(" ,.-"),
            )
            name = re.sub(rf"(?<! &) {NEXT}$", "", name).removeprefix("The The ")
            name = RUN_ON.sub("", name).removesuffix(" Newsletter")
            named = match.end() < len(text) and " . " in text[match.end() : match.end() + 3]
            if named and pattern is NAMES[0] and ORDINARY_NAME.fullmatch(name):
                return name  # "Sign up to Film Weekly" on a line of its own
            if not GENERIC.match(name) and len(name) > 2:
                return name
    # A form's own heading: two to five words in capitals on a line of their own.
    for line in lines:
        if (
            not 2 <= len(line.split()) <= 5
            or line.isupper()
            or re.search(r"\b\d{3,}|^\d|\d:\d|\d min", line)
            or not LETTERHEAD.match(line)
        ):
            continue
        if not GENERIC.match(line) and not FORM.match(line):
            return line
    return None


def _author(text: str) -> str | None:
    for pattern in AUTHORS:
        for match in pattern.finditer(text):
            if not NO_PERSON.search(match["who"]) and not GENERIC.match(match["who"]):
                return match["who"].strip(" .,")
    return None


def _publisher(consent: str | None, text: str) -> str | None:
    if consent:
        names = [m["who"] for m in PUBLISHER.finditer(consent)]
        if names:
            return re.sub(r" by e-?mail.*| via .*", "", names[-1])
    sender = SENDER.search(text)
    return (
        sender["who"].removeprefix("The ")
        if sender and sender["who"] not in {"We", "You"}
        else None
    )
