"""The copy desk in Wagtail's menu and on its home, and publishing held until a headline stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from matinee.stories import desk, source_desk, token_desk
from matinee.stories.copies import Proposal
from matinee.stories.pages import HEADLINE_FIRST, StoryPage


class CopyDeskItem(MenuItem):
    """The menu's entry, for those who may make stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown to those who may take copy in."""
        return desk.may_take_in(request.user)


class CopyDesk(ViewSet):
    """The copy desk's addresses, under /desk/copy/."""

    name = "copy_desk"
    url_prefix = "copy"
    icon = "doc-full-inverse"
    menu_label = "Copy desk"
    menu_order = 90
    add_to_admin_menu = True
    menu_item_class = CopyDeskItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses; the first is the menu's."""
        return [
            path("", desk.index, name="index"),
            path("story/<int:pk>/", desk.story, name="story"),
            path("story/<int:pk>/decide/", desk.decide_all, name="decide_all"),
            path("proposal/<int:pk>/", desk.decide, name="decide"),
            path("received/<int:pk>/", desk.received, name="received"),
            path("tokens/", token_desk.index, name="tokens"),
            path("tokens/<int:pk>/revoke/", token_desk.revoke, name="revoke_token"),
            path("sources/", source_desk.index, name="sources"),
            path("sources/add/", source_desk.add, name="add_source"),
            path("sources/<int:pk>/", source_desk.change, name="source"),
            path("sources/<int:pk>/poll/", source_desk.poll, name="poll"),
            path("sources/<int:pk>/remove/", source_desk.remove, name="remove_source"),
        ]


@hooks.register("register_admin_viewset")
def register_copy_desk() -> CopyDesk:
    """Put the copy desk in the desk."""
    return CopyDesk()


@hooks.register("insert_global_admin_css")
def desk_styles() -> str:
    """Add our few styles to the desk's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("stories/desk.css"))


class WaitingItem(SummaryItem):
    """How many stories have proposals that nobody has decided about."""

    order = 310
    template_name = "stories/desk/summary.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Count them."""
        waiting = Proposal.objects.filter(state=Proposal.State.PROPOSED, story__isnull=False)
        return {
            "proposals": waiting.count(),
            "stories": waiting.values("story").distinct().count(),
        }

    def is_shown(self) -> bool:
        """Shown to those who may take copy in."""
        return desk.may_take_in(self.request.user)


@hooks.register("construct_homepage_summary_items")
def add_waiting(request: HttpRequest, items: list[Any]) -> None:
    """Put the count on the desk's home."""
    items.append(WaitingItem(request))


@hooks.register("register_page_header_buttons")
def found_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Any]:
    """Lead from a story that came in as copy to what was found in it."""
    if isinstance(page, StoryPage) and page.raw_copy_id:
        address = reverse("copy_desk:story", args=[page.pk])
        yield Button("What was found in the copy", address, icon_name="doc-full", priority=5)


@hooks.register("before_bulk_action")
def hold_bulk_publish(
    request: HttpRequest, action: str, objects: Iterable[Any], view: Any
) -> HttpResponse | None:
    """Refuse to publish many pages at once where one has a headline that nobody accepted."""
    if action != "publish":
        return None
    for page in objects:
        draft = page.specific.get_latest_revision_as_object()
        if isinstance(draft, StoryPage) and not draft.headline_accepted:
            messages.error(request, f"“{draft.title}”: {HEADLINE_FIRST} Nothing was published.")
            return redirect("wagtailadmin_explore", draft.get_parent().pk)
    return None


@hooks.register("before_publish_page")
def hold_publish(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse to publish a story whose headline nobody accepted (the form refuses it before)."""
    if isinstance(page, StoryPage) and not page.headline_accepted:
        messages.error(request, HEADLINE_FIRST)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
