"""Lines in which a scraper ran furniture, the page's head and its story together, cut apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from matinee.stories.intake.dates import ZONES, find_dates, stamp
from matinee.stories.intake.found import Furniture, Span
from matinee.stories.intake.furniture import hits, kind_of, rule_for, words_of
from matinee.stories.intake.gates import Gated
from matinee.stories.intake.heads import menu, menu_length, read_byline, read_stamp_line, section_of
from matinee.stories.intake.people import NAME
from matinee.stories.intake.sheet import Page
from matinee.stories.intake.text import UP, Block, sentences
from matinee.stories.intake.within import box_length, opens_as_story, parted_within, piece

_FIRST_STAMP = re.compile(
    r"^\s*(?:date\s+)?(?P<d>(?:19|20)\d\d-\d\d-\d\d)(?:[T ]\d\d:\d\d\S{0,20})?\s*", re.IGNORECASE
)
_HEAD_LINES = 6  # lines from the top among which a page's head may be run together
# The buttons of a notice, that stand behind its words.
_BUTTONS = re.compile(
    r"(?:\s*\b(?:Accept(?: [Aa]ll)?|Reject(?: [Aa]ll)?|OK|Okay|Got it|I agree|Agree|Close|Dismiss|"
    r"Manage (?:choices|cookies|preferences|settings|options)|Cookie settings|Learn more|"
    r"Find out more)\b[.!]?)+(?=\s|$)"
)
# What a site sells, in front of a headline: "FOR $1", "Keep local news alive for £1 a week".
_PRICE = re.compile(
    r"\s*(?:[A-Z][^.!?£$€:‘“]{0,60} )?(?:for|from|only|FOR|FROM|ONLY) (?:just |only )?[£$€]\d[\d.]*"
    r"(?:\s?(?:a|per|/)\s?(?:week|month|year|day)\b)?(?=\s)"
)
_PAID = re.compile(r"\b(?:for|from|FOR|FROM) [£$€]\d[\d.]*(?= [A-Z]+ [A-Z‘“])")
_FIRST_WORD = re.compile(r"\s*(?P<word>[A-Z][A-Za-z&]+)(?=\s+\S+\s+\S+\s)")
_SHARE = Gated(
    r"(?:[\s|·•]+(?:Share(?: this(?: article| story| page)?| article| full article| via| on \w+)?|Save|"
    r"Print|E-?mail|Comments?|Facebook|X|Twitter|Tweet|WhatsApp|LinkedIn|Reddit|Bluesky|Copy link|"
    r"Link copied!?|(?!(?:19|20)\d\d )\d+ [Cc]omments?|comments|\d+[ -][Mm]in(?:ute)?s? read|Gift(?: this)? article|"
    r"Bookmark|Listen|Follow|Save for later))+[\s|·•]*$",
    needs="Share",
    ends="article|story|page|via|Save|Print|mail|omment|omments|acebook|X|witter|weet|WhatsApp|"
    "LinkedIn|eddit|luesky|link|copied|read|ookmark|isten|ollow|later",
)
_BOX = re.compile(r"\b(?:Get our|Sign up (?:for|to)|Subscribe to|Join our|Our free)\b")
_MENU_WORD = re.compile(r"\s*(?P<word>[A-Z][A-Za-z&]+)(?=\s)")
_YOU = re.compile(r"\b(?:your|you|newsletters?|inbox|alerts)\b|\be-?mails?\b,", re.IGNORECASE)
_GALLERY = re.compile(
    r"(?:Open|View) (?:this )?(?:photo|image|picture) in (?:the )?gallery:?\s", re.IGNORECASE
)
_BAR = re.compile(r"\s[|·•]\s")
_BEFORE_DATE = re.compile(
    r"(?:(?:First |Last |Originally )?(?:Published|Posted|Updated)(?: on| at)?:? )?"
    r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?,? (?:on )?)?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"(?<=[\w’”)?!…\]]) (?P<by>(?:By|BY|Words by|Written by|Review by|Interview by) "
    rf"{NAME.pattern}(?:(?:,| and| &) {NAME.pattern}){{0,2}})"
)
_ADDRESS = re.compile(r"\s[\w.+-]+@[\w.-]+\.\w+$")
_LAST_NAME = re.compile(rf"^(?P<above>.*\S)\s(?P<section>[A-Z][\w&]+) (?P<who>{NAME.pattern})$")
# Where a headline in small letters ends: a sentence of its own begins.
_STANDFIRST = re.compile(
    r"(?<=[a-z\d’”)?!]) (?=(?:It|The|A|An|As|In|He|She|They|This|That|After|When|With|Our|We|How|Why|"
    r"What|From|Here|There|For|At|On|One|Two|Three|Director|Actor|Film-?maker) [a-z])"
)
_CLOCK_AFTER = re.compile(
    r"(?:\s*(?:[-–—|·•,]|at)?\s*\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?"
    rf"(?: (?:{'|'.join(ZONES)})(?!\w))?)?",
    re.IGNORECASE,
)
# What opens the page's foot, where the story's last sentence runs into it.
_FOOT = Gated(
    r"(?:More (?:about|on|from|to)|Join (?:our|the)|R(?:ead|EAD) (?:more|MORE|next|also)|Most (?:[Rr]ead|"
    r"[Pp]opular|[Vv]iewed)|Related|RELATED|Comments?|\d{1,5} [Cc]omments|Topics?|TOPICS|Tags?|TAGS|Share|"
    r"SHARE|Sign up|SIGN UP|Subscribe|Get our|Follow|Recommended|Trending|See also|Click here|"
    r"A(?:dvertisement|DVERTISEMENT)|©|You (?:may|might) (?:also )?like|Explore|Originally [Pp]ublished|"
    r"Copyright|All rights|A(?:bout|BOUT) (?:the|THE) (?:author|AUTHOR))\b",
    needs="More |Join |Read |READ |Most |elated|RELATED|omment|opic|TOPIC|Tag|TAG|Share|SHARE|"
    "Sign up|SIGN UP|Subscribe|Get our|Follow|Recommended|Trending|See also|Click here|"
    "dvertisement|DVERTISEMENT|©|You may|You might|Explore|Originally |Copyright|All rights|"
    "About |ABOUT ",
)
_AUTHOR = re.compile(r"about the author\b", re.IGNORECASE)
_TOPICS = re.compile(r"(?:Topics?|TOPICS?|Tags?|TAGS?): ?[A-Z][^.!]{2,160}(?:[.!?]|$)")
_LONGEST_FOOT = 2500  # characters
_SAYS = re.compile(r"\b(?:said|says|told|added|adds)\b")


def parted(lines: Sequence[Block], page: Page) -> list[Block]:
    """Return a page's lines with what was run together in them apart.

    The first line's date, and furniture in front, go to the page at once.
    """
    work: list[Block] = []
    for i, block in enumerate(lines):
        if block.kind or block.hint:
            work += _stamped(block) if block.hint == "byline" else [block]
            continue
        if i == 0:
            rest = _first_line(block, page)
        elif len(block.text) > 200 and not opens_as_story(block.text):
            rest = _front(block, page) if i < 4 else _box_before_story(block)
        else:
            rest = [block]
        if i < _HEAD_LINES:
            rest = [made for part in rest for made in _head(part, page)]
        rest = [made for part in rest for made in _labelled(part)]
        work += [made for part in rest for inner in parted_within(part) for made in _foot(inner)]
    return work


def _first_line(block: Block, page: Page) -> list[Block]:
    """Return the first line without its date and run-together furniture, which go to the page."""
    at = 0
    if (match := _FIRST_STAMP.match(block.text)) and (found := find_dates(match["d"])):
        after = match[0][match.end("d") - match.start() :]
        page.dated({"published": stamp(found[0], after)})
        page.meta.append(Span(match[0].strip(), block.start, block.start + len(match[0].rstrip())))
        at = match.end()
    rest = piece(block, at, len(block.text))
    return _front(rest, page) if rest.text else []


def _front(block: Block, page: Page) -> list[Block]:
    """Return a line without the furniture in front of it, which goes to the page."""
    length = _notices(block.text) or box_length(block.text)
    if not length:
        return [block]
    if any(m.start() <= length for m in _bylines(block.text)):
        return [block]  # a headline is in it: `_head` cuts there
    if length == len(block.text) and (price := _PAID.search(block.text)):
        length = price.end()  # what is sold is the menu's last: a headline follows
    length = _offers(block.text, length)
    if titles := _titles_before_box(block, length, page):
        return titles
    front = piece(block, 0, length)
    kind = kind_of(front.text) or "signup"
    page.furniture.append(Furniture(front.text, front.start, front.end, kind))
    rest = piece(block, length, len(block.text))
    return [rest] if rest.text else []


def _box_before_story(block: Block) -> list[Block]:
    """Cut a sign-up box off the story's next sentence, which its thank-you broke off for."""
    length = box_length(block.text) if _BOX.match(block.text) else 0
    rest = piece(block, length, len(block.text))
    if not length or not re.match(rf"[{UP}“‘\"']", rest.text) or kind_of(rest.text) is not None:
        return [block]
    return [piece(block, 0, length, "signup"), rest]


