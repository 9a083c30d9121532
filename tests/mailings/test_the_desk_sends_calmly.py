"""The desk: the sheet, its number and its ticks; the progress page; who may do what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from matinee.editions import preflight
from matinee.mailings import sending, tasks
from matinee.mailings.models import Mailing
from matinee.post.relay import Envelope, Outcome, Result
from tests.mailings.sending_help import ToldRelay, edition_for, started, states, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """Return a client logged in as somebody who may publish."""
    client.force_login(User.objects.create_superuser("chief", "", "secret"))
    return client


@pytest.fixture(autouse=True)
def clear_preflight(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let preflight find what the test puts into this list; real rules have their own tests."""
    findings: list[Any] = []
    monkeypatch.setattr(preflight, "check", lambda edition, **_: findings)
    monkeypatch.setattr(tasks, "_ask", lambda mailing_id: None)
    return findings


class Found:
    """A finding, as preflight's."""

    def __init__(self, rule: str, level: str) -> None:
        self.rule, self.level = rule, level
        self.where, self.why, self.mend = "The subject", f"{rule} is amiss.", "Mend it."
        self.key = (rule, self.where)


def sheet(edition: Any) -> str:
    return reverse("mailings_sheet", args=[edition.pk])


def progress(mailing: Mailing) -> str:
    return reverse("mailings_progress", args=[mailing.edition_id])


def test_the_sheet_says_what_to_whom_and_when(editor: Client) -> None:
    edition = edition_for(8)
    text = strip_tags(editor.get(sheet(edition)).content.decode())
    assert "Nobody watches the exits" in text
    assert "8 readers who confirmed" in text
    assert "Send to 8 readers" in text
    assert "Europe/London" in text
    assert not Mailing.objects.exists()


def test_a_press_starts_it_and_shows_the_progress(editor: Client) -> None:
    edition = edition_for(3)
    answer = editor.post(sheet(edition), {"when": "now", "audience": "3"})
    assert answer.status_code == 302
    mailing = Mailing.objects.get()
    assert answer["Location"] == progress(mailing)
    assert mailing.started_by is not None
    page = editor.get(progress(mailing)).content.decode()
    assert "3 readers: 3 waiting" in page
    assert "Take it back" in page


