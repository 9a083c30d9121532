"""Feeds and news sitemaps that are polled, what each entry became, and the manners of asking."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils import timezone


class Source(models.Model):
    """A feed or news sitemap, asked every so many minutes."""

    class Kind(models.TextChoices):
        UNKNOWN = "", "not asked yet"
        RSS = "rss", "RSS feed"
        ATOM = "atom", "Atom feed"
        SITEMAP = "sitemap", "news sitemap"

    address = models.URLField(
        max_length=500,
        unique=True,
        validators=[URLValidator(["http", "https"])],
        help_text="Of an RSS or Atom feed, or of a news sitemap. Which it is, we find out.",
    )
    kind = models.CharField(max_length=8, choices=Kind, blank=True, default=Kind.UNKNOWN)
    section = models.ForeignKey(
        "stories.SectionPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where its stories stand. Empty: where each page says, or else Film.",
    )
    minutes = models.PositiveIntegerField(
        "every so many minutes",
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(10_080)],
    )
    whole_pages = models.BooleanField(
        "fetch each story’s page",
        default=False,
        help_text="For feeds that give no more than a summary. A sitemap’s pages always are.",
    )
    on = models.BooleanField("polled", default=True)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True, help_text="What came of the last poll, in words.")
    failures = models.PositiveIntegerField(default=0, help_text="One after another.")
    etag = models.TextField(blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("address",)

    def __str__(self) -> str:
        return self.address

    @property
    def host(self) -> str:
        """The site that is asked."""
        return urlsplit(self.address).netloc.lower()


class SourcePart(models.Model):
    """One sitemap that a source, an index of sitemaps, leads to."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="parts")
    key = models.CharField(max_length=64, help_text="SHA-256 of the address.")
    address = models.TextField()
    changed = models.CharField(
        max_length=64, blank=True, help_text="The index’s word on when it changed, as last read."
    )
    etag = models.TextField(blank=True)
    last_modified = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_part_a_source_and_address")
        ]

    def __str__(self) -> str:
        return self.address


class SourceEntry(models.Model):
    """One entry of a source, and the story that it became."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="entries")
    part = models.ForeignKey(
        SourcePart, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    key = models.CharField(max_length=64, help_text="SHA-256 of the entry's own identity.")
    url = models.TextField(blank=True)
    title = models.CharField(max_length=255, blank=True)
    mark = models.CharField(
        max_length=64, blank=True, help_text="Of the entry as it was last read; empty: not read."
    )
    story = models.ForeignKey(
        "stories.StoryPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    problem = models.TextField(blank=True)
    listed = models.BooleanField(default=True, help_text="Whether the source still lists it.")
    first_seen_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True, help_text="Deleted at its home.")

    class Meta:
        ordering = ("-first_seen_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_entry_a_source_and_key")
        ]

    def __str__(self) -> str:
        return self.title or self.url


class AskedHost(models.Model):
    """A site that is asked by one worker at a time, and left alone until it may be asked again."""

    host = models.CharField(max_length=255, primary_key=True)
    busy_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.host
