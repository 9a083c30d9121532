"""The cue beside a quote: the verb of saying, and the words that are its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matinee.stories.intake.people import NAME, ROLE_NOUN
from matinee.stories.intake.text import UP, sentences

VERBS = (
    "said|says|saying|told|tells|telling|added|adds|adding|recalled|recalls|recalling|explained|"
    "explains|explaining|admitted|admits|admitting|revealed|reveals|revealing|joked|jokes|joking|"
    "quipped|quips|laughed|laughs|wrote|writes|writing|replied|replies|responded|responds|insisted|"
    "insists|insisting|remembered|remembers|argued|argues|arguing|described|describes|describing|"
    "praised|praises|praising|called|calls|calling|noted|notes|noting|continued|continues|"
    "confessed|confesses|claimed|claims|claiming|suggested|suggests|declared|declares|declaring|"
    "announced|announces|asked|asks|asking|wondered|wonders|tweeted|posted|shared|teased|teases|"
    "stated|states|commented|comments|reflected|reflects|mused|muses|concluded|concludes|agreed|"
    "agrees|warned|warns|promised|promises|hailed|hails|hailing|dubbed|dubs|likened|observed|"
    "observes|offered|offers|grins|grinned|smiles|smiled|shrugs|shrugged|sighs|sighed|beams|beamed|"
    "begins|began|answers|answered|shouted|shouts|whispered|whispers|recounted|recounts|stressed|"
    "stresses|emphasised|emphasized|maintained|maintains|pointed out|points out|went on|goes on|"
    "credited|credits|labelled|labeled|branded|thinks|thought|felt|feels|believes|believed|hopes|"
    "hoped|put it|puts it|chuckles|chuckled|cries|cried|exclaimed|exclaims|lamented|laments|"
    "protested|deadpans|deadpanned|remarked|remarks|enthused|enthuses|thanked|thanks|thanking|"
    "cautioned|countered|counters|interjects|interjected|marvels|marvelled|marveled|cracked|"
    "snapped|murmured|repeated|repeats|predicted|predicts|summed up|sums up|compared|compares|"
    "acknowledged|acknowledges|conceded|concedes|criticised|criticized|characterised|characterized|"
    "paid tribute|pays tribute|referred to|refers to|spoke of|speaks of|vowed|boasted|boasts|"
    "concurred|concurs|clarified|clarifies|elaborated|elaborates|gushed|gushes|swears|swore|"
    "advised|advises|urged|urges|complained|complains|denied|denies|confirmed|confirms|opined|"
    "expressed|ventured|volunteers|volunteered|allows|allowed|reckons|reckoned|signed off|"
    "chimed in|chimes in|told me|tells me|apologised|apologized|teases|muttered|mutters|"
    "dismissed|dismisses|named|cites|cited|slammed|blasted|defended|defends|summarised|summarized"
)
VERB = re.compile(rf"\b(?P<verb>{VERBS})\b")
PARTICIPLES = frozenset(
    [
        "saying",
        "adding",
        "recalling",
        "explaining",
        "admitting",
        "revealing",
        "joking",
        "writing",
        "insisting",
        "arguing",
        "describing",
        "praising",
        "calling",
        "noting",
        "claiming",
        "declaring",
        "asking",
        "hailing",
        "telling",
        "thanking",
    ]
)
_OF_ANOTHER = frozenset(["calling", "describing", "praising", "hailing"])
GOES_ON = frozenset(
    [
        "added",
        "adds",
        "adding",
        "continued",
        "continues",
        "went on",
        "goes on",
        "concluded",
        "concludes",
    ]
)
_PRONOUNS = frozenset(["he", "she", "they", "i", "we", "it", "you"])
_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
        "our",
        "its",
        "my",
        "another",
        "one",
        "some",
        "this",
        "that",
    ]
)
_PARTICLE = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "du",
        "dos",
        "el",
        "al",
        "bin",
        "ibn",
        "ap",
    ]
)
_CAPITAL = re.compile(rf"[{UP}][\w’'.-]*$|[{UP}]\.$")
_ADVERB = re.compile(
    r"(?:^|\s)(?:also|later|then|once|recently|previously|has|have|had|is|was|were|even|first|"
    r"since|"
    r"would|will|again|himself|herself|themselves|just|still|further|quickly|now|can|could|did|"
    r"does|"
    r"never|always|often|famously|once|already|simply|half|[a-z]{2,}ly|to|not|in turn|since|soon|"
    r"being|been|be|only|who|that|which|as|only|laughingly|subsequently|once again|straight up)$"
)
_TOKEN = re.compile(r"\S+")
_AND = re.compile(r"(?:^|[\s,])(?:and|but|then|or)$")
_OF_A_PLACE = re.compile(r"\s(?:of|at|for|from)\s(?:[Tt]he\s)?$")
_SENTENCE = re.compile(r"[.!?](?=\s|$)")
_SHORT = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Prof|Que|Ont|Calif|Minn|[" + UP + r"])$")
_ACCORDING = re.compile(r"\b(?P<verb>[Aa]ccording to)\b")
_LEADS_UP = re.compile(
    r"^(?:is|was|as|and|but|or|so|for|at least|this is|that is|that’s|that's)?\s*(?:how|what|as|"
    r"so)?$"
)


@dataclass(frozen=True)
class Cue:
    """The words beside a quote that say whose it is. `subject` is "" where it goes on as before."""

    subject: str
    verb: str
    place: int
    sure: float
    before: bool = False


# "said Lantern president Joanna Feld": the house and the post stand before the name.
_RANKED = re.compile(
    rf"\s*(?:the )?(?:[{UP}][\w&’'.-]*\s+){{1,4}}(?:[a-z][\w&’'-]*,?\s+){{0,4}}?(?:{ROLE_NOUN})\s+"
    rf"(?P<name>{NAME.pattern})"
)


def first_clause(gap: str) -> str:
    """Return the gap's text up to its first sentence end, that mark included."""
    for match in _SENTENCE.finditer(gap):
        if not _SHORT.search(gap[max(0, match.start() - 6) : match.start()]):
            return gap[: match.end()]
    return gap


