"""Promises that are easily made: each kept from the reader's side of the screen."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from matinee.readers import exporting, links
from matinee.readers.models import ConsentRecord, SignupRequest, Subscription
from matinee.readers.use_cases import confirm, leave
from tests.readers.factories import asked, newsletter, reader, request_of, subscription

pytestmark = pytest.mark.django_db


def door(what: Any) -> str:
    return f"/confirm/{links.confirm_tokens().mint(what.request_id, 0).leave}/"


def test_a_confirmation_link_says_its_case_and_offers_the_next_step(client: Client) -> None:
    letter = newsletter()
    fresh = asked("ada@example.com", letter)
    assert "<button" in client.get(door(fresh)).content.decode()
    assert client.post(door(fresh)).status_code == 200
    second = client.post(door(fresh))
    assert second.status_code == 200
    assert "already" in second.content.decode()
    old, replaced = asked("ben@example.com", letter), asked("cleo@example.com", letter)
    SignupRequest.objects.filter(pk=old.request_id).update(
        asked_at=timezone.now() - timedelta(days=8)
    )
    SignupRequest.objects.filter(pk=replaced.request_id).update(
        state=SignupRequest.State.SUPERSEDED
    )
    for what, step in ((old, 'name="again"'), (replaced, "newer")):
        for answer in (client.get(door(what)), client.post(door(what))):
            assert answer.status_code == 410
            assert step in answer.content.decode()
        assert request_of(what).state != SignupRequest.State.CONFIRMED


def test_the_language_on_the_screen_stands_in_the_record() -> None:
    asked("ada@example.com", newsletter(language="de"), language="de")
    assert ConsentRecord.objects.get().language == "de"


def test_the_proof_goes_on_after_the_confirmation() -> None:
    letter = newsletter()
    confirm(links.confirm_tokens().mint(asked("ada@example.com", letter).request_id, 0).leave)
    leave(subscription("ada@example.com", letter).pk, "one-click")
    out = io.StringIO()
    call_command("consent", "prove", "ada@example.com", "--json", stdout=out)
    document = json.loads(out.getvalue())
    assert document["holds"]
    assert [r["event"] for r in document["records"]] == ["asked", "confirmed", "withdrawn"]
    assert reader().subscriptions.get().state == Subscription.State.LEFT


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_an_export_begins_as_a_formula(begin: str) -> None:
    assert exporting.harmless(f"{begin}1+1") == f"'{begin}1+1"
    asked("ada@example.com", newsletter())
    ada = reader()
    ada.name = f"{begin}1+1"
    ada.save()
    lines = exporting.lines()
    assert next(lines).startswith("address,")  # line by line: nothing is gathered first
    assert f"'{begin}1+1" in next(lines)
