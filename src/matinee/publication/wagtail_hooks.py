"""The publication's own tables at the desk: territories and the privacy notice's versions."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.forms import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from matinee.publication.models import PrivacyNotice, Territory


class TerritoryViewSet(SnippetViewSet):
    """The countries that films open in and readers live in."""

    model = Territory
    icon = "globe"
    panels = (
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("time_zone"),
    )
    list_display = ("name", "code", "time_zone")
    ordering = ("name",)


class NoticeForm(WagtailAdminModelForm):
    """A published notice stays as it was, since readers agreed to those very words."""

    def clean(self) -> dict[str, Any]:
        """Refuse a change of a published version's words."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and "body" in self.changed_data:
            raise ValidationError(
                "Readers agreed to these very words, so this version stays. Write the next one."
            )
        return cleaned


class NextNotice(CreateView):
    """Writing the next version starts from the last one's words."""

    def get_initial_form_instance(self) -> PrivacyNotice:
        """Return a notice with the next number and the present words."""
        last = PrivacyNotice.objects.aggregate(last=Max("version"))["last"] or 0
        current = PrivacyNotice.current()
        return PrivacyNotice(
            version=last + 1,
            language=current.language if current else "en-GB",
            body=current.body if current else "",
        )


class NoticeViewSet(SnippetViewSet):
    """The versions of the privacy notice."""

    model = PrivacyNotice
    icon = "lock"
    base_form_class = NoticeForm
    add_view_class = NextNotice
    panels = (
        FieldRowPanel([FieldPanel("version"), FieldPanel("language"), FieldPanel("published_at")]),
        FieldPanel("body"),
    )
    list_display = ("__str__", "language", "published_at")
    ordering = ("-version",)


class PublicationGroup(SnippetViewSetGroup):
    """Both under one heading of the menu."""

    menu_label = "Publication"
    menu_icon = "site"
    menu_order = 900
    items = (TerritoryViewSet, NoticeViewSet)


register_snippet(PublicationGroup)