def subject_before(left: str) -> tuple[str, int] | None:
    """Return the subject that stands right before a verb, and its place in `left`."""
    left = left.rstrip()
    relative = False
    for _ in range(5):
        match = _ADVERB.search(left)
        if match is None:
            break
        relative = relative or left.endswith("who")
        left = left[: match.start()].rstrip()
        if relative:
            left = left.rstrip(",").rstrip()
    if not left or _AND.search(left):
        return None
    if left.endswith(")") and (opened := left.rfind("(")) > 0:
        left = left[:opened].rstrip()
    if left.endswith((',"', ",”", ",’", ",'")):
        left = left[:-1]
    if not left.endswith((",", "—", "–")):
        return _at_end(left)
    return _past_aside(left.rstrip(",—– "))


def _past_aside(left: str) -> tuple[str, int] | None:
    """Return the subject before an aside: "Renata Solberg, president of …,"."""
    name = _at_end(left)
    if name and name[0][:1].isupper() and left[: name[1]].rstrip().endswith(","):
        described = _at_end(left[: name[1]].rstrip(" ,"))
        if described and described[0].split()[-1][:1].islower() and " " in name[0]:
            return name  # "Her producer, James Whitlock,": the name is the subject, not the role
    for _ in range(5):
        comma = max(left.rfind(", "), left.rfind(" — "), left.rfind(" – "))
        if comma <= 0:
            break
        head = left[:comma].rstrip(" ,—–")
        found = _at_end(head)
        if found and (found[1] == 0 or found[0][:1].isupper() or found[0].lower() in _PRONOUNS):
            names = found[0].split()
            start = head[: found[1]].rstrip()
            if len(names) > 1 or not start or start.endswith((",", ".", "\x00", ":", "—", "–")):
                return found
        left = head
    return _at_end(left) if " " not in left else None


def _at_end(left: str) -> tuple[str, int] | None:
    """Return the name, pronoun or described person that `left` ends with."""
    tokens = list(_TOKEN.finditer(left[-200:]))
    offset = max(0, len(left) - 200)
    if not tokens:
        return None
    last = tokens[-1][0].strip('(“‘"*_\x00')
    if last.lower() in _PRONOUNS:
        return last, offset + tokens[-1].end() - len(last)
    if _CAPITAL.match(last):
        n = len(tokens) - 1
        while n > 0 and _name_part(tokens[n - 1][0]) and len(tokens) - n < 5:
            n -= 1
        while n < len(tokens) - 1 and not _CAPITAL.match(tokens[n][0].lstrip('(“‘"*_\x00')):
            n += 1
        start = offset + tokens[n].start()
        of = _OF_A_PLACE.search(left[:start])
        owner = _at_end(left[: of.start()]) if of else None
        if owner and owner[0][:1].isupper():
            return owner  # "Manny Fargo of The Austin Ledger": the paper does not speak
        return left[start:].strip('(“‘"*_\x00 '), start
    if not last[-1:].isalnum():
        return None
    for n in range(len(tokens) - 1, max(-1, len(tokens) - 10), -1):
        word = tokens[n][0].strip('(“‘"*_\x00')
        if word.lower() in _DETERMINERS or word.endswith(("’s", "'s", "s’", "s'")):
            if word.lower() not in _DETERMINERS and n and tokens[n - 1][0].lower() in _DETERMINERS:
                continue
            start = offset + tokens[n].start()
            return left[start:], start
        if word.endswith((",", ";", ".", ":")):
            return None
    return None


def _name_part(token: str) -> bool:
    bare = token.lstrip('(“‘"*_\x00')
    if token.endswith((",", ";", ":", "\x00")) or (token.endswith(".") and len(token) > 3):
        return False
    return bool(_CAPITAL.match(bare)) or bare in _PARTICLE


