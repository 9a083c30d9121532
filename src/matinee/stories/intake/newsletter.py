"""A newsletter read out of its sign-up prompt."""

from __future__ import annotations

import re

from matinee.stories.intake.found import Furniture, Newsletter
from matinee.stories.intake.text import APOS, UP, fold

_NAME_WORDS = rf"(?:[{UP}][\w{APOS}&-]*|(?:of|the|and|in|on|for|a|to|&)(?=\s+[{UP}]))"
_TITLE = rf"(?P<name>[{UP}][\w{APOS}&-]*(?:\s+{_NAME_WORDS}){{0,6}})"
_GENERIC = re.compile(
    r"^(?:(?:The|Our|Your|Get|Sign|Please|Enter|Email|SIGN|UP|Free|Subscribe|Join|Thanks|Thank|"
    r"Breaking|News|Newsletter|Weekly|Daily|Yes|I)\s*)+$"
)
_NAMES = [
    re.compile(
        rf"(?:Get|get|Join|Receive) (?:our|the|your) {_TITLE} (?:e-?mail|newsletter|bulletin)"
    ),
    re.compile(
        rf"(?:[Ss]ign up|[Ss]ubscribe|SIGN UP|[Jj]oin|[Rr]egister)(?: now| today| here)? (?:to|for) "
        rf"(?:our |the )?(?:free )?{_TITLE}(?=,| [-–—:|]| newsletter| e-?mail| bulletin|$|\s+[a-z]|[.!])"
    ),
    re.compile(rf"(?:newsletter|e-?mail|bulletin|briefing|letter),? (?:called )?{_TITLE}[,.: ]"),
    re.compile(
        rf"{_TITLE},? (?:is )?(?:our|the|a) (?:\w+[ -]){{0,4}}(?:newsletter|e-?mail|bulletin|briefing)"
    ),
    re.compile(rf"(?:the|our|The|Our) {_TITLE} (?:newsletter|e-?mail|bulletin|briefing)\b"),
    re.compile(rf"Get {_TITLE} (?:from|by|in your|straight|delivered|every|each|free)"),
]
_CADENCE = {
    "daily": r"\bdaily\b|\bevery (?:day|morning|evening|weekday)\b|\beach (?:day|morning)\b",
    "fortnightly": r"\bfortnightly\b|\bevery (?:two weeks|other week|fortnight)\b",
    "monthly": r"\bmonthly\b|\bevery month\b|\bonce a month\b",
    "weekly": r"\bweekly\b|\b(?:every|each|on) (?:week|mon|tues|wednes|thurs|fri|satur|sun)\w*\b"
    r"|\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|\bonce a week\b",
}
_PERSON = rf"[{UP}][\w{APOS}-]+(?: (?:[{UP}][\w{APOS}.-]+)){{1,3}}?"
_AUTHORS = [
    re.compile(
        rf"\b(?:from|by|with)\s+(?:our\s+|the\s+)?(?:[a-z]+[ -]){{0,3}}(?:critic|editor|writer|reporter|"
        rf"correspondent|columnist|team)s?,?\s+(?P<who>{_PERSON})(?=\s+(?:Get|Please|Sign|Enter|Email|Your|"
        rf"Join|Thanks|By|We)\b|[.,;:!]|\s+[a-z]|$)"
    ),
    re.compile(
        rf"\b(?:written by|curated by|by|with|from) (?P<who>{_PERSON})(?=\s+(?:Get|Please|Sign|Enter)\b|[.,;:!]|\s+[a-z]|$)"
    ),
]
_CONSENT = re.compile(
    r"(?:Yes,? )?I (?:would like|want|agree|consent|'d like|am happy|wish)\b.{10,240}?(?:\.(?=\s|$)|(?= Read our| See our| "
    r"Privacy| Thanks))",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    rf"(?:from|by) (?P<who>(?:[Tt]he )?[{UP}][\w{APOS}&-]*(?: [{UP}&][\w{APOS}&-]*){{0,4}})"
)
_PRIVACY = re.compile(
    r"(?:Read|See|View) our (?:full )?privacy (?:notice|policy|statement)|Privacy (?:Notice|Policy)",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:Please )?enter a valid e-?mail(?: address)?|Invalid e-?mail(?: address)?(?:[^.]{0,60}\.)?|"
    r"That (?:is|does)n['’]t [^.]{0,60}e-?mail[^.]{0,30}\.?|Please (?:provide|check|supply) (?:a|your)[^.]{0,30}e-?mail(?: address)?",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:Thanks|Thank you)(?: you)? for (?:signing|joining|subscribing|registering)[^.!]{0,90}[.!]?",
    re.IGNORECASE,
)
_BUTTON = re.compile(r"\bSIGN (?:ME )?UP\b|\bSUBSCRIBE\b|\bSign me up\b")
_STRAP = re.compile(
    r"(?P<strap>(?:Get|Take|All|The|Our|Your|Everything|Receive|Join|Be|From)\b[^.!?]{20,200}?)(?=[.!?]|\s+(?:Get our|Please enter|"
    r"Enter your|SIGN UP|E-?mail address|By signing|I would|Your e-?mail)|$)"
)


def _name(text: str) -> str | None:
    for pattern in _NAMES:
        for match in pattern.finditer(text):
            name = match["name"].strip(" ,.-")
            if not _GENERIC.match(name) and len(name) > 2:
                return name
    return None


def _after_name(text: str, name: str) -> str | None:
    """A strapline that follows the name's first mention: "The Long Take, our free letter"."""
    match = re.search(
        re.escape(name)
        + r",? ((?:our|the|a|your) [^.!?]{10,120}?)(?=\s+(?:Get|Please|Enter|SIGN)\b|[.!?]|$)",
        text,
    )
    return match[1].strip() if match else None


def read_newsletter(furniture: list[Furniture]) -> Newsletter | None:
    """Return the newsletter that the page's sign-up furniture speaks of, or None."""
    signups = [f for f in furniture if f.kind in {"signup", "subscribe"}]
    prompts = [f for f in signups if f.kind == "signup"]
    if not prompts:
        return None
    text = fold(" . ".join(f.text for f in prompts)) if len(prompts) > 1 else fold(prompts[0].text)
    text = re.sub(r"[*\[\]_]|\(/[^)]*\)", "", text)
    cadence = next((c for c, p in _CADENCE.items() if re.search(p, text, re.IGNORECASE)), None)
    name = _name(text)
    consent = _CONSENT.search(text)
    publisher = None
    if consent:
        names = [m["who"] for m in _PUBLISHER.finditer(consent[0])]
        publisher = re.sub(r" by e-?mail.*| via .*", "", names[-1]) if names else None
    author = next((m["who"] for p in _AUTHORS for m in p.finditer(text)), None)
    if name is None and cadence is None and consent is None:
        return None
    strap = (_after_name(text, name) if name else None) or next(
        (m["strap"].strip(" .") for m in _STRAP.finditer(text)), None
    )
    error, thanks, button = _ERROR.search(text), _THANKS.search(text), _BUTTON.search(text)
    privacy = _PRIVACY.search(text)
    return Newsletter(
        name=name,
        strapline=strap,
        cadence=cadence,
        free=True if re.search(r"\bfree\b", text, re.IGNORECASE) else None,
        author=author,
        publisher=publisher,
        consent=consent[0].strip() if consent else None,
        privacy=privacy[0] if privacy else None,
        error=error[0].strip() if error else None,
        thanks=thanks[0].strip() if thanks else None,
        button=button[0] if button else None,
        start=prompts[0].start,
        end=prompts[-1].end,
    )
