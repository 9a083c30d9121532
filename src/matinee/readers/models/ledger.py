"""The ledger of consent: append-only records, and the chain of seals over them.

The database itself refuses to change them (triggers, migration 0002). A record carries all that
is to be proved; its personal part is under the reader's own key. A seal, written within about a
second of the record by whoever holds the chain's lock, carries the hash of the seal before, so
that sign-ups need not queue behind one another (see ledger.py beside this folder).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from matinee.readers.models.people import Reader


class AppendOnly(Exception):
    """Somebody tried to change or delete a record of the ledger."""

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__("Records of the ledger are never changed: write another record.")


class AppendOnlyModel(models.Model):
    """Refuses in Python what the triggers refuse in the database."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only; raises AppendOnly for a row that is there already."""
        if not self._state.adding:
            raise AppendOnly
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise AppendOnly."""
        raise AppendOnly


class Event(models.TextChoices):
    """What happened to a consent."""

    ASKED = "asked", "Asked for"
    CONFIRMED = "confirmed", "Confirmed from the mailbox"
    AGREED = "agreed", "Agreed without a confirmation mail"
    IMPORTED = "imported", "Brought in from elsewhere"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RESTORED = "restored", "Taken up again by the reader"
    PAUSED = "paused", "Paused"
    RESUMED = "resumed", "Pause ended"
    CHANGED = "changed", "Details changed"
    EXPIRED = "expired", "Never confirmed"
    ERASED = "erased", "Erased"


# The events that prove a subscription.
PROOFS = (Event.CONFIRMED, Event.AGREED, Event.IMPORTED, Event.RESTORED)


class Purpose(models.TextChoices):
    """What a consent is for. Offers are never bundled with a newsletter."""

    NEWSLETTER = "newsletter", "A newsletter"
    OFFERS = "offers", "Offers, events and updates"
    SELF = "self", "The reader's own record"


class ConsentRecord(AppendOnlyModel):
    """One immutable line of evidence: who, what, when, where, how, and the words they saw."""

    # No constraint: the record outlives the reader's row, whose number alone stays here.
    reader = models.ForeignKey(
        Reader, on_delete=models.DO_NOTHING, db_constraint=False, related_name="records"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    newsletter = models.ForeignKey(
        "newsletters.Newsletter",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    event = models.CharField(max_length=10, choices=Event)
    at = models.DateTimeField(default=timezone.now)
    page = models.CharField(max_length=500, blank=True, help_text="Path of the page, no query.")
    form = models.CharField(max_length=60, blank=True)
    # No constraints: checking them locks the one row that all sign-ups point at, and they would
    # queue for it. `verify` names a record whose words are gone.
    wording = models.ForeignKey(
        "newsletters.Wording",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    wording_sha256 = models.CharField(max_length=64, blank=True)
    notice = models.ForeignKey(
        "publication.PrivacyNotice",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    notice_sha256 = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16, blank=True)
    basis = models.CharField(max_length=500, blank=True, help_text="The lawful basis.")
    personal = models.BinaryField(
        null=True, help_text="Address, name, network, user agent; under the reader's key."
    )
    evidence = models.JSONField(default=dict, help_text="Strings and whole numbers only.")

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"Consent record {self.pk}: {self.event}"


class Seal(AppendOnlyModel):
    """A record's place in the chain. `hash` is over the hash before and the whole record."""

    position = models.BigIntegerField(primary_key=True)
    # No constraint: the triggers keep records from going, and `verify` names one that has.
    record = models.OneToOneField(
        ConsentRecord, on_delete=models.PROTECT, db_constraint=False, related_name="seal"
    )
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Seal {self.position}"


class UnsealedRecord(models.Model):
    """A record that waits for its seal; the row goes as the seal comes, in one transaction."""

    record = models.OneToOneField(
        ConsentRecord,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Record {self.pk} waits for its seal"
