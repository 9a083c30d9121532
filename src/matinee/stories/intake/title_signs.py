"""How much the words around a run of capitals speak for a film, or for some other work."""

from __future__ import annotations

import re
from functools import cache

from matinee.stories.intake.text import UP

GENRE = (
    r"(?:film|movie|drama|comedy|thriller|feature|romance|documentary|biopic|western|sequel|"
    r"prequel|"
    r"adaptation|picture|debut|short(?! stor)|horror|epic|blockbuster|flick|tale|remake|romcom|rom-com|noir|"
    r"chiller|weepie|fantasy|melodrama|mystery|satire|animation|tragicomedy|dramedy|doc|two-hander|"
    r"love story|ghost story|slasher|whodunnit|whodunit|caper|tear-?jerker|indie|musical|spin-off|"
    r"reboot|anime|"
    r"psychodrama|rockumentary|mockumentary|swansong|heist|spoof|farce|fable|parable|saga|character study|essay film|creature feature|actioner|yarn|swashbuckler|gothic|chronicle|screwball|procedural|weeper|coming-of-ager|period piece|caper|shocker|tearjerker)"
)
_WORK_BEFORE = re.compile(
    r"\b(?:novels?|novella|memoirs?|autobiography|plays?|book|bestseller|poem|album|single|song|"
    r"podcast|comic|"
    r"short stor(?:y|ies)|graphic novel|magazine|newspaper|newsletter|band|group)[,:]? (?:called |"
    r"titled |entitled )?$"
    r"|\b(?:series|sitcom|soap|show|drama series|game show|programme|ITV (?:\w+ )?drama|"
    r"BBC (?:\w+ )?drama|TV (?:drama|series|film|show)|television (?:drama|series|film|show)|"
    r"mini-?series),? $",
    re.IGNORECASE,
)
_BEFORE = [
    (4, re.compile(rf"\b{GENRE}s?(?:,| is(?= (?:called|titled|entitled)))? (?:called |titled |entitled )?$", re.IGNORECASE)),
    (3, re.compile(r"\b(?:premi[eè]re|screening|release|trailer|adaptation|making|remake|version|"
                   r"set|scenes?|screenings|preview|reviews?|sequel|follow-up|success|cast|shoot|"
                   r"filming|star|stars) (?:of|for|to) $", re.IGNORECASE)),
    (4, re.compile(r"\b(?:to|will|will also|would) (?:co-)?star in $")),
    (3, re.compile(r"\b(?:star(?:red|ring|s)?|act|appear(?:ed|s|ing)?|roles?|cast|opposite|seen|acting|"
                   r"performance|debut|played by [^.,]{3,40}|plays [^.,]{2,40}|"
                   r"directing [\w ]{2,25}|worked|turn|part|brother|sister|son|daughter|"
                   r"lead) in $", re.IGNORECASE)),
    (3, re.compile(r"\b(?:directs?|directed|directing|helmed|made|making|make|shoot(?:ing)?|shot|"
                   r"filming|rehearsing|finished|wrote and directed|promoting|followed by|"
                   r"(?:co-)?stars? in|distributes|handles|"
                   r"(?<!man )(?<!boy )(?<!girl )(?<!dog )(?<!cat )(?<!one )called|entitled|"
                   r"titled) $", re.IGNORECASE)),
    (2, re.compile(r"\b(?:director|writer|producer|film-?maker|editor|"
                   r"composer) of $", re.IGNORECASE)),
    (1, re.compile(r"\b(?:(?:new|latest|upcoming|forthcoming|first|second|third|next|last|"
                   r"previous|own) )$", re.IGNORECASE)),
]  # fmt: skip
_AFTER = [
    (4, re.compile(rf"^,? \((?:[\w ’'-]{{2,40}}, )?(?:19|20)\d\d\)|^ \((?:12A|15A?|18|PG|U\b|R\b|"
                   rf"cert|\d+ min|\d+m\b|dir)|^,? (?:written and |co-)?dir(?:\.|ected by) |"
                   rf"^,? (?:[{UP}][\w’'-]+ ){{2,3}}?\((?:19|20)\d\d\)|"
                   rf"^, an? (?:[\w’'-]+ ){{1,4}}(?:from|by|starring|directed by) [{UP}]|"
                   rf"^, (?:based on|adapted from|directed by|starring) ")),
    (4, re.compile(rf"^, (?:[{UP}][\w’'.-]+ ){{1,4}}?[{UP}][\w’'.-]+[’']s? (?:[\w-]+ )"
                   rf"{{0,4}}(?:{GENRE}|prize-?winner|winner|hit|smash|crowd-?pleaser)\b|^, (?:the|a|an|his|her|their|"
                   rf"its) (?:[\w’'-]+ ){{0,5}}{GENRE}\b|^ is (?:[{UP}][\w’'.-]+ ){{1,3}}(?:[\w-]+ )"
                   rf"{{0,3}}{GENRE}\b")),
    (3, re.compile(rf"^,? (?:will (?:be )?(?:released|open|premiere|arrive|hit|screen|stream)|"
                   rf"is (?:being )?released|(?:is|are|has been) (?:out|now|"
                   rf"in (?:[\w.]+ )?(?:and [\w.]+ )?(?:cinemas|theat)|due for|showing|streaming|"
                   rf"available|dated|on (?:general|limited|wide) release|in select)|opens?\b(?! it\b)|"
                   rf"opened|reach(?:es|ed)|hits\b|lands|arriv(?:es|ed)|premiere[sd]|(?:has|"
                   rf"had) its|follows|stars (?!in\b|as\b|opposite|alongside|with\b)|starring|"
                   rf"tells|is (?:adapted|based|directed|released|loosely|"
                   rf"an? (?:[\w’',-]+ ){{0,5}}{GENRE})|"
                   r"was (?:adapted|directed|shot|filmed|released|first released|made)|"
                   r"will be (?:in|out|shown|released|available)|comes (?:to|out)|is due|"
                   r"returns to|moves (?:to|from)|goes (?:straight|wide|on)|has (?:sold|been sold) to|has been (?:picked up|acquired|bought|snapped up|shortlisted|nominated|dated|"
                   r"released|sold)|streams|is produced|was (?:produced|written)|centres on|"
                   r"centers on|also stars|won |received its|marks|sees\b|screens|plays at|"
                   r"took home|tops|topped|rolls out|expands|bows|heads (?:to|for|into)|"
                   r"is (?:headed|heading|coming|set|slated|scheduled|expected)|are (?:set|"
                   r"slated)|gets (?:its|an?|released)|launches|drops|debuts|"
                   r"has (?:been )?(?:given|pushed|moved|delayed|set|confirmed|landed|opened|"
                   r"arrived|found a)|(?:can|may) be seen|had been|runs (?:from|until|for)|hit |"
                   r"(?:begins|starts|began|started) (?:shooting|filming|production|life as)|which (?:opens|is|was|stars|starred|follows|will|tells|had|has|premiered))")),
    (3, re.compile(r"^:? ?[–—-]? ?(?:film |movie )?review\b", re.IGNORECASE)),
    (2, re.compile(rf"^ (?:star|actor|actress|director|film-?maker|producer|writer|creator|"
                   rf"breakout|co-star|alum)s? (?:[{UP}]|and)|^ (?:trailer|premi[eè]re|cast|"
                   rf"sequel|remake|screening|script)\b")),
]  # fmt: skip
_THEN_PLAYS = re.compile(
    rf"^,? (?:(?:[{UP}][\w’'-]+ ){{1,3}}|[Hh]e |[Ss]he )(?:plays|stars|is|gives|takes)\b"
)
_CLOSES = re.compile(r"^[,.]?[’”\"'*_]+")
_IN_FIRST = re.compile(r"(?:^|[.!?\x00”’] )In $")
# What any of the patterns below can begin with: most runs of capitals fail at this.
_MAY_FOLLOW = re.compile(
    rf"^(?:,? \(|, (?:based|adapted|starring)|,? (?:written and |co-)?dir|, [{UP}]|, (?:the|an?|his|her|their|its) | is [{UP}]|:|:? ?[–—-]|"
    rf",? [{UP}][^.;]{{0,70}}\("
    r"|,? (?:will|is|are|has|have|had|opens?|opened|reach\w*|hits|lands|arriv\w+|premi\w*|follows|"
    r"stars?|starring|tells|was|comes|"
    r"returns|moves|goes|streams|centres|centers|also|won|received|marks|sees|screens|plays|took|"
    r"begins|starts|began|started|tops|topped|rolls|expands|bows|heads|are|gets|launches|drops|debuts|can|may|runs|hit|"
    r"which|review|film|movie|actor|actress|director|film-?maker|producer|writer|creator|breakout|"
    r"co-star|alum|trailer|cast|sequel|"
    r"remake|screening|script|[Rr]eview)\b)"
)
_WORKS = (
    "novel novels novella memoir memoirs autobiography play plays book bestseller poem album single "
    "song podcast comic story stories magazine newspaper newsletter band group called titled "
    "entitled series sitcom soap show drama programme film miniseries mini-series tv"
)
# The last words that each pattern of _BEFORE can end with, but for the genres of the first.
_ENDS = [
    "called titled entitled",
    "of for to",
    "in",
    "in",
    "directs directed directing helmed made making make shooting shoot shot filming rehearsing "
    "finished promoting by in distributes handles called entitled titled",
    "of",
    "new latest upcoming forthcoming first second third next last previous own",
]


