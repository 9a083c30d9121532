"""What a scraper left in the middle of a line of story: captions, links, sign-up boxes.

Each stands between two sentences and is no sentence itself; that is how it is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from matinee.stories.intake.furniture import kind_of, prefix_length
from matinee.stories.intake.gates import Gated
from matinee.stories.intake.pictures import read_caption
from matinee.stories.intake.text import UP, Block

_SHORTEST = 120  # characters: a shorter line holds one thing
_AFTER = r"(?<=[.!?”’\"] )"
_BRACKETED = re.compile(_AFTER + r"(?P<all>[A-Z“‘][^.!?()]{8,170} \([^()]{3,70}\))(?= [A-Z“‘\"]|$)")
_WORD = rf"[{UP}][\w.’'&-]*"
_LABELLED = re.compile(
    _AFTER + r"(?P<all>[A-Z“‘][^.!?]{8,170}?[.”’]? (?:Photograph|Photo|Picture|Pic|Image|Credit|"
    rf"Photo [Cc]redit|Image [Cc]redit|Photo by|Photograph by)s?(?::|(?<=by)) ?"
    rf"(?P<who>(?:{_WORD} ?){{1,4}}(?:/ ?(?P<house>(?:{_WORD} ?){{1,6}}))?))"
)
# The last word of a company's name, behind which the story goes on.
_HOUSE = re.compile(
    r"(?:Films?|Pictures?|Studios?|Images|Media|Entertainment|Productions?|Features|Wire|Getty|PA|AP|AFP|"
    r"Reuters|Shutterstock|Alamy|Rex|REX|EPA|Netflix|BBC|ITV|BFI|A24|Mubi|MUBI|Neon|Disney|Archive|"
    r"Collection|Press|Distribution)(?= |$)"
)
_LINK = re.compile(
    _AFTER
    + r"(?P<all>(?:Recommended|RECOMMENDED|Related|RELATED|R(?:ead|EAD) (?:more|MORE|next|also|ALSO))"
    r":? [^.!?]{8,170}? R(?:ead|EAD) (?:more|MORE))(?= [A-Z“‘\"])"
)
# "READ MORE: How the heron got in A third viewer …": the story's next sentence begins with "A".
_MORE = re.compile(
    _AFTER
    + r"(?P<all>(?:READ MORE|Read more|RELATED|Related|SEE ALSO|See also|MORE): [A-Z‘'][^.!?“\"]{15,140}?"
    r"[a-z’'\d]) (?=(?:The|A|An|It|He|She|They|In|But|And|One|Another|Some|When|While|After|As|At|On|This) [a-z])"
)
_ASKS = Gated(
    _AFTER
    + r"(?=(?:Sign up|SIGN UP|Get (?:our|the)|Subscribe|SUBSCRIBE|Join our|Never miss|Like this|Enjoy(?:ing|ed)|"
    r"Want more|Love films?)\b)",
    needs="Sign up|SIGN UP|Get our|Get the|Subscribe|SUBSCRIBE|Join our|Never miss|Like this|Enjoy|"
    "Want more|Love film",
)
_YOU = re.compile(r"\b(?:you|your|we|our|us|my)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"[.!?][”’\"]? [A-Z“‘\"]")
_THANKED = re.compile(
    r"\s*(?:Thank(?:s| you)(?: you)?(?: for)?(?: [a-z]+){0,2})?(?:(?<=up)|(?<=ing)|(?<=you)|(?<=for)) "
    r"?(?:to|for) (?:the |our |receive )*"
)


def parted_within(block: Block) -> list[Block]:
    """Return a line of story cut where something that is none stands between its sentences."""
    text = block.text
    if block.kind or block.hint or len(text) < _SHORTEST:
        return [block]
    if kind_of(text) is not None and not opens_as_story(text):
        return [block]
    whole = read_caption(block)
    if whole is not None and not _SENTENCES.search(whole.caption):
        return [block]
    pieces, at = [], 0
    for start, end, kind in sorted(_strangers(text)):
        if start < at:
            continue
        pieces += [(at, start, ""), (start, end, kind)]
        at = end
    pieces.append((at, len(text), ""))
    return [made for a, b, kind in pieces if (made := piece(block, a, b, kind)).text]


def opens_as_story(text: str) -> bool:
    """Whether a line that weighs as furniture begins with a sentence of story, and asks later."""
    asks = _ASKS.search(text)
    before = text[: asks.start()].rstrip() if asks else ""
    if before.endswith("?"):
        return False  # "Want more of this? Sign up …"
    return len(before.split()) > 5 and kind_of(before) is None and not _YOU.search(before)


def piece(block: Block, start: int, end: int, kind: str = "") -> Block:
    """Return the part of a line from one place in its text to another, white space off."""
    text = block.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Block(text, block.start + start, block.start + start + len(text), block.hint, kind)


def _strangers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) of what stands between sentences; a caption has no kind yet."""
    if "(" in text:
        for match in _BRACKETED.finditer(text):
            if _is_caption(match["all"]):
                yield match.start("all"), match.end("all"), ""
    if ":" in text or " by " in text:
        for match in _LABELLED.finditer(text):
            end = _credit_end(text, match)
            if end and _is_caption(text[match.start("all") : end]):
                yield match.start("all"), end, ""
    for match in _LINK.finditer(text) if "ead" in text or "EAD" in text else ():
        yield match.start("all"), match.end("all"), "related"
    for match in _MORE.finditer(text) if ": " in text else ():
        yield match.start("all"), match.end("all"), "related"
    for match in _ASKS.finditer(text):
        rest = text[match.start() :]
        length = box_length(rest)
        if 0 < length < len(rest):
            yield match.start(), match.start() + length, "signup"


def _is_caption(text: str) -> bool:
    made = read_caption(Block(text, 0, len(text)))
    return made is not None and made.credit is not None


def _credit_end(text: str, match: re.Match[str]) -> int:
    """Return where a credit ends that the story's next sentence follows without a mark."""
    end = match.end("who")
    group = "house" if match["house"] else "who"
    if house := next(iter(_HOUSE.finditer(text, match.start(group), end)), None):
        return house.end()
    if end >= len(text.rstrip()):
        return end
    words = match[group].split()
    if text[end : end + 1].islower() and len(words) > 1:  # its last word begins a sentence
        return text.rindex(words[-1], match.start(group), end)
    return 0


def box_length(text: str) -> int:
    """Return how much of a line's front is a sign-up box, with a thank-you that is cut off.

    "Thanks for signing up to the Curt" ends in the middle of a name that the box told before.
    """
    length = prefix_length(text)
    if not length or length == len(text):
        return length
    thanked = _THANKED.match(text, length)
    front = text[:length]
    for end in (thanked.end() if thanked else length, _behind_marks(text, length)):
        for size in range(min(40, len(text) - end), 2 if end > length + 3 else 7, -1):
            said = text[end : end + size]
            if not said[-1].isspace() and _begins_in(said, front):
                return end + size
    return thanked.end() if thanked else length


def _begins_in(said: str, text: str) -> bool:
    """Whether words stand in a text where one of its words begins."""
    at = text.find(said)
    while at >= 0:
        if _of_a_word(text[at - 1 : at]) != _of_a_word(said[0]):
            return True
        at = text.find(said, at + 1)
    return False


def _of_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _behind_marks(text: str, at: int) -> int:
    """Return where the next word begins."""
    while at < len(text) and not text[at].isalnum():
        at += 1
    return at
