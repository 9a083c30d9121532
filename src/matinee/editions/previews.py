"""The ways to look at an edition before it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from matinee.editions.models import EditionPage

WEB = "web"


def modes(edition: EditionPage) -> list[tuple[str, str]]:
    """Return (name, words) of each way."""
    return [(WEB, "Web page")]


def answer(edition: EditionPage, mode: str) -> HttpResponse:
    """Return the edition as seen in `mode`."""
    raise ValueError(mode)
