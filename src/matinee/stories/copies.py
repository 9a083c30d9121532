"""Copy as it arrived, what was found in it, and what an editor decided about each thing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class Copy(models.Model):
    """One page of copy exactly as received. Never changed and never thrown away by us."""

    class State(models.TextChoices):
        READ = "read", "Read"
        UNREADABLE = "unreadable", "Could not be read"

    raw = models.BinaryField(help_text="The bytes as received.")
    text = models.TextField(blank=True, help_text="The bytes as decoded: spans count from here.")
    sha256 = models.CharField(max_length=64, unique=True, help_text="Hex, of the raw bytes.")
    content_type = models.CharField(max_length=120, blank=True)
    source = models.CharField(
        max_length=2000, blank=True, help_text="A path, an address, or paste."
    )
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    problem = models.TextField(blank=True, help_text="Why it could not be read, in plain words.")
    found = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name_plural = "copies"

    def __str__(self) -> str:
        return f"Copy {self.pk} from {self.source or 'paste'}"


class CopySketch(models.Model):
    """The smallest hashes of a copy's word runs, by which near-duplicates are found in SQL."""

    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="sketch")
    key = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "key"], name="one_key_a_copy")]

    def __str__(self) -> str:
        return f"{self.copy_id}: {self.key}"


class Proposal(models.Model):
    """One thing found in the copy, with its place there, until an editor decides about it."""

    class Kind(models.TextChoices):
        HEADLINE = "headline"
        PICTURE = "picture"
        QUOTE = "quote"
        FILM = "film"
        RELEASE = "release"
        PERSON = "person"
        NEWSLETTER = "newsletter"
        NOTE = "note"
        UPDATE = "update"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        EDITED = "edited", "Accepted with changes"
        REJECTED = "rejected"

    story = models.ForeignKey(
        "stories.StoryPage",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=10, choices=Kind)
    data = models.JSONField(help_text="As found, then as the editor left it.")
    as_found = models.JSONField(null=True, blank=True, help_text="As found, where it was edited.")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True, help_text="From 0 to 1.")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    block = models.CharField(
        max_length=36, blank=True, help_text="The body block that shows it, if one does."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("start", "pk")
        indexes = [models.Index(fields=["story", "kind", "state"], name="proposals_of_a_story")]

    def __str__(self) -> str:
        return f"{self.kind}, {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an editor."""
        return self.state == self.State.PROPOSED

    @property
    def stands(self) -> bool:
        """Whether an editor let it stand, as found or changed."""
        return self.state in (self.State.ACCEPTED, self.State.EDITED)

    @property
    def words(self) -> str:
        """The very words in the copy that it was read from; empty where it has no place."""
        if self.start is None or self.end is None:
            return ""
        return self.copy.text[self.start : self.end]

    def decide(self, state: str, user: Any, data: dict[str, Any] | None = None) -> None:
        """Write down what was decided, by whom (None: the command line) and when."""
        if data is not None and data != self.data:
            self.as_found = self.as_found if self.as_found is not None else self.data
            self.data = data
        self.state = state
        self.decided_by = user
        self.decided_at = timezone.now()
        self.save()


class Quote(models.Model):
    """An accepted quote: who said what, and where. Editions choose from these."""

    story = models.ForeignKey("stories.StoryPage", on_delete=models.CASCADE, related_name="quotes")
    text = models.TextField()
    speaker = models.CharField(max_length=160, blank=True)
    where_said = models.CharField(max_length=250, blank=True)
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="quote"
    )

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.speaker or 'Somebody'}: {self.text[:60]}"
