"""`{% signup newsletter %}`: the sign-up box, in any template that has `request`."""

from __future__ import annotations

from typing import Any

from django import template

from matinee.newsletters.models import Newsletter
from matinee.readers import boxes

register = template.Library()


@register.inclusion_tag("readers/_box.html", takes_context=True)
def signup(context: dict[str, Any], newsletter: Newsletter, form: str = "box") -> dict[str, Any]:
    """Show a newsletter's sign-up box; `form` names the place in the ledger."""
    box = boxes.on_page(context.get("request"), [newsletter] if newsletter else [], form)
    return {**context.flatten(), "box": box}  # type: ignore[attr-defined]
