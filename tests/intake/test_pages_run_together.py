"""What a scraper ran together on one line is parted: menu, headline, byline, story, foot."""

from __future__ import annotations

import pytest

from matinee.stories.intake import read_bytes, read_markdown, read_text
from matinee.stories.intake.newsletter_lead import read_lead

STORY = """
THE heron came back on Tuesday, and by Friday there was a queue at the Plaza for the film about it.

“I never asked for a heron,” said Della Quist, who directed it. “I asked for a swan.”

It was shot on the marsh over two winters by a crew of nine, most of whom had other jobs to go to.

“We lost a tripod and found a marriage,” the director said of it.
"""


def test_a_headline_behind_the_menu_and_a_price_is_a_headline() -> None:
    top = (
        "Skip to content LOG IN SUBSCRIBE FOR £1 FILM ‘Heron’ director tells how the swan got away\n"
        "By PETRA LUND | plund@marshpost.example | Marsh Post\nPUBLISHED: March 3, 2026 at 6:00 AM\n"
    )
    found = read_text(top + STORY)
    assert found.headline and found.headline.text == (
        "‘Heron’ director tells how the swan got away"
    )
    assert not found.headline.proposed


def test_a_cookie_notice_headline_byline_and_buttons_on_one_line_come_apart() -> None:
    top = (
        "This site uses cookies to remember what you like. Accept ‘Heron’ takes flight at the Plaza; "
        "sequel in the works By Petra Lund | 19 May 2025 12:01 Email Print Share\n"
    )
    found = read_text(top + STORY)
    assert found.headline
    assert found.headline.text == "‘Heron’ takes flight at the Plaza; sequel in the works"
    assert found.byline == ("Petra Lund",)
    assert found.published and found.published.startswith("2025-05-19T12:01")
    kinds = {f.kind for f in found.furniture}
    assert {"cookie", "share"} <= kinds


def test_headline_standfirst_section_name_address_and_date_on_one_line_come_apart() -> None:
    top = (
        "Home News Sport Farming Lifestyle Arts Notices Already a subscriber? Sign in Keep local news "
        "alive for €2 a week Bird on the wire: how a marsh became the star of a small film It began "
        "with a bet in a pub. Next week it opens at the Plaza Arts Siobhán Healy "
        "shealy@marsh.example Thu, 26 Jun, 2025 - 07:00 Share this article\n"
    )
    found = read_text(top + STORY)
    assert found.headline
    assert found.headline.text == "Bird on the wire: how a marsh became the star of a small film"
    assert found.standfirst
    assert found.standfirst.text == (
        "It began with a bet in a pub. Next week it opens at the Plaza"
    )
    assert found.byline == ("Siobhán Healy",)
    assert found.published == "2025-06-26T07:00:00"


def test_a_foot_that_runs_on_behind_the_last_sentence_is_cut_off() -> None:
    last = (
        "\nThe film opens across the county in the second week of May, if the tide allows. More about "
        "Herons Della Quist Join our commenting forum Comments Most popular 1 Man finds ring in bream\n"
    )
    found = read_text("Heron film draws a queue\n\nBy Petra Lund\n" + STORY + last)
    assert found.body[-1].text.endswith("if the tide allows.")
    assert any("commenting forum" in f.text for f in found.furniture)


def test_nothing_is_lost_where_a_line_is_cut() -> None:
    copy = (
        "Home News Sport Arts Already a subscriber? Sign in Marsh film wins at last, and its "
        "heron is not there to see it By Petra Lund 4 May 2025 Share\n" + STORY
    )
    found = read_text(copy)
    spans = [(s.start, s.end) for s in (*found.body, *found.furniture, *found.meta)]
    covered = {i for a, b in spans if a is not None for i in range(a, b)}
    assert not [c for i, c in enumerate(copy) if i not in covered and not c.isspace()]


