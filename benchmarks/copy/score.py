"""Scoring of intake's answers for one page of copy against the gold answers beside it.

What counts as right is said in README.md, kind by kind. Anything in the gold answers that has
`"optional": true` is neither asked for nor held against an answer that gives it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any

from benchmarks.copy.counting import Item, Score
from benchmarks.copy.films import score_films
from benchmarks.copy.words import credit, flexible, name, words


def score_page(gold: Item, found: Item, copy: str | None) -> Score:
    """Score one page. `copy` is the page as plain text, None where it is HTML."""
    score = Score()
    _furniture(score, gold, found, copy)
    _story(score, gold.get("story") or {}, found.get("story") or {})
    _quotes(score, gold, found)
    _pictures(score, gold, found)
    _people(score, gold, found)
    score_films(score, gold, found)
    _newsletter(score, gold.get("newsletter") or {}, found.get("newsletter") or {})
    _notes(score, gold, found)
    return score


def _texts(items: Any) -> list[str]:
    return [str(item.get("text") or "") for item in items or []]


def _story_texts(gold: Item) -> list[str]:
    """All the words of a page that are the story's: head, body and captions."""
    story = gold.get("story") or {}
    texts = _texts(item for item in story.get("body") or [] if not item.get("optional"))
    for part in (story.get("headline"), story.get("standfirst")):
        texts.append(str((part.get("text") if isinstance(part, dict) else part) or ""))
    for picture in gold.get("pictures") or []:
        texts += [str(picture.get("caption") or ""), str(picture.get("credit") or "")]
    return [text for text in texts if text]


def _furniture(score: Score, gold: Item, found: Item, copy: str | None) -> None:
    """By the characters covered in plain text, by those of the words given in HTML.

    What is neither furniture nor story (a date line, a byline) may be called furniture or not.
    """
    wanted, given = gold.get("furniture") or [], found.get("furniture") or []
    if copy is None:
        ours = Counter(word for text in _texts(given) for word in words(text))
        theirs = Counter(word for text in _texts(wanted) for word in words(text))
        story = Counter(word for text in _story_texts(gold) for word in words(text))
        right, wanted = _letters(ours & theirs), _letters(theirs)
        wrong = _letters((ours - theirs) & story)
        score.count("furniture", right, wanted, right + wrong)
        missed = list((theirs - ours).elements())
        if missed:
            score.differences.append(f"furniture: missed words {' '.join(missed)!r}")
        return
    asked, kinds = _mask(copy, wanted), _mask(copy, given)
    story_mask = _mask(copy, [{"text": text, "kind": "story"} for text in _story_texts(gold)])
    seen = [place for place, mark in enumerate(copy) if not mark.isspace()]
    right = sum(1 for place in seen if asked[place] and kinds[place])
    lost = [place for place in seen if asked[place] and not kinds[place]]
    wrong = [p for p in seen if kinds[p] and not asked[p] and story_mask[p]]
    score.count("furniture", right, right + len(lost), right + len(wrong))
    score.tallies["furniture kind right"] += sum(
        1 for place in seen if asked[place] and asked[place] == kinds[place]
    )
    score.tallies["furniture characters right"] += right
    for kind, places in (("missed", lost), ("took from the story", wrong)):
        score.differences += [f"furniture: {kind} {text!r}" for text in _runs(copy, places)]


def _letters(bag: Counter[str]) -> int:
    return sum(len(word) * times for word, times in bag.items())


def _mask(copy: str, items: list[Item]) -> list[str]:
    """For each character the kind of the item that covers it, or the empty string."""
    mask = [""] * len(copy)
    after = 0
    for item in items:
        start, end = item.get("start"), item.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(copy)):
            pattern = flexible(str(item.get("text") or ""))
            place = pattern.search(copy, after) or pattern.search(copy)
            if place is None or not item.get("text"):
                continue
            start, end = place.span()
            after = end
        mask[start:end] = [str(item.get("kind") or "other")] * (end - start)
    return mask


def _runs(copy: str, places: list[int]) -> list[str]:
    """The stretches of the copy that some of its characters make up."""
    runs: list[list[int]] = []
    for place in places:
        if runs and not copy[runs[-1][1] : place].strip():
            runs[-1][1] = place + 1
        else:
            runs.append([place, place + 1])
    return [copy[start:end] for start, end in runs]


def _story(score: Score, gold: Item, found: Item) -> None:
    def text_key(item: Item) -> Hashable:
        return words(item.get("text"))

    def show(item: Item) -> str:
        return repr(str(item.get("text") or "")[:160])

    score.pair("body", gold.get("body") or [], found.get("body") or [], text_key, show)
    headline, ours = gold.get("headline"), found.get("headline")
    # A page without a headline asks for none, but one may be proposed.
    proposed = headline is None and (ours or {}).get("proposed")
    score.pair(
        "headline",
        [headline] if headline else [],
        [ours] if ours and not proposed else [],
        text_key,
        show,
    )
    score.pair(
        "standfirst",
        _as_items(gold.get("standfirst")),
        _as_items(found.get("standfirst")),
        text_key,
        show,
    )
    score.pair(
        "byline",
        [{"text": text} for text in gold.get("byline") or []],
        [{"text": text} for text in found.get("byline") or []],
        lambda item: name(item["text"]),
        show,
    )
    _dates(score, gold, found)


def _as_items(part: Any) -> list[Item]:
    if not part:
        return []
    return [part if isinstance(part, dict) else {"text": part}]


