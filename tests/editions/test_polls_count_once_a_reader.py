"""Polls: a click leads to a page, a press counts, one answer a reader, nothing left of the erased."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matinee.editions import polls, press, states, testcopies
from matinee.editions.models import EditionPage, PollVote
from matinee.mailings.letters import Desk
from matinee.mailings.models import Mailing
from matinee.mailings.windows import Row
from matinee.readers.erasing import erase
from matinee.readers.models import Subscription
from matinee.readers.use_cases import import_reader
from tests.editions import newsroom

pytestmark = pytest.mark.django_db

ASKED = {
    "heading": "Your turn",
    "question": "Which of these would you see twice?",
    "answers": ["The lighthouse one", "The heron one", "Tom & “Jerry” <again>"],
    "days": 7,
    "why": "",
}


def with_poll(**changed: Any) -> EditionPage:
    """Return an unsent edition with a poll in it and one reader."""
    return newsroom.with_block(newsroom.sound_edition(), "poll", {**ASKED, **changed})


def sent(**changed: Any) -> EditionPage:
    return states.start_sending(with_poll(**changed))


def link(edition: EditionPage, subscription: Subscription, answer: int = 1) -> str:
    token = polls.token(subscription.pk, edition.pk)
    return reverse("editions:poll_answer", args=[token, 0, answer])


def letter(edition: EditionPage, subscription: Subscription) -> bytes:
    """Return the reader's letter as mailings fills it."""
    mailing = Mailing.objects.create(edition=edition, newsletter=edition.newsletter)
    reader = subscription.reader
    row = Row(9, subscription.pk, reader.pk, "GB", "en-GB", 0, "waiting", reader.address, "Ann")
    return Desk(mailing).address(row).fill()


def test_each_answer_in_the_letter_is_a_link_of_the_readers_own_in_both_parts() -> None:
    edition, subscription = sent(), Subscription.objects.get()
    message = message_from_bytes(letter(edition, subscription), policy=policy.default)
    for kind in ("html", "plain"):
        body = message.get_body((kind,))
        assert body is not None
        found = re.findall(r"/poll/([\w-]{43})/0/(\d)/", body.get_content())
        assert {n for _, n in found} == {"0", "1", "2"}
        assert {t for t, _ in found} == {polls.token(subscription.pk, edition.pk)}
    assert "Which of these would you see twice?" in message.get_body(("plain",)).get_content()


def test_a_letter_without_a_poll_has_no_slot_for_one() -> None:
    edition = newsroom.sound_edition()
    assert "vote" not in press.variant(edition).letter.slots


def test_following_the_link_counts_nothing_and_pressing_the_button_does(client: Client) -> None:
    edition, subscription = sent(), Subscription.objects.get()
    for _ in range(3):
        page = client.get(link(edition, subscription))
        assert page.status_code == 200
        client.head(link(edition, subscription))
    assert not PollVote.objects.exists()
    html = page.content.decode()
    assert re.search(r'value="1" required checked', html)
    assert "Count my answer" in html
    assert "% %" not in html
    assert "has answered" not in html, "how it stands is shown after the answer"

    after = client.post(link(edition, subscription), {"answer": "1"}, follow=True)
    assert PollVote.objects.get().answer == 1
    shown = after.content.decode()
    assert "Counted: The heron one." in shown
    assert "100 %" in shown
    assert "1 reader has answered" in shown


def test_a_reader_may_change_the_answer_and_is_counted_once(client: Client) -> None:
    edition, subscription = sent(), Subscription.objects.get()
    for chosen in ("1", "1", "2", "0"):
        client.post(link(edition, subscription), {"answer": chosen})
    assert PollVote.objects.get().answer == 0
    html = client.get(link(edition, subscription, 2)).content.decode()
    assert "Change my answer" in html
    assert re.search(r'value="2" required checked', html), "the link's own answer is chosen"


@pytest.mark.parametrize("answer", ["", "3", "-1", "x", "99999999999", "²"])
def test_an_answer_that_the_poll_has_not_counts_nothing(client: Client, answer: str) -> None:
    edition, subscription = sent(), Subscription.objects.get()
    page = client.post(link(edition, subscription), {"answer": answer})
    assert page.status_code == 422
    assert "Choose one of the answers" in page.content.decode()
    assert not PollVote.objects.exists()


