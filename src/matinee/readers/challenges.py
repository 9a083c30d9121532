"""Proof of work (altcha), asked for under pressure only: no third party learns of a reader."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import timedelta
from typing import cast

from altcha import v1 as altcha
from django.db import IntegrityError, transaction
from django.utils import timezone

from matinee.readers import keys
from matinee.readers.models import SpentChallenge

# About a second on a telephone: half of this many SHA-256 on average.
MOST = 40_000
LIFE = timedelta(minutes=20)
LONGEST = 2000


def challenge() -> str:
    """Return a fresh challenge as the JSON that the box's script reads."""
    made = altcha.create_challenge(
        algorithm="SHA-256",
        max_number=MOST,
        salt_length=12,
        hmac_key=keys.newest("challenge").hex(),
        salt="",
        number=None,
        expires=timezone.now() + LIFE,
        params=None,
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def accept(payload: str) -> bool:
    """Whether `payload` (base64 of JSON) solves a challenge of ours that was not used before."""
    solved = _parse(payload)
    if solved is None:
        return False
    try:
        right, _ = altcha.verify_solution(
            solved, hmac_key=keys.newest("challenge").hex(), check_expires=True
        )
    except Exception:
        # It raises in many ways on what is no solution; none of them is one.
        return False
    return bool(right) and _spend(solved["signature"])


def _parse(payload: str) -> altcha.PayloadType | None:
    if not payload or len(payload) > LONGEST:
        return None
    try:
        solved = json.loads(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(solved, dict):
        return None
    texts = all(
        isinstance(solved.get(k), str) for k in ("algorithm", "challenge", "salt", "signature")
    )
    number = solved.get("number")
    if not texts or not isinstance(number, int) or isinstance(number, bool):
        return None
    return (
        cast(altcha.PayloadType, solved)
        if 0 <= number <= MOST and len(solved["signature"]) == 64
        else None
    )


def _spend(signature: str) -> bool:
    """Insert the solution: of two uses at the same moment, one fails here."""
    try:
        with transaction.atomic():
            SpentChallenge.objects.create(signature=signature)
    except IntegrityError:
        return False
    return True


def forget_old() -> int:
    """Delete spent challenges that could not be used again anyway; return how many."""
    return SpentChallenge.objects.filter(spent_at__lt=timezone.now() - 2 * LIFE).delete()[0]
