"""The letter's HTML: small, well made, safe in every mail program that we know of."""

from __future__ import annotations

import re
import time
from pathlib import Path

import mrml
import pytest
from django.template.loader import get_template

from matinee.editions import drafting, mjml, press, sheet
from matinee.editions.links import Links
from matinee.editions.markup import Markup
from matinee.editions.models import EditionPage
from matinee.editions.preflight import access
from tests.editions import newsroom

# https://documentation.mjml.io: the tags of MJML 4 that mrml knows. It passes others silently.
KNOWN = {
    "mjml", "mj-head", "mj-title", "mj-attributes", "mj-text", "mj-section", "mj-raw", "mj-style",
    "mj-body", "mj-column", "mj-button",
}  # fmt: skip
TEMPLATES = Path(mjml.__file__).parent / "templates" / "editions" / "mjml"


def full(newsletter=None, stories: int = 12) -> EditionPage:  # type: ignore[no-untyped-def]
    """Return an edition of twelve story blocks with everything else."""
    from matinee.films.models import Film

    made = drafting.draft(newsletter or newsroom.busy_week(stories=stories), now=newsroom.NOW)
    body = made.body.get_prep_value()
    body[0]["value"]["words"] = "".join(
        f"<p>{'A letter of some length that an editor wrote by hand. ' * 4}</p>" for _ in range(3)
    )
    listed = next(
        b for b in body if b["type"] == "story_list" and b["value"]["heading"] == "Also this week"
    )
    body.remove(listed)
    at = next(n for n, b in enumerate(body) if b["type"] == "quote")
    for n, chosen in enumerate(listed["value"]["stories"]):
        pk = chosen["value"] if isinstance(chosen, dict) else chosen
        value = {"story": pk, "headline": "", "standfirst": "", "picture": True, "why": ""}
        body.insert(at, {"type": "story", "value": value, "id": f"more-{n}"})
    film = Film.objects.get(title="The Long Light")
    week = {
        "heading": "Film of the week",
        "film": film.pk,
        "stars": "4",
        "verdict": "Go.",
        "story": None,
    }
    sponsor = {"name": "A Festival", "words": "Ten days by the water.", "image": None, "alt": "",
               "url": "https://example.org/festival"}  # fmt: skip
    button = {"label": "Write to us", "url": "https://example.org/write", "page": None}
    poll = {
        "heading": "Your turn",
        "question": "Which of this week’s films would you see twice?",
        "answers": ["The lighthouse one", "The heron one", "Both of them", "Neither, thank you"],
        "days": 7,
        "why": "",
    }
    for kind, value in (
        ("film_of_the_week", week),
        ("poll", poll),
        ("sponsor", sponsor),
        ("button", button),
        ("divider", None),
    ):
        body.append({"type": kind, "value": value, "id": f"extra-{kind}"})
    made.body = drafting._stream(body)
    return made


