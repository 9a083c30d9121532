"""Pictures, and the words that belong to them."""

from __future__ import annotations

from collections.abc import Iterator

from matinee.editions import items
from matinee.editions.items import Shot
from matinee.editions.preflight.finding import Finding, Level, Looked, rule


def _shots(looked: Looked) -> Iterator[tuple[str, str, Shot, bool]]:
    """Yield (block id, what it belongs to, picture, whether its caption is shown)."""
    for item in looked.sheet.everything():
        if isinstance(item, items.StoryItem) and item.story.shot:
            yield item.id, f"the picture of “{item.story.headline}”", item.story.shot, item.lead
        elif isinstance(item, items.PictureItem):
            yield item.id, "the picture on its own", item.shot, True
        elif isinstance(item, items.SponsorItem) and item.shot:
            yield item.id, f"the picture of {item.name}", item.shot, False
        elif isinstance(item, items.FilmClubItem) and item.shot:
            yield item.id, f"the picture of “{item.title}”", item.shot, False
        elif isinstance(item, items.FilmOfTheWeekItem) and item.film.poster:
            yield item.id, f"the poster of “{item.film.title}”", item.film.poster, False


@rule("alt-missing")
def alt_missing(looked: Looked) -> Iterator[Finding]:
    """A picture without words for who cannot see it, or has images off."""
    for block, where, shot, _shown in _shots(looked):
        if not shot.alt.strip():
            yield Finding(
                "alt-missing",
                Level.STOP,
                where,
                "It has no alternative text. Readers who cannot see it, or whose mail program "
                "hides pictures, get nothing.",
                "Say in a sentence what it shows, in the story or on the picture itself.",
                block,
            )


@rule("credit-missing")
def credit_missing(looked: Looked) -> Iterator[Finding]:
    """A picture that names nobody as its maker."""
    for block, where, shot, shown in _shots(looked):
        if shown and not shot.credit.strip():
            yield Finding(
                "credit-missing",
                Level.WARN,
                where,
                "It names nobody as its maker, which most licences ask for.",
                "Add the credit in the story or on the picture itself.",
                block,
            )


@rule("caption-missing")
def caption_missing(looked: Looked) -> Iterator[Finding]:
    """A large picture without a caption."""
    for block, where, shot, shown in _shots(looked):
        if shown and not shot.caption.strip():
            yield Finding(
                "caption-missing",
                Level.WARN,
                where,
                "It has no caption, so readers don’t learn who or what it shows.",
                "Add a caption in the story or on the picture itself.",
                block,
            )


@rule("picture-file")
def file_missing(looked: Looked) -> Iterator[Finding]:
    """A picture block whose file cannot be read, which the letter leaves out."""
    shown = {item.id for item in looked.sheet.everything()}
    for block in looked.edition.body:
        if block.block_type == "picture" and str(block.id) not in shown:
            yield Finding(
                "picture-file",
                Level.STOP,
                "a picture block",
                "Its file cannot be read, so the letter would go without it.",
                "Choose the picture again, or take the block away.",
                str(block.id),
            )
