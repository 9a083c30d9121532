"""What an editor's decision about each kind of proposal does. One function a kind.

Each takes the story's draft (a page in memory, saved by the caller) and the proposal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.text import slugify

from matinee.films.known import find_or_make_film, find_or_make_person, fold, set_release
from matinee.newsletters.models import Newsletter
from matinee.stories import bodies, written
from matinee.stories.copies import Proposal, Quote
from matinee.stories.pages import StoryPage

Deed = Callable[[StoryPage, Proposal], None]


class CannotDecide(ValueError):
    """A decision that cannot be carried out, in words for the editor."""


def blocks_of(story: StoryPage) -> list[dict[str, Any]]:
    """Return the body's blocks in the form that StreamField keeps."""
    return [dict(block) for block in story.body.raw_data]


def set_blocks(story: StoryPage, blocks: list[dict[str, Any]]) -> None:
    """Give the story these blocks as its body."""
    story.body = json.dumps(blocks)


def _headline(story: StoryPage, proposal: Proposal) -> None:
    give_headline(story, proposal.data["text"])


def give_headline(story: StoryPage, text: str) -> None:
    """Give the story an accepted headline, and an address from it while it was never live.

    Raises CannotDecide for an empty one.
    """
    text = " ".join(text.split())
    if not text:
        raise CannotDecide("Write a headline first: this one is empty.")
    story.title = story.draft_title = text[:255]
    story.headline_accepted = True
    if story.first_published_at is None:
        # Made anew from the title when it is saved; one of mere signs makes none.
        story.slug = "" if slugify(story.title, allow_unicode=True) else f"story-{story.pk}"


def _no_headline(story: StoryPage, proposal: Proposal) -> None:
    if proposal.stands:
        story.headline_accepted = False


def _picture(story: StoryPage, proposal: Proposal) -> None:
    blocks = blocks_of(story)
    words = bodies.picture_value(proposal.data)
    words.pop("image")
    if not bodies.change(blocks, proposal.block, words):
        made = bodies.block("picture", {**words, "image": None})
        proposal.block = made["id"]
        blocks.append(made)
    set_blocks(story, blocks)


def _no_picture(story: StoryPage, proposal: Proposal) -> None:
    set_blocks(story, bodies.without(blocks_of(story), proposal.block))


def _quote(story: StoryPage, proposal: Proposal) -> None:
    Quote.objects.update_or_create(
        proposal=proposal,
        defaults={
            "story": story,
            "text": proposal.data["text"],
            "speaker": (proposal.data.get("speaker") or "")[:160],
            "where_said": (proposal.data.get("where_said") or "")[:250],
        },
    )


def _no_quote(story: StoryPage, proposal: Proposal) -> None:
    Quote.objects.filter(proposal=proposal).delete()


def _film(story: StoryPage, proposal: Proposal) -> None:
    if not (proposal.data.get("title") or "").strip():
        raise CannotDecide("Give the film a title.")
    film = find_or_make_film(proposal.data)
    # Remembered, so that a later rejection takes off the film that this decision put on.
    proposal.data = {**proposal.data, "film_id": film.pk}
    story.films.add(film)


def _no_film(story: StoryPage, proposal: Proposal) -> None:
    accepted = proposal.data.get("film_id")
    story.films.remove(*[film for film in story.films.all() if film.pk == accepted])


def _release(story: StoryPage, proposal: Proposal) -> None:
    data = proposal.data
    film = find_or_make_film({"title": data["film"], "year": data.get("year")})
    try:
        set_release(film, data, source=proposal.copy.source)
    except (ValueError, KeyError) as error:
        raise CannotDecide(
            "A release needs a territory of two letters (GB) and a date such as 2024-01-26."
        ) from error


def _person(story: StoryPage, proposal: Proposal) -> None:
    if not (proposal.data.get("name") or "").strip():
        raise CannotDecide("Give the person a name.")
    find_or_make_person(proposal.data["name"])


def _newsletter(story: StoryPage, proposal: Proposal) -> None:
    story.newsletter = find_newsletter(proposal.data["name"]) or make_newsletter(proposal.data)
    blocks = blocks_of(story)
    bodies.put_box(blocks)
    set_blocks(story, blocks)


