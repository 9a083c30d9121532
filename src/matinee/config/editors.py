"""How editors come in: a password, and a second factor where they or the newsroom want one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from matinee.publication.models import Publication
from matinee.readers.request_meta import peer


def client_address(request: HttpRequest) -> str:
    """Return where a log-in comes from; forwarding headers count from our own proxies only."""
    return str(peer(request) or "")


class Accounts(DefaultAccountAdapter):
    """Editors are let in by whoever runs the desk, never by a form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an editor of themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the limits on guessing count by."""
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the desk."""
        return reverse("wagtailadmin_home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the door."""
        return reverse("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Tell an editor of a change to their account; without an address there is nobody to."""
        if email:
            super().send_mail(template_prefix, email, context)


class SecondFactors(DefaultMFAAdapter):
    """Names the publication in an editor's authenticator app."""

    def get_totp_issuer(self) -> str:
        """Return what the app shows beside the code."""
        return Publication.load().name or "Matinee"


class DoorForm(LoginForm):
    """allauth's form, its field named as password managers and Wagtail know it."""

    def add_prefix(self, field_name: str) -> str:
        """Name the first field `username`."""
        return str(super().add_prefix("username" if field_name == "login" else field_name))


class SecondFactorMiddleware:
    """Where SECOND_FACTOR=required, lets nobody into the desk who has set none up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Send an editor without a second factor to where one is set up."""
        if self._must_set_up(request):
            messages.warning(
                request, "This newsroom asks every editor for a second factor. Set one up to go on."
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        desk = reverse("wagtailadmin_home")
        if settings.SECOND_FACTOR != "required" or not request.path_info.startswith(desk):
            return False
        if request.path_info.startswith((desk + "account/second-factor/", *_doors())):
            return False
        from allauth.mfa.utils import is_mfa_enabled

        return request.user.is_authenticated and not is_mfa_enabled(request.user)


def _doors() -> tuple[str, ...]:
    names = ("account_login", "account_logout", "account_reauthenticate", "wagtailadmin_logout")
    scripts = ("wagtailadmin_javascript_catalog", "wagtailadmin_sprite")
    return tuple(reverse(name) for name in (*names, *scripts))