def test_our_templates_use_no_tag_that_mjml_does_not_know() -> None:
    used = {
        tag
        for path in TEMPLATES.glob("*.mjml")
        for tag in re.findall(r"<(mj[\w-]*)", path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= KNOWN


def test_mrml_lets_an_unknown_tag_pass_which_is_why_we_look_for_them() -> None:
    page = "<mjml><mj-body><mj-section><mj-nonsense/></mj-section></mj-body></mjml>"
    assert "mj-nonsense" in mrml.to_html(page).content


@pytest.mark.django_db
def test_no_mjml_tag_is_left_in_what_is_sent() -> None:
    for one in press.variants(full()):
        assert "<mj" not in one.html
        assert "{{" not in one.html
        assert "{%" not in one.html


@pytest.mark.django_db
def test_twelve_stories_with_everything_stay_under_45_kb_and_an_empty_one_under_12() -> None:
    made = full()
    assert sum(b.block_type in ("lead", "story") for b in made.body) == 12
    assert max(one.size for one in press.variants(made)) < 45_000
    full_body = made.body.get_prep_value()
    made.body = drafting._stream([])
    assert press.variant(made).size < 12_000
    made.body = drafting._stream([b for b in full_body if b["type"] == "poll"])
    assert press.variant(made).size < 14_000


@pytest.mark.django_db
def test_a_variant_renders_in_a_few_milliseconds() -> None:
    page = sheet.read(full())
    press.render(page, "GB", Links())
    taken = []
    for _ in range(15):
        start = time.process_time()
        press.render(page, "GB", Links())
        taken.append(time.process_time() - start)
    # The best of several: what the machine does besides is not ours. The bound has slack.
    assert min(taken) < 0.020


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en-GB", "ar", "he"])
def test_our_own_rules_of_access_find_nothing(language: str) -> None:
    newsletter = newsroom.busy_week(stories=12)
    newsletter.language = language
    newsletter.save()
    for one in press.variants(full(newsletter)):
        assert list(access.faults(Markup.of(press.filled(one)[0]))) == []


@pytest.mark.django_db
def test_right_to_left_languages_run_right_to_left() -> None:
    newsletter = newsroom.busy_week()
    newsletter.language = "ar"
    newsletter.save()
    one = press.variant(drafting.draft(newsletter, now=newsroom.NOW))
    assert '<html lang="ar" dir="rtl"' in one.html
    assert "text-align:right" in one.html
    assert "text-transform:uppercase" not in one.html


@pytest.mark.django_db
def test_it_says_that_it_is_made_for_light_and_dark() -> None:
    html = press.variant(full()).html
    assert '<meta name="color-scheme" content="light dark"' in html
    assert "@media (prefers-color-scheme:dark)" in html


@pytest.mark.django_db
def test_outlook_gets_its_tables_and_pictures_their_width() -> None:
    html = press.variant(full()).html
    assert "<!--[if mso | IE]>" in html
    assert html.count("<!--[if") == html.count("<![endif]-->") + html.count(
        "<!--<![endif]-->"
    ) - html.count("<!--<![endif]-->")
    assert all(img.get("width") for img in Markup.of(html).all("img"))


@pytest.mark.django_db
def test_what_is_tidied_away_leaves_each_block_its_margins() -> None:
    html = press.variant(full()).html
    assert "\\" not in html
    cells = [tag.get("style") for tag in Markup.of(html).all("td") if tag.get("class") == "g"]
    assert len(cells) > 15
    assert all(re.fullmatch(r"padding:[\w ]+", style) for style in cells), cells
    assert 'style="padding:30px 32px 26px"' in html, "the masthead"


@pytest.mark.django_db
def test_the_preheader_comes_first_and_is_hidden() -> None:
    made = full()
    html = press.variant(made).html
    body = html.partition("<body")[2]
    assert body.index("display:none") < body.index(made.preheader[:20])
    assert body.index(made.preheader[:20]) < body.index("<h1")


def test_every_template_compiles() -> None:
    for path in TEMPLATES.glob("*.*"):
        assert get_template(f"editions/mjml/{path.name}")


@pytest.mark.django_db
def test_words_of_any_script_come_through_attributes_whole() -> None:
    alt = "C:\\films, so\u00adft hy\u00adphen, e\u0301, \u202ainside\u202c, “quotes” & 'more'"
    features = newsroom.section(newsroom.site())
    shown = newsroom.picture()
    newsroom.story(features, 'Title with \u00ad and "marks"', shown=shown, lead_alt=alt)
    made = drafting.draft(newsroom.newsletter(), now=newsroom.NOW)
    html, _ = press.filled(press.variant(made))
    assert "\\u{" not in html
    markup = Markup.of(html)
    assert alt in [img.get("alt") for img in markup.all("img")]
    label = next(tag.get("aria-label") for tag in markup.tags if tag.get("aria-label"))
    assert label == made.subject