def test_a_title_over_read_more_is_another_story() -> None:
    copy = (
        STORY + "\nThe marsh and the new wave of river cinema\nRead more\n\nIt rained on the rest."
    )
    found = read_text("Heron film draws a queue\n\nBy Petra Lund\n" + copy)
    assert all("new wave" not in p.text for p in found.body)


def test_a_chart_above_the_story_is_of_it() -> None:
    top = (
        "‘Heron’ tops the chart\nBy Petra Lund 13 April 2026\n| Rank | Film | Weekend | Total |\n"
        "| 1 | Heron (Marsh) | £2.4m | £9.8m |\n| 2 | Swan (Lake) | £1.1m | £3.0m |\n"
    )
    found = read_text(top + STORY)
    assert [p.text for p in found.body[:3]] == top.splitlines()[2:]


@pytest.mark.parametrize("label", ["In short:", "What's next?", "Key points"])
def test_the_heading_of_a_summary_is_of_the_story(label: str) -> None:
    top = f"Heron film draws a queue\nBy Petra Lund\nThu 6 Nov 2025 at 2:15pm\n{label}\n"
    found = read_text(
        top + "The heron is back, and a film about it opens on Friday at noon.\n" + STORY
    )
    assert found.body[0].text == label


def test_a_picture_in_markdown_that_is_a_link_has_the_line_in_italics_for_its_caption() -> None:
    copy = (
        "# The Long Way Round\n\n### A heron, a marsh and the best film in a village hall all year.\n\n"
        "[Petra Lund](https://x.example/@petra)\nMar 14, 2025\n" + STORY + "\n"
        "[![a heron](https://x.example/a.jpg)](https://x.example/a.jpg)\n"
        "*Della Quist waits for it in “Heron.” (Photo by Bo Ransome, courtesy of Marsh Films)*\n\n"
        "She waited for it again the next day, and the day after that, and then it was March.\n"
    )
    found = read_markdown(copy)
    (picture,) = found.pictures
    assert picture.caption == "Della Quist waits for it in “Heron.”"
    assert picture.alt == "a heron"
    assert picture.src == "https://x.example/a.jpg"
    assert found.standfirst and found.standfirst.text.startswith("A heron, a marsh")
    assert found.byline == ("Petra Lund",)
    assert found.published == "2025-03-14"


HTML = """<html><body><article><h1>Heron film draws a queue at the Plaza</h1>
<p>Updated: <time datetime="2026-05-02T08:10:00Z">2 May 2026</time></p>
<p>The heron came back on Tuesday, and by Friday there was a queue at the Plaza for the film.</p>
<figure><img src="a.jpg"><figcaption><span>Della Quist at the marsh.</span><cite>Bo Ransome</cite>
</figcaption></figure>
<p>It was shot over two winters by a crew of nine, most of whom had other jobs to go to.</p>
<section class="x"><h3>Get The Reed</h3><p>Your lunchtime look at the marsh, Monday to Friday.</p>
<button>Sign up</button></section></article></body></html>"""


def test_mark_up_tells_whose_picture_it_is_and_what_a_sign_up_holds() -> None:
    found = read_bytes(HTML.encode(), source="page.html")
    assert [(p.caption, p.credit) for p in found.pictures] == [
        ("Della Quist at the marsh.", "Bo Ransome")
    ]
    assert found.updated == "2026-05-02T08:10:00+00:00"
    assert len(found.body) == 2
    assert found.newsletter
    assert found.newsletter.cadence == "daily"
    assert found.newsletter.strapline == "Your lunchtime look at the marsh, Monday to Friday."


@pytest.mark.parametrize(
    ("box", "name", "promise"),
    [
        (
            "Reed Letter Films, birds and quarrels, out on Fridays. Email address Sign up",
            "Reed Letter",
            "Films, birds and quarrels, out on Fridays.",
        ),
        (
            "Get The Long Reed Our Friday letter on who films what, and why. Enter email Sign Me Up",
            "The Long Reed",
            "Our Friday letter on who films what, and why.",
        ),
        (
            "WA in an Hour Your state, five stories, each morning. Email address Subscribe",
            "WA in an Hour",
            "Your state, five stories, each morning.",
        ),
        (
            "Marsh Culture What’s on and where to park: the best of it, every Thursday SIGN UP",
            "Marsh Culture",
            "What’s on and where to park: the best of it, every Thursday",
        ),
    ],
)
def test_a_name_and_its_promise_run_together_come_apart(box: str, name: str, promise: str) -> None:
    lead = read_lead(box)
    assert lead and (lead.name, lead.promise) == (name, promise)


