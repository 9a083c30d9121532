"""The desk's pages for editions: who may do what, and what it says."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from matinee.editions import drafting, states
from matinee.editions.models import EditionPage, PreflightTick
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ines", first_name="Ines", last_name="Vale"))
    return client


def outsider() -> Client:
    """Return somebody who may open the desk and nothing in it."""
    group = Group.objects.create(name="Visitors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = User.objects.create_user("visitor")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def test_the_first_page_says_what_waits_and_what_to_do_next(editor: Client) -> None:
    newsletter = newsroom.busy_week()
    html = editor.get("/desk/").content.decode()
    assert "Second Screening" in html
    assert "No draft yet." in html
    assert "Draft this week’s edition" in html
    drafting.draft(newsletter, now=newsroom.NOW)
    html = editor.get("/desk/").content.decode()
    assert "Write the letter and look it over." in html
    assert "Draft again" in html


def test_looking_at_the_draft_button_drafts_nothing(editor: Client) -> None:
    address = reverse("editions_draft", args=[newsroom.busy_week().pk])
    assert "Nothing is sent" in editor.get(address).content.decode()
    assert not EditionPage.objects.exists()


def test_the_button_drafts_and_opens_the_edition(editor: Client) -> None:
    address = reverse("editions_draft", args=[newsroom.busy_week().pk])
    answer = editor.post(address, follow=True)
    edition = EditionPage.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[edition.pk])
    assert "Here is a draft." in answer.content.decode()


def test_with_nothing_to_draft_from_the_button_says_so(editor: Client) -> None:
    newsroom.section(newsroom.site())
    address = reverse("editions_draft", args=[newsroom.newsletter().pk])
    answer = editor.post(address, follow=True)
    assert "nothing to draft Second Screening from" in answer.content.decode()


def test_who_may_not_edit_may_neither_draft_nor_look_nor_tick() -> None:
    edition = newsroom.sound_edition()
    stranger = outsider()
    assert stranger.post(reverse("editions_draft", args=[edition.newsletter_id])).status_code == 302
    for name in ("previews", "preflight"):
        answer = stranger.get(reverse(f"editions_{name}", args=[edition.pk]))
        assert answer.status_code in (302, 403)
    assert stranger.post(reverse("editions_tick", args=[edition.pk])).status_code in (302, 403)
    assert EditionPage.objects.count() == 1


def test_without_a_login_everything_leads_to_it(client: Client) -> None:
    edition = newsroom.sound_edition()
    answer = client.get(reverse("editions_previews", args=[edition.pk]))
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_preflight_shows_each_finding_and_ticking_is_recorded(editor: Client) -> None:
    edition = newsroom.sound_edition()
    edition.preheader = ""
    edition.save_revision()
    address = reverse("editions_preflight", args=[edition.pk])
    html = editor.get(address).content.decode()
    assert "the preheader" in html
    assert "I have read this: let it go" in html
    deed = {"rule": "preheader", "where": "the preheader"}
    html = editor.post(
        reverse("editions_tick", args=[edition.pk]), deed, follow=True
    ).content.decode()
    assert "Ines Vale" in html
    assert PreflightTick.objects.get().ticked_by == "Ines Vale"


def test_a_stop_posted_as_if_it_were_a_warning_is_refused(editor: Client) -> None:
    edition = newsroom.sound_edition()
    edition.subject = ""
    edition.save_revision()
    deed = {"rule": "subject-empty", "where": "the subject"}
    answer = editor.post(reverse("editions_tick", args=[edition.pk]), deed, follow=True)
    assert "must be mended" in answer.content.decode()
    assert not PreflightTick.objects.exists()


def test_the_editor_shows_preflight_and_no_publish_button(editor: Client) -> None:
    edition = newsroom.sound_edition()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[edition.pk])).content.decode()
    assert "Nothing stands in its way." in html or "It could go." in html
    assert 'name="action-publish"' not in html
    assert "editions/inbox.js" in html


def test_a_sent_edition_cannot_be_deleted(editor: Client) -> None:
    frozen = states.start_sending(newsroom.sound_edition())
    for page in (frozen, frozen.get_parent()):
        answer = editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "kept for ever" in answer.content.decode()
    assert EditionPage.objects.filter(pk=frozen.pk).exists()


def test_a_sent_edition_cannot_be_saved_over(editor: Client) -> None:
    frozen = states.finish_sending(states.start_sending(newsroom.sound_edition()))
    address = reverse("wagtailadmin_pages:edit", args=[frozen.pk])
    html = editor.get(address).content.decode()
    assert "stays as it was sent" in html
    posted = {"subject": "Changed", "preheader": "", "body-count": "0"}
    posted |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert "could not be saved as it is locked" in editor.post(address, posted).content.decode()
    assert EditionPage.objects.get(pk=frozen.pk).subject == frozen.subject
