"""What passes while somebody signs up: requests, mail to be sent, counts, spent challenges."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from matinee.readers.models.people import Reader


class SignupRequest(models.Model):
    """One press of a sign-up button: what was asked for in it, and whether it was confirmed."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for confirmation"
        CONFIRMED = "confirmed", "Confirmed"
        SUPERSEDED = "superseded", "A newer mail was sent"
        EXPIRED = "expired", "Too old"

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="requests")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # [[newsletter id, id of its "asked" record], …]; newsletter id 0 stands for offers.
    wanted = models.JSONField(default=list)
    visit = models.CharField(max_length=64, blank=True, help_text="Keyed hash; tells visits apart.")
    reminded = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Sign-up request {self.pk}"


class Note(models.Model):
    """One mail from us to one reader, to be written and sent by a worker. An outbox."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", "Please confirm"
        REMINDER = "reminder", "Reminder to confirm"
        ALREADY = "already", "You already receive it"
        WELCOME = "welcome", "Welcome"
        CHANGE_OLD = "change_old", "Change of address, to the old one"
        CHANGE_NEW = "change_new", "Change of address, to the new one"
        OWN = "own", "A link to their own data"

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        SENT = "sent"
        FAILED = "failed"
        HELD = "held", "Held back (suppressed, or the day's cap)"

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind)
    request = models.ForeignKey(
        SignupRequest, null=True, on_delete=models.CASCADE, related_name="notes"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the message as sent.")
    extra = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["due_at"],
                name="note_due",
                condition=models.Q(state__in=["waiting", "taken"]),
            )
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}: {self.kind}"


class Tally(models.Model):
    """How often something happened in one stretch of time; one row a bucket."""

    bucket = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    # No index: each sign-up would write it, and it is looked for once in ten minutes.
    ends_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.bucket}: {self.count}"


class SpentChallenge(models.Model):
    """A proof of work that was used; inserting it is the replay check."""

    signature = models.CharField(max_length=64, primary_key=True)
    spent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.signature[:8]


class AddressChange(models.Model):
    """A wish to move to another address; it happens once both mailboxes have confirmed."""

    reader = models.OneToOneField(
        Reader, primary_key=True, on_delete=models.CASCADE, related_name="address_change"
    )
    nonce = models.BigIntegerField(help_text="Ties the two links to this wish and no other.")
    new_address = models.CharField(max_length=254)
    asked_at = models.DateTimeField(default=timezone.now)
    old_said_yes_at = models.DateTimeField(null=True)
    new_said_yes_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Change of address of reader {self.pk}"


LOOPBACK = frozenset({"localhost", "127.0.0.1"})
_HOST = re.compile(
    r"(?=.{1,253}(:|$))[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
)


def check_origin(text: str) -> None:
    """Raise ValidationError unless `text` is an origin as browsers send it (RFC 6454 §6.1).

    https only, since a page that anybody on the way may change is nobody's; but for loopback.
    """
    scheme, slashes, rest = text.partition("://")
    host, colon, port = rest.partition(":")
    if not slashes or scheme not in {"https", "http"}:
        raise ValidationError("Begin with https://, as in https://www.example.com.")
    if re.search(r"[/?#@*\s]", rest):
        raise ValidationError(
            "Give the site alone, with no page after it: https://www.example.com."
        )
    if not _HOST.fullmatch(host):
        raise ValidationError("That is no site’s name. Give it as in https://www.example.com.")
    if colon and not (re.fullmatch(r"[1-9][0-9]{0,4}", port) and int(port) < 65_536):
        raise ValidationError("The number after the colon is no port.")
    if scheme == "http" and host not in LOOPBACK:
        raise ValidationError(
            "Only https: on a page without it anybody on the way could change the box."
        )


class AllowedOrigin(models.Model):
    """Another site whose pages may carry our sign-up box."""

    origin = models.CharField(max_length=200, unique=True, validators=[check_origin])
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("origin",)

    def __str__(self) -> str:
        return self.origin


class Segment(models.Model):
    """Readers picked out by the desk's filters, saved under a name."""

    name = models.CharField(max_length=80, unique=True)
    query = models.CharField(max_length=1000, help_text="The filters, as in the listing's address.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
