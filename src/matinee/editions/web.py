"""The web version of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from matinee.editions.models import EditionPage


def context(edition: EditionPage, request: HttpRequest) -> dict[str, Any]:
    """Return what the web page of an edition shows."""
    return {"edition": edition, "newsletter": edition.newsletter}
