"""Mailings that have gone, and what comes back of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from matinee.mailings.models import Delivery, Mailing
from matinee.post.tokens import Tokens
from matinee.readers.links import confirm_tokens, link_tokens
from matinee.readers.models import Subscription
from matinee.readers.use_cases import confirm
from tests.readers.factories import asked
from tests.torture.newsroom import make_edition, make_newsletter

MAILS = Path(__file__).parents[1] / "post" / "outcomes"
FIRST = datetime(2024, 1, 4, 7, 0, tzinfo=UTC)  # a Thursday
DOMAIN = "bounces.tidewater.example"


def readers_of(newsletter: Any, count: int = 1) -> list[Subscription]:
    """Return so many active subscriptions, each with its proof in the ledger."""
    for number in range(count):
        request = asked(f"reader{number}@readers.example", newsletter)
        confirm(confirm_tokens().mint(request.request_id, 0).leave)
    return list(Subscription.objects.filter(newsletter=newsletter).order_by("pk"))


def gone_out(
    newsletter: Any, subscriptions: list[Subscription], days: float = 0
) -> tuple[Mailing, list[Delivery]]:
    """Return a mailing that went so many days after the first, and its deliveries, all sent."""
    at = FIRST + timedelta(days=days)
    edition = make_edition(newsletter)
    mailing = Mailing.objects.create(
        edition=edition, newsletter=newsletter, audience=len(subscriptions), state="done",
        started_at=at, dated_at=at,
    )  # fmt: skip
    rows = [
        Delivery(mailing=mailing, subscription_id=s.pk, reader_id=s.reader_id, state="sent")
        for s in subscriptions
    ]
    return mailing, Delivery.objects.bulk_create(rows)


def one_delivery() -> Delivery:
    """Return a delivery of an edition to the only reader."""
    newsletter = make_newsletter()
    return gone_out(newsletter, readers_of(newsletter))[1][0]


def tokens(delivery: Delivery) -> Tokens:
    """Return a delivery's tokens."""
    return link_tokens().mint(delivery.subscription_id, delivery.pk)


def mail(name: str, delivery: Delivery | None = None) -> bytes:
    """Return a mail of the collection by the front of its name, about this delivery."""
    [path] = MAILS.glob(f"{name}.*.eml")
    raw = path.read_bytes().replace(b"\n", b"\r\n")
    if delivery is not None:
        mine = tokens(delivery)
        identity = delivery.mailing.message_id(delivery.pk, "tidewater.example")
        raw = raw.replace(b"T" * 43, mine.read.encode()).replace(b"L" * 43, mine.leave.encode())
        raw = raw.replace(b"<7.41.0123456789abcdef0123@tidewater.example>", identity.encode())
    return raw


def return_path(delivery: Delivery) -> str:
    """Return the envelope's sender that the letter went with."""
    return f"bounce+{tokens(delivery).read}@{DOMAIN}"
