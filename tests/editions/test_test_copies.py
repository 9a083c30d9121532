"""Test copies: the very letter, to the editor alone, marked, and counted as nobody's."""

from __future__ import annotations

import mailbox
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from matinee.editions import states, testcopies
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


def taken(settings: Any) -> list[EmailMessage]:
    """Return the mails in the embedded inbox."""
    box = mailbox.Maildir(str(settings.INBOX_PATH), create=False)
    files = [Path(box._path, box._lookup(key)) for key in box.keys()]  # type: ignore[attr-defined]  # noqa: SIM118
    return [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]


def test_it_goes_to_the_editor_marked_as_a_test(settings: Any, client: Client) -> None:
    settings.MAIL_URL = "inbox:"
    edition = newsroom.sound_edition()
    client.force_login(User.objects.create_superuser("ines", "ines@reel.example"))
    address = reverse("editions_test_copy", args=[edition.pk])
    answer = client.post(address, {"territory": "GB"}, follow=True)
    assert "on its way" in answer.content.decode()
    (mail,) = taken(settings)
    assert mail["To"].addresses[0].addr_spec == "ines@reel.example"
    assert mail["Subject"] == f"[Test] {edition.subject}"
    html = mail.get_body(("html",)).get_content()
    assert "26 January" in html
    assert "Dear reader" in html


def test_it_tracks_nobody_and_unsubscribes_nobody() -> None:
    letter = testcopies.compose(newsroom.sound_edition())
    assert letter.slots == {"address", "name", "date", "message_id"}
    mail = message_from_bytes(
        letter.fill({"address": "a@b.org", "name": "", "date": "x", "message_id": "<x@y>"}),
        policy=policy.default,
    )
    assert mail["List-Unsubscribe"] is None
    html = mail.get_body(("html",)).get_content()
    assert "/l/" not in html
    assert ".gif" not in html
    assert "/features/a-projectionists-last-reel/" in html


def test_an_account_without_an_address_is_told_so(client: Client) -> None:
    edition = newsroom.sound_edition()
    client.force_login(User.objects.create_superuser("ines"))
    answer = client.post(reverse("editions_test_copy", args=[edition.pk]), follow=True)
    assert "has no email address" in answer.content.decode()


def test_a_relay_out_of_reach_is_said_clearly(settings: Any) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:9"
    with pytest.raises(testcopies.NotSent):
        testcopies.send(newsroom.sound_edition(), "ines@reel.example")


def test_a_copied_edition_has_not_been_sent() -> None:
    sent = states.finish_sending(states.start_sending(newsroom.sound_edition()))
    copy = sent.copy(update_attrs={"slug": "again"}, copy_revisions=False, keep_live=False)
    assert (copy.state, copy.sent_at, copy.number) == ("draft", None, None)
    assert not copy.live


def colleagues(*addresses: str) -> Group:
    group = Group.objects.create(name="Arts desk")
    for number, address in enumerate(addresses):
        User.objects.create_user(f"colleague{number}", address).groups.add(group)
    return group


def test_a_group_of_the_desk_gets_one_each_and_who_has_no_address_none(
    settings: Any, client: Client
) -> None:
    settings.MAIL_URL = "inbox:"
    edition = newsroom.sound_edition()
    group = colleagues("ada@reel.example", "", "ben@reel.example", "cy@reel.example")
    User.objects.filter(email="cy@reel.example").update(is_active=False)
    client.force_login(User.objects.create_superuser("ines", "ines@reel.example"))
    previews = client.get(reverse("editions_previews", args=[edition.pk])).content.decode()
    assert "everybody in Arts desk" in previews
    address = reverse("editions_test_copy", args=[edition.pk])
    answer = client.post(address, {"to": str(group.pk)}, follow=True)
    assert "on their way to 2 in Arts desk" in answer.content.decode()
    mails = taken(settings)
    assert sorted(mail["Delivered-To"] for mail in mails) == [
        "ada@reel.example",
        "ben@reel.example",
    ]
    assert {mail["Subject"] for mail in mails} == {f"[Test] {edition.subject}"}
    assert len({mail["Message-ID"] for mail in mails}) == 2


@pytest.mark.parametrize("to", ["999999", "everybody", "-1"])
def test_a_group_that_is_none_is_said_and_mails_nobody(
    settings: Any, client: Client, to: str
) -> None:
    settings.MAIL_URL = "inbox:"
    edition = newsroom.sound_edition()
    client.force_login(User.objects.create_superuser("ines", "ines@reel.example"))
    answer = client.post(reverse("editions_test_copy", args=[edition.pk]), {"to": to}, follow=True)
    assert "This group is gone" in answer.content.decode()
    assert not Path(settings.INBOX_PATH).exists() or taken(settings) == []


def test_groups_with_nobody_to_mail_are_not_offered() -> None:
    Group.objects.create(name="Empty chairs")
    assert testcopies.groups() == []
    colleagues("ada@reel.example")
    assert [group.name for group in testcopies.groups()] == ["Arts desk"]
