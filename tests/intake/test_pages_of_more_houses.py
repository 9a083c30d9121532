"""Turns of page and phrase that other houses' pages brought: each read as a reader reads it."""

from __future__ import annotations

import pytest

from matinee.stories.intake import read_html, read_markdown, read_text

TOP = "The heron that stopped a town\nBy Petra Lund\n19 May 2026\n\n"
STORY = (
    "The heron came back on Tuesday, and by Friday there was a queue at the Plaza for the film "
    "about it.\n\n"
    "It was shot on the marsh over two winters by a crew of nine, most of whom had other jobs to "
    "go to.\n\n"
)


def speakers(told: str) -> list[str | None]:
    return [quote.speaker for quote in read_text(TOP + STORY + told).quotes]


def test_a_menu_run_into_the_headline_ends_at_its_door() -> None:
    page = (
        "Skip to content News Sport Film Money Shop Log in Marsh Lane star unrecognisable as a "
        "heron By Petra Lund Arts Reporter 21:46, Mon, 9 Mar 2026 | UPDATED: 08:15, Tue, 10 Mar 2026 "
        "Share 12 comments\n" + STORY
    )
    found = read_text(page)
    assert (found.published, found.updated) == ("2026-03-09T21:46:00", "2026-03-10T08:15:00")
    assert found.headline and found.headline.text == "Marsh Lane star unrecognisable as a heron"
    assert found.byline == ("Petra Lund",)


def test_a_box_whose_thank_you_breaks_off_before_the_name_leaves_the_story_behind_it() -> None:
    box = (
        "Sign up to our free daily Reed Bed email for all the news from the marsh Something went "
        "wrong, please try again later. Sign up We use your sign-up to provide content in ways "
        "you've consented to and to improve our understanding of you. Thank you for signing up to "
        "our Quist, a former ranger, never thought that it would leave the county.\n"
    )
    found = read_text(TOP + STORY + box)
    assert found.body[-1].text == (
        "Quist, a former ranger, never thought that it would leave the county."
    )
    assert found.newsletter and "ways you've consented to" in (found.newsletter.consent or "")


def test_a_foot_that_outweighs_the_sentences_before_it_is_cut_off_all_the_same() -> None:
    last = (
        "It is a long way from Marsh Lane, where her character was last seen in a stolen milk "
        "float, watched by nine million viewers. Nobody ever found the float. Heron is in cinemas "
        "from May 22."
    )
    foot = (
        " Most Read 1. Man finds 400 left shoes on beach 2. Weather map turns purple Contact us "
        "Terms and Conditions Privacy notice © 2026 Marsh Group Ltd"
    )
    found = read_text(TOP + STORY + last + foot)
    assert found.body[-1].text == last
    assert found.furniture[-1].text == foot.strip()


def test_a_name_in_capitals_above_a_handle_and_a_reading_time_wrote_it() -> None:
    page = (
        "The heron that stopped a town\nMERRAN VESSEL\n@mvessel\n3 min read\n11:57PM May 3, 2026\n"
    )
    assert read_text(page + "\n" + STORY).byline == ("Merran Vessel",)


def test_a_button_in_capitals_is_no_picture_s_owner() -> None:
    line = "REEDS Saturday’s nature pages, a day early. Sent each Friday to subscribers. SIGN UP\n"
    found = read_text(TOP + STORY + line)
    assert found.pictures == ()
    assert found.furniture and found.furniture[-1].text == line.strip()


def test_a_span_called_cred_holds_a_caption_s_owners() -> None:
    page = f"""<html><body><main><h1>The heron that stopped a town</h1>
    <figure><img src="a.jpg"><figcaption><span class="cap">From left: Ada Reyes and Bo Lind</span>
    <span class="cred">Amaya Ort/WireImage; Theo Stan/Getty Images</span></figcaption></figure>
    {"".join(f"<p>{p}</p>" for p in STORY.split(chr(10) * 2) if p)}</main></body></html>"""
    (picture,) = read_html(page.encode()).pictures
    assert picture.caption == "From left: Ada Reyes and Bo Lind"
    assert picture.credit == "Amaya Ort/WireImage; Theo Stan/Getty Images"