def _titles_before_box(block: Block, length: int, page: Page) -> list[Block]:
    """Cut furniture that has the headline inside it: menu, headline, standfirst, sign-up box."""
    begin = 0
    while (word := _MENU_WORD.match(block.text, begin)) and section_of(word["word"]):
        begin = word.end()
    asks = _BOX.search(block.text, begin, length)
    if asks is None:
        return []
    above = block.text[begin : asks.start()].strip()
    if not 5 <= len(above.split()) <= 45 or kind_of(above) or menu(above) or _YOU.search(above):
        return []
    titles = _titles(piece(block, begin, asks.start()))
    title = titles[0].text
    if len(title.split()) < 5 or title.endswith(".") or _SAYS.search(title) is not None:
        return []
    rest = [piece(block, 0, begin, "other")] if begin else []
    front = [replace(titles[0], hint="h1")]
    front += [replace(t, kind="signup" if kind_of(t.text) else "") for t in titles[1:]]
    made = [*rest, *front, piece(block, asks.start(), length, "signup")]
    return [*made, *([piece(block, length, len(block.text))] if length < len(block.text) else [])]


def _notices(text: str) -> int:
    """Return where a notice on cookies in front of a line ends, its buttons too."""
    end = 0
    for sentence, _, until in sentences(text[:600]):
        rule = rule_for(sentence)
        if rule is None or rule.kind != "cookie":
            break
        end = until
        if buttons := _BUTTONS.match(text, end):
            end = buttons.end()
            break
    return end if end < len(text) else 0


