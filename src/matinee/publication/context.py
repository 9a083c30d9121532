"""What every template may lean on."""

from __future__ import annotations

from django.http import HttpRequest

from matinee.publication.models import Publication


def publication(request: HttpRequest) -> dict[str, object]:
    """Give templates `publication`, the title's own settings (one cached row a request)."""
    return {"publication": Publication.load(request_or_site=request)}
