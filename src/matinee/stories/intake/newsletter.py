"""A newsletter read out of its sign-up prompt: name, strapline, cadence, author, consent words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matinee.stories.intake.found import Furniture, Newsletter
from matinee.stories.intake.newsletter_lead import read_lead
from matinee.stories.intake.text import APOS, UP, fold

_NOUN = (
    r"(?:e-?mails?|newsletters?|bulletins?|briefings?|letters?|lists?|round-?ups?|digests?|"
    r"dispatch|mail-?outs?|alerts?)"
)
_SMALL = r"(?:of|the|and|in|on|for|a|to|at|&|with)"
_CAP = rf"(?:[{UP}][\w{APOS}&-]*|\d+)"
_NAME = rf"(?P<name>{_CAP}(?: (?:{_SMALL} )?{_CAP}){{0,5}})"
_ADJ = (
    r"(?:free |weekly |daily |monthly |fortnightly |regular |new |film |arts |culture |movie |"
    r"entertainment |email |mailing |showbiz |festival |morning |evening |lunchtime |own )*"
)
# What stands on a button or begins the next thing in a prompt that a scraper ran together.
_NEXT = (
    r"(?:Get|Sign|SIGN|Subscribe|SUBSCRIBE|Please|PLEASE|Enter|Email|E-mail|Your|By|I|Yes|Tick|"
    r"Thanks|Thank|See|Read|"
    r"That|An|Privacy|We|Join|JOIN|Continue|Check|Leave|Robots|Receive|First|Last|Invalid|"
    r"Something|Now|You|This|Free)"
)
_NAMES = [
    re.compile(
        rf"\b(?:[Ss]ign(?:ing)? up|SIGN UP|[Ss]ubscribe|[Jj]oin|[Rr]egister|[Ss]igned up)(?: now|"
        rf" today| here)? (?:to|for) (?:our |the )?{_ADJ}{_NAME}"
        rf"(?=,| [-–—]|:| ?\.|!| (?:[a-z-]+ ){{0,3}}{_NOUN}\b| and get| to get| for | with | from | by |"
        rf" {_NEXT}\b|$| \|)"
    ),
    re.compile(
        rf"\b(?:Get|Receive|get|receive) (?:our |the )?{_NAME}(?:[,.!](?=\s|$)| (?:from|for|every|by|in your|"
        rf"straight|each|free|delivered|e-?mail|newsletter))"
    ),
    re.compile(rf"\b{_NOUN}[,:]? (?:called |titled )?{_NAME}(?= ?[,.:;(]| –|$| {_NEXT}\b)"),
    re.compile(
        rf"\b(?:our|the|Our|The|'s|’s|this|your|The The|the The) {_ADJ}{_NAME} {_ADJ}{_NOUN}\b"
    ),
    re.compile(
        rf"\b(?:for|to|[Gg]et) (?:{_CAP} ){{0,3}}{_CAP}[{APOS}]s {_ADJ}{_NAME} {_ADJ}{_NOUN}\b"
    ),
    re.compile(rf"{_NAME},? (?:is )?(?:our|the|a|your) (?:[\w-]+ ){{0,4}}{_NOUN}\b"),
    re.compile(rf"(?:^|\. ){_NAME} in your (?:inbox|e-?mail)\b"),
    re.compile(rf"\b(?:[Tt]hanks|[Tt]hank you) for reading {_NAME}(?=[!.])"),
    re.compile(
        rf"(?:^|\. )(?P<name>(?:The )?{_CAP}(?: (?:{_SMALL} )?{_CAP}){{0,5}}) is a reader-supported\b"
    ),
    re.compile(
        rf"\b{_NOUN}, (?P<name>{_CAP}(?: (?:{_SMALL} )?{_CAP}){{0,3}} by {_CAP}(?: {_CAP}){{1,2}})(?=[,.])"
    ),
    re.compile(rf"(?:^|\. ){_NAME}(?= (?:What|All|Our|The best|Everything|Your|One)\b)"),
]
_GENERIC = re.compile(
    r"^(?:(?:The|Our|Your|Get|Sign|Please|Enter|Email|SIGN|UP|Free|Subscribe|Join|Thanks|Thank|A|"
    r"To|Me|Up|"
    r"News|Newsletter|Newsletters|Weekly|Daily|Yes|I|Want|More|Culture|Film|Films|Like|Love|Never|"
    r"See|Privacy|"
    r"Policy|Notice|Terms|Use|Service|Now|Today|Here|We|It|Most|Read|Become|Continue|Leave|By|"
    r"NOW|In|Recommended|Advertising|Details|Related|Latest|Trending|Skip|Main|Menu|Search|Home|Share|Save|"
    r"Copy|Link|Type|Top|Stories|Brands|Learn|Find|Out|Back|Account|Photos?|Videos?|Watch|Listen|Next|Show|Me|Posted|Updated|Published|Submit|Reviews?|Interviews?|Story)\s*)+$"
)
_ORDINARY_NAME = re.compile(
    r"(?:The )?(?:Film|Films|Culture|Movie|Movies|Arts|Cinema|News|Entertainment)(?: [A-Z]\w+)* "
    r"(?:Weekly|Daily|News|Today|Now|Here)"
)
_LETTERHEAD = re.compile(rf"^(?:The )?(?:{_CAP} ?){{1,4}}$")
_CADENCE = {
    "daily": r"\bdaily\b|\bMon(?:day)?(?: to | through |[-–])Fri(?:day)?\b|\b(?:seven|five|six) days a week\b|\b(?:every|each) (?:day|morning|evening|weekday|afternoon|lunchtime|"
    r"night)\b|\bat \d+(?:\.\d\d)?[ap]m\b|\bDaily (?:newsletter|email)",
    "fortnightly": r"\b[Ff]ortnightly\b|\bevery (?:two weeks|fortnight|(?:other|second) (?:week|[A-Z]\w+day))\b",
    "monthly": r"\b[Mm]onthly\b|\b(?:every|each|(?<!twice )(?<!times )a|per) month\b",
    "weekly": r"\b[Ww]eekly\b"
    r"|\b(?:every|each|on|(?<!twice )(?<!times )a) (?:week|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|"
    r"Sun)day)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:s|'s)?\b|\bonce a week\b|\bweekend\b",
}
_PERSON = rf"[{UP}][\w{APOS}-]+(?: [{UP}][\w{APOS}.-]+){{1,2}}"
_WHO = r"(?:critics?|editor|writer|reporter|correspondent|columnist|host|curator)"
_AUTHORS = [
    re.compile(
        rf"(?P<who>{_PERSON}?)[{APOS}]s (?:free |weekly |daily |monthly |regular )+(?:guide|newsletter|"
        rf"round-?up|e-?mail|dispatch|look|column|letter)\b"
    ),
    re.compile(
        rf"\b(?:[Oo]ur|[Tt]he|chief|by|from|with) (?:[a-z]+[ -]){{0,3}}{_WHO},? "
        rf"(?P<who>{_PERSON}?)(?=[.,;:!?]| {_NEXT}\b| [a-z]|$)"
    ),
    re.compile(
        rf"\b(?:[Ww]ritten by|[Cc]urated by|[Hh]osted by|by|with|"
        rf"from) (?P<who>{_PERSON}?)(?=[.,;:!?]| {_NEXT}\b| [a-z]|$)"
    ),
]
_NO_PERSON = re.compile(
    r"\b(?:The|Daily|News|Times|Post|Courant|Gazette|Herald|Media|Weekly|Limited|Ltd|Group|Press|"
    r"Policy|Notice|Terms|"
    r"Privacy|Google|Independent|Guardian|Telegraph|Examiner|Ledger|Mail|Star|Echo|Journal|"
    r"Tribune)\b"
)
_CONSENTS = [
    re.compile(
        rf"(?:Yes,? )?(?<!ing, )\bI (?:would like|want|agree|consent|am happy|wish|'d like|"
        rf"would love)\b.{{10,240}}?(?:\.(?=\s|$)|(?= (?:Read|See|View) our| Privacy| Thanks|"
        rf" {_NEXT}\b(?! (?:is|in|newsletters))|$))"
        r"|\bI'd (?:like|love)\b(?=.{0,90}\b(?:offers?|events|updates|hear|e-?mailed|contacted|"
        r"sent|marketing|invitations|promotions)\b).{10,240}?(?:\.(?=\s|$)|(?= (?:Read|See|How) |"
        r"$))",
    ),
    re.compile(
        r"\b(?:Tick|Check) (?:this box |here |the box )?(?:to|if) .{10,200}?(?:\.(?=\s|$)|$)"
    ),
    re.compile(
        r"\bBy (?:signing|subscribing|clicking|giving|entering|providing|submitting|joining|"
        r"registering|continuing|pressing|tapping|ticking|checking|sending|using|proceeding|"
        r"selecting|choosing|filling)\b.{5,260}?(?:\.(?: We use vendors[^.]{10,120}\.)?(?=\s|$)|(?= Sign up$| SIGN UP$| Subscribe$|"
        r" Thank(?:s| you)\b)|$)"
    ),
    re.compile(
        r"\b(?:We (?:look after|handle|hold|process|store|use|will use|'ll use|only use|keep|never|care about)|You can (?:opt out|unsubscribe)|Your (?:address|details|"
        r"data|information|e-?mail address)(?: is| are| will)) .{8,160}?(?:\.|$)(?: (?:See|Read|View) our privacy "
        r"[a-z]+\.| We will never [^.]{5,80}\.)?(?=\s|$)"
    ),
]
_BLURB = re.compile(r"\bis an? (?:[\w-]+ ){0,6}(?:critic|writer|editor|reporter|journalist)\b")
_COMMENT_FORM = re.compile(
    r"\b(?:will not be published|leave a (?:reply|comment)|post a comment)\b", re.IGNORECASE
)
_NO_CONSENT = re.compile(r"re[Cc][Aa][Pp][Tt][Cc][Hh][Aa]|\bcookies\b|\bpublished\b", re.IGNORECASE)
_PUBLISHER = re.compile(rf"\bfrom (?P<who>(?:[Tt]he )?{_CAP}(?: (?:& |and )?{_CAP}){{0,4}})")
_SENDER = re.compile(
    rf"\b(?:the )?(?P<who>{_CAP}(?: {_CAP}){{0,3}}) (?:may|will|would like to|"
    rf"might)(?: [a-z]+){{0,2}} (?:send|e-?mail|contact)\b"
)
_PRIVACY = re.compile(
    r"(?:Read|See|View) our (?:full )?privacy (?:notice|policy|statement)|Privacy (?:Notice|"
    r"Policy|notice|policy)|How we use your data|See how we use your data",
)
_ERROR = re.compile(
    r"(?:Please )?\b(?:enter|type|provide|supply|use) a valid e-?mail(?: address)?|"
    r"Invalid e-?mail(?: address)?|"
    r"(?:That|This|An?) (?:e-?mail )?(?:address )?(?:is not|isn't|does not|doesn't|needs|"
    r"must)\b[^.]{0,50}?(?:right|valid|sign|e-?mail|address)\b|"
    r"(?:Please )?[Cc]heck (?:the|your) (?:e-?mail )?address(?: and try again)?|Please (?:provide|"
    r"check|supply) (?:a|your)[^.]{0,30}e-?mail(?: address)?",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:Thanks|Thank you)(?: you)? for (?:signing|joining|subscribing|"
    r"registering)[^.!]{0,90}[.!]?|(?:Thanks|Thank you)[,!.] (?:you(?:'ve| have| are)|check|"
    r"please check)[^.!]{0,90}[.!]?",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"\bSIGN (?:ME )?UP\b|\bSUBSCRIBE\b|\bSign [Mm]e [Uu]p\b|\bSign [Uu]p$|\bCount me in\b"
)
_FORM = re.compile(
    r"^(?:(?:please )?enter|please |you(?:'ve|'re| have| are) |not a |already |success|e-?mail|your e-?mail|sign (?:me )?up$|subscribe$|continue$|first name|"
    r"last name|privacy|by |i |yes|tick|thanks|thank|"
    r"free (?:weekly|daily|monthly)? ?newsletter$|we |"
    r"your (?!(?:[a-z-]+ ){0,3}(?:guide|hit|fix|dose|round-?up|digest|look|pick|briefing|ticket|state|week)\b)|invalid|that |an e-?mail|"
    r"after newsletter|this form|see our|read our|how we|close|skip|want more|never miss|"
    r"leave|robots|check|something|there was an|newsletter$|now and then|you can|unsubscribe)",
    re.IGNORECASE,
)
_STOP = rf"(?=[.!?](?:\s|$)| (?:{_NEXT})\b (?!best|most|week)|$)"


_KINDS = frozenset(["signup", "subscribe", "other", "related", "advert"])
_ASKS = re.compile(
    r"\b(?:sign up (?:to|for)|newsletters?|mailing list|in your inbox|"
    r"delivered (?:twice|once|every|each|to you)|e-?mails? a (?:week|month|day))\b",
    re.IGNORECASE,
)
# A line beside a form's that may be its heading or its strapline, whatever its kind.
_TELLING = re.compile(r"newsletter|e-?mail|inbox|subscribe|sign up|delivered|weekly|every|each")
_A_NAME = re.compile(rf"^(?:The )?(?:{_CAP} ?){{2,5}}$", re.IGNORECASE)


def _may_tell(text: str) -> bool:
    return _TELLING.search(text.lower()) is not None or (
        text.count(" ") <= 6 and _A_NAME.search(text) is not None
    )


def read_newsletter(furniture: Sequence[Furniture]) -> Newsletter | None:
    """Return the newsletter that the page's sign-up furniture speaks of, or None.

    Where a page has several prompts, the one that says most of itself is read.
    """
    groups = _groups([f for f in furniture if f.kind in _KINDS and len(f.text) < 1500])
    read = [made for group in groups if (made := _read(group)) is not None]
    return max(read, key=_told, default=None)


def _groups(prompts: Sequence[Furniture]) -> list[list[Furniture]]:
    """Put prompts that stand close together into one, as the lines of a form do."""
    groups: list[list[Furniture]] = []
    for prompt in sorted(prompts, key=lambda f: f.start):
        if prompt.kind not in {"signup", "subscribe"} and not _may_tell(prompt.text):
            continue
        if prompt.kind == "other" and _BLURB.search(prompt.text):
            continue
        if _COMMENT_FORM.search(prompt.text):
            continue
        if groups and prompt.start - groups[-1][-1].end < 90:
            groups[-1].append(prompt)
        else:
            groups.append([prompt])
    groups = [_from_its_heading(g) for g in groups]
    return [
        g
        for g in groups
        if any(f.kind != "subscribe" and _of_a_form(f) or _ASKS.search(f.text) for f in g)
    ]


def _from_its_heading(group: list[Furniture]) -> list[Furniture]:
    """Return a form's prompts without the links to stories that stand above its heading."""
    for i, prompt in enumerate(group):
        if _of_a_form(prompt):
            heads = [
                f for f in group[max(0, i - 2) : i]
                if _LETTERHEAD.match(_tidy(f.text)) and not _LISTS.match(f.text)
            ]  # fmt: skip
            return [*heads, *group[i:]]
    return group


