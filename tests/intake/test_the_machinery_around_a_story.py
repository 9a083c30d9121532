"""Menus run together, shops' small print, players that talk, and lines that only look like it."""

from __future__ import annotations

import pytest

from matinee.stories.intake.furniture import kind_of
from matinee.stories.intake.heads import menu
from matinee.stories.intake.pictures import read_caption
from matinee.stories.intake.readers import read_markdown, read_text
from matinee.stories.intake.text import Block
from tests.intake.pages import page

LEAD = "Ann Lee, 41, directed Goat Song, in which Tom Rae plays a shepherd who has lost his dog."
MORE = "She filmed it over two winters on a hill above Dingle, with a crew of nine and one goat."


@pytest.mark.parametrize(
    "line",
    [
        "If you book a ticket through a link here, we may earn a small fee.",
        "When you buy something through our retail links, we may receive a commission.",
        "Get TicketsIf you purchase a seat via this site, we may be paid money for it.",
        "Your advert hasn't loaded. Your story continues below.",
        "The ad has not appeared, but the article follows underneath.",
        "Skip to contentSkip to footer Films Books",
        "Please wait while we check that you may read on.",
        "Watch earlier coverage in the player above.",
        "This is an archived clip and is not of today's events.",
        "Video is loading.",
        "Loaded: 12% Duration 0:41",
        "The post Goat Song wins the day appeared first on The Reel.",
        "This story is read by a synthetic voice.",
        "Please report any errors to us.",
        "Author of the story:",
        "Photography by Ciara Dunne",
        "Save this article for later by making a free account.",
        "Already registered with us? Sign in.",
        "Posted:",
        "Find showtimes",
    ],
)
def test_machinery_is_no_story(line: str) -> None:
    assert kind_of(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "The post office in Dingle appeared in her first film, on a wet afternoon in March.",
        "If you buy one ticket this winter, make it this one: nothing funnier is on.",
        "The video shop where they met is loading up its last boxes.",
        "She is read by everybody in the valley, and by nobody outside it.",
        "The story continues in Cork, where the goat is sold.",
        "Saved by the bell, the crew went home and never spoke of it again.",
    ],
)
def test_what_only_sounds_like_it_is_story(line: str) -> None:
    assert kind_of(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Menu Log in News Sport Culture Film Books Music TV",
        "HomeNewsSport FilmMusic BooksStage SubscribeLog In Contact Us",
        "Site IndexSite Navigation© Contact UsAccessibilityYour Ad ChoicesTerms of Sale",
        "UK World Politics Business Film Music Weather More",
    ],
)
def test_a_menu_is_told_by_its_words(line: str) -> None:
    assert menu(line)


@pytest.mark.parametrize(
    "line",
    [
        "Film, Music and Books: The Best of Irish Culture This Year",
        "Ireland and Canada Share the Top Awards at Home of Film Festival in Galway",
        "More music than film, more life than art: the year in sport documentaries",
        LEAD,
    ],
)
def test_a_headline_of_such_words_is_no_menu(line: str) -> None:
    assert not menu(line)


def test_a_headline_parted_from_its_story_by_an_advert_is_another_pages() -> None:
    lines = [
        "Film How a chip shop in Ennis became a home of ghost stories",
        "Advertisement",
        "Film",
        "Two sisters, one goat and a grudge",
        "By Nora Quill",
        "3 March 2025",
        LEAD,
        MORE,
        MORE.replace("two winters", "one summer"),
    ]
    found = read_text("\n".join(lines))
    assert found.headline is not None
    assert found.headline.text == "Two sisters, one goat and a grudge"


@pytest.mark.parametrize("line", ["1h 47m", "Crime, Drama, Mystery", "Comedy/Horror", "PG-13"])
def test_a_films_bare_facts_are_kept_and_are_no_film(line: str) -> None:
    found = page(
        "Goat Song review", "By Nora Quill", "3 March 2025", line, LEAD, MORE, MORE + " Truly."
    )
    assert line in [p.text for p in found.body]
    assert line.partition(",")[0].partition("/")[0] not in [f.title for f in found.films]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Ann Lee (left) and Tom Rae on the hill. (Photo courtesy of Kerry Light)", "Kerry Light"),
        ("Tom Rae in “Goat Song.” [Still courtesy of Row Pictures]", "Row Pictures"),
        ("The goat, centre, at rest. (Courtesy Row Pictures)", "Row Pictures"),
    ],
)
def test_a_courtesy_in_brackets_leaves_the_caption_whole(line: str, credit: str) -> None:
    found = read_caption(Block(line, 0, len(line), "caption"), sure=True)
    assert found is not None
    assert found.caption == line[: max(line.rfind("("), line.rfind("["))].strip()
    assert found.credit is not None
    assert found.credit.endswith(credit)


MARKDOWN = f"""---
title: Goat Song leads the list
pubDate: Tue, 04 Mar 2025 11:30:00 +0000
creator: Nora Quill
---

[Film](/film) [TV](/tv) [Music](/music)

![The goat, right, with Tom Rae](goat.jpg "Photo: Row Pictures")

{LEAD}

{MORE}

The winners are told in May. The nominees:

**Best Feature**

- *Goat Song*
- *Salt Road*

[Share on Facebook](/f) [Copy link](/c)
"""


def test_a_blogs_markdown_is_read_to_its_lists_end() -> None:
    found = read_markdown(MARKDOWN)
    assert found.byline == ("Nora Quill",)
    assert (found.published or "")[:10] == "2025-03-04"
    [picture] = found.pictures
    assert (picture.caption, picture.credit) == ("The goat, right, with Tom Rae", "Row Pictures")
    assert [p.text for p in found.body][-3:] == [
        "**Best Feature**",
        "- *Goat Song*",
        "- *Salt Road*",
    ]
    assert all("](/" not in p.text for p in found.body)
