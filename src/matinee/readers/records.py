"""Making records of the ledger: the columns that every deed fills alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from matinee.newsletters.models import Wording
from matinee.publication.models import PrivacyNotice
from matinee.readers import vault
from matinee.readers.models import ConsentRecord
from matinee.readers.models.ledger import Event, Purpose
from matinee.readers.request_meta import RequestMeta, clean, page_of

CONSENT = "Consent: GDPR article 6(1)(a); PECR regulation 22(2)"
WISH = "The reader’s own wish"
OFFERS = 0  # stands for offers where newsletters are meant by their numbers


@dataclass(frozen=True)
class Person:
    """Whom records are about: number, key, and what stands in their personal part."""

    reader_id: int
    key: bytes
    address: str
    name: str = ""


@dataclass(frozen=True)
class Scene:
    """Where and how a deed was done: what all of its records have in common."""

    meta: RequestMeta = field(default_factory=RequestMeta)
    page: str = ""
    form: str = ""
    language: str = ""
    notice: PrivacyNotice | None = None
    at: datetime = field(default_factory=timezone.now)


def columns(
    person: Person,
    event: Event,
    newsletter_id: int | None,
    scene: Scene,
    *,
    basis: str = CONSENT,
    wording: Wording | None = None,
    evidence: dict[str, Any] | None = None,
    purpose: Purpose | None = None,
) -> dict[str, Any]:
    """Return all of a record but its number, by the names of its columns.

    `newsletter_id` OFFERS (0) makes it one about offers.
    """
    if purpose is None:
        purpose = Purpose.NEWSLETTER if newsletter_id else Purpose.OFFERS
    personal = {
        "address": person.address,
        "name": person.name,
        "network": scene.meta.network,
        "agent": scene.meta.agent,
    }
    return {
        "reader_id": person.reader_id,
        "purpose": purpose,
        "newsletter_id": newsletter_id or None,
        "event": event,
        "at": scene.at,
        "page": page_of(scene.page),
        "form": clean(scene.form, 60),
        "wording_id": wording.pk if wording else None,
        "wording_sha256": wording.sha256 if wording else "",
        "notice_id": scene.notice.pk if scene.notice else None,
        "notice_sha256": scene.notice.sha256 if scene.notice else "",
        "language": clean(scene.language, 16),
        "basis": clean(basis, 500),
        "personal": vault.close(person.reader_id, person.key, personal),
        "evidence": evidence or {},
    }


def record(
    person: Person, event: Event, newsletter_id: int | None, scene: Scene, **more: Any
) -> ConsentRecord:
    """Return an unsaved record; what it takes, `columns` says."""
    return ConsentRecord(**columns(person, event, newsletter_id, scene, **more))
