"""What an editor sees while writing an edition."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel


class PreflightPanel(Panel):
    """What preflight finds in the newest words that were saved, shown while editing."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one edition."""

        template_name = "editions/desk/panel.html"

        def is_shown(self) -> bool:
            """Only once there is something to check."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the findings."""
            from matinee.editions import desk
            from matinee.editions.mjml import PressError

            context: dict[str, Any] = super().get_context_data(parent_context)
            try:
                found = desk.findings(self.instance)
            except PressError as error:
                return {**context, "problem": str(error), "edition": self.instance}
            return {
                **context,
                "edition": self.instance,
                "findings": [f for f in found if f["level"] != "note"],
                "notes": [f for f in found if f["level"] == "note"],
                "stops": sum(f["level"] == "stop" for f in found),
                "warnings": sum(f["level"] == "warn" and not f["ticked"] for f in found),
                "now": timezone.now(),
            }


newsletter_page_panels: list[Any] = [
    FieldPanel("title"),
    FieldPanel("newsletter"),
    FieldPanel("introduction"),
]

edition_panels: list[Any] = [
    MultiFieldPanel(
        [FieldPanel("subject"), FieldPanel("preheader")],
        heading="In the inbox",
        classname="edition-inbox",
    ),
    FieldPanel("body", heading="The edition"),
    PreflightPanel(heading="Preflight"),
]
