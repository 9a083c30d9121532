"""The doors of the desk: they stand before Wagtail's own, which know no second factor."""

from __future__ import annotations

from allauth.account import views
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("account/sign-out/", views.logout, name="account_logout"),
    path("account/inactive/", views.account_inactive, name="account_inactive"),
    path("account/again/", views.reauthenticate, name="account_reauthenticate"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    # allauth asks for these by name; we have no sign-up, and Wagtail resets passwords.
    path("account/new/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path(
        "account/forgotten/",
        RedirectView.as_view(pattern_name="wagtailadmin_password_reset"),
        name="account_reset_password",
    ),
]
