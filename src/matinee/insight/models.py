"""What readers did with a letter, and what became of it on the way: counts, bounces, complaints."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from matinee.mailings.models import Mailing


class Opening(models.Model):
    """That a delivery's pictures were loaded. Mail programs load them unasked: no measure alone."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="openings")
    delivery_id = models.BigIntegerField(unique=True)
    first_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)
    by_machine = models.BooleanField(
        default=False, db_default=False, help_text="Nobody but a machine that gave its name."
    )

    def __str__(self) -> str:
        return f"delivery {self.delivery_id} opened"


class Click(models.Model):
    """That a link of a delivery was followed."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="clicks")
    delivery_id = models.BigIntegerField()
    link = models.PositiveIntegerField(help_text="The link's number in the letter.")
    first_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)
    by_machine = models.BooleanField(
        default=False, db_default=False, help_text="Nobody but a machine that gave its name."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery_id", "link"], name="one_click_a_link")
        ]
        indexes = [models.Index(fields=["mailing", "link"])]

    def __str__(self) -> str:
        return f"delivery {self.delivery_id}, link {self.link}"


class MailReport(models.Model):
    """A bounce or complaint that came in, as far as it could be told whose it is.

    No address and no words of the mail stand here; the reader is a number, so that erasing
    one leaves the count of what came back as it was.
    """

    class Kind(models.TextChoices):
        HARD = "hard", "Bounced for good"
        SOFT = "soft", "Bounced for now"
        COMPLAINT = "complaint", "Complained"
        UNSUBSCRIBED = "unsubscribed", "Left by their mail program or provider"
        AUTO_REPLY = "auto-reply", "Answered by a machine"
        UNRECOGNISED = "unrecognised", "Not understood"

    mailing = models.ForeignKey(
        Mailing, null=True, on_delete=models.CASCADE, related_name="mail_reports"
    )
    delivery_id = models.BigIntegerField(null=True)
    reader_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=16, blank=True)
    reason = models.CharField(
        max_length=16, blank=True, default="", db_default="", help_text="A word of post.reasons."
    )
    via = models.CharField(
        max_length=24, default="mail", db_default="mail", help_text="Mail, or which provider."
    )
    sha256 = models.CharField(
        max_length=64,
        unique=True,
        help_text="What is counted once: a delivery's kind of outcome, else the mail itself.",
    )
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["mailing", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.status}".strip()