def subject_after(right: str) -> tuple[str, int] | None:
    """Return the subject that stands right behind a verb, and its place in `right`."""
    if ranked := _RANKED.match(right):
        return ranked["name"], ranked.start("name")
    tokens = list(_TOKEN.finditer(right[:220]))
    words: list[str] = []
    begin = None
    named = False
    for n, token in enumerate(tokens[:12]):
        word = token[0].strip('(“‘"*_\x00')
        bare = word.rstrip(",.;:!?)”")
        if not bare or bare == "\x00":
            break
        begin = token.start() if begin is None else begin
        if n == 0 and bare.lower() in _PRONOUNS:
            return bare, token.start()
        capital = bool(_CAPITAL.match(bare)) and bare not in {"I"}
        if capital or (named and bare in _PARTICLE):
            named = True
        elif named:
            break
        elif (n == 0 and bare.lower() in {"that", "this", "some"}) or (
            n == 0 and not (bare.lower() in _DETERMINERS or re.match(r"[a-z-]+$", bare))
        ):
            return None
        words.append(bare)
        if word != bare and named:
            break
        if word != bare and not named:
            # "the film's director, Mari Tegid": the name behind the comma is who speaks.
            following = tokens[n + 1][0] if n + 1 < len(tokens) else ""
            if not (word.endswith(",") and _CAPITAL.match(following.rstrip(",."))):
                break
    if begin is None or not words:
        return None
    if not named and words[0].lower() not in _DETERMINERS:
        return None
    return " ".join(words), begin


def cue_after(gap: str, place: int, *, ended: bool) -> Cue | None:
    """Return the cue that follows a quote: "…," X said; "…," said X.

    `gap` begins behind the closing mark, which stands at `place` in the copy; `ended` says that
    the quote closed with a full stop, so that a capital begins another sentence.
    """
    clause = first_clause(gap[:320])
    lead = clause.lstrip(" ,—–-…)")
    skipped = len(clause) - len(lead)
    if not lead or clause.lstrip()[:1] in ".;:!?":
        return None
    for match in list(VERB.finditer(lead))[:4]:
        left = lead[: match.start()]
        if not left.strip():
            found = subject_after(lead[match.end() :])
            if found:
                at = place + skipped + match.end() + found[1]
                return Cue(found[0], match["verb"], at, 0.95)
            continue
        before = subject_before(left)
        if before is None:
            continue
        head = left[: before[1]].strip()
        if head and not _LEADS_UP.match(head) and (ended or len(head.split()) > 9):
            continue
        sure = 0.95 if not head else 0.8
        return Cue(before[0], match["verb"], place + skipped + before[1], sure)
    if according := _ACCORDING.match(lead):
        found = subject_after(lead[according.end() :])
        if found:
            at = place + skipped + according.end() + found[1]
            return Cue(found[0], "according to", at, 0.9)
    return None


def introduces(gap: str) -> bool:
    """Whether what follows a quote leads up to the next one: "…." She said: "…"."""
    return gap.rstrip()[-1:] in ":," and len(gap) < 400


def cue_before(before: str, place: int) -> Cue | None:
    """Return the cue that leads up to a quote: X said: "…"; X called it "…"; says X, "…".

    `before` ends where the quote opens; it begins at `place` in the copy.
    """
    if before.rstrip()[-1:] in {".", "!", "?"}:
        return None
    clause, offset = before, 0
    for sentence, start, end in sentences(before):
        if end >= len(before.rstrip()):
            clause, offset = sentence, start
    clause = before[offset:]
    if len(clause) > 420:
        offset += len(clause) - 420
        clause = clause[-420:]
    matches = list(VERB.finditer(clause))
    for match in reversed(matches[-5:]):
        tail = clause[match.end() :]
        after = subject_after(tail)
        if after and not tail[: after[1]].strip() and _ends_with(tail, after):
            inverted = not clause[: match.start()].strip(" ,—–")
            at = place + offset + match.end() + after[1]
            parted = clause[: match.start()].rstrip().endswith((",", "—", "–", "\x00"))
            if (inverted or parted) and tail.rstrip()[-1:] in {",", ":"}:
                return Cue(after[0], match["verb"], at, 0.9, True)
        left = clause[: match.start()].rstrip()
        if match["verb"] in _OF_ANOTHER and left[-1:] == "," and match is not matches[0]:
            continue  # "paid tribute to his late co-star, X, calling her …"
        found = subject_before(clause[: match.start()])
        if found is not None:
            return Cue(found[0], match["verb"], place + offset + found[1], 0.93, True)
        if match["verb"] in PARTICIPLES or _AND.search(clause[: match.start()].rstrip()):
            return Cue("", match["verb"], place + offset + match.start(), 0.85, True)
    if matched := re.fullmatch(
        rf"\s*(?P<who>[{UP}][\w’'.-]+(?: [{UP}][\w’'.-]+){{0,3}})\s*:\s*", clause
    ):
        return Cue(matched["who"], "said", place + offset + matched.start("who"), 0.9, True)
    if according := _ACCORDING.search(clause):
        found = subject_after(clause[according.end() :])
        if found:
            at = place + offset + according.end() + found[1]
            return Cue(found[0], "according to", at, 0.85, True)
    return None


def _ends_with(tail: str, found: tuple[str, int]) -> bool:
    rest = tail[found[1] :].strip(" ,:—–")
    return rest == found[0] or len(rest) - len(found[0]) <= 2
