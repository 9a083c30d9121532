"""Scoring of films: titles, directors, cast, source works, facts, and releases by territory."""

from __future__ import annotations

from typing import Any

from benchmarks.copy.counting import Item, Score
from benchmarks.copy.words import day, name, words


def score_films(score: Score, gold: Item, found: Item) -> None:
    """Score the films of a page: titles, people, source works, facts and releases."""
    theirs, ours = gold.get("films") or [], found.get("films") or []
    pairs = score.pair(
        "films",
        theirs,
        ours,
        lambda film: words(film.get("title")),
        lambda film: repr(film.get("title")),
    )
    waived = {id(given) for wanted, given in pairs if wanted.get("optional")}
    asked = [film for film in theirs if not film.get("optional")]
    given = [film for film in ours if id(film) not in waived]
    for kind, parts in (("directors", _directors), ("cast", _cast), ("based on", _based_on)):
        score.pair(
            kind,
            [part for film in asked for part in parts(film)],
            [part for film in given for part in parts(film)],
            lambda part: part["key"],
            lambda part: part["shown"],
        )
    for wanted, answer in pairs:
        for fact in ("year", "running_time", "certificate", "stars"):
            if wanted.get("optional") or (wanted.get(fact) is None and answer.get(fact) is None):
                continue
            right = wanted.get(fact) == answer.get(fact)
            score.count(
                "film facts", right, wanted.get(fact) is not None, answer.get(fact) is not None
            )
            if not right:
                score.differences.append(
                    f"film facts: {wanted['title']}, {fact} is {wanted.get(fact)}, "
                    f"given {answer.get(fact)}"
                )
    _releases(score, theirs, ours)


def _directors(film: Item) -> list[Item]:
    title = words(film.get("title"))
    return [
        {"key": (title, name(who)), "shown": f"{who} ({film.get('title')})"}
        for who in film.get("directors") or []
    ]


def _cast(film: Item) -> list[Item]:
    title = words(film.get("title"))
    return [
        {
            "key": (title, name(part.get("person"))),
            "shown": f"{part.get('person')} ({film.get('title')})",
            "optional": part.get("optional"),
        }
        for part in film.get("cast") or []
    ]


def _based_on(film: Item) -> list[Item]:
    source = film.get("based_on")
    if not source:
        return []
    film_title, title = words(film.get("title")), words(source.get("title"))
    # A source of the same name may be given by its author alone.
    key = (film_title, () if title == film_title else title, name(source.get("author")))
    shown = f"{source.get('title')} by {source.get('author')} ({film.get('title')})"
    return [{"key": key, "shown": shown}]


def _releases(score: Score, theirs: list[Item], ours: list[Item]) -> None:
    """By territory, date and precision; kind and film are tallied of those that are right."""
    gold = [{**item, "of": film["title"]} for film in theirs for item in film.get("releases") or []]
    # A date without a territory passes for nobody's, so it is not held against an answer.
    given = [
        {**item, "of": film.get("title")}
        for film in ours
        for item in film.get("releases") or []
        if item.get("territory")
    ]
    pairs = score.pair(
        "releases",
        gold,
        given,
        lambda item: (item.get("territory"), day(item)),
        lambda item: f"{item.get('territory')} {item.get('date')} ({item.get('of')})",
    )
    paired = {id(answer) for _, answer in pairs}
    for wanted, answer in pairs:
        if not wanted.get("optional"):
            score.tallies["releases right"] += 1
            score.tallies["release kinds right"] += wanted.get("kind") == answer.get("kind")
            score.tallies["release films right"] += words(wanted["of"]) == words(answer["of"])
    known = {item.get("territory") for item in gold}
    dates = {day(item) for item in gold}
    wrong = [
        item
        for item in given
        if id(item) not in paired
        and item.get("territory")
        and (item["territory"] not in known or day(item) in dates)
    ]
    wrong = [item for item in wrong if (item["territory"], day(item)) not in _keys(gold)]
    score.tallies["wrong territories"] += len(wrong)
    score.differences += [
        f"wrong territory: {item['territory']} {item.get('date')} ({item.get('of')})"
        for item in wrong
    ]


def _keys(gold: list[Item]) -> set[tuple[Any, tuple[str, str]]]:
    """Right pairs of territory and date: the same release given twice is no wrong territory."""
    return {(item.get("territory"), day(item)) for item in gold}