def _offers(text: str, at: int) -> int:
    """Return where a price and a section in capitals end that stand behind a cut."""
    while (more := _PRICE.match(text, at)) or (more := _FIRST_WORD.match(text, at)):
        if more.re is _FIRST_WORD and not (more["word"].isupper() and section_of(more["word"])):
            break
        at = more.end()
    return at


def _labelled(block: Block) -> list[Block]:
    """Cut what a gallery says in front of a caption, and buttons behind it."""
    pieces, text, start = [], block.text, 0
    if gallery := _GALLERY.match(text):
        start = gallery.end()
        pieces.append(piece(block, 0, start, "other"))
    end = len(text)
    if len(text) < 400 and (share := _SHARE.search(text)) and len(share[0].split()) > 1:
        end = share.start()
    if not start and (end == len(text) or len(text[:end].split()) < 4):
        return [block]
    pieces.append(piece(block, start, end))
    if end < len(text):
        pieces.append(piece(block, end, len(text), "share"))
    return [made for made in pieces if made.text]


def _stamped(block: Block) -> list[Block]:
    """Cut a byline from the date and clock behind it, and from a paper's name between bars."""
    text = block.text
    dates = [d for d in find_dates(text) if d.precision == "day"]
    if not dates or len(text) > 200:
        return [block]
    begin = dates[0].start
    begin -= len(_BEFORE_DATE.search(text[:begin])[0])  # type: ignore[index]  # matches nothing too
    if begin < 5 or read_stamp_line(text[begin:]) is None:
        return [block]
    above = text[:begin].rstrip(" |·•–—-,")
    parts = list(_BAR.finditer(above))
    if not parts and read_byline(above) is None:
        return [block]
    cuts = [0, *(m.end() for m in parts), begin]
    pieces = [piece(block, a, b) for a, b in pairwise(cuts)]
    return [*(made for made in pieces if made.text), piece(block, begin, len(text))]


