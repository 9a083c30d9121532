"""Reports in the desk."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from matinee.insight import views


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Give the reports their addresses under /desk/."""
    return [
        path("insight/", views.index, name="insight_index"),
        path("insight/<int:pk>/", views.report, name="insight_report"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Put the reports in the desk's menu."""
    return MenuItem("How it went", reverse("insight_index"), icon_name="view", order=450)
