"""An edition's journey to its audience: the mailing, its batches, and each reader's delivery."""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

# The first retry waits about this long; each later one twice as long, up to LONGEST_WAIT.
FIRST_RETRY_SECONDS = 60
LONGEST_WAIT_SECONDS = 4 * 3600
ATTEMPTS_LIMIT = 10


def new_secret() -> str:
    """Return a mailing's own secret (hex, 128 bits), from which its Message-IDs are derived."""
    return secrets.token_hex(16)


class Mailing(models.Model):
    """One edition's journey to its audience.

    The one-to-one link is the promise that an edition is never sent twice: the database refuses
    a second mailing, whoever asks, however often, from however many places at once.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"
        DONE = "done", "Done"

    edition = models.OneToOneField(
        "editions.EditionPage", on_delete=models.PROTECT, related_name="mailing"
    )
    newsletter = models.ForeignKey(
        "newsletters.Newsletter", on_delete=models.PROTECT, related_name="mailings"
    )
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    audience = models.PositiveIntegerField(default=0, help_text="How many readers, at the start.")
    secret = models.CharField(max_length=32, default=new_secret, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    started_at = models.DateTimeField(default=timezone.now)
    dated_at = models.DateTimeField(
        default=timezone.now, help_text="The Date that every letter of this mailing carries."
    )
    done_at = models.DateTimeField(null=True, blank=True)

    rate = models.FloatField(default=0, help_text="Letters a second over all workers; 0: no cap.")
    domain_rate = models.FloatField(
        default=0, help_text="Letters a second to one recipient domain; 0: no cap."
    )
    domain_rates = models.JSONField(
        default=dict,
        blank=True,
        help_text="Letters a second to single recipient domains, by name; else `domain_rate`.",
    )
    warm_up = models.JSONField(
        default=list,
        blank=True,
        help_text="How many letters may go on the first day, the second, …; empty: no limit.",
    )
    first_retry_seconds = models.FloatField(default=FIRST_RETRY_SECONDS)
    attempts_limit = models.PositiveSmallIntegerField(default=ATTEMPTS_LIMIT)
    paced_until = models.FloatField(
        default=0, help_text="The rate cap's bucket: database time (seconds) booked so far."
    )
    warm_day = models.PositiveIntegerField(default=0)
    warm_used = models.PositiveIntegerField(default=0)
    trouble = models.CharField(
        max_length=300, blank=True, help_text="Why workers cannot go on, in plain words."
    )
    test_hours = models.FloatField(
        default=0, help_text="How long its subjects are tested before one is chosen; 0: no test."
    )
    winner = models.PositiveSmallIntegerField(
        default=0, help_text="Which subject the other readers get, from 1; 0: none chosen yet."
    )
    chosen_by = models.CharField(
        max_length=6,
        blank=True,
        default="",
        choices=[("clicks", "By clicks"), ("hand", "By hand"), ("rule", "Too close: the first")],
    )

    class Meta:
        ordering = ("-started_at",)
        indexes = [models.Index(fields=["state"], name="mailing_by_state")]

    def __str__(self) -> str:
        return f"Mailing {self.pk} of edition {self.edition_id}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be sent unless a person asks for it."""
        return self.state in {self.State.DONE, self.State.STOPPED}

    def message_id(self, delivery_id: int, domain: str) -> str:
        """Return the delivery's Message-ID (RFC 5322 3.6.4), the same at every attempt.

        It is derived, not stored: mailing, delivery and 80 bits that only we can make, so that
        a Message-ID quoted in a bounce proves which delivery it was.
        """
        mark = hmac.digest(self.secret.encode(), b"%d" % delivery_id, "sha256")[:10]
        return f"<{self.pk}.{delivery_id}.{mark.hex()}@{domain}>"


