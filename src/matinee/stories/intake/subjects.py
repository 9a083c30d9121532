"""Who speaks, by the words beside a verb of saying: a name, a pronoun, or a person described."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matinee.stories.intake.people import NAME, ROLE_NOUN
from matinee.stories.intake.text import LOW, UP

_PRONOUNS = frozenset(["he", "she", "they", "i", "we", "it", "you"])
_ANYBODY = frozenset(["someone", "somebody", "nobody", "everyone", "everybody"])
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
_CAPITAL = re.compile(rf"(?:[dDlL][’'])?[{UP}][\w’'.-]*$|[{UP}]\.$")
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
_OF_A_PLACE = re.compile(
    r"\s(?:of|at|for|from|close to|on behalf of|representing|with)\s(?:[Tt]he\s)?$"
)
# "a source close to Cullinane", "the director of The Tide Table": people, and who they are not.
_PERSONS = re.compile(
    rf"\b(?:{ROLE_NOUN}|source|insider|representative|agent|lawyer|publicist|colleague|boss|"
    r"director|owner|member|official|fan)$"
)
_SENTENCE = re.compile(r"[.!?](?=\s|$)")
_SHORT = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Prof|Que|Ont|Calif|Minn|[" + UP + r"])$")


@dataclass(frozen=True)
class Cue:
    """The words beside a quote that say whose it is. `subject` is "" where it goes on as before."""

    subject: str
    verb: str
    place: int
    sure: float
    before: bool = False


TOGETHER = "together"  # two who speak with one voice: nobody alone
_WITH_ANOTHER = re.compile(
    rf"(?:^|[\x00,.;:—–]\s*|\b(?!(?:said|says|thanks|is|was|has|as|plays|stars)\b)[A-Za-z-]+s )(?:[Bb]oth )?(?:[{UP}][\w’'.-]*[\w.] ){{1,3}}"
    rf"(?:and|&) $"
)
_AND_ANOTHER = re.compile(
    rf"^ (?:and|&) [{UP}][{LOW}’'-]+(?: [{UP}][{LOW}’'-]+)*(?![{LOW}’'-])(?! [{UP}]| \w+(?:ed|s)\b)"
)


def joined(left: str, right: str = "") -> bool:
    """Whether another's name is joined by "and" to the one that `left` ends or `right` begins at.

    "Tennick and |Okafor| said": what they say together is said by neither.
    """
    return _WITH_ANOTHER.search(left) is not None or _AND_ANOTHER.match(right) is not None


# "said Lantern president Joanna Feld": the house and the post stand before the name.
_RANKED = re.compile(
    rf"\s*(?:the )?(?:[{UP}][\w&’'.-]*\s+){{0,3}}[{UP}][\w&.-]*[’']s?\s+(?:[a-z][\w&-]*\s+){{0,5}}[a-z][\w-]*,?\s+"
    rf"(?P<owned>{NAME.pattern})|\s*(?:the )?(?:[{UP}][\w&’'.-]*\s+){{1,4}}(?:[a-z][\w&’'-]*,?\s+){{0,4}}?(?:{ROLE_NOUN})\s+"
    rf"(?P<name>{NAME.pattern})"
)


def first_clause(gap: str) -> str:
    """Return the gap's text up to its first sentence end, that mark included."""
    for match in _SENTENCE.finditer(gap):
        if not _SHORT.search(gap[max(0, match.start() - 6) : match.start()]):
            return gap[: match.end()]
    return gap


def ends_in_and(left: str) -> bool:
    """Whether words end in "and" or its like: what follows has its subject further before."""
    return _AND.search(left) is not None


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
        if owner and (owner[0][:1].isupper() or _PERSONS.search(owner[0])):
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
        group = "owned" if ranked["owned"] else "name"
        return ranked[group], ranked.start(group)
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
        if n == 0 and bare.lower() in (_PRONOUNS | _ANYBODY):
            return bare, token.start()
        capital = bool(_CAPITAL.match(bare)) and bare not in {"I"}
        if capital or (named and bare in _PARTICLE):
            named = True
        elif named:
            if words[0].lower() in _DETERMINERS and _PERSONS.search(bare):
                words.append(bare)  # "the Lunenburg filmmaker"
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
