"""What is asked of other sites for a story: accepted pictures’ files, and whether links live."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from matinee.stories.copies import Proposal


class PictureFetch(models.Model):
    """The file of one accepted picture: to be fetched, fetched, or why it could not be."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="fetch")
    address = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)
    said = models.TextField(blank=True, help_text="What came of it, in words.")
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    def __str__(self) -> str:
        return f"{self.address}: {self.state}"


class CopyLink(models.Model):
    """One link in a story's copy, and whether it leads anywhere."""

    story = models.ForeignKey(
        "stories.StoryPage", on_delete=models.CASCADE, related_name="copy_links"
    )
    key = models.CharField(max_length=64, help_text="SHA-256 of the address.")
    url = models.TextField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="When to ask; empty: settled."
    )
    said = models.CharField(max_length=250, blank=True, help_text="What it answered, in words.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "key"], name="one_link_a_story_and_address")
        ]

    def __str__(self) -> str:
        return self.url
