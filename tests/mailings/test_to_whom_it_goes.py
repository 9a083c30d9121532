"""To whom: territories and segments narrow the audience, on the sheet and the command line."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from matinee.editions import preflight
from matinee.mailings import audience, plans, sending, tasks, whom
from matinee.mailings.models import Delivery, Mailing, Plan
from matinee.mailings.whom import Whom
from matinee.publication.models import Territory
from matinee.readers.models import Reader, Segment
from tests.mailings.sending_help import assert_adds_up, edition_for, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("chief", "", "secret"))
    return client


@pytest.fixture(autouse=True)
def clear_preflight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let preflight find nothing here: it has its own tests."""
    monkeypatch.setattr(preflight, "check", lambda edition, **_: [])
    monkeypatch.setattr(tasks, "_ask", lambda mailing_id: None)


def furnished(readers: int = 40) -> Any:
    """Return an edition whose readers live in turn in four places, and a segment of some."""
    for code, name in [("GB", "United Kingdom"), ("IE", "Ireland"), ("US", "United States")]:
        Territory.objects.update_or_create(code=code, defaults={"name": name})
    Segment.objects.create(name="Irish", query="territory=IE")
    return edition_for(readers)


def url(edition: Any, name: str = "mailings_sheet") -> str:
    return reverse(name, args=[edition.pk])


def territories_of(mailing: Mailing) -> set[str]:
    return set(Delivery.objects.filter(mailing=mailing).values_list("territory", flat=True))


def test_only_the_chosen_territories_are_written_down_and_mailed() -> None:
    edition = furnished()
    plan = Plan(edition=edition, territories=["GB", "IE"])
    mailing = sending.start(edition, plan=plan, wake=False)
    wanted = Reader.objects.filter(territory__in=["GB", "IE"])
    assert territories_of(mailing) == {"GB", "IE"}
    assert mailing.audience == wanted.count() == 20
    relay = work(mailing)
    assert set(relay.recipients) == set(wanted.values_list("address", flat=True))
    assert_adds_up(mailing)
    assert mailing.deeds.get().what == "started, to 20 readers in United Kingdom and Ireland"


def test_a_segment_narrows_with_the_territories() -> None:
    edition = furnished()
    segment = Segment.objects.get()
    newsletter = edition.newsletter
    assert audience.count(newsletter, Whom((), segment.pk)) == 10
    assert audience.count(newsletter, Whom(("IE", "GB"), segment.pk)) == 10
    assert audience.count(newsletter, Whom(("GB",), segment.pk)) == 0
    plan = Plan(edition=edition, territories=["GB"], segment_number=segment.pk)
    with pytest.raises(sending.Refused, match=r"Nobody would get it.*United Kingdom.*“Irish”"):
        sending.start(edition, plan=plan, wake=False)


def test_a_segment_that_is_gone_stops_it_and_widens_nothing() -> None:
    edition = furnished()
    segment = Segment.objects.get()
    plans.keep(edition, local_time=None, local_day=None, segment_number=segment.pk)
    segment.delete()
    with pytest.raises(sending.Refused, match="is gone"):
        sending.start(edition, wake=False)
    assert not Mailing.objects.exists()


def test_the_sheet_counts_a_choice_and_changes_nothing(editor: Client) -> None:
    edition = furnished()
    told = editor.get(url(edition, "mailings_audience"), {"territories": ["IE", "US"]}).json()
    assert told == {"readers": 20, "key": "IE.US/", "words": "in Ireland and United States"}
    segment = Segment.objects.get()
    told = editor.get(url(edition, "mailings_audience"), {"segment": segment.pk}).json()
    assert (told["readers"], told["words"]) == (10, "of the segment “Irish”")
    assert editor.get(url(edition, "mailings_audience"), {"segment": "99"}).status_code == 400
    assert not Mailing.objects.exists()
    assert not Plan.objects.exists()


def test_who_may_not_publish_may_not_count(client: Client) -> None:
    edition = furnished(4)
    writer = User.objects.create_user("writer", "", "secret")
    writer.groups.add(*Group.objects.filter(name="Editors"))
    client.force_login(writer)
    assert client.get(url(edition, "mailings_audience")).status_code in {302, 403}


def test_the_number_shown_must_be_that_of_the_choice(editor: Client) -> None:
    edition = furnished()
    said = {"when": "now", "audience": "40", "territories": ["IE"]}
    answer = editor.post(url(edition), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "With your choice of readers it goes to 10. Look, and press again." in page
    assert 'name="narrowed" id="id_narrowed" value="IE/"' in page
    assert "10 readers" in page
    assert not Mailing.objects.exists()
    again = {**said, "audience": "10", "narrowed": "IE/"}
    assert editor.post(url(edition), again).status_code == 302
    assert territories_of(Mailing.objects.get()) == {"IE"}


def test_the_command_line_narrows_and_says_what_it_does_not_know() -> None:
    edition = furnished()

    def send(*options: str) -> None:
        call_command("edition", "send", str(edition.pk), "--detach", *options, stdout=StringIO())

    with pytest.raises(CommandError, match="No territory is called XX"):
        send("--territory", "XX")
    with pytest.raises(CommandError, match=r"No segment is called 'Welsh'.*Irish"):
        send("--segment", "Welsh")
    send("--territory", "ie", "--territory", "GB", "--segment", "irish")
    mailing = Mailing.objects.get()
    assert (mailing.audience, territories_of(mailing)) == (10, {"IE"})
    with pytest.raises(CommandError, match="has been started"):
        send("--territory", "US")


def test_a_choice_reads_alike_however_it_is_said() -> None:
    furnished(1)
    assert whom.read(["ie", "GB", "IE"]) == Whom(("IE", "GB"))
    assert whom.read([], str(Segment.objects.get().pk)) == whom.read([], "IRISH")
    assert whom.read([]) == whom.EVERYBODY
    assert Whom(("US", "GB")).key == Whom(("GB", "US")).key != Whom(("GB",)).key