@cache
def _by_last_word() -> dict[str, tuple[bool, tuple[tuple[int, re.Pattern[str]], ...]]]:
    """Return {last word before a title: (may be another work's, the patterns that can fit)}."""
    genres = [
        g.strip().rpartition(" ")[2]
        for g in re.sub(r"\(\?!.*?\)|[()?:]", "", GENRE.replace("-?", "")).split("|")
    ]
    genres += [
        *(g + "s" for g in genres),
        "tear-jerker",
        "tearjerker",
        "tear-jerkers",
        "tearjerkers",
    ]
    ends = [ends.split() for ends in _ENDS]
    ends[0] += genres
    works = frozenset(_WORKS.split())
    return {
        word: (
            word in works,
            tuple(b for b, last in zip(_BEFORE, ends, strict=True) if word in last),
        )
        for word in {*works, *(w for last in ends for w in last)}
    }


_IS_A_BOOK = re.compile(
    r"^, (?:the|an?|his|her) (?:[\w’'-]+ ){0,4}(?:novel|novella|short story|memoir|play|book|album|podcast|poem)\b"
)
_IN_A_ROW = re.compile(r"\((?:19|20)\d\d\),?(?: and)? $")
_OF_A_PERSON = re.compile(rf"[{UP}][\w’'-]+ [{UP}][\w’'-]+[’']s $")
_OF_A_YEAR = re.compile(r"(?:19|20)\d\d[’']s$")