class Wave(models.Model):
    """Those of a mailing's readers whose letters go at one moment.

    It is their own hour; or they are those on whom a subject is tried, or all the others, who
    wait for the test's end.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    territories = models.JSONField(default=list, help_text="Codes; an empty one: none known.")
    due_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0)
    arm = models.PositiveSmallIntegerField(
        default=0, help_text="Which subject is tried on them, from 1; 0: none, they get the winner."
    )
    subject = models.CharField(max_length=200, blank=True, default="", help_text="Empty: its own.")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["mailing", "number"], name="one_wave_a_number")
        ]

    def __str__(self) -> str:
        return f"Wave {self.number} of mailing {self.mailing_id}"


class Plan(models.Model):
    """How an edition is to be sent, as chosen on the sheet: kept until its time comes."""

    edition = models.OneToOneField(
        "editions.EditionPage", on_delete=models.CASCADE, related_name="sending_plan"
    )
    local_time = models.TimeField(
        null=True, blank=True, help_text="The hour where the reader is; none: to all at once."
    )
    local_day = models.DateField(null=True, blank=True)
    rate = models.FloatField(default=0)
    domain_rate = models.FloatField(default=0)
    domain_rates = models.JSONField(default=dict, blank=True)
    warm_up = models.JSONField(default=list, blank=True)
    subjects = models.JSONField(
        default=list, blank=True, help_text="Other subjects to be tried beside the edition's own."
    )
    test_share = models.PositiveSmallIntegerField(default=20, help_text="Per cent of the readers.")
    test_hours = models.FloatField(default=4)
    territories = models.JSONField(
        default=list, blank=True, help_text="Codes; only to readers there. None: to all."
    )
    # No foreign key: a segment that is deleted must stop the sending, not widen it to all.
    segment_number = models.PositiveBigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"How edition {self.edition_id} is to be sent"


class Batch(models.Model):
    """A run of deliveries (an id range) that one worker at a time holds by lease."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="batches")
    position = models.PositiveIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    size = models.PositiveIntegerField()
    cursor = models.BigIntegerField(help_text="The last delivery id of the first pass so far.")

    holder = models.CharField(max_length=96, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    wave = models.ForeignKey(
        Wave, null=True, blank=True, on_delete=models.CASCADE, related_name="batches"
    )
    next_at = models.DateTimeField(
        default=timezone.now, help_text="When it next needs a worker; told apart from the lease."
    )
    done = models.BooleanField(default=False)
    window_number = models.PositiveIntegerField(default=0, help_text="Windows handed so far.")
    rate_seen = models.FloatField(default=0, help_text="Letters a second, as its holder measures.")

    # Kept in the same commit as the deliveries' states; what none of them counts is waiting.
    handed = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    deferred = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "position"], name="one_batch_a_position")
        ]
        indexes = [
            models.Index(
                fields=["mailing", "next_at"],
                condition=models.Q(done=False),
                name="batch_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"Batch {self.position} of mailing {self.mailing_id}"


class Delivery(models.Model):
    """One reader's copy of one mailing.

    No address stands here: it is looked up in the window before hand-over, so that a changed or
    erased address is respected. Subscription and reader are plain numbers, so that erasing a
    reader leaves the count of what was sent as it was.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HANDED = "handed", "Handed to the relay"
        SENT = "sent", "Sent"
        DEFERRED = "deferred", "To be tried again"
        REFUSED = "refused", "Refused"
        SKIPPED = "skipped", "Skipped"
        UNKNOWN = "unknown", "Unknown"

    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    subscription_id = models.BigIntegerField()
    reader_id = models.BigIntegerField()
    territory = models.CharField(max_length=2, blank=True, default="", db_default="")
    language = models.CharField(max_length=16, blank=True, default="", db_default="")
    state = models.CharField(
        max_length=8, choices=State, default=State.WAITING, db_default=State.WAITING
    )
    window_number = models.PositiveIntegerField(default=0, db_default=0)
    code = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="The relay's last reply code; 0: none."
    )
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    next_try_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "subscription_id"], name="one_delivery_a_subscription"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "handed", "sent"])
                | models.Q(reason__gt=""),
                name="a_delivery_that_was_not_sent_says_why",
            ),
        ]
        indexes = [
            # Few rows ever have a reason, so the index stays small at a million readers. It names
            # nothing that changes on the way from waiting to sent: PostgreSQL then writes a row's
            # next version beside the last and leaves all indexes alone (its manual, "Heap-Only
            # Tuples"), which takes a third of the time.
            models.Index(
                fields=["mailing"],
                condition=models.Q(reason__gt=""),
                name="delivery_with_a_story",
            )
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk} of mailing {self.mailing_id}: {self.state}"


class DomainPace(models.Model):
    """How far one recipient domain's cap is booked, over all workers of one mailing."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="+")
    domain = models.CharField(max_length=255)
    paced_until = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "domain"], name="one_pace_a_domain")
        ]

    def __str__(self) -> str:
        return f"{self.domain} in mailing {self.mailing_id}"


class Deed(models.Model):
    """What a person did to a mailing, and when: started, paused, slower, sent again."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deeds")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=200)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"


def record_deed(mailing: Mailing, what: str, user: Any = None) -> None:
    """Write down what a person did to the mailing; `user` is None for the command line."""
    known = user if getattr(user, "pk", None) else None
    Deed.objects.create(mailing=mailing, user=known, what=what)
