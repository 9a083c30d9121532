"""Pressing: one letter a variant, each territory its own dates, nothing lost on the way."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy

import pytest

from matinee.editions import drafting, press, states
from matinee.editions.models import EditionPage, PressedLetter
from matinee.films.models import Film
from matinee.post.letter import Letter
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


def pressed() -> tuple[EditionPage, dict[str, PressedLetter]]:
    made = drafting.draft(newsroom.busy_week(), now=newsroom.NOW)
    return made, {row.territory: row for row in press.press(made)}


def test_there_is_one_letter_for_each_territory_with_dates_and_one_for_everybody_else() -> None:
    _, rows = pressed()
    assert set(rows) == {"", "GB", "US"}


def test_a_reader_in_britain_reads_britains_date_and_one_in_the_states_theirs() -> None:
    _, rows = pressed()
    for part in ("html", "text"):
        gb, us = getattr(rows["GB"], part), getattr(rows["US"], part)
        assert "Friday 26 January" in gb
        assert "22 December 2023" not in gb
        assert "22 December 2023" in us
        assert "26 January" not in us


def test_a_reader_elsewhere_reads_no_date_yet_and_nobody_elses_date() -> None:
    _, rows = pressed()
    for part in ("html", "text"):
        words = getattr(rows[""], part)
        assert "o date yet" in words
        assert "26 January" not in words
        assert "22 December" not in words


def test_a_film_without_a_date_in_the_readers_territory_says_so() -> None:
    _, rows = pressed()
    assert "A Heron in March: no date yet" in rows["US"].text
    assert "A Heron in March: Friday 2 February, in cinemas" in rows["GB"].text


def test_a_date_known_to_the_month_is_said_to_the_month() -> None:
    newsletter = newsroom.busy_week()
    heron = Film.objects.get(title="A Heron in March")
    newsroom.opens(heron, "FR", date(2024, 4, 1), precision="month")
    made = drafting.draft(newsletter, now=newsroom.NOW)
    letter = next(row for row in press.press(made) if row.territory == "FR")
    assert "A Heron in March: April 2024, in cinemas" in letter.text


def test_variant_for_gives_the_readers_own_or_everybodys() -> None:
    made, _ = pressed()
    assert press.variant_for(made, "GB", "en-GB").territory == "GB"
    assert press.variant_for(made, "FR", "en-GB").territory == ""
    assert press.variant_for(made, "", "").territory == ""
    assert press.variant_for(made, "GB", "de").territory == "GB"


def test_asking_before_pressing_is_an_error() -> None:
    made = drafting.draft(newsroom.busy_week(), now=newsroom.NOW)
    with pytest.raises(PressedLetter.DoesNotExist):
        press.variant_for(made, "GB")


def test_the_kept_letter_fills_to_a_whole_message_with_both_parts() -> None:
    _, rows = pressed()
    letter = Letter.from_bytes(bytes(rows["GB"].letter))
    values = {**press.sample(), "address": "ann@example.net", "name": "Ann Ö", "read": "R" * 43,
              "leave": "L" * 43}  # fmt: skip
    message = message_from_bytes(letter.fill(values), policy=policy.default)
    assert message["To"].addresses[0].addr_spec == "ann@example.net"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/u/{'L' * 43}/" in message["List-Unsubscribe"]
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    html = message.get_body(("html",)).get_content()
    text = message.get_body(("plain",)).get_content()
    assert "ann@example.net" in html
    assert "ann@example.net" in text
    assert f"/preferences/{'L' * 43}/" in text
    assert "\ue000" not in html + text


def test_tracked_links_lead_to_the_listed_addresses_and_are_the_same_in_every_variant() -> None:
    _, rows = pressed()
    assert rows["GB"].links == rows["US"].links == rows[""].links
    html, _ = press.filled(press.Variant("en", "GB", rows["GB"].html, "", None, rows["GB"].links))  # type: ignore[arg-type]
    numbers = {int(n) for n in re.findall(r"/l/r{43}/(\d+)", html)}
    assert numbers <= set(range(len(rows["GB"].links)))
    assert all(url.startswith("http://localhost:8000/") for url in rows["GB"].links)
    assert any(url.endswith("/features/a-projectionists-last-reel/") for url in rows["GB"].links)
    assert html.count("/o/" + "r" * 43 + ".gif") == 1


def test_a_private_character_in_a_headline_opens_no_slot() -> None:
    features = newsroom.section(newsroom.site())
    newsroom.story(features, "A \ue000address\ue001 in a headline")
    made = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    html, text = press.filled(press.variant(made))
    assert "A address in a headline" in html
    assert "A ADDRESS IN A HEADLINE" in text


def test_a_reference_to_a_private_character_in_rich_text_opens_no_slot() -> None:
    newest = drafting.draft(newsroom.busy_week(), now=newsroom.NOW).latest()
    body = newest.body.get_prep_value()
    body[0]["value"]["words"] = (
        "<p>&#57344;address&#57345; <a href='https://x.org/&#57344;leave&#57345;'>x</a></p>"
    )
    newest.body = drafting._stream(body)
    one = press.variant(newest)
    assert '<p style="margin:0 0 16px">address <a' in one.html
    assert "https://x.org/leave" in one.links


def test_markup_in_a_headline_is_printed_not_obeyed() -> None:
    features = newsroom.section(newsroom.site())
    newsroom.story(features, 'Tom & <b>Jerry</b> "again"')
    made = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    html, _ = press.filled(press.variant(made))
    assert "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;" in html


def test_pressing_again_replaces_the_letters_until_sending_starts() -> None:
    made, rows = pressed()
    newest = made.latest()
    newest.subject = "Changed"
    newest.save_revision()
    again = press.press(made)
    assert made.letters.count() == len(rows)
    assert again[0].sha256 != rows[""].sha256
    frozen = states.start_sending(made)
    kept = {row.pk: bytes(row.letter) for row in frozen.letters.all()}
    EditionPage.objects.filter(pk=frozen.pk).update(subject="Too late")
    after = press.press(EditionPage.objects.get(pk=frozen.pk))
    assert {row.pk: bytes(row.letter) for row in after} == kept


def test_the_same_words_press_to_the_same_bytes() -> None:
    made, rows = pressed()
    assert {r.territory: r.sha256 for r in press.press(made)} == {
        t: r.sha256 for t, r in rows.items()
    }


def test_blocks_for_one_territory_reach_only_its_readers() -> None:
    newsletter = newsroom.busy_week()
    newest = drafting.draft(newsletter, now=newsroom.NOW).latest()
    inner = {"type": "text", "value": {"heading": "", "words": "<p>Bonjour Paris</p>"}, "id": "i"}
    only = {"type": "only_for", "value": {"territory": "FR", "content": [inner]}, "id": "o"}
    newest.body = drafting._stream([*newest.body.get_prep_value(), only])
    newest.save_revision()
    rows = {row.territory: row for row in press.press(newest)}
    assert "Bonjour Paris" in rows["FR"].html
    assert "Bonjour Paris" in rows["FR"].text
    assert not any("Bonjour" in rows[t].html + rows[t].text for t in ("", "GB", "US"))


def test_few_queries_however_many_stories(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    made = drafting.draft(newsroom.busy_week(stories=12), now=newsroom.NOW)
    press.variants(made)  # cuts the pictures
    edition = EditionPage.objects.get(pk=made.pk)
    with django_assert_max_num_queries(32):
        press.variants(edition)
