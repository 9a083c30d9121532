"""What a reader signs up to: name, strapline, author, cadence, wording versions, sender."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from matinee.publication.models import Publication, check_time_zone, hex_colour


class Newsletter(index.Indexed, models.Model):  # type: ignore[django-manager-missing]  # Wagtail’s pages
    """A newsletter: what it is, who writes it, when it goes, and the words of its sign-up box."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed (read out of copy, waits for an editor)"
        OPEN = "open", "Open to readers"
        CLOSED = "closed", "Closed to new readers"

    class Cadence(models.TextChoices):
        DAILY = "daily", "Daily"
        WEEKLY = "weekly", "Weekly"
        FORTNIGHTLY = "fortnightly", "Every two weeks"
        MONTHLY = "monthly", "Monthly"

    class Weekday(models.IntegerChoices):
        MONDAY = 0
        TUESDAY = 1
        WEDNESDAY = 2
        THURSDAY = 3
        FRIDAY = 4
        SATURDAY = 5
        SUNDAY = 6

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    strapline = models.CharField(max_length=250, blank=True)
    description = models.TextField(blank=True)
    author = models.CharField(max_length=120, blank=True)
    author_bio = models.CharField(max_length=400, blank=True)
    author_picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    free = models.BooleanField(default=True)
    language = models.CharField(max_length=16, default="en-GB")
    sections = models.CharField(
        max_length=400,
        blank=True,
        help_text="Slugs of the sections it draws from, with commas between; empty for all.",
    )

    cadence = models.CharField(max_length=12, choices=Cadence, default=Cadence.WEEKLY)
    send_weekday = models.PositiveSmallIntegerField(
        choices=Weekday, default=Weekday.THURSDAY, validators=[MaxValueValidator(6)]
    )
    send_time = models.TimeField(default=time(7, 0), help_text="In the newsletter's time zone.")
    time_zone = models.CharField(
        max_length=64, default=settings.TIME_ZONE, validators=[check_time_zone]
    )

    sender_name = models.CharField(max_length=120, blank=True)
    sender_address = models.EmailField(default="newsletter@matinee.example")
    reply_to = models.EmailField(blank=True)

    ink = models.CharField(max_length=7, default="#1d1a26", validators=[hex_colour])
    accent = models.CharField(max_length=7, default="#a3211f", validators=[hex_colour])

    double_opt_in = models.BooleanField(
        default=True,
        help_text="Ask each reader to confirm by mail. Without it you cannot prove that the "
        "address's owner asked: in Germany and Austria courts expect the proof, and the "
        "GDPR (article 7) puts the burden on you everywhere in Europe.",
    )
    remind_after_days = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(6)],
        help_text="Days after which somebody who has not confirmed is reminded, once at most. 0 "
        "for never. Links last seven days, so six is the latest.",
    )
    prompt = models.CharField(max_length=250, default="Get {name} by email, free, every week")
    button = models.CharField(max_length=40, default="Sign up")
    error_wording = models.CharField(
        max_length=200, default="That doesn’t look like an email address. Please check it."
    )
    thanks_wording = models.CharField(
        max_length=250,
        default="Thank you. Look for a mail from us and follow the link in it to confirm.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("state"),
    ]
    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("slug"),
                FieldPanel("strapline"),
                FieldPanel("description"),
                FieldPanel("state"),
                FieldPanel("free"),
                FieldPanel("sections"),
                FieldPanel("language"),
            ],
            heading="What it is",
        ),
        MultiFieldPanel(
            [FieldPanel("author"), FieldPanel("author_bio"), FieldPanel("author_picture")],
            heading="Who writes it",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cadence"), FieldPanel("send_weekday")]),
                FieldRowPanel([FieldPanel("send_time"), FieldPanel("time_zone")]),
            ],
            heading="When it goes",
        ),
        MultiFieldPanel(
            [FieldPanel("sender_name"), FieldPanel("sender_address"), FieldPanel("reply_to")],
            heading="Who it comes from",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("ink"), FieldPanel("accent")])], heading="Colours"
        ),
        MultiFieldPanel(
            [
                FieldPanel("double_opt_in"),
                FieldPanel("remind_after_days"),
                FieldPanel("prompt"),
                FieldPanel("button"),
                FieldPanel("error_wording"),
                FieldPanel("thanks_wording"),
            ],
            heading="The sign-up box",
        ),
    ]

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether a reader can sign up now."""
        return self.state == self.State.OPEN

    @property
    def prompt_sentence(self) -> str:
        """The box's prompt as a reader sees it."""
        return self.prompt.replace("{name}", self.name).replace("{author}", self.author)

    @property
    def sender(self) -> str:
        """The display name that its mail comes from."""
        return self.sender_name or self.name

    @property
    def section_slugs(self) -> list[str]:
        """The slugs of the sections it draws from; empty means all."""
        return [slug.strip() for slug in self.sections.split(",") if slug.strip()]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that its times are in."""
        return ZoneInfo(self.time_zone)

    def next_send(self, after: datetime) -> datetime:
        """Return the first send time later than `after` (aware), in the newsletter's zone.

        Daily newsletters go each day, all others on the send weekday.
        """
        local = after.astimezone(self.zone)
        for days in range(9):
            day = local.date() + timedelta(days=days)
            moment = datetime.combine(day, self.send_time, tzinfo=self.zone)
            if self.cadence != self.Cadence.DAILY and day.weekday() != self.send_weekday:
                continue
            if moment > after:
                return moment
        raise AssertionError("a week has every weekday")

    def box_words(self) -> dict[str, str]:
        """Return every word that the sign-up box shows, by its place in the box."""
        publication = Publication.load()
        return {
            "newsletter": self.name,
            "strapline": self.strapline,
            "description": self.description,
            "prompt": self.prompt_sentence,
            "button": self.button,
            "offers": publication.offers_sentence,
            "error": self.error_wording,
            "thanks": self.thanks_wording,
            "publisher": publication.name,
        }

    def current_wording(self) -> Wording:
        """Return the version of the box's words that is on the screen now, sealing a new one."""
        return Wording.seal(self, self.box_words())


class Wording(models.Model):
    """One version of a sign-up box's words, in one language. Never changed once sealed."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.PROTECT, related_name="wordings")
    language = models.CharField(max_length=16)
    words = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "sha256"], name="one_wording_a_hash")
        ]

    def __str__(self) -> str:
        return f"{self.newsletter} wording {self.sha256[:8]}"

    @classmethod
    def seal(cls, newsletter: Newsletter, words: dict[str, str]) -> Wording:
        """Return the version with just these words; its hash is SHA-256 of their sorted JSON."""
        sealed = json.dumps(
            {"language": newsletter.language, "words": words},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        digest = hashlib.sha256(sealed.encode()).hexdigest()
        wording, _ = cls.objects.get_or_create(
            newsletter=newsletter,
            sha256=digest,
            defaults={"language": newsletter.language, "words": words},
        )
        return wording
