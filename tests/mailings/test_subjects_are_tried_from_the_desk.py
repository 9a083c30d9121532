"""Subject tests on the sheet, the progress page, the report and the command line."""

from __future__ import annotations

from email import message_from_bytes, policy
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from matinee.editions import preflight
from matinee.mailings import sending, tasks
from matinee.mailings.models import Mailing, Plan
from matinee.post.relay import Envelope
from tests.mailings.sending_help import ToldRelay, edition_for, taken, work

pytestmark = pytest.mark.django_db
OTHER = "Who is minding the exits?"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("chief", "", "secret"))
    return client


@pytest.fixture(autouse=True)
def clear_preflight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let preflight find nothing here: it has its own tests."""
    monkeypatch.setattr(preflight, "check", lambda edition, **_: [])
    monkeypatch.setattr(tasks, "_ask", lambda mailing_id: None)


def said(readers: int, **more: Any) -> dict[str, Any]:
    """Return what the sheet posts."""
    fields = {"when": "now", "audience": str(readers), "subject_2": OTHER, "test_share": "50"}
    return {**fields, "test_hours": "4", **more}


def test_few_readers_are_refused_on_the_sheet_kindly(editor: Client) -> None:
    edition = edition_for(40)
    answer = editor.post(reverse("mailings_sheet", args=[edition.pk]), said(40))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Each subject would go to about 10 readers, and needs 199" in page
    assert OTHER in page
    assert not Mailing.objects.exists()
    assert not Plan.objects.exists()


def test_the_whole_way_from_the_sheet_to_the_report(editor: Client) -> None:
    edition = edition_for(800)
    hours = said(800, when="local", local_time="08:00", local_day="2999-01-01")
    answer = editor.post(reverse("mailings_sheet", args=[edition.pk]), hours)
    assert "own hour" in answer.content.decode()
    answer = editor.post(reverse("mailings_sheet", args=[edition.pk]), said(800))
    progress = reverse("mailings_progress", args=[edition.pk])
    assert answer["Location"] == progress
    mailing = Mailing.objects.get()
    work(mailing)
    page = editor.get(progress).content.decode()
    assert "Send subject 2 to everybody else now" in page
    assert "too few have followed a link to tell anything" in page
    assert "if nobody does, the first subject goes" in page
    out = StringIO()
    call_command("edition", "status", str(edition.pk), stdout=out)
    assert f"Subject 2, “{OTHER}”: 0 of" in out.getvalue()
    deed = reverse("mailings_deed", args=[edition.pk])
    for _ in range(2):
        assert editor.post(deed, {"deed": "choose", "arm": "2"}).status_code == 302
    assert editor.post(deed, {"deed": "choose", "arm": "nine"}).status_code == 302
    mailing.refresh_from_db()
    assert (mailing.winner, mailing.chosen_by) == (2, "hand")
    page = editor.get(progress).content.decode()
    assert "Send this one" not in page
    report = editor.get(reverse("insight_report", args=[edition.pk])).content.decode()
    assert "Subjects tried" in report
    assert "get subject 2, chosen by an editor" in report
    assert OTHER in client_page(edition)


def client_page(edition: Any) -> str:
    """Return the edition's page on the web as anybody sees it."""
    return Client().get(type(edition).objects.get(pk=edition.pk).get_url()).content.decode()


def test_the_command_line_tries_subjects() -> None:
    edition = edition_for(800)

    def send(*options: str) -> None:
        call_command("edition", "send", str(edition.pk), "--detach", *options, stdout=StringIO())

    with pytest.raises(CommandError, match="needs 199"):
        send("--subject", OTHER)
    send("--subject", OTHER, "--test-share", "50", "--test-hours", "2")
    mailing = Mailing.objects.get()
    assert mailing.test_hours == 2
    assert [wave.subject for wave in mailing.waves.all()] == [edition.subject, OTHER, ""]


def test_every_letter_of_a_test_is_whole_and_differs_in_its_subject_alone() -> None:
    edition = edition_for(800)
    plan = Plan(edition=edition, subjects=[OTHER], test_share=50)
    mailing = sending.start(edition, plan=plan, wake=False)
    bodies: dict[str, set[str]] = {}

    def read(envelope: Envelope) -> Any:
        message = message_from_bytes(envelope.message, policy=policy.default)
        html = message.get_body(("html",)).get_content()
        assert f"<title>{message['Subject']}</title>" in html
        bodies.setdefault(str(message["Subject"]), set()).add(
            html.replace(str(message["Subject"]), "").split("<body")[0]
        )
        return taken(envelope)

    work(mailing, ToldRelay(read))
    assert set(bodies) == {edition.subject, OTHER}
    assert bodies[edition.subject] == bodies[OTHER]
