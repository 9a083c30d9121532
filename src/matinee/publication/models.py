"""The title itself: its name and look, its territories, its pictures, its privacy notice."""

from __future__ import annotations

import hashlib
import zoneinfo
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from PIL.Image import DecompressionBombError
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Image,
    SourceImageIOError,
)

hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Give a colour as # and six hexadecimal digits.")


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(
            f"{name!r} is no time zone. Try one such as Europe/London."
        ) from error


class Territory(models.Model):
    """A country that films open in and readers live in (ISO 3166-1 alpha-2)."""

    code = models.CharField(
        max_length=2, primary_key=True, validators=[RegexValidator(r"^[A-Z]{2}$")]
    )
    name = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "territories"

    def __str__(self) -> str:
        return self.name


@register_setting(icon="site", order=1)
class Publication(BaseGenericSetting):
    """What the title is called, how it looks, and what it must say about itself."""

    name = models.CharField(max_length=120, default="Matinee")
    strapline = models.CharField(max_length=200, blank=True)
    postal_address = models.TextField(
        blank=True, help_text="Printed in every email, as the law asks in most countries."
    )
    contact_address = models.EmailField(blank=True)
    language = models.CharField(max_length=16, default="en-GB", help_text="A BCP 47 tag.")
    default_territory = models.CharField(max_length=2, default="GB")
    ink = models.CharField(max_length=7, default="#1d1a26", validators=[hex_colour])
    accent = models.CharField(max_length=7, default="#a3211f", validators=[hex_colour])
    paper = models.CharField(max_length=7, default="#fffdf8", validators=[hex_colour])
    offers_wording = models.TextField(
        default="I would like to be emailed about offers, events and updates from {publication}.",
        help_text="The sentence beside the unticked box. {publication} becomes the name.",
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("strapline"),
        FieldPanel("postal_address"),
        FieldPanel("contact_address"),
        MultiFieldPanel(
            [FieldPanel("language"), FieldPanel("default_territory")], heading="Where and in what"
        ),
        MultiFieldPanel(
            [FieldPanel("ink"), FieldPanel("accent"), FieldPanel("paper")], heading="Colours"
        ),
        FieldPanel("offers_wording"),
    ]

    class Meta:
        verbose_name = "publication"

    def __str__(self) -> str:
        return self.name

    @property
    def offers_sentence(self) -> str:
        """The offers wording as a reader sees it."""
        return self.offers_wording.replace("{publication}", self.name)


class PrivacyNotice(models.Model):
    """One version of the privacy notice. Published versions stay as they were, for the ledger."""

    version = models.PositiveIntegerField(unique=True)
    language = models.CharField(max_length=16, default="en-GB")
    body = RichTextField(features=["h2", "h3", "bold", "italic", "link", "ul", "ol"])
    published_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ("-version",)

    def __str__(self) -> str:
        return f"Privacy notice, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Seal the words with their SHA-256 (hex, of UTF-8); a sealed body never changes."""
        sealed = hashlib.sha256(self.body.encode()).hexdigest()
        if self.pk and self.sha256 and self.sha256 != sealed:
            raise ValidationError("A published notice stays as it is: write the next version.")
        self.sha256 = sealed
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> PrivacyNotice | None:
        """Return the newest version, or None before the first."""
        return cls.objects.order_by("-version").first()


# What Pillow and Willow say to a file that is cut short, is something else, or is a bomb.
UNDECODABLE = (OSError, SyntaxError, ValueError, DecompressionBombError)


class Picture(AbstractImage):
    """A picture with the words that belong to it wherever it is shown."""

    caption = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=250, blank=True)
    agency = models.CharField(max_length=120, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "caption", "credit", "agency")

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> ContentFile[bytes]:
        """Return the cut picture in memory: Wagtail leaves its temporary file open.

        Raises SourceImageIOError for a file that is no picture, as for one that is missing:
        pages then go without it, where Wagtail would have let them fail.
        """
        try:
            made = super().generate_rendition_file(filter, source=source)
        except UNDECODABLE as error:
            raise SourceImageIOError("This file cannot be read as a picture.") from error
        made.seek(0)
        kept = ContentFile(made.read(), name=made.name)
        made.close()
        return kept

    @property
    def default_alt_text(self) -> str:
        """The alternative text: Wagtail's description, never the file's name."""
        return str(self.description)


class PictureRendition(AbstractRendition):
    """A picture at one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class TickSlot(models.Model):
    """One turn of one recurring job. The unique row lets any number of workers tick safely."""

    name = models.CharField(max_length=80)
    slot = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="one_turn_a_slot")]

    def __str__(self) -> str:
        return f"{self.name} at {self.slot:%Y-%m-%d %H:%M}"