def _head(block: Block, page: Page) -> list[Block]:
    """Cut a line of the page's head into headline, standfirst, byline, date and buttons."""
    text = block.text
    if len(stamped := _stamped(block)) > 1:
        return stamped
    found = [m for m in _bylines(text) if m.start() > 12]
    # Headlines say "says" too: a date behind the name shows that it is no sentence.
    if found and (
        _SAYS.search(text[: found[0].start()]) is None
        or any(d.start < 50 for d in find_dates(text[found[0].end() : found[0].end() + 70]))
    ):
        return _around_byline(block, found[0])
    share = _SHARE.search(text) if len(text) < 500 else None
    dates = find_dates(text) if share else []
    if share is None or not dates or dates[-1].precision != "day":
        return [block]
    begin, end = dates[-1].start, _stamp_end(text, dates[-1].end)
    if text[end : share.start()].strip() or len(text[:begin].split()) < 5:
        return [block]
    above = _above_stamp(piece(block, 0, begin), page)
    return [*above, piece(block, begin, end), piece(block, share.start(), len(text), "share")]


def _bylines(text: str) -> list[re.Match[str]]:
    return [m for m in _BYLINE.finditer(text[:700]) if read_byline(m["by"])]


def _around_byline(block: Block, by: re.Match[str]) -> list[Block]:
    """Cut a line before and behind its byline, and behind the date that follows."""
    text, start = block.text, by.start("by")
    end = by.end()
    dates = [d for d in find_dates(text[end : end + 80]) if d.precision == "day"]
    stamped = end
    for found in dates[:2]:
        if len(re.sub(r"[\W_]", "", text[stamped : end + found.start])) > 14:
            break
        stamped = _stamp_end(text, end + found.end)
    above = menu_length(text)
    if len(text[above:start].split()) < 5:
        above = 0
    menu_above = [piece(block, 0, above, "other")] if above else []
    pieces = [*menu_above, *_titles(piece(block, above, start)), piece(block, start, stamped)]
    rest = piece(block, stamped, len(text))
    if _SHARE.fullmatch(" " + rest.text):
        rest = replace(rest, kind="share")
    return [*pieces, rest] if rest.text.strip(" .|·•-") else pieces


def _stamp_end(text: str, end: int) -> int:
    """Return where the clock behind a date's end ends."""
    clock = _CLOCK_AFTER.match(text, end)
    return clock.end() if clock else end


def _above_stamp(block: Block, page: Page) -> list[Block]:
    """Cut what stands above a date: headline, standfirst, section and address; name to the page."""
    text, pieces = block.text, []
    if address := _ADDRESS.search(text):
        pieces.append(piece(block, address.start(), len(text), "other"))
        text = text[: address.start()]
    name = _LAST_NAME.match(text)
    if name and section_of(name["section"]) and (pieces or read_byline(name["who"])):
        page.byline.append(name["who"])
        at = block.start + name.start("who")
        page.meta.append(Span(name["who"], at, at + len(name["who"])))
        pieces.append(piece(block, name.start("section"), name.end("section")))
        text = name["above"]
    return [*_titles(piece(block, 0, len(text))), *reversed(pieces)]


def _titles(block: Block) -> list[Block]:
    """Cut a headline and its standfirst, where the headline is not in capitals all through."""
    text = block.text
    words = [w for w in text.split()[:12] if w[:1].isalpha() and len(w) > 3]
    small = sum(w[0].islower() for w in words) >= max(2, 0.3 * len(words))
    for match in _STANDFIRST.finditer(text[:200]) if small else ():
        if match.start() > 25 and len(text) - match.end() > 25:
            return [piece(block, 0, match.start()), piece(block, match.end(), len(text))]
    return [block]


def _foot(block: Block) -> list[Block]:
    """Cut the page's foot off a long line whose last sentence of story runs into it."""
    text = block.text
    if block.kind or len(text) < 120:
        return [block]
    told = kind_of(text) is None
    for match in _FOOT.finditer(text, max(40, len(text) - _LONGEST_FOOT)):
        before = text[: match.start()].rstrip()
        if before[-1:] not in {".", "!", "?", "”", '"', "…", ")"} or len(before) == match.start():
            continue
        # A foot weighs more than the story before it: then that has to be one by itself.
        if not told and (len(before) < 150 or kind_of(before) is not None):
            continue
        rest = text[match.start() :]
        if _weighs_as_foot(rest) and _SAYS.search(rest) is None:
            foot = piece(block, match.start(), len(text), kind_of(rest) or "related")
            return [piece(block, 0, match.start()), foot]
    return [block]


def _weighs_as_foot(text: str) -> bool:
    found = hits(words_of(text[:1500]))
    weight = sum(weight for *_, weight in found)
    named = _AUTHOR.match(text) or (len(text) < 400 and _TOPICS.match(text))
    return bool(named) or (weight >= 3.0 and len(found) >= 2)