def test_a_surname_of_two_parts_may_begin_with_an_o() -> None:
    told = (
        "“It rained,” said Tamsin O’Dowd-Reyes, the director.\n\n“And then it stopped,” O’Dowd-Reyes "
        "said.\n"
    )
    assert speakers(told) == ["Tamsin O’Dowd-Reyes"] * 2


def test_whoever_directs_is_the_director_and_no_cinematographer_is() -> None:
    told = (
        "Harriet Drage will direct the sequel, from a script by Owen Pell.\n\nHer cinematographer "
        "on Heron, Kay Marsh, has signed on. The two last worked together in a shed.\n\n“They asked "
        "if it would be cooler,” the director said.\n"
    )
    assert speakers(told) == ["Harriet Drage"]


@pytest.mark.parametrize(
    ("told", "who"),
    [
        (
            "The founder, Mayo-born documentary maker Aideen Pratt, will be given the prize.\n\n“We "
            "started with a sheet and a borrowed projector,” she recalled.\n",
            "Aideen Pratt",
        ),
        (
            "Among the extras was Garda Sergeant Noel Tarpey. According to treasurer Síle Hessian, "
            "a tin was left on the step.\n\n“I was taught by nuns and I can keep a secret,” she "
            "said.\n",
            "Síle Hessian",
        ),
    ],
)
def test_a_post_before_a_name_makes_a_person_of_it(told: str, who: str) -> None:
    assert speakers(told) == [who]


def test_somebody_who_sat_in_the_next_seat_has_no_name() -> None:
    told = (
        "Della Quist, who died last year, worked there.\n\nBut at a packed screening the woman "
        "beside me, who had come by bus, turned as the lights went up and said, “They’ve got the "
        "reeds right.”\n"
    )
    assert speakers(told) == [None]


def test_they_is_one_person_where_the_story_says_so_and_several_elsewhere() -> None:
    mine = "“My grandfather would be mortified, and he would want a part,” they said.\n"
    told = "Writer Robin Feen, who uses they/them pronouns, wrote a comedy about a wake. "
    assert speakers(told + mine) == ["Robin Feen"]
    told = "Writer Robin Feen and director Ada Reyes made a comedy about a wake. "
    assert speakers(told + mine) == [None]


def test_a_last_paragraph_signed_by_an_agency_is_the_story_s() -> None:
    last = (
        "Not everybody was content. “Ten films is a football team with one man sent off,” said one "
        "applicant, who did not wish to be named. – Additional reporting: INA"
    )
    found = read_text(TOP + STORY + last + "\n")
    assert found.body[-1].text == last


def test_a_line_between_headline_and_date_is_a_standfirst_though_a_name_opens_it() -> None:
    page = (
        "Screen fund doubles award to marsh drama\nTen Irish features get the money in autumn\n"
        "Tue Oct 14 2025 - 06:00\nGráinne Tuohy\n\n"
    )
    found = read_text(page + STORY)
    assert found.standfirst
    assert found.standfirst.text == "Ten Irish features get the money in autumn"
    assert found.pictures == ()


def test_a_critic_s_letter_in_markdown() -> None:
    page = (
        "# Back Row, No. 8: ice and eels\n\n*by Noor Castle*\n\nHello from Halifax, where it rained "
        "into the popcorn all week and nobody minded.\n\n## The Eel Ladder\n\n★★★★ out of five\n\n"
        "**Directed by** Luc Ray. **With** Mina Osei, Grant Pell. 168 min. 14A. Streaming in Canada "
        "from December 5; in U.K. cinemas January 2026.\n\nOsei plays an inspector who starts "
        "counting things other than fish, and the film counts with her.\n\n## A Table for Ten\n\n★★ out "
        "of five\n\n**Directed by** Ansel Kay. **With** Joan Ach. 121 min. PG. In cinemas now.\n\nOne "
        "dinner, ten guests, and nobody offers coffee until the second hour is up.\n\n---\n\n**Back Row** goes "
        "out every Friday and costs nothing. [Subscribe here](https://backrow.example/join)\n\n"
        "Forward this to a friend who talks during the trailers.\n"
    )
    found = read_markdown(page)
    (film,) = [film for film in found.films if film.title == "The Eel Ladder"]
    assert (film.running_time, film.certificate, film.stars) == (168, "14A", 4)
    texts = [p.text for p in found.body]
    assert not any("out of five" in t or "Subscribe" in t or "Forward" in t for t in texts)


