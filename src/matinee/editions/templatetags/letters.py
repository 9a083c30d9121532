"""Tags for the templates of letters and of editions' web pages."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from matinee.editions import links, mjml, web
from matinee.editions.items import PollItem
from matinee.editions.rich import Rich

register = template.Library()


@register.simple_tag(takes_context=True)
def link(context: Context, url: str) -> SafeString:
    """Print the tracked address for `url`."""
    return conditional_escape(context["links"].tracked(url))


@register.simple_tag
def vote(poll: PollItem, answer: int) -> SafeString:
    """Print the address that an answer to a poll leads to."""
    return conditional_escape(links.vote(poll.number, answer))


@register.simple_tag(takes_context=True)
def rich(context: Context, words: Rich) -> SafeString:
    """Print rich text in a letter: inline styles, tracked links."""
    # Rich.html escapes all that it prints.
    return mark_safe(words.html(context["rich_styles"], context["links"].tracked))  # noqa: S308


@register.filter
def web_rich(words: Rich) -> SafeString:
    """Print rich text on a web page."""
    return mark_safe(words.html())  # noqa: S308


@register.filter
def local(url: str) -> str:
    """Print an address of this site without its host."""
    return web.local(url)


@register.filter
def the(name: str) -> str:
    """Print a country's name as it stands in a sentence."""
    return mjml.with_article(name)


@register.filter
def full_stars(count: int) -> str:
    """Print five stars, so many of them full."""
    return mjml.stars(count)
