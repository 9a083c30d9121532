"""What was found behind links to other sites, kept by address."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils import timezone


class LinkCheck(models.Model):
    """One address: what it answered when it was last asked, and when it is to be asked again."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", "Not asked yet"
        FINE = "fine", "Answers"
        GONE = "gone", "Not there"
        FAILING = "failing", "The site has trouble"
        CLOSED = "closed", "Keeps machines out"
        UNREACHABLE = "unreachable", "Could not be reached"
        REFUSED = "refused", "Is not asked"

    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the address, in hex.")
    url = models.TextField()
    verdict = models.CharField(max_length=11, choices=Verdict, default=Verdict.WAITING)
    status = models.PositiveSmallIntegerField(default=0, help_text="HTTP; 0: no answer.")
    leads_to = models.TextField(blank=True, help_text="Where it ends, if elsewhere.")
    insecure = models.BooleanField(default=False, help_text="It goes on from https to http.")
    why = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="Failures in a row.")
    checked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="link_to_ask_next")]

    def __str__(self) -> str:
        return f"{self.url}: {self.get_verdict_display()}"


def key_of(url: str) -> str:
    """Return the key of an address, of any length."""
    return hashlib.sha256(url.encode()).hexdigest()