def _dates(score: Score, gold: Item, found: Item) -> None:
    for kind in ("published", "updated"):
        wanted, given = gold.get(kind), found.get(kind)
        right = bool(wanted) and str(given or "")[:10] == str(wanted)[:10]
        score.count("dates", right, bool(wanted), bool(given))
        if not right and (wanted or given):
            score.differences.append(f"dates: {kind} is {wanted}, given {given}")
        if wanted and "T" in wanted:
            same = _instant(given) == _instant(wanted)
            score.count("times", same, 1, bool(given and "T" in str(given)))
            if not same:
                score.differences.append(f"times: {kind} is {wanted}, given {given}")


def _instant(text: Any) -> float | str | None:
    """Seconds since 1970, or the clock time as written where no zone is given."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.isoformat(timespec="minutes")
    return moment.timestamp()


def _quotes(score: Score, gold: Item, found: Item) -> None:
    pairs = score.pair(
        "quotes",
        gold.get("quotes") or [],
        found.get("quotes") or [],
        lambda item: words(item.get("text")),
        lambda item: f"{item.get('text')!r} ({item.get('speaker')})",
    )
    for wanted, given in pairs:
        if wanted.get("optional"):
            continue
        right, ours = name(wanted.get("speaker")), name(given.get("speaker"))
        verdict = "right" if right == ours else "wrong" if ours else "open"
        score.tallies[f"speakers {verdict}"] += 1
        if verdict != "right":
            score.differences.append(
                f"speakers: {verdict}, {wanted.get('speaker')} not {given.get('speaker')}: "
                f"{str(wanted.get('text'))[:80]!r}"
            )
        if wanted.get("cue"):
            same = words(wanted["cue"]) == words(given.get("cue"))
            score.tallies["cues right"] += same
            score.tallies["cues"] += 1
        if wanted.get("where_said"):
            score.tallies["where said right"] += _near(
                wanted["where_said"], given.get("where_said")
            )
            score.tallies["where said"] += 1


def _near(wanted: Any, given: Any) -> bool:
    """Whether two short texts share most of their words (Dice's coefficient 0.8 or more)."""
    ours, theirs = Counter(words(str(given or ""))), Counter(words(str(wanted or "")))
    both = ours.total() + theirs.total()
    return bool(both) and 2 * (ours & theirs).total() / both >= 0.8


def _pictures(score: Score, gold: Item, found: Item) -> None:
    theirs, ours = gold.get("pictures") or [], found.get("pictures") or []

    def show(item: Item) -> str:
        return f"{item.get('caption')!r} ({item.get('credit')})"

    pairs = score.pair("captions", theirs, ours, lambda item: words(item.get("caption")), show)
    score.pair(
        "captions with credits",
        theirs,
        ours,
        lambda item: (words(item.get("caption")), credit(item.get("credit"))),
        show,
    )
    score.pair(
        "credits",
        [item for item in theirs if item.get("credit")],
        [item for item in ours if item.get("credit")],
        lambda item: credit(item.get("credit")),
        show,
    )
    for wanted, given in pairs:
        if wanted.get("agency"):
            score.tallies["agencies"] += 1
            score.tallies["agencies right"] += words(wanted["agency"]) == words(given.get("agency"))
        score.pair(
            "positions",
            [who for who in wanted.get("people") or [] if who.get("position")],
            [who for who in given.get("people") or [] if who.get("position")],
            lambda who: (name(who.get("name")), str(who.get("position")).casefold()),
            lambda who: f"{who.get('name')} ({who.get('position')})",
        )


def _people(score: Score, gold: Item, found: Item) -> None:
    pairs = score.pair(
        "people",
        gold.get("people") or [],
        _once(found.get("people") or [], lambda who: name(who.get("name"))),
        lambda who: name(who.get("name")),
        lambda who: repr(who.get("name")),
    )
    for wanted, given in pairs:
        right = wanted.get("age") is not None and given.get("age") == wanted["age"]
        score.count("ages", right, wanted.get("age") is not None, given.get("age") is not None)


def _once(items: list[Item], key: Callable[[Item], Hashable]) -> list[Item]:
    """Each thing once: a person named ten times is one person."""
    first: dict[Hashable, Item] = {}
    for item in items:
        kept = first.setdefault(key(item), dict(item))
        if kept.get("age") is None:
            kept["age"] = item.get("age")
    return list(first.values())


def _newsletter(score: Score, gold: Item, found: Item) -> None:
    """By field, for what the gold gives: most of the words must be there."""
    for part in ("name", "strapline", "cadence", "author", "publisher", "consent"):
        wanted, given = gold.get(part), found.get(part)
        right = bool(wanted) and _near(wanted, given)
        score.count("newsletter", right, bool(wanted), bool(given))
        if not right and (wanted or given):
            score.differences.append(f"newsletter: {part} is {wanted!r}, given {given!r}")


def _notes(score: Score, gold: Item, found: Item) -> None:
    """Only those asked for: a note too many costs an editor a glance, so none is held against."""
    left = list(found.get("notes") or [])
    for wanted in gold.get("notes") or []:
        twin = next((note for note in left if _same_note(wanted, note)), None)
        if twin is not None:
            left.remove(twin)
        elif not wanted.get("optional"):
            score.differences.append(f"notes: missed {wanted['kind']} {wanted.get('text')!r}")
        if not wanted.get("optional"):
            score.count("notes", twin is not None, 1, twin is not None)


def _same_note(wanted: Item, note: Item) -> bool:
    theirs, ours = set(words(wanted.get("text"))), set(words(note.get("text")))
    return wanted["kind"] == note.get("kind") and (not theirs or bool(theirs & ours))
