"""Reports in the desk."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from matinee.insight import returns, views
from matinee.readers.models import Reader


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


@hooks.register("matinee_reader_panels")
def reader_panel(reader: Reader) -> str:
    """Show on a reader's page what became of our letters to them."""
    return render_to_string("insight/_reader.html", {"outcomes": returns.of_reader(reader.pk)})
