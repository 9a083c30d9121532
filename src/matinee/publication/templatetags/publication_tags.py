"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

from matinee.publication import theme
from matinee.publication.models import Publication

register = template.Library()


@register.simple_tag(takes_context=True)
def sections(context: dict[str, Any]) -> list[Page]:
    """The pages of the main menu: the front page's live children that are shown in menus."""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request) if request else None
    return list(site.root_page.get_children().live().in_menu()) if site else []


@register.simple_tag(takes_context=True)
def section_is_current(context: dict[str, Any], page: Page) -> bool:
    """Whether the page on screen is this one or stands below it."""
    request: HttpRequest | None = context.get("request")
    address = page.get_url(request)
    return bool(request and address and request.path.startswith(address))


@register.simple_tag
def theme_url(publication: Publication) -> str:
    """The address of the colours as they stand now, which may be kept for a year."""
    return f"{reverse('publication:theme')}?v={theme.version(publication)}"
