"""Films, people, credits, and releases by territory."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from matinee.publication.models import Territory


class Person(models.Model):
    """Somebody who makes films, or wrote what one is based on."""

    name = models.CharField(max_length=160, unique=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Film(index.Indexed, ClusterableModel):
    """A film: what it is called, who made it, what it is based on, when and where it opens."""

    class Form(models.TextChoices):
        NOVEL = "novel"
        PLAY = "play"
        MEMOIR = "memoir"
        STORY = "short story"
        COMIC = "comic"
        FILM = "film"
        OTHER = "other"

    title = models.CharField(max_length=250)
    slug = models.SlugField(max_length=270, unique=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    running_time = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Minutes.")
    certificate = models.CharField(max_length=12, blank=True)
    synopsis = models.TextField(blank=True)
    poster = models.ForeignKey(
        "publication.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_title = models.CharField("based on", max_length=250, blank=True)
    source_author = models.CharField("by", max_length=160, blank=True)
    source_year = models.PositiveSmallIntegerField("published in", null=True, blank=True)
    source_form = models.CharField("a", max_length=12, choices=Form, blank=True)

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("year"),
    ]
    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("running_time"), FieldPanel("certificate")]),
        FieldPanel("synopsis"),
        FieldPanel("poster"),
        InlinePanel("credits", heading="Credits", label="credit"),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_author"),
                FieldRowPanel([FieldPanel("source_year"), FieldPanel("source_form")]),
            ],
            heading="What it is based on",
        ),
        InlinePanel("releases", heading="Releases", label="release"),
    ]

    class Meta:
        ordering = ("title", "year")
        constraints = [models.UniqueConstraint(fields=["title", "year"], name="one_film_a_year")]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give the film its address on first saving."""
        if not self.slug:
            stem = slugify(f"{self.title} {self.year or ''}", allow_unicode=False) or "film"
            slug, n = stem, 2
            while type(self).objects.filter(slug=slug).exists():
                slug, n = f"{stem}-{n}", n + 1
            self.slug = slug
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page on the site, served by the stories room since it lists stories."""
        return f"/films/{self.slug}/"

    @property
    def directors(self) -> list[str]:
        """Names of its directors, in order of billing."""
        return [c.person.name for c in self.credits.all() if c.role == Credit.Role.DIRECTOR]

    def release_for(self, territory: str) -> Release | None:
        """Return the release that a reader in `territory` (alpha-2) should read of, or None.

        Theatrical before limited before the rest, the earliest first; never another
        territory's (design rule 6).
        """
        own = [r for r in self.releases.all() if r.territory_id == territory]
        rank = {Release.Kind.THEATRICAL: 0, Release.Kind.LIMITED: 1, Release.Kind.DIGITAL: 2}
        return min(own, key=lambda r: (rank.get(Release.Kind(r.kind), 3), r.date), default=None)


class Credit(models.Model):
    """What one person did on one film."""

    class Role(models.TextChoices):
        DIRECTOR = "director"
        WRITER = "writer"
        CAST = "cast"
        PRODUCER = "producer"
        OTHER = "other"

    film = ParentalKey(Film, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(max_length=10, choices=Role)
    character = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("role", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["film", "person", "role", "character"], name="one_credit_a_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.character or self.get_role_display()}"


class Release(models.Model):
    """One film's opening in one territory, in one way."""

    class Kind(models.IntegerChoices):
        PREMIERE = 1
        LIMITED = 2
        THEATRICAL = 3
        DIGITAL = 4
        PHYSICAL = 5
        TELEVISION = 6

    class Precision(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        SEASON = "season"
        YEAR = "year"

    # How readers see it: the kinds are the trade's words.
    HOW: ClassVar[dict[int, str]] = {
        1: "Premiere",
        2: "In some cinemas",
        3: "In cinemas",
        4: "To stream or rent",
        5: "On disc",
        6: "On television",
    }
    SEASONS: ClassVar[dict[int, str]] = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}

    film = ParentalKey(Film, on_delete=models.CASCADE, related_name="releases")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    kind = models.PositiveSmallIntegerField(choices=Kind, default=Kind.THEATRICAL)
    date = models.DateField(help_text="The first day of the month, season or year if not a day.")
    precision = models.CharField(max_length=6, choices=Precision, default=Precision.DAY)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    inferred = models.CharField(
        max_length=60, blank=True, help_text="Parts of the date that we worked out, such as: year."
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    # What a calendar program or feed reader is told of, when it changes.
    TOLD: ClassVar[tuple[str, ...]] = ("territory_id", "kind", "date", "precision", "note")

    class Meta:
        ordering = ("date", "territory")
        constraints = [
            models.UniqueConstraint(
                fields=["film", "territory", "kind"], name="one_release_a_kind_and_territory"
            )
        ]

    def __str__(self) -> str:
        return f"{self.film}: {self.territory_id} {self.said()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the first day of what is known, and note when what readers are told changes."""
        if isinstance(self.date, date):
            self.date = first_day(self.date, self.precision)
        known = Release.objects.filter(pk=self.pk).values(*self.TOLD).first() if self.pk else None
        if known and any(known[name] != getattr(self, name) for name in self.TOLD):
            self.changed_at = timezone.now()
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "changed_at"}
        super().save(*args, **kwargs)

    def said(self) -> str:
        """The date as a person would write it, no more precise than it is known."""
        day: date = self.date
        if self.precision == self.Precision.DAY:
            return f"{day.day} {day:%B %Y}"
        if self.precision == self.Precision.MONTH:
            return f"{day:%B %Y}"
        if self.precision == self.Precision.SEASON:
            return f"{self.SEASONS.get(day.month, f'{day:%B}')} {day.year}"
        return str(day.year)

    def how(self) -> str:
        """How it comes out, in a reader's words."""
        return self.HOW.get(self.kind, "")

    def iso(self) -> str:
        """The date in ISO 8601, reduced to what is known; "" for a season, which it cannot say."""
        cut = {"day": 10, "month": 7, "season": 0, "year": 4}
        return self.date.isoformat()[: cut[self.precision]]


def first_day(day: date, precision: str) -> date:
    """Return the first day of the month, season or year (`precision`) that `day` lies in."""
    if precision == Release.Precision.MONTH:
        return day.replace(day=1)
    if precision == Release.Precision.YEAR:
        return day.replace(month=1, day=1)
    if precision == Release.Precision.SEASON:
        month = day.month // 3 * 3  # 0 for January and February: the last December's winter
        return date(day.year - (not month), month or 12, 1)
    return day
