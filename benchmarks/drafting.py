"""How long a draft takes in a newsroom with a long archive.

    python benchmarks/drafting.py [--stories N] [--rounds N] [--json]

A throwaway SQLite newsroom gets N stories (50,000 unless told) with films and people, twelve of
this week, and an edition is drafted again and again, each time from nothing, kept by a commit's
work and rolled back. Figures are the medians of milliseconds of processor time: the choosing alone,
and the whole draft with Wagtail's page and its revision.

The yardstick is the barest query there is for it, the ids of the sixty newest live stories under
the newsletter's sections, taken in the same run: a ratio is the choosing divided by it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]

from benchmarks import press as pressing  # noqa: E402

BARS = {"draft ms": 300.0}


def measure(stories: int, rounds: int) -> dict[str, Any]:
    """Return the figures and the ratio."""
    from tests.editions import newsroom

    from matinee.editions import choosing
    from matinee.stories.models import SectionPage, StoryPage

    newsletter = pressing.fill(stories)
    sections = SectionPage.objects.filter(slug__in=newsletter.section_slugs or ["features"])
    path = sections.values_list("path", flat=True)[0]
    used = choosing.used_before(newsletter, None)

    def bare() -> object:
        newest = StoryPage.objects.filter(path__startswith=path, live=True)
        return list(newest.order_by("-first_published_at").values_list("pk", flat=True)[:60])

    def whole_choice() -> object:
        chosen = choosing.choose(newsletter, used, newsroom.NOW)
        told = choosing.films_of(chosen.stories)
        choosing.quote_of_the_week(chosen.stories, used)
        choosing.film_club(newsletter, chosen.stories, told, used, newsroom.NOW, 3)
        return choosing.earlier_stories(chosen.stories, chosen.stories, told, used)

    bare()
    whole_choice()
    floor = pressing.median_ms(rounds, bare)
    choice = pressing.median_ms(rounds, whole_choice)
    figures = {
        "bare query ms": round(floor, 1),
        "choosing ms": round(choice, 1),
        "draft ms": round(pressing.draft_ms(newsletter, rounds), 1),
    }
    return {
        "benchmark": "drafting",
        "figures": figures,
        "ratios": {"choosing / bare query": round(choice / floor, 1)},
        "settings": {"stories": stories, "rounds": rounds, "database": "sqlite"},
    }


def main() -> int:
    """Measure, print, and say by the exit code whether the bar was met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--stories", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with pressing.newsroom_database():
        result = measure(options.stories, options.rounds)
    missed = [name for name, bar in BARS.items() if result["figures"][name] > bar]
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    else:
        for name, value in [*result["figures"].items(), *result["ratios"].items()]:
            bar = f"   (at most {BARS[name]:,g})" if name in BARS else ""
            sys.stdout.write(f"{name:24} {value:>12,}{bar}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
