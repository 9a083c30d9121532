"""Newsletters at the desk: one list, with what waits to be opened marked."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from matinee.newsletters.models import Newsletter


class NewsletterViewSet(SnippetViewSet):
    """The list and editor of newsletters."""

    model = Newsletter
    icon = "mail"
    menu_label = "Newsletters"
    menu_order = 210
    add_to_admin_menu = True
    list_display = (
        "name",
        StatusTagColumn(
            "state",
            label="State",
            accessor="get_state_display",
            primary=lambda newsletter: newsletter.is_open,
        ),
        Column("author", label="Written by"),
        Column("cadence", label="How often", accessor="get_cadence_display"),
        Column("send_weekday", label="Day", accessor="get_send_weekday_display"),
        Column("sender", label="Mail comes from"),
    )
    list_filter = ("state", "cadence")
    search_fields = ("name", "strapline", "author")
    ordering = ("-state", "name")  # proposed first, then open, then closed


register_snippet(NewsletterViewSet)


class ProposedItem(SummaryItem):
    """How many newsletters were read out of copy and wait for an editor to open them."""

    order = 320
    template_name = "newsletters/desk/summary.html"

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        """Count them."""
        return {"proposed": self._count()}

    def is_shown(self) -> bool:
        """Shown to those who may open one, while one waits."""
        may = self.request.user.has_perm("newsletters.change_newsletter")
        return bool(may and self._count())

    def _count(self) -> int:
        return Newsletter.objects.filter(state=Newsletter.State.PROPOSED).count()


@hooks.register("construct_homepage_summary_items")
def add_proposed(request: object, items: list[object]) -> None:
    """Put the count on the desk's home."""
    items.append(ProposedItem(request))
