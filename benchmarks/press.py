"""How fast an edition is drafted and pressed, and how large its letters are.

    python benchmarks/press.py [--stories N] [--rounds N] [--json]

A throwaway SQLite newsroom gets N stories (50,000 unless told) with films and people. Then a
draft is made, and an edition of twelve story blocks with everything is pressed for one territory,
again and again; the median counts. Times are milliseconds of processor time, sizes bytes of the
whole message with both parts and every slot filled.

The yardstick for pressing is mrml alone, turning the very same MJML into HTML in the same run: a
ratio is ours (templates, text, MJML, quoted-printable, cutting at the slots) divided by it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]

BARS = {
    "variant ms": 10.0,
    "draft ms": 300.0,
    "twelve stories bytes": 45_000,
    "empty bytes": 12_000,
}
BATCH = 2_000


@contextlib.contextmanager
def newsroom_database() -> Iterator[None]:
    """Set Django up on a database in memory and a var of its own."""
    with tempfile.TemporaryDirectory() as var:
        os.environ["MATINEE_VAR"] = var
        os.environ["DATABASE_URL"] = f"sqlite:///{var}/benchmark.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield


def fill(count: int) -> Any:
    """Put `count` old stories under the newsroom's section; return its newsletter.

    They go in by the thousand, past Wagtail's own saving, which would take an hour.
    """
    from django.db import connection
    from tests.editions import newsroom
    from wagtail.models import Locale, Page

    from matinee.films.models import Credit, Film, Person
    from matinee.stories.models import SectionPage, StoryPage

    newsletter = newsroom.busy_week(stories=12)
    section = SectionPage.objects.get(slug="features")
    people = Person.objects.bulk_create([Person(name=f"Person {n}") for n in range(500)])
    films = Film.objects.bulk_create(
        [Film(title=f"Film {n}", slug=f"film-{n}", year=1950 + n % 70) for n in range(count // 25)]
    )
    Credit.objects.bulk_create(
        Credit(film=film, person=people[n % 500], role=Credit.Role.DIRECTOR)
        for n, film in enumerate(films)
    )
    template = StoryPage.objects.order_by("pk").first()
    assert template is not None
    first = section.get_children().count() + 1
    locale = Locale.get_default()
    pages = [
        Page(
            title=f"An old story, number {n}",
            draft_title=f"An old story, number {n}",
            slug=f"old-{n}",
            path=Page._get_path(section.path, section.depth + 1, first + n),
            depth=section.depth + 1,
            numchild=0,
            url_path=f"{section.url_path}old-{n}/",
            live=True,
            locale=locale,
            content_type=template.content_type,
            first_published_at=newsroom.NOW - timedelta(days=60, minutes=7 * n),
        )
        for n in range(count)
    ]
    made = Page.objects.bulk_create(pages, batch_size=BATCH)
    fields = StoryPage._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    rows = []
    for page in made:
        values = [
            page.pk
            if f.primary_key
            else f.get_db_prep_save(getattr(template, f.attname), connection)
            for f in fields
        ]
        rows.append(values)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO stories_storypage ({columns}) VALUES ({marks})", rows)
    through = StoryPage.films.through
    through.objects.bulk_create(
        [
            through(storypage_id=page.pk, film=films[n % len(films)])
            for n, page in enumerate(made)
            if n % 3 == 0
        ],
        batch_size=BATCH,
    )
    Page.objects.filter(pk=section.pk).update(numchild=first + count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return newsletter


def median_ms(rounds: int, work: Callable[[], object]) -> float:
    """Return the median processor time of `work` in milliseconds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def draft_ms(newsletter: Any, rounds: int) -> float:
    """Return the median time of a draft, each taken back by a rollback."""
    from django.db import transaction
    from tests.editions import newsroom

    from matinee.editions import drafting

    drafting.archive_of(newsletter)

    def once() -> None:
        with transaction.atomic():
            drafting.draft(newsletter, now=newsroom.NOW)
            transaction.set_rollback(True)

    once()
    return median_ms(rounds, once)


def measure(stories: int, rounds: int) -> dict[str, Any]:
    """Return the figures and ratios."""
    import mrml
    from tests.editions.test_letter_holds_up import full

    from matinee.editions import drafting, mjml, press, sheet
    from matinee.editions.links import Links

    newsletter = fill(stories)
    drafted = draft_ms(newsletter, max(3, rounds // 10))
    edition = full(newsletter)
    page = sheet.read(edition)
    press.render(page, "GB", Links())
    ours = median_ms(rounds, lambda: press.render(page, "GB", Links()))
    source = mjml.source(page, "GB", Links())
    mrml_alone = median_ms(rounds * 5, lambda: mrml.to_html(source))
    twelve = max(one.size for one in press.variants(edition))
    edition.body = drafting._stream([])
    figures = {
        "draft ms": round(drafted, 1),
        "variant ms": round(ours, 2),
        "mrml alone ms": round(mrml_alone, 3),
        "twelve stories bytes": twelve,
        "empty bytes": press.variant(edition).size,
    }
    return {
        "benchmark": "press",
        "figures": figures,
        "ratios": {"variant / mrml alone": round(ours / mrml_alone, 1)},
        "settings": {"stories": stories, "rounds": rounds, "territory": "GB"},
    }


def main() -> int:
    """Measure, print, and say by the exit code whether every bar was met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--stories", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with newsroom_database():
        result = measure(options.stories, options.rounds)
    missed = [name for name, bar in BARS.items() if result["figures"][name] > bar]
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    else:
        for name, value in [*result["figures"].items(), *result["ratios"].items()]:
            bar = f"   (at most {BARS[name]:,g})" if name in BARS else ""
            sys.stdout.write(f"{name:24} {value:>12,}{bar}\n")
        if missed:
            sys.stdout.write(f"Over the bar: {', '.join(missed)}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