def weigh(text: str, start: int, end: int) -> tuple[int, int, int]:
    """Return votes by the words around: for a film, for some other work, those of what follows."""
    before, after = text[max(0, start - 64) : start].rstrip("‘“\"'*_"), text[end : end + 110]
    if after[:1] in "’”\"'*_,.":
        closed = _CLOSES.match(after)  # American: the comma stands within the marks
        if closed:
            after = ("," if "," in closed[0] else "") + after[closed.end() :]
    votes = work = 0
    last = before[before.rfind(" ", 0, -1) + 1 : -1].rstrip(",:").lower()
    if _OF_A_YEAR.match(last):  # "after 2021’s Grid Road"
        votes = 4
    elif fitting := _by_last_word().get(last):
        work = 4 if fitting[0] and _WORK_BEFORE.search(before) else 0
        if not work:
            votes = next((w for w, p in fitting[1] if p.search(before)), 0)
    if votes == 0 and after.startswith((" (19", " (20")) and _IN_A_ROW.search(before):
        votes = 2  # "… Low Water (1998) and Saltie (2013)": a row of films
    elif votes == 0 and before.endswith(("’s ", "'s ")) and _OF_A_PERSON.search(before):
        votes = 2
    if after.startswith(", ") and _IS_A_BOOK.match(after):
        return votes, work + 4, 0
    follows = 0
    if _MAY_FOLLOW.match(after):
        follows = next((w for w, p in _AFTER if p.match(after)), 0)
    if last == "in" and _IN_FIRST.search(before) and _THEN_PLAYS.match(after):
        follows = 4
    return votes + follows, work, follows