@pytest.mark.parametrize(
    "box",
    [
        "Never miss a film again Get our free weekly email Your email SUBSCRIBE",
        "Stay in the loop The Kitchen Door, our weekly letter Sign up",
        "Reed is a reader-supported publication about birds in films. Subscribe",
        "",
    ],
)
def test_words_that_only_ask_are_no_name(box: str) -> None:
    lead = read_lead(box)
    assert lead is None


INNER = (
    "The heron came back on Tuesday and stayed all week. {} It was filmed on the marsh by a crew "
    "of nine, and none of them had seen a heron before, or wished to see one again."
)


@pytest.mark.parametrize(
    ("between", "caption", "credit"),
    [
        ("Della Quist in last year’s ‘The Swan’ (Rex Features)",
         "Della Quist in last year’s ‘The Swan’", "Rex Features"),
        ("Wet feet: Della Quist and Bo Ransome in Heron Credit: Nick Sorley/Ravensbourne Films",
         "Wet feet: Della Quist and Bo Ransome in Heron", "Nick Sorley/Ravensbourne Films"),
    ],
)  # fmt: skip
def test_a_caption_in_the_middle_of_a_line_is_cut_out(
    between: str, caption: str, credit: str
) -> None:
    found = read_text("Heron film draws a queue\n\nBy Petra Lund\n" + STORY + INNER.format(between))
    assert [(p.caption, p.credit) for p in found.pictures] == [(caption, credit)]
    assert found.body[-2].text == "The heron came back on Tuesday and stayed all week."
    assert found.body[-1].text.startswith("It was filmed on the marsh")


@pytest.mark.parametrize(
    "between",
    [
        "Recommended The nine best films about birds, ranked by our critic Read more",
        "READ MORE: How the marsh got its own cinema at last",
        "Sign up for our Reed letter Get it free every week in your inbox Please enter a valid email "
        "address SIGN UP Thanks for signing up!",
    ],
)
def test_a_link_or_a_box_in_the_middle_of_a_line_is_cut_out(between: str) -> None:
    found = read_text("Heron film draws a queue\n\nBy Petra Lund\n" + STORY + INNER.format(between))
    assert found.body[-1].text.startswith("It was filmed on the marsh")
    assert any(f.text == between for f in found.furniture)


def test_a_thank_you_that_breaks_off_in_the_letters_name_ends_there() -> None:
    top = (
        "date 2025-09-18 Culture Film Get our free daily email on what’s worth leaving the house for "
        "Get our Reed Letter email for free Please enter a valid email address SIGN UP I would like to "
        "hear by email about offers. Read our privacy policy Thanks for signing up to the Reed Let "
    )
    found = read_text(top + STORY.strip())
    assert found.body[0].text.startswith("THE heron came back")


def test_byline_paper_and_two_dates_on_one_line_come_apart() -> None:
    top = (
        "Heron film draws a queue at the Plaza\n"
        "Petra Lund · CNB News · Posted: May 29, 2026 11:52 PM EDT | Last Updated: May 30, 2026\n"
    )
    found = read_text(top + STORY)
    assert found.byline == ("Petra Lund",)
    assert found.published == "2026-05-29T23:52:00-04:00"
    assert found.updated == "2026-05-30"


def test_a_clock_before_each_date_is_its_own() -> None:
    top = (
        "Heron film draws a queue at the Plaza\n"
        "By Petra Lund, Showbiz Reporter 16:42, 3 Dec 2025 Updated 18:05, 3 Dec 2025\n"
    )
    found = read_text(top + STORY)
    assert (found.published, found.updated) == ("2025-12-03T16:42:00", "2025-12-03T18:05:00")


