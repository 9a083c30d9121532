"""Words about films and places in templates."""

from __future__ import annotations

from django import template

from matinee.publication.models import Territory

register = template.Library()

# Codes of the places that English calls "the …".
WITH_ARTICLE = {"AE", "BS", "CF", "CZ", "DO", "FK", "GB", "GM", "IM", "KY", "MV", "NL", "PH", "US"}


@register.filter
def the(territory: Territory) -> str:
    """The territory as it stands within a sentence: in France, in the Netherlands."""
    article = "the " if territory.code in WITH_ARTICLE else ""
    if territory.code == "CZ" and territory.name == "Czechia":
        article = ""
    return f"{article}{territory.name}"
