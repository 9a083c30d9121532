"""Leaving is one press and can be undone; the preference centre does what it says."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from matinee.publication.models import Territory
from matinee.readers import erasing, ledger, links, owning
from matinee.readers.models import (
    AddressChange,
    ConsentRecord,
    Reader,
    SignupRequest,
    Subscription,
    Suppression,
)
from matinee.readers.use_cases import confirm, import_reader, suppress
from tests.readers.factories import asked, newsletter, notes, reader, subscription

pytestmark = pytest.mark.django_db


def own(deed: str) -> str:
    """Return the path of the link that is mailed to the reader's own address."""
    return "/" + owning.url(reader(), deed).split("/", 3)[3]


def member(letter: Any, address: str = "ada@example.com") -> str:
    """Make a reader with an active subscription; return its leave token."""
    confirm(links.confirm_tokens().mint(asked(address, letter).request_id, 0).leave)
    return links.leave_token(subscription(address, letter).pk)


def words(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def test_looking_at_the_unsubscribe_page_changes_nothing(client: Client) -> None:
    letter = newsletter()
    token = member(letter)
    before = ConsentRecord.objects.count()
    assert "Unsubscribe" in words(client.get(f"/u/{token}/"))
    client.head(f"/u/{token}/")
    client.get(f"/preferences/{token}/?do=newsletters")
    assert Subscription.objects.mailable(letter).count() == 1
    assert ConsentRecord.objects.count() == before


def test_one_click_needs_no_cookie_and_gives_no_redirect() -> None:
    letter = newsletter()
    token = member(letter)
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        f"/u/{token}/",
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert (response.status_code, response.cookies.output()) == (200, "")
    assert not Subscription.objects.mailable(letter).exists()
    [record] = ConsentRecord.objects.filter(event="withdrawn")
    assert record.evidence["how"] == "one-click"
    client.post(f"/u/{token}/", {"List-Unsubscribe": "One-Click"})
    assert ConsentRecord.objects.filter(event="withdrawn").count() == 1


def test_one_click_from_the_confirmation_mail_withdraws_the_whole_request() -> None:
    one, two = newsletter(), newsletter()
    what = asked("ada@example.com", one, two)
    token = links.leave_token(subscription("ada@example.com", one).pk)
    Client().post(f"/u/{token}/", {"List-Unsubscribe": "One-Click"})
    assert set(Subscription.objects.values_list("state", flat=True)) == {"left"}
    assert SignupRequest.objects.get(pk=what.request_id).state == "expired"


def test_leaving_can_be_undone_for_a_day_and_asks_one_thing(client: Client) -> None:
    letter = newsletter()
    page = words(client.post(f"/u/{member(letter)}/"))
    undo = re.search(r'action="(/u/[^"]+/back/)"', page)
    why = re.search(r'action="(/u/[^"]+/why/)"', page)
    assert undo and why
    client.post(why[1], {"why": "too_often"})
    assert Subscription.objects.get().why_left == "too_often"
    assert client.post(why[1], {"why": "<script>"}).status_code == 200
    assert "Welcome back" in words(client.post(undo[1]))
    [back] = Subscription.objects.mailable(letter)
    assert back.proof.event == "restored"
    assert "can’t be undone" in words(client.post(undo[1]))


def test_an_undo_of_yesterday_is_too_late(client: Client) -> None:
    letter = newsletter()
    page = words(client.post(f"/u/{member(letter)}/"))
    undo = re.search(r'action="(/u/[^"]+/back/)"', page)
    assert undo
    earlier = timezone.now() + timedelta(days=1, minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matinee.readers.leaving.timezone.now", lambda: earlier)
        assert "can’t be undone" in words(client.post(undo[1]))
    assert not Subscription.objects.mailable(letter).exists()


def test_a_complaint_ends_everything_and_suppresses() -> None:
    letter = newsletter()
    member(letter)
    suppress("ADA@example.com", "complaint")
    assert subscription("ada@example.com", letter).state == "left"
    assert Suppression.objects.get().reason == "complaint"


def test_the_centre_changes_newsletters_and_offers(client: Client) -> None:
    one, two = newsletter(), newsletter()
    token = member(one)
    chosen = {"do": "newsletters", "newsletter": [two.slug], "offers": "1"}
    assert client.post(f"/preferences/{token}/", chosen).status_code == 302
    assert not Subscription.objects.mailable(one).exists()
    assert Subscription.objects.mailable(two).count() == 1
    assert reader().offers
    client.post(f"/preferences/{token}/", {"do": "newsletters"})
    assert not Subscription.objects.mailable(two).exists()
    assert not reader().offers
    events = ConsentRecord.objects.filter(purpose="offers").order_by("pk")
    assert [e.event for e in events] == ["confirmed", "withdrawn"]


def test_a_pause_holds_mail_back_until_it_ends(client: Client) -> None:
    letter = newsletter()
    token = member(letter)
    client.post(f"/preferences/{token}/", {"do": "pause", "weeks": "2"})
    now = timezone.now()
    assert not Subscription.objects.mailable(letter).exists()
    assert Subscription.objects.mailable(letter, at=now + timedelta(weeks=2, hours=1)).exists()
    assert "paused until" in words(client.get(f"/preferences/{token}/"))
    client.post(f"/preferences/{token}/", {"do": "pause", "weeks": "0"})
    assert Subscription.objects.mailable(letter).exists()


def test_territory_language_and_name_can_be_changed(client: Client) -> None:
    Territory.objects.create(code="US", name="United States")
    token = member(newsletter())
    given = {"do": "details", "name": "Ada", "territory": "US", "language": "fr"}
    client.post(f"/preferences/{token}/", given)
    ada = reader()
    assert (ada.name, ada.territory, ada.language) == ("Ada", "US", "fr")
    client.post(f"/preferences/{token}/", {**given, "territory": "XX", "language": "klingon"})
    assert (reader().territory, reader().language) == ("US", "fr")


def change_links() -> tuple[str, str]:
    change = AddressChange.objects.get()
    tokens = links.change_tokens().mint(change.pk, change.nonce)
    return tokens.leave, tokens.read


def test_an_address_changes_once_both_mailboxes_say_yes(client: Client) -> None:
    letter = newsletter()
    token = member(letter)
    client.post(f"/preferences/{token}/", {"do": "address", "address": "ada@new.example"})
    assert [n.kind for n in notes(kind__startswith="change")] == ["change_old"]
    old, new = change_links()
    assert client.get(f"/change/{old}/").status_code == 200
    for _ in range(2):
        assert "One yes of two" in words(client.post(f"/change/{old}/"))
    # Only now is the new mailbox asked, and once.
    assert [n.kind for n in notes(kind__startswith="change")] == ["change_old", "change_new"]
    assert reader().address == "ada@example.com"
    assert client.get(f"/change/{new}/").status_code == 200
    assert "Changed." in words(client.post(f"/change/{new}/"))
    assert Reader.objects.get().address == "ada@new.example"
    assert Subscription.objects.mailable(letter).count() == 1
    assert client.post(f"/change/{old}/").status_code == 404


def test_a_change_to_an_address_in_use_never_completes(client: Client) -> None:
    letter = newsletter()
    token = member(letter)
    import_reader("ben@example.com", [letter], basis="paper")
    client.post(f"/preferences/{token}/", {"do": "address", "address": "ben@example.com"})
    old, new = change_links()
    client.post(f"/change/{new}/")
    client.post(f"/change/{old}/")
    assert Reader.objects.filter(address="ada@example.com").exists()


def test_a_bad_new_address_is_said_at_its_field(client: Client) -> None:
    token = member(newsletter())
    response = client.post(f"/preferences/{token}/", {"do": "address", "address": "nope"})
    assert response.status_code == 422
    assert 'role="alert"' in words(response) and 'value="nope"' in words(response)


def test_a_reader_takes_everything_along_as_json(client: Client) -> None:
    letter = newsletter()
    member(letter)
    response = client.get(f"{own('data')}?as=json")
    data = json.loads(response.content)
    assert data["reader"]["address"] == "ada@example.com"
    assert [r["event"] for r in data["records"]] == ["asked", "confirmed"]


def test_erasing_asks_once_more_and_leaves_nothing_behind(client: Client) -> None:
    letter = newsletter()
    token = member(letter)
    assert "Yes, erase me" in words(client.post(own("erase")))
    assert Reader.objects.exists()
    assert "You are erased" in words(client.post(own("erase"), {"sure": "yes"}))
    assert not Reader.objects.exists() and not Subscription.objects.exists()
    assert Suppression.objects.get().reason == "erasure"
    assert client.get(f"/preferences/{token}/").status_code == 404
    assert client.get(f"/u/{token}/").status_code == 404
    ledger.seal_waiting()
    assert ledger.verify().ok


def test_the_unconfirmed_are_forgotten_after_thirty_days_key_and_all() -> None:
    letter, other = newsletter(), newsletter()
    asked("ada@example.com", letter)
    member(other, "ben@example.com")
    asked("ben@example.com", letter)
    long_ago = timezone.now() - timedelta(days=31)
    Subscription.objects.filter(state="pending").update(since=long_ago)
    Reader.objects.update(created_at=long_ago)
    SignupRequest.objects.update(asked_at=long_ago)
    assert erasing.forget_unconfirmed() == 1
    assert [r.address for r in Reader.objects.all()] == ["ben@example.com"]
    assert subscription("ben@example.com", letter).state == "expired"
    assert Subscription.objects.mailable(other).count() == 1
    assert not Suppression.objects.exists()
    ledger.seal_waiting()
    assert ledger.verify().ok


def test_import_proves_with_its_basis_and_needs_one() -> None:
    letter = newsletter()
    import_reader("ada@example.com", [letter], basis="Subscribed on paper", territory="US")
    import_reader("ada@example.com", [letter], basis="Subscribed on paper")
    [proof] = ConsentRecord.objects.all()
    assert (proof.event, proof.basis) == ("imported", "Subscribed on paper")
    assert Subscription.objects.mailable(letter).count() == 1


def test_a_proof_of_somebody_else_proves_nothing() -> None:
    letter, other = newsletter(), newsletter()
    member(letter)
    member(other, "ben@example.com")
    bens = subscription("ben@example.com", other)
    Subscription.objects.filter(newsletter=letter).update(proof=bens.proof_id)
    assert not Subscription.objects.mailable(letter).exists()
