"""Editions: the archive of a newsletter, each of its issues, and what was pressed of them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from matinee.editions import previews, web
from matinee.editions.ballots import PollVote
from matinee.editions.blocks import edition_blocks
from matinee.editions.checked import LinkCheck
from matinee.editions.locks import SentLock
from matinee.editions.panels import edition_panels, newsletter_page_panels
from matinee.newsletters.models import Newsletter

__all__ = [
    "EditionPage",
    "EditionQuerySet",
    "LinkCheck",
    "NewsletterPage",
    "PollVote",
    "PreflightTick",
    "PressedLetter",
]


class NewsletterPage(Page):
    """The archive of one newsletter: its sent editions, newest first, with the sign-up box."""

    newsletter = models.OneToOneField(Newsletter, on_delete=models.PROTECT, related_name="archive")
    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    parent_page_types: ClassVar[list[str]] = ["stories.FrontPage"]
    subpage_types: ClassVar[list[str]] = ["editions.EditionPage"]
    template = "editions/newsletter_page.html"
    content_panels = newsletter_page_panels

    class Meta:
        verbose_name = "newsletter archive"

    def editions(self) -> EditionQuerySet:
        """Return the editions that the public may read, newest first."""
        found: EditionQuerySet = EditionPage.objects.child_of(self).public_ones()
        ordered: EditionQuerySet = found.order_by("-number", "-pk")
        return ordered

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the newsletter and its sent editions."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "newsletter": self.newsletter, "editions": self.editions()[:200]}


class EditionQuerySet(PageQuerySet):
    """Ways to ask for editions."""

    def public_ones(self) -> EditionQuerySet:
        """Those that have been sent, or are being sent now."""
        found: EditionQuerySet = self.filter(live=True, state__in=EditionPage.PUBLIC)
        return found

    def unsent(self) -> EditionQuerySet:
        """Those that can still be changed."""
        found: EditionQuerySet = self.exclude(state__in=EditionPage.FROZEN)
        return found


class EditionPage(Page):
    """One issue of a newsletter. Its words live in Wagtail's revisions until it is sent.

    `state` only changes by the functions in `editions.states`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        READY = "ready", "Ready to be read over"
        APPROVED = "approved", "Approved"
        SCHEDULED = "scheduled", "Scheduled"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"

    FROZEN: ClassVar[tuple[str, ...]] = (State.SENDING, State.SENT)
    PUBLIC: ClassVar[tuple[str, ...]] = (State.SENDING, State.SENT)
    # What belongs to the edition and not to one revision of its words.
    KEPT: ClassVar[tuple[str, ...]] = (
        "state",
        "number",
        "newsletter_id",
        "drafted_at",
        "drafted",
        "sent_at",
        "scheduled_for",
    )

    newsletter = models.ForeignKey(Newsletter, on_delete=models.PROTECT, related_name="editions")
    subject = models.CharField(max_length=200, blank=True)
    preheader = models.CharField(
        max_length=250, blank=True, help_text="What an inbox shows after the subject."
    )
    body = StreamField(edition_blocks(), blank=True)
    state = models.CharField(
        max_length=10, choices=State, default=State.DRAFT, editable=False, db_index=True
    )
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    drafted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # {"subject": hash, "preheader": hash, "blocks": {block id: {"key", "hash"}}}, by drafting.
    drafted = models.JSONField(default=dict, blank=True, editable=False)
    scheduled_for = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    # A copy of a sent edition has not been sent.
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "state",
        "number",
        "drafted",
        "drafted_at",
        "scheduled_for",
        "sent_at",
    ]
    parent_page_types: ClassVar[list[str]] = ["editions.NewsletterPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "editions/edition_page.html"
    content_panels = edition_panels
    promote_panels: ClassVar[list[Any]] = []
    show_in_menus_default = False
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("subject"),
        index.FilterField("state"),
        index.FilterField("newsletter_id"),
    ]

    objects = PageManager.from_queryset(EditionQuerySet)()

    class Meta:
        verbose_name = "edition"
        indexes = [models.Index(fields=["newsletter", "-sent_at"], name="edition_by_sending")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_frozen(self) -> bool:
        """Whether it is being sent or has been: its words stay as they are."""
        return self.state in self.FROZEN

    @property
    def archive_url(self) -> str:
        """The absolute address of its web page, also before it is public."""
        path = self.get_url_parts()
        return f"{settings.SITE_URL}{path[2]}" if path else settings.SITE_URL

    @property
    def date(self) -> date:
        """The day it goes or went, in the newsletter's zone."""
        moment = self.sent_at or self.scheduled_for
        if moment is None:
            moment = self.newsletter.next_send(self.drafted_at or timezone.now())
        return moment.astimezone(self.newsletter.zone).date()

    def latest(self) -> EditionPage:
        """Return it with the words of its newest revision, which is what will be sent."""
        row: EditionPage = EditionPage.objects.get(pk=self.pk)
        if row.is_frozen or not row.latest_revision_id:
            return row
        newest: EditionPage = row.get_latest_revision_as_object()
        return newest

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Fill in what the editor need not, then check."""
        self._settle()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Fill in what the editor need not, then check what the database needs."""
        self._settle()
        super().minimal_clean()

    def _settle(self) -> None:
        """Fill in the newsletter, the title and the address."""
        self._settle_newsletter()
        self.title = self.subject.strip() or f"Edition of {self.date.day} {self.date:%B %Y}"
        if not self.slug:  # type: ignore[has-type]
            self.slug = self._free_slug()

    def _settle_newsletter(self) -> None:
        if self.newsletter_id is None and self.path:
            parent = self.get_parent()
            self.newsletter = NewsletterPage.objects.get(pk=parent.pk).newsletter

    def _free_slug(self) -> str:
        stem = self.date.isoformat()
        # In the tree already, or about to be put under its newsletter's archive.
        parent = self.get_parent() if self.path else self.newsletter.archive
        taken = set(
            parent.get_children()
            .exclude(pk=self.pk)
            .filter(slug__startswith=stem)
            .values_list("slug", flat=True)
        )
        names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a revision; before the sending the row itself follows, so all read the same."""
        revision = super().save_revision(*args, **kwargs)
        if not self.is_frozen:
            EditionPage.objects.filter(pk=self.pk).update(
                title=self.title, subject=self.subject, preheader=self.preheader, body=self.body
            )
            from matinee.editions import linkcheck

            linkcheck.ask_soon(self)
        return revision

    def with_content_json(self, content: dict[str, Any]) -> EditionPage:
        """Restore a revision's words; what belongs to the whole edition stays."""
        restored: EditionPage = super().with_content_json(content)
        for name in self.KEPT:
            setattr(restored, name, getattr(self, name))
        return restored

    def get_lock(self) -> Any:
        """Lock what has been sent, whatever other locks there are."""
        return SentLock(self) if self.is_frozen else super().get_lock()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the web version shows."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **web.context(self, request)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the web version, once it is being sent and not before."""
        if self.state not in self.PUBLIC:
            raise Http404("This edition has not been sent.")
        answer: HttpResponseBase = super().serve(request, *args, **kwargs)
        return answer

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The ways to look at it before it goes: see `editions.previews`."""
        return previews.modes(self)

    def is_previewable(self) -> bool:
        """It always is; asking the modes would ask the database."""
        return True

    @property
    def default_preview_mode(self) -> str:
        """The email is what it is all about."""
        return "email"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show it as it would be read in this mode."""
        if mode_name == previews.WEB:
            answer: HttpResponseBase = super().serve_preview(request, mode_name)
            return answer
        return previews.answer(self, mode_name)


class PressedLetter(models.Model):
    """An edition rendered once for one language and territory, as it will be filled and sent."""

    edition = models.ForeignKey(EditionPage, on_delete=models.CASCADE, related_name="letters")
    language = models.CharField(max_length=16)
    territory = models.CharField(
        max_length=2, blank=True, help_text="Empty: readers of any territory without its own."
    )
    letter = models.BinaryField()
    html = models.TextField()
    text = models.TextField()
    links = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    bytes_size = models.PositiveIntegerField()
    pressed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("edition", "language", "territory")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language", "territory"], name="one_letter_a_variant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language} {self.territory or 'elsewhere'}"


class PreflightTick(models.Model):
    """A warning that an editor read and sent the edition in spite of. Kept for the record."""

    edition = models.ForeignKey(EditionPage, on_delete=models.CASCADE, related_name="ticks")
    rule = models.CharField(max_length=60)
    where = models.CharField(max_length=250)
    why = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    # Kept beside the user, for when the account has gone.
    ticked_by = models.CharField(max_length=160)
    ticked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "rule", "where"], name="one_tick_a_warning")
        ]

    def __str__(self) -> str:
        return f"{self.rule} at {self.where}, ticked off by {self.ticked_by}"
