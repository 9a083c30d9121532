"""This week at a glance: for each newsletter, what is waiting and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from matinee.editions import desk
from matinee.editions.drafting import open_edition
from matinee.editions.models import EditionPage
from matinee.newsletters.models import Newsletter

NEXT = {
    EditionPage.State.DRAFT: "Write the letter and look it over.",
    EditionPage.State.READY: "It waits for an editor to approve it.",
    EditionPage.State.APPROVED: "Send it, or set the time it goes.",
    EditionPage.State.SCHEDULED: "Nothing to do: it goes by itself.",
}


@dataclass(frozen=True)
class Waiting:
    """One newsletter's line."""

    newsletter: Newsletter
    edition: EditionPage | None
    going: EditionPage | None
    next_send: datetime
    todo: str
    edit_url: str
    draft_url: str


def waiting(newsletter: Newsletter, now: datetime, may_draft: bool) -> Waiting:
    """Return what waits for a newsletter, and what to do next."""
    edition = open_edition(newsletter)
    sending = EditionPage.objects.filter(newsletter=newsletter, state=EditionPage.State.SENDING)
    todo = NEXT[EditionPage.State(edition.state)] if edition else "No draft yet."
    return Waiting(
        newsletter=newsletter,
        edition=edition,
        going=sending.first(),
        next_send=newsletter.next_send(now).astimezone(newsletter.zone),
        todo=todo,
        edit_url=reverse("wagtailadmin_pages:edit", args=[edition.pk]) if edition else "",
        draft_url=reverse("editions_draft", args=[newsletter.pk]) if may_draft else "",
    )


class ThisWeek(Component):
    """The panel on the desk's first page."""

    name = "this-week"
    order = 10
    template_name = "editions/desk/this_week.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add each open newsletter's line."""
        request = parent_context["request"]
        now = timezone.now()
        newsletters = Newsletter.objects.exclude(state=Newsletter.State.PROPOSED)
        lines = [waiting(n, now, desk.may_draft(request.user, n)) for n in newsletters]
        return {
            "lines": sorted(lines, key=lambda line: line.next_send),
            "request": request,
            "csrf_token": parent_context.get("csrf_token"),
        }
