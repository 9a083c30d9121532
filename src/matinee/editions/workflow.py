"""Wagtail's workflow made to fit: submitted is ready, approved is approved, rejected a draft."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from matinee.editions import states
from matinee.editions.models import EditionPage


def _follow(instance: Any, to: str, user: Any) -> None:
    page = getattr(instance, "content_object", None)
    if not isinstance(page, EditionPage):
        page = EditionPage.objects.filter(pk=getattr(page, "pk", None)).first()
    if page is None:
        return
    edition = EditionPage.objects.get(pk=page.pk)
    if not states.can(edition, to):
        return
    step = {
        EditionPage.State.READY: states.mark_ready,
        EditionPage.State.APPROVED: states.approve,
        EditionPage.State.DRAFT: states.call_back,
    }[EditionPage.State(to)]
    step(edition, user)


@receiver(workflow_submitted, dispatch_uid="editions: submitted")
def submitted(sender: Any, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """Written, and waits to be read over."""
    _follow(instance, EditionPage.State.READY, user)


@receiver(workflow_approved, dispatch_uid="editions: approved")
def approved(sender: Any, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """It may go."""
    _follow(instance, EditionPage.State.APPROVED, user)


@receiver(workflow_rejected, dispatch_uid="editions: rejected")
def rejected(sender: Any, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """Back to whoever wrote it."""
    _follow(instance, EditionPage.State.DRAFT, user)
