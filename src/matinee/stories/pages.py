"""The site's pages: its front, its sections, its stories."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from matinee.newsletters.models import Newsletter
from matinee.stories.blocks import BodyBlock

HEADLINE_FIRST = (
    "This headline was proposed by the intake and nobody has accepted it yet. "
    "Accept it (tick “Headline accepted”) or write your own, then publish."
)


def today() -> date:
    """Today in the publication's own time zone."""
    return timezone.localdate()


class FrontPage(Page):
    """The site's front: the newest stories of every section."""

    strapline = models.CharField(max_length=250, blank=True)
    newsletter = models.ForeignKey(
        Newsletter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("strapline"),
        FieldPanel("newsletter"),
    ]
    template = "stories/front.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lead story, the next ones, and each section with its newest."""
        from matinee.stories import shelves

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **shelves.front(self)}


class SectionPage(Page):
    """A section: its slug is the section's name in addresses and newsletters."""

    strapline = models.CharField(max_length=250, blank=True)
    newsletter = models.ForeignKey(
        Newsletter,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The newsletter whose sign-up box stands in this section's stories.",
    )

    show_in_menus_default = True
    parent_page_types: ClassVar[list[str]] = ["stories.FrontPage"]
    subpage_types: ClassVar[list[str]] = ["stories.StoryPage"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("strapline"),
        FieldPanel("newsletter"),
    ]
    template = "stories/section.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of its stories (`?page=`)."""
        from matinee.stories import shelves

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **shelves.section(self, request.GET.get("page"))}

    def own_newsletter(self) -> Newsletter | None:
        """The section's newsletter: the one named here, or an open one that draws from it."""
        if named := self.newsletter:
            return cast(Newsletter, named)
        for newsletter in Newsletter.objects.filter(state=Newsletter.State.OPEN):
            if self.slug in newsletter.section_slugs:
                return newsletter
        return None


class StoryForm(WagtailAdminPageForm):
    """The desk's story form: publishing needs a headline that an editor stands by."""

    def clean(self) -> dict[str, Any]:
        """Take a headline that the editor wrote as accepted; refuse publishing without one."""
        cleaned: dict[str, Any] = super().clean()
        if "headline_accepted" not in cleaned:
            return cleaned
        if self.instance.pk and "title" in self.changed_data:
            cleaned["headline_accepted"] = True
        if not self.is_deferred_validation and not cleaned["headline_accepted"]:
            self.add_error("headline_accepted", forms.ValidationError(HEADLINE_FIRST))
        return cleaned


class StoryPage(Page):
    """A story: headline (the title), standfirst, byline, dates, body, pictures, films."""

    standfirst = models.TextField(blank=True)
    byline = models.CharField(
        max_length=250, blank=True, help_text="Names only, with commas between."
    )
    published_on = models.DateField(default=today)
    updated_on = models.DateField(null=True, blank=True)
    headline_accepted = models.BooleanField(
        default=True,
        help_text="Copy without a headline gets a proposed one. It cannot be published until an "
        "editor accepts or rewrites it.",
    )
    lead_picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_caption = models.CharField("caption", max_length=500, blank=True)
    lead_credit = models.CharField("credit", max_length=250, blank=True)
    lead_alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for those who cannot see it.",
    )
    body = StreamField(BodyBlock(), blank=True)
    newsletter = models.ForeignKey(
        Newsletter,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose sign-up box stands in this story; empty for the section's.",
    )
    films = ParentalManyToManyField("films.Film", blank=True, related_name="stories")
    pick = models.BooleanField(
        "editor’s pick", default=False, help_text="Drafts of newsletters put it first."
    )
    canonical_url = models.URLField(
        "canonical address",
        max_length=2000,
        blank=True,
        help_text="Where the story lives, if your own site is its home.",
    )
    # Not `copy`: that is Wagtail's method for copying a page.
    raw_copy = models.ForeignKey(
        "stories.Copy",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    parent_page_types: ClassVar[list[str]] = ["stories.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = StoryForm
    template = "stories/story.html"
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("byline"),
        index.SearchField("body"),
        index.FilterField("published_on"),
    ]
    content_panels: ClassVar[list[Any]] = [
        FieldPanel(
            "title", classname="title", heading="Headline", help_text="What readers read first."
        ),
        FieldPanel("headline_accepted"),
        FieldPanel("pick"),
        FieldPanel("standfirst"),
        FieldPanel("byline"),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("updated_on")]),
        MultiFieldPanel(
            [
                FieldPanel("lead_picture"),
                FieldPanel("lead_caption"),
                FieldPanel("lead_credit"),
                FieldPanel("lead_alt"),
            ],
            heading="Lead picture",
        ),
        FieldPanel("body"),
        FieldPanel("films", widget=forms.CheckboxSelectMultiple, classname="filmchoice"),
        FieldPanel("newsletter"),
    ]
    promote_panels: ClassVar[list[Any]] = [*Page.promote_panels, FieldPanel("canonical_url")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raises ValidationError for a live story whose headline nobody has accepted."""
        if self.live:
            self.check_headline()
        super().save(*args, **kwargs)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, now or at its time; raises ValidationError as `save` does."""
        revision.as_object().check_headline()
        super().publish(revision, *args, **kwargs)

    def check_headline(self) -> None:
        """Raise ValidationError unless an editor accepted or wrote the headline."""
        if not self.headline_accepted:
            raise ValidationError({"headline_accepted": HEADLINE_FIRST})

    @property
    def section(self) -> str:
        """The slug of the section that it stands in."""
        parent = self.get_parent()
        return str(parent.slug) if parent else ""

    @cached_property
    def box_newsletter(self) -> Newsletter | None:
        """The newsletter of its sign-up box: its own, or else its section's."""
        if own := self.newsletter:
            return cast(Newsletter, own)
        parent = self.get_parent()
        section = parent.specific if parent else None
        return section.own_newsletter() if isinstance(section, SectionPage) else None

    @property
    def bylines(self) -> list[str]:
        """The names in the byline, in order."""
        return [name.strip() for name in self.byline.split(",") if name.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add its section, films, box and structured data."""
        from matinee.stories import shelves

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **shelves.story(self, request)}