def _no_newsletter(story: StoryPage, proposal: Proposal) -> None:
    if story.newsletter and fold(story.newsletter.name) == fold(proposal.data["name"]):
        story.newsletter = None
    section = story.get_parent().specific
    if story.newsletter is None and section.own_newsletter() is None:
        set_blocks(story, [made for made in blocks_of(story) if made["type"] != "signup"])


def _update(story: StoryPage, proposal: Proposal) -> None:
    data = proposal.data
    if data["field"] == "body":
        blocks = blocks_of(story)
        seen = proposal.copy.found
        proposal.data = {**data, "before": blocks}
        set_blocks(story, written.merge(blocks, seen, written.pictures(seen)))
    elif data["field"] == "title":
        give_headline(story, data["text"])
    else:
        setattr(story, data["field"], data["text"])
    story.updated_on = written.day(proposal.copy.found["story"].get("updated")) or story.updated_on


def _no_update(story: StoryPage, proposal: Proposal) -> None:
    data = proposal.data
    if not proposal.stands:
        return
    if data["field"] == "body":
        set_blocks(story, data["before"])
    elif data["field"] == "title":
        give_headline(story, data["was"])
    else:
        setattr(story, data["field"], data["was"])


def _nothing(story: StoryPage, proposal: Proposal) -> None:
    """Some decisions only need writing down."""


def find_newsletter(name: str) -> Newsletter | None:
    """Return the newsletter of this name, whatever its case, marks and article."""
    return next((n for n in Newsletter.objects.all() if fold(n.name) == fold(name)), None)


def make_newsletter(data: dict[str, Any]) -> Newsletter:
    """Return a new newsletter out of a prompt's words. It stays closed until an editor opens it."""
    name = data["name"].strip()[:120]
    words: dict[str, Any] = {
        "strapline": (data.get("strapline") or "")[:250],
        "author": (data.get("author") or "")[:120],
        "free": data.get("free") is not False,
        "error_wording": (data.get("error") or "")[:200],
        "thanks_wording": whole_thanks(data.get("thanks") or "", name)[:250],
    }
    if data.get("cadence") in Newsletter.Cadence.values:
        words["cadence"] = data["cadence"]
    if words["error_wording"] and words["error_wording"][-1] not in ".!?":
        words["error_wording"] += "."
    return Newsletter.objects.create(
        name=name,
        slug=_free_slug(name),
        state=Newsletter.State.PROPOSED,
        **{key: value for key, value in words.items() if value != ""},
    )


def _free_slug(name: str) -> str:
    stem = (slugify(name) or "newsletter")[:40]
    slug, n = stem, 2
    while Newsletter.objects.filter(slug=slug).exists():
        slug, n = f"{stem}-{n}", n + 1
    return slug


def whole_thanks(thanks: str, name: str) -> str:
    """Return a thank-you as a whole sentence; one cut off before the name gets the name.

    Scraped pages often break off there, since the name was set apart in the page.
    """
    thanks = thanks.strip()
    if not thanks or thanks[-1] in ".!?":
        return thanks
    if name.casefold() in thanks.casefold():
        return f"{thanks}."
    if not re.search(r"\b(to|for|the|our|of)$", thanks, re.IGNORECASE):
        return f"{thanks}."
    if name.casefold().startswith("the ") and thanks.casefold().endswith(" the"):
        thanks = thanks[:-4]
    return f"{thanks} {name}."


ACCEPT: dict[str, Deed] = {
    Proposal.Kind.HEADLINE: _headline,
    Proposal.Kind.PICTURE: _picture,
    Proposal.Kind.QUOTE: _quote,
    Proposal.Kind.FILM: _film,
    Proposal.Kind.RELEASE: _release,
    Proposal.Kind.PERSON: _person,
    Proposal.Kind.NEWSLETTER: _newsletter,
    Proposal.Kind.NOTE: _nothing,
    Proposal.Kind.UPDATE: _update,
}
REJECT: dict[str, Deed] = {
    Proposal.Kind.HEADLINE: _no_headline,
    Proposal.Kind.PICTURE: _no_picture,
    Proposal.Kind.QUOTE: _no_quote,
    Proposal.Kind.FILM: _no_film,
    Proposal.Kind.RELEASE: _nothing,
    Proposal.Kind.PERSON: _nothing,
    Proposal.Kind.NEWSLETTER: _no_newsletter,
    Proposal.Kind.NOTE: _nothing,
    Proposal.Kind.UPDATE: _no_update,
}
