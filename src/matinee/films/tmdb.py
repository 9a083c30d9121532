"""TMDB's (The Movie Database) answer about a film, as a file.

`GET /3/movie/{id}?append_to_response=credits,release_dates`:

    {"id": 1, "title": "…", "release_date": "YYYY-MM-DD", "runtime": minutes, "overview": "…",
     "credits": {"cast": [{"name": "…", "character": "…", "order": 0}],
                 "crew": [{"name": "…", "job": "Director"}]},
     "release_dates": {"results": [{"iso_3166_1": "GB", "release_dates": [
         {"release_date": "2024-01-26T00:00:00.000Z", "type": 3, "certification": "15",
          "note": "…"}]}]}}

`type` is numbered as ours: 1 premiere, 2 theatrical (limited), 3 theatrical, 4 digital,
5 physical, 6 television. The date is the territory's own day, whatever the clock after it says.
Jobs read: Director, Screenplay, Writer, Story, Producer. A list of such answers, or
`{"results": [...]}`, is several films. https://developer.themoviedb.org/reference/movie-details
"""

from __future__ import annotations

from typing import Any

from matinee.films import answers

CAST_KEPT = 12
_JOBS = {
    "Director": "directors",
    "Screenplay": "writers",
    "Writer": "writers",
    "Story": "writers",
    "Producer": "producers",
}


def complaint(answer: Any) -> str | None:
    """Return what TMDB says is wrong, where its answer is that."""
    told = answers.object_of(answer)
    if told.get("success") is False or "status_message" in told:
        said = answers.words(told.get("status_message"), 200) or "no reason given"
        return f"This is TMDB saying no, not a film: {said}"
    if "title" not in told and "first_air_date" in told:
        return "This is TMDB's answer about a series. Only films are taken."
    return None


def films(answer: Any) -> list[dict[str, Any]]:
    """Return the films of an answer in the shape of contracts.md; [] where none is in it."""
    if isinstance(answer, dict) and isinstance(answer.get("results"), list):
        answer = answer["results"]
    items = answer if isinstance(answer, list) else [answer]
    return [film for film in map(_film, answers.objects(items)) if film["title"]]


def _film(item: dict[str, Any]) -> dict[str, Any]:
    number = answers.whole(item.get("id"), 1, 10**9)
    film: dict[str, Any] = {
        "title": answers.words(item.get("title"), 250),
        "year": answers.year(item.get("release_date")),
        "running_time": answers.whole(item.get("runtime"), 1, 10_000),
        "synopsis": answers.words(item.get("overview"), 5000),
        "certificates": {},
        "directors": [],
        "writers": [],
        "producers": [],
        "cast": _cast(answers.object_of(item, "credits").get("cast")),
        "releases": [],
        "catalogue": f"TMDB {number}" if number else "TMDB",
    }
    for member in answers.objects(answers.object_of(item, "credits").get("crew")):
        job, name = member.get("job"), answers.words(member.get("name"), 160)
        key = _JOBS.get(job) if isinstance(job, str) else None
        if key and name and name not in film[key]:
            film[key].append(name)
    for country in answers.objects(answers.object_of(item, "release_dates").get("results")):
        _releases(film, country)
    return film


def _cast(listed: Any) -> list[dict[str, Any]]:
    def place(part: dict[str, Any]) -> int:
        found = answers.whole(part.get("order"), 0, 10**6)
        return 10**6 if found is None else found

    parts = [
        {
            "person": answers.words(part.get("name"), 160),
            "character": answers.words(part.get("character"), 160) or None,
        }
        for part in sorted(answers.objects(listed), key=place)
    ]
    return [part for part in parts if part["person"]][:CAST_KEPT]


def _releases(film: dict[str, Any], country: dict[str, Any]) -> None:
    territory = answers.code(country.get("iso_3166_1"))
    for entry in answers.objects(country.get("release_dates")):
        day = answers.day(entry.get("release_date"))
        kind = answers.whole(entry.get("type"), 1, 6)
        if not (territory and day and kind):
            continue
        note = answers.words(entry.get("note"), 200)
        film["releases"].append(
            {"territory": territory, "date": day, "precision": "day", "kind": kind, "note": note}
        )
        if certificate := answers.words(entry.get("certification"), 12):
            film["certificates"].setdefault(territory, certificate)
