"""A file of readers that was brought to the desk, and how far it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class ReaderImport(models.Model):
    """One file, from its upload to its last line. The file itself lies beside the database."""

    class State(models.TextChoices):
        LOOK = "look", "To be looked at"
        TRY = "try", "Being tried"
        TRIED = "tried", "Tried: nothing is changed yet"
        RUN = "run", "Being imported"
        DONE = "done", "Imported"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Failed"

    AT_WORK = (State.TRY, State.RUN)

    newsletter = models.ForeignKey("newsletters.Newsletter", on_delete=models.PROTECT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200, help_text="The file's, as it was brought.")
    stored = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(default=0, help_text="Bytes.")
    basis = models.CharField(max_length=500, blank=True)
    corrections = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.LOOK)
    stop = models.BooleanField(default=False)
    done_bytes = models.BigIntegerField(default=0)
    heard_at = models.DateTimeField(default=timezone.now, help_text="When its work last moved.")
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Import {self.pk}: {self.name}"

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or will have it in a moment."""
        return self.state in self.AT_WORK

    @property
    def percent(self) -> int:
        """How much of the file was read."""
        return min(100, self.done_bytes * 100 // self.size) if self.size else 0