def test_a_double_click_starts_it_once(editor: Client) -> None:
    edition = edition_for(3)
    answers = [editor.post(sheet(edition), {"when": "now", "audience": "3"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Mailing.objects.count() == 1


def test_a_stop_of_preflight_cannot_be_passed_over(
    editor: Client, clear_preflight: list[Any]
) -> None:
    clear_preflight.append(Found("size", "stop"))
    edition = edition_for(3)
    text = editor.get(sheet(edition)).content.decode()
    assert "size is amiss" in text
    assert "Send to 3 readers" not in text
    answer = editor.post(sheet(edition), {"when": "now", "audience": "3", "passed_over": "size"})
    assert answer.status_code == 422
    assert not Mailing.objects.exists()
    with pytest.raises(sending.Refused, match="Preflight stops"):
        sending.start(edition)


def test_a_warning_is_ticked_off_by_name_and_that_is_written_down(
    editor: Client, clear_preflight: list[Any]
) -> None:
    clear_preflight.append(Found("shouting", "warn"))
    edition = edition_for(3)
    answer = editor.post(sheet(edition), {"when": "now", "audience": "3"})
    assert answer.status_code == 422
    assert "Tick each warning" in answer.content.decode()
    name = "The subject: shouting is amiss."
    editor.post(sheet(edition), {"when": "now", "audience": "3", "passed_over": name})
    assert Mailing.objects.exists()
    assert edition.ticks.get().ticked_by == "chief"


def test_beyond_a_thousand_the_number_is_typed(editor: Client) -> None:
    edition = edition_for(1001)
    assert "Type the number of readers" in editor.get(sheet(edition)).content.decode()
    form = {"when": "now", "audience": "1001"}
    assert editor.post(sheet(edition), {**form, "typed": "1000"}).status_code == 422
    assert not Mailing.objects.exists()
    assert editor.post(sheet(edition), {**form, "typed": "1,001"}).status_code == 302
    assert Mailing.objects.exists()


def test_a_time_is_read_in_the_newsletters_own_zone(editor: Client) -> None:
    edition = edition_for(3)
    edition.newsletter.time_zone = "America/New_York"
    edition.newsletter.save()
    day = (timezone.now() + timedelta(days=3)).date()
    form = {"when": "later", "at": f"{day}T07:00", "audience": "3"}
    assert editor.post(sheet(edition), form).status_code == 302
    edition.refresh_from_db()
    assert edition.state == "scheduled"
    local = edition.scheduled_for.astimezone(edition.newsletter.zone)
    assert (local.date(), local.hour, local.minute) == (day, 7, 0)
    assert not Mailing.objects.exists()


def test_a_time_gone_by_is_refused(editor: Client) -> None:
    edition = edition_for(3)
    answer = editor.post(
        sheet(edition), {"when": "later", "at": "2020-01-01T07:00", "audience": "3"}
    )
    assert answer.status_code == 422
    assert "gone by" in answer.content.decode()


def test_a_get_does_no_deed(editor: Client) -> None:
    mailing = started(3)
    deed = reverse("mailings_deed", args=[mailing.edition_id])
    assert editor.get(deed, {"deed": "stop"}).status_code == 405
    editor.get(progress(mailing))
    editor.get(reverse("mailings_status", args=[mailing.edition_id]))
    mailing.refresh_from_db()
    assert mailing.state == "running"


@pytest.mark.parametrize(("name", "state"), [("pause", "paused"), ("stop", "stopped")])
def test_a_button_does_what_it_says(editor: Client, name: str, state: str) -> None:
    mailing = started(3)
    deed = reverse("mailings_deed", args=[mailing.edition_id])
    assert editor.post(deed, {"deed": name}).status_code == 302
    mailing.refresh_from_db()
    assert mailing.state == state
    assert 'value="resume"' in editor.get(progress(mailing)).content.decode()


def test_a_strange_deed_is_refused(editor: Client) -> None:
    mailing = started(3)
    deed = reverse("mailings_deed", args=[mailing.edition_id])
    assert editor.post(deed, {"deed": "explode"}).status_code == 400


def test_the_status_is_the_contracts(editor: Client) -> None:
    mailing = started(3)
    told = editor.get(reverse("mailings_status", args=[mailing.edition_id])).json()
    assert told["waiting"] == told["audience"] == 3
    assert told["seconds_left"] is None


def test_those_in_doubt_are_listed_by_name_and_sent_again(editor: Client) -> None:
    mailing = started(3)

    def doubt(envelope: Envelope) -> Result:
        _ = envelope.message
        return Result(envelope.key, Outcome.UNKNOWN, None, "", "the line broke")

    work(mailing, ToldRelay(doubt))
    page = editor.get(progress(mailing)).content.decode()
    assert "Ada Penrose" in page
    assert "reader0@example0.org" in page
    assert "the line broke" in page
    deed = reverse("mailings_deed", args=[mailing.edition_id])
    one = mailing.deliveries.get(subscription_id=mailing.deliveries.first().subscription_id)
    editor.post(deed, {"deed": "resend", "delivery": str(one.pk)})
    assert states(mailing) == {"unknown": 2, "waiting": 1}
    editor.post(deed, {"deed": "resend"})
    assert states(mailing) == {"waiting": 3}


def test_what_was_not_begun_can_be_taken_back(editor: Client) -> None:
    mailing = started(3)
    edition = mailing.edition
    deed = reverse("mailings_deed", args=[edition.pk])
    editor.post(deed, {"deed": "cancel"})
    edition.refresh_from_db()
    assert edition.state == "draft"
    assert not Mailing.objects.exists()


@pytest.mark.parametrize("group", [None, "Editors"])
def test_who_may_not_publish_sees_and_does_nothing(client: Client, group: str | None) -> None:
    mailing = started(3)
    user = User.objects.create_user("intern", "", "secret")
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    edition = mailing.edition_id
    deed = reverse("mailings_deed", args=[edition])
    answers = [
        client.get(reverse("mailings_sheet", args=[edition])),
        client.get(progress(mailing)),
        client.get(reverse("mailings_status", args=[edition])),
        client.post(deed, {"deed": "stop"}),
    ]
    assert all(answer.status_code in {302, 403} for answer in answers)
    assert not any(b"Ada Penrose" in answer.content for answer in answers)
    mailing.refresh_from_db()
    assert mailing.state == "running"


def test_nobody_logged_in_is_shown_the_door(client: Client) -> None:
    mailing = started(1)
    answer = client.get(progress(mailing))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_the_editor_of_an_edition_has_a_way_to_the_sheet(editor: Client) -> None:
    edition = edition_for(1)
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[edition.pk])).content.decode()
    assert sheet(edition) in page


def test_what_was_sent_cannot_be_deleted(editor: Client) -> None:
    mailing = started(1)
    delete = reverse("wagtailadmin_pages:delete", args=[mailing.edition_id])
    assert editor.post(delete).status_code == 302
    assert Mailing.objects.filter(pk=mailing.pk).exists()
