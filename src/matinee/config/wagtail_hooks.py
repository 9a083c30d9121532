"""What the config room adds to the desk: the way to an editor's second factor."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks


@hooks.register("register_account_menu_item")
def second_factor(request: HttpRequest) -> dict[str, str]:
    """Show the second factor on an editor's account page."""
    return {
        "url": reverse("mfa_index"),
        "label": "Second factor",
        "help_text": "Ask for a code or a security key beside your password.",
    }
