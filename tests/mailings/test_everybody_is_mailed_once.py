"""The plain way: who gets the edition, what is written down, and that it is never sent twice."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from matinee.mailings import sending, status
from matinee.mailings.models import Batch, Delivery, Mailing
from matinee.readers.models import Subscription, Suppression
from tests.mailings.sending_help import (
    ToldRelay,
    assert_adds_up,
    edition_for,
    started,
    states,
    work,
)
from tests.torture import newsroom

pytestmark = pytest.mark.django_db


def test_every_reader_gets_one_letter() -> None:
    mailing = started(250)
    relay = work(mailing)
    assert len(relay.recipients) == len(set(relay.recipients)) == 250
    assert states(mailing) == {"sent": 250}
    assert_adds_up(mailing)


def test_run_ends_with_the_edition_sent(settings) -> None:  # type: ignore[no-untyped-def]
    mailing = started(30)
    settings.MAIL_URL = "inbox:"
    mailing = sending.run(mailing)
    assert mailing.state == Mailing.State.DONE
    edition = mailing.edition
    edition.refresh_from_db()
    assert edition.state == "sent"
    assert len(list((settings.INBOX_PATH / "new").iterdir())) == 30


def test_status_has_the_shape_of_the_contract() -> None:
    mailing = started(3)
    work(mailing)
    told = status.of(mailing.edition)
    assert set(told) >= {"edition", "newsletter", "state", "subject", "archive_url", "mailing"}
    assert told["mailing"]["sent"] == 3
    seven = ("waiting", "handed", "sent", "deferred", "refused", "skipped", "unknown")
    assert sum(told["mailing"][name] for name in seven) == told["mailing"]["audience"] == 3
    assert isinstance(told["mailing"]["rate_per_second"], float)


def test_an_edition_not_sent_has_no_mailing() -> None:
    edition = edition_for(1)
    assert status.of(edition)["mailing"] is None


def test_an_edition_is_never_started_twice() -> None:
    mailing = started(5)
    with pytest.raises(sending.Refused, match="never sent twice"):
        sending.start(mailing.edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.create(edition=mailing.edition, newsletter=mailing.newsletter)
    assert Mailing.objects.count() == 1


def test_an_edition_that_nobody_would_get_is_refused_and_stays_a_draft() -> None:
    edition = edition_for(0)
    with pytest.raises(sending.Refused, match="Nobody"):
        sending.start(edition)
    edition.refresh_from_db()
    assert edition.state == "draft"
    assert not Mailing.objects.exists()


def test_the_snapshot_is_cut_into_batches_without_gap_or_overlap() -> None:
    mailing = started(1201)
    batches = list(Batch.objects.filter(mailing=mailing).order_by("position"))
    assert [batch.size for batch in batches] == [500, 500, 201]
    ids = list(Delivery.objects.filter(mailing=mailing).order_by("pk").values_list("pk", flat=True))
    cut = [pk for b in batches for pk in ids if b.first_id <= pk <= b.last_id]
    assert cut == ids
    assert all(batch.cursor == batch.first_id - 1 for batch in batches)


def test_only_the_newsletters_own_readers_are_taken() -> None:
    other = newsroom.make_newsletter("third-reel")
    newsroom.make_readers(other, 7, start=1000)
    mailing = started(5)
    assert mailing.audience == 5


def test_who_left_after_the_snapshot_is_skipped_with_the_reason() -> None:
    mailing = started(20)
    gone = Subscription.objects.order_by("pk")[3]
    Subscription.objects.filter(pk=gone.pk).update(state="left")
    suppressed = Subscription.objects.select_related("reader").order_by("pk")[7]
    Suppression.objects.create(address_key=suppressed.reader.address_key, reason="complaint")
    relay = work(mailing)
    assert states(mailing) == {"sent": 18, "skipped": 2}
    assert gone.reader.address not in relay.recipients
    reasons = (
        Delivery.objects.filter(state="skipped").order_by("pk").values_list("reason", flat=True)
    )
    assert list(reasons) == [
        "The reader unsubscribed.",
        "The address is suppressed, paused or without proof of consent.",
    ]
    assert_adds_up(mailing)


def test_a_changed_address_gets_the_letter() -> None:
    mailing = started(3)
    reader = Subscription.objects.order_by("pk")[1].reader
    type(reader).objects.filter(pk=reader.pk).update(address="moved@elsewhere.example")
    assert "moved@elsewhere.example" in work(mailing).recipients


def test_an_erased_reader_is_skipped_and_still_counted() -> None:
    mailing = started(3)
    Subscription.objects.filter(pk=Subscription.objects.order_by("pk")[1].pk).delete()
    work(mailing)
    skipped = Delivery.objects.get(state="skipped")
    assert skipped.reason == "The reader's record is no longer there."
    assert_adds_up(mailing)


def test_an_address_that_cannot_stand_in_a_letter_is_refused_and_the_rest_goes() -> None:
    mailing = started(3)
    reader = Subscription.objects.order_by("pk")[1].reader
    type(reader).objects.filter(pk=reader.pk).update(address="a b@x.example")
    relay = work(mailing)
    assert len(relay.recipients) == 2
    assert states(mailing) == {"sent": 2, "refused": 1}


def test_each_letter_is_the_readers_own() -> None:
    mailing = started(4)
    seen: dict[str, bytes] = {}

    def read(envelope):  # type: ignore[no-untyped-def]
        seen[envelope.recipient] = envelope.message
        return taken_result(envelope)

    from matinee.post.relay import Outcome, Result

    def taken_result(envelope):  # type: ignore[no-untyped-def]
        return Result(envelope.key, Outcome.SENT, 250)

    work(mailing, ToldRelay(read))
    ids = {
        line for m in seen.values() for line in m.split(b"\r\n") if line.startswith(b"Message-ID")
    }
    dates = {line for m in seen.values() for line in m.split(b"\r\n") if line.startswith(b"Date")}
    assert len(ids) == 4
    assert len(dates) == 1
    assert all(address.encode() in message for address, message in seen.items())


def test_a_return_path_names_the_delivery_and_not_the_reader(settings) -> None:  # type: ignore[no-untyped-def]
    from matinee.post.headers import parse_verp
    from matinee.readers.links import link_tokens

    mailing = started(1)
    settings.BOUNCE_DOMAIN = "bounces.example"
    senders: list[str] = []

    def note(envelope):  # type: ignore[no-untyped-def]
        from tests.mailings.sending_help import taken

        senders.append(envelope.sender)
        return taken(envelope)

    work(mailing, ToldRelay(note))
    token = parse_verp(senders[0])
    assert token is not None
    payload = link_tokens().check("read", token)
    assert payload is not None
    assert payload.delivery_id == Delivery.objects.get().pk
