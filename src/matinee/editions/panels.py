"""What an editor sees while writing an edition."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

newsletter_page_panels: list[Any] = [
    FieldPanel("title"),
    FieldPanel("newsletter"),
    FieldPanel("introduction"),
]

edition_panels: list[Any] = [
    MultiFieldPanel(
        [
            FieldPanel("subject", attrs={"data-inbox": "subject"}),
            FieldPanel("preheader", attrs={"data-inbox": "preheader"}),
        ],
        heading="In the inbox",
    ),
    FieldPanel("body"),
]
