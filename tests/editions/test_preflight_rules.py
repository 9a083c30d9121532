"""Each preflight rule: an edition that passes it, and one that trips it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.editions import preflight, states
from matinee.editions.models import EditionPage
from matinee.editions.preflight import access, features, sender, size, spam
from matinee.editions.preflight.finding import RULES
from matinee.films.models import Release
from matinee.publication.models import Picture, Publication
from matinee.readers.models import Subscription
from matinee.stories.models import Copy, Proposal, Quote, StoryPage
from tests.editions import newsroom

pytestmark = pytest.mark.django_db
Change = Callable[[EditionPage], EditionPage | None]


def levels(edition: EditionPage, **options: Any) -> dict[str, str]:
    """Return each rule that found something, with its gravest level."""
    found = preflight.check(edition, now=newsroom.NOW, **options)
    return {f.rule: str(f.level) for f in reversed(found)}


def text(words: str) -> dict[str, Any]:
    return {"heading": "", "words": words, "why": ""}


def set_words(**fields: str) -> Change:
    def change(edition: EditionPage) -> EditionPage:
        for name, value in fields.items():
            setattr(edition, name, value)
        edition.save_revision()
        return edition

    return change


def add(kind: str, value: Any) -> Change:
    return lambda edition: newsroom.with_block(edition, kind, value)


def first_story(**fields: Any) -> Change:
    def change(edition: EditionPage) -> None:
        StoryPage.objects.filter(title=newsroom.HEADLINES[0]).update(**fields)

    return change


def releases(**fields: Any) -> Change:
    def change(edition: EditionPage) -> None:
        Release.objects.filter(territory_id="GB").update(**fields)

    return change


def no_address(edition: EditionPage) -> None:
    publication = Publication.load()
    publication.postal_address = ""
    publication.save()


def no_caption(edition: EditionPage) -> None:
    Picture.objects.update(caption="", credit="")
    StoryPage.objects.update(lead_caption="", lead_credit="")


def no_alt(edition: EditionPage) -> None:
    Picture.objects.update(description="")
    StoryPage.objects.update(lead_alt="")


def unaccepted(edition: EditionPage) -> None:
    story = StoryPage.objects.get(title=newsroom.HEADLINES[1])
    copy = Copy.objects.create(raw=b"x", text="x", sha256="0" * 64)
    Proposal.objects.create(story=story, copy=copy, kind=Proposal.Kind.QUOTE, data={})


def quote_edited(edition: EditionPage) -> EditionPage:
    body = edition.body.get_prep_value()
    quote = next(b for b in body if b["type"] == "quote")
    quote["value"]["text"] = quote["value"]["text"].replace("eleven", "twelve")
    return newsroom.with_body(edition, body)


def quote_unsigned(edition: EditionPage) -> EditionPage:
    Quote.objects.update(speaker="")
    body = edition.body.get_prep_value()
    next(b for b in body if b["type"] == "quote")["value"]["speaker"] = ""
    return newsroom.with_body(edition, body)


def told_twice(edition: EditionPage) -> EditionPage:
    lead = next(b for b in edition.body.get_prep_value() if b["type"] == "lead")
    return newsroom.with_block(edition, "story", lead["value"])


def unwritten(edition: EditionPage) -> EditionPage:
    body = edition.body.get_prep_value()
    body[0]["value"]["words"] = ""
    return newsroom.with_body(edition, body)


def lost_picture(edition: EditionPage) -> EditionPage:
    shown = newsroom.picture("Lost")
    value = {"image": shown.pk, "alt": "A", "caption": "B", "credit": "C", "url": ""}
    shown.file.storage.delete(shown.file.name)
    return newsroom.with_block(edition, "picture", value)


def no_readers(edition: EditionPage) -> None:
    Subscription.objects.update(state=Subscription.State.LEFT)


def just_sent(edition: EditionPage) -> EditionPage:
    states.finish_sending(states.start_sending(edition))
    EditionPage.objects.update(sent_at=newsroom.NOW - timedelta(hours=3))
    following = EditionPage(newsletter=edition.newsletter, subject="Next", drafted_at=newsroom.NOW)
    edition.get_parent().add_child(instance=following)
    return following


SPONSOR = {"name": "A Shop", "words": "Buy.", "image": None, "alt": ""}
BUTTON = {"label": "Go", "page": None}

TRIPS: list[tuple[str, str, Change]] = [
    ("subject-empty", "stop", set_words(subject="")),
    ("subject-long", "warn", set_words(subject="word " * 20)),
    ("subject-shouting", "warn", set_words(subject="READ THIS NOW OR NEVER")),
    ("preheader", "warn", set_words(preheader="")),
    ("preheader", "warn", set_words(preheader="word " * 40)),
    ("merge-field", "stop", set_words(subject="Hello {{ first_name }}")),
    ("merge-field", "stop", add("text", text("<p>Dear *|FNAME|*,</p>"))),
    ("letter-empty", "warn", unwritten),
    ("nothing-in-it", "stop", lambda edition: newsroom.with_body(edition, [])),
    ("link-malformed", "stop", add("button", {**BUTTON, "url": "https:///nowhere"})),
    (
        "link-insecure",
        "warn",
        add("text", text('<p><a href="http://example.org/a">A paper</a></p>')),
    ),
    ("link-private", "stop", add("sponsor", {**SPONSOR, "url": "https://192.168.1.4/shop"})),
    ("link-to-draft", "stop", first_story(live=False)),
    (
        "link-words",
        "warn",
        add("text", text('<p><a href="https://example.org">click here</a></p>')),
    ),
    ("alt-missing", "stop", no_alt),
    ("caption-missing", "warn", no_caption),
    ("credit-missing", "warn", no_caption),
    ("picture-file", "stop", lost_picture),
    ("proposals-open", "warn", unaccepted),
    ("quote-changed", "stop", quote_edited),
    ("quote-speaker", "stop", quote_unsigned),
    ("story-twice", "warn", told_twice),
    ("date-past", "warn", releases(date=date(2024, 1, 5))),
    ("date-source", "warn", releases(source="")),
    ("date-inferred", "warn", releases(inferred="year")),
    ("postal-address", "stop", no_address),
    ("audience", "stop", no_readers),
    ("sent-lately", "warn", just_sent),
]


def test_a_sound_edition_has_nothing_but_notes() -> None:
    found = preflight.check(newsroom.sound_edition(), now=newsroom.NOW)
    assert [(f.rule, f.where) for f in found if f.level != "note"] == []
    assert "1 readers" in next(f.why for f in found if f.rule == "audience")


def test_whether_it_may_go_is_told_without_counting_who_would_get_it() -> None:
    edition = newsroom.sound_edition()
    with CaptureQueriesContext(connection) as queries:
        assert preflight.standing(edition, now=newsroom.NOW) == []
    counting = [q["sql"] for q in queries if "COUNT(" in q["sql"] and "suppression" in q["sql"]]
    assert counting == []


@pytest.mark.parametrize(
    ("rule", "level", "change"), TRIPS, ids=[f"{r}-{n}" for n, (r, *_) in enumerate(TRIPS)]
)
def test_each_rule_is_tripped_by_what_it_is_for(rule: str, level: str, change: Change) -> None:
    edition = newsroom.sound_edition()
    edition = change(edition) or edition
    assert levels(edition).get(rule) == level


def test_every_rule_is_tried_somewhere() -> None:
    elsewhere = {
        "size", "ways-out", "plain-text", "list-headers", "sender-domain", "sender-alignment",
        "sender-dns", "accessibility", "contrast", "features", "spam-score", "never-confirmed",
            "segment", "link-checked",
    }  # fmt: skip
    assert set(RULES) == {rule for rule, *_ in TRIPS} | elsewhere


def test_each_finding_says_where_why_and_how_to_mend_it() -> None:
    edition = newsroom.sound_edition()
    edition.subject = ""
    edition.save_revision()
    for finding in preflight.check(edition, now=newsroom.NOW):
        assert finding.where
        assert finding.why
        assert finding.mend


def test_size_warns_and_stops_by_the_bytes_as_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = newsroom.sound_edition()
    assert "size" not in levels(edition)
    monkeypatch.setattr(size, "WARN", 10_000)
    assert levels(edition)["size"] == "warn"
    # 38 kB of words that go twice, in HTML and in text, on top of the letter.
    grown = newsroom.with_block(edition, "text", text("<p>" + "Words upon words. " * 2200 + "</p>"))
    assert levels(grown)["size"] == "stop"


def test_a_letter_without_a_way_out_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    from matinee.editions import text as plain_text

    edition = newsroom.sound_edition()
    assert "ways-out" not in levels(edition)
    monkeypatch.setattr(plain_text, "_foot", lambda sheet: iter(["Goodbye."]))
    assert levels(edition)["ways-out"] == "stop"


def test_a_letter_without_plain_text_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    from matinee.editions import text as plain_text

    edition = newsroom.sound_edition()
    assert "plain-text" not in levels(edition)
    monkeypatch.setattr(plain_text, "text", lambda sheet, territory: "Hello.\n")
    assert levels(edition)["plain-text"] == "stop"


def test_one_click_headers_must_be_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    from matinee.editions import press

    edition = newsroom.sound_edition()
    assert "list-headers" not in levels(edition)
    whole = press.letter_headers
    monkeypatch.setattr(
        press,
        "letter_headers",
        lambda page: [h for h in whole(page) if h[0] != "List-Unsubscribe-Post"],
    )
    assert levels(edition)["list-headers"] == "stop"


def test_one_click_over_plain_http_is_stopped_once_mail_leaves_the_machine(settings: Any) -> None:
    edition = newsroom.sound_edition()
    settings.MAIL_URL = "smtp://relay.example:25"
    assert levels(edition)["list-headers"] == "stop"
    settings.SITE_URL = "https://reel.example"
    assert "list-headers" not in levels(edition)


def test_a_sender_under_somebody_elses_or_no_real_domain_is_stopped(settings: Any) -> None:
    edition = newsroom.sound_edition()
    settings.MAIL_URL = "smtp://relay.example:25"
    assert levels(edition)["sender-domain"] == "stop"  # reel.example
    edition.newsletter.sender_address = "letter@reel.news"
    edition.newsletter.save()
    assert "sender-domain" not in levels(EditionPage.objects.get(pk=edition.pk))
    edition.newsletter.sender_address = "ours@gmail.com"
    edition.newsletter.save()
    assert levels(EditionPage.objects.get(pk=edition.pk))["sender-domain"] == "stop"


def test_a_return_path_under_another_organisation_is_warned_of(settings: Any) -> None:
    edition = newsroom.sound_edition()
    settings.BOUNCE_DOMAIN = "bounce.reel.example"
    assert "sender-alignment" not in levels(edition)
    settings.BOUNCE_DOMAIN = "bounce.relay.example"
    assert levels(edition)["sender-alignment"] == "warn"
    assert sender.organisation("mail.a.co.uk") == sender.organisation("b.a.co.uk") == "a.co.uk"


def test_what_the_dns_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    records = {"reel.news": ["v=spf1 -all"], "_dmarc.reel.news": ["v=DMARC1; p=none"]}
    monkeypatch.setattr(sender, "_txt", lambda name: records.get(name, []))
    assert list(sender.dns_findings("reel.news", "", "matinee")) == []
    del records["_dmarc.reel.news"]
    assert [f.where for f in sender.dns_findings("reel.news", "", "m")] == ["_dmarc.reel.news"]


def test_a_dns_that_does_not_answer_is_a_note(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(name: str) -> list[str]:
        raise OSError("The DNS did not answer.")

    edition = newsroom.sound_edition()
    monkeypatch.setattr(sender, "_txt", silent)
    monkeypatch.setattr(spam, "score", lambda message: (0.1, ""))
    settings.MAIL_URL = "smtp://relay.example:25"
    assert levels(edition, thorough=True)["sender-dns"] == "note"
    assert "sender-dns" not in levels(edition)


def test_our_letters_html_passes_and_a_worse_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from matinee.editions import mjml

    edition = newsroom.sound_edition()
    assert "accessibility" not in levels(edition)
    good = mjml.html
    for find, put in (
        (' role="presentation"', ""), ('<html lang="en-GB"', "<html"), ("<h1", "<h4"),
        ('alt="', 'x="'),
        ('role="article" lang="en-GB"', 'role="article"'),
    ):  # fmt: skip
        monkeypatch.setattr(mjml, "html", lambda *a, f=find, p=put: good(*a).replace(f, p))
        assert levels(edition)["accessibility"] == "stop", find


def test_colours_that_cannot_be_read_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = newsroom.sound_edition()
    assert "contrast" not in levels(edition)
    monkeypatch.setattr(access, "TEXT", 22)
    assert levels(edition)["contrast"] == "stop"


def test_a_feature_that_programs_do_not_know_is_pointed_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from matinee.editions import mjml

    edition = newsroom.sound_edition()
    assert "features" not in {r for r, level in levels(edition).items() if level == "warn"}
    good = mjml.html
    worse = '<div style="backdrop-filter:blur(2px);position:absolute">'
    monkeypatch.setattr(
        mjml, "html", lambda *a: good(*a).replace("</body>", worse + "</div></body>")
    )
    found = [f for f in preflight.check(edition, now=newsroom.NOW) if f.rule == "features"]
    assert any("backdrop" in f.where.lower() for f in found)
    assert all(features.data()["date"] in f.why for f in found)


def test_spamassassin_gives_the_letter_under_one_point() -> None:
    edition = newsroom.sound_edition()
    found = next(
        f
        for f in preflight.check(edition, now=newsroom.NOW, thorough=True)
        if f.rule == "spam-score"
    )
    if "not installed" in found.why:
        pytest.skip("SpamAssassin is not installed")
    points = float(found.why.split()[2])
    assert points < 1.0, found.why


def test_without_spamassassin_a_note_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "score", lambda message: None)
    edition = newsroom.sound_edition()
    assert levels(edition, thorough=True)["spam-score"] == "note"


@pytest.mark.parametrize(("points", "level"), [(0.4, "note"), (2.5, "warn"), (6.0, "stop")])
def test_a_spam_score_weighs_as_spamassassin_weighs_it(
    points: float, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spam, "score", lambda message: (points, "SOME_TEST"))
    assert levels(newsroom.sound_edition(), thorough=True)["spam-score"] == level


def test_active_subscriptions_without_their_own_proof_stop_everything() -> None:
    edition = newsroom.sound_edition()
    assert "never-confirmed" not in levels(edition)
    ours = Subscription.objects.get()
    other = newsroom.import_reader("other@example.net", [edition.newsletter], basis="Asked")
    # Somebody else's proof proves nothing.
    Subscription.objects.filter(reader=other).update(proof=ours.proof)
    assert levels(edition)["never-confirmed"] == "stop"
