"""Readers, newsletters and their surroundings for tests."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from matinee.newsletters.models import Newsletter
from matinee.publication.models import PrivacyNotice
from matinee.readers.models import Note, Reader, SignupRequest, Subscription
from matinee.readers.request_meta import RequestMeta
from matinee.readers.use_cases import Asked, ask

_numbers = itertools.count(1)
META = RequestMeta(network="198.51.100.0/24", agent="Test browser")


def newsletter(**fields: Any) -> Newsletter:
    """Return an open newsletter."""
    n = next(_numbers)
    defaults = {"slug": f"letter-{n}", "name": f"The Letter {n}", "author": "Ada Quill"}
    return Newsletter.objects.create(**{**defaults, **fields})


def notice(version: int = 1) -> PrivacyNotice:
    """Return a privacy notice."""
    return PrivacyNotice.objects.create(version=version, body=f"<p>Notice {version}.</p>")


def asked(address: str = "ada@example.com", *newsletters: Newsletter, **fields: Any) -> Asked:
    """Ask for newsletters as a reader does at a box."""
    given: dict[str, Any] = {
        "offers": False,
        "page": "/film/a-story/",
        "form": "story box",
        "wording_by_newsletter": {},
        "request_meta": META,
        "territory": "GB",
        "language": "en-GB",
        **fields,
    }
    return ask(address, newsletters or [newsletter()], **given)


def request_of(asked_: Asked) -> SignupRequest:
    """Return the request row of what was asked."""
    return SignupRequest.objects.get(pk=asked_.request_id)


def subscription(address: str, of: Newsletter) -> Subscription:
    """Return an address's subscription."""
    return Subscription.objects.get(reader__address=address, newsletter=of)


def reader(address: str = "ada@example.com") -> Reader:
    """Return the reader of an address."""
    return Reader.objects.get(address=address)


def notes(**filters: Any) -> list[Note]:
    """Return notes, oldest first."""
    return list(Note.objects.filter(**filters).order_by("pk"))


def at(text: str) -> datetime:
    """Return an ISO time."""
    return datetime.fromisoformat(text)