def test_the_film_of_a_book_is_what_the_page_is_about() -> None:
    page = (
        "Whaling saga to become $38m feature\nHarriet Drage will direct Callan Weir in a screen "
        "version of The Salt Ledger, to be shot on the coast this summer.\nBy Petra Lund\n3 August "
        "2026\n\nIt has defeated four screenwriters. Now The Salt Ledger, Imogen Farr’s 2018 novel of "
        "murder and bookkeeping, is to reach the screen, with a budget of $38m and no whales.\n\n"
        "Harriet Drage, whose ghost story Windrow won the audience award at Sydney two years ago, "
        "directs from a script by Patrick Pell.\n\nThe Salt Ledger sold more than 400,000 copies. "
        "Saltbush will open the film in Australian cinemas on Boxing Day next year.\n"
    )
    film = read_text(page).films[0]
    assert (film.title, film.directors) == ("The Salt Ledger", ("Harriet Drage",))
    assert [(r.territory, r.date) for r in film.releases] == [("AU", "2027-12-26")]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Petra Lund Culture Reporter", ("Petra Lund",)),
        ("Dana Kowal, Marsh Staff", ("Dana Kowal",)),
        ("Senior Film Critic", ()),
    ],
)
def test_a_post_behind_a_name_is_none_of_it(line: str, names: tuple[str, ...]) -> None:
    page = f"The heron that stopped a town\n{line}\n19 May 2026\nClose Trailer: The Heron\n\n"
    assert read_text(page + STORY).byline == names


def test_a_byline_in_bars_has_its_date_beside_it() -> None:
    told = "".join(f"<p>{p}</p>" for p in STORY.split("\n\n") if p)
    page = f"""<html><body><main><h1>The heron that stopped a town</h1><div class="bylineDetails">
    <span>Moira Teas</span> · CBN News<span>· Posted: Feb 03, 2026 5:00 AM AST | Last Updated: 3
    hours ago</span></div>{told}</main></body></html>"""
    found = read_html(page.encode())
    assert found.byline == ("Moira Teas",)
    assert found.published and found.published.startswith("2026-02-03T05:00")


def test_how_long_ago_it_was_published_is_no_headline() -> None:
    page = (
        "Culture\nThis was published 5 months ago\nThe heron that stopped a town\nBy Petra Lund\n\n"
    )
    found = read_text(page + STORY)
    assert found.headline and found.headline.text == "The heron that stopped a town"


def test_a_filmmaker_of_a_place_is_the_one_told_of() -> None:
    told = (
        "Ada Kess found the letters in a biscuit tin.\n\n“There were 212 and not one had been "
        "sent,” said the Lunenburg filmmaker.\n"
    )
    assert speakers(told) == ["Ada Kess"]


def test_what_a_part_says_in_the_film_its_director_does_not() -> None:
    told = (
        "Hal Owens has made his second film.\n\nWhat is left is a dog, and Emrys (Rhodri Pugh), who "
        "has buried his wife. “You’re the only one who knows where the fuses are,” he tells her.\n"
    )
    assert speakers(told) == [None]


def test_a_minister_s_office_is_none_of_their_name() -> None:
    told = (
        "Also starring is Peadar Lamb, who plays mission control.\n\nMinister for Culture Eoin Hand "
        "visited the set on Friday. He described it as “very brown”.\n"
    )
    assert speakers(told) == ["Eoin Hand"]


def test_several_owners_on_a_line_below_a_caption() -> None:
    page = TOP + "Teyo Adair and Lena Fross\nGetty Images; Courtesy of Ward Agency\n\n" + STORY
    (picture,) = read_text(page).pictures
    assert picture.caption == "Teyo Adair and Lena Fross"
    assert picture.credit == "Getty Images; Courtesy of Ward Agency"


def test_comments_behind_a_year_are_not_counted_by_it() -> None:
    page = (
        "News Politics Football Celebs TV Soap star says playing a pirate saved her By Tess Hurl "
        "Features Writer 22:30, 17 May 2025 Updated 07:02, 18 May 2025 comments\n"
    )
    found = read_text(page + STORY)
    assert (found.published, found.updated) == ("2025-05-17T22:30:00", "2025-05-18T07:02:00")
    assert found.headline
    assert found.headline.text == "Soap star says playing a pirate saved her"


