"""Numbers in reports."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """Return a share (0 to 1) as a percentage with one place."""
    return f"{share * 100:.1f} %"


@register.filter
def hundred(share: float) -> str:
    """Return a share as a number out of a hundred, for plots, in no language's own writing."""
    return f"{share * 100:.2f}"


@register.filter
def plain(number: float) -> str:
    """Return a number with a point, whatever the language writes."""
    return f"{number:.3f}"
