"""The words of sign-up prompts: what names a letter, tells how often it comes, asks to agree."""

from __future__ import annotations

import re

from matinee.stories.intake.text import APOS, UP

NOUN = (
    r"(?:e-?mails?|newsletters?|bulletins?|briefings?|letters?|lists?|round-?ups?|digests?|"
    r"dispatch|mail-?outs?|alerts?)"
)
SMALL = r"(?:of|the|and|in|on|for|a|to|at|&|with)"
CAP = rf"(?:[{UP}][\w{APOS}&-]*|\d+)"
NAME = rf"(?P<name>{CAP}(?: (?:{SMALL} )?{CAP}){{0,5}})"
ADJ = (
    r"(?:free |weekly |daily |monthly |fortnightly |regular |new |film |arts |culture |movie |"
    r"entertainment |email |mailing |showbiz |festival |morning |evening |lunchtime |own )*"
)
# What stands on a button or begins the next thing in a prompt that a scraper ran together.
NEXT = (
    r"(?:Get|Sign|SIGN|Subscribe|SUBSCRIBE|Please|PLEASE|Enter|Email|E-mail|Your|By|I|Yes|Tick|"
    r"Thanks|Thank|See|Read|"
    r"That|An|Privacy|We|Join|JOIN|Continue|Check|Leave|Robots|Receive|First|Last|Invalid|"
    r"Something|Now|You|This|Free)"
)
NAMES = [
    re.compile(
        rf"\b(?:[Ss]ign(?:ing)? up|SIGN UP|[Ss]ubscribe|[Jj]oin|[Rr]egister|[Ss]igned up)(?: now|"
        rf" today| here)? (?:to|for) (?:our |the )?{ADJ}{NAME}"
        rf"(?=,| [-–—]|:| ?\.|!| (?:[a-z-]+ ){{0,3}}{NOUN}\b| and get| to get| for | with | from | by |"
        rf" {NEXT}\b|$| \|)"
    ),
    re.compile(
        rf"\b(?:Get|Receive|get|receive) (?:our |the )?{NAME}(?:[,.!](?=\s|$)| (?:from|for|every|by|in your|"
        rf"straight|each|free|delivered|e-?mail|newsletter))"
    ),
    re.compile(rf"\b{NOUN}[,:]? (?:called |titled )?{NAME}(?= ?[,.:;(]| –|$| {NEXT}\b)"),
    re.compile(rf"\b(?:our|the|Our|The|'s|’s|this|your|The The|the The) {ADJ}{NAME} {ADJ}{NOUN}\b"),
    re.compile(rf"\b(?:for|to|[Gg]et) (?:{CAP} ){{0,3}}{CAP}[{APOS}]s {ADJ}{NAME} {ADJ}{NOUN}\b"),
    re.compile(rf"{NAME},? (?:is )?(?:our|the|a|your) (?:[\w-]+ ){{0,4}}{NOUN}\b"),
    re.compile(rf"(?:^|\. ){NAME} in your (?:inbox|e-?mail)\b"),
    re.compile(rf"\b(?:[Tt]hanks|[Tt]hank you) for reading {NAME}(?=[!.])"),
    re.compile(
        rf"(?:^|\. )(?P<name>(?:The )?{CAP}(?: (?:{SMALL} )?{CAP}){{0,5}}) is a reader-supported\b"
    ),
    re.compile(
        rf"\b{NOUN}, (?P<name>{CAP}(?: (?:{SMALL} )?{CAP}){{0,3}} by {CAP}(?: {CAP}){{1,2}})(?=[,.])"
    ),
    re.compile(rf"(?:^|\. ){NAME}(?= (?:What|All|Our|The best|Everything|Your|One)\b)"),
]
GENERIC = re.compile(
    r"^(?:(?:The|Our|Your|Get|Sign|Please|Enter|Email|SIGN|UP|Free|Subscribe|Join|Thanks|Thank|A|"
    r"To|Me|Up|"
    r"News|Newsletter|Newsletters|Weekly|Daily|Yes|I|Want|More|Culture|Film|Films|Like|Love|Never|"
    r"See|Privacy|"
    r"Policy|Notice|Terms|Use|Service|Now|Today|Here|We|It|Most|Read|Become|Continue|Leave|By|"
    r"NOW|In|Recommended|Advertising|Details|Related|Latest|Trending|Skip|Main|Menu|Search|Home|Share|Save|"
    r"Copy|Link|Type|Top|Stories|Brands|Learn|Find|Out|Back|Account|Photos?|Videos?|Watch|Listen|Next|Show|Me|Posted|Updated|Published|Submit|Reviews?|Interviews?|Story)\s*)+$"
)
ORDINARY_NAME = re.compile(
    r"(?:The )?(?:Film|Films|Culture|Movie|Movies|Arts|Cinema|News|Entertainment)(?: [A-Z]\w+)* "
    r"(?:Weekly|Daily|News|Today|Now|Here)"
)
LETTERHEAD = re.compile(rf"^(?:The )?(?:{CAP} ?){{1,4}}$")
CADENCE = {
    "daily": r"\bdaily\b|\bMon(?:day)?(?: to | through |[-–])Fri(?:day)?\b|\b(?:seven|five|six) days a week\b|\b(?:every|each) (?:day|morning|evening|weekday|afternoon|lunchtime|"
    r"night)\b|\bat \d+(?:\.\d\d)?[ap]m\b|\bDaily (?:newsletter|email)",
    "fortnightly": r"\b[Ff]ortnightly\b|\bevery (?:two weeks|fortnight|(?:other|second) (?:week|[A-Z]\w+day))\b",
    "monthly": r"\b[Mm]onthly\b|\b(?:every|each|(?<!twice )(?<!times )a|per) month\b",
    "weekly": r"\b[Ww]eekly\b"
    r"|\b(?:every|each|on|(?<!twice )(?<!times )a) (?:week|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|"
    r"Sun)day)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:s|'s)?\b|\bonce a week\b|\bweekend\b",
}
PERSON = rf"[{UP}][\w{APOS}-]+(?: [{UP}][\w{APOS}.-]+){{1,2}}"
WHO = r"(?:critics?|editor|writer|reporter|correspondent|columnist|host|curator)"
AUTHORS = [
    re.compile(
        rf"(?P<who>{PERSON}?)[{APOS}]s (?:free |weekly |daily |monthly |regular )+(?:guide|newsletter|"
        rf"round-?up|e-?mail|dispatch|look|column|letter)\b"
    ),
    re.compile(
        rf"\b(?:[Oo]ur|[Tt]he|chief|by|from|with) (?:[a-z]+[ -]){{0,3}}{WHO},? "
        rf"(?P<who>{PERSON}?)(?=[.,;:!?]| {NEXT}\b| [a-z]|$)"
    ),
    re.compile(
        rf"\b(?:[Ww]ritten by|[Cc]urated by|[Hh]osted by|by|with|"
        rf"from) (?P<who>{PERSON}?)(?=[.,;:!?]| {NEXT}\b| [a-z]|$)"
    ),
]
NO_PERSON = re.compile(
    r"\b(?:The|Daily|News|Times|Post|Courant|Gazette|Herald|Media|Weekly|Limited|Ltd|Group|Press|"
    r"Policy|Notice|Terms|"
    r"Privacy|Google|Independent|Guardian|Telegraph|Examiner|Ledger|Mail|Star|Echo|Journal|"
    r"Tribune)\b"
)
CONSENTS = [
    re.compile(
        rf"(?:Yes,? )?(?<!ing, )\bI (?:would like|want|agree|consent|am happy|wish|'d like|"
        rf"would love)\b.{{10,240}}?(?:\.(?=\s|$)|(?= (?:Read|See|View) our| Privacy| Thanks|"
        rf" {NEXT}\b(?! (?:is|in|newsletters))|$))"
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
BLURB = re.compile(r"\bis an? (?:[\w-]+ ){0,6}(?:critic|writer|editor|reporter|journalist)\b")
COMMENT_FORM = re.compile(
    r"\b(?:will not be published|leave a (?:reply|comment)|post a comment)\b", re.IGNORECASE
)
NO_CONSENT = re.compile(r"re[Cc][Aa][Pp][Tt][Cc][Hh][Aa]|\bcookies\b|\bpublished\b", re.IGNORECASE)
PUBLISHER = re.compile(rf"\bfrom (?P<who>(?:[Tt]he )?{CAP}(?: (?:& |and )?{CAP}){{0,4}})")
SENDER = re.compile(
    rf"\b(?:the )?(?P<who>{CAP}(?: {CAP}){{0,3}}) (?:may|will|would like to|"
    rf"might)(?: [a-z]+){{0,2}} (?:send|e-?mail|contact)\b"
)
PRIVACY = re.compile(
    r"(?:Read|See|View) our (?:full )?privacy (?:notice|policy|statement)|Privacy (?:Notice|"
    r"Policy|notice|policy)|How we use your data|See how we use your data",
)
ERROR = re.compile(
    r"(?:Please )?\b(?:enter|type|provide|supply|use) a valid e-?mail(?: address)?|"
    r"Invalid e-?mail(?: address)?|"
    r"(?:That|This|An?) (?:e-?mail )?(?:address )?(?:is not|isn't|does not|doesn't|needs|"
    r"must)\b[^.]{0,50}?(?:right|valid|sign|e-?mail|address)\b|"
    r"(?:Please )?[Cc]heck (?:the|your) (?:e-?mail )?address(?: and try again)?|Please (?:provide|"
    r"check|supply) (?:a|your)[^.]{0,30}e-?mail(?: address)?",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"(?:Thanks|Thank you)(?: you)? for (?:signing|joining|subscribing|"
    r"registering)[^.!]{0,90}[.!]?|(?:Thanks|Thank you)[,!.] (?:you(?:'ve| have| are)|check|"
    r"please check)[^.!]{0,90}[.!]?",
    re.IGNORECASE,
)
BUTTON = re.compile(
    r"\bSIGN (?:ME )?UP\b|\bSUBSCRIBE\b|\bSign [Mm]e [Uu]p\b|\bSign [Uu]p$|\bCount me in\b"
)
FORM = re.compile(
    r"^(?:(?:please )?enter|please |you(?:'ve|'re| have| are) |not a |already |success|e-?mail|your e-?mail|sign (?:me )?up$|subscribe$|continue$|first name|"
    r"last name|privacy|by |i |yes|tick|thanks|thank|"
    r"free (?:weekly|daily|monthly)? ?newsletter$|we |"
    r"your (?!(?:[a-z-]+ ){0,3}(?:guide|hit|fix|dose|round-?up|digest|look|pick|briefing|ticket|state|week)\b)|invalid|that |an e-?mail|"
    r"after newsletter|this form|see our|read our|how we|close|skip|want more|never miss|"
    r"leave|robots|check|something|there was an|newsletter$|now and then|you can|unsubscribe)",
    re.IGNORECASE,
)
STOP = rf"(?=[.!?](?:\s|$)| (?:{NEXT})\b (?!best|most|week)|$)"


KINDS = frozenset(["signup", "subscribe", "other", "related", "advert"])
ASKS = re.compile(
    r"\b(?:sign up (?:to|for)|newsletters?|mailing list|in your inbox|"
    r"delivered (?:twice|once|every|each|to you)|e-?mails? a (?:week|month|day))\b",
    re.IGNORECASE,
)
# A line beside a form's that may be its heading or its strapline, whatever its kind.
TELLING = re.compile(r"newsletter|e-?mail|inbox|subscribe|sign up|delivered|weekly|every|each")
A_NAME = re.compile(rf"^(?:The )?(?:{CAP} ?){{2,5}}$", re.IGNORECASE)
# Where the next sentence runs on behind a name: "Sign up for The Usher A letter on …".
RUN_ON = re.compile(r" (?:A|An|Our|Your|All|Every|Each|What|Everything)$")
PRICES = re.compile(
    r"[£$€]\d[\d.]*(?: ?/ ?| an? | per | every )(?:week|month|year)|\b(?:first|last|next|one|two|"
    r"three|six|\d+) months?\b|\b(?:articles|stories|issues) an? (?:week|month)\b",
    re.IGNORECASE,
)
SECTION_LETTER = re.compile(
    rf"(?:Get|Sign up (?:to|for)|Join|Receive) our (?:free |weekly |daily |monthly )+"
    rf"(?P<name>{CAP}(?: & {CAP})?) {NOUN}[.!]?"
)