def _of_a_form(prompt: Furniture) -> bool:
    return (
        prompt.kind in {"signup", "subscribe"}
        or _ASKS.search(prompt.text) is not None
        or _BUTTON.fullmatch(prompt.text.strip()) is not None
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


def _tidy(text: str) -> str:
    text = re.sub(r"[*\[\]_]|\(/[^)]*\)", "", fold(text))
    return re.sub(r"^ad(?:vertisement)? (?=[A-Z])", "", text, flags=re.IGNORECASE).strip()


def _read(group: Sequence[Furniture]) -> Newsletter | None:
    lines = [line for f in group for line in map(_tidy, f.text.split("\n")) if line]
    signups = [f for f in group if f.kind in {"signup", "subscribe"}] or list(group)
    own = [line for f in signups for line in map(_tidy, f.text.split("\n")) if line]
    text = " . ".join(lines)
    asked = (m[0].strip() for p in _CONSENTS for m in p.finditer(text))
    consent = next((words for words in asked if not _NO_CONSENT.search(words)), None)
    pitch = text.replace(consent, " . ") if consent else text
    pitch = _THANKS.sub(" . ", pitch)
    lead = next(filter(None, map(read_lead, own)), None)
    if lead and lead.name and _GENERIC.match(lead.name):
        lead = None
    name = (lead.name if lead else None) or _name(own, pitch) or _name(own, text)
    name = name or _name(lines, "") or _of_a_section(own)
    times = _PRICES.sub(" ", pitch)
    cadence = next((c for c, p in _CADENCE.items() if re.search(p, times)), None)
    if name is None and cadence is None and consent is None:
        return None
    error, thanks, button = _ERROR.search(text), _THANKS.search(text), _BUTTON.search(text)
    privacy = _PRIVACY.search(text)
    return Newsletter(
        name=name,
        strapline=lead.promise if lead else _strapline(own, pitch, name),
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


_SECTION_LETTER = re.compile(
    rf"(?:Get|Sign up (?:to|for)|Join|Receive) our (?:free |weekly |daily |monthly )+"
    rf"(?P<name>{_CAP}(?: & {_CAP})?) {_NOUN}[.!]?"
)


def _of_a_section(lines: Sequence[str]) -> str | None:
    """Return the name in "Get our weekly Culture newsletter", where a box has no other."""
    found = next(filter(None, map(_SECTION_LETTER.fullmatch, lines)), None)
    return found["name"] if found else None


def _name(lines: Sequence[str], text: str) -> str | None:
    for pattern in _NAMES:
        for match in pattern.finditer(text):
            name = re.sub(
                rf"^(?!What|Who|Let|It|That|Here|There)(?:The )?{_CAP}[{APOS}]s (?=[{UP}])",
                "",
                match["name"].strip(" ,.-"),
            )
            name = re.sub(rf"(?<! &) {_NEXT}$", "", name).removeprefix("The The ")
            name = _RUN_ON.sub("", name).removesuffix(" Newsletter")
            named = match.end() < len(text) and " . " in text[match.end() : match.end() + 3]
            if named and pattern is _NAMES[0] and _ORDINARY_NAME.fullmatch(name):
                return name  # "Sign up to Film Weekly" on a line of its own
            if not _GENERIC.match(name) and len(name) > 2:
                return name
    # A form's own heading: two to five words in capitals on a line of their own.
    for line in lines:
        if (
            not 2 <= len(line.split()) <= 5
            or line.isupper()
            or re.search(r"\b\d{3,}|^\d|\d:\d|\d min", line)
            or not _LETTERHEAD.match(line)
        ):
            continue
        if not _GENERIC.match(line) and not _FORM.match(line):
            return line
    return None


# Where the next sentence runs on behind a name: "Sign up for The Usher A letter on …".
_RUN_ON = re.compile(r" (?:A|An|Our|Your|All|Every|Each|What|Everything)$")
_PRICES = re.compile(
    r"[£$€]\d[\d.]*(?: ?/ ?| an? | per | every )(?:week|month|year)|\b(?:first|last|next|one|two|"
    r"three|six|\d+) months?\b|\b(?:articles|stories|issues) an? (?:week|month)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    rf"^(?:Join|Subscribe to|Sign up (?:to|for|now)|Get) (?:our|the) {_ADJ}{_NOUN} (?=[{UP}])"
)
_PITCH = re.compile(
    rf"^(?:(?:{_CAP} ){{1,4}}(?=Get our))?(?:Get|Receive|Join|Subscribe to|Sign up (?:to|for)) (?:our|the) "
    rf"{_ADJ}(?:[A-Z][a-z]+day )?{_NOUN} "
    rf"(?:for|with|on|about|featuring|filled with|packed with|full of) (?P<s>[^.!?]{{8,110}}?)"
    rf"(?= from (?:our|the) [a-z ]{{3,30}} {_CAP}| (?:Get|Please|Enter|Email|SIGN|Sign)\b|[.!?]|$)"
    rf"|^(?:Get|Receive) (?P<s2>[^.!?]{{12,140}}?) (?:with|in) (?:our|the) {_ADJ}"
    rf"(?:{_CAP} |& ){{0,5}}{_NOUN}\.?$"
    r"|^(?:Sign up|Subscribe|Join)\b.{0,40}? with (?P<s3>our [a-z -]{0,24}(?:run-?down|round-?up|guide|"
    r"pick|selection|digest|choice) [^.!?]{8,120}?)(?=, (?:every|each|sent|on)\b|[.!?]|$)"
    r"|^Sign up for (?P<s4>(?!our|the|free|a|news|this|more|updates|daily|weekly|all|breaking|e-?mail|alerts)"
    r"[a-z]+ [^.!?]{12,140})$"
)


def _strapline(lines: Sequence[str], text: str, name: str | None) -> str | None:
    """Return what the letter promises, without the words that only ask to sign up."""
    for line in lines:
        for sentence in re.split(r"(?<=[.!?]) ", line):
            if pitched := _PITCH.match(sentence.rstrip(".!")):
                return str(next(filter(None, pitched.groups())))
    said = _promise(lines, text, name)
    pitched = _PITCH.match(said) if said else None
    return str(next(filter(None, pitched.groups()))) if pitched else said


def _promise(lines: Sequence[str], text: str, name: str | None) -> str | None:
    if name and name in text:
        for lead, promise in _PROMISES:
            match = _behind(name, text, lead, promise)
            if match and not _by_whom(match["s"]) and not _ONLY_A_LETTER.match(match["s"].strip()):
                return match["s"].strip(" ,")
        before = next((m for m in _THEN_JOIN.finditer(text) if m["rest"].startswith(name)), None)
        if before and not _INVITES.match(before["s"]):
            return before["s"]
    return _own_line(lines, name)


# What stands right before a letter's name, and behind it: the promise.
_PROMISES = [
    (("",), re.compile(rf" is an? {_ADJ}{_NOUN}, (?P<s>(?!free)[^.!?]{{12,150}}?)(?=[.!?])")),
    (("",), re.compile(r" is (?P<s>an? (?:reader-supported|independent|free|weekly) [^.!?]{4,60}? (?:about|on|for|from) [^.!?]{8,100}?)(?=[.!?])")),
    (("",), re.compile(rf"(?:,|:| [-–—]) (?P<s>(?!delivered\b|sent\b|out\b|free\b|(?:every|each) \w+ )[^.!?]{{8,150}}?){_STOP}")),
    (("",), re.compile(r" (?P<s>(?:An?|Our|Your|All|What|Everything|The best) [a-z][^!?.]{12,150}\.)")),
    (("",), re.compile(rf" (?:[a-z-]+ ){{0,2}}{_NOUN}(?:,| for free:|:) (?P<s>[^.!?]{{8,150}}?){_STOP}")),
    (("",), re.compile(rf" {_NOUN} (?:and|to) (?P<s>(?:get|receive) [^.!?]{{10,150}}?){_STOP}")),
    (("Get ", "get "), re.compile(r" for (?P<s>[^.!?]{8,150}?[.!?]?)(?: (?:Enter|Email|E-mail|"
                                  r"Sign)\b|$|(?<=[.!?]) )")),
    ((". ",), re.compile(r" (?P<s>(?:What|All|Our|The best|Everything) [^!?]{10,150}?\.)")),
]  # fmt: skip
_THEN_JOIN = re.compile(
    rf"(?:^|\. )(?P<s>[{UP}][^.!?]{{20,160}})[.!?] (?:Sign up|Subscribe|Get|Join) "
    r"(?:to|for )?(?:our |the |now )*(?=(?P<rest>[^\n]{0,200}))"
)


def _behind(
    name: str, text: str, lead: tuple[str, ...], promise: re.Pattern[str]
) -> re.Match[str] | None:
    """Return the promise that first follows a name which one of `lead` stands before."""
    at = text.find(name)
    while at >= 0:
        opens = text.endswith(lead, 0, at) or (at == 0 and lead == (". ",))
        if opens and (match := promise.match(text, at + len(name))):
            return match
        at = text.find(name, at + 1)
    return None


# "our fortnightly email" tells when, not what.
_ONLY_A_LETTER = re.compile(rf"^(?:our|the|a|your) {_ADJ}{_NOUN}$")


def _by_whom(text: str) -> bool:
    return re.fullmatch(rf"by {_PERSON}(?:, .*)?", text.strip(" ,")) is not None


def _own_line(lines: Sequence[str], name: str | None) -> str | None:
    """Return a line of the form that tells what the letter holds, and nothing else."""
    for line in _sentences_of(lines):
        first = re.match(
            r"(?P<s>(?:Get|All|The|Our|Everything|Take|Wake|Five|One|Ten|A|"
            r"Be) [^!?]{12,170}?)(?= (?:Get our|Please|Receive the|Enter your|SIGN UP|"
            r"That e-?mail|E-?mail address|I would|I'd like)\b|$)",
            line,
        )
        said = first["s"] if first else line
        if (
            line == name
            or said.endswith("?")
            or _FORM.match(said)
            or not 4 <= len(said.split()) <= 32
            or _SECTION_LETTER.fullmatch(said)
        ):
            continue
        tells = _CONTENTS.search(said) or any(re.search(p, said) for p in _CADENCE.values())
        names_it = name is not None and name in said
        if tells and not _INVITES.match(said) and (first is not None or not names_it):
            return said.strip(" ,")
    return None


def _sentences_of(lines: Sequence[str]) -> list[str]:
    """Return the lines, those that ask for something cut into sentences, less the asking."""
    found: list[str] = []
    for line in lines:
        asks = _INVITES.match(line) or _INVITES_LATE.search(line)
        found += [_ASKING.sub("", s) for s in (re.split(r"(?<=[.!?]) ", line) if asks else [line])]
    return found


_INVITES_LATE = re.compile(r"\b(?:sign up|subscribe|join|register)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\b(?:latest|best|news|stories|films?|inbox|everything|reviews?)\b")
_INVITES = re.compile(
    r"(?:Sign up|Subscribe|Join|Click|Register|See also|More|Read|Related|Watch|Most|Already|"
    r"Become|Support|Free|Like|Love|For more|Enjoy)\b|.*\b(?:join the|sign up|subscribe)\b"
)


def _author(text: str) -> str | None:
    for pattern in _AUTHORS:
        for match in pattern.finditer(text):
            if not _NO_PERSON.search(match["who"]) and not _GENERIC.match(match["who"]):
                return match["who"].strip(" .,")
    return None


def _publisher(consent: str | None, text: str) -> str | None:
    if consent:
        names = [m["who"] for m in _PUBLISHER.finditer(consent)]
        if names:
            return re.sub(r" by e-?mail.*| via .*", "", names[-1])
    sender = _SENDER.search(text)
    return (
        sender["who"].removeprefix("The ")
        if sender and sender["who"] not in {"We", "You"}
        else None
    )
