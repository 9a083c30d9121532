"""The editions room in Wagtail's desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button

from matinee.editions import desk
from matinee.editions.models import EditionPage, NewsletterPage
from matinee.editions.week import ThisWeek


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Mount the room's pages under the desk, behind its login."""
    return [
        path("editions/draft/<int:newsletter_id>/", desk.draft, name="editions_draft"),
        path("editions/<int:pk>/previews/", desk.side_by_side, name="editions_previews"),
        path("editions/<int:pk>/preview/<str:mode>/", desk.preview, name="editions_preview"),
        path("editions/<int:pk>/previews/for/", desk.preview_for, name="editions_preview_for"),
        path("editions/<int:pk>/links/", desk.links, name="editions_links"),
        path("editions/<int:pk>/links/ask/", desk.ask_links, name="editions_ask_links"),
        path("editions/<int:pk>/polls/", desk.answers, name="editions_polls"),
        path("editions/<int:pk>/preflight/", desk.check, name="editions_preflight"),
        path("editions/<int:pk>/test/", desk.test_copy, name="editions_test_copy"),
        path("editions/<int:pk>/tick/", desk.tick, name="editions_tick"),
    ]


@hooks.register("construct_homepage_panels")
def this_week(request: HttpRequest, panels: list[Any]) -> None:
    """Put "This week" first on the desk."""
    panels.insert(0, ThisWeek())


@hooks.register("register_page_header_buttons")
def header_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer drafting beside an archive's name, previews and preflight beside an edition's."""
    if isinstance(page, NewsletterPage) and page.pk:
        address = reverse("editions_draft", args=[page.newsletter_id])
        yield Button("Draft the next edition", url=address, icon_name="edit", priority=10)
    if isinstance(page, EditionPage) and page.pk:
        previews, checks = (
            reverse(f"editions_{name}", args=[page.pk]) for name in ("previews", "preflight")
        )
        yield Button("All previews", url=previews, icon_name="view", priority=10)
        yield Button("Preflight", url=checks, icon_name="tasks", priority=11)
        if page.is_frozen and any(block.block_type == "poll" for block in page.body):
            address = reverse("editions_polls", args=[page.pk])
            yield Button("Poll answers", url=address, icon_name="tick-inverse", priority=12)


@hooks.register("construct_page_action_menu")
def sending_is_publishing(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Take "Publish" away from editions: an edition's page opens when it is sent."""
    page, parent = context.get("page"), context.get("parent_page")
    ours = isinstance(page, EditionPage) or (page is None and isinstance(parent, NewsletterPage))
    if ours:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_delete_page")
def keep_what_was_sent(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse to delete what has been sent, or anything above it."""
    below = EditionPage.objects.descendant_of(page, inclusive=True)
    if not below.filter(state__in=EditionPage.FROZEN).exists():
        return None
    messages.error(
        request, "What has been sent is kept for ever. Unpublish it to take it off the web."
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("insert_global_admin_css")
def styles() -> str:
    """Add the room's few styles."""
    return format_html('<link rel="stylesheet" href="{}">', static("editions/desk.css"))


@hooks.register("insert_editor_js")
def scripts() -> str:
    """Add the counts and the inbox view, and how far the checking of links is."""
    return format_html(
        '<script src="{}" defer></script><script src="{}" defer></script>',
        static("editions/inbox.js"),
        static("editions/links.js"),
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name the changes of an edition's state in Wagtail's own history."""

    def message(data: dict[str, Any]) -> str:
        return f"From {data.get('from', '?')} to {data.get('to', '?')}"

    actions.register_action(
        "matinee.edition_state",
        "Change an edition’s state",
        lambda entry: message(entry.data),
    )