def test_whose_debut_a_film_is_directed_it() -> None:
    told = (
        "“Bridge Season” opens in U.S. theaters on March 6. “Bridge Season” is the feature debut of "
        "Joanne Pulask, who teaches driving. Written by Pulask and Priya Venn, it stars Tia Ruiz.\n"
    )
    (film,) = read_text(TOP + STORY + told).films
    assert (film.title, film.directors) == ("Bridge Season", ("Joanne Pulask",))


def test_a_spokesman_is_not_whom_he_speaks_for() -> None:
    told = (
        "Arts Minister Declan Tuoh was not there.\n\nA spokesman for Arts Minister Declan Tuoh said "
        "that the review would be finished by Christmas.\n\n“The Minister fully understands,” he "
        "continued.\n"
    )
    assert speakers(told) == [None]


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        (
            "Ailsa Roe and Geth Pell as the Lorimers Tamsin Orch/Kittiwake",
            "Ailsa Roe and Geth Pell as the Lorimers",
            "Tamsin Orch/Kittiwake",
        ),
        ("Roz Dela in ‘Aunt Patience.’ | Image via Octagon Pictures", None, "Octagon Pictures"),
        ("Kel Doher on the set of Heron in 1976. (NBN Archives)", None, "NBN Archives"),
    ],
)
def test_owners_of_pictures_as_more_houses_write_them(
    line: str, caption: str | None, credit: str
) -> None:
    (picture,) = read_text(TOP + line + "\n\n" + STORY).pictures
    assert picture.credit == credit
    assert caption is None or picture.caption == caption


def test_an_agency_behind_a_name_wrote_it_and_shot_nothing() -> None:
    page = "The heron that stopped a town\nBy Cillian Roe, PA\nMon 13 Oct 2025 at 18:20\n\n"
    found = read_text(page + STORY)
    assert (found.byline, found.pictures) == (("Cillian Roe",), ())


@pytest.mark.parametrize(
    "line",
    [
        "Try one month for £1",
        "Trending: Who Is the Masked Dentist? | Every Heron Movie Ranked",
        "Go Ad-Free",
    ],
)
def test_what_is_sold_and_what_is_trending_is_no_headline(line: str) -> None:
    page = f"Marsh Post\nCulture Film\n{line}\n\nThe heron that stopped a town\nBy Petra Lund\n\n"
    found = read_text(page + STORY)
    assert found.headline and found.headline.text == "The heron that stopped a town"


def test_a_letter_that_does_not_call_itself_one_is_none_of_the_story() -> None:
    letters = (
        "The Loop: your guide to the day's biggest stories, every weekday afternoon\n"
        "Our critics on what to see and what to walk out of. Free, every Thursday lunchtime.\n"
        "THE GREEN ROOM Jasper Quan’s pick of what to see, every Thursday afternoon. SIGN UP\n"
    )
    found = read_text(TOP + STORY + letters)
    assert [f.kind for f in found.furniture] == ["signup"] * 3


def test_a_second_date_of_two_countries_is_neither_s_on_demand() -> None:
    told = (
        "“Heron” is in theatres across Canada on 5 December, in the U.S. on 12 December, on demand "
        "from 20 January.\n"
    )
    releases = [r for film in read_text(TOP + STORY + told).films for r in film.releases]
    assert [(r.territory, r.kind) for r in releases] == [("CA", 3), ("US", 3)]


def test_a_standfirst_above_a_picture_is_not_its_alternative_text() -> None:
    page = (
        "Filmmakers ‘at end of tether’ as fund is frozen\nBy Cillian Roe\nMon 13 Oct 2025 at 18:20\n\n"
        "A second round of grants has been put on hold until the new year\n\nProducer Ada Reyes, left, "
        "at the protest outside Leinster House (Niall Faher/PA)\n\n"
    )
    found = read_text(page + STORY)
    assert found.standfirst and found.standfirst.text.startswith("A second round of grants")


def test_topics_behind_the_last_sentence_are_the_page_s_foot() -> None:
    last = "The jury gave a special mention to Tenement. Heron will be in UK cinemas on 15 May."
    foot = " Topics: Leith Film festivals Comments Want to join the conversation? Please or to comment."
    found = read_text(
        TOP + STORY + "A local film has won the top prize at the festival. " + last + foot
    )
    assert found.body[-1].text.endswith(last)
    assert found.furniture[-1].text == foot.strip()
