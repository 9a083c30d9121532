"""What editors decided, one row a deed, with what is needed to undo it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Decision(models.Model):
    """One deed at the copy desk: one proposal, or many at once."""

    story = models.ForeignKey(
        "stories.StoryPage", on_delete=models.CASCADE, related_name="decisions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    said = models.CharField(max_length=200, help_text="What was done, in words.")
    kind = models.CharField(
        max_length=10, blank=True, help_text="The kind of proposal; empty where several were."
    )
    proposals = models.JSONField(default=list, help_text="Each as it was before.")
    catalogue = models.JSONField(
        default=dict, help_text="What was known of its films and people, before and after."
    )
    before = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    after = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.said

    @property
    def only(self) -> int | None:
        """The one proposal that it was about, by its number; None where it was about several."""
        return self.proposals[0]["id"] if len(self.proposals) == 1 else None
