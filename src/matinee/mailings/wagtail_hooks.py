"""The mailings room in Wagtail's desk: its addresses, and "Send…" where editions are edited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import Button

from matinee.editions.models import EditionPage
from matinee.mailings import views


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Mount the room's pages under the desk, behind its login."""
    return [
        path("sending/<int:edition_id>/", views.sheet, name="mailings_sheet"),
        path("sending/<int:edition_id>/progress/", views.progress_page, name="mailings_progress"),
        path("sending/<int:edition_id>/status.json", views.status_json, name="mailings_status"),
        path(
            "sending/<int:edition_id>/audience.json", views.audience_json, name="mailings_audience"
        ),
        path("sending/<int:edition_id>/deed/", views.deed, name="mailings_deed"),
    ]


def _words(edition: EditionPage) -> str:
    return "Sending…" if edition.state in EditionPage.FROZEN else "Send…"


class SendMenuItem(ActionMenuItem):
    """ "Send…" among the editor's actions: it opens the sheet, it sends nothing."""

    name = "action-send-edition"
    label = "Send…"
    icon_name = "mail"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Shown for an edition that exists, to those who may publish it."""
        page = context.get("page")
        return (
            context["view"] == "edit"
            and isinstance(page, EditionPage)
            and bool(page.permissions_for_user(context["request"].user).can_publish())
        )

    def get_url(self, context: dict[str, Any]) -> str:
        """Return the sheet's address."""
        return reverse("mailings_sheet", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def send_menu_item() -> SendMenuItem:
    """Offer "Send…" in the editor's footer."""
    return SendMenuItem(order=5)


@hooks.register("register_page_header_buttons")
def send_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer "Send…" beside the page's name."""
    if isinstance(page, EditionPage) and page.permissions_for_user(user).can_publish():
        yield Button(
            _words(page),
            url=reverse("mailings_sheet", args=[page.pk]),
            icon_name="mail",
            priority=5,
        )
