"""The stamp in every sign-up form: when it was made and which words were on the screen.

Why not Django's CSRF token. Stories are cached, by us and by whatever stands in front, and a
token in a page means a cookie with it: then no page with a box could be cached, and every reader
would carry a cookie before they asked for anything. The token guards a session's authority; a
sign-up has none: it acts on the address that was typed, which anybody may type anywhere. What is
left to guard against is a foreign page that makes its visitors post here. So the form is exempt
from the token and instead takes (1) requests whose Origin or Sec-Fetch-Site says that they come
from this site, or an origin allowed in the desk; (2) this stamp, signed, which a foreign page
could only have by asking us; and what it asks for counts only once the mailbox confirms it.
The stamp also carries the minimum time, and the exact wording and notice for the ledger: a page
cached yesterday shows yesterday's words, and the record must point at those.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BinasciiError
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Subquery

from matinee.newsletters.models import Newsletter, Wording
from matinee.publication.models import PrivacyNotice, Publication
from matinee.readers import keys

SHORTEST = 1.5  # seconds; nobody types an address faster, and browsers that fill forms are forgiven
OLDEST = 60 * 86_400  # seconds; caches do not keep pages longer
_TAG = 16
LONGEST = 1000
REMEMBER = 1.0  # seconds; a newsletter that is closed takes so long to be closed everywhere


@dataclass(frozen=True)
class Shown:
    """What stood on the screen with a stamp, and the publication's own territory."""

    wordings: dict[int, Wording]
    """By newsletter id."""
    newsletters: dict[str, Newsletter]
    """By slug."""
    notice: PrivacyNotice | None
    territory: str


@dataclass(frozen=True)
class Stamp:
    """A stamp that was checked: seconds since it was made, and the words that stood with it."""

    age: float
    wording_ids: tuple[int, ...]
    notice_id: int

    @property
    def too_quick(self) -> bool:
        """Whether the form came back faster than a person types."""
        return self.age < SHORTEST

    @cached_property
    def shown(self) -> Shown:
        """What was on the screen: every sign-up asks, so it is remembered for a second."""
        key = (self.wording_ids, self.notice_id, time.monotonic() // REMEMBER)
        shown = _remembered.get(key)
        if shown is None:
            shown = self._look()
            _remembered.clear()
            _remembered[key] = shown
        return shown

    def _look(self) -> Shown:
        notice = PrivacyNotice.objects.filter(pk=self.notice_id)
        found = list(
            Wording.objects.filter(pk__in=self.wording_ids)
            .select_related("newsletter")
            .annotate(
                notice_sha256=Subquery(notice.values("sha256")[:1]),
                home=Subquery(Publication.objects.values("default_territory")[:1]),
            )
        )
        sha256 = found[0].notice_sha256 if found else None
        return Shown(
            wordings={w.newsletter_id: w for w in found},
            newsletters={w.newsletter.slug: w.newsletter for w in found},
            # What the ledger points at: number and hash. The body may be long and is not needed.
            notice=PrivacyNotice(pk=self.notice_id, sha256=sha256) if sha256 else None,
            territory=(found[0].home or "") if found else "",
        )


_remembered: dict[tuple[tuple[int, ...], int, float], Shown] = {}


def forget_shown() -> None:
    """Forget what was remembered, as tests must between two databases."""
    _remembered.clear()


def _tag(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, hashlib.sha256)[:_TAG]


def make(wording_ids: Iterable[int], notice_id: int = 0, now: float | None = None) -> str:
    """Return a stamp for a form that shows these wordings and links this notice (0: none)."""
    moment = int((time.time() if now is None else now) * 10)
    text = ".".join(map(str, [moment, notice_id, *wording_ids])).encode()
    return urlsafe_b64encode(_tag(keys.newest("stamp"), text) + text).decode().rstrip("=")


def read(stamp: str, now: float | None = None) -> Stamp | None:
    """Return what a stamp says, or None unless it is ours and not too old."""
    if not stamp or len(stamp) > LONGEST or not stamp.isascii():
        return None
    try:
        raw = urlsafe_b64decode(stamp + "=" * (-len(stamp) % 4))
    except (BinasciiError, ValueError):
        return None
    tag, text = raw[:_TAG], raw[_TAG:]
    if not any(hmac.compare_digest(tag, _tag(key, text)) for key in keys.every("stamp")):
        return None
    moment, notice_id, *wording_ids = map(int, text.split(b"."))
    age = (time.time() if now is None else now) - moment / 10
    return Stamp(age, tuple(wording_ids), notice_id) if -60 <= age <= OLDEST else None