def test_what_a_gallery_says_around_a_caption_is_no_part_of_it() -> None:
    line = "\nOpen this photo in gallery: Della Quist waits for it. Mongrel Media/Supplied Share Save for later\n"
    found = read_text("Heron film draws a queue\n\nBy Petra Lund\n" + STORY + line + STORY)
    (picture,) = found.pictures
    assert (picture.caption, picture.credit) == (
        "Della Quist waits for it.",
        "Mongrel Media/Supplied",
    )


def test_an_award_for_a_picture_is_no_credit_and_a_link_none_either() -> None:
    found = read_markdown(
        "# Prizes\n\n" + STORY + "\nBest picture: The Ice Road.\n\n- [Letter 7: Four films](/p/7)\n"
    )
    assert found.pictures == ()


def test_a_headline_between_the_menu_and_the_sign_up_box_is_found() -> None:
    top = (
        "date 2026-02-17 Culture Film News Della Quist to film a marsh without a single heron in it "
        "Get our free weekly email for the pick of new films Get our Reed Letter email for free Please "
        "enter a valid email address SIGN UP I would like to receive offers by email. Read our privacy "
        "notice Thanks for signing up to the Reed\n"
    )
    found = read_text(top + STORY)
    assert found.headline
    assert found.headline.text == "Della Quist to film a marsh without a single heron in it"
    assert found.newsletter and found.newsletter.name == "Reed Letter"
    assert found.body[0].text.startswith("THE heron")


def test_a_box_behind_a_first_short_sentence_leaves_the_story_on_both_sides() -> None:
    line = (
        "The big autumn of Della Quist just got smaller. Get the Reed Letter newsletter Everything you "
        "need to know, in your inbox every weekday. EMAIL ADDRESS SUBSCRIBE By subscribing, I agree to "
        "the Terms of Use and Privacy Policy. Thank you for subscribing! Thank you for subscri Marsh "
        "Pictures said on Friday that Heron will move from May to the following February.\n"
    )
    found = read_text("Heron film put off until the spring\n\nBy Petra Lund\n\n" + line + STORY)
    assert found.body[0].text == "The big autumn of Della Quist just got smaller."
    assert found.body[1].text.startswith("Marsh Pictures said on Friday")


def test_the_chart_below_a_story_is_of_it() -> None:
    chart = "\nThe top two, by Sunday:\n1.) Heron (Marsh) 3,712 theaters, 3-day $48.6M/Wk 1\n"
    found = read_text(
        "Heron film tops the chart\n\nBy Petra Lund\n" + STORY + chart + "2.) Swan (Lake) $2.1M\n"
    )
    assert found.body[-3].text == "The top two, by Sunday:"


def test_words_in_the_first_person_are_the_interviewees_where_the_headline_tells() -> None:
    copy = (
        "Nora Quist: ‘I asked for a swan and they sent me a heron’\n\nBy Petra Lund\n\n"
        "Nora Quist comes to the door in waders. The kettle is on, and so is the wireless.\n\n"
        "Her film opens on Friday in a hall that holds ninety, if the piano is moved out of it.\n\n"
        "“I never thought that anybody would come. My mother thinks so still.”\n\n"
        "It rained for most of the winter in which it was shot, and the crew slept in the church.\n"
    )
    (quote,) = [q for q in read_text(copy).quotes if q.text.startswith("I never thought")]
    assert quote.speaker == "Nora Quist"


def test_an_owner_beside_the_caption_in_its_figure_is_the_pictures() -> None:
    page = HTML.replace("<cite>Bo Ransome</cite>", "").replace(
        '<img src="a.jpg">', '<div><img src="a.jpg"><span class="credit">PA Media</span></div>'
    )
    found = read_bytes(page.encode(), source="page.html")
    assert [(p.caption, p.credit) for p in found.pictures] == [
        ("Della Quist at the marsh.", "PA Media")
    ]
