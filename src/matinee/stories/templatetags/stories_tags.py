"""What story templates need."""

from __future__ import annotations

from typing import Any

from django import template

from matinee.films.models import Film
from matinee.stories import shelves

register = template.Library()


@register.inclusion_tag("stories/film_box.html")
def film_box(film: Film) -> dict[str, Any]:
    """The film's box: who made it, what it is based on, when it opens where."""
    return shelves.box(film)


@register.filter
def spoken(kind: str | None) -> str:
    """A kind of note as words: `doubled-word` is Doubled word."""
    return (kind or "note").replace("-", " ").replace("_", " ").capitalize()
