"""Pages of copy made for one question at a time."""

from __future__ import annotations

from datetime import date

from matinee.stories.intake import Found, read_text

WHEN = date(2024, 3, 5)
FILLER = (
    "It was a long way to go on a cold grey day, and everybody who went was glad to be home again."
)


def page(*paragraphs: str, headline: str = "A long day in a town by the sea") -> Found:
    """Return what is found on a page of 5 March 2024 with these paragraphs."""
    return read_text(
        "\n".join(
            [headline, "By Ann Other", "5 March 2024", "", "\n\n".join([*paragraphs, FILLER])]
        )
    )
