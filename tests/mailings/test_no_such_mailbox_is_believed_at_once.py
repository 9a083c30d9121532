"""A relay that says at hand-over that there is no such mailbox: the address is mailed no more."""

from __future__ import annotations

import pytest

from matinee.mailings.models import Batch, Delivery
from matinee.mailings.unreachable import means_gone, suppress
from matinee.post.relay import Envelope, Outcome, Result
from matinee.readers import addresses
from matinee.readers.models import Reader, Subscription, Suppression
from tests.mailings.sending_help import ToldRelay, started, taken, work


@pytest.mark.parametrize(
    ("code", "reason", "gone"),
    [
        (550, "5.1.1 User unknown", "5.1.1"),
        (550, "5.1.1", "5.1.1"),
        (550, "5.1.2 Bad destination", "5.1.2"),
        (556, "5.1.10 Domain has a null MX", "5.1.10"),
        (550, "5.1.10 Recipient not found", "5.1.10"),
        (550, "5.7.1 Message rejected as spam", ""),
        (554, "5.7.26 unauthenticated mail", ""),
        (552, "5.3.4 Message too big", ""),
        (552, "5.2.3 Message too large", ""),
        (552, "5.2.2 Mailbox full", ""),
        (550, "5.2.1 Mailbox disabled", ""),
        (550, "5.1.7 Bad sender address", ""),
        (550, "5.1.8 Bad sender domain", ""),
        (550, "no such user", ""),
        (550, "", ""),
        (450, "4.1.1 User unknown yet", ""),
        (451, "Given up after 10 attempts: 4.1.1 greylisted", ""),
        (0, "The address cannot stand in a letter", ""),
    ],
)
def test_only_a_missing_mailbox_means_gone(code: int, reason: str, gone: str) -> None:
    assert means_gone(code, reason) == gone


def refusing(answers: dict[str, tuple[int, str, str]]) -> ToldRelay:
    """Return a relay that refuses these addresses so, and takes the others."""

    def answer(envelope: Envelope) -> Result:
        if envelope.recipient not in answers:
            return taken(envelope)
        code, enhanced, text = answers[envelope.recipient]
        return Result(envelope.key, Outcome.REFUSED, code, enhanced, text)

    return ToldRelay(answer)


@pytest.mark.django_db
def test_the_address_is_suppressed_once_and_others_are_not() -> None:
    mailing = started(6)
    readers = dict(Subscription.objects.order_by("pk").values_list("reader_id", "reader__address"))
    first, second, third = list(readers.values())[:3]
    for pk, address in readers.items():
        Reader.objects.filter(pk=pk).update(address_key=addresses.key_of(address))
    relay = refusing(
        {
            first: (550, "5.1.1", "User unknown"),
            second: (550, "5.7.1", "Looks like spam"),
            third: (552, "5.3.4", "Too big"),
        }
    )
    work(mailing, relay)
    assert Delivery.objects.filter(state="refused").count() == 3
    only = Suppression.objects.get()
    assert only.reason == Suppression.Reason.BOUNCE
    assert only.note == "There is no such mailbox (5.1.1), said at hand-over"
    mailable = Subscription.objects.mailable(mailing.newsletter)
    assert set(mailable.values_list("reader__address", flat=True)) == set(readers.values()) - {first}  # fmt: skip
    assert suppress(Batch.objects.get()) == 1
    assert Suppression.objects.count() == 1
