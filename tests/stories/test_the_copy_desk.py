"""The copy desk: give copy, look, decide; without JavaScript, and by those who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission

from matinee.films.models import Film
from matinee.stories import use_cases
from matinee.stories.copies import Copy, Quote
from matinee.stories.pages import StoryPage
from matinee.stories.site import section_page
from tests.stories.factories import COPY, a_found, a_visitor, an_editor

pytestmark = pytest.mark.django_db
DESK = "/desk/copy/"


@pytest.fixture
def desk(client):
    client.force_login(an_editor())
    return client


@pytest.fixture
def story() -> StoryPage:
    return use_cases.take_in(a_found(), source="a.txt")


def text(answer) -> str:
    return answer.content.decode()


def decide(client, proposal, deed: str, **fields: str):
    prefix = f"p{proposal.pk}-"
    return client.post(
        reverse("copy_desk:decide", args=[proposal.pk]),
        {"deed": deed, **{prefix + key: value for key, value in fields.items()}},
        follow=True,
    )


def test_pasted_copy_goes_to_its_story_with_everything_marked(desk):
    answer = desk.post(DESK, {"text": COPY.replace("\n", "\r\n")}, follow=True)
    story = StoryPage.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("copy_desk:story", args=[story.pk])
    assert story.raw_copy.text == COPY
    page = text(answer)
    assert 'class="mark mark--quote' in page or "mark--quote" in page
    assert "mark--furniture" in page
    for proposal in story.proposals.exclude(kind="headline"):
        assert f'id="p{proposal.pk}"' in page


def test_files_dropped_are_taken_in_each(desk):
    files = [
        SimpleUploadedFile("a.txt", COPY.encode(), "text/plain"),
        SimpleUploadedFile("b.txt", b"Quite another page.\n\nIt is short.", "text/plain"),
    ]
    answer = desk.post(DESK, {"uploads": files}, follow=True)
    assert StoryPage.objects.count() == 2
    assert "2 stories were taken in" in text(answer)


def test_the_same_paste_again_shows_the_story_made_before(desk):
    desk.post(DESK, {"text": COPY})
    answer = desk.post(DESK, {"text": COPY}, follow=True)
    assert "came in before" in text(answer)
    assert StoryPage.objects.count() == 1


def test_nothing_given_says_what_to_give(desk):
    assert "Paste some copy, choose a file, or give an address." in text(desk.post(DESK, {}))


def test_what_cannot_be_read_is_listed_and_can_be_had_back(desk):
    raw = b"%PDF-1.4 scan"
    answer = desk.post(DESK, {"uploads": SimpleUploadedFile("scan.pdf", raw)})
    copy = Copy.objects.get()
    assert copy.problem.split(".")[0] in text(answer)
    assert "could not be read" in text(desk.get(DESK))
    got = desk.get(reverse("copy_desk:received", args=[copy.pk]))
    assert got.content == raw
    assert got["Content-Disposition"].startswith("attachment")


def test_one_click_accepts_and_one_click_rejects(desk, story):
    quote = story.proposals.get(kind="quote")
    answer = decide(desk, quote, "accept")
    assert answer.redirect_chain[-1][0].endswith(f"#p{quote.pk}")
    assert Quote.objects.count() == 1
    assert "Accepted by ed" in text(answer)
    decide(desk, quote, "reject")
    assert not Quote.objects.exists()


def test_an_edit_is_accepted_with_its_changes(desk, story):
    quote = story.proposals.get(kind="quote")
    decide(desk, quote, "edit", text="I slept in the van", speaker="", where_said="Harbour")
    made = Quote.objects.get()
    assert (made.text, made.speaker, made.where_said) == ("I slept in the van", "", "Harbour")


def test_a_film_is_edited_in_plain_fields(desk, story):
    film = story.proposals.get(kind="film")
    decide(
        desk, film, "edit", title="Salt Road", year="2025", directors="Rosa Lind, Ann Other",
        cast="Mara Quill as Ines\nTeo Brandt", source_title="The Dry Lake", source_author="H. Berg",
        source_year="1974", source_form="novel",
    )  # fmt: skip
    made = Film.objects.get()
    assert made.directors == ["Rosa Lind", "Ann Other"]
    assert {c.person.name: c.character for c in made.credits.filter(role="cast")} == {
        "Mara Quill": "Ines", "Teo Brandt": "",
    }  # fmt: skip
    assert (made.source_title, made.source_year) == ("The Dry Lake", 1974)


def test_a_release_that_the_editor_dated_is_no_longer_inferred(desk, story):
    release = story.proposals.get(kind="release")
    decide(desk, release, "edit", territory="ie", date="2025-10-03", precision="day", kind="3")
    made = Film.objects.get().release_for("IE")
    assert (str(made.date), made.inferred) == ("2025-10-03", "")


def test_a_wrong_edit_changes_nothing_and_says_why(desk, story):
    release = story.proposals.get(kind="release")
    answer = decide(
        desk, release, "edit", territory="Britain", date="soon", precision="day", kind="3"
    )
    assert "Not changed." in text(answer)
    release.refresh_from_db()
    assert release.is_open


def test_accept_all_then_publish(desk, story):
    address = reverse("copy_desk:decide_all", args=[story.pk])
    answer = desk.post(address, {"deed": "accept-all"}, follow=True)
    assert "8 proposals accepted" in text(answer)
    desk.post(address, {"deed": "publish"})
    assert StoryPage.objects.get(pk=story.pk).live


def test_publishing_without_a_headline_is_refused_with_the_sentence(desk, story):
    address = reverse("copy_desk:decide_all", args=[story.pk])
    answer = desk.post(address, {"deed": "publish"}, follow=True)
    assert "nobody has accepted it yet" in text(answer)
    assert not StoryPage.objects.get(pk=story.pk).live


def test_a_headline_written_here_is_accepted(desk, story):
    address = reverse("copy_desk:decide_all", args=[story.pk])
    desk.post(address, {"deed": "headline", "text": "Forty nights"})
    page = StoryPage.objects.get(pk=story.pk)
    assert (page.title, page.headline_accepted) == ("Forty nights", True)


def test_looking_changes_nothing(desk, story):
    before = list(story.proposals.values_list("pk", "state", "decided_at"))
    desk.get(DESK)
    desk.get(reverse("copy_desk:story", args=[story.pk]))
    assert desk.get(reverse("copy_desk:decide_all", args=[story.pk])).status_code == 405
    proposal = story.proposals.first()
    assert desk.get(reverse("copy_desk:decide", args=[proposal.pk])).status_code == 405
    assert list(story.proposals.values_list("pk", "state", "decided_at")) == before


def test_the_desk_s_home_counts_what_waits(desk, story):
    assert "to decide in 1 story" in " ".join(text(desk.get("/desk/")).split())


def test_copy_in_the_page_is_shown_as_words(desk):
    desk.post(DESK, {"text": "A page with <b>marks</b> & <script>alert(1)</script> in it."})
    page = text(desk.get(reverse("copy_desk:story", args=[StoryPage.objects.get().pk])))
    assert "<script>alert(1)" not in page


def test_those_without_leave_are_kept_out(client, story):
    client.force_login(a_visitor())
    proposal = story.proposals.get(kind="quote")
    for address in (DESK, reverse("copy_desk:story", args=[story.pk])):
        assert client.get(address).status_code in (302, 403)
    client.post(reverse("copy_desk:decide", args=[proposal.pk]), {"deed": "accept"})
    proposal.refresh_from_db()
    assert proposal.is_open


def a_member_of(*permissions: str):
    """A desk user whose group may do these things in the default section."""
    user = a_visitor("member")
    group = Group.objects.create(name="Members")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    section = section_page()
    for codename in permissions:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{codename}_page"
        )
        GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    user.groups.add(group)
    return user


def test_a_writer_may_decide_but_not_publish(client):
    writer = a_member_of("add", "change")
    story = use_cases.take_in(a_found(), source="a", user=writer)
    client.force_login(writer)
    address = reverse("copy_desk:decide_all", args=[story.pk])
    client.post(address, {"deed": "accept-all"})
    assert not story.proposals.filter(state="proposed").exists()
    client.post(address, {"deed": "publish"})
    assert not StoryPage.objects.get(pk=story.pk).live


def test_near_duplicates_are_shown_not_merged(desk, story):
    other = use_cases.take_in(a_found(copy=COPY + "\n"), source="again")
    assert other.pk != story.pk
    page = text(desk.get(reverse("copy_desk:story", args=[other.pk])))
    assert "Much the same copy came in before" in page
    assert reverse("copy_desk:story", args=[story.pk]) in page


def test_copy_that_breaks_the_reading_is_kept_all_the_same(desk, monkeypatch, caplog):
    # The fault is put in by hand, since none is known; the keeping is real.
    def fault(*args, **kwargs):
        raise RuntimeError("a fault in the reading")

    monkeypatch.setattr("matinee.stories.intake.read_bytes", fault)
    answer = desk.post(DESK, {"text": COPY})
    assert "stopped Matinee from reading it" in text(answer)
    assert bytes(Copy.objects.get().raw) == COPY.encode()
    assert "Salt Road" not in caplog.text