def test_a_token_of_another_purpose_opens_no_poll_and_a_polls_token_nothing_else(
    client: Client,
) -> None:
    from matinee.readers.links import link_tokens

    edition, subscription = sent(), Subscription.objects.get()
    other = link_tokens().mint(subscription.pk, edition.pk)
    for token in (other.read, other.leave, "x" * 43, "short"):
        address = reverse("editions:poll", args=[token, 0])
        assert client.get(address).status_code == 404
        assert client.post(address, {"answer": "0"}).status_code == 404
    own = polls.token(subscription.pk, edition.pk)
    assert link_tokens().check("read", own) is None
    assert link_tokens().check("leave", own) is None
    assert not PollVote.objects.exists()


def test_a_reader_of_another_newsletter_has_no_answer_here() -> None:
    edition = sent()
    other = newsroom.newsletter(slug="other", name="Other")
    reader = import_reader("else@example.net", [other], basis="Asked at the door")
    stranger = Subscription.objects.get(reader=reader)
    assert polls.caller(polls.token(stranger.pk, edition.pk), 0) is None
    assert polls.caller(polls.token(Subscription.objects.first().pk, edition.pk), 1) is None  # type: ignore[union-attr]


def test_it_closes_after_its_time_and_then_shows_how_it_ended(client: Client) -> None:
    edition, subscription = sent(), Subscription.objects.get()
    client.post(link(edition, subscription), {"answer": "0"})
    past = timezone.now() - timedelta(days=7, minutes=1)
    EditionPage.objects.filter(pk=edition.pk).update(sent_at=past)
    late = client.post(link(edition, subscription), {"answer": "2"}, follow=True).content.decode()
    assert "It closed on" in late
    assert "<form" not in late
    assert PollVote.objects.get().answer == 0
    web = client.get(edition.get_url()).content.decode()
    assert "This poll has closed." in web
    assert "100 %" in web


def test_the_web_version_asks_nobody_and_says_nothing_before_the_end(client: Client) -> None:
    edition, subscription = sent(), Subscription.objects.get()
    client.post(link(edition, subscription), {"answer": "0"})
    html = client.get(edition.get_url()).content.decode()
    assert "Which of these would you see twice?" in html
    assert "Readers answer it from their letter until" in html
    assert "Tom &amp; “Jerry” &lt;again&gt;" in html
    assert "100 %" not in html
    assert "/poll/" not in html


def test_an_erased_reader_leaves_no_trace() -> None:
    edition, subscription = sent(), Subscription.objects.select_related("reader").get()
    who = polls.caller(polls.token(subscription.pk, edition.pk), 0)
    assert who is not None
    polls.answer(who, 2)
    erase(subscription.reader)
    assert not PollVote.objects.exists()
    assert polls.tally(edition).readers == 0
    assert polls.caller(polls.token(subscription.pk, edition.pk), 0) is None


def test_the_desk_says_how_many_readers_gave_how_many_answers(client: Client) -> None:
    edition = with_poll()
    second = {"type": "poll", "value": {**ASKED, "question": "And which never?"}, "id": "poll-2"}
    edition = newsroom.with_body(edition, [*edition.body.get_prep_value(), second])
    import_reader("second@example.net", [edition.newsletter], basis="Asked at the box office")
    edition = states.start_sending(edition)
    first, other = Subscription.objects.order_by("pk")
    for subscription, number, chosen in ((first, 0, 1), (first, 1, 0), (other, 0, 1)):
        who = polls.caller(polls.token(subscription.pk, edition.pk), number)
        assert who is not None
        polls.answer(who, chosen)
    client.force_login(User.objects.create_superuser("ines"))
    html = client.get(reverse("editions_polls", args=[edition.pk])).content.decode()
    assert "2 readers, 3 answers" in html
    assert client.get(reverse("wagtailadmin_pages:edit", args=[edition.pk])).status_code == 200
    client.logout()
    assert client.get(reverse("editions_polls", args=[edition.pk])).status_code == 302


def test_a_test_copy_holds_no_link_that_would_count() -> None:
    filled = testcopies.compose(with_poll()).fill(press.sample())
    assert b"/poll/" not in filled.replace(b"=\r\n", b"")


def test_the_poll_closes_by_the_newsletters_clock() -> None:
    edition = with_poll()
    edition.newsletter.time_zone = "Pacific/Auckland"
    edition.sent_at = datetime(2024, 1, 25, 20, 30, tzinfo=UTC)
    assert polls.of(edition)[0].closes_said == "Friday 2 February, 09:30"
