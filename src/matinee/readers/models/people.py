"""Readers, what they subscribe to, and whom we must not mail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

if TYPE_CHECKING:
    from matinee.newsletters.models import Newsletter


class Reader(models.Model):
    """A person with an email address. The row goes when the person asks to be erased."""

    address = models.CharField(max_length=254)
    address_key = models.CharField(
        max_length=64, unique=True, help_text="Keyed hash of the address, for look-ups."
    )
    name = models.CharField(max_length=120, blank=True)
    territory = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    language = models.CharField(max_length=16, default="en-GB")
    offers = models.BooleanField(default=False, help_text="Agreed to be mailed offers.")
    offers_proof = models.ForeignKey(
        "readers.ConsentRecord",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    paused_until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True, help_text="The first page or file.")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        # The index for finding addresses is in migration 0002.
        permissions = [
            ("prove_reader", "Can read a reader's consent document"),
            ("erase_reader", "Can erase a reader"),
            ("export_reader", "Can export readers"),
            ("import_reader", "Can import readers"),
        ]

    def __str__(self) -> str:
        # No address: this ends in logs and titles.
        return f"Reader {self.pk}"


class ReaderKey(models.Model):
    """The key to one reader's personal parts in the ledger. Erasure deletes it, and only it."""

    reader = models.OneToOneField(
        Reader,
        primary_key=True,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="secret",
    )
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"Key of reader {self.pk}"


def _one_of(numbers: Sequence[int]) -> RawSQL:
    """Return the condition that a subscription's number is among these: one parameter for all.

    A parameter for each, as `pk__in` has it, costs more than the asking.
    """
    column = f'"{Subscription._meta.db_table}"."{Subscription._meta.pk.column}"'
    true = models.BooleanField()
    if connection.vendor == "postgresql":
        return RawSQL(f"{column} = ANY(%s)", [list(numbers)], true)  # noqa: S611 - no one's text
    listed = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - no one's text
    return RawSQL(listed, [json.dumps(list(numbers))], true)  # noqa: S611 - no one's text


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions, and which of them may be mailed."""

    def mailable(
        self,
        newsletter: Newsletter | int,
        at: datetime | None = None,
        *,
        among: Sequence[int] | None = None,
    ) -> SubscriptionQuerySet:
        """Return those that may be mailed at `at` (aware; now where None): one plain SELECT.

        Active; proved by a record of the ledger that is of this very reader and newsletter; not
        suppressed; not paused. (Design rule 1.) `among`: only of these, by their numbers.
        """
        from matinee.readers.models.ledger import PROOFS

        at = at or timezone.now()
        if among is not None:
            # The plus zero keeps databases from reading a newsletter's every reader to find a few.
            own = self.alias(its_newsletter=F("newsletter_id") + 0).filter(_one_of(among))
            number = newsletter if isinstance(newsletter, int) else newsletter.pk
            which = own.filter(its_newsletter=number)
        else:
            which = self.filter(newsletter=newsletter)
        return which.filter(
            Q(reader__paused_until__isnull=True) | Q(reader__paused_until__lte=at),
            ~Exists(Suppression.objects.filter(address_key=OuterRef("reader__address_key"))),
            state=Subscription.State.ACTIVE,
            proof__reader=F("reader"),
            proof__newsletter=F("newsletter"),
            proof__event__in=PROOFS,
        )


class Subscription(models.Model):
    """One reader's subscription to one newsletter."""

    class State(models.TextChoices):
        PENDING = "pending", "Waits for confirmation"
        ACTIVE = "active", "Active"
        LEFT = "left", "Left"
        EXPIRED = "expired", "Never confirmed"

    # No index of their own: the constraint and the index below begin with them.
    reader = models.ForeignKey(
        Reader, on_delete=models.CASCADE, related_name="subscriptions", db_index=False
    )
    # Nor a constraint: checking it locks the newsletter's one row, and sign-ups would queue for it.
    newsletter = models.ForeignKey(
        "newsletters.Newsletter",
        on_delete=models.PROTECT,
        related_name="subscriptions",
        db_index=False,
        db_constraint=False,
    )
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    since = models.DateTimeField(default=timezone.now, help_text="When this state began.")
    created_at = models.DateTimeField(default=timezone.now)
    proof = models.ForeignKey(
        "readers.ConsentRecord",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The record of the ledger that proves it.",
    )
    why_left = models.CharField(max_length=40, blank=True, help_text="The reader's own answer.")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "newsletter"], name="one_a_newsletter"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(proof__isnull=False),
                name="active_needs_proof",
            ),
        ]
        indexes = [models.Index(fields=["newsletter", "state", "since"], name="subs_by_state")]

    def __str__(self) -> str:
        return f"Subscription {self.pk}"


class Suppression(models.Model):
    """An address that must not be mailed, as a keyed hash only, and why."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce", "Hard bounce"
        COMPLAINT = "complaint", "Complaint"
        ERASURE = "erasure", "Erased at the reader's wish"
        HAND = "hand", "By hand"

    address_key = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"Suppression {self.pk} ({self.get_reason_display()})"
