"""Tokens by which another program hands copy in: made in the desk, hashed at rest, revocable."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

PREFIX = "matinee_"  # so that scanners for leaked secrets, and people, know one when they see it
A_MINUTE = 60  # requests by one token


class CopyToken(models.Model):
    """One program's right to hand copy in, as the editor who made it may."""

    name = models.CharField(max_length=80, help_text="What uses it, such as “Our CMS”.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    begins = models.CharField(max_length=16, help_text="Its first signs, to tell it by.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    minute = models.BigIntegerField(default=0, help_text="The minute that `count` is of.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name


def _digest(token: str) -> str:
    # 256 random bits need no slow hash: nobody can try them all.
    return hashlib.sha256(token.encode()).hexdigest()


def make(name: str, user: Any) -> tuple[CopyToken, str]:
    """Make a token; return its row and the token itself, which is never to be had again."""
    token = PREFIX + secrets.token_urlsafe(32)
    row = CopyToken.objects.create(
        name=name, user=user, digest=_digest(token), begins=token[: len(PREFIX) + 4]
    )
    return row, token


def find(token: str) -> CopyToken | None:
    """Return the row of a token that holds, of an account that still may log in."""
    rows = CopyToken.objects.select_related("user")
    return rows.filter(
        digest=_digest(token), revoked_at=None, user__is_active=True
    ).first()  # fmt: skip


def count(row: CopyToken) -> int:
    """Count one request; return 0, or in how many seconds the next may come.

    Two conditional updates, so that the count is right with any number of processes.
    """
    now = timezone.now()
    minute = int(now.timestamp()) // 60
    rows = CopyToken.objects.filter(pk=row.pk)
    if rows.exclude(minute=minute).update(minute=minute, count=1, used_at=now):
        return 0
    if rows.filter(minute=minute, count__lt=A_MINUTE).update(count=F("count") + 1, used_at=now):
        return 0
    return 60 - int(now.timestamp()) % 60


def revoke(row: CopyToken) -> None:
    """End a token, at once and for good."""
    CopyToken.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=timezone.now())
