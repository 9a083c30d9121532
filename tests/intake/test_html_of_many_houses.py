"""Pages whose mark-up says little, or says it in its own way."""

from __future__ import annotations

from matinee.stories.intake import Found, read_html

STORY = (
    "<p>Uma Lisle has found the three keepers for her lighthouse drama Tern Island.</p>"
    "<p>“They can all row,” Lisle said. “That was the audition.”</p>"
)


def page(top: str, story: str = STORY, foot: str = "") -> Found:
    return read_html(
        "<html><head><meta property='og:title' content='Tern Island sets its cast'></head><body>"
        f"<main><article><h1>Tern Island sets its cast</h1>{top}{story}</article>{foot}</main>"
        "</body></html>"
    )


def test_a_figure_without_a_figcaption_has_its_text_for_a_caption() -> None:
    found = page(
        '<figure class="Figure"><img><div class="Figure-content">'
        "<span>The old light stands in for the tower.</span>"
        '<span class="Figure-source">(KQRS)</span></div></figure>'
    )
    assert [(p.caption, p.credit) for p in found.pictures] == [
        ("The old light stands in for the tower.", "KQRS")
    ]
    assert len(found.body) == 2


def test_a_button_in_a_caption_is_furniture() -> None:
    found = page(
        "<figure><figcaption><div>View image in fullscreen</div>"
        "<div>Uma Lisle on the rock. Photograph: Rory Tait</div></figcaption></figure>"
    )
    assert [(p.caption, p.credit) for p in found.pictures] == [
        ("Uma Lisle on the rock.", "Rory Tait")
    ]
    assert [f.text for f in found.furniture] == ["View image in fullscreen"]


def test_a_quotation_in_a_figure_is_no_caption() -> None:
    found = page("", STORY + "<figure><blockquote><p>They can all row</p></blockquote></figure>")
    assert not found.pictures


def test_a_line_between_headline_and_byline_is_the_standfirst_whatever_holds_it() -> None:
    found = page(
        "<div class='x1'>Three newcomers join the lighthouse drama</div>"
        "<div class='x2'>Words: Ike Barrow</div>"
    )
    assert found.headline is not None
    assert found.headline.text == "Tern Island sets its cast"
    assert found.standfirst is not None
    assert found.standfirst.text == "Three newcomers join the lighthouse drama"
    assert found.byline == ("Ike Barrow",)


def test_a_standfirst_is_told_by_the_name_that_a_house_gives_its_parts() -> None:
    found = page("<div data-gu-name='standfirst'><p>Six weeks on a rock, and no way off</p></div>")
    assert found.standfirst is not None
    assert found.standfirst.text == "Six weeks on a rock, and no way off"


def test_a_clip_with_its_length_and_blurb_is_no_story() -> None:
    found = page(
        "",
        STORY + "<div>WATCH | How the rock was lit:</div><div>How the rock was lit</div>"
        "<div>13 days ago</div><div>Duration 2:04</div>"
        "<div>A crew of nine spent a week on the rock to light it for one night.</div>",
    )
    assert len(found.body) == 2
